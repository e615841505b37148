//! A part file: trajectories that are finished, as exact histograms, with what they are and a checksum.
//!
//! A line that names the format, a line of JSON that says what the part is of, the bytes of [`Cube::write_to`], then BLAKE3
//! of all before. It is written under a temporary name and moved into place once it is whole, so that a file of this
//! name is whole or was damaged since; what it holds is looked at only when the checksum agrees.

use super::Run;
use crate::{
    ensemble::{ArchiveError, Cube, Shard},
    text::{Message, Text},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write},
    ops::Range,
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Name, in a directory of results, of the trajectories they were made of, to which others can be added.
pub const ENSEMBLE: &str = "ensemble.part";

/// Directory, in that of the results, of the parts of a run made in several pieces.
pub const PARTS: &str = "parts";

/// End of the names of part files.
pub const EXTENSION: &str = "part";

/// How the files under way begin.
const UNFINISHED: &str = ".releve-part-";

/// First words of the first line.
const NAME: &str = "releve part ";
/// Version of the layout of a part file.
const FORMAT: u32 = 1;
/// Bytes of the checksum.
const CHECKSUM: u64 = blake3::OUT_LEN as u64;

/// What a part is of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The identity of the run ([`Run::identity`]), with all its trajectories.
    pub run: Run,
    /// The trajectories that were divided: all of the run, or those added to a run already there.
    pub whole: Range<u32>,
    /// Which of the divisions it is.
    pub shard: Shard,
    /// The trajectories it holds: all of its division once it is finished, else the first of them.
    pub held: Range<u32>,
    /// Digest of the row of its first trajectory, by which the program that made it is known again.
    pub first_row: Option<String>,
}

/// A part file whose checksum agrees.
#[derive(Debug)]
pub struct Part {
    path: PathBuf,
    /// What it is of.
    pub head: Head,
    /// Where the trajectories begin.
    start: u64,
}

/// Why a part cannot be written or used.
#[derive(Debug)]
pub enum PartError {
    /// The system refused.
    Io(PathBuf, io::Error),
    /// It is no part file.
    Foreign(PathBuf),
    /// It was written by a later program.
    Format(PathBuf, String),
    /// It is not as it was written.
    Damaged(PathBuf),
    /// Its checksum agrees, but not what it holds.
    Malformed(PathBuf, ArchiveError),
}

impl Head {
    /// The trajectories it holds once it is finished.
    #[must_use]
    pub fn goal(&self) -> Range<u32> {
        self.shard.cut(&self.whole)
    }

    /// Whether it holds all its trajectories.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.held == self.goal()
    }
}

/// Writes what `cube` holds in the place of the file at `path`, at once or not at all.
///
/// # Errors
/// When it cannot be written; the file that was there then stays as it was.
pub fn write_part(path: &Path, head: &Head, cube: &Cube) -> Result<(), PartError> {
    let first_row = cube.first_row().map(|row| row.to_hex().to_string());
    let head = Head { held: cube.trajectories(), first_row, ..head.clone() };
    save(path, &head, cube).map_err(|error| PartError::Io(path.to_owned(), error))
}

fn save(path: &Path, head: &Head, cube: &Cube) -> io::Result<()> {
    let mut out = Summed { inner: BufWriter::with_capacity(1 << 16, temporary(path)?), hasher: blake3::Hasher::new() };
    writeln!(out, "{NAME}{FORMAT}")?;
    serde_json::to_writer(&mut out, head)?;
    out.write_all(b"\n")?;
    cube.write_to(&mut out)?;
    let Summed { mut inner, hasher } = out;
    inner.write_all(hasher.finalize().as_bytes())?;
    let file = inner.into_inner().map_err(io::IntoInnerError::into_error)?;
    // A machine that stops must not leave a name without its bytes.
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file beside `path`, with the permissions of any new file of this user.
fn temporary(path: &Path) -> io::Result<NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!("{UNFINISHED}{name}-");
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(&prefix).tempfile_in(directory(path))
}

/// Makes the directory of a part file, and shows that it can be written to.
///
/// # Errors
/// When it cannot.
pub fn prepare_part(path: &Path) -> io::Result<()> {
    fs::create_dir_all(directory(path))?;
    tempfile::tempfile_in(directory(path))?.write_all(&[0])
}

/// Takes away what a program that was killed has left of a part file under way.
///
/// # Errors
/// When its directory cannot be read or written to.
pub fn sweep_part(path: &Path) -> io::Result<()> {
    let start = format!("{UNFINISHED}{}-", path.file_name().unwrap_or_default().to_string_lossy());
    let entries = match fs::read_dir(directory(path)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&start) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."))
}

/// A writer that hashes what passes.
struct Summed<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Part {
    /// Opens a part file and checks that it is as it was written.
    ///
    /// # Errors
    /// When it is no part file, is damaged, or cannot be read.
    pub fn open(path: &Path) -> Result<Self, PartError> {
        let io = |error| PartError::Io(path.to_owned(), error);
        let mut file = BufReader::new(File::open(path).map_err(io)?);
        let mut first = Vec::new();
        (&mut file).take(64).read_until(b'\n', &mut first).map_err(io)?;
        let first = String::from_utf8(first).unwrap_or_default();
        match first.strip_prefix(NAME).and_then(|version| version.strip_suffix('\n')) {
            None => return Err(PartError::Foreign(path.to_owned())),
            Some(version) if version.parse() != Ok(FORMAT) => {
                return Err(PartError::Format(path.to_owned(), version.chars().take(12).collect()));
            }
            Some(_) => (),
        }
        if !agrees(file.get_mut()).map_err(io)? {
            return Err(PartError::Damaged(path.to_owned()));
        }
        let damaged = || PartError::Damaged(path.to_owned());
        file.seek(io::SeekFrom::Start(first.len() as u64)).map_err(io)?;
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).map_err(io)?;
        let head: Head = serde_json::from_slice(&line).map_err(|_| damaged())?;
        let goal = head.goal();
        let is_one = Shard::new(head.shard.index(), head.shard.of()).is_some()
            && head.held.start == goal.start
            && (head.held.start..=goal.end).contains(&head.held.end);
        if is_one { Ok(Self { path: path.to_owned(), head, start: (first.len() + line.len()) as u64 }) } else { Err(damaged()) }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds its trajectories to those of a cube of its layout, which they follow.
    ///
    /// # Errors
    /// When they do not follow, or the file is not as it was when it was opened; the cube is then good for nothing.
    pub fn add_to(&self, cube: &mut Cube) -> Result<(), PartError> {
        let io = |error| PartError::Io(self.path.clone(), error);
        let malformed = |error| PartError::Malformed(self.path.clone(), error);
        let mut file = BufReader::with_capacity(1 << 16, File::open(&self.path).map_err(io)?);
        file.seek(io::SeekFrom::Start(self.start)).map_err(io)?;
        cube.read_from(&mut file).map_err(malformed)?;
        let mut rest = 0;
        while let read @ 1.. = file.fill_buf().map_err(io)?.len() {
            (rest, ()) = (rest + read as u64, file.consume(read));
        }
        match rest == CHECKSUM && cube.trajectories().end == self.head.held.end {
            true => Ok(()),
            false => Err(PartError::Damaged(self.path.clone())),
        }
    }
}

/// Whether the last bytes of a file are the digest of all before.
fn agrees(file: &mut File) -> io::Result<bool> {
    let Some(length) = file.metadata()?.len().checked_sub(CHECKSUM) else { return Ok(false) };
    file.seek(io::SeekFrom::Start(0))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file.take(length))?;
    let mut sum = [0; blake3::OUT_LEN];
    match file.read_exact(&mut sum) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| hasher.finalize() == sum),
    }
}

impl PartError {
    /// The problem and its cure.
    #[must_use]
    pub fn message(&self) -> Message {
        let both = |path: &Path, fr: &str, en: &str| {
            let path = path.display();
            Message::new(format!("{path} {fr}"), format!("{path} {en}"))
        };
        match self {
            Self::Io(path, error) => {
                let (path, cure) = (path.display(), cure(error.kind()));
                Message::new(
                    format!("{path} : le système répond : {error}{}", cure.fr),
                    format!("{path}: the system says: {error}{}", cure.en),
                )
            }
            Self::Foreign(path) => both(
                path,
                "n'est pas une partie de projection écrite par `releve run`",
                "is no part of a run, written by `releve run`",
            ),
            Self::Format(path, version) => both(
                path,
                &format!("est du format {version}, que ce programme ne connaît pas (il lit le format {FORMAT})"),
                &format!("is of format {version}, which this program does not know (it reads format {FORMAT})"),
            ),
            Self::Damaged(path) => both(
                path,
                "est abîmé : son empreinte n'est pas celle de son contenu (fichier tronqué ou modifié) ; effacez-le et refaites cette partie",
                "is damaged: its checksum is not that of what it holds (cut short or changed); delete it and make this part again",
            ),
            Self::Malformed(path, error) => both(
                path,
                &format!("ne se lit pas ({error}) ; effacez-le et refaites cette partie"),
                &format!("cannot be read ({error}); delete it and make this part again"),
            ),
        }
    }
}

/// What to try where the system refuses.
fn cure(kind: io::ErrorKind) -> Text {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Text {
            fr: " ; faites de la place ou choisissez un autre dossier (--out)",
            en: "; make room or choose another directory (--out)",
        },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Text { fr: " ; choisissez un autre dossier (--out)", en: "; choose another directory (--out)" }
        }
        _ => Text { fr: "", en: "" },
    }
}

impl std::fmt::Display for PartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for PartError {}

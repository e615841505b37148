//! A run in pieces is a run in one: parts merged, runs killed and resumed, trajectories added later give the same bytes, and
//! what does not fit is refused with nothing overwritten.

mod support;

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Output, Stdio},
    sync::OnceLock,
    time::Duration,
};
use support::program::{code, done, flat, folder, program, refused, releve, stopped};
use tempfile::TempDir;

/// Two blocks and a piece of a third.
const TRAJECTORIES: u32 = 300;
/// The smallest run that is still one.
const SMALL: [&str; 2] = ["--horizon=2028", "--levels=france,region"];

fn run(folder: &TempDir, trajectories: u32, words: &[&str]) -> Output {
    let count = format!("--trajectories={trajectories}");
    releve(folder, &[&["run", &count], words, &SMALL].concat())
}

fn merge(folder: &TempDir, words: &[&str]) -> Output {
    releve(folder, &[&["merge"], words].concat())
}

fn said(output: &Output) -> String {
    flat(&output.stderr)
}

/// Every file of a directory by its name, those of parts apart.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let file =
        |entry: fs::DirEntry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("readable"));
    let entries = fs::read_dir(directory).expect("readable").map(|entry| entry.expect("readable"));
    entries.filter(|entry| entry.path().is_file()).map(file).collect()
}

/// The files of one process on two threads.
fn at_once() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let folder = folder();
        done(&run(&folder, TRAJECTORIES, &["--out=a", "--threads=2"]));
        files(&folder.path().join("a"))
    })
}

#[track_caller]
fn same_bytes(directory: &Path) {
    let (found, wanted) = (files(directory), at_once());
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    for (name, bytes) in wanted {
        assert!(found[name] == *bytes, "{name} differs");
    }
}

/// The parts of a run cut in `of`, in `parts` of a directory.
fn parts(folder: &TempDir, out: &str, of: u32, words: &[&str]) {
    for index in 0..of {
        let shard = format!("--shard={index}/{of}");
        done(&run(folder, TRAJECTORIES, &[&["--out", out, shard.as_str()], words].concat()));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for (name, bytes) in files(from) {
        fs::write(to.join(name), bytes).expect("written");
    }
}

/// A part with other bytes under a checksum that agrees.
fn forged(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let body = &bytes[..bytes.len() - blake3::OUT_LEN];
    let at = body.windows(from.len()).position(|window| window == from.as_bytes()).expect("there");
    let body = [&body[..at], to.as_bytes(), &body[at + from.len()..]].concat();
    [&body[..], blake3::hash(&body).as_bytes()].concat()
}

#[test]
fn parts_merged_are_one_run_byte_for_byte() {
    let folder = folder();
    for (index, threads) in ["1", "2", "7", "1", "2"].iter().enumerate() {
        let shard = format!("--shard={index}/5");
        let output = run(&folder, TRAJECTORIES, &["--out=a", &shard, "--threads", threads]);
        done(&output);
        assert!(String::from_utf8_lossy(&output.stdout).contains("releve merge a"));
    }
    assert!(files(&folder.path().join("a")).is_empty(), "parts are no results");
    let merged = merge(&folder, &["a"]);
    done(&merged);
    same_bytes(&folder.path().join("a"));
    let alone = run(&folder, TRAJECTORIES, &["--out=a"]);
    assert!(said(&alone).contains("contient déjà"), "{}", said(&alone));
    assert_eq!(String::from_utf8_lossy(&merged.stdout), String::from_utf8_lossy(&alone.stdout));
    assert!(said(&merge(&folder, &["a"])).contains("contient déjà"));
    assert!(said(&run(&folder, TRAJECTORIES, &["--out=a", "--shard=0/5"])).contains("contient déjà"));
}

#[test]
fn parts_made_in_several_places_are_merged_elsewhere() {
    let folder = folder();
    done(&run(&folder, TRAJECTORIES, &["--out=a", "--shard=0/2"]));
    done(&run(&folder, TRAJECTORIES, &["--out=b", "--shard=2/3"]));
    refused(&merge(&folder, &["a", "b", "--out=c"]), 3, "partie 2/3 des trajectoires 0 à 299");
    done(&run(&folder, TRAJECTORIES, &["--out=c", "--shard=1/2"]));
    done(&merge(&folder, &["a/parts", "c", "--out=d"]));
    same_bytes(&folder.path().join("d"));
    refused(&merge(&folder, &["a", "d"]), 3, "ne contient aucune partie");
    fs::write(folder.path().join("file"), "").expect("written");
    let all = merge(&folder, &["nowhere", "a", "file", "d", "--out=e"]);
    for words in ["nowhere n'existe pas", "file est un fichier", "d ne contient aucune partie", "rien n'a été écrit"] {
        refused(&all, 3, words);
    }
}

#[test]
fn parts_are_merged_into_larger_parts_and_these_into_the_run() {
    let folder = folder();
    parts(&folder, "a", 8, &[]);
    refused(&merge(&folder, &["a", "--shard=0/2"]), 3, "--out");
    refused(&merge(&folder, &["a", "--shard=0/2", "--out=a"]), 3, "--out");
    refused(&merge(&folder, &["a", "--shard=0/3", "--out=b"]), 3, "possibles : 1, 2, 4");
    refused(&merge(&folder, &["a", "--shard=0/2", "--out=b", "--long"]), 2, "--long");
    let lost = folder.path().join("a/parts/6-of-8.part");
    let bytes = fs::read(&lost).expect("there");
    fs::write(&lost, "damaged").expect("written");
    let first = merge(&folder, &["a", "--shard=0/2", "--out=b"]);
    done(&first);
    assert!(flat(&first.stdout).contains("Partie 0/2, trajectoires 0 à 149"), "parts of the other half are not read");
    refused(&merge(&folder, &["a", "--shard=1/2", "--out=b"]), 3, "6-of-8.part");
    fs::remove_file(&lost).expect("there");
    let second = merge(&folder, &["a", "--shard=1/2", "--out=b"]);
    refused(&second, 1, "il manque 1 partie sur 8");
    assert_eq!(String::from_utf8_lossy(&second.stdout), "--array=6\n");
    refused(&merge(&folder, &["b", "--out=c"]), 1, "il manque 1 partie sur 2");
    fs::write(&lost, bytes).expect("written");
    done(&merge(&folder, &["a", "--shard=1/2", "--out=b"]));
    let again = fs::read(folder.path().join("b/parts/1-of-2.part")).expect("there");
    done(&merge(&folder, &["a", "--shard=1/2", "--out=b"]));
    assert!(again == fs::read(folder.path().join("b/parts/1-of-2.part")).expect("there"));
    done(&merge(&folder, &["b", "--out=c"]));
    same_bytes(&folder.path().join("c"));
}

#[test]
fn missing_parts_are_printed_as_an_array_and_nothing_is_written() {
    let folder = folder();
    for shard in ["--shard=0/6", "--shard=3/6"] {
        done(&run(&folder, 30, &["--out=a", shard]));
    }
    let output = merge(&folder, &["a"]);
    refused(&output, 1, "il manque 4 parties sur 6");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "--array=1-2,4-5\n");
    assert!(files(&folder.path().join("a")).is_empty());
}

#[test]
fn the_tasks_of_an_array_find_their_parts_and_a_task_run_again_does_too() {
    let folder = folder();
    let task = |id: &str, first: &str, last: &str, count: &str| {
        let mut command = program(&folder);
        let names = ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_COUNT"];
        command.envs(names.into_iter().zip([id, first, last, count]));
        let words = ["run", "--trajectories=300", "--out=a", "--shard=slurm", "--resume"];
        command.args(words).args(SMALL).output().expect("started")
    };
    refused(&task("2", "2", "2", "1"), 3, "slurm/N");
    done(&task("1", "1", "3", "3"));
    done(&task("3", "1", "3", "3"));
    let output = merge(&folder, &["a"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "--array=2\n");
    done(&task("2", "2", "2", "1"));
    done(&merge(&folder, &["a"]));
    same_bytes(&folder.path().join("a"));
}

#[test]
fn a_part_that_does_not_fit_is_refused_and_nothing_is_overwritten() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    parts(&folder, "a", 2, &[]);
    done(&run(&folder, 10, &["--out=d", "--no-report", "--seed=2"]));
    let before = files(&at("d"));
    let good = fs::read(at("a/parts/1-of-2.part")).expect("written");
    let attempt = |name: &str, bytes: &[u8]| {
        copy(&at("a/parts"), &at(&format!("{name}/parts")));
        fs::write(at(&format!("{name}/parts/1-of-2.part")), bytes).expect("written");
        merge(&folder, &[name, "--out=d", "--force"])
    };
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    refused(&attempt("flipped", &flipped), 3, "est abîmé");
    for length in [0, 5, 40, 400, good.len() - 1] {
        let output = attempt("cut", &good[..length]);
        assert!(said(&output).contains("est abîmé") || said(&output).contains("n'est pas une partie"), "{}", said(&output));
    }
    refused(&attempt("text", b"not a part at all\n"), 3, "n'est pas une partie");
    refused(&attempt("later", &forged(&good, "releve part 1", "releve part 9")), 3, "est du format 9");
    refused(&attempt("longer", &[&good[..], b"more"].concat()), 3, "est abîmé");
    let first_row = "\"first_row\":\"";
    let row = good.windows(first_row.len()).position(|window| window == first_row.as_bytes()).expect("there") + first_row.len();
    let row = String::from_utf8(good[row..row + 64].to_vec()).expect("hexadecimal");
    refused(&attempt("changed", &forged(&good, &row, &"0".repeat(64))), 1, "vient d'un autre programme");
    refused(&attempt("held", &forged(&good, "\"held\":{\"start\":150", "\"held\":{\"start\":149")), 3, "est abîmé");
    // The same part twice, under another name and from another directory.
    copy(&at("a/parts"), &at("twice/parts"));
    fs::copy(at("a/parts/1-of-2.part"), at("twice/parts/copy.part")).expect("copied");
    refused(&merge(&folder, &["twice", "--out=d", "--force"]), 3, "est là deux fois");
    refused(&merge(&folder, &["a", "cut", "--out=d", "--force"]), 3, "a/parts/0-of-2.part et cut/parts/0-of-2.part");
    assert_eq!(files(&at("d")), before);
    refused(&merge(&folder, &["a", "--out=d"]), 1, "--force");
    assert_eq!(files(&at("d")), before);
    done(&merge(&folder, &["a", "--out=d", "--force"]));
    same_bytes(&at("d"));
}

#[test]
fn parts_of_other_runs_are_told_by_what_differs() {
    let folder = folder();
    done(&run(&folder, 20, &["--out=a", "--shard=0/2"]));
    let others: [(&[&str], &str); 6] = [
        (&["--seed=2"], "graine : 2, ici 1"),
        (&["garot"], "scénario : garot, ici tendanciel"),
        (&["--horizon=2029"], "dernière année : 2029, ici 2028"),
        (&["--levels=france"], "niveaux : france, ici france, region"),
        (&["--threshold=density=40"], "seuils : [density_under_40 P5], ici []"),
        (&["--trajectories=21"], "partie 1/2 des trajectoires 0 à 20"),
    ];
    for (rank, (words, difference)) in others.iter().enumerate() {
        let out = format!("other-{rank}");
        let mut command = vec!["run", "--out", &out, "--shard=1/2"];
        command.extend(*words);
        for (name, usual) in [("--horizon", SMALL[0]), ("--levels", SMALL[1]), ("--trajectories", "--trajectories=20")] {
            if !words.iter().any(|word| word.starts_with(name)) {
                command.push(usual);
            }
        }
        done(&releve(&folder, &command));
        refused(&merge(&folder, &["a", &out, "--out=d"]), 3, difference);
        assert!(!folder.path().join("d").exists());
    }
    // In one directory the second run is refused before it begins.
    refused(&run(&folder, 20, &["--out=a", "--shard=0/2", "--seed=2"]), 1, "graine : 1, ici 2");
    done(&run(&folder, 20, &["--out=a", "--shard=0/2", "--seed=2", "--force"]));
}

#[test]
fn parts_made_from_other_tables_are_merged_with_them_only() {
    let folder = folder();
    done(&releve(&folder, &["init", "mine"]));
    let table = folder.path().join("mine/baseline/population.csv");
    let text = fs::read_to_string(&table).expect("copied");
    let (head, last) = text.trim_end().rsplit_once(',').expect("a row");
    let people: f64 = last.parse().expect("a number");
    fs::write(&table, format!("{head},{}\n", people + 1.0)).expect("written");
    done(&run(&folder, 10, &["--out=a", "--baseline=mine/baseline", "--shard=0/1"]));
    refused(&merge(&folder, &["a"]), 3, "population.csv n'est pas la même");
    done(&merge(&folder, &["a", "--baseline=mine/baseline"]));
    done(&run(&folder, 10, &["--out=b", "--baseline=mine/baseline"]));
    assert_eq!(files(&folder.path().join("a")), files(&folder.path().join("b")));
    assert!(folder.path().join("a/baseline/population.csv").exists());
}

/// Starts a run that saves after every block.
#[cfg(unix)]
fn started(folder: &TempDir, words: &[&str]) -> Child {
    program(folder)
        .args(["run", "--checkpoint=0", "--threads=1"])
        .args(words)
        .args(SMALL)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started")
}

#[cfg(unix)]
#[test]
fn a_run_killed_at_any_moment_is_resumed_to_the_same_bytes() {
    let folder = folder();
    // Later and later, from before the first block to the writing of the files.
    let mut after = Duration::from_millis(150);
    loop {
        let mut child = started(&folder, &["--trajectories=300", "--out=a", "--resume"]);
        std::thread::sleep(after);
        if child.try_wait().expect("known").is_some() {
            break;
        }
        stopped(child, "-KILL");
        after += after / 3;
    }
    done(&run(&folder, TRAJECTORIES, &["--out=a", "--resume"]));
    same_bytes(&folder.path().join("a"));
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_had_under_way_is_swept_away_when_it_is_resumed() {
    let folder = folder();
    let hidden = || {
        let is_hidden = |place: &Path| {
            let entries = fs::read_dir(place).into_iter().flatten().flatten();
            entries.filter(|entry| entry.file_name().to_string_lossy().starts_with('.')).count()
        };
        is_hidden(folder.path()) + is_hidden(&folder.path().join("a"))
    };
    let child = started(&folder, &["--trajectories=100000", "--out=a"]);
    while !folder.path().join("a/ensemble.part").exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    stopped(child, "-KILL");
    assert!(hidden() > 0);
    fs::create_dir_all(folder.path().join(".releve-a-b-123456/run")).expect("made");
    let saved = || fs::metadata(folder.path().join("a/ensemble.part")).and_then(|state| state.modified()).expect("there");
    let before = saved();
    let child = started(&folder, &["--trajectories=100000", "--out=a", "--resume"]);
    while saved() == before {
        std::thread::sleep(Duration::from_millis(20));
    }
    stopped(child, "-INT");
    assert_eq!(hidden(), 1, "that of another run stays");
}

#[cfg(unix)]
#[test]
fn an_interrupted_part_is_neither_forgotten_nor_merged_and_resumes() {
    let folder = folder();
    let part = folder.path().join("a/parts/0-of-2.part");
    let child = started(&folder, &["--trajectories=100000", "--out=a", "--shard=0/2"]);
    while !part.exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = stopped(child, "-INT");
    assert_eq!(code(&output), Some(130));
    assert!(said(&output).contains("--resume continue"), "{}", said(&output));
    refused(&run(&folder, 100_000, &["--out=a", "--shard=0/2"]), 1, "d'une projection interrompue");
    let merged = merge(&folder, &["a"]);
    assert!(said(&merged).contains("trajectoires sur 50000 ; --resume la finit"), "{}", said(&merged));
    assert_eq!(String::from_utf8_lossy(&merged.stdout), "--array=0-1\n");
    // To another length it is another part.
    refused(&run(&folder, 90_000, &["--out=a", "--shard=0/2", "--resume"]), 1, "partie 0/2 des trajectoires 0 à 99999");
}

#[test]
fn trajectories_are_added_to_a_finished_run_without_force() {
    let folder = folder();
    done(&run(&folder, 130, &["--out=a"]));
    let output = run(&folder, TRAJECTORIES, &["--out=a"]);
    done(&output);
    for words in ["130 trajectoires sur 300 sont déjà calculées", "170 trajectoires en"] {
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    same_bytes(&folder.path().join("a"));
    let before = files(&folder.path().join("a"));
    refused(&run(&folder, 200, &["--out=a"]), 1, "--force");
    refused(&run(&folder, 400, &["--out=a", "--seed=2"]), 1, "--force");
    assert_eq!(files(&folder.path().join("a")), before);
    // A file more of the same run costs no trajectory.
    let output = run(&folder, TRAJECTORIES, &["--out=a", "--long"]);
    done(&output);
    assert!(!said(&output).contains("trajectoires en"), "{}", said(&output));
    fs::remove_file(folder.path().join("a/ensemble.part")).expect("there");
    refused(&run(&folder, 400, &["--out=a"]), 1, "ensemble.part");
    done(&run(&folder, 310, &["--out=a", "--force"]));
}

#[test]
fn a_damaged_state_is_not_resumed() {
    let folder = folder();
    done(&run(&folder, 40, &["--out=a"]));
    let state = folder.path().join("a/ensemble.part");
    let mut bytes = fs::read(&state).expect("written");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&state, &bytes).expect("written");
    assert!(said(&run(&folder, 40, &["--out=a"])).contains("contient déjà"), "the results are whole");
    refused(&run(&folder, 50, &["--out=a"]), 1, "est abîmé");
    fs::remove_file(folder.path().join("a/manifest.json")).expect("there");
    refused(&run(&folder, 40, &["--out=a", "--resume"]), 1, "--force");
    assert_eq!(fs::read(&state).expect("kept"), bytes);
    done(&run(&folder, 50, &["--out=a", "--force"]));
}

#[test]
fn where_nothing_can_be_written_nothing_is_computed() {
    let folder = folder();
    fs::write(folder.path().join("file"), "mine").expect("written");
    for words in [["--out=file/a", "--shard=0/2"], ["--out=file", "--shard=0/2"], ["--out=/proc/releve", "--shard=0/2"]] {
        let output = run(&folder, 1_000_000, &words);
        assert_eq!(code(&output), Some(1), "{}", said(&output));
    }
    assert_eq!(fs::read_to_string(folder.path().join("file")).expect("kept"), "mine");
}

#[test]
fn what_cannot_be_cut_says_so() {
    let folder = folder();
    for (words, what) in [
        (["--shard=5/4", "--out=a"], "elles vont de 0 à 3"),
        (["--shard=un", "--out=a"], "attendu I/N"),
        (["--shard=0/20", "--out=a"], "20 parties pour 10 trajectoires"),
        (["--shard=slurm", "--out=a"], "SLURM_ARRAY_TASK_ID"),
    ] {
        refused(&run(&folder, 10, &words), 3, what);
    }
    refused(&releve(&folder, &["compare", "tendanciel", "garot", "--shard=0/2"]), 2, "seul `run`");
    let one = "erreur: nowhere n'existe pas ; donnez le dossier (--out) d'un `releve run --shard I/N`";
    refused(&merge(&folder, &["nowhere"]), 3, one);
    assert!(fs::read_dir(&folder).expect("readable").next().is_none());
}

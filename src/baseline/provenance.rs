//! `tables.toml`: what each set of rows of the tables was read or computed from, and which part of the model reads it.

use super::{files::Files, parameters};
use crate::{
    diagnostic::{Problem, Problems, SourceFile},
    document::{Item, Reader, items},
    parameter::Parameter,
    source::{Confidence, Sources},
    text::{Message, Text},
};
use toml::de::DeTable;

const KEYS: [&str; 7] = ["file", "rows", "description", "sources", "confidence", "part", "review-by"];
const EXAMPLES: [(&str, &str); 6] = [
    ("file", "file = \"posts.csv\""),
    ("description", "description = { fr = \"…\", en = \"…\" }"),
    ("sources", "sources = [\"drees-2025\"]"),
    ("confidence", "confidence = \"C\""),
    ("part", "part = \"training\""),
    ("review-by", "review-by = 2027"),
];

/// The parts of the model: the first words of the names of parameters, the lists of patients, which tables alone describe, and
/// the calibration that makes the tables.
pub const PARTS: [&str; 11] =
    ["start", "exits", "training", "entry", "moves", "placement", "capacity", "demand", "lists", "access", "calibration"];

/// Their titles; the calibration has none, for no figure is read from it.
const TITLES: [(&str, Text); 10] = [
    ("start", Text { fr: "Qui exerce au départ", en: "Who practises at the start" }),
    ("exits", Text { fr: "Sorties et cumul", en: "Exits and cumul" }),
    ("training", Text { fr: "Formation", en: "Training" }),
    ("entry", Text { fr: "Entrée et installation", en: "Entry and installation" }),
    ("moves", Text { fr: "Déménagements", en: "Moves" }),
    ("placement", Text { fr: "Choix du lieu", en: "Choice of a place" }),
    ("capacity", Text { fr: "Travail", en: "Work" }),
    ("demand", Text { fr: "Population et besoins", en: "Population and needs" }),
    ("lists", Text { fr: "Patientèles", en: "Lists of patients" }),
    ("access", Text { fr: "Médecin traitant et accès", en: "Médecin traitant and access" }),
];

/// The title of a part, for the reader.
#[must_use]
pub fn title_of(part: &str) -> Option<Text> {
    TITLES.iter().find(|(name, _)| *name == part).map(|(_, title)| *title)
}

/// Some rows of a table, with their evidence.
#[derive(Clone, Debug)]
pub struct RowSet {
    /// Name of the set.
    pub name: String,
    /// File of the table.
    pub file: String,
    /// Which of its rows.
    pub rows: Rows,
    /// What they hold.
    pub about: Message,
    /// Keys in `sources.toml`.
    pub sources: Vec<String>,
    /// How far they can be trusted.
    pub confidence: Confidence,
    /// The part of the model that reads them, one of [`PARTS`].
    pub part: &'static str,
    /// Year by which to look at them again.
    pub review_by: u16,
}

/// How rows are picked.
#[derive(Clone, Debug)]
pub enum Rows {
    /// All of them.
    All,
    /// Those with one of some words in a column.
    Is(String, Vec<String>),
    /// Those whose column is between two texts, in the order of letters.
    Between(String, String, String),
}

impl Rows {
    /// Whether a row, by its columns, is one of them.
    #[must_use]
    pub fn has(&self, header: &[&str], row: &[&str]) -> bool {
        let cell = |column: &String| header.iter().position(|name| name == column).and_then(|at| row.get(at)).copied();
        match self {
            Self::All => true,
            Self::Is(column, words) => cell(column).is_some_and(|cell| words.iter().any(|word| word == cell)),
            Self::Between(column, from, to) => cell(column).is_some_and(|cell| from.as_str() <= cell && cell <= to.as_str()),
        }
    }
}

/// Reads `tables.toml`.
#[must_use]
pub fn read(file: &SourceFile, sources: &Sources) -> (Vec<RowSet>, Problems) {
    let (mut reader, tree) = Reader::open(file);
    let mut sets = Vec::new();
    for item in items("", &tree) {
        if let Some(table) = reader.table(&item, "[posts]") {
            sets.extend(set(&mut reader, &item, table, sources));
        }
    }
    (sets, reader.problems)
}

fn set(reader: &mut Reader<'_>, item: &Item<'_, '_>, table: &DeTable<'_>, sources: &Sources) -> Option<RowSet> {
    let fields = reader.fields(&item.name, table, &KEYS, Text { fr: "champ", en: "field" });
    for (key, example) in EXAMPLES.iter().filter(|(key, _)| !fields.contains_key(key)) {
        reader.missing(item.place.clone(), &format!("{}.{key}", item.name), example);
    }
    let field = |key: &str| fields.get(key);
    let file = field("file").and_then(|field| reader.text(field, "\"posts.csv\""));
    let rows = field("rows").map_or(Some(Rows::All), |field| rows(reader, field));
    let about = field("description").and_then(|field| reader.message(field));
    let cited = field("sources").and_then(|field| {
        let list = reader.list(field, "[\"drees-2025\"]")?;
        let known: Vec<&str> = sources.keys().map(String::as_str).collect();
        list.iter().map(|item| reader.word(item, &known).map(str::to_owned)).collect::<Option<Vec<_>>>()
    });
    let confidence = field("confidence").and_then(|field| parameters::confidence(reader, field));
    let part = field("part").and_then(|field| reader.word(field, &PARTS));
    let review_by = field("review-by").and_then(|field| reader.whole(field, parameters::REVIEW, "2027"));
    Some(RowSet {
        name: item.name.clone(),
        file: file?,
        rows: rows?,
        about: about?,
        sources: cited?,
        confidence: confidence?,
        part: PARTS.into_iter().find(|known| Some(*known) == part)?,
        review_by: review_by?,
    })
}

fn rows(reader: &mut Reader<'_>, item: &Item<'_, '_>) -> Option<Rows> {
    const EXAMPLE: &str = "{ column = \"class\", from = \"2016\", to = \"2019\" }";
    let table = reader.table(item, EXAMPLE)?;
    let fields = reader.fields(&item.name, table, &["column", "is", "from", "to"], Text { fr: "champ", en: "field" });
    let mut text = |key: &str| fields.get(key).and_then(|field| reader.text(field, "\"2016\""));
    let (column, from, to) = (text("column"), text("from"), text("to"));
    let words = fields.get("is").and_then(|field| {
        let list = reader.list(field, "[\"installed\"]")?;
        list.iter().map(|item| reader.text(item, "\"installed\"")).collect::<Option<Vec<_>>>()
    });
    match (column, words, from, to) {
        (Some(column), Some(words), None, None) => Some(Rows::Is(column, words)),
        (Some(column), None, Some(from), Some(to)) => Some(Rows::Between(column, from, to)),
        _ => {
            reader.missing(item.place.clone(), &item.name, EXAMPLE);
            None
        }
    }
}

/// The rows of some tables, set by set.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Rows of each set, in the order of the sets.
    pub rows: Vec<usize>,
    /// File, line and text of every row that is in no set or in several, with their number.
    pub faults: Vec<(String, usize, String, usize)>,
}

impl Coverage {
    /// Counts the rows of the CSV files of a list; `fit.csv` says how the tables came about and feeds nothing.
    #[must_use]
    pub fn of<'a>(sets: &[RowSet], files: &Files, names: impl Iterator<Item = &'a str>) -> Self {
        let mut coverage = Self { rows: vec![0; sets.len()], faults: Vec::new() };
        for name in names.filter(|name| name.ends_with(".csv") && *name != "fit.csv") {
            let Some(file) = files.get(name) else { continue };
            let own: Vec<_> = (0..sets.len()).filter(|set| sets[*set].file == name).collect();
            let mut lines = file.text.lines().map(|line| line.split(',').map(str::trim).collect::<Vec<_>>());
            let header = lines.next().unwrap_or_default();
            for (rank, row) in lines.enumerate() {
                let holders: Vec<_> = own.iter().filter(|set| sets[**set].rows.has(&header, &row)).collect();
                holders.iter().for_each(|set| coverage.rows[**set] += 1);
                if holders.len() != 1 {
                    coverage.faults.push((name.to_owned(), rank + 2, row.join(","), holders.len()));
                }
            }
        }
        coverage
    }
}

/// Says which rows are in no set, or in several.
pub(super) fn demand(sets: &[RowSet], files: &Files, problems: &mut Problems) {
    let names = super::files().iter().map(|(name, _)| *name);
    let mut told = std::collections::BTreeSet::new();
    for (name, line, row, holders) in Coverage::of(sets, files, names).faults {
        if !told.insert(name.clone()) {
            continue;
        }
        let row: String = row.chars().take(40).collect();
        let title = if holders == 0 {
            Message::new(format!("{name}, ligne {line} : sans source ({row})"), format!("{name}, line {line}: no source ({row})"))
        } else {
            Message::new(
                format!("{name}, ligne {line} : dans {holders} ensembles ({row})"),
                format!("{name}, line {line}: in {holders} sets ({row})"),
            )
        };
        let help = Message::new(
            "tables.toml dit d'où vient chaque ligne : étendez `rows` ou ajoutez un ensemble",
            "tables.toml says where each row comes from: extend `rows` or add a set",
        );
        if let Some(file) = files.get(&name) {
            let text = file.text.lines().nth(line - 1).unwrap_or_default();
            // The line is a part of the text, so where it lies is the distance between the two.
            let start = text.as_ptr() as usize - file.text.as_ptr() as usize;
            problems.push(Problem::error(file, start..start + text.len(), title, Message::new("", "")).help(help));
        }
    }
}

/// Whether a parameter is of a part.
#[must_use]
pub fn part_of(parameter: &Parameter) -> Option<&'static str> {
    let first = parameter.name.split('.').next()?;
    PARTS.into_iter().find(|part| *part == first)
}

//! A CSV table being read: every field knows its place, every fault is kept, nothing panics.

use super::files::Files;
use crate::{
    diagnostic::{Problem, Problems, Severity, SourceFile},
    territory::Geography,
    text::Message,
};
use std::{collections::BTreeSet, fmt::Display, ops::Range, ops::RangeInclusive};

/// Faults shown of one table; more would hide the first.
const SHOWN: usize = 20;

/// One table with the faults found in it.
pub struct Table<'p> {
    file: SourceFile,
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
    problems: &'p mut Problems,
    faults: usize,
}

/// One row of a [`Table`], by its number among the data rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(usize);

impl<'p> Table<'p> {
    /// Reads a table whose header must be `columns`, in that order. `None`: absent or without the right header.
    pub fn read<C: AsRef<str>>(files: &Files, name: &str, columns: &[C], problems: &'p mut Problems) -> Option<Self> {
        let file = files.get(name)?.clone();
        let columns = columns.iter().map(|column| column.as_ref().to_owned()).collect();
        let mut table = Self { file, columns, rows: Vec::new(), problems, faults: 0 };
        let text = std::sync::Arc::clone(&table.file.text);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for record in reader.records() {
            match record {
                Ok(record) => table.rows.push(record),
                Err(error) => table.unreadable(&error),
            }
        }
        table.header().then_some(table)
    }

    fn unreadable(&mut self, error: &csv::Error) {
        let at = error.position().map_or(0, |position| position.byte() as usize);
        let title = Message::new(format!("ligne illisible ({error})"), format!("unreadable row ({error})"));
        self.push(Severity::Error, at..at, title, Message::new("ici", "here"), vec![]);
    }

    fn header(&mut self) -> bool {
        let found = if self.rows.is_empty() { csv::StringRecord::new() } else { self.rows.remove(0) };
        let expected = self.columns.join(",");
        if found.iter().map(str::trim).eq(self.columns.iter().map(String::as_str)) {
            return true;
        }
        let end = self.file.text.find('\n').unwrap_or(self.file.text.len());
        let title = Message::new("mauvais en-tête", "wrong header");
        let label = Message::new("première ligne trouvée", "first line found");
        let help = Message::new(format!("en-tête attendu : {expected}"), format!("expected header: {expected}"));
        self.push(Severity::Error, 0..end, title, label, vec![help]);
        false
    }

    /// The rows that have as many fields as the header; the others are faults.
    pub fn rows(&mut self) -> Vec<Row> {
        (0..self.rows.len()).map(Row).filter(|&row| self.has_all_fields(row)).collect()
    }

    fn has_all_fields(&mut self, row: Row) -> bool {
        let (found, wanted) = (self.rows[row.0].len(), self.columns.len());
        if found != wanted {
            let title = Message::new("nombre de champs incorrect", "wrong number of fields");
            let label = Message::new(format!("{found} champs"), format!("{found} fields"));
            let expected = self.columns.join(",");
            let help =
                Message::new(format!("{wanted} champs attendus : {expected}"), format!("{wanted} fields expected: {expected}"));
            self.push(Severity::Error, self.line(row), title, label, vec![help]);
        }
        found == wanted
    }

    /// A field, without surrounding blanks.
    #[must_use]
    pub fn text(&self, row: Row, column: usize) -> &str {
        let field = self.rows[row.0].get(column).unwrap_or_default();
        let blank = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ' || !byte.is_ascii());
        // Most of the hundred thousand fields are bare numbers: looking at both ends is cheaper than trimming.
        if blank(field.as_bytes().first()) || blank(field.as_bytes().last()) { field.trim() } else { field }
    }

    /// A field that must be a number within `allowed`.
    pub fn number(&mut self, row: Row, column: usize, allowed: RangeInclusive<f64>) -> Option<f64> {
        let value = self.text(row, column).parse::<f64>().ok().filter(|value| allowed.contains(value));
        if value.is_none() {
            self.refuse(row, column, between(allowed.start(), allowed.end()));
        }
        value
    }

    /// A field that must be a whole number within `allowed`.
    pub fn whole(&mut self, row: Row, column: usize, allowed: RangeInclusive<u32>) -> Option<u32> {
        let value = self.text(row, column).parse::<u32>().ok().filter(|value| allowed.contains(value));
        if value.is_none() {
            let Message { fr, en } = between(allowed.start(), allowed.end());
            self.refuse(row, column, Message::new(format!("{fr}, entier"), format!("{en}, whole")));
        }
        value
    }

    /// A field that must be the code of a département.
    pub fn departement(&mut self, row: Row, column: usize, geography: &Geography) -> Option<usize> {
        let found = geography.find(self.text(row, column));
        if found.is_none() {
            let help = Message::new(
                "un code de departements.csv : 01 à 95, 2A, 2B, 971 à 974, 976 (les zéros comptent)",
                "a code of departements.csv: 01 to 95, 2A, 2B, 971 to 974, 976 (leading zeros matter)",
            );
            self.refuse(row, column, help);
        }
        found
    }

    /// A field that must be one of some words.
    pub fn word<T: Copy>(&mut self, row: Row, column: usize, words: &[(&str, T)]) -> Option<T> {
        let found = self.text(row, column);
        let value = words.iter().find(|(word, _)| *word == found).map(|(_, value)| *value);
        if value.is_none() {
            let list = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            self.refuse(row, column, Message::new(format!("un mot parmi {list}"), format!("one of {list}")));
        }
        value
    }

    /// Says that a field is not what is allowed.
    pub fn refuse(&mut self, row: Row, column: usize, allowed: Message) {
        let (name, found) = (self.columns[column].clone(), self.text(row, column).to_owned());
        let title = Message::new(format!("`{name}` : valeur refusée `{found}`"), format!("`{name}`: value refused `{found}`"));
        let label = Message::new(format!("attendu : {}", allowed.fr), format!("expected: {}", allowed.en));
        self.push(Severity::Error, self.field(row, column), title, label, vec![]);
    }

    /// Adds what to try to the fault said last.
    pub fn advise(&mut self, help: Message) {
        if (1..=SHOWN).contains(&self.faults)
            && let Some(last) = self.problems.0.last_mut()
        {
            last.help.push(help);
        }
    }

    /// Says that a whole row is wrong.
    pub fn fault(&mut self, row: Row, title: Message, help: Message) {
        self.push(Severity::Error, self.line(row), title, Message::new("cette ligne", "this row"), vec![help]);
    }

    /// Notes the key of a row; a key seen before is a fault.
    pub fn claim<K: Ord + Display>(&mut self, row: Row, key: K, seen: &mut BTreeSet<K>) -> bool {
        let shown = key.to_string();
        let new = seen.insert(key);
        if !new {
            let title = Message::new(format!("ligne en double : {shown}"), format!("duplicate row: {shown}"));
            self.fault(row, title, Message::new("gardez une seule des deux lignes", "keep one of the two rows"));
        }
        new
    }

    /// Says which expected rows are missing.
    pub fn missing<K: Display>(&mut self, missing: impl IntoIterator<Item = K>) {
        for key in missing {
            let title = Message::new(format!("ligne manquante : {key}"), format!("missing row: {key}"));
            let end = self.file.text.len();
            let help = Message::new("ajoutez cette ligne", "add this row");
            self.push(Severity::Error, end..end, title, Message::new("fin du fichier", "end of the file"), vec![help]);
        }
    }

    /// Says something of the whole table that does not stop a run, or that does.
    pub fn remark(&mut self, severity: Severity, title: Message, help: Message) {
        let end = self.file.text.find('\n').unwrap_or(0);
        self.push(severity, 0..end, title, Message::new("cette table", "this table"), vec![help]);
    }

    /// Digests of the data rows, in order: blake3, first 16 hexadecimal digits.
    #[must_use]
    pub fn digests(files: &Files, name: &str) -> Vec<String> {
        let digest = |line: &str| blake3::hash(line.trim_end().as_bytes()).to_hex()[..16].to_owned();
        files.get(name).map(|file| file.text.lines().skip(1).map(digest).collect()).unwrap_or_default()
    }

    fn push(&mut self, severity: Severity, span: Range<usize>, title: Message, label: Message, help: Vec<Message>) {
        self.faults += 1;
        if self.faults <= SHOWN {
            self.problems.push(Problem { severity, file: Some(self.file.clone()), span, title, label, help });
        }
    }

    fn start(&self, row: Row) -> usize {
        let byte = self.rows[row.0].position().map_or(0, |position| position.byte() as usize);
        byte + self.file.text.get(byte..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len())
    }

    fn line(&self, row: Row) -> Range<usize> {
        let start = self.start(row);
        let rest = self.file.text.get(start..).unwrap_or_default();
        start..start + rest.find('\n').unwrap_or(rest.len())
    }

    /// Bytes of a field; of the line where quotes make fields differ from the text.
    fn field(&self, row: Row, column: usize) -> Range<usize> {
        let line = self.line(row);
        let text = &self.file.text[line.clone()];
        if text.contains('"') {
            return line;
        }
        let start = line.start + text.split(',').take(column).map(|field| field.len() + 1).sum::<usize>();
        let length = text.split(',').nth(column).map_or(0, |field| field.trim_end().len());
        start..start + length
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        if self.faults > SHOWN {
            let more = self.faults - SHOWN;
            let name = &self.file.name;
            let title = Message::new(
                format!("{name} : {more} autres problèmes non montrés"),
                format!("{name}: {more} more problems not shown"),
            );
            let label = Message::new("", "");
            let file = Some(self.file.clone());
            self.problems.push(Problem { severity: Severity::Error, file, span: 0..0, title, label, help: vec![] });
        }
    }
}

fn between<T: Display + PartialEq>(low: &T, high: &T) -> Message {
    Message::new(format!("un nombre de {low} à {high}"), format!("a number from {low} to {high}"))
}

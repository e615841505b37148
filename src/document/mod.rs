//! TOML read as a tree of places, so that every mistake of a file is reported at once and where it stands.
//!
//! The parser goes on after a syntax error, and a wrong value does not hide its neighbours. A reading method gives the
//! value or notes a problem; what to do without the value is the caller's choice.

mod law;
mod syntax;

use crate::{
    diagnostic::{Problem, Problems, SourceFile, allowed, did_you_mean, quoted},
    text::{Message, Text},
};
use std::{collections::BTreeMap, fmt::Display, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value with its place.
pub type Node<'t> = Spanned<DeValue<'t>>;

/// One key of a table with what stands under it.
#[derive(Clone, Debug)]
pub struct Item<'a, 't> {
    /// Name from the root of the file: `lever.one-for-one.start`.
    pub name: String,
    /// The key alone: `start`.
    pub key: &'a str,
    /// Place of the key.
    pub place: Range<usize>,
    /// What stands under it.
    pub node: &'a Node<'t>,
}

impl<'a, 't> Item<'a, 't> {
    /// The table under the key, if there is one.
    #[must_use]
    pub fn as_table(&self) -> Option<&'a DeTable<'t>> {
        self.node.get_ref().as_table()
    }

    /// Place of the value; of the key when the value is a table, whose place would be many lines.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        match self.node.get_ref() {
            DeValue::Table(_) => self.place.clone(),
            _ => self.node.span(),
        }
    }
}

/// A file being read, with the problems found so far.
#[derive(Debug)]
pub struct Reader<'f> {
    /// The file.
    pub file: &'f SourceFile,
    /// What was wrong with it.
    pub problems: Problems,
}

/// Longest file that is read. The longest scenario imaginable (every parameter, every lever, every year) is under 100 kB.
pub const LONGEST: usize = 1 << 20;

impl<'f> Reader<'f> {
    /// A reader of a file, and the tree of what could be read of it.
    #[must_use]
    pub fn open(file: &'f SourceFile) -> (Self, DeTable<'f>) {
        let mut reader = Self { file, problems: Problems::default() };
        if file.text.len() > LONGEST {
            reader.problems.push(too_long(&file.name, file.text.len() as u64));
            return (reader, DeTable::new());
        }
        let (tree, errors) = DeTable::parse_recoverable(&file.text);
        reader.problems.0.extend(errors.iter().map(|error| syntax::problem(file, error)));
        (reader, tree.into_inner())
    }

    /// Notes an error.
    pub fn error(&mut self, span: Range<usize>, title: Message, label: Message) -> &mut Problem {
        self.note(Problem::error(self.file, span, title, label))
    }

    /// Notes a warning.
    pub fn warning(&mut self, span: Range<usize>, title: Message, label: Message) -> &mut Problem {
        self.note(Problem::warning(self.file, span, title, label))
    }

    fn note(&mut self, problem: Problem) -> &mut Problem {
        self.problems.0.push(problem);
        self.problems.0.last_mut().expect("one was pushed")
    }

    /// The keys of a table that are among `known`; the others are problems. `noun` says what a key is here.
    pub fn fields<'a, 't>(
        &mut self,
        prefix: &str,
        table: &'a DeTable<'t>,
        known: &[&str],
        noun: Text,
    ) -> BTreeMap<&'a str, Item<'a, 't>> {
        let (mine, others): (Vec<_>, Vec<_>) = items(prefix, table).into_iter().partition(|item| known.contains(&item.key));
        for item in &others {
            self.unknown(item, known, noun);
        }
        mine.into_iter().map(|item| (item.key, item)).collect()
    }

    /// Notes a key that is not known here.
    pub fn unknown(&mut self, item: &Item<'_, '_>, known: &[&str], noun: Text) {
        let found = quoted(item.key);
        let title = Message::new(format!("{} `{found}` inconnu", noun.fr), format!("unknown {} `{found}`", noun.en));
        let candidates = || known.iter().copied();
        let near = did_you_mean(item.key, candidates());
        let problem = self.error(item.place.clone(), title, Message::new("inconnu ici", "not known here"));
        problem.help.extend(near);
        problem.help.push(allowed(candidates()));
    }

    /// Notes a key that is needed and not there; `place` is the key of its table.
    pub fn missing(&mut self, place: Range<usize>, name: &str, example: &str) {
        let title = Message::new(format!("`{name}` manque"), format!("`{name}` is missing"));
        let problem = self.error(place, title, Message::new("il manque ici", "missing here"));
        problem.help.push(Message::new(format!("écrivez par exemple {example}"), format!("write for instance {example}")));
    }

    /// Notes a value of another type than `expected`. A right value between quotes gets its own cure.
    pub fn wrong_type(&mut self, item: &Item<'_, '_>, expected: Text, example: &str) {
        let value = item.node.get_ref();
        let title = Message::new(
            format!("`{}` doit être {}", quoted(&item.name), expected.fr),
            format!("`{}` must be {}", quoted(&item.name), expected.en),
        );
        let kind = type_of(value);
        let label = Message::new(format!("{} ici", kind.fr), format!("this is {}", kind.en));
        let unquoted = value.as_str().filter(|text| is_bare(text)).map(quoted);
        let help = match unquoted {
            Some(bare) if !example.starts_with('"') => {
                Message::new(format!("retirez les guillemets : {bare}"), format!("remove the quotes: {bare}"))
            }
            _ => Message::new(format!("par exemple {example}"), format!("for instance {example}")),
        };
        self.error(item.span(), title, label).help.push(help);
    }

    /// A finite number.
    pub fn number(&mut self, item: &Item<'_, '_>) -> Option<f64> {
        let number = match item.node.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(_) => integer(item.node).map(|integer| integer as f64),
            _ => {
                self.wrong_type(item, Text { fr: "un nombre", en: "a number" }, "0.5");
                return None;
            }
        };
        let finite = number.filter(|number: &f64| number.is_finite());
        if finite.is_none() {
            let title = Message::new(
                format!("`{}` n'est pas un nombre fini", quoted(&item.name)),
                format!("`{}` is not a finite number", quoted(&item.name)),
            );
            let label = Message::new("infini, indéfini ou trop grand", "infinite, undefined or too large");
            self.error(item.span(), title, label);
        }
        finite
    }

    /// A whole number within a range.
    pub fn whole(&mut self, item: &Item<'_, '_>, range: Range<u16>, example: &str) -> Option<u16> {
        if !item.node.get_ref().is_integer() {
            self.wrong_type(item, Text { fr: "un nombre entier", en: "a whole number" }, example);
            return None;
        }
        let value = integer(item.node).and_then(|value| u16::try_from(value).ok()).filter(|value| range.contains(value));
        if value.is_none() {
            let last = range.end - 1;
            let found = self.file.text.get(item.node.span()).unwrap_or_default();
            self.outside(item, found, [&range.start, &last]);
        }
        value
    }

    /// Notes a value outside its range, both ends allowed.
    pub fn outside(&mut self, item: &Item<'_, '_>, found: &str, [low, high]: [&dyn Display; 2]) {
        let (name, found) = (quoted(&item.name), quoted(found));
        let title = Message::new(
            format!("`{name}` = {found} est hors des valeurs permises"),
            format!("`{name}` = {found} is out of range"),
        );
        let label = Message::new("hors des valeurs permises", "out of range");
        let help = Message::new(format!("permis : de {low} à {high}"), format!("allowed: from {low} to {high}"));
        self.error(item.span(), title, label).help.push(help);
    }

    /// True or false.
    pub fn boolean(&mut self, item: &Item<'_, '_>) -> Option<bool> {
        let value = item.node.get_ref().as_bool();
        if value.is_none() {
            self.wrong_type(item, Text { fr: "true ou false", en: "true or false" }, "true");
        }
        value
    }

    /// A text without control characters.
    pub fn text(&mut self, item: &Item<'_, '_>, example: &str) -> Option<String> {
        let Some(text) = item.node.get_ref().as_str() else {
            self.wrong_type(item, Text { fr: "un texte entre guillemets", en: "a text in quotes" }, example);
            return None;
        };
        if let Some(control) = text.chars().find(|&c| c.is_control() && c != '\n') {
            let name = quoted(&item.name);
            let title = Message::new(
                format!("`{name}` contient un caractère de contrôle"),
                format!("`{name}` holds a control character"),
            );
            let code = control.escape_unicode();
            self.error(item.span(), title, Message::new(format!("{code} ici"), format!("{code} in here")));
            return None;
        }
        Some(text.to_owned())
    }

    /// A text in both languages: one string for both, or `{ fr = "...", en = "..." }`.
    pub fn message(&mut self, item: &Item<'_, '_>) -> Option<Message> {
        const EXAMPLE: &str = "{ fr = \"…\", en = \"…\" }";
        if let Some(table) = item.as_table() {
            let fields = self.fields(&item.name, table, &["fr", "en"], Text { fr: "langue", en: "language" });
            for language in ["fr", "en"].into_iter().filter(|language| !fields.contains_key(language)) {
                self.missing(item.place.clone(), &format!("{}.{language}", item.name), EXAMPLE);
            }
            let (fr, en) = (fields.get("fr"), fields.get("en"));
            let (fr, en) = (fr.and_then(|fr| self.text(fr, "\"…\"")), en.and_then(|en| self.text(en, "\"…\"")));
            return fr.zip(en).map(|(fr, en)| Message { fr, en });
        }
        self.text(item, EXAMPLE).map(|text| Message::new(text.clone(), text))
    }

    /// One word among several.
    pub fn word<'w>(&mut self, item: &Item<'_, '_>, words: &[&'w str]) -> Option<&'w str> {
        let found = self.text(item, &format!("\"{}\"", words.first().unwrap_or(&"")))?;
        let word = words.iter().copied().find(|word| *word == found);
        if word.is_none() {
            let (name, shown) = (quoted(&item.name), quoted(&found));
            let title = Message::new(format!("`{name}` n'admet pas « {shown} »"), format!("`{name}` does not allow \"{shown}\""));
            let near = did_you_mean(&found, words.iter().copied());
            let problem = self.error(item.span(), title, Message::new("mot inconnu", "unknown word"));
            problem.help.extend(near);
            problem.help.push(allowed(words.iter().copied()));
        }
        word
    }

    /// The table under a key.
    pub fn table<'a, 't>(&mut self, item: &Item<'a, 't>, example: &str) -> Option<&'a DeTable<'t>> {
        let table = item.as_table();
        if table.is_none() {
            self.wrong_type(item, Text { fr: "une table", en: "a table" }, example);
        }
        table
    }

    /// The elements of a list.
    pub fn list<'a, 't>(&mut self, item: &Item<'a, 't>, example: &str) -> Option<Vec<Item<'a, 't>>> {
        let Some(list) = item.node.get_ref().as_array() else {
            self.wrong_type(item, Text { fr: "une liste", en: "a list" }, example);
            return None;
        };
        let element = |node| Item { name: item.name.clone(), key: item.key, place: Spanned::span(node), node };
        Some(list.iter().map(element).collect())
    }
}

/// The keys of a table in the order in which they were typed; `prefix` is the name of the table, empty at the root.
#[must_use]
pub fn items<'a, 't>(prefix: &str, table: &'a DeTable<'t>) -> Vec<Item<'a, 't>> {
    let name = |key: &str| if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
    let mut items: Vec<_> =
        table.iter().map(|(key, node)| Item { name: name(key.get_ref()), key: key.get_ref(), place: key.span(), node }).collect();
    items.sort_by_key(|item| item.place.start);
    items
}

/// Whether a name is in kebab case: words of `a`-`z` and `0`-`9` joined by single hyphens, a letter first.
#[must_use]
pub fn is_kebab(name: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('-').all(word)
}

/// The error for a file too long to be one of ours.
#[must_use]
pub fn too_long(name: &str, bytes: u64) -> Problem {
    let name = quoted(name);
    Problem::unreadable(Message::new(
        format!("{name} est trop long : {bytes} octets, {LONGEST} au plus"),
        format!("{name} is too long: {bytes} bytes, at most {LONGEST}"),
    ))
}

fn integer(node: &Node<'_>) -> Option<i128> {
    let integer = node.get_ref().as_integer()?;
    i128::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Whether a text would be a number or a truth value without its quotes.
fn is_bare(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite) || text == "true" || text == "false"
}

fn type_of(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(_) => Text { fr: "un texte", en: "a text" },
        DeValue::Integer(_) => Text { fr: "un nombre entier", en: "a whole number" },
        DeValue::Float(_) => Text { fr: "un nombre", en: "a number" },
        DeValue::Boolean(_) => Text { fr: "true ou false", en: "true or false" },
        DeValue::Datetime(_) => Text { fr: "une date", en: "a date" },
        DeValue::Array(_) => Text { fr: "une liste", en: "a list" },
        DeValue::Table(_) => Text { fr: "une table", en: "a table" },
    }
}

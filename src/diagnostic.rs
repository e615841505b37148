//! A problem found in an input, with its place and its cure.
//!
//! Problems are gathered, never thrown one at a time, and shown as rustc shows its own: file, line, column, the line
//! itself with a mark, what was found, what is allowed, what to try. The same list is there as JSON for programs.

use crate::text::{Lang, Message, Text};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use serde_json::{Value, json};
use std::{fmt, ops::Range, sync::Arc};

/// One input file as read: the name shown to the user and its whole text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path or name as the user knows it.
    pub name: Arc<str>,
    /// Content.
    pub text: Arc<str>,
}

impl SourceFile {
    /// A file from its name and content.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let (line, start) = self.line_of(byte);
        (line, self.text[start..self.boundary(byte)].chars().count() + 1)
    }

    /// Number of the line of a byte, from 1, and the byte where that line starts.
    fn line_of(&self, byte: usize) -> (usize, usize) {
        let before = &self.text[..self.boundary(byte)];
        (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |newline| newline + 1))
    }

    /// The nearest byte, at or before, that starts a character of the text.
    fn boundary(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (0..=byte).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
    }
}

/// How serious a problem is. Only errors stop a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input is used as it stands.
    Warning,
}

impl Severity {
    const fn word(self) -> Text {
        match self {
            Self::Error => Text { fr: "erreur", en: "error" },
            Self::Warning => Text { fr: "attention", en: "warning" },
        }
    }

    const fn level(self) -> Level<'static> {
        match self {
            Self::Error => Level::ERROR,
            Self::Warning => Level::WARNING,
        }
    }
}

const HELP: Text = Text { fr: "aide", en: "help" };

/// One problem: where it is, what was found, what is allowed and what to try.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// The file; `None` when the file itself could not be read.
    pub file: Option<SourceFile>,
    /// Bytes of the file that the problem is about.
    pub span: Range<usize>,
    /// What is wrong, in one line.
    pub title: Message,
    /// Said under the marked place.
    pub label: Message,
    /// What is allowed and what to try.
    pub help: Vec<Message>,
}

impl Problem {
    /// An error at a place of a file.
    #[must_use]
    pub fn error(file: &SourceFile, span: Range<usize>, title: Message, label: Message) -> Self {
        Self { severity: Severity::Error, file: Some(file.clone()), span, title, label, help: Vec::new() }
    }

    /// A warning at a place of a file.
    #[must_use]
    pub fn warning(file: &SourceFile, span: Range<usize>, title: Message, label: Message) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, span, title, label) }
    }

    /// An error about a file that could not be read at all.
    #[must_use]
    pub fn unreadable(title: Message) -> Self {
        let label = Message::new("", "");
        Self { severity: Severity::Error, file: None, span: 0..0, title, label, help: Vec::new() }
    }

    /// Adds what is allowed or what to try.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<Message>>) -> Self {
        self.help.extend(help.into());
        self
    }

    /// The problem alone as text in `lang`, ending with a newline.
    #[must_use]
    pub fn render(&self, lang: Lang, color: bool) -> String {
        let title = self.severity.level().with_name(self.severity.word().get(lang)).primary_title(self.title.get(lang));
        let help = self.help.iter().map(|help| {
            // A message may be styled by its caller, so what a user typed must be made harmless first.
            Level::HELP.with_name(HELP.get(lang)).message(normalize_untrusted_str(help.get(lang)))
        });
        let group = match &self.file {
            Some(file) => title.element(self.snippet(file, lang)).elements(help),
            None => Group::with_title(title).elements(help),
        };
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group]) + "\n"
    }

    /// The marked line alone: a renderer given a whole file would look through it once for each problem.
    fn snippet<'a>(&self, file: &'a SourceFile, lang: Lang) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let (line, start) = file.line_of(self.span.start);
        let end = file.text[start..].find('\n').map_or(file.text.len(), |newline| start + newline);
        let from = file.boundary(self.span.start).clamp(start, end);
        let to = file.boundary(self.span.end).clamp(from, end);
        let mark = AnnotationKind::Primary.span(from - start..to - start).label(self.label.get(lang).to_owned());
        Snippet::source(&file.text[start..end]).line_start(line).path(&*file.name).annotation(mark)
    }

    /// The problem for a program: file, line, column (from 1; `null` without a file), severity, title, label, help.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        let position = self.file.as_ref().map(|file| file.position(self.span.start));
        json!({
            "severity": Severity::word(self.severity).en,
            "file": self.file.as_ref().map(|file| &*file.name),
            "line": position.map(|(line, _)| line),
            "column": position.map(|(_, column)| column),
            "title": self.title.get(lang),
            "label": self.label.get(lang),
            "help": self.help.iter().map(|help| help.get(lang)).collect::<Vec<_>>(),
        })
    }
}

/// All problems of an input, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Problems(pub Vec<Problem>);

/// Problems shown; a file with more is not a scenario but something else, and each costs a look through the file.
const SHOWN: usize = 100;

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Adds all of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Puts those of one file in the order of their places; files stay in the order in which they were read.
    pub fn sort(&mut self) {
        let mut files: Vec<Arc<str>> = Vec::new();
        for file in self.0.iter().filter_map(|problem| problem.file.as_ref()) {
            if !files.contains(&file.name) {
                files.push(file.name.clone());
            }
        }
        let rank = |problem: &Problem| problem.file.as_ref().and_then(|file| files.iter().position(|name| *name == file.name));
        self.0.sort_by_key(|problem| (rank(problem), problem.span.start, problem.span.end));
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// `value`, unless an error was found.
    ///
    /// # Errors
    /// All problems, when one of them is an error or there is no value.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Self> {
        value.filter(|_| !self.has_errors()).ok_or(self)
    }

    /// All problems as text in `lang`, coloured for a terminal or not.
    #[must_use]
    pub fn render(&self, lang: Lang, color: bool) -> String {
        let mut out = String::new();
        for problem in self.0.iter().take(SHOWN) {
            out += &problem.render(lang, color);
            out.push('\n');
        }
        if let Some(more) = self.0.len().checked_sub(SHOWN).filter(|&more| more > 0) {
            out += Message::new(format!("… et {more} autres\n"), format!("… and {more} more\n")).get(lang);
        }
        out
    }

    /// The problems for a program, as an array; as many as are shown to a person.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        self.0.iter().take(SHOWN).map(|problem| problem.to_json(lang)).collect()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::En, false))
    }
}

impl std::error::Error for Problems {}

/// The candidate nearest to what was found, if one is near enough to be meant.
///
/// Damerau-Levenshtein, at most 1 + length / 4 slips: a longer word may hold more of them.
#[must_use]
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = found.chars().count();
    /// The distance costs the product of the lengths, and no name is so long.
    const LONGEST: usize = 100;
    if length > LONGEST {
        return None;
    }
    let limit = 1 + length / 4;
    let found = found.to_lowercase();
    let distance = |candidate: &'a str| (strsim::damerau_levenshtein(&found, &candidate.to_lowercase()), candidate);
    candidates
        .into_iter()
        .map(distance)
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

/// "Did you mean", when a candidate is near.
#[must_use]
pub fn did_you_mean<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Message> {
    nearest(found, candidates)
        .map(|near| Message::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")))
}

/// "Allowed", with the list of what is.
#[must_use]
pub fn allowed<'a>(candidates: impl IntoIterator<Item = &'a str>) -> Message {
    let list: Vec<_> = candidates.into_iter().map(|candidate| format!("`{candidate}`")).collect();
    if list.is_empty() {
        return Message::new("rien n'est permis ici", "nothing is allowed here");
    }
    let list = list.join(", ");
    Message::new(format!("permis : {list}"), format!("allowed: {list}"))
}

/// What a user typed, made fit to be quoted in a message: on one line, without control characters, not too long.
#[must_use]
pub fn quoted(found: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = found.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if found.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    // escape_debug protects quotes, which need none between backticks.
    shown.replace("\\'", "'").replace("\\\"", "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, span: Range<usize>) -> Problem {
        let file = SourceFile::new("a.toml", text);
        Problem::error(&file, span, Message::new("titre", "title"), Message::new("ici", "here"))
    }

    #[test]
    fn a_problem_shows_its_place_its_line_and_its_cure() {
        let problem = problem("é = 1\nlevr = 2\n", 7..11).help(did_you_mean("levr", ["lever", "name"]));
        let text = problem.render(Lang::En, false);
        for part in ["error: title", "a.toml:2:1", "levr = 2", "^^^^ here", "help: did you mean `lever`?"] {
            assert!(text.contains(part), "{part:?} is missing in\n{text}");
        }
        assert!(problem.render(Lang::Fr, false).contains("aide: vouliez-vous dire `lever` ?"));
        assert_eq!(problem.to_json(Lang::En)["line"], 2);
    }

    #[test]
    fn a_span_anywhere_is_shown_without_panic() {
        for text in ["", "é", "é\n", "\n\n", "a\r\nb", "\u{1b}[31m\u{0}"] {
            for start in 0..8 {
                for length in [0, 1, 100] {
                    assert!(problem(text, start..start + length).render(Lang::Fr, true).contains("a.toml"));
                }
            }
        }
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(nearest("one-for-on", ["one-for-one", "cumul"]), Some("one-for-one"));
        assert_eq!(nearest("limoges", ["LIMOGES"]), Some("LIMOGES"));
        assert_eq!(nearest("pharmacists", ["one-for-one", "cumul"]), None);
    }

    #[test]
    fn a_terminal_cannot_be_driven_by_what_a_user_typed() {
        assert_eq!(quoted("a\u{1b}[31m\nb"), "a\\u{1b}[31m\\nb");
        assert!(quoted(&"x".repeat(1_000)).chars().count() <= 61);
    }
}

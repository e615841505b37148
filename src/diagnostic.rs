//! A problem found in an input, with its place and its cure.

use crate::text::{Lang, Message};
use std::{fmt, ops::Range, sync::Arc};

/// One input file as read: the name shown to the user and its whole text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path or name as the user knows it.
    pub name: Arc<str>,
    /// Content.
    pub text: Arc<str>,
}

/// How serious a problem is. Only errors stop a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input is used as it stands.
    Warning,
}

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

/// All problems of an input, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
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

    /// All problems as plain text in `lang`.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        self.0.iter().map(|problem| problem.title.get(lang).to_owned() + "\n").collect()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::En))
    }
}

impl std::error::Error for Problems {}

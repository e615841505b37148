//! The words that options accept, and what they stand for.

use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::sensitivity::{LEAST, MOST},
    text::{Lang, Message},
};
use clap::{
    Arg, Command, Error,
    builder::{PossibleValuesParser, TypedValueParser},
};
use std::{
    ffi::OsStr,
    fmt::{self, Display},
    ops::RangeInclusive,
    str::FromStr,
};

/// A whole number within bounds; what is not one is answered with the bounds and the value of who says nothing.
#[derive(Clone, Debug)]
pub(super) struct Whole<T>(RangeInclusive<T>);

impl<T> Whole<T> {
    pub const fn new(allowed: RangeInclusive<T>) -> Self {
        Self(allowed)
    }
}

impl<T: Copy + Display + FromStr + PartialOrd + Send + Sync + 'static> TypedValueParser for Whole<T> {
    type Value = T;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let usual = arg.and_then(|arg| arg.get_default_values().first()).map(|usual| usual.to_string_lossy().into_owned());
        let allowed = self.0.clone();
        let read = move |text: &str| {
            let number = text.parse().ok().filter(|number| allowed.contains(number));
            number.ok_or_else(|| NotAllowed {
                bounds: [allowed.start(), allowed.end()].map(ToString::to_string),
                usual: usual.clone(),
            })
        };
        read.parse_ref(cmd, arg, value)
    }
}

/// What a whole number had to be.
#[derive(Debug)]
pub(super) struct NotAllowed {
    bounds: [String; 2],
    usual: Option<String>,
}

impl NotAllowed {
    /// What is allowed, and what stands where nothing is said.
    pub fn message(&self) -> Message {
        let [low, high] = &self.bounds;
        let (mut fr, mut en) = (format!("un nombre entier de {low} à {high}"), format!("a whole number from {low} to {high}"));
        if let Some(usual) = &self.usual {
            fr += &format!(" ; sans cette option : {usual}");
            en += &format!("; without this option: {usual}");
        }
        Message::new(fr, en)
    }
}

impl Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "allowed: {}", self.message().en)
    }
}

impl std::error::Error for NotAllowed {}

/// In what an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Md,
    Html,
    Docx,
    Json,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Md, Self::Html, Self::Docx, Self::Json];

    /// Its word and the end of its files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Json => "json",
        }
    }
}

pub(super) fn languages() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["fr", "en"]).map(|word| if word == "en" { Lang::En } else { Lang::Fr })
}

pub(super) fn levels() -> impl TypedValueParser<Value = Level> {
    let level = |word: String| Level::ALL.into_iter().find(|level| level.key() == word).unwrap_or(Level::France);
    PossibleValuesParser::new(Level::ALL.map(Level::key)).map(level)
}

pub(super) fn counts() -> impl TypedValueParser<Value = Count> {
    let count = |word: String| Count::ALL.into_iter().find(|count| count.key() == word).unwrap_or(Count::P1);
    PossibleValuesParser::new(Count::ALL.map(Count::key)).map(count)
}

const POWERS: [&str; 15] =
    ["4", "8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192", "16384", "32768", "65536"];

/// Powers of two: only so many points of the sequence are spread evenly.
pub(super) fn rows() -> impl TypedValueParser<Value = u32> {
    let allowed = |word: &str| word.parse().is_ok_and(|rows: u32| (LEAST..=MOST).contains(&rows));
    let words = POWERS.into_iter().filter(|word| allowed(word));
    PossibleValuesParser::new(words).map(|word| word.parse().unwrap_or(LEAST))
}

pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    let format = |word: String| Format::ALL.into_iter().find(|format| format.key() == word).unwrap_or(Format::Md);
    PossibleValuesParser::new(Format::ALL.map(Format::key)).map(format)
}

//! The words that options accept, and what they stand for.

use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::sensitivity::{LEAST, MOST},
    text::Lang,
};
use clap::builder::{PossibleValuesParser, TypedValueParser};

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

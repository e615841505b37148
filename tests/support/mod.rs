//! What several tests need.
#![allow(dead_code)]

pub mod program;

use releve::{
    baseline::Baseline,
    levers::{Entry, Field, Kind, LEVERS, Lever},
    text::Text,
};

/// The program's own baseline.
pub fn baseline() -> Baseline {
    Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"))
}

struct Nothing;

impl Lever for Nothing {}

const WORDS: Text = Text { fr: "essai", en: "probe" };

/// A lever with the kinds of settings that no registered lever has.
pub static PROBE: Entry = Entry {
    name: "probe",
    title: WORDS,
    origin: WORDS,
    fields: &[
        Field { name: "where", about: WORDS, kind: Kind::Departements },
        Field { name: "how", about: WORDS, kind: Kind::Choice { options: &["gently", "firmly"], default: "gently" } },
    ],
    build: |_| Box::new(Nothing),
};

/// The registry and the probe.
pub fn levers() -> Vec<&'static Entry> {
    LEVERS.iter().copied().chain([&PROBE]).collect()
}

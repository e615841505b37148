//! The bibliography: where a figure was read, and how far it can be trusted.

use serde::Deserialize;
use std::collections::BTreeMap;

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Confidence {
    /// Read on the publisher's own page or table.
    A,
    /// Read in the press quoting the publisher, or in a copy of its table.
    B,
    /// Derived by arithmetic from A or B figures.
    C,
    /// A prior of ours, with a wide interval.
    G,
}

/// One entry of `sources.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// Title as published.
    pub title: String,
    /// Date of publication as printed ("2025-07-28", "2025-07", "2025").
    pub date: String,
    /// How its figures came here.
    pub confidence: Confidence,
    /// Edition, page, table or way by which it was read.
    #[serde(default)]
    pub via: String,
    /// Licence of the figures where one is stated.
    #[serde(default)]
    pub licence: String,
}

/// All sources by key.
pub type Sources = BTreeMap<String, Source>;

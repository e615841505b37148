//! `sensitivity.csv` and `tornado.csv`: what decides one result.

use super::table::fixed;
use crate::{
    engine::indicators::{Key, When},
    parameter::Parameter,
    statistics::sensitivity::{Estimate, Factor, Findings, Index},
    text::{Lang, Message},
};

/// What was asked of a study.
pub struct Question<'a> {
    /// Name of the scenario.
    pub scenario: &'a str,
    /// The result.
    pub key: Key<'a>,
    /// The parameters of the scenario, in the order of the model.
    pub parameters: &'a [Parameter],
    /// Name of the place.
    pub place: String,
    /// Seed of points and luck.
    pub seed: u64,
    /// Rows of the design.
    pub rows: u32,
    /// Trajectories simulated in all.
    pub evaluations: u32,
    /// First year of the run.
    pub start: u16,
}

impl Question<'_> {
    /// The result in words: its definition, count, place and year.
    #[must_use]
    pub fn title(&self) -> Message {
        let Key { slot, year, .. } = self.key;
        let count = slot.count.map_or(String::new(), |count| format!(" ({})", count.key()));
        let when = if slot.indicator.when == When::Run { format!("{}-{year}", self.start) } else { year.to_string() };
        let say = |lang| format!("{}{count}, {}, {when}", slot.indicator.about.get(lang), self.place);
        Message::new(say(Lang::Fr).replace('\'', "’"), say(Lang::En))
    }

    fn keys(&self) -> [String; 6] {
        let Key { place, year, slot } = self.key;
        let count = slot.count.map_or("", |count| count.key());
        [self.scenario, slot.indicator.name, count, place.level.key(), &place.code, &year.to_string()].map(str::to_owned)
    }
}

/// The files of `releve sensitivity`, the manifest apart.
pub const FILES: [&str; 4] = ["sensitivity.csv", "tornado.csv", "sensitivity.svg", "sensitivity.json"];

/// Digest of the figures of both tables, whatever their language.
///
/// # Errors
/// When a table cannot be written.
pub fn sensitivity_digest(findings: &Findings, question: &Question<'_>) -> csv::Result<blake3::Hash> {
    let tables = [sensitivity_csv(findings, question)?, tornado_csv(findings, question, Lang::En)?];
    Ok(blake3::hash(&tables.concat()))
}

const KEYS: [&str; 6] = ["scenario", "indicator", "count", "level", "code", "year"];

/// A description up to its first aside, for a line of a picture or a table.
#[must_use]
pub fn short(about: &str) -> &str {
    let end = [" (", " :", "\u{a0}:", ": ", " ; "].iter().filter_map(|mark| about.find(mark)).min();
    about[..end.unwrap_or(about.len())].trim()
}

/// One row per factor: its indices with their 95 % intervals, and where it comes from. Factors without effect come last.
///
/// # Errors
/// When the table cannot be written.
pub fn sensitivity_csv(findings: &Findings, question: &Question<'_>) -> csv::Result<Vec<u8>> {
    const COLUMNS: [&str; 15] = [
        "factor",
        "kind",
        "parameters",
        "first_order",
        "first_order_error",
        "first_order_q025",
        "first_order_q975",
        "total",
        "total_error",
        "total_q025",
        "total_q975",
        "effect",
        "confidence",
        "source",
        "review_by",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(KEYS.into_iter().chain(COLUMNS))?;
    let found = findings.ranked.iter().map(|ranked| (ranked.factor.clone(), Some(ranked.index)));
    let none = findings.without_effect.iter().map(|name| (factor_of(name, question.parameters), None));
    for (factor, index) in found.chain(none) {
        let names: Vec<_> = factor.parameters.iter().map(|at| question.parameters[*at].name.as_str()).collect();
        let kind = match names[..] {
            [] if factor.name == Factor::LUCK => "luck",
            [one] if one == factor.name => "parameter",
            _ => "group",
        };
        let of = [factor.name.clone(), kind.to_owned(), names.join(" ")];
        let row = question.keys().into_iter().chain(of).chain(indices(index));
        writer.write_record(row.chain(citation(&factor, kind, question.parameters)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A factor without effect: the parameter of that name, else a group.
fn factor_of(name: &str, list: &[Parameter]) -> Factor {
    let parameters = list.iter().position(|parameter| parameter.name == name).into_iter().collect();
    Factor { name: name.to_owned(), parameters }
}

fn indices(index: Option<Index>) -> Vec<String> {
    let four = |estimate: Estimate| [estimate.value, estimate.error, estimate.low, estimate.high].map(|value| fixed(value, 4));
    match index {
        Some(Index { first, total }) => four(first).into_iter().chain(four(total)).chain(["found".to_owned()]).collect(),
        None => {
            let zero = ["0.0000", "", "", ""];
            zero.into_iter().chain(zero).chain(["none"]).map(str::to_owned).collect()
        }
    }
}

fn citation(factor: &Factor, kind: &str, list: &[Parameter]) -> [String; 3] {
    match factor.parameters[..] {
        [one] if kind == "parameter" => cited(&list[one]),
        _ => [const { String::new() }; 3],
    }
}

fn cited(parameter: &Parameter) -> [String; 3] {
    [format!("{:?}", parameter.confidence), parameter.source.clone(), parameter.review_by.to_string()]
}

/// One row per parameter that acts: its values at the 10th and 90th percentile, and the mean changes that they bring.
///
/// # Errors
/// When the table cannot be written.
pub fn tornado_csv(findings: &Findings, question: &Question<'_>, lang: Lang) -> csv::Result<Vec<u8>> {
    const COLUMNS: [&str; 14] = [
        "parameter",
        "parameter_unit",
        "value_q10",
        "value_q90",
        "unit",
        "change_q10",
        "change_q10_error",
        "change_q90",
        "change_q90_error",
        "width",
        "width_error",
        "confidence",
        "source",
        "review_by",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(KEYS.into_iter().chain(COLUMNS))?;
    let decimals = question.key.slot.indicator.decimals + 2;
    for bar in &findings.tornado {
        let (parameter, swing) = (&question.parameters[bar.parameter], bar.swing);
        let [low, high] = bar.values.map(|value| fixed(value, 6));
        let of = [parameter.name.clone(), parameter.unit.words().1.get(lang).to_owned(), low, high];
        let unit = question.key.slot.indicator.unit.get(lang).to_owned();
        let changes = [swing.low, swing.errors[0], swing.high, swing.errors[1], swing.width(), swing.error];
        let row = question.keys().into_iter().chain(of).chain([unit]).chain(changes.map(|value| fixed(value, decimals)));
        writer.write_record(row.chain(cited(parameter)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_description_is_cut_at_its_first_aside() {
        assert_eq!(short("Part de ces cessations avant 60 ans : les cohortes (DREES)"), "Part de ces cessations avant 60 ans");
        assert_eq!(short("Décalage de l'âge (72 ans)"), "Décalage de l'âge");
        assert_eq!(short("Part"), "Part");
    }
}

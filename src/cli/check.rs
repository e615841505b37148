//! `releve check`: reads a scenario and shows everything that it assumes, with its sources.

use super::{
    Failure, Screen, args, baseline, output,
    screen::wrapped,
    shown::{confidence, law, source_of},
    words,
};
use crate::{
    baseline::Baseline,
    diagnostic::{Problem, Problems},
    parameter::Parameter,
    scenario::{self, Scenario, library},
    text::{Lang, Message, Text},
};
use std::path::Path;

const CHANGES: Text =
    Text { fr: "Ce que ce scénario change à la référence", en: "What this scenario changes in the reference" };
const ASSUMES: Text = Text { fr: "Tout ce qu'il suppose", en: "All that it assumes" };
const NOTHING: Text = Text { fr: "Rien : c'est la référence.", en: "Nothing: it is the reference." };

/// Checks a scenario.
pub(super) fn check(args: &args::Check, screen: &Screen) -> Result<(), Failure> {
    let baseline = baseline(args.tables.baseline.as_deref())?;
    let (scenario, warnings) = scenario::open(&args.file, &baseline)?;
    if args.json {
        return Ok(output::print_json(&document(&scenario, &warnings, screen.lang))?);
    }
    screen.problems(&Problems(warnings));
    let (reference, _) = scenario::open(Path::new(library::REFERENCE), &baseline)?;
    Ok(output::print(&report(&scenario, &reference, &baseline, screen.lang))?)
}

fn document(scenario: &Scenario, warnings: &[Problem], lang: Lang) -> serde_json::Value {
    let warnings: Vec<_> = warnings.iter().map(|problem| problem.to_json(lang)).collect();
    serde_json::json!({ "scenario": scenario.resolved(), "problems": warnings })
}

fn report(scenario: &Scenario, reference: &Scenario, baseline: &Baseline, lang: Lang) -> String {
    let Scenario { name, title, horizon, .. } = scenario;
    let valid = Message::new(
        format!("{} ({name}) : valide, horizon {horizon}", title.fr),
        format!("{} ({name}): valid, horizon {horizon}", title.en),
    );
    let mut out = wrapped(valid.get(lang), 0);
    out += &wrapped(scenario.description.get(lang), 0);
    out += &format!("\n{}", words::heading(CHANGES, lang));
    let changes = changes(scenario, reference, lang);
    out += if changes.is_empty() { NOTHING.get(lang) } else { &changes };
    out += &format!("\n{}", words::heading(ASSUMES, lang));
    scenario.parameters.iter().for_each(|parameter| out += &entry(parameter, baseline, lang));
    out
}

/// Every law and dose that is not the reference's.
fn changes(scenario: &Scenario, reference: &Scenario, lang: Lang) -> String {
    let pairs = scenario.parameters.iter().zip(&reference.parameters).filter(|(one, other)| one.law != other.law);
    let mut out: String = pairs
        .map(|(one, other)| wrapped(&format!("{} = {}  ({})", one.name, law(&one.law, lang), law(&other.law, lang)), 0))
        .collect();
    let (doses, known) = (&scenario.resolved()["levers"], &reference.resolved()["levers"]);
    for (lever, dose) in doses.as_object().into_iter().flatten() {
        for (field, value) in dose.as_object().into_iter().flatten().filter(|(field, value)| known[lever][*field] != **value) {
            out += &wrapped(&format!("lever.{lever}.{field} = {value}  ({})", known[lever][field]), 0);
        }
    }
    if scenario.horizon != reference.horizon {
        out += &format!("horizon = {}  ({})\n", scenario.horizon, reference.horizon);
    }
    out
}

fn entry(parameter: &Parameter, baseline: &Baseline, lang: Lang) -> String {
    let unit = parameter.unit.words().1.get(lang);
    let text = format!(
        "{} [{unit}]\n{}. {}",
        law(&parameter.law, lang),
        source_of(parameter, &baseline.sources, lang),
        confidence(parameter.confidence).get(lang)
    );
    format!("{}\n{}", parameter.name, wrapped(&text, 4))
}

//! Settings of a scenario that contradict one another, with both places.

use super::{
    doses::{Setting, default_of},
    file::{Placed, ScenarioFile},
};
use crate::{
    baseline::Baseline,
    diagnostic::{Problem, Problems},
    levers::{
        CONTRADICTIONS, Entry,
        contradictions::{Contradiction, Says, Side, outside_short_zones},
    },
    text::Message,
};

/// Notes the contradictions of a scenario. A lever that is not in the registry says nothing.
pub fn note(file: &ScenarioFile, levers: &[&'static Entry], baseline: &Baseline, problems: &mut Problems) {
    for contradiction in CONTRADICTIONS {
        let [one, other] = contradiction.between.map(|side| said(side, file, levers, baseline));
        if let (Some(one), Some(other)) = (one, other) {
            problems.push(problem(contradiction, one, other));
        }
    }
}

/// The setting of a side, if it says what contradicts the other.
fn said<'a>(side: Side, file: &'a ScenarioFile, levers: &[&'static Entry], baseline: &Baseline) -> Option<&'a Placed<Setting>> {
    let entry = levers.iter().find(|entry| entry.name == side.lever)?;
    let field = entry.fields.iter().find(|field| field.name == side.field)?;
    let setting = file.levers.get(side.lever)?.settings.get(side.field)?;
    let holds = match (side.says, &setting.value) {
        (Says::Something, value) => *value != default_of(&field.kind),
        (Says::Word(word), Setting::Choice(said)) => said == word,
        (Says::MoreThanOutsideShortZones, Setting::Number(law)) => law.support()[1] > outside_short_zones(baseline),
        _ => false,
    };
    holds.then_some(setting)
}

/// Told at the second setting; the first is named with its place.
fn problem(contradiction: &Contradiction, one: &Placed<Setting>, other: &Placed<Setting>) -> Problem {
    let Side { lever, field, .. } = contradiction.between[0];
    let (name, (line, _)) = (&one.file.name, one.file.position(one.span.start));
    let help = Message::new(
        format!("avec `lever.{lever}.{field}` : {name}, ligne {line}"),
        format!("with `lever.{lever}.{field}`: {name}, line {line}"),
    );
    let problem =
        Problem::error(&other.file, other.span.clone(), contradiction.title.into(), contradiction.label.into()).help(help);
    Problem { severity: contradiction.severity, ..problem }
}

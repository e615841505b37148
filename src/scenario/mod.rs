//! What is decided: the reference plus levers and overrides. Never a seed, never a number of trajectories.
//!
//! Typed, then meant: `file` reads what a person wrote, with places; `resolve` lays a scenario over those it extends;
//! [`Scenario`] says every parameter and every dose, defaults included. All mistakes of all files come at once.

pub mod archived;
pub mod components;
mod contradictions;
mod doses;
mod file;
pub mod library;
mod resolve;
pub mod schema;

use crate::{
    baseline::{Baseline, LAST_HORIZON, START},
    diagnostic::{Problem, Problems, allowed, did_you_mean},
    distribution::Law,
    levers::{Entry, Field, Kind, LEVERS},
    parameter::{Parameter, ParameterId, Parameters},
    phase::Dose,
    source::Confidence,
    text::Message,
};
use doses::{Setting, default_of};
use file::{Placed, ScenarioFile};
use serde_json::{Map, Value, json};
use std::{ops::Range, path::Path};

/// Horizon of a scenario that says none.
pub const DEFAULT_HORIZON: u16 = 2050;

/// Horizons that may be asked for: at least one year of flows, at most those for which the tables hold a population.
pub const HORIZONS: Range<u16> = START + 1..LAST_HORIZON + 1;

/// What stands as source of a law that a scenario wrote itself: the figure is its author's, not the publisher's.
pub const SOURCE: &str = "scenario";

/// A scenario as meant: everything said, defaults included.
#[derive(Clone)]
pub struct Scenario {
    /// Kebab-case name.
    pub name: String,
    /// Title for the reader.
    pub title: Message,
    /// A few sentences; empty when there is none.
    pub description: Message,
    /// First year without flows.
    pub horizon: u16,
    /// The baseline's parameters with overrides, then one for each number of each lever, `lever.<lever>.<field>`.
    /// A law written by the scenario has [`SOURCE`] as its source and confidence `G`.
    pub parameters: Vec<Parameter>,
    /// The dose of every registered lever, in the order of the registry.
    pub doses: Vec<(&'static Entry, Dose)>,
    /// The levers that its file, or one that it extends, has a table for.
    pub named: Vec<&'static str>,
}

/// Reads a scenario; with it come the warnings.
///
/// `name` is shown in messages; `base_dir` is where `extends` looks first, before the scenarios of the program.
///
/// # Errors
/// All problems of the file and of those it extends, when one of them is an error.
pub fn read(name: &str, text: &str, base_dir: Option<&Path>, baseline: &Baseline) -> Result<(Scenario, Vec<Problem>), Problems> {
    read_with(LEVERS, name, text, base_dir, baseline)
}

/// [`read`] with another registry of levers.
///
/// # Errors
/// See [`read`].
pub fn read_with(
    levers: &[&'static Entry],
    name: &str,
    text: &str,
    base_dir: Option<&Path>,
    baseline: &Baseline,
) -> Result<(Scenario, Vec<Problem>), Problems> {
    let mut problems = Problems::default();
    let file = resolve::resolve(name, text, base_dir, levers, baseline, &mut problems);
    let scenario = file.and_then(|file| mean(file, levers, baseline, &mut problems));
    problems.sort();
    match scenario {
        Some(scenario) if !problems.has_errors() => Ok((scenario, problems.0)),
        _ => Err(problems),
    }
}

/// Reads the scenario of a path, or the program's own scenario of that name (`tendanciel`) where there is no such file.
///
/// # Errors
/// See [`read`]; also when the file cannot be read or is not UTF-8.
pub fn open(path: &Path, baseline: &Baseline) -> Result<(Scenario, Vec<Problem>), Problems> {
    match library::find_path(path) {
        Some((name, text)) if !path.exists() => read(name, text, None, baseline),
        _ => {
            let text = resolve::text_of(path).map_err(|problems| named(problems, path))?;
            read(&path.to_string_lossy(), &text, Some(path.parent().unwrap_or(Path::new(""))), baseline)
        }
    }
}

/// What cannot be read, with the names of the scenarios that the program holds.
fn named(problems: Problems, path: &Path) -> Problems {
    let names = || library::LIBRARY.iter().filter_map(|(name, _)| name.strip_suffix(".toml"));
    let found = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let list = names().collect::<Vec<_>>().join(", ");
    let held = Message::new(
        format!("un fichier, ou l'un des scénarios du programme : {list}"),
        format!("a file, or one of the scenarios of the program: {list}"),
    );
    let help = |problem: Problem| problem.help(did_you_mean(&found, names())).help(held.clone());
    Problems(problems.0.into_iter().map(help).collect())
}

/// From what was typed to what is meant.
fn mean(file: ScenarioFile, levers: &[&'static Entry], baseline: &Baseline, problems: &mut Problems) -> Option<Scenario> {
    let horizon = file.horizon.as_ref().map_or(DEFAULT_HORIZON, |horizon| horizon.value);
    let mut parameters = overridden(&file, baseline);
    let mut doses = Vec::with_capacity(levers.len());
    for lever in levers {
        let dose = dose_of(lever, &file, &mut parameters);
        doses.push((*lever, dose));
    }
    // A setting that could not be read may be the one that has an effect; two that could contradict one another anyway.
    let readable = !problems.has_errors();
    contradictions::note(&file, levers, baseline, problems);
    if readable {
        warn_of_idle_levers(&file, levers, problems);
        file.horizon.iter().for_each(|horizon| warn_of_far_horizon(horizon, problems));
    }
    if let Err(error) = Parameters::new(parameters.clone()) {
        let text = error.to_string();
        problems.push(Problem::unreadable(Message::new(text.clone(), text)));
    }
    let empty = || Message::new("", "");
    let named = file.levers.keys().copied().collect();
    let description = file.description.unwrap_or_else(empty);
    Some(Scenario { name: file.name?, title: file.title?, description, horizon, parameters, doses, named })
}

fn overridden(file: &ScenarioFile, baseline: &Baseline) -> Vec<Parameter> {
    let mut parameters = baseline.parameters.clone();
    for parameter in &mut parameters {
        if let Some(law) = file.parameters.get(&parameter.name) {
            set(parameter, law.value);
        }
    }
    parameters
}

/// Writing the very law that is declared changes nothing, its citation included.
fn set(parameter: &mut Parameter, law: Law) {
    if parameter.law == law {
        return;
    }
    parameter.law = law;
    parameter.source = SOURCE.to_owned();
    parameter.confidence = Confidence::G;
}

/// The dose of a lever: what the scenario says, else its defaults. Numbers become parameters.
fn dose_of(lever: &Entry, file: &ScenarioFile, parameters: &mut Vec<Parameter>) -> Dose {
    let said = file.levers.get(lever.name).map(|table| &table.settings);
    let mut dose = Dose::default();
    for field in lever.fields {
        let said = said.and_then(|settings| settings.get(field.name)).map(|placed| placed.value.clone());
        let is_said = said.is_some();
        match said.unwrap_or_else(|| default_of(&field.kind)) {
            Setting::Number(law) => {
                // Parameters::new refuses more than 65,535, so a position that is kept fits.
                dose.numbers.insert(field.name, ParameterId(u16::try_from(parameters.len()).unwrap_or(u16::MAX)));
                let mut parameter = parameter_of(lever, field);
                if let Some(parameter) = parameter.as_mut().filter(|_| is_said) {
                    set(parameter, law);
                }
                parameters.extend(parameter);
            }
            Setting::Switch(on) => _ = dose.switches.insert(field.name, on),
            Setting::Year(year) => _ = dose.years.insert(field.name, year),
            Setting::Path(path) => _ = dose.paths.insert(field.name, path),
            Setting::Shares(shares) => _ = dose.shares.insert(field.name, shares),
            Setting::Places(places) => _ = dose.places.insert(field.name, places),
            Setting::Choice(word) => _ = dose.choices.insert(field.name, word),
        }
    }
    dose
}

/// The parameter that a lever's number is, at its default.
fn parameter_of(lever: &Entry, field: &Field) -> Option<Parameter> {
    let Kind::Number { unit, bounds, law, source, confidence, review_by } = field.kind else { return None };
    Some(Parameter {
        name: format!("lever.{}.{}", lever.name, field.name),
        about: field.about.into(),
        unit,
        bounds,
        law,
        source: source.to_owned(),
        confidence,
        review_by,
    })
}

/// A lever that is named and yet as it would be unnamed: its author surely expected an effect.
fn warn_of_idle_levers(file: &ScenarioFile, levers: &[&'static Entry], problems: &mut Problems) {
    for lever in levers {
        let Some(table) = file.levers.get(lever.name) else { continue };
        let fields = lever.fields.iter().filter_map(|field| Some((field, table.settings.get(field.name)?)));
        if fields.into_iter().any(|(field, said)| said.value != default_of(&field.kind)) {
            continue;
        }
        let title = Message::new(
            format!("le levier `{}` est sans effet", lever.name),
            format!("the lever `{}` has no effect", lever.name),
        );
        let label = Message::new("tout y est à sa valeur neutre", "all of it is at its neutral value");
        let fields = allowed(lever.fields.iter().map(|field| field.name));
        problems.push(Problem::warning(&table.place.file, table.place.span.clone(), title, label).help(fields));
    }
}

/// The tables of population end in 2050; what follows is carried on.
fn warn_of_far_horizon(horizon: &Placed<u16>, problems: &mut Problems) {
    if horizon.value > DEFAULT_HORIZON {
        let year = horizon.value;
        let title = Message::new(format!("l'horizon {year} est lointain"), format!("the horizon {year} is far"));
        let label = Message::new(
            format!("après {DEFAULT_HORIZON}, les tendances sont seulement prolongées"),
            format!("after {DEFAULT_HORIZON} trends are only carried on"),
        );
        problems.push(Problem::warning(&horizon.file, horizon.span.clone(), title, label));
    }
}

impl Scenario {
    /// Everything that decides a result, in one canonical form: objects sorted by key, every law, every dose.
    ///
    /// The name, the title and the description are there too; two scenarios that mean the same differ in them alone.
    #[must_use]
    pub fn resolved(&self) -> Value {
        let parameters: Map<_, _> =
            self.parameters.iter().map(|parameter| (parameter.name.clone(), law_json(&parameter.law))).collect();
        let levers: Map<_, _> = self.doses.iter().map(|(entry, dose)| (entry.name.to_owned(), dose_json(dose))).collect();
        json!({
            "name": self.name,
            "title": { "fr": self.title.fr, "en": self.title.en },
            "description": { "fr": self.description.fr, "en": self.description.en },
            "horizon": self.horizon,
            "parameters": parameters,
            "levers": levers,
        })
    }
}

fn law_json(law: &Law) -> Value {
    let mut object: Map<String, Value> = law.numbers().into_iter().map(|(key, number)| (key.to_owned(), number.into())).collect();
    object.insert("kind".to_owned(), law.kind().into());
    object.into()
}

/// The dose without its numbers, which stand among the parameters.
fn dose_json(dose: &Dose) -> Value {
    let mut object = Map::new();
    object.extend(dose.switches.iter().map(|(key, on)| ((*key).to_owned(), json!(on))));
    object.extend(dose.years.iter().map(|(key, year)| ((*key).to_owned(), json!(year))));
    object.extend(dose.paths.iter().map(|(key, path)| ((*key).to_owned(), json!(path))));
    object.extend(dose.shares.iter().map(|(key, shares)| ((*key).to_owned(), json!(shares))));
    object.extend(dose.places.iter().map(|(key, places)| ((*key).to_owned(), json!(places))));
    object.extend(dose.choices.iter().map(|(key, word)| ((*key).to_owned(), json!(word))));
    object.into()
}

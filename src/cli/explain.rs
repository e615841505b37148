//! `releve explain`: one name, with everything that makes it contestable.

mod figure;

use super::{
    Failure, Screen, args, baseline, indicators, levers, output,
    screen::wrapped,
    shown::{confidence, law, plain, source_of},
    sources, words,
};
use crate::{
    baseline::Baseline,
    cohort::Count,
    diagnostic::{Problem, Problems, did_you_mean, quoted},
    distribution::Quantile,
    engine::indicators::INDICATORS,
    levers::LEVERS,
    parameter::Parameter,
    scenario::{self, Scenario, library},
    text::{Lang, Message},
};
use std::path::Path;

/// Explains a parameter, a lever or one of its settings, an indicator, a count or a source.
pub(super) fn explain(args: &args::Explain, screen: &Screen) -> Result<(), Failure> {
    let baseline = baseline(args.tables.baseline.as_deref())?;
    let (reference, _) = scenario::open(Path::new(library::REFERENCE), &baseline)?;
    if args.departement.is_some() || args.year.is_some() {
        return figure::figure(args, &reference, &baseline, screen);
    }
    match find(&args.name, &reference, &baseline, screen.lang) {
        Some(text) => Ok(output::print(&text)?),
        None => Err(Failure::Input(Problems(vec![unknown(&args.name, &reference, &baseline)]))),
    }
}

fn find(name: &str, reference: &Scenario, baseline: &Baseline, lang: Lang) -> Option<String> {
    let parameter = || reference.parameters.iter().find(|parameter| parameter.name == name);
    let lever = || LEVERS.iter().find(|lever| lever.name == name || name.strip_prefix("lever.") == Some(lever.name));
    let indicator = || INDICATORS.iter().find(|indicator| indicator.name == name);
    let count = || Count::ALL.into_iter().find(|count| count.key() == name);
    parameter()
        .map(|parameter| describe(parameter, baseline, lang))
        .or_else(|| setting(name, lang))
        .or_else(|| lever().map(|lever| levers::describe(lever, lang) + &users(lever.name, baseline, lang)))
        .or_else(|| indicator().map(|indicator| indicators::describe(indicator, lang)))
        .or_else(|| count().map(|count| indicators::describe_count(count, lang)))
        .or_else(|| baseline.sources.get(name).map(|source| sources::describe(name, source, baseline, lang)))
}

fn describe(parameter: &Parameter, baseline: &Baseline, lang: Lang) -> String {
    let [low, high] = parameter.bounds.map(|bound| plain(bound, lang));
    let unit = parameter.unit.words().1.get(lang);
    let say = |fr: String, en: String| wrapped(Message::new(fr, en).get(lang), 4);
    let (shown, trust) = (law(&parameter.law, lang), confidence(parameter.confidence));
    let source = source_of(parameter, &baseline.sources, lang);
    let year = parameter.review_by;
    [
        format!("{}\n", parameter.name),
        wrapped(parameter.about.get(lang), 4),
        say(format!("Loi : {shown} [{unit}]"), format!("Law: {shown} [{unit}]")),
        spread(parameter, lang),
        say(format!("Permis : de {low} à {high}"), format!("Allowed: {low} to {high}")),
        say(format!("Source : {source} ({})", parameter.source), format!("Source: {source} ({})", parameter.source)),
        say(format!("Confiance : {}", trust.fr), format!("Confidence: {}", trust.en)),
        say(format!("À revoir en {year}"), format!("To be looked at again in {year}")),
        used_by(parameter, lang),
        users(&parameter.name, baseline, lang),
    ]
    .concat()
}

/// Mean and 80 % interval of an uncertain parameter.
fn spread(parameter: &Parameter, lang: Lang) -> String {
    if parameter.law.is_fixed() {
        return String::new();
    }
    let quantile = Quantile::new(&parameter.law);
    // Four significant digits are more than any of these laws is known by.
    let round = |value: f64| format!("{value:.3e}").parse().unwrap_or(value);
    let [mean, low, high] = [parameter.law.mean(), quantile.at(0.1), quantile.at(0.9)].map(|value| plain(round(value), lang));
    let text = Message::new(
        format!("Moyenne : {mean} ; huit fois sur dix entre {low} et {high}"),
        format!("Mean: {mean}; eight times in ten between {low} and {high}"),
    );
    wrapped(text.get(lang), 4)
}

fn used_by(parameter: &Parameter, lang: Lang) -> String {
    let lever = LEVERS.iter().find(|lever| parameter.name.starts_with(&format!("lever.{}.", lever.name)));
    let text = match lever {
        Some(lever) => Message::new(
            format!("Utilisé par : le levier {} ({})", lever.name, lever.title.fr),
            format!("Used by: the lever {} ({})", lever.name, lever.title.en),
        ),
        None => Message::new("Utilisé par : le modèle, dans tout scénario", "Used by: the model, in every scenario"),
    };
    wrapped(text.get(lang), 4)
}

/// The scenarios of the program in which a parameter, or any setting of a lever, is not that of the reference.
fn users(name: &str, baseline: &Baseline, lang: Lang) -> String {
    let text = |(file, text): &(&'static str, &'static str)| {
        let (scenario, _) = scenario::read(file, text, None, baseline).ok()?;
        let mut keys: Vec<String> =
            scenario.parameters.iter().filter(|p| p.source == scenario::SOURCE).map(|p| p.name.clone()).collect();
        keys.extend(written_levers(text));
        keys.iter().any(|key| key == name).then_some(*file)
    };
    let files: Vec<_> = library::LIBRARY.iter().filter_map(text).collect();
    if files.is_empty() {
        return String::new();
    }
    let files = files.join(", ");
    wrapped(Message::new(format!("Scénarios : {files}"), format!("Scenarios: {files}")).get(lang), 4)
}

/// Names of the levers that a scenario file names.
fn written_levers(text: &str) -> Vec<String> {
    let tables = text.lines().filter_map(|line| line.strip_prefix("[lever.")?.strip_suffix(']'));
    tables.map(str::to_owned).collect()
}

/// A setting that is no number: `lever.training.admissions`.
fn setting(name: &str, lang: Lang) -> Option<String> {
    let (lever, field) = name.strip_prefix("lever.")?.split_once('.')?;
    let lever = LEVERS.iter().find(|known| known.name == lever)?;
    let field = lever.fields.iter().find(|known| known.name == field)?;
    Some(format!("[lever.{}]  {}\n{}", lever.name, lever.title.get(lang), levers::setting(field, lang)))
}

fn unknown(name: &str, reference: &Scenario, baseline: &Baseline) -> Problem {
    let settings =
        LEVERS.iter().flat_map(|lever| lever.fields.iter().map(move |field| format!("lever.{}.{}", lever.name, field.name)));
    let settings: Vec<_> = settings.collect();
    let names = reference.parameters.iter().map(|parameter| parameter.name.as_str());
    let names = names.chain(settings.iter().map(String::as_str)).chain(LEVERS.iter().map(|lever| lever.name));
    let names = names.chain(INDICATORS.iter().map(|indicator| indicator.name)).chain(Count::ALL.map(Count::key));
    let names: Vec<_> = names.chain(baseline.sources.keys().map(String::as_str)).collect();
    let lists = Message::new(
        "les noms sont dans `releve levers`, `releve indicators`, `releve sources` et `releve check tendanciel`",
        "names are listed by `releve levers`, `releve indicators`, `releve sources` and `releve check tendanciel`",
    );
    Problem::unreadable(words::unknown(&quoted(name))).help(did_you_mean(name, names)).help(lists)
}

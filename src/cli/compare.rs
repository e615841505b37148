//! `releve compare`: projects a reference and its variants with the same luck, and writes what sets them apart.

use super::{
    Failure, Screen, args, baseline,
    effects::{Named, Results, SHOWN, Variant},
    effects_table, failed, output,
    progress::Progress,
    report,
    run::{ENOUGH, stop_on_signal, thresholds},
    words,
};
use crate::{
    baseline::{Baseline, START},
    diagnostic::Problems,
    engine::{
        Engine,
        indicators::{Layout, Level},
    },
    ensemble::{Differences, Keep, Paired, RunError, run_paired},
    export::{self, ComparisonFiles, ComparisonOptions, Run},
    model::Model,
    parameter::{Parameter, Parameters},
    scenario::{
        self, DEFAULT_HORIZON, Scenario,
        components::{Component, components},
    },
    source::Confidence,
    statistics::{
        association::drivers,
        attribution::{self, Attribution, mixtures},
        comparison::Comparison,
        cost,
        projection::{Projection, position},
        warnings::{Driven, Warning},
    },
    stream::Philox,
    text::Lang,
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// Variants simulated together with one reference. A variant holds some 200 MB of histograms at the default levels, whatever
/// the number of trajectories.
pub(super) const GROUP: usize = 3;

/// Compares scenarios; `files` is the language of what is written.
pub(super) fn compare(args: &args::Compare, files: Lang, screen: &Screen) -> Result<(), Failure> {
    let plan = Plan::new(args, screen)?;
    let run = plan.facts(files);
    let Some(target) = output::open(&plan.out, &run, &plan.options.files(), args.how.force)? else {
        return plan.show_again(screen);
    };
    output::keep_tables(&target, args.how.tables.baseline.as_deref())?;
    let writer = ComparisonFiles::create(target, run, plan.options).map_err(failed)?;
    let results = plan.simulate(writer, screen)?;
    plan.show(&results, screen)?;
    if args.no_report { Ok(()) } else { report::of_comparison(&plan.out, &plan.baseline, files, screen) }
}

/// What is to be compared, all inputs read and valid.
struct Plan<'a> {
    args: &'a args::Compare,
    baseline: Arc<Baseline>,
    reference: Scenario,
    variants: Vec<Scenario>,
    levels: Vec<Level>,
    layout: Layout,
    out: PathBuf,
    options: ComparisonOptions,
}

impl<'a> Plan<'a> {
    fn new(args: &'a args::Compare, screen: &Screen) -> Result<Self, Failure> {
        let how = &args.how;
        let baseline = baseline(how.tables.baseline.as_deref())?;
        let (mut scenarios, warnings) = read_all([&args.reference].into_iter().chain(&args.variants), &baseline)?;
        screen.problems(&Problems(warnings));
        if let Some(horizon) = how.horizon {
            scenarios.iter_mut().for_each(|scenario| scenario.horizon = horizon);
            if horizon > DEFAULT_HORIZON {
                screen.say(&words::far_horizon(horizon, DEFAULT_HORIZON));
            }
        }
        let reference = scenarios.remove(0);
        refuse_what_cannot_be_compared(&reference, &scenarios)?;
        // The results shown are those of France.
        let levels: Vec<_> =
            Level::ALL.into_iter().filter(|level| *level == Level::France || how.levels.contains(level)).collect();
        let layout = Layout::new(&baseline.geography, &levels, START, reference.horizon);
        let layout = layout.with_thresholds(&thresholds(&how.thresholds)?);
        let out = how.out.clone().unwrap_or_else(|| Path::new("results").join(directory(&scenarios)));
        let options = ComparisonOptions { long: how.long, excel_fr: how.excel_fr, attribution: !args.no_attribution };
        Ok(Self { args, baseline, reference, variants: scenarios, levels, layout, out, options })
    }

    /// What decides the bytes of the files.
    fn facts(&self, lang: Lang) -> Run {
        let Self { args, baseline, reference, variants, .. } = self;
        let names: Vec<_> = [reference].into_iter().chain(variants).map(|scenario| scenario.name.as_str()).collect();
        let variants: Vec<_> = variants.iter().map(Scenario::resolved).collect();
        let resolved = json!({ "reference": reference.resolved(), "variants": variants });
        Run::new(&names.join(" "), resolved, &baseline.digests, args.how.seed, 0..args.how.trajectories, &self.layout, lang)
    }

    fn simulate(&self, mut files: ComparisonFiles, screen: &Screen) -> Result<Results, Failure> {
        let work = Work { plan: self, cancelled: stop_on_signal()?, progress: Progress::new(self.total(), screen.lang) };
        let (mut variants, mut attributions, mut warnings) = (Vec::new(), Vec::new(), self.warnings());
        for (rank, group) in self.variants.chunks(GROUP).enumerate() {
            let Paired { differences, levels } = work.differences(group)?;
            // The reference is simulated with each group, and written with the first.
            let levels = [&self.reference].into_iter().chain(group).zip(&levels).skip(usize::from(rank > 0));
            for (scenario, cube) in levels {
                files.add_levels(&Projection::of(&scenario.name, cube)).map_err(failed)?;
            }
            for (scenario, differences) in group.iter().zip(differences) {
                let comparison = Comparison::of(&self.reference.name, &scenario.name, &differences);
                files.add(&comparison, differences.digest()).map_err(failed)?;
                let attribution = self.options.attribution.then(|| work.attribution(scenario, &differences)).transpose()?;
                let (cost, geography) = (cost::of(&differences), &self.baseline.geography);
                let variant = Variant::of(named(scenario), &comparison, attribution.as_ref(), cost.as_ref(), geography);
                warnings.extend(self.idle(scenario, &differences, attribution.as_ref()));
                warnings.extend(variant.unsettled(self.args.how.trajectories));
                warnings.extend(self.driving(scenario, &differences));
                variants.push(variant);
                attributions.extend(attribution);
            }
        }
        let results = self.results(variants, warnings);
        let took = work.progress.finish();
        if work.cancelled.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
        files.finish(&attributions, &format!("{:#}\n", json!(results))).map_err(failed)?;
        screen.say(&took);
        Ok(results)
    }

    fn results(&self, variants: Vec<Variant>, warnings: Vec<Warning>) -> Results {
        Results {
            reference: named(&self.reference),
            trajectories: self.args.how.trajectories,
            seed: self.args.how.seed,
            start: START,
            horizon: self.reference.horizon,
            variants,
            warnings,
        }
    }

    /// The pieces of a variant that are worth an attribution of their own.
    fn pieces(&self, variant: &Scenario) -> Vec<Component> {
        components(&self.reference, variant)
    }

    /// Trajectories of all scenarios together.
    fn total(&self) -> u32 {
        let groups = self.variants.len().div_ceil(GROUP);
        let mixtures = |variant| match self.pieces(variant).len() {
            pieces if pieces < 2 || !self.options.attribution => 0,
            2 => 4,
            pieces => 2 + 2 * pieces,
        };
        let runs = groups + self.variants.len() + self.variants.iter().map(mixtures).sum::<usize>();
        self.args.how.trajectories.saturating_mul(runs as u32)
    }

    /// What is known before anything is simulated.
    fn warnings(&self) -> Vec<Warning> {
        let trajectories = self.args.how.trajectories;
        let few = (trajectories < ENOUGH).then_some(Warning::FewTrajectories { trajectories, enough: 1_000 });
        let past = past_review(&self.reference, &self.variants, this_year());
        few.into_iter().chain(past).collect()
    }

    fn idle(&self, variant: &Scenario, differences: &Differences, attribution: Option<&Attribution>) -> Vec<Warning> {
        let scenario = || variant.name.clone();
        let pieces = self.pieces(variant);
        let neutral = |lever: &&&str| !self.reference.named.contains(lever) && pieces.iter().all(|piece| piece.key() != **lever);
        let mut idle: Vec<_> = variant.named.iter().filter(neutral).map(|lever| (*lever).to_owned()).collect();
        if let Some(attribution) = attribution {
            let found = attribution.components.iter().zip(&attribution.idle).filter(|(_, idle)| **idle);
            idle.extend(found.map(|(piece, _)| piece.key().to_owned()));
        }
        let same = differences.are_all_zero().then(|| Warning::SameAsReference { scenario: scenario() });
        same.into_iter().chain(idle.into_iter().map(|lever| Warning::IdleLever { scenario: scenario(), lever })).collect()
    }

    /// The priors that drive the effects at the horizon.
    fn driving(&self, variant: &Scenario, differences: &Differences) -> Vec<Warning> {
        let Ok(parameters) = Parameters::new(variant.parameters.clone()) else { return Vec::new() };
        let generator = Philox::new(self.args.how.seed);
        let mut driven: Vec<(usize, Vec<Driven>)> = Vec::new();
        for (indicator, sample) in
            SHOWN.iter().zip(watched(&self.layout)).filter_map(|((name, ..), at)| Some((name, differences.sample(at)?)))
        {
            for driver in drivers(&parameters, &generator, 0, sample) {
                let one = Driven {
                    indicator: (*indicator).to_owned(),
                    share: round(driver.share()),
                    correlation: round(driver.correlation),
                };
                match driven.iter_mut().find(|(position, _)| *position == driver.position) {
                    Some((_, list)) => list.push(one),
                    None => driven.push((driver.position, vec![one])),
                }
            }
        }
        let scenario = &variant.name;
        let prior = |(position, drives): (usize, Vec<Driven>)| {
            let parameter = &variant.parameters[position];
            let (scenario, name) = (scenario.clone(), parameter.name.clone());
            let told = parameter.confidence == Confidence::G && is_in_use(parameter, &[&self.reference, variant]);
            told.then_some(Warning::DrivingPrior { scenario, parameter: name, drives })
        };
        driven.into_iter().filter_map(prior).collect()
    }

    /// The files are there already: shows what they hold.
    fn show_again(&self, screen: &Screen) -> Result<(), Failure> {
        screen.say(&words::already_there(&self.out));
        let results = export::read_results(&self.out).map_err(failed)?;
        self.show(&serde_json::from_str(&results).map_err(failed)?, screen)
    }

    fn show(&self, results: &Results, screen: &Screen) -> Result<(), Failure> {
        if self.args.how.json {
            return Ok(output::print_json(&self.document(results, screen.lang))?);
        }
        let files = words::written(&self.files(), &self.out);
        Ok(output::print(&format!("{}\n{}\n", effects_table::render(results, screen.lang), files.get(screen.lang)))?)
    }

    fn document(&self, results: &Results, lang: Lang) -> Value {
        let mut document = json!(results);
        let said = |warning: &Warning| {
            let mut said = json!(warning);
            said["message"] = json!(warning.message().get(lang));
            said["remedy"] = json!(warning.remedy().get(lang));
            said
        };
        document["warnings"] = results.warnings.iter().map(said).collect();
        document["directory"] = json!(self.out);
        document["files"] = self.files().into_iter().map(|name| json!(self.out.join(name))).collect();
        document
    }

    fn files(&self) -> Vec<&'static str> {
        let page = (!self.args.no_report).then_some("report.html");
        self.options.files().into_iter().chain(page).chain(["manifest.json"]).collect()
    }
}

/// A comparison under way.
struct Work<'a> {
    plan: &'a Plan<'a>,
    cancelled: Arc<AtomicBool>,
    progress: Progress,
}

impl Work<'_> {
    fn differences(&self, variants: &[Scenario]) -> Result<Paired, Failure> {
        let plan = self.plan;
        let reference = plan.engine(&plan.reference, &plan.levels)?;
        let engines: Vec<_> = variants.iter().map(|variant| plan.engine(variant, &plan.levels)).collect::<Result<_, _>>()?;
        let (variants, watched) =
            (engines.iter().collect::<Vec<_>>(), [watched(&plan.layout), cost::watched(&plan.layout)].concat());
        let (levels, progress) = (crate::report::part(&plan.layout), |count| self.progress.add(count));
        let (keep, range) = (Keep { watched: &watched, levels: Some(&levels) }, 0..plan.args.how.trajectories);
        run_paired(&reference, &variants, keep, range, plan.threads(), &progress, &self.cancelled).map_err(ended)
    }

    fn attribution(&self, variant: &Scenario, differences: &Differences) -> Result<Attribution, Failure> {
        let plan = self.plan;
        let (pieces, names) = (plan.pieces(variant), [plan.reference.name.as_str(), variant.name.as_str()]);
        if pieces.len() < 2 {
            return Ok(attribution::of_one(names, pieces, differences));
        }
        let mixed = mixtures(&plan.reference, variant, &pieces);
        let engines: Vec<_> = mixed.iter().map(|mixed| plan.engine(mixed, &[Level::France])).collect::<Result<_, _>>()?;
        let mixtures: Vec<_> = engines.iter().collect();
        let (range, progress) = (0..plan.args.how.trajectories, |count| self.progress.add(count));
        attribution::of_many(names, pieces, &mixtures, range, plan.threads(), &progress, &self.cancelled).map_err(ended)
    }
}

impl Plan<'_> {
    fn engine(&self, scenario: &Scenario, levels: &[Level]) -> Result<Engine, Failure> {
        let Scenario { parameters, doses, horizon, .. } = scenario;
        let model = Model::new(self.baseline.clone(), parameters.clone(), doses, *horizon)?;
        let engine = Engine::new(Arc::new(model), self.args.how.seed, levels)?;
        Ok(engine.with_thresholds(&self.layout.thresholds()))
    }

    fn threads(&self) -> usize {
        self.args.how.threads.map_or(0, usize::from)
    }
}

fn ended(error: RunError) -> Failure {
    match error {
        RunError::Cancelled => Failure::Interrupted,
        RunError::Threads(error) => failed(error),
    }
}

fn named(scenario: &Scenario) -> Named {
    Named { name: scenario.name.clone(), title: scenario.title.clone() }
}

fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// Where the national values at the horizon stand whose causes are looked for, in the order of [`SHOWN`].
fn watched(layout: &Layout) -> Vec<usize> {
    let horizon = layout.start + (layout.years - 1) as u16;
    SHOWN.iter().filter_map(|(_, indicator, count)| position(layout, 0, indicator, *count, horizon)).collect()
}

/// Reads the scenarios, in their order: all of them valid, with their warnings, or all their problems.
pub(super) fn read_all<'a>(
    paths: impl Iterator<Item = &'a PathBuf>,
    baseline: &Baseline,
) -> Result<(Vec<Scenario>, Vec<crate::diagnostic::Problem>), Problems> {
    let (mut scenarios, mut warnings, mut problems) = (Vec::new(), Vec::new(), Problems::default());
    for path in paths {
        match scenario::open(path, baseline) {
            Ok((scenario, more)) => {
                scenarios.push(scenario);
                warnings.extend(more);
            }
            Err(more) => problems.append(more),
        }
    }
    if problems.0.is_empty() { Ok((scenarios, warnings)) } else { Err(problems) }
}

/// Names tell variants apart in the files, and a difference needs the same years.
pub(super) fn refuse_what_cannot_be_compared(reference: &Scenario, variants: &[Scenario]) -> Result<(), Failure> {
    for (rank, variant) in variants.iter().enumerate() {
        if variants[..rank].iter().any(|other| other.name == variant.name) {
            return Err(Failure::Refused(words::same_name(&variant.name)));
        }
        if variant.horizon != reference.horizon {
            let horizons = [(&reference.name, reference.horizon), (&variant.name, variant.horizon)];
            return Err(Failure::Refused(words::other_horizon(horizons.map(|(name, year)| (name.as_str(), year)))));
        }
    }
    Ok(())
}

/// Where the files go when nothing is said.
fn directory(variants: &[Scenario]) -> String {
    match variants {
        [only] => format!("compare-{}", only.name),
        [first, rest @ ..] => format!("compare-{}-and-{}-more", first.name, rest.len()),
        [] => "compare".to_owned(),
    }
}

/// Whether a parameter may act: those of a lever that no scenario names do not.
fn is_in_use(parameter: &Parameter, scenarios: &[&Scenario]) -> bool {
    let lever = parameter.name.strip_prefix("lever.").and_then(|rest| rest.split_once('.')).map(|(lever, _)| lever);
    lever.is_none_or(|lever| scenarios.iter().any(|scenario| scenario.named.contains(&lever)))
}

/// The parameters that should have been looked at again before `year`: those that may act.
pub(super) fn past_review(reference: &Scenario, variants: &[Scenario], year: u16) -> Vec<Warning> {
    let scenarios: Vec<_> = [reference].into_iter().chain(variants).collect();
    let in_use = |parameter: &&Parameter| is_in_use(parameter, &scenarios);
    let past = reference.parameters.iter().filter(in_use).filter(|parameter| parameter.review_by < year);
    past.map(|parameter| Warning::PastReview { parameter: parameter.name.clone(), review_by: parameter.review_by }).collect()
}

/// The year of SOURCE_DATE_EPOCH, else of the clock: it decides warnings only.
pub(super) fn this_year() -> u16 {
    /// Mean length of a year of the Gregorian calendar, in seconds.
    const YEAR: u64 = 31_556_952;
    let said = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let seconds = said.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()));
    u16::try_from(1970 + seconds / YEAR).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_named_once_its_year_is_past() {
        let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
        let (reference, _) = scenario::open(Path::new("tendanciel"), &baseline).unwrap_or_else(|problems| panic!("{problems}"));
        let (garot, _) = scenario::open(Path::new("garot"), &baseline).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(past_review(&reference, std::slice::from_ref(&garot), 2026).is_empty());
        let named = |variants: &[Scenario], name: &str| {
            let warnings = past_review(&reference, variants, 2200);
            warnings.iter().any(|warning| matches!(warning, Warning::PastReview { parameter, .. } if parameter == name))
        };
        assert!(named(&[], "exits.non-retirement"));
        assert!(named(&[garot], "lever.one-for-one.population-share"));
        assert!(!named(&[], "lever.one-for-one.population-share"));
    }

    #[test]
    fn a_directory_is_named_after_what_is_in_it() {
        let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
        let (garot, _) = scenario::open(Path::new("garot"), &baseline).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(directory(std::slice::from_ref(&garot)), "compare-garot");
        assert_eq!(directory(&[garot.clone(), garot]), "compare-garot-and-1-more");
    }
}

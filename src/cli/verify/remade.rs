//! Comparisons and studies made again: whole, since their digest is one.

use super::{
    super::{compare::GROUP, sensitivity, variance},
    Failure, Report, Screen, Tables, args, engine, mean_of,
};
use crate::{
    cli::{progress::Progress, run::stop_on_signal, words},
    engine::{Engine, indicators::Layout},
    ensemble::{Differences, Keep, RunError, run_paired},
    export::{self, Kind, Manifest, Run, variance_digest},
    statistics::comparison::{Comparison, Difference},
    text::Message,
};
use std::path::Path;

/// The table of a comparison that its digest does not cover.
const ATTRIBUTION: &str = "attribution.csv";

impl Report {
    /// Simulates the reference and its variants again, and takes their differences.
    pub(super) fn comparison(
        &mut self,
        manifest: &Manifest,
        tables: &Tables,
        args: &args::Verify,
        screen: &Screen,
    ) -> Result<(), Failure> {
        let (run, kept) = (&manifest.run, &manifest.run.resolved);
        let mut engines = Vec::new();
        let mut names = Vec::new();
        for scenario in [&kept["reference"]].into_iter().chain(kept["variants"].as_array().into_iter().flatten()) {
            let scenario = self.scenario(scenario, tables)?;
            names.push(scenario.name.clone());
            engines.push(engine(run, scenario, &tables.baseline)?);
        }
        let Some((reference, variants)) = engines.split_first() else { return Ok(()) };
        let (mut digest, mut first) = (blake3::Hasher::new(), None);
        let archive = Archive { directory: &args.directory, run, layout: reference.layout(), reference: &names[0] };
        simulate(reference, variants, run, args, screen, |variant, differences| {
            digest.update(differences.digest().as_bytes());
            if first.is_none() {
                first = archive.first_row(variant, &names[variant + 1], differences);
            }
        })?;
        if digest.finalize().to_hex().as_str() == manifest.results {
            let all = variants.len();
            let (fr, en) = match manifest.files.contains_key(ATTRIBUTION) {
                true => (" (attribution.csv : fichier vérifié, non refait)", " (attribution.csv: file checked, not made again)"),
                false => ("", ""),
            };
            self.say(&Message::new(
                format!("Résultats identiques ; variantes refaites : {all} sur {all}{fr}"),
                format!("Results identical; variants made again: {all} of {all}{en}"),
            ));
            return Ok(());
        }
        let place = first.unwrap_or_else(|| Message::new("", ""));
        self.differs(
            format!("Résultats : les différences ne sont plus les mêmes{}", place.fr),
            format!("Results: the differences are no longer the same{}", place.en),
        );
        Ok(())
    }

    /// Makes a study again.
    pub(super) fn study(
        &mut self,
        kind: Kind,
        manifest: &Manifest,
        tables: &Tables,
        args: &args::Verify,
        screen: &Screen,
    ) -> Result<(), Failure> {
        let run = &manifest.run;
        let scenario = self.scenario(&run.resolved["scenario"], tables)?;
        let digest = match kind {
            Kind::Sensitivity => sensitivity::again(run, scenario, &tables.baseline, args.threads, screen)?,
            _ => {
                let look = variance::Look { draws: run.trajectories.end, seed: run.seed, threads: args.threads };
                let found = variance::simulate(&engine(run, scenario, &tables.baseline)?, look, screen)?;
                variance_digest(&found, &run.scenario).map_err(|error| Failure::Failed(words::failed(&error)))?
            }
        };
        if digest.to_hex().as_str() == manifest.results {
            self.say(&Message::new("Résultats identiques : tout a été refait", "Results identical: all was made again"));
        } else {
            self.differs(
                "Résultats : les chiffres des tables ne sont plus les mêmes".to_owned(),
                "Results: the figures of the tables are no longer the same".to_owned(),
            );
        }
        Ok(())
    }
}

/// Hands over the differences of each variant, as many variants at a time as a comparison takes.
fn simulate(
    reference: &Engine,
    variants: &[Engine],
    run: &Run,
    args: &args::Verify,
    screen: &Screen,
    mut take: impl FnMut(usize, &Differences),
) -> Result<(), Failure> {
    let simulations = variants.len() + variants.len().div_ceil(GROUP);
    let progress = Progress::new(run.trajectories.len().saturating_mul(simulations) as u32, screen.lang);
    let (cancelled, threads) = (stop_on_signal()?, args.threads.map_or(0, usize::from));
    for (group, variants) in variants.chunks(GROUP).enumerate() {
        let variants: Vec<_> = variants.iter().collect();
        let (keep, add) = (Keep::default(), |count| progress.add(count));
        let paired = run_paired(reference, &variants, keep, run.trajectories.clone(), threads, &add, &cancelled);
        let paired = paired.map_err(|error| match error {
            RunError::Cancelled => Failure::Interrupted,
            error => Failure::Failed(words::failed(&error)),
        })?;
        paired.differences.iter().enumerate().for_each(|(rank, differences)| take(group * GROUP + rank, differences));
    }
    screen.say(&progress.finish());
    Ok(())
}

/// A comparison as it was written.
struct Archive<'a> {
    directory: &'a Path,
    run: &'a Run,
    layout: &'a Layout,
    reference: &'a str,
}

impl Archive<'_> {
    /// The first difference of a variant that is not what it was.
    fn first_row(&self, variant: usize, name: &str, differences: &Differences) -> Option<Message> {
        let pair = [self.reference, name];
        let then = export::read_comparison(self.directory, variant, pair, self.run, self.layout).ok()?;
        let now = Comparison::of(pair[0], pair[1], differences);
        let mut rows = now.rows().zip(then.rows());
        let ((key, which, now), (.., then)) = rows.find(|((.., now), (.., then))| now != then)?;
        let relative = match which {
            Difference::Absolute => Message::new("", ""),
            Difference::Relative => Message::new(" (relative)", " (relative)"),
        };
        let Message { fr, en } = mean_of(key, now.summary.mean, then.summary.mean);
        Some(Message::new(format!(", {name}{}{fr}", relative.fr), format!(", {name}{}{en}", relative.en)))
    }
}

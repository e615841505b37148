//! The hindcast: the product's own engine started on a past 1 January, and scored on what came after.
//!
//! Protocol. *Fitted*, on [`Known`] alone: levels of hazards, shares of entrants, spread of the pull of départements. *Stated*, in
//! `scenarios/hindcast/parameters.toml`: the laws of the parameters as of that date. *Held out*, in [`HeldOut`]: totals of
//! départements and of France at [`HORIZONS`], which only `score` and `cases` read. Nothing flows back: no width, weight or law depends on a score.

mod cases;
mod figure;
mod files;
mod laws;
pub mod markdown;
mod page;
mod rivals;
mod sample;
mod score;
pub mod sheet;
mod verdict;
mod words;

pub use cases::{Case, Reason};
pub use files::{FILES, files};
pub use laws::laws;
pub use rivals::{Rival, rivals};
pub use sample::Sample;
pub use score::{BOUNDS, INTERVALS, Measure, Score, crps, score};
pub use verdict::{Aim, verdict};

use crate::{
    baseline::Baseline,
    calibration::{Known, Observed, past_baseline},
    diagnostic::Problems,
    engine::{Engine, EngineError, indicators::Level},
    ensemble::RunError,
    model::{Model, ModelError},
};
use std::sync::{Arc, atomic::AtomicBool};

/// The one date whose tables hold what a start needs: ages by département exist for 2018 alone.
pub const FROM: u16 = crate::calibration::FIRST_KNOWN;
/// 1 January of the years that are scored; départements have totals in the first two.
pub const HORIZONS: [u16; 3] = [2022, 2025, 2026];
/// Horizons at which départements are scored.
pub const LOCAL_HORIZONS: [u16; 2] = [2022, 2025];
/// Départements left out at both dates.
pub const LEFT_OUT: [&str; 3] = crate::calibration::DISTRUSTED;

/// Why there is no hindcast.
#[derive(Debug, thiserror::Error)]
pub enum HindcastError {
    /// The laws of the date are wrong.
    #[error("{0}")]
    Laws(Problems),
    /// The model is incomplete.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The engine refuses it.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The run was stopped.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// How closely to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Trajectories.
    pub trajectories: u32,
    /// Seed.
    pub seed: u64,
    /// Threads; 0: one per processor.
    pub threads: usize,
}

/// The held-out figures: heads by horizon.
#[derive(Clone, Debug)]
pub struct HeldOut {
    /// Of France, at [`HORIZONS`].
    pub national: [f64; HORIZONS.len()],
    /// Of départements, at [`LOCAL_HORIZONS`]; `None` where left out.
    pub departements: [Vec<Option<f64>>; LOCAL_HORIZONS.len()],
}

impl HeldOut {
    /// Takes them from the observed tables; `None` when a horizon is missing there.
    #[must_use]
    pub fn of(observed: &Observed) -> Option<Self> {
        let left_out = |d: usize| LEFT_OUT.contains(&observed.geography.departements[d].code.as_str());
        let at = |year: u16| -> Option<Vec<Option<f64>>> {
            let totals = observed.totals.get(&year)?;
            Some(totals.iter().enumerate().map(|(d, heads)| heads.filter(|_| !left_out(d))).collect())
        };
        let [first, second, third] = HORIZONS.map(|year| observed.national.get(&year).map(|figures| figures[0]));
        Some(Self { national: [first?, second?, third?], departements: [at(LOCAL_HORIZONS[0])?, at(LOCAL_HORIZONS[1])?] })
    }
}

/// The baseline of the date: what was known, and the laws as of then.
///
/// # Errors
/// The faults of the table of laws.
pub fn baseline(known: &Known) -> Result<Baseline, HindcastError> {
    let (sources, parameters) = laws().map_err(HindcastError::Laws)?;
    Ok(past_baseline(known, parameters, sources))
}

/// Projects from the date of `known` with the engine of the product, without any policy.
///
/// # Errors
/// See [`HindcastError`].
pub fn project(
    known: &Known,
    look: Look,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Sample, HindcastError> {
    let baseline = Arc::new(baseline(known)?);
    let parameters = baseline.parameters.clone();
    let model = Model::new(baseline, parameters, &[], HORIZONS[HORIZONS.len() - 1])?;
    let engine = Engine::new(Arc::new(model), look.seed, &[Level::France, Level::Departement])?;
    Ok(sample::take(&engine, look, progress, cancelled)?)
}

/// Everything that is reported.
#[derive(Clone, Debug)]
pub struct Hindcast {
    /// How it was run.
    pub look: Look,
    /// Scores of the model.
    pub scores: Vec<Score>,
    /// Rivals beside them.
    pub rivals: Vec<Rival>,
    /// Every département at every local horizon.
    pub cases: Vec<Case>,
    /// France: year, realised, then the quantiles of [`BOUNDS`].
    pub national: Vec<(u16, f64, [f64; 7])>,
}

/// Scores a sample on what was held out.
#[must_use]
pub fn judge(known: &Known, held_out: &HeldOut, sample: &Sample, look: Look) -> Hindcast {
    let national = HORIZONS
        .into_iter()
        .enumerate()
        .map(|(index, year)| (year, held_out.national[index], score::bounds(&sample.national[index])))
        .collect();
    Hindcast {
        look,
        scores: score::all(sample, held_out),
        rivals: rivals(known, held_out),
        cases: cases::all(known, held_out, sample),
        national,
    }
}

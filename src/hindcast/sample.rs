//! The trajectories of a hindcast: heads of France and of départements at the horizons.

use super::{HORIZONS, LOCAL_HORIZONS, Look};
use crate::{
    cohort::Count,
    distribution::normal_quantile,
    engine::{
        Engine,
        indicators::{Layout, Level},
    },
    ensemble::{RunError, run_together},
    stream::{Address, Philox, Process, unit},
};
use std::sync::atomic::AtomicBool;

/// Standard deviation of the revision of a département between editions beyond the common factor (`data.md` § 5): the start is of the
/// edition of 2018, what is held out of that of 2026.
const REVISION: f64 = 0.004;

/// Heads, trajectory by trajectory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// Of France: `[horizon of HORIZONS][trajectory]`.
    pub national: Vec<Vec<f64>>,
    /// Of départements: `[horizon of LOCAL_HORIZONS][departement][trajectory]`.
    pub departements: Vec<Vec<Vec<f64>>>,
}

impl Sample {
    /// Départements with the national total given: the shares of each trajectory, times `total`.
    #[must_use]
    pub fn given(&self, horizon: usize, total: f64) -> Vec<Vec<f64>> {
        let national = &self.national[horizon];
        let share = |heads: &Vec<f64>| heads.iter().zip(national).map(|(heads, all)| heads / all * total).collect();
        self.departements[horizon].iter().map(share).collect()
    }

    /// The trajectories of a part of the sample.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        let cut = |values: &Vec<f64>| values[range.clone()].to_vec();
        Self {
            national: self.national.iter().map(cut).collect(),
            departements: self.departements.iter().map(|horizon| horizon.iter().map(cut).collect()).collect(),
        }
    }

    /// Number of trajectories.
    #[must_use]
    pub fn len(&self) -> usize {
        self.national.first().map_or(0, Vec::len)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Runs the engine and keeps the heads at the horizons.
pub(super) fn take(
    engine: &Engine,
    look: Look,
    progress: &(dyn Fn(u32) + Sync),
    cancelled: &AtomicBool,
) -> Result<Sample, RunError> {
    let layout = engine.layout();
    let (national, local) = positions(layout);
    let mut sample = Sample {
        national: vec![Vec::new(); HORIZONS.len()],
        departements: vec![vec![Vec::new(); local.len()]; LOCAL_HORIZONS.len()],
    };
    let generator = Philox::new(look.seed);
    let length = layout.len();
    let mut keep = |_: usize, block: std::ops::Range<u32>, rows: &[i32], _: &[blake3::Hash]| {
        for (trajectory, row) in block.zip(rows.chunks_exact(length)) {
            for (heads, position) in sample.national.iter_mut().zip(national) {
                heads.push(f64::from(row[position]));
            }
            for (d, positions) in local.iter().enumerate() {
                let revised = revision(&generator, trajectory, d);
                for (horizon, position) in sample.departements.iter_mut().zip(positions) {
                    horizon[d].push(f64::from(row[*position]) * revised);
                }
            }
        }
    };
    run_together(&[engine], 0..look.trajectories, look.threads, progress, cancelled, &mut keep)?;
    Ok(sample)
}

/// Where the heads stand in a row: of France, then of each département.
fn positions(layout: &Layout) -> ([usize; HORIZONS.len()], Vec<[usize; LOCAL_HORIZONS.len()]>) {
    let is_heads = |slot: &crate::engine::indicators::Slot| slot.indicator.name == "headcount" && slot.count == Some(Count::P1);
    let slot = layout.slots.iter().position(is_heads).unwrap_or(0);
    let at = |place: usize, year: u16| layout.at(place, slot, usize::from(year - layout.start));
    let places = |level: Level| layout.places.iter().enumerate().filter(move |(_, place)| place.level == level).map(|(p, _)| p);
    let france = places(Level::France).next().unwrap_or(0);
    let local = places(Level::Departement).map(|place| LOCAL_HORIZONS.map(|year| at(place, year))).collect();
    (HORIZONS.map(|year| at(france, year)), local)
}

fn revision(generator: &Philox, trajectory: u32, departement: usize) -> f64 {
    // Details 0 and 1 of this process are the local effect and the ages of the engine.
    let address = Address { trajectory, subject: departement as u32, process: Process::Local, detail: 2, block: 0 };
    libm::exp(REVISION * normal_quantile(unit(generator.words(address)[0])))
}

//! A baseline and a scenario, validated together: immutable, and all that the engine needs.

use crate::{
    baseline::Baseline,
    levers::{Entry, Lever},
    parameter::{Parameter, ParameterError, ParameterId, Parameters},
    phase::Dose,
};
use std::sync::Arc;

/// Why a model cannot be made from its parts.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The parameters do not stand together.
    #[error(transparent)]
    Parameters(#[from] ParameterError),
    /// The engine needs parameters that the baseline lacks.
    #[error("parameters.toml lacks {0:?}")]
    Missing(Vec<&'static str>),
}

/// What is simulated.
pub struct Model {
    /// The starting tables.
    pub baseline: Arc<Baseline>,
    /// All parameters: those of the baseline as overridden, then those of the levers.
    pub parameters: Parameters,
    /// Those that the engine reads.
    pub physics: Physics,
    /// The policies at their doses, in the order of the registry.
    pub levers: Vec<Box<dyn Lever>>,
    /// First year without flows.
    pub horizon: u16,
}

impl Model {
    /// Puts the parts together.
    ///
    /// # Errors
    /// When two parameters share a name or a digest, or when one that the engine reads is missing.
    pub fn new(
        baseline: Arc<Baseline>,
        parameters: Vec<Parameter>,
        doses: &[(&'static Entry, Dose)],
        horizon: u16,
    ) -> Result<Self, ModelError> {
        let parameters = Parameters::new(parameters)?;
        let physics = Physics::find(&parameters).map_err(ModelError::Missing)?;
        let levers = doses.iter().map(|(entry, dose)| (entry.build)(dose)).collect();
        Ok(Self { baseline, parameters, physics, levers, horizon })
    }
}

macro_rules! physics {
    ($($field:ident: $name:literal,)*) => {
        /// The parameters that the engine reads; see `parameters.toml` for what each is.
        #[derive(Clone, Copy, Debug)]
        pub struct Physics {
            $(#[doc = concat!("`", $name, "`")] pub $field: ParameterId,)*
        }

        impl Physics {
            /// Their names.
            pub const NAMES: &[&str] = &[$($name),*];

            fn find(parameters: &Parameters) -> Result<Self, Vec<&'static str>> {
                let missing: Vec<_> = Self::NAMES.iter().copied().filter(|name| parameters.find(name).is_none()).collect();
                let id = |name| parameters.find(name).unwrap_or(ParameterId(0));
                if missing.is_empty() { Ok(Self { $($field: id($name),)* }) } else { Err(missing) }
            }
        }
    };
}

physics! {
    non_retirement: "exits.non-retirement",
    turns_salaried: "exits.turns-salaried",
    later_retirement: "exits.later-retirement",
    retirement_age: "exits.retirement-age",
    cumul_take_up: "exits.cumul-take-up",
    cumul_length: "exits.cumul-length",
    admissions: "training.admissions",
    posts_per_admission: "training.posts-per-admission",
    gp_share: "training.gp-share",
    completed: "training.completed",
    thesis_lag: "training.thesis-lag",
    never: "entry.never",
    entry_salaried: "entry.salaried",
    entry_installed: "entry.installed",
    women: "entry.women",
    foreign: "entry.foreign",
    to_installed: "entry.to-installed",
    to_salaried: "entry.to-salaried",
    salaried_to_installed: "entry.salaried-to-installed",
    early_moves: "moves.early",
    late_moves: "moves.late",
    leaves_territory: "moves.leaves-territory",
    local_spread: "placement.local-spread",
    refused_leaves: "placement.refused-leaves",
    refused_salaried: "placement.refused-salaried",
    refused_waits: "placement.refused-waits",
    age_spread: "start.age-spread",
    fte_women: "capacity.women",
    fte_under_50: "capacity.under-50",
    fte_cumul: "capacity.cumul",
    junior_work: "capacity.docteur-junior",
    junior_supervision: "capacity.supervision",
    junior_zip_weight: "capacity.junior-zip-weight",
    need_0_19: "demand.need-0-19",
    need_20_39: "demand.need-20-39",
    need_40_59: "demand.need-40-59",
    need_60_74: "demand.need-60-74",
    need_75_plus: "demand.need-75-plus",
    growth: "demand.growth",
    without_mt: "access.without-mt",
    without_mt_slope: "access.slope",
    pass_through: "access.pass-through",
    stretch: "access.stretch",
    junior_lists: "access.junior-lists",
    local_share: "access.local-share",
    ald_share: "access.ald-share",
    saturation: "access.saturation",
    saturation_slope: "access.saturation-slope",
}

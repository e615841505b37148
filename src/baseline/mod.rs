//! The cited tables that describe France on 1 January 2026.
//!
//! Embedded in the binary, replaceable by a directory. A [`Baseline`] in hand is valid.

mod behaviour;
mod files;
pub mod geography;
pub mod limits;
mod load;
pub mod parameters;
mod people;
pub mod provenance;
mod table;
mod training;
mod workforce;

pub use files::{Files, files, observed_files};
pub use table::{Row, Table};

pub use crate::territory::Geography;
use crate::{
    cohort::{AGE_MAX, AGE_MIN, AGES},
    parameter::Parameter,
    source::Sources,
};

/// Year of the starting stock of the baseline of the program; a [`Baseline`] says its own.
pub const START: u16 = 2026;
/// Last year that a run may reach.
pub const LAST_HORIZON: u16 = 2070;

/// Everything known of the start.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// Year of the starting stock: [`START`] for the baseline of the program.
    pub start: u16,
    /// `sources.toml`.
    pub sources: Sources,
    /// `parameters.toml`, by name.
    pub parameters: Vec<Parameter>,
    /// `tables.toml`: the evidence of every set of rows.
    pub tables: Vec<provenance::RowSet>,
    /// `regions.csv`, `departements.csv`, `territories.csv`.
    pub geography: Geography,
    /// `workforce.csv`, `ages.csv`.
    pub workforce: Workforce,
    /// `hazards.csv`, `durations.csv`, `calibrated.csv`.
    pub behaviour: Behaviour,
    /// `admissions.csv`, `posts.csv`, `subdivisions.csv`, `entrants.csv`.
    pub training: Training,
    /// `population.csv`.
    pub population: Population,
    /// `access.csv`.
    pub access: Vec<Access>,
    /// `attraction.csv`.
    pub attraction: Vec<Attraction>,
    /// Digest of every data row, by file, in order (blake3, first 16 hex digits).
    pub digests: Vec<(String, Vec<String>)>,
}

/// Headers of the columns by single age: `a24` … `a95`.
#[must_use]
pub fn age_columns() -> Vec<String> {
    (AGE_MIN..=AGE_MAX).map(|age| format!("a{age}")).collect()
}

/// Weights of single ages: `[sex][age - AGE_MIN]`.
pub type AgeMix = [[u32; AGES]; 2];

/// The two pure explanations of 2022-26 (`model.md` § 5), by which the modelled ages of 2026 differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Explanation {
    /// Retirement moved later.
    LaterRetirement,
    /// GPs stopped being recoded as emergency doctors and allergologists.
    EndOfRecoding,
}

impl Explanation {
    /// Both, in the order of every table.
    pub const ALL: [Self; 2] = [Self::LaterRetirement, Self::EndOfRecoding];

    /// The word used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::LaterRetirement => "later-retirement",
            Self::EndOfRecoding => "end-of-recoding",
        }
    }
}

/// The GPs of 1 January 2026.
#[derive(Clone, Debug, Default)]
pub struct Workforce {
    /// Heads by place and status (installed and retired-active in territories, the others in départements).
    pub heads: Vec<[u32; 4]>,
    /// Modelled mix: `ages[explanation][departement][status]`.
    pub ages: [Vec<[AgeMix; 4]>; 2],
}

/// Hazards per year by single age on 1 January: `[status][sex][age - AGE_MIN]`.
pub type Hazards = [[[f64; AGES]; 2]; 4];

/// How people leave, install and move, as calibrated before any later retirement.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// Retirement (claiming the pension), never falling with age. For retired-active: end of cumul.
    pub retirement: Box<Hazards>,
    /// Shape by age of the other exits, 1 where the parameter `exits.non-retirement` applies as it stands.
    pub other_exit: Box<Hazards>,
    /// Locum to installed, by full years already spent as a locum.
    pub locum_to_installed: Vec<f64>,
    /// Locum to salaried, by full years already spent as a locum.
    pub locum_to_salaried: Vec<f64>,
    /// Share of those claiming their pension who go on in cumul, `[sex]`.
    pub cumul_take_up: [f64; 2],
    /// Years by which retirement moved later since 2022-24 if that alone explains 2022-26.
    pub later_retirement_years: f64,
    /// Yearly hazard of being recoded for a salaried GP under 60, as in 2018-21.
    pub recoding: f64,
    /// Entry: extra log weight of the départements of the subdivision of training.
    pub home_subdivision: f64,
    /// Entry and installation: length of the exponential decay with distance, km.
    pub decay_km: f64,
    /// Installation: extra log weight of the département where one works.
    pub home_departement: f64,
}

impl Default for Behaviour {
    fn default() -> Self {
        let nothing = || Box::new([[[0.0; AGES]; 2]; 4]);
        Self {
            retirement: nothing(),
            other_exit: nothing(),
            locum_to_installed: Vec::new(),
            locum_to_salaried: Vec::new(),
            cumul_take_up: [0.0; 2],
            later_retirement_years: 0.0,
            recoding: 0.0,
            home_subdivision: 0.0,
            decay_km: 0.0,
            home_departement: 0.0,
        }
    }
}

/// Where GPs come from.
#[derive(Clone, Debug)]
pub struct Training {
    /// Admissions to the second year (numerus clausus to 2020), by autumn.
    pub admissions: Vec<(u16, u32)>,
    /// Names of the subdivisions.
    pub subdivisions: Vec<String>,
    /// Weight of each département in each subdivision, `[subdivision][departement]`; a département's weights sum to 1.
    pub weights: Vec<Vec<f64>>,
    /// Posts opened in general practice, CESP included: first class, then `[class][subdivision]`.
    pub first_class: u16,
    /// See `first_class`.
    pub posts: Vec<Vec<u32>>,
    /// Weights of the age on 1 January after registering, `[sex][age - AGE_MIN]`, for graduates and for foreign degrees.
    pub entrant_ages: [Box<AgeMix>; 2],
}

/// Inhabitants by département and age group (0-19, 20-39, 40-59, 60-74, 75+), 1 January of each year from the start.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// `heads[year - start][departement][group]`.
    pub heads: Vec<Vec<[u32; 5]>>,
}

/// Access to care in a département.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Access {
    /// APL of 2023, consultations per standardised inhabitant and year.
    pub apl: f64,
    /// Whether that is the publisher's (false: by the national relation, or of suburbs only).
    pub apl_observed: bool,
    /// Patients with a médecin traitant per libéral GP without MEP, 2024.
    pub patients_per_gp: f64,
    /// Share of MEP among libéral GPs, 2024.
    pub mep_share: f64,
    /// Share of hospital posts among the salaried, 2018.
    pub hospital_share: f64,
}

/// Pull of a département on those who enter or install.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attraction {
    /// Weight, mean 1 over France weighted by entrants.
    pub weight: f64,
    /// Standard deviation of the log weight that no table explains.
    pub spread: f64,
    /// Weight of each of its territories, summing to 1, in the order of `Departement::territories`.
    pub territories: Vec<f64>,
}

impl Default for Training {
    fn default() -> Self {
        let nobody = || Box::new([[0; AGES]; 2]);
        Self {
            admissions: Vec::new(),
            subdivisions: Vec::new(),
            weights: Vec::new(),
            first_class: 0,
            posts: Vec::new(),
            entrant_ages: [nobody(), nobody()],
        }
    }
}

impl Training {
    /// Students admitted in an autumn as known, or as last known.
    #[must_use]
    pub fn admitted(&self, year: u16) -> Option<f64> {
        let known = self.admissions.iter().rev().find(|(autumn, _)| *autumn <= year);
        known.map(|(_, students)| f64::from(*students))
    }
}

impl Population {
    /// Inhabitants of France at the start.
    #[must_use]
    pub fn total_at_start(&self) -> f64 {
        self.heads[0].iter().flatten().map(|heads| f64::from(*heads)).sum()
    }

    /// Inhabitants of a département at the start.
    #[must_use]
    pub fn of_departement_at_start(&self, departement: usize) -> f64 {
        self.heads[0][departement].iter().map(|heads| f64::from(*heads)).sum()
    }

    /// Inhabitants of a territory at the start.
    #[must_use]
    pub fn of_territory_at_start(&self, geography: &Geography, territory: usize) -> f64 {
        let territory = &geography.territories[territory];
        self.of_departement_at_start(territory.departement) * territory.population_share
    }

    /// Share of the population of France that lives in ZIP.
    #[must_use]
    pub fn zip_share(&self, geography: &Geography) -> f64 {
        let departements = 0..geography.departements.len();
        let living = departements.map(|index| geography.zip_share(index) * self.of_departement_at_start(index)).sum::<f64>();
        living / self.total_at_start()
    }
}

//! Where they practise: régions, départements, territories (département × zone class) and places.

use std::ops::Range;

/// Distance over which départements share their drift: the tables of 2013-2018 show 200 to 300 km.
const SHARED_DRIFT_KM: f64 = 250.0;

/// Class of the zoning of 2025 (*zonage médecins*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Zone {
    /// *Zone d'intervention prioritaire*.
    Zip,
    /// *Zone d'action complémentaire*.
    Zac,
    /// *Zone d'appui régional*.
    Zar,
    /// Out of zoning.
    Hz,
    /// Not given (La Réunion).
    Nc,
}

impl Zone {
    /// All five, in the order of every table.
    pub const ALL: [Self; 5] = [Self::Zip, Self::Zac, Self::Zar, Self::Hz, Self::Nc];

    /// The word used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Zip => "ZIP",
            Self::Zac => "ZAC",
            Self::Zar => "ZAR",
            Self::Hz => "HZ",
            Self::Nc => "NC",
        }
    }

    /// Whether the zoning calls it short of doctors (ZIP or ZAC).
    #[must_use]
    pub const fn is_short(self) -> bool {
        matches!(self, Self::Zip | Self::Zac)
    }
}

/// A région.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// INSEE code ("84").
    pub code: String,
    /// Name in French.
    pub name: String,
}

/// A département.
#[derive(Clone, Debug, PartialEq)]
pub struct Departement {
    /// INSEE code ("01", "2A", "971").
    pub code: String,
    /// Name in French.
    pub name: String,
    /// Index of its région.
    pub region: usize,
    /// Latitude of its centroid, degrees.
    pub latitude: f64,
    /// Longitude of its centroid, degrees.
    pub longitude: f64,
    /// Indices of the départements that share a border with it.
    pub neighbours: Vec<usize>,
    /// Indices of its territories.
    pub territories: Range<usize>,
}

/// A territory: one zone class of one département.
#[derive(Clone, Debug, PartialEq)]
pub struct Territory {
    /// Index of its département.
    pub departement: usize,
    /// Its class.
    pub zone: Zone,
    /// Its share of the population of the département, 0 to 1.
    pub population_share: f64,
    /// Mean APL of 2023 of its inhabitants, consultations per standardised inhabitant and year.
    pub apl: f64,
}

/// The list of places, in the order of every table.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Geography {
    /// The régions, by code.
    pub regions: Vec<Region>,
    /// The départements, by code.
    pub departements: Vec<Departement>,
    /// The territories, by département then class.
    pub territories: Vec<Territory>,
    /// Indices of the territories from the highest APL to the lowest, the first in the list when tied.
    pub by_apl: Vec<usize>,
}

impl Geography {
    /// The geography of these places.
    #[must_use]
    pub fn new(regions: Vec<Region>, departements: Vec<Departement>, territories: Vec<Territory>) -> Self {
        let mut by_apl: Vec<usize> = (0..territories.len()).collect();
        by_apl.sort_by(|&a, &b| territories[b].apl.total_cmp(&territories[a].apl));
        Self { regions, departements, territories, by_apl }
    }

    /// Share of the population of a département that lives in ZIP.
    #[must_use]
    pub fn zip_share(&self, departement: usize) -> f64 {
        let territories = &self.territories[self.departements[departement].territories.clone()];
        territories.iter().find(|territory| territory.zone == Zone::Zip).map_or(0.0, |territory| territory.population_share)
    }

    /// Number of places: the territories, then the départements as places of locums and salaried.
    #[must_use]
    pub fn places(&self) -> usize {
        self.territories.len() + self.departements.len()
    }

    /// The place of the locums and salaried of a département.
    #[must_use]
    pub fn place_of(&self, departement: usize) -> usize {
        self.territories.len() + departement
    }

    /// The département of a place.
    #[must_use]
    pub fn departement_of(&self, place: usize) -> usize {
        match self.territories.get(place) {
            Some(territory) => territory.departement,
            None => place - self.territories.len(),
        }
    }

    /// The département with this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<usize> {
        self.departements.iter().position(|departement| departement.code == code)
    }

    /// Row d: weights of independent effects in the effect of département d, so that those near share theirs; their squares sum to 1.
    #[must_use]
    pub fn shared_effects(&self) -> Vec<Vec<f64>> {
        let count = self.departements.len();
        let row = |from| {
            let weight = |to| libm::exp(-self.distance(from, to) / SHARED_DRIFT_KM);
            let weights: Vec<f64> = (0..count).map(weight).collect();
            let norm = libm::sqrt(weights.iter().map(|weight| weight * weight).sum());
            weights.into_iter().map(|weight| weight / norm).collect()
        };
        (0..count).map(row).collect()
    }

    /// Great-circle distance between two centroids, km.
    #[must_use]
    pub fn distance(&self, a: usize, b: usize) -> f64 {
        const EARTH_RADIUS_KM: f64 = 6_371.0;
        let radians = |degrees: f64| degrees * std::f64::consts::PI / 180.0;
        let (a, b) = (&self.departements[a], &self.departements[b]);
        let (lat_a, lat_b) = (radians(a.latitude), radians(b.latitude));
        let half = |angle: f64| {
            let sine = libm::sin(angle / 2.0);
            sine * sine
        };
        let chord = half(lat_b - lat_a) + libm::cos(lat_a) * libm::cos(lat_b) * half(radians(b.longitude - a.longitude));
        2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(chord.min(1.0)))
    }
}

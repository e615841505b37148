//! What the engine prepares once for a model: it does not change from one trajectory to the next.

use super::{
    choice::Closeness,
    local::{Local, NormalLaw},
    person::{ByPlace, by_place},
};
use crate::{
    baseline::{AgeMix, Baseline, Explanation},
    cohort::{AGE_MIN, AGES, Sex, Status},
    model::Model,
    stream::threshold,
    territory::Geography,
};

/// Entries of a table of ages: a part of a word picks one.
const PICKS: usize = 1 << PICK_BITS;
const PICK_BITS: u32 = 12;

/// Ages on 1 January after registering, by sex, as equally likely picks.
pub(super) struct Ages(Box<[[u32; PICKS]; 2]>);

/// Tables of a model.
pub(super) struct Tables {
    pub(super) closeness: Closeness,
    /// Départements of the places and régions of the départements, apart from their names: read at every event.
    departements: ByPlace<u16>,
    regions: Vec<u16>,
    territories: usize,
    /// Row d: weights of independent effects in the effect of département d; their squares sum to 1.
    pub(super) shared: Vec<Vec<f64>>,
    /// By source: graduates, holders of a foreign degree.
    pub(super) entrant_ages: [Ages; 2],
    /// By age: cumulated law of full years already spent as a locum.
    locum_since: Vec<Vec<u32>>,
    /// Installed at the start by sex, then under 50 and over, as modelled.
    pub(super) installed_at_start: [[f64; 2]; 2],
    pub(super) access: Vec<AccessAtStart>,
    /// Libéral GPs (installed and retired-active) by territory at the start.
    pub(super) liberal_at_start: Vec<u32>,
    /// By département: its territories and their shares of its population.
    pub(super) shares: Vec<Vec<(usize, f64)>>,
    pub(super) local: Vec<Local>,
    pub(super) normal: NormalLaw,
    /// Split of posts after the last known class.
    pub(super) split: Vec<f64>,
    /// Territories of each subdivision, with the weight of their département in it.
    pub(super) near: Vec<Vec<(usize, f64)>>,
}

/// Lists and people of a département at the start.
pub(super) struct AccessAtStart {
    /// Share of libéral GPs with a list: 1 less the share of MEP, in millionths.
    pub(super) keep: i64,
    /// Share of the salaried who are not in hospital.
    pub(super) outside_hospital: f64,
    /// Adults on lists: patients aged 17 and over with a médecin traitant.
    pub(super) adults_listed: f64,
    /// Logarithm of the supply of lists per adult, against France.
    pub(super) log_supply: f64,
    pub(super) adults: f64,
}

/// Share of adults among the patients of a list (Cnam, end of 2021: 960 adults of 1,060).
const ADULTS_OF_A_LIST: f64 = 0.906;
/// Patients followed by a salaried GP outside hospital, as the account of lists leaves them.
const PATIENTS_OF_A_SALARIED: f64 = 74.0;
/// Share of a département's supply that comes from its neighbours.
const SHARE_OF_NEIGHBOURS: f64 = 0.15;

impl Tables {
    pub(super) fn new(model: &Model) -> Self {
        let (baseline, geography) = (&model.baseline, &model.baseline.geography);
        let training = &baseline.training;
        let liberal = |territory: usize| {
            let heads = baseline.workforce.heads[territory];
            heads[Status::Installed as usize] + heads[Status::RetiredActive as usize]
        };
        Self {
            closeness: Closeness::new(baseline),
            departements: departements(geography),
            regions: geography.departements.iter().map(|departement| departement.region as u16).collect(),
            territories: geography.territories.len(),
            shared: geography.shared_effects(),
            entrant_ages: training.entrant_ages.each_ref().map(|weights| Ages::new(weights)),
            locum_since: (0..AGES).map(|age| locum_since(baseline, age)).collect(),
            installed_at_start: installed_at_start(model),
            access: access(model),
            shares: geography
                .departements
                .iter()
                .map(|d| d.territories.clone().map(|t| (t, geography.territories[t].population_share)).collect())
                .collect(),
            local: Local::of(geography),
            normal: NormalLaw::new(),
            liberal_at_start: (0..geography.territories.len()).map(liberal).collect(),
            near: near(model),
            split: split(training.posts.iter().rev().take(4).map(Vec::as_slice), training.subdivisions.len()),
        }
    }

    /// The département of a place.
    #[inline]
    pub(super) fn departement_of(&self, place: usize) -> usize {
        usize::from(self.departements[place])
    }

    /// The région of a département.
    #[inline]
    pub(super) fn region(&self, departement: usize) -> usize {
        usize::from(self.regions[departement])
    }

    /// The région of a place.
    #[inline]
    pub(super) fn region_of(&self, place: usize) -> usize {
        self.region(self.departement_of(place))
    }

    /// The place of the locums and salaried of a département.
    #[inline]
    pub(super) const fn home(&self, departement: usize) -> usize {
        self.territories + departement
    }

    /// The place of the locums and salaried of the département of a place.
    #[inline]
    pub(super) fn home_of(&self, place: usize) -> usize {
        self.home(self.departement_of(place))
    }

    /// Full years already spent at the start by a locum of this age.
    pub(super) fn locum_since(&self, age: usize, word: u32) -> usize {
        let cumulated = &self.locum_since[age - AGE_MIN];
        cumulated.iter().map(|bound| usize::from(*bound <= word)).sum::<usize>().min(cumulated.len() - 1)
    }
}

fn departements(geography: &Geography) -> ByPlace<u16> {
    let mut departements = by_place(0);
    for (place, departement) in departements.iter_mut().enumerate().take(geography.places()) {
        *departement = geography.departement_of(place) as u16;
    }
    departements
}

impl Ages {
    fn new(weights: &[[u32; AGES]; 2]) -> Self {
        let mut ages = Box::new([[0; PICKS]; 2]);
        ages.iter_mut().zip(weights).for_each(|(picks, weights)| fill_picks(picks, weights));
        Self(ages)
    }

    /// Age on 1 January after registering, by the lower half of a word.
    #[inline(always)]
    pub(super) fn on_registering(&self, sex: Sex, word: u32) -> u32 {
        self.0[sex as usize][((word & 0xFFFF) >> (16 - PICK_BITS)) as usize]
    }
}

/// Fills a table of equally likely picks by cumulative rounding.
fn fill_picks(picks: &mut [u32; PICKS], weights: &[u32; AGES]) {
    let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let (mut sum, mut filled) = (0, 0);
    picks.fill(AGE_MIN as u32);
    for (age, weight) in weights.iter().enumerate() {
        sum += u64::from(*weight);
        let end = ((sum * PICKS as u64 + total / 2) / total.max(1)) as usize;
        picks[filled..end].fill((age + AGE_MIN) as u32);
        filled = end;
    }
}

/// Chances of having spent 0, 1, 2… full years as a locum in a steady flow, given the age: one entered so long ago, at
/// the age that makes, and is still there. The last duration stands for all longer ones.
fn locum_since(baseline: &Baseline, age: usize) -> Vec<u32> {
    let behaviour = &baseline.behaviour;
    let last = behaviour.locum_to_installed.len() - 1;
    let entered = |age: usize| -> f64 { baseline.training.entrant_ages[0].iter().map(|sex| f64::from(sex[age])).sum() };
    let mut staying = 1.0;
    let mut present = vec![0.0; last + 1];
    for duration in 0..=age {
        present[duration.min(last)] += entered(age - duration) * staying;
        let step = duration.min(last);
        staying *= (1.0 - behaviour.locum_to_installed[step]) * (1.0 - behaviour.locum_to_salaried[step]);
    }
    if present.iter().all(|weight| *weight == 0.0) {
        // Nobody enters so young: they have just come.
        present[0] = 1.0;
    }
    let total: f64 = present.iter().sum();
    let mut sum = 0.0;
    let cumulated = present.iter().map(|weight| {
        sum += weight / total;
        threshold(sum)
    });
    cumulated.collect()
}

fn installed_at_start(model: &Model) -> [[f64; 2]; 2] {
    let mut heads = [[0.0; 2]; 2];
    for explanation in Explanation::ALL {
        for by_status in &model.baseline.workforce.ages[explanation as usize] {
            let mix: &AgeMix = &by_status[Status::Installed as usize];
            for (sex, ages) in mix.iter().enumerate() {
                for (age, weight) in ages.iter().enumerate() {
                    heads[sex][usize::from(age + AGE_MIN >= 50)] += f64::from(*weight);
                }
            }
        }
    }
    heads
}

/// Adults: inhabitants less 0.85 of those aged 0-19 (17 and over, by single ages of INSEE).
pub(super) const CHILDREN_OF_0_19: f64 = 0.85;

fn access(model: &Model) -> Vec<AccessAtStart> {
    let (baseline, geography) = (&model.baseline, &model.baseline.geography);
    let supply = |index: usize| -> (AccessAtStart, f64) {
        let (departement, access) = (&geography.departements[index], &baseline.access[index]);
        let heads = |place: usize, status: Status| f64::from(baseline.workforce.heads[place][status as usize]);
        let of_territories = departement.territories.clone();
        let liberal: f64 =
            of_territories.map(|place| heads(place, Status::Installed) + heads(place, Status::RetiredActive)).sum();
        let with_list = liberal * (1.0 - access.mep_share);
        let outside = heads(geography.place_of(index), Status::Salaried) * (1.0 - access.hospital_share);
        let groups = baseline.population.heads[0][index];
        let adults = baseline.population.of_departement_at_start(index) - CHILDREN_OF_0_19 * f64::from(groups[0]);
        let adults_listed = ADULTS_OF_A_LIST * with_list * access.patients_per_gp;
        let start = AccessAtStart {
            keep: ((1.0 - access.mep_share) * 1e6 + 0.5) as i64,
            outside_hospital: 1.0 - access.hospital_share,
            adults_listed,
            log_supply: 0.0,
            adults,
        };
        (start, (adults_listed + PATIENTS_OF_A_SALARIED * outside) / adults.max(1.0))
    };
    let (mut start, alone): (Vec<_>, Vec<_>) = (0..geography.departements.len()).map(supply).unzip();
    let mean = |places: &mut dyn Iterator<Item = usize>| {
        let (sum, people) = places
            .fold((0.0, 0.0), |(sum, people), place| (sum + alone[place] * start[place].adults, people + start[place].adults));
        (people > 0.0).then(|| sum / people)
    };
    let france = mean(&mut (0..alone.len())).unwrap_or(1.0);
    let logs: Vec<f64> = (0..alone.len())
        .map(|index| {
            let near = mean(&mut geography.departements[index].neighbours.iter().copied()).unwrap_or(alone[index]);
            let supply = (1.0 - SHARE_OF_NEIGHBOURS) * alone[index] + SHARE_OF_NEIGHBOURS * near;
            // A département without any list at all would have no logarithm.
            libm::log((supply / france).max(1e-3))
        })
        .collect();
    start.iter_mut().zip(logs).for_each(|(start, log)| start.log_supply = log);
    start
}

fn near(model: &Model) -> Vec<Vec<(usize, f64)>> {
    let territories = model.baseline.geography.territories.iter().enumerate();
    let of = |weights: &Vec<f64>| {
        let weighed = territories.clone().map(|(index, territory)| (index, weights[territory.departement]));
        weighed.filter(|(_, weight)| *weight > 0.0).collect()
    };
    model.baseline.training.weights.iter().map(of).collect()
}

fn split<'a>(classes: impl Iterator<Item = &'a [u32]>, subdivisions: usize) -> Vec<f64> {
    let mut sums = vec![0.0; subdivisions];
    for posts in classes {
        sums.iter_mut().zip(posts).for_each(|(sum, posts)| *sum += f64::from(*posts));
    }
    let total: f64 = sums.iter().sum();
    sums.into_iter().map(|sum| sum / total).collect()
}

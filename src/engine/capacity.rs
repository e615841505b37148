//! Capacity and demand: what the GPs of 1 January can do, and for whom.

use super::{
    columns::Columns,
    saturation::{Place, Saturation},
    tables::CHILDREN_OF_0_19,
    tally::{Heads, Tally},
    trajectory::Trajectory,
};
use crate::cohort::{Sex, Status};

/// What is known of every place this year.
#[derive(Default)]
pub(super) struct Situation {
    /// Libéral GPs by territory on 1 January.
    pub(super) liberal: Vec<u32>,
    /// Docteurs juniors in post on 1 January, by territory.
    pub(super) juniors: Vec<u32>,
    /// Their net work of the year by territory, thousandths of a full GP.
    pub(super) juniors_work: Vec<f64>,
    /// GPs at work by territory, transfers apart, thousandths of a full GP.
    pub(super) work: Vec<f64>,
    /// Logarithm of access by territory.
    pub(super) log_access: Vec<f64>,
    pub(super) weights: Vec<f64>,
    columns: Box<Columns>,
    pub(super) departements: Vec<Tally>,
    pub(super) territories: Vec<Tally>,
}

impl Situation {
    pub(super) fn new(territories: usize, departements: usize) -> Self {
        Self {
            liberal: vec![0; territories],
            juniors: vec![0; territories],
            juniors_work: vec![0.0; territories],
            work: vec![0.0; territories],
            log_access: vec![0.0; territories],
            weights: vec![0.0; territories],
            columns: Box::default(),
            departements: vec![Tally::default(); departements],
            territories: vec![Tally::default(); territories],
        }
    }
}

/// What later years are compared with, by département.
#[derive(Clone, Copy, Default)]
pub(super) struct Start {
    /// Acts, hundredths on the scale of the APL, per thousandth of a full GP.
    acts_per_effort: f64,
    /// Acts, hundredths on the scale of the APL.
    acts: f64,
    lists: f64,
    adults: f64,
    without_mt: f64,
}

/// The start of a trajectory.
#[derive(Default)]
pub(super) struct StartingPoint {
    by_departement: Vec<Start>,
    /// FTE by sex, under 50 and over, thousandths.
    profile: [[f64; 2]; 2],
    /// Need by age group, over the mean of the start.
    needs: [f64; 5],
    /// Acts of France, hundredths on the scale of the APL, per thousandth of a full GP.
    acts_per_effort: f64,
    /// GPs at work by territory, thousandths of a full GP.
    pub(super) work: Vec<f64>,
    saturation: Saturation,
}

impl StartingPoint {
    pub(super) fn new(territories: usize, departements: usize) -> Self {
        let by_departement = vec![Start::default(); departements];
        Self { by_departement, work: vec![0.0; territories], ..Self::default() }
    }

    /// Acts of a département, hundredths on the scale of the APL.
    pub(super) fn acts(&self, departement: usize) -> f64 {
        self.by_departement[departement].acts
    }
}

impl Trajectory<'_> {
    /// Fixes the FTE profile, needs and starting access of the trajectory, once the stock stands.
    pub(super) fn fix_start(&mut self) {
        self.w.start.profile = self.profile();
        self.w.start.needs = self.needs();
        self.w.counts.age(0);
        self.tally_places();
        self.fix_access();
        self.w.situation.juniors_work.fill(0.0);
        self.work_in_territories();
        self.w.start.work.copy_from_slice(&self.w.situation.work);
    }

    /// One profile by sex and age that meets both margins: women against men, under 50 against the rest.
    fn profile(&self) -> [[f64; 2]; 2] {
        let physics = &self.engine.model.physics;
        let (women, young) = (self.w.draw[physics.fte_women], self.w.draw[physics.fte_under_50]);
        let heads = self.engine.tables.installed_at_start;
        let (mut by_sex, mut by_age) = (women, young);
        // Each margin given the other, in turn: the two converge by a factor of over ten a step, so twelve steps leave
        // nothing that a thousandth could show.
        for _ in 0..12 {
            let mean = |row: [f64; 2]| (row[0] * by_age + row[1]) / (row[0] + row[1]);
            by_sex = women * mean(heads[1]) / mean(heads[0]);
            let mean = |age: usize| (heads[0][age] * by_sex + heads[1][age]) / (heads[0][age] + heads[1][age]);
            by_age = young * mean(1) / mean(0);
        }
        let relative = [[by_sex * by_age, by_sex], [by_age, 1.0]];
        let cells = || (0..2).flat_map(|sex| (0..2).map(move |age| (sex, age)));
        let total: f64 = cells().map(|(sex, age)| heads[sex][age]).sum();
        let work: f64 = cells().map(|(sex, age)| heads[sex][age] * relative[sex][age]).sum();
        relative.map(|row| row.map(|value| value * 1_000.0 * total / work))
    }

    fn needs(&self) -> [f64; 5] {
        let physics = &self.engine.model.physics;
        let weights = [physics.need_0_19, physics.need_20_39, physics.need_40_59, physics.need_60_74, physics.need_75_plus]
            .map(|need| self.w.draw[need]);
        let population = &self.engine.model.baseline.population;
        let need: f64 = population.heads[0].iter().map(|groups| dot(groups, &weights)).sum();
        weights.map(|weight| weight * population.total_at_start() / need)
    }

    fn fix_access(&mut self) {
        let engine = self.engine;
        let share = self.w.draw[engine.model.physics.without_mt];
        let slope = self.w.draw[engine.model.physics.without_mt_slope];
        let shift = level(&engine.tables.access, slope, share);
        let (mut acts, mut efforts) = (0.0, 0.0);
        for (index, start) in self.w.start.by_departement.iter_mut().enumerate() {
            let (tally, access) = (&self.w.situation.departements[index], &engine.tables.access[index]);
            let effort = effort(tally, access.outside_hospital, 1.0, 0);
            let offered = engine.model.baseline.access[index].apl * 0.1 * tally.need as f64;
            (start.acts, start.acts_per_effort) = (offered, offered / effort.max(1.0));
            (acts, efforts) = (acts + offered, efforts + effort);
            start.lists = tally.with_list.fte as f64;
            start.adults = tally.adults as f64;
            start.without_mt = without(shift - slope * access.log_supply) * access.adults;
        }
        self.w.start.acts_per_effort = acts / efforts.max(1.0);
        let places = self.w.situation.departements.iter().zip(&engine.tables.access);
        let places = places.map(|(tally, access)| Place { lists: tally.with_list.all as f64, pressure: -access.log_supply });
        let [slope, share] = [engine.model.physics.saturation_slope, engine.model.physics.saturation];
        self.w.start.saturation = Saturation::new(places, self.w.draw[slope], self.w.draw[share]);
    }

    /// Heads, work, people and access of every département (and territory) on 1 January.
    pub(super) fn capacity(&mut self) {
        self.place_juniors();
        self.amend_capacity();
        self.tally_places();
        self.offer();
        self.work_in_territories();
        self.access_of_territories();
    }

    /// Libéral GPs of 1 January, before any policy looks at them.
    pub(super) fn count_liberal(&mut self) {
        for (territory, heads) in self.w.situation.liberal.iter_mut().enumerate() {
            *heads = self.w.counts.liberal(territory);
        }
    }

    fn amend_capacity(&mut self) {
        let w = &mut *self.w;
        w.factors.reset();
        w.transfers.reset();
        w.demand.reset();
        w.costs.reset();
        let mut factors = std::mem::take(&mut w.factors);
        let mut transfers = std::mem::take(&mut w.transfers);
        let mut demand = std::mem::take(&mut w.demand);
        let mut costs = std::mem::take(&mut w.costs);
        let now = w.now(self.engine, self.year);
        for lever in &self.engine.model.levers {
            lever.capacity(&now, &mut factors);
            lever.transfers(&now, &mut transfers);
            lever.demand(&now, &mut demand);
            lever.costs(&now, &mut costs);
        }
        (w.factors, w.transfers, w.demand, w.costs) = (factors, transfers, demand, costs);
    }

    fn tally_places(&mut self) {
        let engine = self.engine;
        let geography = &engine.model.baseline.geography;
        let hours = self.w.factors.hours();
        let cumul = self.w.draw[engine.model.physics.fte_cumul] * self.w.factors.cumul_activity() * hours;
        let profile = self.w.start.profile;
        let fte = |status: Status, sex: Sex| {
            let activity = if status == Status::RetiredActive { cumul } else { hours };
            profile[sex as usize].map(|fte| (fte * activity + 0.5) as i64)
        };
        self.w.situation.columns.fill(&self.w.counts, fte);
        let (Situation { departements, territories, columns, .. }, unconventioned) =
            (&mut self.w.situation, &self.w.unconventioned);
        departements.fill(Tally::default());
        for (place, territory) in territories.iter_mut().enumerate() {
            let departement = engine.tables.departement_of(place);
            *territory = columns.tally(place);
            set_apart(territory, unconventioned[place]);
            territory.with_list = with_list(territory, engine.tables.access[departement].keep);
            departements[departement].add_heads(territory);
        }
        for (departement, tally) in departements.iter_mut().enumerate() {
            tally.add_heads(&columns.tally(geography.place_of(departement)));
        }
        self.people_of_departements();
    }

    fn people_of_departements(&mut self) {
        let population = &self.engine.model.baseline.population.heads[self.year];
        let mut growth = 1.0;
        for _ in 0..self.year {
            growth *= 1.0 + self.w.draw[self.engine.model.physics.growth];
        }
        let relieved = self.w.demand.need().iter().any(|factor| *factor != 1.0);
        for (index, (tally, groups)) in self.w.situation.departements.iter_mut().zip(population).enumerate() {
            let all = dot(groups, &[1.0; 5]);
            let need = self.w.demand.need();
            let left = || self.engine.tables.shares[index].iter().map(|(territory, share)| need[*territory] * share).sum();
            let left: f64 = if relieved { left() } else { 1.0 };
            tally.population = (all * growth + 0.5) as i64;
            tally.adults = ((all - CHILDREN_OF_0_19 * f64::from(groups[0])) * growth + 0.5) as i64;
            tally.need = (dot(groups, &self.w.start.needs) * growth * left * 1_000.0 + 0.5) as i64;
        }
    }

    /// Acts and lists that the year offers, and who is left without a médecin traitant.
    fn offer(&mut self) {
        let engine = self.engine;
        let geography = &engine.model.baseline.geography;
        let physics = &engine.model.physics;
        let [stretch, pass_through, junior_lists] =
            [physics.stretch, physics.pass_through, physics.junior_lists].map(|parameter| self.w.draw[parameter]);
        let with_ald = self.w.draw[physics.ald_share] * self.w.demand.ald_left();
        let saturation = self.w.start.saturation;
        let posts_activity = self.w.factors.posts_activity();
        for (index, tally) in self.w.situation.departements.iter_mut().enumerate() {
            let (access, start) = (&engine.tables.access[index], &self.w.start.by_departement[index]);
            let territories = geography.departements[index].territories.clone();
            let juniors: f64 = self.w.situation.juniors_work[territories.clone()].iter().sum();
            let support: f64 = self.w.factors.support()[territories.clone()].iter().sum::<f64>() * 1_000.0;
            let [acts_moved, lists_moved] =
                [self.w.transfers.acts(), self.w.transfers.lists()].map(|moved| moved[territories.clone()].iter().sum::<i64>());
            tally.cost = (self.w.costs.euros()[territories.clone()].iter().sum::<f64>() + 0.5) as i64;
            tally.juniors = self.w.situation.juniors[territories].iter().map(|heads| i64::from(*heads)).sum();
            tally.juniors_fte = (juniors + 0.5) as i64;
            let effort = effort(tally, access.outside_hospital, posts_activity, self.w.clinicat[index]) + juniors + support;
            tally.capacity = (effort + 0.5) as i64 + acts_moved;
            let moved = acts_moved as f64 * self.w.start.acts_per_effort;
            tally.acts = (start.acts_per_effort * effort + moved + 0.5).max(0.0) as i64;
            let listed = (juniors * junior_lists + support + lists_moved as f64 + posts(tally, posts_activity)) * 1_000.0;
            let lists = (tally.with_list.fte as f64 + listed) / start.lists.max(1.0);
            let added = access.adults_listed * (1.0 - stretch) * (lists - 1.0);
            let adults = tally.adults as f64;
            let people = start.without_mt + pass_through * (adults - start.adults - added);
            tally.without_mt = (people.max(NEVER_DECLARED * adults).min(adults) + 0.5) as i64;
            tally.without_mt_ald = (tally.without_mt as f64 * with_ald + 0.5) as i64;
            let pressure = libm::log(adults / (start.adults * lists).max(1.0)) - access.log_supply;
            tally.saturated = (tally.with_list.all as f64 * saturation.share(pressure) + 0.5) as i64;
        }
    }
}

fn with_list(tally: &Tally, keep: i64) -> Heads {
    let mut liberal = tally.by_status[Status::Installed as usize];
    liberal += tally.by_status[Status::RetiredActive as usize];
    let all = liberal.all.max(1);
    // A division of whole numbers is slow, and most places need none.
    let apart = |value: i64| if tally.unconventioned > 0 { value * tally.unconventioned / all } else { 0 };
    let kept = |value: i64| ((value - apart(value)) * keep + 500) / 1_000;
    Heads { all: kept(liberal.all), women: kept(liberal.women), over_60: kept(liberal.over_60), fte: kept(liberal.fte) }
}

/// Those of a territory whom a policy keeps apart: without an agreement, at the mean work of its libéral GPs, and in
/// salaried posts.
fn set_apart(tally: &mut Tally, unconventioned: u32) {
    let mut liberal = tally.by_status[Status::Installed as usize];
    liberal += tally.by_status[Status::RetiredActive as usize];
    tally.unconventioned = i64::from(unconventioned);
    tally.unconventioned_fte = if unconventioned > 0 { liberal.fte * tally.unconventioned / liberal.all.max(1) } else { 0 };
    tally.posts_fte = tally.by_status[Status::Salaried as usize].fte;
}

/// Those who offer acts: installed and retired-active with an agreement, salaried outside hospital, salaried in posts
/// opened by policies. Those in a clinicat-assistanat offer none but what their policy says. Thousandths of a full GP.
fn effort(tally: &Tally, outside_hospital: f64, posts_activity: f64, clinicat: u32) -> f64 {
    let fte = |status: Status| tally.by_status[status as usize].fte as f64;
    let liberal = fte(Status::Installed) + fte(Status::RetiredActive) - tally.unconventioned_fte as f64;
    liberal + elsewhere(tally, outside_hospital, clinicat) + posts(tally, posts_activity)
}

/// Work of the salaried outside hospital, posts opened by policies apart, thousandths of a full GP.
pub(super) fn elsewhere(tally: &Tally, outside_hospital: f64, clinicat: u32) -> f64 {
    let salaried = tally.by_status[Status::Salaried as usize];
    let settled = 1.0 - f64::from(clinicat) / (salaried.all as f64).max(1.0);
    (salaried.fte - tally.posts_fte) as f64 * settled * outside_hospital
}

/// Work in salaried posts opened by policies, thousandths of a full GP.
pub(super) fn posts(tally: &Tally, activity: f64) -> f64 {
    tally.posts_fte as f64 * activity
}

fn dot(groups: &[u32; 5], weights: &[f64; 5]) -> f64 {
    groups.iter().zip(weights).map(|(heads, weight)| f64::from(*heads) * weight).sum()
}

/// Share of adults who never declared a médecin traitant, below which no supply brings the share.
const NEVER_DECLARED: f64 = 0.05;
/// What supply can add to it.
const RANGE: f64 = 0.40;

fn without(x: f64) -> f64 {
    NEVER_DECLARED + RANGE / (1.0 + libm::exp(-x))
}

/// The constant c of the logistic such that France has the wanted share, by Newton's method from its middle.
fn level(access: &[super::tables::AccessAtStart], slope: f64, share: f64) -> f64 {
    let adults: f64 = access.iter().map(|place| place.adults).sum();
    // Out of the reach of the logistic no constant fits: the share is held just within it.
    let share = share.clamp(NEVER_DECLARED + 0.001, NEVER_DECLARED + RANGE - 0.001);
    let mut c = libm::log((share - NEVER_DECLARED) / (RANGE + NEVER_DECLARED - share));
    // The sum of logistics is smooth and rising; eight steps from the one-place solution reach the last digits.
    for _ in 0..8 {
        let (mut value, mut rise) = (0.0, 0.0);
        for place in access {
            let above = without(c - slope * place.log_supply) - NEVER_DECLARED;
            value += (above + NEVER_DECLARED) * place.adults;
            rise += above * (1.0 - above / RANGE) * place.adults;
        }
        c -= (value - share * adults) / rise.max(f64::MIN_POSITIVE);
    }
    c
}

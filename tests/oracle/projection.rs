//! The expected year of every GP of France: plain arithmetic on place × status × sex × age, durations where they matter.
//!
//! Written from the specification and the tables of the baseline; no code of the engine is used. Policies are neutral.

use crate::{
    choice::Choice,
    training::{AgeLaw, Training, half_word},
};
use releve::{
    baseline::{Baseline, Explanation, START},
    cohort::{AGE_MIN, AGES, Sex, Status},
};

/// Ages on 1 January, from the youngest of the tables to the birthday that nobody passes.
const LAST: usize = AGES;
/// Heads by sex and age.
type Ages = [[f64; LAST + 1]; 2];
const NOBODY: Ages = [[0.0; LAST + 1]; 2];

/// Age below which people change careers: recoded, from own practice to a salaried post or back.
const MID_CAREER: usize = 60 - AGE_MIN;
/// Full years since installing from which moves are rare.
const SETTLED: usize = 5;
/// Youngest age at which one may have installed.
const FIRST_INSTALLATION: usize = 29 - AGE_MIN;
/// Age from which everybody installed at the start is taken to be settled.
const LONG_INSTALLED: usize = 42 - AGE_MIN;

/// What is compared, in the order of [`Row`].
pub const SERIES: [&str; 12] = [
    "P1",
    "P2",
    "P3",
    "P4",
    "entrants",
    "graduates",
    "installations",
    "exits",
    "retirements",
    "cumul_entries",
    "arrivals",
    "departures",
];
const ENTRANTS: usize = 4;
const GRADUATES: usize = 5;
const INSTALLATIONS: usize = 6;
const EXITS: usize = 7;
const RETIREMENTS: usize = 8;
const CUMUL_ENTRIES: usize = 9;
const ARRIVALS: usize = 10;
const DEPARTURES: usize = 11;

/// The series of one place and year.
pub type Row = [f64; SERIES.len()];

/// Expected values: `years[year][departement]`, and docteurs juniors of France by year.
pub struct Projection {
    pub years: Vec<Vec<Row>>,
    pub juniors: Vec<f64>,
}

struct Stock {
    /// By territory and full years since installing, the last for all longer.
    installed: Vec<[Ages; SETTLED + 1]>,
    /// By département and full years as a locum, the last for all longer.
    locum: Vec<Vec<Ages>>,
    salaried: Vec<Ages>,
    retired_active: Vec<Ages>,
}

/// Chances of a year, fixed for a run.
struct Chances {
    /// `[status][sex][age]`.
    other: [Ages; 4],
    pension: [Ages; 4],
    turns_salaried: f64,
    take_up: [f64; 2],
    moves: [f64; SETTLED + 1],
    installs: Vec<f64>,
    takes_post: Vec<f64>,
    salaried_installs: f64,
}

/// Projects to the stocks of `horizon`; `value` gives the parameters.
pub fn project(baseline: &Baseline, value: &dyn Fn(&str) -> f64, horizon: u16) -> Projection {
    let (chances, choice) = (Chances::new(baseline, value), Choice::new(baseline));
    let training = Training::new(baseline, value, horizon);
    let law = AgeLaw::new(baseline, value("entry.women"));
    let salaried = half_word(value("entry.salaried"));
    let entry = Entry {
        salaried,
        installed: half_word(value("entry.salaried") + value("entry.installed")) - salaried,
        foreign: value("entry.foreign"),
        law: &law,
        training: &training,
    };
    let mut stock = start(baseline, value("exits.later-retirement"));
    let mut years = Vec::new();
    for year in START..=horizon {
        let mut rows = stock.count(baseline);
        if year < horizon {
            stock = Year { baseline, chances: &chances, choice: &choice, rows: &mut rows }.run(&stock, &entry, year);
        }
        years.push(rows);
    }
    Projection { years, juniors: (START..=horizon).map(|year| training.juniors(year)).collect() }
}

/// The modelled mix of each place and status between the two explanations, and the time already spent there.
fn start(baseline: &Baseline, later: f64) -> Stock {
    let (geography, workforce) = (&baseline.geography, &baseline.workforce);
    let mix = |place: usize, status: Status| -> Ages {
        let d = geography.departement_of(place);
        let of = |explanation: Explanation, s: usize, a: usize| {
            f64::from(workforce.ages[explanation as usize][d][status as usize][s][a])
        };
        let mut ages = NOBODY;
        for (s, row) in ages.iter_mut().enumerate() {
            for (a, heads) in row.iter_mut().enumerate().take(AGES) {
                *heads = later * of(Explanation::LaterRetirement, s, a) + (1.0 - later) * of(Explanation::EndOfRecoding, s, a);
            }
        }
        let sum = total(&ages).max(f64::MIN_POSITIVE);
        let heads = f64::from(workforce.heads[place][status as usize]);
        ages.map(|row| row.map(|weight| weight / sum * heads))
    };
    let (territories, departements) = (geography.territories.len(), geography.departements.len());
    Stock {
        installed: (0..territories).map(|place| since_installing(&mix(place, Status::Installed))).collect(),
        locum: (0..departements).map(|d| since_graduating(baseline, &mix(geography.place_of(d), Status::Locum))).collect(),
        salaried: (0..departements).map(|d| mix(geography.place_of(d), Status::Salaried)).collect(),
        retired_active: (0..territories).map(|place| mix(place, Status::RetiredActive)).collect(),
    }
}

/// Installed at any age from the first with the same chance.
fn since_installing(ages: &Ages) -> [Ages; SETTLED + 1] {
    let mut by_duration = [NOBODY; SETTLED + 1];
    for (s, row) in ages.iter().enumerate() {
        for (a, heads) in row.iter().enumerate() {
            let possible = if a >= LONG_INSTALLED { SETTLED } else { a.saturating_sub(FIRST_INSTALLATION) };
            if a >= LONG_INSTALLED {
                by_duration[SETTLED][s][a] += heads;
                continue;
            }
            for years in 0..=possible {
                by_duration[years.min(SETTLED)][s][a] += heads / (possible + 1) as f64;
            }
        }
    }
    by_duration
}

/// A steady flow of entrants, each still a locum with the chance of not having installed nor taken a post.
fn since_graduating(baseline: &Baseline, ages: &Ages) -> Vec<Ages> {
    let behaviour = &baseline.behaviour;
    let longest = behaviour.locum_to_installed.len() - 1;
    let mut by_duration = vec![NOBODY; longest + 1];
    for a in 0..AGES {
        let mut weights = vec![0.0; longest + 1];
        let mut still = 1.0;
        for years in 0..=a {
            let entered: f64 = baseline.training.entrant_ages[0].iter().map(|sex| f64::from(sex[a - years])).sum();
            let hazard = years.min(longest);
            weights[hazard] += entered * still;
            still *= (1.0 - behaviour.locum_to_installed[hazard]) * (1.0 - behaviour.locum_to_salaried[hazard]);
        }
        let sum: f64 = weights.iter().sum();
        for s in 0..2 {
            if sum == 0.0 {
                by_duration[0][s][a] += ages[s][a];
                continue;
            }
            for (duration, weight) in weights.iter().enumerate() {
                by_duration[duration][s][a] += ages[s][a] * weight / sum;
            }
        }
    }
    by_duration
}

fn total(ages: &Ages) -> f64 {
    ages.iter().flatten().sum()
}

impl Stock {
    fn count(&self, baseline: &Baseline) -> Vec<Row> {
        let geography = &baseline.geography;
        let mut rows = vec![[0.0; SERIES.len()]; geography.departements.len()];
        // P1, P2, P3, P4: whether each holds the status.
        let mut add = |place: usize, ages: &Ages, [regular, installed]: [bool; 2]| {
            let row = &mut rows[geography.departement_of(place)];
            let old: f64 = ages.iter().flat_map(|ages| &ages[70 - AGE_MIN..]).sum();
            let all = total(ages);
            for (series, heads) in
                [all, all - old, if regular { all } else { 0.0 }, if installed { all } else { 0.0 }].into_iter().enumerate()
            {
                row[series] += heads;
            }
        };
        for territory in 0..geography.territories.len() {
            self.installed[territory].iter().for_each(|ages| add(territory, ages, [true, true]));
            add(territory, &self.retired_active[territory], [false, false]);
        }
        for d in 0..geography.departements.len() {
            self.locum[d].iter().for_each(|ages| add(geography.place_of(d), ages, [false, false]));
            add(geography.place_of(d), &self.salaried[d], [true, false]);
        }
        rows
    }
}

impl Chances {
    fn new(baseline: &Baseline, value: &dyn Fn(&str) -> f64) -> Self {
        let behaviour = &baseline.behaviour;
        let later = value("exits.later-retirement");
        let by_class = |chance: &dyn Fn(Status, Sex, usize) -> f64| {
            Status::ALL
                .map(|status| Sex::ALL.map(|sex| std::array::from_fn(|a| if a == LAST { 1.0 } else { chance(status, sex, a) })))
        };
        let other = |status: Status, sex: Sex, a: usize| {
            let recoding = if status == Status::Salaried && a < MID_CAREER { behaviour.recoding * later } else { 0.0 };
            (value("exits.non-retirement") * behaviour.other_exit[status as usize][sex as usize][a] + recoding).min(1.0)
        };
        // The hazard of an age is that of the table so many years younger, read on the straight line between two ages.
        let pension = |status: Status, sex: Sex, a: usize| {
            let own = value(if status == Status::RetiredActive { "exits.cumul-length" } else { "exits.retirement-age" });
            let younger = a as f64 - own - behaviour.later_retirement_years * later;
            let table = &behaviour.retirement[status as usize][sex as usize];
            let at = |age: f64| table[age.clamp(0.0, (AGES - 1) as f64) as usize];
            let part = younger - younger.floor();
            at(younger.floor()) * (1.0 - part) + at(younger.floor() + 1.0) * part
        };
        let move_of = |name| value(name) * value("moves.leaves-territory");
        let times = |hazards: &[f64], factor: f64| hazards.iter().map(|hazard| (hazard * factor).min(1.0)).collect();
        Self {
            other: by_class(&other),
            pension: by_class(&pension),
            turns_salaried: value("exits.turns-salaried"),
            take_up: behaviour.cumul_take_up.map(|share| (share * value("exits.cumul-take-up")).min(1.0)),
            moves: std::array::from_fn(|years| move_of(if years < SETTLED { "moves.early" } else { "moves.late" })),
            installs: times(&behaviour.locum_to_installed, value("entry.to-installed")),
            takes_post: times(&behaviour.locum_to_salaried, value("entry.to-salaried")),
            salaried_installs: value("entry.salaried-to-installed"),
        }
    }

    /// Of `heads`: those who leave for another reason, those who claim their pension, those who go on.
    fn leave(&self, status: Status, s: usize, a: usize, heads: f64) -> [f64; 3] {
        let other = heads * self.other[status as usize][s][a];
        let pension = (heads - other) * self.pension[status as usize][s][a];
        [other, pension, heads - other - pension]
    }
}

/// How people enter.
struct Entry<'a> {
    salaried: f64,
    installed: f64,
    foreign: f64,
    law: &'a AgeLaw,
    training: &'a Training,
}

/// One year under way.
struct Year<'a> {
    baseline: &'a Baseline,
    chances: &'a Chances,
    choice: &'a Choice,
    rows: &'a mut [Row],
}

impl Year<'_> {
    /// The stock of the next 1 January.
    fn run(&mut self, now: &Stock, entry: &Entry<'_>, year: u16) -> Stock {
        let (territories, departements) = (now.installed.len(), now.locum.len());
        let mut next = Stock {
            installed: vec![[NOBODY; SETTLED + 1]; territories],
            locum: vec![vec![NOBODY; self.chances.installs.len()]; departements],
            salaried: vec![NOBODY; departements],
            retired_active: vec![NOBODY; territories],
        };
        let mut movers = vec![NOBODY; territories];
        for (territory, movers) in movers.iter_mut().enumerate() {
            self.own_practices(now, territory, &mut next, movers);
        }
        let mut candidates = vec![NOBODY; departements];
        for (d, candidates) in candidates.iter_mut().enumerate() {
            self.locums(now, d, &mut next, candidates);
            self.salaried(now, d, &mut next, candidates);
        }
        self.install(&candidates, &mut next, true);
        self.enter(entry, year, &mut next);
        self.move_house(&movers, &mut next);
        next
    }

    fn own_practices(&mut self, now: &Stock, territory: usize, next: &mut Stock, movers: &mut Ages) {
        let d = self.baseline.geography.departement_of(territory);
        let row = &mut self.rows[d];
        for (s, a) in classes() {
            let older = (a + 1).min(LAST);
            for years in 0..=SETTLED {
                let heads = now.installed[territory][years][s][a];
                let [other, pension, stay] = self.chances.leave(Status::Installed, s, a, heads);
                let turned = if a < MID_CAREER { other * self.chances.turns_salaried } else { 0.0 };
                let cumul = pension * self.chances.take_up[s];
                next.salaried[d][s][older] += turned;
                next.retired_active[territory][s][older] += cumul;
                row[EXITS] += other - turned + pension - cumul;
                row[RETIREMENTS] += pension - cumul;
                row[CUMUL_ENTRIES] += cumul;
                let moves = stay * self.chances.moves[years];
                movers[s][a] += moves;
                next.installed[territory][(years + 1).min(SETTLED)][s][older] += stay - moves;
            }
            let heads = now.retired_active[territory][s][a];
            let [other, end, stay] = self.chances.leave(Status::RetiredActive, s, a, heads);
            row[EXITS] += other + end;
            next.retired_active[territory][s][older] += stay;
        }
    }

    fn locums(&mut self, now: &Stock, d: usize, next: &mut Stock, candidates: &mut Ages) {
        let longest = self.chances.installs.len() - 1;
        for (s, a) in classes() {
            for years in 0..=longest {
                let [other, pension, stay] = self.chances.leave(Status::Locum, s, a, now.locum[d][years][s][a]);
                self.rows[d][EXITS] += other + pension;
                self.rows[d][RETIREMENTS] += pension;
                let installs = stay * self.chances.installs[years];
                let takes_post = (stay - installs) * self.chances.takes_post[years];
                candidates[s][a] += installs;
                next.salaried[d][s][(a + 1).min(LAST)] += takes_post;
                next.locum[d][(years + 1).min(longest)][s][(a + 1).min(LAST)] += stay - installs - takes_post;
            }
        }
    }

    fn salaried(&mut self, now: &Stock, d: usize, next: &mut Stock, candidates: &mut Ages) {
        for (s, a) in classes() {
            let [other, pension, stay] = self.chances.leave(Status::Salaried, s, a, now.salaried[d][s][a]);
            self.rows[d][EXITS] += other + pension;
            self.rows[d][RETIREMENTS] += pension;
            let installs = if a < MID_CAREER { stay * self.chances.salaried_installs } else { 0.0 };
            candidates[s][a] += installs;
            next.salaried[d][s][(a + 1).min(LAST)] += stay - installs;
        }
    }

    /// Candidates of each département choose a territory; those already in practice may cross a border.
    fn install(&mut self, candidates: &[Ages], next: &mut Stock, in_practice: bool) {
        for (origin, ages) in candidates.iter().enumerate() {
            let heads = total(ages);
            for (territory, chance) in self.choice.installs[origin].iter().enumerate() {
                let to = self.baseline.geography.departement_of(territory);
                self.rows[to][INSTALLATIONS] += heads * chance;
                if in_practice && to != origin {
                    self.rows[to][ARRIVALS] += heads * chance;
                    self.rows[origin][DEPARTURES] += heads * chance;
                }
                add_a_year_older(&mut next.installed[territory][0], ages, *chance);
            }
        }
    }

    /// Movers choose among all territories but the present one.
    fn move_house(&mut self, movers: &[Ages], next: &mut Stock) {
        let geography = &self.baseline.geography;
        for (from, ages) in movers.iter().enumerate() {
            let origin = geography.departement_of(from);
            let chances = &self.choice.installs[origin];
            for (to, chance) in chances.iter().enumerate() {
                let chance = if to == from { 0.0 } else { chance / (1.0 - chances[from]) };
                if geography.departement_of(to) != origin {
                    self.rows[geography.departement_of(to)][ARRIVALS] += total(ages) * chance;
                    self.rows[origin][DEPARTURES] += total(ages) * chance;
                }
                add_a_year_older(&mut next.installed[to][SETTLED], ages, chance);
            }
        }
    }

    /// Registrations of November: a département and a status, and no exit this year.
    fn enter(&mut self, entry: &Entry<'_>, year: u16, next: &mut Stock) {
        let departements = self.rows.len();
        let mut graduates = vec![0.0; departements];
        for (subdivision, heads) in entry.training.registrations(year).iter().enumerate() {
            let chances = &self.choice.enters[subdivision];
            graduates.iter_mut().zip(chances).for_each(|(sum, chance)| *sum += heads * chance);
        }
        let foreign: Vec<f64> = self.choice.from_abroad.iter().map(|chance| chance * entry.foreign).collect();
        for (heads, law, is_graduate) in [(graduates, &entry.law.graduates, true), (foreign, &entry.law.foreign, false)] {
            let mut candidates = vec![NOBODY; departements];
            for (d, heads) in heads.iter().enumerate() {
                let locums = heads * (1.0 - entry.salaried - entry.installed);
                for (s, a) in (0..2).flat_map(|s| (0..AGES).map(move |a| (s, a))) {
                    // The law of ages is that of the next 1 January.
                    next.salaried[d][s][a] += heads * entry.salaried * law[s][a];
                    next.locum[d][0][s][a] += locums * law[s][a];
                    if a > 0 {
                        candidates[d][s][a - 1] = heads * entry.installed * law[s][a];
                    }
                }
                let apart = heads * (1.0 - entry.installed);
                self.rows[d][ENTRANTS] += apart;
                self.rows[d][GRADUATES] += if is_graduate { apart } else { 0.0 };
            }
            // Who installs at once enters where they install.
            for (origin, ages) in candidates.iter().enumerate() {
                for (territory, chance) in self.choice.installs[origin].iter().enumerate() {
                    let row = &mut self.rows[self.baseline.geography.departement_of(territory)];
                    row[ENTRANTS] += total(ages) * chance;
                    row[GRADUATES] += if is_graduate { total(ages) * chance } else { 0.0 };
                }
            }
            self.install(&candidates, next, false);
        }
    }
}

fn classes() -> impl Iterator<Item = (usize, usize)> {
    (0..2).flat_map(|s| (0..=LAST).map(move |a| (s, a)))
}

fn add_a_year_older(to: &mut Ages, from: &Ages, share: f64) {
    for s in 0..2 {
        for a in 0..LAST {
            to[s][a + 1] += from[s][a] * share;
        }
    }
}

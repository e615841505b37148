//! Where to practise: a discrete choice among places, the same luck in every scenario.
//!
//! Weight of a place = pull of its département × closeness to where one is × pull of the territory within it ×
//! policies. The choice is drawn under the weights without policies at the person's address. Where policies amend the
//! weights, the drawn place is kept with probability min(1, p′/p), else one is redrawn from the positive part of p′ − p:
//! the exact law, and the largest share of common choices (maximal coupling).

use super::{
    alias::{Aliases, MAX_DEPARTEMENTS},
    person::{ByPlace, MAX_PLACES, by_place},
    trajectory::Trajectory,
};
use crate::{
    baseline::Baseline,
    lot::{LOT, Lot},
    stream::{Address, Philox, Process, threshold, unit},
    territory::Zone,
};
use pulp::{Arch, NullaryFnOnce};

/// Distance beyond which places are equally far: the sea must not shut the way home to the interns of overseas.
pub const FAR_KM: f64 = 1_000.0;

/// The choice without policies: what does not change from one trajectory to the next.
pub(super) struct Closeness {
    /// Factor of closeness, `[origin][departement]`.
    install: Vec<Vec<f64>>,
    /// The same for the 28 subdivisions of training, then for holders of a foreign degree.
    enter: Vec<Vec<f64>>,
    /// Share of each territory within its département.
    within: Vec<f64>,
    /// Département of each territory.
    departement: Vec<usize>,
    /// First territory of each département, and one past the last.
    first: Vec<usize>,
}

impl Closeness {
    pub(super) fn new(baseline: &Baseline) -> Self {
        let (geography, behaviour, training) = (&baseline.geography, &baseline.behaviour, &baseline.training);
        let departements = geography.departements.len();
        let decay = |km: f64| libm::exp(-km.min(FAR_KM) / behaviour.decay_km);
        let home = libm::exp(behaviour.home_departement);
        let install = (0..departements).map(|origin| {
            let factor = |to| decay(geography.distance(origin, to)) * if to == origin { home } else { 1.0 };
            (0..departements).map(factor).collect()
        });
        let subdivisions = training.weights.iter().map(|weights| {
            let of = |to: usize| {
                let near = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
                let km = near.map(|(from, _)| geography.distance(from, to)).fold(f64::INFINITY, f64::min);
                libm::exp(behaviour.home_subdivision * weights[to]) * decay(km)
            };
            (0..departements).map(of).collect()
        });
        let first = geography.departements.iter().map(|departement| departement.territories.start);
        Self {
            install: install.collect(),
            enter: subdivisions.chain([vec![1.0; departements]]).collect(),
            within: baseline.attraction.iter().flat_map(|attraction| attraction.territories.iter().copied()).collect(),
            departement: geography.territories.iter().map(|territory| territory.departement).collect(),
            first: first.chain([geography.territories.len()]).collect(),
        }
    }

    /// Index of the origin of holders of a foreign degree.
    pub(super) fn abroad(&self) -> usize {
        self.enter.len() - 1
    }
}

/// The choices of a trajectory.
pub(super) struct Choices {
    departements: usize,
    enter: Vec<f64>,
    enter_tables: Aliases,
    install: Vec<f64>,
    install_tables: Aliases,
    /// Where those who leave their département go.
    away: Vec<f64>,
    away_tables: Aliases,
    /// By département: its first territory, and the cumulated bounds between its territories.
    within: Box<[(u32, Bounds); MAX_DEPARTEMENTS]>,
    others: ByPlace<Others>,
}

/// The last word of each territory of a département but the last; where there is none, the last of all.
type Bounds = [u32; Zone::ALL.len() - 1];

/// The other territories, for movers from one.
#[derive(Clone, Copy, Default)]
struct Others {
    /// There is none of any weight, or no more than rounding.
    none: bool,
    /// Word below which a mover stays in the département.
    stays: u32,
    /// First word of the territory itself within its département, and how many it has.
    first: u32,
    width: u32,
}

/// A lot of people who choose a territory, side by side, for the tables are far apart.
pub(super) struct Choosing {
    /// Départements from which they choose.
    pub(super) origins: [u32; LOT],
    /// Territories that movers leave.
    pub(super) presents: [u32; LOT],
    /// Their choices under the weights without policies.
    pub(super) drawn: [u32; LOT],
}

impl Default for Choosing {
    fn default() -> Self {
        Self { origins: [0; LOT], presents: [0; LOT], drawn: [0; LOT] }
    }
}

/// Blocks of a round: the choice, and what amends it where policies amend the weights.
const BLOCKS: u32 = 4;
const AMENDING: u32 = 2;

/// Who chooses, and at which address.
#[derive(Clone, Copy)]
pub(super) struct Chooser {
    generator: Philox,
    trajectory: u32,
    person: u32,
    year: u16,
    /// Round of the queue: 0 for the first choice.
    round: u32,
}

impl Chooser {
    pub(super) fn new(of: &Trajectory<'_>, person: u32, round: u32) -> Self {
        Self { generator: of.engine.generator, trajectory: of.number, person, year: of.year as u16, round }
    }

    /// The words of a block of this round.
    #[inline]
    fn words(&self, block: u32) -> [u32; 4] {
        self.generator.words(Address {
            trajectory: self.trajectory,
            subject: self.person,
            process: Process::Choice,
            detail: self.year,
            block: self.round * BLOCKS + block,
        })
    }

    /// Words that decide whether a choice is kept under amended weights, and where it falls if not.
    #[inline]
    fn amending(&self) -> [u32; 2] {
        let [keep, redraw, ..] = self.words(AMENDING);
        [keep, redraw]
    }
}

impl Choices {
    pub(super) fn new(closeness: &Closeness) -> Self {
        let departements = closeness.install.len();
        let (enter, install) = (closeness.enter.len() * departements, departements * departements);
        let mut within = Box::new([(0, Bounds::default()); MAX_DEPARTEMENTS]);
        let mut others = by_place(Others::default());
        for (within, range) in within.iter_mut().zip(closeness.first.windows(2)) {
            let bounds = bounds(&closeness.within[range[0]..range[1]]);
            *within = (range[0] as u32, bounds);
            let mut first = 0;
            for (others, bound) in others[range[0]..range[1]].iter_mut().zip(bounds.into_iter().chain([u32::MAX])) {
                *others = Others { first, width: bound.wrapping_sub(first).wrapping_add(1), ..*others };
                first = bound.wrapping_add(1);
            }
        }
        Self {
            departements,
            enter: vec![0.0; enter],
            enter_tables: Aliases::new(departements),
            install: vec![0.0; install],
            install_tables: Aliases::new(departements),
            away: vec![0.0; departements],
            away_tables: Aliases::new(departements),
            within,
            others,
        }
    }

    /// Fills the tables for the pull of the départements in a trajectory.
    pub(super) fn fill(&mut self, closeness: &Closeness, pull: &[f64]) {
        let fill = |factors: &[Vec<f64>], table: &mut [f64], aliases: &mut Aliases| {
            for (law, (factors, row)) in factors.iter().zip(table.chunks_exact_mut(pull.len())).enumerate() {
                let mut total = 0.0;
                for ((weight, factor), pull) in row.iter_mut().zip(factors).zip(pull) {
                    *weight = factor * pull;
                    total += *weight;
                }
                row.iter_mut().for_each(|weight| *weight /= total);
                aliases.fill(law, row);
            }
        };
        fill(&closeness.enter, &mut self.enter, &mut self.enter_tables);
        fill(&closeness.install, &mut self.install, &mut self.install_tables);
        for (here, row) in self.install.chunks_exact(self.departements).enumerate() {
            let elsewhere = 1.0 - row[here];
            self.away.iter_mut().zip(row).for_each(|(away, probability)| *away = probability / elsewhere);
            self.away[here] = 0.0;
            self.away_tables.fill(here, &self.away);
        }
        for (present, here) in closeness.departement.iter().enumerate() {
            let [all, own] = [self.install[here * self.departements + here], self.probability(closeness, *here, present)];
            let others = &mut self.others[present];
            (others.none, others.stays) = (1.0 - own <= f64::EPSILON, threshold((all - own) / (1.0 - own)));
        }
    }

    /// The département that somebody of subdivision `origin` enters under the weights without policies.
    #[inline(always)]
    pub(super) fn enters(&self, origin: u32, word: u32) -> u32 {
        self.enter_tables.pick(origin, word)
    }

    /// The same under amended weights, given the one drawn without policies.
    pub(super) fn enters_amended(&self, origin: usize, drawn: usize, amended: &Amended, chooser: Chooser) -> usize {
        let row = origin * self.departements..(origin + 1) * self.departements;
        let total = amended.entry_totals[origin];
        couple(&self.enter[row], &amended.entry_weights, total, drawn, chooser.amending()).unwrap_or(drawn)
    }

    /// The first choice of somebody of département `origin`, other than `present`, given the one drawn without policies.
    ///
    /// None when every other territory has weight 0.
    #[inline]
    pub(super) fn first(
        &self,
        closeness: &Closeness,
        (origin, present): (usize, Option<usize>),
        amended: Option<&Amended>,
        chooser: Chooser,
        drawn: usize,
    ) -> Option<usize> {
        if present.is_some_and(|present| self.others[present].none) {
            return None;
        }
        let Some(amended) = amended else { return Some(drawn) };
        let left = present.map_or(1.0, |present| 1.0 - self.probability(closeness, origin, present));
        self.amend(closeness, (origin, present), amended, left, drawn, chooser.amending())
    }

    /// A choice of a later round, under amended weights. None when every other territory has weight 0.
    pub(super) fn again(
        &self,
        closeness: &Closeness,
        of: (usize, Option<usize>),
        amended: &Amended,
        chooser: Chooser,
    ) -> Option<usize> {
        let [departement, within, ..] = chooser.words(0);
        let drawn = self.draw(of.0 as u32, departement, within) as usize;
        self.amend(closeness, of, amended, 1.0, drawn, chooser.amending())
    }

    /// Draws among all territories, for those of a lot.
    pub(super) fn draw_all(&self, lot: &Lot, choosing: &mut Choosing) {
        Arch::new().dispatch(DrawAll { choices: self, lot, choosing, move_away: false });
    }

    /// Draws among the territories other than the present ones, for the movers of a lot.
    pub(super) fn move_all(&self, lot: &Lot, choosing: &mut Choosing) {
        Arch::new().dispatch(DrawAll { choices: self, lot, choosing, move_away: true });
    }

    /// The territory where somebody of département `origin` installs.
    #[inline(always)]
    fn draw(&self, origin: u32, departement: u32, within: u32) -> u32 {
        self.territory(self.install_tables.pick(origin, departement), within)
    }

    /// The territory where somebody of département `here` and territory `present` moves.
    #[inline(always)]
    fn draw_other(&self, here: u32, present: u32, [stays, departement, within, _]: [u32; 4]) -> u32 {
        let others = self.others[present as usize % MAX_PLACES];
        let left = (u64::from(within) * ((1 << u32::BITS) - u64::from(others.width))) >> u32::BITS;
        let beside = left as u32 + if left as u32 >= others.first { others.width } else { 0 };
        let away = self.away_tables.pick(here, departement);
        if stays < others.stays { self.territory(here, beside) } else { self.territory(away, within) }
    }

    #[inline(always)]
    fn territory(&self, departement: u32, within: u32) -> u32 {
        let (first, bounds) = &self.within[departement as usize % MAX_DEPARTEMENTS];
        first + bounds.iter().map(|bound| u32::from(within > *bound)).sum::<u32>()
    }

    #[inline]
    fn probability(&self, closeness: &Closeness, origin: usize, territory: usize) -> f64 {
        self.install[origin * self.departements + closeness.departement[territory]] * closeness.within[territory]
    }

    /// Keeps a choice drawn from a law, or draws it again. `left` is the part of the law without policies in which it was
    /// drawn: all of it, or all but the present territory.
    fn amend(
        &self,
        closeness: &Closeness,
        (origin, present): (usize, Option<usize>),
        amended: &Amended,
        left: f64,
        drawn: usize,
        [keep, redraw]: [u32; 2],
    ) -> Option<usize> {
        let out = present.map_or(0.0, |present| self.probability(closeness, origin, present) * amended.weights[present]);
        let total = (amended.totals[origin] - out) / left;
        // What is left without the present territory may be no more than rounding.
        if total <= f64::EPSILON {
            return None;
        }
        if Some(drawn) != present && unit(keep) * total < amended.weights[drawn] {
            return Some(drawn);
        }
        self.redraw(closeness, origin, present, amended, total, redraw)
    }

    /// A territory by the positive part of p′ − p: its département first, then the territory by the rest of the same word.
    fn redraw(
        &self,
        closeness: &Closeness,
        origin: usize,
        present: Option<usize>,
        amended: &Amended,
        total: f64,
        word: u32,
    ) -> Option<usize> {
        let row = &self.install[origin * self.departements..][..self.departements];
        let territories = |departement: usize| closeness.first[departement]..closeness.first[departement + 1];
        let excess = |territory: usize| {
            let stays = present == Some(territory);
            if stays { 0.0 } else { closeness.within[territory] * (amended.weights[territory] / total - 1.0).max(0.0) }
        };
        let (mut sum, mut cumulated) = (0.0, [0.0; MAX_DEPARTEMENTS]);
        for (departement, cumulated) in cumulated[..self.departements].iter_mut().enumerate() {
            sum += row[departement] * territories(departement).map(excess).sum::<f64>();
            *cumulated = sum;
        }
        let at = unit(word) * sum;
        let departement = cumulated[..self.departements - 1].partition_point(|sum| *sum <= at);
        let before = departement.checked_sub(1).map_or(0.0, |before| cumulated[before]);
        let mut left = (at - before) / row[departement];
        let found = territories(departement).find(|territory| {
            left -= excess(*territory);
            left < 0.0
        });
        // Rounding may leave nothing of the last.
        found.or_else(|| (0..amended.weights.len()).rev().find(|territory| excess(*territory) > 0.0))
    }
}

/// Draws for all of a lot.
struct DrawAll<'a> {
    choices: &'a Choices,
    lot: &'a Lot,
    choosing: &'a mut Choosing,
    /// Whether they leave a territory.
    move_away: bool,
}

impl NullaryFnOnce for DrawAll<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { choices, lot, choosing: Choosing { origins, presents, drawn }, move_away } = self;
        if move_away {
            for lane in 0..LOT {
                drawn[lane] = choices.draw_other(origins[lane], presents[lane], lot.words(lane));
            }
        } else {
            let [departement, within, ..] = &lot.words;
            for lane in 0..LOT {
                drawn[lane] = choices.draw(origins[lane], departement[lane], within[lane]);
            }
        }
    }
}

/// Weights of territories and départements as policies amend them, with the sums over the places seen from each origin.
pub(super) struct Amended {
    pub(super) weights: Vec<f64>,
    totals: Vec<f64>,
    /// Weights of départements: the means of those of their territories.
    within: Vec<f64>,
    pub(super) entry_weights: Vec<f64>,
    entry_totals: Vec<f64>,
    /// Whether any weight of a territory, of a département at entry, differs from 1 this year.
    pub(super) installs: bool,
    pub(super) enters: bool,
}

impl Amended {
    pub(super) fn new(closeness: &Closeness) -> Self {
        Self {
            weights: vec![1.0; closeness.within.len()],
            totals: vec![1.0; closeness.install.len()],
            within: Vec::with_capacity(closeness.install.len()),
            entry_weights: vec![1.0; closeness.install.len()],
            entry_totals: vec![1.0; closeness.enter.len()],
            installs: false,
            enters: false,
        }
    }

    /// Recomputes the sums after the weights have changed.
    pub(super) fn sum(&mut self, closeness: &Closeness, choices: &Choices) {
        let of_departement = |range: &[usize]| {
            let territories = closeness.within[range[0]..range[1]].iter().zip(&self.weights[range[0]..range[1]]);
            territories.map(|(share, weight)| share * weight).sum::<f64>()
        };
        self.within.clear();
        self.within.extend(closeness.first.windows(2).map(of_departement));
        for (total, row) in self.totals.iter_mut().zip(choices.install.chunks_exact(choices.departements)) {
            *total = row.iter().zip(&self.within).map(|(probability, weight)| probability * weight).sum();
        }
        for (total, row) in self.entry_totals.iter_mut().zip(choices.enter.chunks_exact(choices.departements)) {
            *total = row.iter().zip(&self.entry_weights).map(|(probability, weight)| probability * weight).sum();
        }
    }
}

/// Keeps `drawn` with probability min(1, p′/p), else redraws from (p′ − p)⁺, where p′ ∝ p × weight.
fn couple(probabilities: &[f64], weights: &[f64], total: f64, drawn: usize, [keep, redraw]: [u32; 2]) -> Option<usize> {
    if unit(keep) * total < weights[drawn] {
        return Some(drawn);
    }
    let excess = |index: &usize| probabilities[*index] * (weights[*index] / total - 1.0).max(0.0);
    pick_weighted(weights.len(), excess, redraw)
}

fn pick_weighted(count: usize, weight: impl Fn(&usize) -> f64, word: u32) -> Option<usize> {
    let total: f64 = (0..count).map(|index| weight(&index)).sum();
    let mut left = unit(word) * total;
    let found = (0..count).find(|index| {
        left -= weight(index);
        left < 0.0
    });
    found.or_else(|| (0..count).rev().find(|index| weight(index) > 0.0))
}

/// The last word of each index but the last, by cumulated weights; where there is none, the last of all.
fn bounds<const N: usize>(weights: &[f64]) -> [u32; N] {
    let total: f64 = weights.iter().sum();
    let (mut sum, mut bounds) = (0.0, [u32::MAX; N]);
    for (weight, bound) in weights.iter().zip(&mut bounds).take(weights.len().saturating_sub(1)) {
        sum += weight;
        *bound = threshold(sum / total).saturating_sub(1);
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coupling_keeps_the_exact_law_and_the_most_common_choices() {
        // p = (0.5, 0.3, 0.2), weights (1, 2, 0): p' = (0.5, 0.6, 0)/1.1; the two laws agree with probability
        // Σ min(p, p') = 0.4545… + 0.3 + 0 = 0.7545….
        let (p, weights) = ([0.5, 0.3, 0.2], [1.0, 2.0, 0.0]);
        let bounds: [u32; 3] = bounds(&p);
        let generator = Philox::new(1);
        let draws = 200_000;
        let (mut counts, mut same) = ([0; 3], 0);
        for subject in 0..draws {
            let [first, keep, redraw, _] =
                generator.words(Address { trajectory: 0, subject, process: Process::Choice, detail: 0, block: 0 });
            let drawn = bounds.iter().filter(|bound| first > **bound).count();
            let kept = couple(&p, &weights, 1.1, drawn, [keep, redraw]).unwrap();
            counts[kept] += 1;
            same += i32::from(kept == drawn);
        }
        // Six standard errors of a share: a chance below 1e-8 per comparison if the law is right.
        let bound = |share: f64| 6.0 * libm::sqrt(share * (1.0 - share) * f64::from(draws));
        for (count, share) in counts.into_iter().zip([0.5 / 1.1, 0.6 / 1.1, 0.0]) {
            assert!((f64::from(count) - share * f64::from(draws)).abs() <= bound(share), "{counts:?}");
        }
        let agree = 0.5 / 1.1 + 0.3;
        assert!((f64::from(same) - agree * f64::from(draws)).abs() <= bound(agree), "{same}");
    }

    /// Three départements of two, one and three territories, seen from each other.
    fn small() -> (Closeness, Choices) {
        let closeness = Closeness {
            install: vec![vec![5.0, 1.0, 2.0], vec![1.0, 4.0, 1.0], vec![0.5, 1.0, 3.0]],
            enter: vec![vec![1.0; 3]],
            within: vec![0.3, 0.7, 1.0, 0.5, 0.1, 0.4],
            departement: vec![0, 0, 1, 2, 2, 2],
            first: vec![0, 2, 3, 6],
        };
        let mut choices = Choices::new(&closeness);
        choices.fill(&closeness, &[1.0, 2.0, 0.5]);
        (closeness, choices)
    }

    #[test]
    fn movers_choose_among_the_others_by_their_weights() {
        let (closeness, choices) = small();
        let (generator, draws) = (Philox::new(2), 100_000);
        for present in 0..6 {
            let here = closeness.departement[present];
            let mut counts = [0; 6];
            for subject in 0..draws {
                let at = Address { trajectory: present as u32, subject, process: Process::Choice, detail: 0, block: 0 };
                counts[choices.draw_other(here as u32, present as u32, generator.words(at)) as usize] += 1;
            }
            let left = 1.0 - choices.probability(&closeness, here, present);
            for (territory, count) in counts.into_iter().enumerate() {
                let share = choices.probability(&closeness, here, territory) / left;
                let share = if territory == present { 0.0 } else { share };
                // Six standard errors of a share: a chance below 1e-7 for all 36 if the law is right.
                let bound = 6.0 * libm::sqrt(share * (1.0 - share) * f64::from(draws));
                assert!((f64::from(count) - share * f64::from(draws)).abs() <= bound, "{present} to {territory}: {counts:?}");
            }
        }
    }

    #[test]
    fn movers_choose_by_amended_weights_at_first_and_again() {
        let (closeness, choices) = small();
        let mut amended = Amended::new(&closeness);
        amended.weights.copy_from_slice(&[1.5, 0.0, 1.0, 3.0, 0.5, 0.2]);
        amended.sum(&closeness, &choices);
        let (generator, draws) = (Philox::new(3), 50_000);
        for present in 0..6 {
            let of = (closeness.departement[present], Some(present));
            let mut counts = [[0; 6]; 2];
            for person in 0..draws {
                let chooser = |round| Chooser { generator, trajectory: present as u32, person, year: 0, round };
                let drawn = choices.draw_other(of.0 as u32, present as u32, chooser(0).words(0)) as usize;
                let first = choices.first(&closeness, of, Some(&amended), chooser(0), drawn);
                let again = choices.again(&closeness, of, &amended, chooser(1));
                for (counts, choice) in counts.iter_mut().zip([first, again]) {
                    counts[choice.expect("others have weight")] += 1;
                }
            }
            let weight = |to| if to == present { 0.0 } else { choices.probability(&closeness, of.0, to) * amended.weights[to] };
            let all: f64 = (0..6).map(weight).sum();
            for counts in counts {
                for (territory, count) in counts.into_iter().enumerate() {
                    let share = weight(territory) / all;
                    // Six standard errors of a share: a chance below 1e-6 for all 72 if the law is right.
                    let bound = 6.0 * libm::sqrt(share * (1.0 - share) * f64::from(draws));
                    assert!((f64::from(count) - share * f64::from(draws)).abs() <= bound, "{present} to {territory}: {counts:?}");
                }
            }
        }
    }
}

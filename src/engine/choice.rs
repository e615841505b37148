//! Where to practise: a discrete choice among places, the same luck in every scenario.
//!
//! Weight of a place = pull of its département × closeness to where one is × pull of the territory within it ×
//! policies. The choice is drawn under the weights without policies at the person's address. Where policies amend the
//! weights, the drawn place is kept with probability min(1, p′/p), else one is redrawn from the positive part of p′ − p:
//! the exact law, and the largest share of common choices (maximal coupling).

use super::trajectory::Trajectory;
use crate::{
    baseline::Baseline,
    stream::{Address, Philox, Process, threshold, unit},
    territory::Zone,
};

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

/// The choices of a trajectory: probabilities and their cumulated sums as words.
pub(super) struct Choices {
    departements: usize,
    enter: Vec<f64>,
    enter_tables: Vec<Alias>,
    install: Vec<f64>,
    install_tables: Vec<Alias>,
    /// Sums of the rows of `install`.
    cumulated: Vec<f64>,
    /// By département: cumulated bounds between its territories.
    within: Vec<[u32; Zone::ALL.len()]>,
    scaled: Vec<f64>,
    order: Vec<u8>,
}

/// Walker's alias table (Vose, "A linear algorithm for generating random numbers with a given distribution", 1991), in
/// memory that is filled again for each trajectory; `rand_distr`'s allocates.
#[derive(Clone)]
struct Alias {
    /// In one word, for one look at memory: the part of the cell that stays with its own index, in 24 bits, and the other.
    cells: Vec<u32>,
}

/// Bits of an index in a cell.
const OTHER_BITS: u32 = u8::BITS;
/// Départements that a cell can name.
pub(super) const MAX_DEPARTEMENTS: usize = 1 << OTHER_BITS;

const fn cell(keep: u32, other: usize) -> u32 {
    (keep & !(u8::MAX as u32)) | other as u32
}

impl Alias {
    fn new(length: usize) -> Self {
        Self { cells: vec![0; length] }
    }

    /// Fills the table; `scaled` and `order` are working memory of the same length.
    fn fill(&mut self, probabilities: &[f64], scaled: &mut [f64], order: &mut [u8]) {
        let length = probabilities.len();
        // Poor cells stand at the front of `order`, rich ones at its back.
        let (mut poor, mut rich) = (0, length);
        for (index, probability) in probabilities.iter().enumerate() {
            scaled[index] = probability * length as f64;
            if scaled[index] < 1.0 {
                order[poor] = index as u8;
                poor += 1;
            } else {
                rich -= 1;
                order[rich] = index as u8;
            }
        }
        for (index, whole) in self.cells.iter_mut().enumerate() {
            *whole = cell(u32::MAX, index);
        }
        while poor > 0 && rich < length {
            poor -= 1;
            let (small, large) = (usize::from(order[poor]), usize::from(order[rich]));
            self.cells[small] = cell(threshold(scaled[small]), large);
            scaled[large] -= 1.0 - scaled[small];
            if scaled[large] < 1.0 {
                rich += 1;
                order[poor] = large as u8;
                poor += 1;
            }
        }
    }

    #[inline]
    fn pick(&self, word: u32) -> usize {
        let product = u64::from(word) * self.cells.len() as u64;
        let (index, part) = ((product >> 32) as usize, product as u32 >> OTHER_BITS);
        let cell = self.cells[index];
        if part < cell >> OTHER_BITS { index } else { (cell % (1 << OTHER_BITS)) as usize }
    }
}

/// Blocks of a round: two attempts, what decides when both fail, and what amends the choice where policies amend the
/// weights.
const BLOCKS: u32 = 4;
const ELSEWHERE: u32 = 1;
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

    /// The first attempts of a round.
    #[inline]
    pub(super) fn first_attempts(&self) -> [u32; 4] {
        self.words(0)
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
        let tables = |rows| vec![Alias::new(departements); rows];
        let within = closeness.first.windows(2).map(|range| bounds(&closeness.within[range[0]..range[1]]));
        Self {
            departements,
            enter: vec![0.0; enter],
            enter_tables: tables(closeness.enter.len()),
            install: vec![0.0; install],
            cumulated: vec![0.0; install],
            install_tables: tables(departements),
            within: within.collect(),
            scaled: vec![0.0; departements],
            order: vec![0; departements],
        }
    }

    /// Fills the tables for the pull of the départements in a trajectory.
    pub(super) fn fill(&mut self, closeness: &Closeness, pull: &[f64]) {
        let (scaled, order) = (&mut self.scaled, &mut self.order);
        let mut fill = |factors: &[Vec<f64>], table: &mut [f64], aliases: &mut [Alias]| {
            let rows = table.chunks_exact_mut(pull.len()).zip(aliases);
            for (factors, (row, alias)) in factors.iter().zip(rows) {
                let mut total = 0.0;
                for ((weight, factor), pull) in row.iter_mut().zip(factors).zip(pull) {
                    *weight = factor * pull;
                    total += *weight;
                }
                row.iter_mut().for_each(|weight| *weight /= total);
                alias.fill(row, scaled, order);
            }
        };
        fill(&closeness.enter, &mut self.enter, &mut self.enter_tables);
        fill(&closeness.install, &mut self.install, &mut self.install_tables);
        let rows = self.install.chunks_exact(self.departements).zip(self.cumulated.chunks_exact_mut(self.departements));
        for (row, cumulated) in rows {
            let mut sum = 0.0;
            for (probability, cumulated) in row.iter().zip(cumulated) {
                sum += probability;
                *cumulated = sum;
            }
        }
    }

    /// The département that somebody of subdivision `origin` enters under the weights without policies.
    #[inline]
    pub(super) fn enters(&self, origin: usize, word: u32) -> usize {
        self.enter_tables[origin].pick(word)
    }

    /// The same under amended weights, given the one drawn without policies.
    pub(super) fn enters_amended(&self, origin: usize, drawn: usize, amended: &Amended, chooser: Chooser) -> usize {
        let row = origin * self.departements..(origin + 1) * self.departements;
        let total = amended.entry_totals[origin];
        couple(&self.enter[row], &amended.entry_weights, total, drawn, chooser.amending()).unwrap_or(drawn)
    }

    /// The territory where somebody of département `origin` installs, other than `present`.
    ///
    /// `words` are those of the first attempts. None when every other territory has weight 0.
    pub(super) fn territory(
        &self,
        closeness: &Closeness,
        origin: usize,
        present: Option<usize>,
        amended: Option<&Amended>,
        chooser: Chooser,
        words: [u32; 4],
    ) -> Option<usize> {
        let attempt = self.attempt(closeness, origin, present, words);
        let drawn = match present {
            Some(present) if present == attempt => self.draw_elsewhere(closeness, origin, present, chooser.words(ELSEWHERE))?,
            _ => attempt,
        };
        match amended {
            None => Some(drawn),
            Some(amended) => self.amend(closeness, origin, present, amended, drawn, chooser.amending()),
        }
    }

    /// The first of two attempts, or the second when the first leads where one is. Without a branch: chance alone tells.
    #[inline]
    fn attempt(&self, closeness: &Closeness, origin: usize, present: Option<usize>, words: [u32; 4]) -> usize {
        let [first, second] = [[words[0], words[1]], [words[2], words[3]]];
        let [first, second] = [first, second].map(|[to, within]| self.draw(closeness, origin, to, within));
        if Some(first) == present { second } else { first }
    }

    /// The territory where somebody of département `origin` installs under the weights without policies.
    #[inline]
    pub(super) fn draw(&self, closeness: &Closeness, origin: usize, first: u32, second: u32) -> usize {
        let departement = self.install_tables[origin].pick(first);
        let bounds = &self.within[departement];
        closeness.first[departement] + bounds.iter().map(|bound| usize::from(second > *bound)).sum::<usize>()
    }

    /// The law that the attempts have: that of all territories but the present one.
    fn draw_elsewhere(&self, closeness: &Closeness, origin: usize, present: usize, words: [u32; 4]) -> Option<usize> {
        let here = closeness.departement[present];
        let cut = self.probability(closeness, origin, present);
        let cumulated = &self.cumulated[origin * self.departements..][..self.departements];
        let left = cumulated[self.departements - 1] - cut;
        // What is left after cutting the present territory out may be no more than rounding.
        if left <= f64::EPSILON {
            return None;
        }
        let at = unit(words[0]) * left;
        let at = if at < cumulated[here] - cut { at } else { at + cut };
        let departement = cumulated[..self.departements - 1].partition_point(|sum| *sum <= at);
        let first = closeness.first[departement];
        let weight = |index: &usize| if first + index == present { 0.0 } else { closeness.within[first + index] };
        pick_weighted(closeness.first[departement + 1] - first, weight, words[1]).map(|index| first + index)
    }

    #[inline]
    fn probability(&self, closeness: &Closeness, origin: usize, territory: usize) -> f64 {
        self.install[origin * self.departements + closeness.departement[territory]] * closeness.within[territory]
    }

    fn amend(
        &self,
        closeness: &Closeness,
        origin: usize,
        present: Option<usize>,
        amended: &Amended,
        drawn: usize,
        [keep, redraw]: [u32; 2],
    ) -> Option<usize> {
        let probability = |territory| self.probability(closeness, origin, territory);
        let left_out = present.map_or(0.0, probability);
        let amended_out = present.map_or(0.0, |territory| probability(territory) * amended.weights[territory]);
        let total = (amended.totals[origin] - amended_out) / (1.0 - left_out);
        // What is left after taking the present territory out may be no more than rounding.
        if total <= f64::EPSILON {
            return None;
        }
        if unit(keep) * total < amended.weights[drawn] {
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

/// The last word of each index, by cumulated weights; beyond the last index there is none.
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
}

//! Who crosses the borders of territories, départements and régions by installing.

/// Arrivals in a place and departures from it, from and to others of its level.
pub(super) type Crossing = [u32; 2];

/// Crossings of a year, by level.
pub(super) struct Crossings {
    pub(super) territories: Vec<Crossing>,
    pub(super) departements: Vec<Crossing>,
    pub(super) regions: Vec<Crossing>,
}

impl Crossings {
    pub(super) fn new(territories: usize, departements: usize, regions: usize) -> Self {
        let level = |places| vec![[0; 2]; places];
        Self { territories: level(territories), departements: level(departements), regions: level(regions) }
    }

    pub(super) fn clear(&mut self) {
        [&mut self.territories, &mut self.departements, &mut self.regions].into_iter().for_each(|level| level.fill([0; 2]));
    }
}

/// Records who goes from a place of a level to another, or stays. Without a branch: chance alone tells who crosses.
#[inline]
pub(super) fn cross(level: &mut [Crossing], from: usize, to: usize) {
    let crosses = u32::from(from != to);
    level[to][0] += crosses;
    level[from][1] += crosses;
}

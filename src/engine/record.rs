//! From the tallies of a year to the row of a trajectory.

use super::{
    capacity::Situation,
    crossings::Crossing,
    indicators::{Layout, Level, Slot, Threshold, Value, When},
    inequality::Spread,
    tally::{Flow, Heads, Tally, nearest, ratio},
    trajectory::Trajectory,
};
use crate::cohort::{Count, Status};

/// Where the stocks and the flows of a year stand among the slots.
pub(super) struct Plan {
    stocks: Vec<usize>,
    flows: Vec<usize>,
    has_territories: bool,
    /// Slot of the headcount followed by each slot of the run.
    followed: Vec<usize>,
    /// Thresholds on stocks.
    stocks_watched: Vec<Watched>,
    /// Thresholds on flows.
    flows_watched: Vec<Watched>,
}

/// A slot that a threshold adds.
struct Watched {
    slot: usize,
    /// The slot of the indicator watched.
    of: usize,
    threshold: Threshold,
}

impl Plan {
    pub(super) fn new(layout: &Layout) -> Self {
        let slots = |when| (0..layout.slots.len()).filter(move |slot| layout.slots[*slot].indicator.when == when);
        let of = |when| slots(when).filter(|slot| layout.slots[*slot].threshold.is_none()).collect();
        let is_of = |slot: &Slot, threshold: &Threshold| {
            slot.threshold.is_none() && slot.indicator.name == threshold.indicator.name && slot.count == threshold.count
        };
        let watched = |when| {
            let watched = |slot: usize| {
                let threshold = layout.slots[slot].threshold?;
                let of = layout.slots.iter().position(|slot| is_of(slot, &threshold))?;
                Some(Watched { slot, of, threshold })
            };
            slots(when).filter_map(watched).collect()
        };
        let headcount = |count: Option<Count>| {
            layout.slots.iter().position(|slot| slot.indicator.name == "headcount" && slot.count == count).unwrap_or(0)
        };
        Self {
            stocks: of(When::Stock),
            flows: of(When::Flow),
            has_territories: layout.places.iter().any(|place| place.level == Level::Territory),
            followed: layout.run_slots.iter().map(|slot| headcount(slot.count)).collect(),
            stocks_watched: watched(When::Stock),
            flows_watched: watched(When::Flow),
        }
    }
}

impl Trajectory<'_> {
    pub(super) fn record_stocks(&mut self) {
        if self.engine.record.has_territories {
            self.split_departements();
        }
        self.sum_regions();
        self.write_year(&self.engine.record.stocks, &self.engine.record.stocks_watched);
    }

    pub(super) fn record_flows(&mut self) {
        self.tally_flows();
        self.sum_regions();
        self.tally_crossings();
        self.write_year(&self.engine.record.flows, &self.engine.record.flows_watched);
    }

    fn write_year(&mut self, slots: &[usize], watched: &[Watched]) {
        let mut recorded = std::mem::take(&mut self.w.recorded);
        let of_year = self.engine.layout.places.len() * self.engine.layout.slots.len();
        let values = &mut recorded[self.year * of_year..][..of_year];
        self.write(values, slots);
        self.write_watched(values, watched);
        self.w.recorded = recorded;
    }

    /// Lays the years out in the order of a row, and adds what there is once for the whole run.
    pub(super) fn record_run(&self, row: &mut [i32]) {
        let layout = &self.engine.layout;
        let (places, slots) = (layout.places.len(), layout.slots.len());
        // Slot by slot, for all years of one slot stay near the processor.
        for slot in 0..slots {
            for place in 0..places {
                let values = self.w.recorded.chunks_exact(slots * places).map(|year| year[slot * places + place]);
                let series = &mut row[layout.at(place, slot, 0)..][..layout.years];
                series.iter_mut().zip(values).for_each(|(cell, value)| *cell = value);
            }
        }
        self.record_troughs(row);
    }

    fn record_troughs(&self, row: &mut [i32]) {
        let layout = &self.engine.layout;
        for place in 0..layout.places.len() {
            for (slot, followed) in self.engine.record.followed.iter().enumerate() {
                let first = layout.at(place, *followed, 0);
                let value = layout.run_slots[slot].trough(layout.start, &row[first..first + layout.years]);
                row[layout.at_run(place, slot)] = value;
            }
        }
    }

    /// Writes the values of the year, by slot, then by place.
    fn write(&self, values: &mut [i32], slots: &[usize]) {
        let layout = &self.engine.layout;
        let mut france = [Tally::default()];
        self.w.regions.iter().for_each(|region| france[0] += region);
        // Nobody comes from or leaves for another France.
        [Flow::Arrivals, Flow::Departures].into_iter().for_each(|flow| *france[0].flow(flow) = 0);
        let mut first = 0;
        for level in layout.levels() {
            let tallies = match level {
                Level::France => &france,
                Level::Region => &*self.w.regions,
                Level::Departement => &*self.w.situation.departements,
                Level::Territory => &*self.w.situation.territories,
            };
            for slot in slots {
                let Slot { indicator, count, .. } = &layout.slots[*slot];
                let values = &mut values[slot * layout.places.len() + first..][..tallies.len()];
                match indicator.value {
                    Value::Of(value) => value.each(tallies, count.unwrap_or(Count::P1), values),
                    Value::Spread(value) => self.write_spread(level, value, values),
                    _ => {}
                }
            }
            first += tallies.len();
        }
    }

    /// Inequality between the territories of France or of each région; there is none in smaller places.
    fn write_spread(&self, level: Level, read: fn(&Spread) -> i64, values: &mut [i32]) {
        let inequality = &self.w.inequality;
        for (place, value) in values.iter_mut().enumerate() {
            *value = match level {
                Level::France => read(inequality.france()) as i32,
                Level::Region => read(inequality.region(place)) as i32,
                Level::Departement | Level::Territory => 0,
            };
        }
    }

    /// What thresholds add: under or not by place, then how many départements of France and of each région are.
    fn write_watched(&self, values: &mut [i32], watched: &[Watched]) {
        let layout = &self.engine.layout;
        let places = layout.places.len();
        for (index, place) in layout.places.iter().enumerate() {
            for Watched { slot, of, threshold } in watched {
                let slot_of = &layout.slots[*slot];
                values[slot * places + index] = match slot_of.indicator.value {
                    _ if !slot_of.exists_at(place.level) => 0,
                    Value::Departements => {
                        self.departements_under(threshold, (place.level == Level::Region).then_some(place.index))
                    }
                    _ => i32::from(threshold.is_under(values[of * places + index])),
                };
            }
        }
    }

    /// How many départements are under a threshold, in a région or in all of France.
    fn departements_under(&self, threshold: &Threshold, region: Option<usize>) -> i32 {
        let departements = &self.engine.model.baseline.geography.departements;
        let here = departements.iter().zip(&self.w.situation.departements);
        let here = here.filter(|(departement, _)| region.is_none_or(|region| departement.region == region));
        here.filter(|(_, tally)| threshold.is_under(threshold.indicator.of(tally, threshold.count))).count() as i32
    }

    fn sum_regions(&mut self) {
        let w = &mut *self.w;
        w.regions.fill(Tally::default());
        for (departement, tally) in self.engine.model.baseline.geography.departements.iter().zip(&w.situation.departements) {
            w.regions[departement.region] += tally;
        }
    }

    fn tally_flows(&mut self) {
        let w = &mut *self.w;
        let geography = &self.engine.model.baseline.geography;
        w.situation.departements.iter_mut().chain(&mut w.situation.territories).for_each(|tally| tally.flows.fill(0));
        for (place, flows) in w.flows.iter().enumerate() {
            let departement = &mut w.situation.departements[self.engine.tables.departement_of(place)];
            departement.flows.iter_mut().zip(flows).for_each(|(sum, flow)| *sum += i64::from(*flow));
            if let Some(territory) = w.situation.territories.get_mut(place) {
                territory.flows.iter_mut().zip(flows).for_each(|(sum, flow)| *sum += i64::from(*flow));
            }
        }
        if self.engine.record.has_territories {
            for departement in 0..geography.departements.len() {
                let flows = w.flows[geography.place_of(departement)].map(i64::from);
                let shares = &self.engine.tables.shares[departement];
                for (flow, whole) in flows.into_iter().enumerate() {
                    in_turn(shares.iter().copied(), whole, |place, part| w.situation.territories[place].flows[flow] += part);
                }
            }
        }
    }

    fn tally_crossings(&mut self) {
        let w = &mut *self.w;
        let write = |(tally, [arrivals, departures]): (&mut Tally, &Crossing)| {
            *tally.flow(Flow::Arrivals) = i64::from(*arrivals);
            *tally.flow(Flow::Departures) = i64::from(*departures);
        };
        w.regions.iter_mut().zip(&w.crossings.regions).for_each(write);
        w.situation.departements.iter_mut().zip(&w.crossings.departements).for_each(write);
        w.situation.territories.iter_mut().zip(&w.crossings.territories).for_each(write);
    }

    /// Splits what stands at the département over its territories, by population: locums, salaried, people and access.
    fn split_departements(&mut self) {
        let geography = &self.engine.model.baseline.geography;
        for departement in 0..geography.departements.len() {
            let shares = &self.engine.tables.shares[departement];
            let range = geography.departements[departement].territories.clone();
            for territory in range.clone() {
                let juniors = self.w.situation.juniors[territory];
                self.w.situation.territories[territory].juniors = i64::from(juniors);
            }
            let territories = &mut self.w.situation.territories;
            let tally = self.w.situation.departements[departement];
            let over_70 = territories[range.clone()].iter().fold(Heads::default(), |mut sum, tally| {
                sum += tally.over_70;
                sum
            });
            let over_70 = tally.over_70.minus(over_70);
            let fields: [fn(&mut Heads) -> &mut i64; 4] =
                [|heads| &mut heads.all, |heads| &mut heads.women, |heads| &mut heads.over_60, |heads| &mut heads.fte];
            for field in fields {
                let mut whole = over_70;
                in_turn(shares.iter().copied(), *field(&mut whole), |place, part| {
                    *field(&mut territories[place].over_70) += part
                });
            }
            for status in [Status::Locum, Status::Salaried] {
                let own = range.clone().fold(Heads::default(), |mut sum, place| {
                    sum += territories[place].by_status[status as usize];
                    sum
                });
                let heads = tally.by_status[status as usize].minus(own);
                for field in fields {
                    let mut whole = heads;
                    in_turn(shares.iter().copied(), *field(&mut whole), |place, part| {
                        *field(&mut territories[place].by_status[status as usize]) += part;
                    });
                }
            }
            let fields: [fn(&mut Tally) -> &mut i64; 3] =
                [|tally| &mut tally.adults, |tally| &mut tally.without_mt, |tally| &mut tally.without_mt_ald];
            for field in fields {
                let mut whole = tally;
                in_turn(shares.iter().copied(), *field(&mut whole), |place, part| *field(&mut territories[place]) = part);
            }
            self.split_by_weight(departement);
        }
    }

    /// What stands at a département and follows something else than its population.
    fn split_by_weight(&mut self, departement: usize) {
        let shares = &self.engine.tables.shares[departement];
        let Situation { departements, territories, juniors_work, .. } = &mut self.w.situation;
        let euros = self.w.costs.euros();
        let whole = departements[departement];
        let all = |weight: &dyn Fn(usize) -> f64| shares.iter().map(|(place, _)| weight(*place)).sum::<f64>();
        let part = |weight: f64, all: f64, share: f64| if all > 0.0 { weight / all } else { share };
        let sum = all(&|place| juniors_work[place]);
        let weighed = shares.iter().map(|(place, share)| (*place, part(juniors_work[*place], sum, *share)));
        in_turn(weighed, whole.juniors_fte, |place, part| territories[place].juniors_fte = part);
        let sum = all(&|place| euros[place]);
        let weighed = shares.iter().map(|(place, share)| (*place, part(euros[*place], sum, *share)));
        in_turn(weighed, whole.cost, |place, part| territories[place].cost = part);
        for (place, _) in shares {
            let with_list = territories[*place].with_list.all;
            territories[*place].saturated = ratio(whole.saturated, whole.with_list.all, with_list);
        }
    }
}

/// Whole parts whose sums in turn are the rounded sums.
pub(super) fn in_turn(shares: impl ExactSizeIterator<Item = (usize, f64)>, whole: i64, mut put: impl FnMut(usize, i64)) {
    let (mut sum, mut given, parts) = (0.0, 0, shares.len());
    for (index, (place, share)) in shares.enumerate() {
        sum += share * whole as f64;
        let reached = if index + 1 == parts { whole } else { nearest(sum) };
        put(place, reached - given);
        given = reached;
    }
}

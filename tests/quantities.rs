//! What each quantity that a policy may amend does to the accounts, with policies made for the purpose.

mod runs;

use releve::{
    baseline::START,
    cohort::Count,
    engine::indicators::{Layout, Level},
    levers::Lever,
    phase::{Calendar, CapacityFactors, DemandFactors, Intake, Now, PlacementRule},
    territory::Zone,
};
use runs::{baseline, engine, rows};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

const TRAJECTORIES: u32 = 4;
/// First year in force: the stocks of the year after are the first to show it.
const FROM: u16 = 2027;

/// A policy for a test.
struct Policy {
    training: fn(&mut Intake),
    placement: fn(&Now, &mut PlacementRule),
    capacity: fn(&mut CapacityFactors),
    demand: fn(&mut DemandFactors),
    seen: Seen,
}

/// GPs in posts and in clinicat by year, summed over the trajectories.
type Seen = Arc<Mutex<BTreeMap<u16, [u32; 2]>>>;

impl Default for Policy {
    fn default() -> Self {
        Self { training: |_| {}, placement: |_, _| {}, capacity: |_| {}, demand: |_| {}, seen: Seen::default() }
    }
}

impl Lever for Policy {
    fn training(&self, _: &Calendar, intake: &mut Intake) {
        (self.training)(intake);
    }

    fn placement(&self, now: &Now, rule: &mut PlacementRule) {
        if now.year >= FROM {
            (self.placement)(now, rule);
        }
        let mut seen = self.seen.lock().expect("no panic elsewhere");
        let [posts, clinicat] = seen.entry(now.year).or_default();
        *posts += now.in_posts.iter().sum::<u32>();
        *clinicat += now.clinicat.iter().sum::<u32>();
    }

    fn capacity(&self, now: &Now, factors: &mut CapacityFactors) {
        if now.year >= FROM {
            (self.capacity)(factors);
        }
    }

    fn demand(&self, now: &Now, demand: &mut DemandFactors) {
        if now.year >= FROM {
            (self.demand)(demand);
        }
    }
}

struct Run {
    layout: Layout,
    rows: Vec<Vec<i32>>,
}

impl Run {
    fn of(policy: Option<Policy>) -> Self {
        Self::at(&[Level::France], policy)
    }

    fn at(levels: &[Level], policy: Option<Policy>) -> Self {
        let policies = policy.into_iter().map(|policy| Box::new(policy) as Box<dyn Lever>);
        let engine = engine("horizon = 2034\n", levels, policies.collect());
        Self { layout: engine.layout().clone(), rows: rows(&engine, TRAJECTORIES) }
    }

    /// An indicator of France in a year, by trajectory.
    fn france(&self, name: &str, count: Option<Count>, year: u16) -> Vec<i32> {
        let slot = self.layout.slots.iter().position(|slot| slot.indicator.name == name && slot.count == count);
        let at = self.layout.at(0, slot.expect("an indicator"), usize::from(year - START));
        self.rows.iter().map(|row| row[at]).collect()
    }

    /// All that a trajectory says of a place.
    fn place(&self, trajectory: usize, place: usize) -> Vec<i32> {
        let at = |slot, year| self.rows[trajectory][self.layout.at(place, slot, year)];
        (0..self.layout.years).flat_map(|year| (0..self.layout.slots.len()).map(move |slot| at(slot, year))).collect()
    }

    /// Heads of a place by count on 1 January of a year.
    fn heads(&self, trajectory: usize, place: usize, year: u16) -> Vec<i32> {
        let headcounts = (0..self.layout.slots.len()).filter(|slot| self.layout.slots[*slot].indicator.name == "headcount");
        let at = |slot| self.rows[trajectory][self.layout.at(place, slot, usize::from(year - START))];
        headcounts.map(at).collect()
    }

    fn sum(&self, name: &str, count: Option<Count>, year: u16) -> i32 {
        self.france(name, count, year).iter().sum()
    }
}

fn zips() -> Vec<usize> {
    let territories = &baseline().geography.territories;
    (0..territories.len()).filter(|territory| territories[*territory].zone == Zone::Zip).collect()
}

#[test]
fn posts_are_filled_by_those_who_would_install_in_the_departement() {
    let policy = Policy {
        placement: |now, rule| {
            let territories = &now.baseline.geography.territories;
            let zips = (0..territories.len()).filter(|territory| territories[*territory].zone == Zone::Zip);
            zips.for_each(|territory| rule.add_posts(territory, 2.0));
        },
        ..Policy::default()
    };
    let seen = policy.seen.clone();
    let (reference, run) = (Run::of(None), Run::of(Some(policy)));
    let next = FROM + 1;
    assert_eq!(run.france("headcount", Some(Count::P1), next), reference.france("headcount", Some(Count::P1), next));
    assert_eq!(run.france("headcount", Some(Count::P3), next), reference.france("headcount", Some(Count::P3), next));
    let filled = seen.lock().expect("no panic elsewhere")[&next][0] as i32;
    let installed = |run: &Run| run.sum("headcount", Some(Count::P4), next);
    assert_eq!(installed(&reference) - installed(&run), filled);
    let posts = 2 * zips().len() as u32 * TRAJECTORIES;
    // A small département may have nobody to install in a year, so not all are full at once, and never more than all.
    let by_year: Vec<u32> = seen.lock().expect("no panic elsewhere").values().map(|[posts, _]| *posts).collect();
    assert!(filled > 0 && by_year.iter().all(|filled| *filled <= posts), "{by_year:?} of {posts}");
}

#[test]
fn who_is_refused_may_practise_without_an_agreement() {
    let policy = Policy {
        placement: |now, rule| {
            (0..now.liberal.len()).for_each(|territory| rule.at_most(territory, 0.0));
            rule.allow_unconventioned(1.0);
        },
        ..Policy::default()
    };
    let (reference, run) = (Run::of(None), Run::of(Some(policy)));
    let next = FROM + 1;
    for count in [Count::P1, Count::P2, Count::P3, Count::P4] {
        assert_eq!(run.france("headcount", Some(count), next), reference.france("headcount", Some(count), next));
    }
    assert!(run.sum("headcount", Some(Count::P5), next) < reference.sum("headcount", Some(Count::P5), next));
    // Everybody who installs was refused first, and so were those who moved.
    assert!(run.sum("refused", None, FROM) > run.sum("installations", None, FROM));
    assert_eq!(run.france("installations", None, FROM), reference.france("installations", None, FROM));
}

#[test]
fn a_clinicat_holds_the_graduates_of_its_years() {
    let policy = Policy { training: |intake| intake.require_clinicat(FROM, 2.0), ..Policy::default() };
    let seen = policy.seen.clone();
    let (reference, run) = (Run::of(None), Run::of(Some(policy)));
    for year in FROM..FROM + 4 {
        let graduates: i32 = (FROM.max(year.saturating_sub(2))..year).map(|year| run.sum("graduates", None, year)).sum();
        assert_eq!(seen.lock().expect("no panic elsewhere")[&year][1] as i32, graduates, "{year}");
    }
    let next = FROM + 1;
    assert_eq!(run.france("headcount", Some(Count::P1), next), reference.france("headcount", Some(Count::P1), next));
    let installed = |run: &Run| run.sum("installations", None, FROM);
    assert!(installed(&run) < installed(&reference), "those who would install at once wait for two years");
}

#[test]
fn foreign_degrees_are_added_to_the_unit_and_taken_away() {
    let entrants = |a_year: f64| {
        let add: fn(&mut Intake) =
            if a_year > 0.0 { |intake| intake.add_foreign(FROM, 100.5) } else { |intake| intake.add_foreign(FROM, -1e9) };
        let run = Run::of(Some(Policy { training: add, ..Policy::default() }));
        [FROM, FROM + 1].map(|year| run.france("entrants", None, year))
    };
    let reference = Run::of(None);
    let before = [FROM, FROM + 1].map(|year| reference.france("entrants", None, year));
    let graduates = [FROM, FROM + 1].map(|year| reference.france("graduates", None, year));
    let added = |offset: usize| before[offset].iter().map(|entrants| entrants + [101, 100][offset]).collect::<Vec<_>>();
    assert_eq!(entrants(100.5), [added(0), added(1)]);
    assert_eq!(entrants(-1.0), graduates);
}

#[test]
fn hours_change_work_and_not_heads_and_relief_changes_need_alone() {
    let reference = Run::of(None);
    let hours = Run::of(Some(Policy { capacity: |factors| factors.multiply_hours(0.5), ..Policy::default() }));
    let relief = |demand: &mut DemandFactors| {
        for territory in 0..demand.need().len() {
            demand.relieve(territory, 0.5);
        }
    };
    let relief = Run::of(Some(Policy { demand: relief, ..Policy::default() }));
    let of = |run: &Run, name: &str, count| run.sum(name, count, FROM);
    for run in [&hours, &relief] {
        assert_eq!(of(run, "headcount", Some(Count::P1)), of(&reference, "headcount", Some(Count::P1)));
    }
    let half = |run: &Run, name: &str, count| f64::from(of(run, name, count)) / f64::from(of(&reference, name, count));
    // The profile of each sex and age is rounded to a thousandth of a full GP before it is multiplied by heads.
    assert!((half(&hours, "fte", Some(Count::P1)) - 0.5).abs() < 0.001);
    assert_eq!(of(&relief, "fte", Some(Count::P1)), of(&reference, "fte", Some(Count::P1)));
    // Acts per inhabitant are written with two decimals: half a hundredth in about six, on each side.
    assert!((half(&relief, "acts_per_inhabitant", None) - 2.0).abs() < 0.01);
}

#[test]
fn those_who_are_discouraged_do_not_register() {
    let run = Run::of(Some(Policy { training: |intake| intake.discourage(FROM, 1.0), ..Policy::default() }));
    assert_eq!(run.sum("graduates", None, FROM), 0);
    assert_eq!(run.sum("graduates", None, FROM - 1), Run::of(None).sum("graduates", None, FROM - 1));
}

/// Pas-de-Calais: a département with neighbours on all sides of a région.
const PLACE: &str = "62";

fn territories_of_the_place() -> std::ops::Range<usize> {
    let geography = &baseline().geography;
    geography.departements[geography.find(PLACE).expect("a code")].territories.clone()
}

#[test]
fn work_added_in_one_departement_leaves_every_other_untouched() {
    let support =
        |factors: &mut CapacityFactors| territories_of_the_place().for_each(|territory| factors.add_support(territory, 5.0));
    let [reference, run] =
        [None, Some(Policy { capacity: support, ..Policy::default() })].map(|policy| Run::at(&Level::ALL, policy));
    let geography = &baseline().geography;
    let region = &geography.regions[geography.departements[geography.find(PLACE).expect("a code")].region].code;
    for (place, at) in run.layout.places.iter().enumerate() {
        // A région and France hold their départements: these are the only links of work that does not move.
        let linked = match at.level {
            Level::France => true,
            Level::Region => at.code == *region,
            Level::Departement | Level::Territory => at.code == PLACE,
        };
        let same = (0..run.rows.len()).all(|trajectory| run.place(trajectory, place) == reference.place(trajectory, place));
        assert_eq!(same, !linked, "{at:?}");
    }
}

#[test]
fn a_pull_on_one_departement_touches_only_those_who_lose_somebody_to_it() {
    let pull = |_: &Now, rule: &mut PlacementRule| territories_of_the_place().for_each(|territory| rule.multiply(territory, 1.5));
    let [reference, run] =
        [None, Some(Policy { placement: pull, ..Policy::default() })].map(|policy| Run::at(&[Level::Departement], policy));
    let slot = |name: &str| {
        run.layout.slots.iter().position(|slot| slot.indicator.name == name && slot.count.is_none()).expect("an indicator")
    };
    let year = usize::from(FROM - START);
    let mut all = 0;
    for trajectory in 0..run.rows.len() {
        let (mut touched, mut gained) = (0, 0);
        let change = |place, name| {
            let at = run.layout.at(place, slot(name), year);
            run.rows[trajectory][at] - reference.rows[trajectory][at]
        };
        for (place, at) in run.layout.places.iter().enumerate() {
            let [installed, arrived, left] = ["installations", "arrivals", "departures"].map(|name| change(place, name));
            if at.code == PLACE {
                gained += installed + arrived - left;
                assert!(installed >= 0 && arrived >= 0, "whoever chose the place still does");
                continue;
            }
            // The links of the first year: somebody who installs or moves there instead of here. Work has two more:
            // docteurs juniors are spread by lists over their subdivision, assistants over the libéral GPs of France.
            assert!(installed <= 0, "nobody is sent to {}", at.code);
            if [installed, arrived, left] == [0; 3] {
                let heads = |run: &Run| run.heads(trajectory, place, FROM + 1);
                assert_eq!(heads(&run), heads(&reference), "{}", at.code);
            } else {
                touched += 1;
            }
        }
        // Each of them would have gone to one département.
        assert!(touched <= gained, "{touched} départements for {gained} GPs");
        all += gained;
    }
    assert!(all > 0, "a pull that draws nobody shows nothing");
}

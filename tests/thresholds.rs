//! What a threshold adds is what one would count by hand in the other series of the same trajectory.

mod runs;

use releve::{
    cohort::Count,
    engine::{
        Engine,
        indicators::{Layout, Level, Threshold},
    },
};
use runs::{baseline, engine, rows};

const SETTINGS: &str = "horizon = 2029\n";
const TRAJECTORIES: u32 = 4;

fn thresholds(texts: &[&str]) -> Vec<Threshold> {
    texts.iter().map(|text| Threshold::read(text).expect("a threshold")).collect()
}

fn watching(texts: &[&str]) -> Engine {
    engine(SETTINGS, &Level::ALL, vec![]).with_thresholds(&thresholds(texts))
}

fn slot(layout: &Layout, name: &str, count: Option<Count>) -> usize {
    layout.slots.iter().position(|slot| slot.name() == name && slot.count == count).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn a_place_is_under_when_its_value_is_and_departements_are_counted() {
    let engine = watching(&["density=60", "installations=12"]);
    let (layout, geography) = (engine.layout(), &baseline().geography);
    let cases = [
        ("density", Some(Count::P5), "density_under_60", 60_000, layout.years),
        ("installations", None, "installations_under_12", 12, layout.years - 1),
    ];
    for row in rows(&engine, TRAJECTORIES) {
        for (of, count, under, limit, years) in cases {
            let [of, under, number] = [of, under, &format!("departements_{under}")].map(|name| slot(layout, name, count));
            for year in 0..years {
                let value = |place, slot| row[layout.at(place, slot, year)];
                let places = || layout.places.iter().enumerate();
                for (place, _) in places() {
                    assert_eq!(value(place, under), i32::from(value(place, of) < limit));
                }
                let counted = |region: Option<usize>| -> i32 {
                    let of_level = places().filter(|(_, place)| place.level == Level::Departement);
                    let here =
                        of_level.filter(|(_, p)| region.is_none_or(|region| geography.departements[p.index].region == region));
                    here.map(|(place, _)| value(place, under)).sum()
                };
                for (place, at) in places().filter(|(_, place)| place.level <= Level::Region) {
                    let region = (at.level == Level::Region).then_some(at.index);
                    assert_eq!(value(place, number), counted(region), "{at:?} {year}");
                }
                let all = counted(None);
                assert!(0 < all && all < 101, "a threshold that all or none are under shows nothing: {all}");
            }
        }
    }
}

#[test]
fn thresholds_leave_every_other_series_alone_and_their_own_order_does_not_matter() {
    let (plain, watching, turned) = (
        engine(SETTINGS, &Level::ALL, vec![]),
        watching(&["density=60", "fte=90,P1"]),
        watching(&["fte=90,P1", "density=60", "density=60.0,P5"]),
    );
    assert_eq!(rows(&watching, 2), rows(&turned, 2));
    let layout = plain.layout();
    for (row, watched) in rows(&plain, 2).iter().zip(rows(&watching, 2)) {
        for place in 0..layout.places.len() {
            for slot in 0..layout.slots.len() {
                let series = |layout: &Layout, row: &[i32]| row[layout.at(place, slot, 0)..][..layout.years].to_vec();
                assert_eq!(series(layout, row), series(watching.layout(), &watched));
            }
        }
    }
}

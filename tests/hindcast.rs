//! The hindcast: what is fitted never reads the future, rivals are those of the tables, and the files say what was run.

use releve::{
    calibration::{Known, Observed},
    hindcast::{self, FROM, HORIZONS, HeldOut, LOCAL_HORIZONS, Look, Sample},
    text::Lang,
};
use std::sync::atomic::AtomicBool;

const LOOK: Look = Look { trajectories: 24, seed: 5, threads: 0 };

fn observed() -> Observed {
    Observed::read(None).unwrap_or_else(|problems| panic!("{problems}"))
}

fn sample(known: &Known, look: Look) -> Sample {
    hindcast::project(known, look, &|_| (), &AtomicBool::new(false)).expect("a hindcast")
}

/// Every row dated after the start, turned into something else.
fn with_another_future(mut observed: Observed) -> Observed {
    observed.territory_population.iter_mut().for_each(|[all, with_apl]| (*all, *with_apl) = (*all + 1_000, 0));
    observed.geography.territories.iter_mut().for_each(|territory| territory.apl += 7.0);
    observed.cnam.iter_mut().for_each(|row| *row = [1.0, 1.0, 1.0]);
    observed.national.range_mut(FROM + 1..).for_each(|(_, row)| *row = row.map(|value| 3.0 * value));
    observed.totals.values_mut().flatten().flatten().for_each(|heads| *heads *= 5.0);
    observed.physicians.range_mut(FROM + 1..).for_each(|(_, row)| *row = row.map(|value| value / 2.0));
    observed.targets.iter_mut().filter(|target| target.year > FROM).for_each(|target| target.value *= 1.5);
    observed.posts.values_mut().flatten().for_each(|posts| *posts += 40);
    observed.posts_national.range_mut(FROM..).for_each(|(_, row)| *row = [9.0, 0.1]);
    observed.admissions.iter_mut().filter(|(autumn, ..)| *autumn >= FROM).for_each(|(_, places, _)| *places = 1);
    observed.population.range_mut(FROM + 1..).for_each(|(_, rows)| rows.iter_mut().flatten().for_each(|heads| *heads += 1e6));
    observed.population_ages.range_mut(FROM + 1..).for_each(|(_, rows)| rows.iter_mut().for_each(|row| *row = None));
    observed.modes.insert(2_020, observed.modes[&2_013].clone());
    observed
}

#[test]
fn another_future_gives_the_same_hindcast_and_another_past_does_not() {
    let known = Known::on(FROM, &observed());
    let truth = sample(&known, LOOK);
    let other = sample(&Known::on(FROM, &with_another_future(observed())), LOOK);
    assert!(truth == other, "the fit read a row dated after 1 January {FROM}");
    let mut past = observed();
    past.modes.get_mut(&2_013).expect("there")[0][0] += 60.0;
    assert!(truth != sample(&Known::on(FROM, &past), LOOK), "the fit does not read the tables at all");
}

#[test]
fn the_view_holds_no_row_dated_later() {
    let known = Known::on(FROM, &observed());
    let tables = known.tables();
    assert!(tables.modes.keys().chain(tables.national.keys()).chain(tables.totals.keys()).all(|year| *year <= FROM));
    assert!(
        tables.physicians.keys().chain(tables.population.keys()).chain(tables.population_ages.keys()).all(|year| *year <= FROM)
    );
    assert!(tables.posts.is_empty() && tables.totals.is_empty() && tables.cnam.is_empty());
    assert_eq!(tables.posts_national.keys().next_back(), Some(&2017));
    assert_eq!(tables.admissions.last().map(|(autumn, ..)| *autumn), Some(2017));
    assert!(tables.targets.iter().all(|target| target.year <= FROM));
}

#[test]
fn threads_change_no_byte() {
    let known = Known::on(FROM, &observed());
    assert!(sample(&known, Look { threads: 1, ..LOOK }) == sample(&known, Look { threads: 3, ..LOOK }));
}

#[test]
fn rivals_are_those_of_the_specification() {
    let observed = observed();
    let held_out = HeldOut::of(&observed).expect("held-out years");
    let rivals = hindcast::rivals(&Known::on(FROM, &observed), &held_out);
    let mape = |name: &str, given: bool, year: u16| {
        let rival = rivals.iter().find(|rival| rival.name == name && rival.given == given && rival.year == year);
        rival.expect("there").mape
    };
    // `model.md` § 5, to its one decimal.
    for (name, given, wanted) in [("trend", false, [4.1, 6.1]), ("half-trend", true, [3.5, 5.4])] {
        for (year, wanted) in LOCAL_HORIZONS.into_iter().zip(wanted) {
            assert!((mape(name, given, year) - wanted).abs() <= 0.05, "{name} {year}: {}", mape(name, given, year));
        }
    }
    assert_eq!(rivals.len(), 2 * 6);
}

#[test]
fn files_say_what_was_found() {
    let observed = observed();
    let known = Known::on(FROM, &observed);
    let held_out = HeldOut::of(&observed).expect("held-out years");
    let found = hindcast::judge(&known, &held_out, &sample(&known, LOOK), LOOK);
    assert!(found.scores.iter().filter(|score| score.local).all(|score| score.places == 98));
    let files = hindcast::files(&found, Lang::Fr);
    assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), hindcast::FILES);
    for (name, text) in &files {
        assert!(!text.contains("NaN") && !text.contains("inf,"), "{name}");
        if name.ends_with(".csv") {
            let columns = text.lines().next().expect("a header").split(',').count();
            assert!(text.lines().all(|line| line.split(',').count() == columns), "{name}");
        }
    }
    let page = &files[3].1;
    for year in HORIZONS {
        assert!(page.contains(&year.to_string()));
    }
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"), "offline, without a script");
    let aims = hindcast::verdict(&found);
    let missed = page.matches("class=\"no\"").count();
    assert_eq!(missed, aims.iter().filter(|aim| !aim.reached).count(), "what is missed is said");
}

/// Names of the rows of the tables of a mark of the method page, and of a fragment.
fn names(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next().map(str::to_owned)).collect()
}

#[test]
fn the_method_page_holds_the_tables_that_the_command_gives() {
    let page = include_str!("../docs/method.md");
    let block = page.split_once("<!-- releve hindcast ").expect("a mark").1.split_once("<!-- end -->").expect("its end").0;
    let observed = observed();
    let known = Known::on(FROM, &observed);
    let held_out = HeldOut::of(&observed).expect("held-out years");
    let found = hindcast::judge(&known, &held_out, &sample(&known, LOOK), LOOK);
    // Its numbers take minutes and are compared by `.ci/method --check`.
    assert_eq!(names(block), names(&hindcast::files(&found, Lang::Fr)[4].1));
}

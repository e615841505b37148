//! Published projections beside ours: scenarios, steps and explanations.

use releve::{
    baseline::Baseline,
    hindcast::Look,
    scenario::{self, library::VALIDATION},
    text::Lang,
    validation::{self, Projections},
};
use std::{
    fs,
    path::Path,
    sync::{OnceLock, atomic::AtomicBool},
};

const LOOK: Look = Look { trajectories: 16, seed: 2, threads: 0 };

/// Made once for all tests: eight simulations to 2050.
fn projections() -> &'static Projections {
    static FOUND: OnceLock<Projections> = OnceLock::new();
    FOUND.get_or_init(|| validation::project(LOOK, &|_| (), &AtomicBool::new(false)).expect("projections"))
}

#[test]
fn every_scenario_of_the_folder_is_in_the_program_and_reads_without_a_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/validation");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("there")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names, VALIDATION.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let baseline = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}"));
    for (name, text) in VALIDATION {
        let (scenario, warnings) = scenario::read(name, text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(warnings.is_empty(), "{name}");
        assert_eq!(format!("{}.toml", scenario.name), *name);
    }
}

#[test]
fn figures_steps_and_explanations_stand_together() {
    let found = projections();
    let rows = validation::rows(found);
    assert_eq!(rows.len(), validation::TARGETS.len());
    assert!(rows.iter().all(|row| row.ours.median.is_finite() && row.ours.median != 0.0), "{rows:?}");
    let steps = validation::steps(found);
    assert_eq!(steps.len(), 7);
    // 2,433 fewer students a year for a quarter of a century, about two in five of whom would be GPs: far beyond the luck of 16 paired
    // trajectories.
    assert!(steps[2].end < steps[1].end - 5_000.0, "{steps:?}");
    assert!(steps[3].end < steps[2].end, "fewer foreign degrees");
    assert!(steps[5].end > steps[4].end, "a larger share of posts");
    assert_eq!((steps[6].trough.0, steps[6].end), (2028, 129_152.0), "the last step is what was published");
    let [later, recoding, reference] = validation::explanations(found);
    let end = |explained: &validation::Explained| explained.heads.last().expect("years").1.median;
    // What the recoding takes goes on where later retirement explains all: `model.md` § 2 says ±10,000 in 2050.
    assert!(end(&later) < end(&reference) && end(&reference) < end(&recoding));
}

#[test]
fn files_are_whole_in_both_languages() {
    let found = projections();
    for lang in [Lang::Fr, Lang::En] {
        let files = validation::files(found, lang);
        assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), validation::FILES);
        for (name, text) in files {
            assert!(!text.contains("NaN"), "{name}");
            assert!(!text.contains("<script"), "{name}");
        }
    }
}

/// Names of the rows of the tables of a mark of the method page, and of a fragment.
fn names(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next().map(str::to_owned)).collect()
}

#[test]
fn the_method_page_holds_the_tables_that_the_command_gives() {
    let page = include_str!("../docs/method.md");
    let block = page.split_once("<!-- releve validate ").expect("a mark").1.split_once("<!-- end -->").expect("its end").0;
    // Its numbers take minutes and are compared by `.ci/method --check`.
    assert_eq!(names(block), names(&validation::files(projections(), Lang::Fr)[5].1));
}

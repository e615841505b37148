//! What every registered lever promises, without its being named anywhere but in the list of doses below.

mod runs;

use releve::{
    engine::indicators::Level,
    levers::{Entry, Field, Kind, LEVERS},
};
use runs::{baseline, engine, rows};

/// The horizon lets a change of admissions reach practice: second year in 2026, internship in 2031, registration in 2035.
const HORIZON: &str = "horizon = 2037\n";
const TRAJECTORIES: u32 = 3;

/// A dose of each lever that is not neutral. A new lever fails the tests until it has its own line here.
const DOSES: [(&str, &[&str]); 27] = [
    ("advanced-practice-nurses", &["announced = { 2030 = 12000 }"]),
    ("ald-plan", &["served = 0.25"]),
    ("assistants-medicaux", &["contracts = { 2030 = 20000 }", "reserved = 0.5", "effect = 0.2"]),
    // Practice begins four to seven years after the class.
    ("cesp", &["contracts = { 2026 = 3000 }\nadditionality = 0.5"]),
    ("clinicat-assistanat", &["years = 2.0"]),
    ("conventionnement-selectif", &["population-share = 0.13"]),
    ("coordinated-practice", &["announced = { 2030 = 0.5 }"]),
    ("cumul", &["take-up = 1.3", "activity = 0.8", "stay = 1.0"]),
    ("direct-access", &["share = 0.01"]),
    (
        "docteurs-juniors",
        &["enabled = false", "first-class = 2026", "work = 1.5", "supervision = 0.5", "zip-share = 0.3", "stay = 2.0"],
    ),
    ("fee-rise", &["euros = 3.5\nretirement = 0.5\nhours = 0.2"]),
    ("fee-supplements", &["supplement = 0.3"]),
    ("foreign-degrees", &["announced = { 2027 = 1400 }"]),
    ("health-centres", &["announced = { 2030 = 3000 }\nzip-share = 0.5\nactivity-pay = 1.1"]),
    ("hours-trend", &["a-year = -0.005"]),
    ("installation-aid", &["announced = { 2027 = 1000 }"]),
    ("maisons-de-sante", &["announced = { 2028 = 4000 }"]),
    ("one-for-one", &["population-share = 0.13"]),
    ("part-time-commitment", &["population-share = 0.13"]),
    ("ptmg", &["announced = { 2027 = 200 }"]),
    ("retirement-shift", &["shift = 1.0"]),
    ("samu-correspondents", &["announced = { 2030 = 500 }"]),
    ("secondary-practices", &["announced = { 2027 = 500 }"]),
    ("solidarity-missions", &["scheme = \"compulsory\"\nproductivity = 0.9"]),
    // Twelve years would be beyond the horizon.
    ("student-placements", &["points = 0.2\ndelay = 5.0"]),
    ("telehealth", &["announced = { 2030 = 0.10 }"]),
    ("training", &["admissions = { 2021 = 9361 }", "gp-share = 0.05", "split = { LIMOGES = 2.0 }"]),
];

fn simulated(settings: &str) -> Vec<Vec<i32>> {
    rows(&engine(&format!("{HORIZON}{settings}"), &Level::ALL, vec![]), TRAJECTORIES)
}

/// The neutral value of a field, written out.
fn neutral(field: &Field) -> String {
    let value = match &field.kind {
        Kind::Number { law, .. } => {
            let numbers: Vec<_> = law.numbers().iter().map(|(key, number)| format!("{key} = {number:?}")).collect();
            format!("{{ kind = \"{}\", {} }}", law.kind(), numbers.join(", "))
        }
        Kind::Switch { default } => default.to_string(),
        Kind::Year { default, .. } => default.to_string(),
        Kind::Path { default, .. } => {
            let years: Vec<_> = default.iter().map(|(year, value)| format!("{year} = {value:?}")).collect();
            format!("{{ {} }}", years.join(", "))
        }
        Kind::Subdivisions { .. } => "{}".to_owned(),
        Kind::Departements => "[]".to_owned(),
        Kind::Choice { default, .. } => format!("{default:?}"),
    };
    format!("{} = {value}\n", field.name)
}

fn at_neutral(lever: &Entry) -> String {
    format!("[lever.{}]\n{}", lever.name, lever.fields.iter().map(neutral).collect::<String>())
}

#[test]
fn a_lever_at_its_neutral_dose_changes_nothing() {
    let reference = simulated("");
    let mut all = String::new();
    for lever in LEVERS {
        let settings = at_neutral(lever);
        assert!(simulated(&settings) == reference, "{}", lever.name);
        all += &settings;
    }
    assert!(simulated(&all) == reference, "all of them together");
}

#[test]
fn each_setting_moved_off_its_neutral_value_changes_something() {
    assert_eq!(DOSES.map(|(name, _)| name).to_vec(), LEVERS.iter().map(|lever| lever.name).collect::<Vec<_>>());
    let reference = simulated("");
    for (name, doses) in DOSES {
        for dose in doses {
            assert!(simulated(&format!("[lever.{name}]\n{dose}\n")) != reference, "{name}: {dose}");
        }
    }
}

#[test]
fn the_order_of_the_tables_changes_nothing() {
    let tables: Vec<String> = DOSES.iter().map(|(name, doses)| format!("[lever.{name}]\n{}\n", doses.join("\n"))).collect();
    let backwards: String = tables.iter().rev().cloned().collect();
    assert!(simulated(&tables.concat()) == simulated(&backwards));
}

#[test]
fn every_lever_says_what_it_is_where_it_comes_from_and_whose_figures_it_uses() {
    let is_said = |text: &releve::text::Text| !text.fr.trim().is_empty() && !text.en.trim().is_empty();
    let is_kebab = |name: &str| {
        name.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
    };
    assert!(LEVERS.windows(2).all(|pair| pair[0].name < pair[1].name), "each name once, in order");
    let sources = &baseline().sources;
    for lever in LEVERS {
        let name = lever.name;
        assert!(is_kebab(name) && is_said(&lever.title) && !lever.fields.is_empty(), "{name}");
        // A text of origin has a date.
        assert!(is_said(&lever.origin) && lever.origin.fr.contains("20") && lever.origin.en.contains("20"), "{name}: origin");
        for field in lever.fields {
            assert!(is_kebab(field.name) && is_said(&field.about), "{name}.{}", field.name);
            if let Kind::Number { source, .. } | Kind::Path { source, .. } = &field.kind {
                assert!(sources.contains_key(*source), "{name}.{}: {source}", field.name);
            }
        }
    }
}

//! The committed tables are what `calibrate` gives, byte for byte.

use releve::{baseline, calibration};

#[test]
fn the_committed_tables_are_what_calibration_gives() {
    let calibration = calibration::run(None).expect("the embedded observed tables are sound");
    for (name, text) in &calibration.files {
        let (_, committed) = baseline::files().iter().find(|(known, _)| known == name).expect("every table is embedded");
        assert!(text == committed, "{name} differs from what `releve calibrate` gives");
    }
}

#[test]
fn observed_tables_without_their_first_year_are_refused() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in baseline::observed_files() {
        let text = if name.ends_with("gp_modes.csv") { text.replace("\n2018,", "\n2017,") } else { (*text).to_owned() };
        std::fs::write(dir.path().join(name.rsplit('/').next().expect("a name")), text).expect("written");
    }
    let problems = calibration::run(Some(dir.path())).expect_err("2018 is where the projection starts");
    assert!(problems.to_string().contains("gp_modes.csv") && problems.to_string().contains("2018"));
}

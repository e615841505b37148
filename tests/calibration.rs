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

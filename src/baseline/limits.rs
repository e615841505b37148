//! How large a baseline may be: as many places and people as the records of the engine can number.
//!
//! They stand here so that a table beyond them is refused by its row, as every other fault of a table is.

use super::table::{Row, Table};
use crate::{territory::Geography, text::Message};

/// Départements, at most: a table of choices names one in 8 bits.
pub const DEPARTEMENTS: usize = 1 << 8;
/// Territories and départements together, at most: the record of a person names their place in 9 bits.
pub const PLACES: usize = 1 << 9;
/// GPs of one status in one place, at most: a quarter of what its 16 bits can count, as they may grow.
pub const HEADS: u32 = 1 << 14;
/// GPs of the starting stock, at most: so many have an identity.
pub const GPS: u32 = 1 << 20;

/// Of what a baseline has too much; `heads` are those of each place by status.
#[must_use]
pub fn exceeded(geography: &Geography, heads: &[[u32; 4]]) -> Option<&'static str> {
    let heads = || heads.iter().flatten();
    let gps = || heads().map(|heads| u64::from(*heads)).sum::<u64>();
    [
        ("départements", geography.departements.len() > DEPARTEMENTS),
        ("places", geography.places() > PLACES),
        ("GPs of one status in one place", heads().any(|heads| *heads > HEADS)),
        ("GPs", gps() > u64::from(GPS)),
    ]
    .into_iter()
    .find_map(|(what, is_exceeded)| is_exceeded.then_some(what))
}

/// Refuses the first row of a département too many; `rows` are those of all départements.
pub fn departements(table: &mut Table<'_>, rows: &[Row]) {
    let Some(&first) = rows.get(DEPARTEMENTS) else { return };
    let found = rows.len();
    let title = Message::new(
        format!("{found} départements, au plus {DEPARTEMENTS}"),
        format!("{found} départements, at most {DEPARTEMENTS}"),
    );
    table.fault(first, title, Message::new("réunissez des départements", "merge some départements"));
}

/// Refuses the first row of a territory too many; `rows` are those of all territories.
pub fn places(table: &mut Table<'_>, rows: &[Row], departements: usize) {
    let Some(&first) = rows.get(PLACES.saturating_sub(departements)) else { return };
    let (territories, found) = (rows.len(), rows.len() + departements);
    let title = Message::new(
        format!("{territories} territoires et {departements} départements font {found} lieux, au plus {PLACES}"),
        format!("{territories} territories and {departements} départements make {found} places, at most {PLACES}"),
    );
    let help = Message::new(
        "réunissez des départements, ou des classes de zone dans un département",
        "merge some départements, or zone classes within a département",
    );
    table.fault(first, title, help);
}

/// The whole number of GPs of one status and place in a field.
pub(super) fn heads(table: &mut Table<'_>, row: Row, column: usize) -> Option<u32> {
    let heads = table.whole(row, column, 0..=HEADS);
    if table.text(row, column).parse::<u64>().is_ok_and(|heads| heads > u64::from(HEADS)) {
        table.advise(Message::new(
            "vérifiez cet effectif, ou divisez ce lieu en plusieurs",
            "check this number, or divide this place into several",
        ));
    }
    heads
}

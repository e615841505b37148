//! French grammar of the names of places: « dans le Nord », « en Aveyron », « à Mayotte », « des Landes ».

use super::places::Asked;
use crate::{engine::indicators::Level, territory::Geography};

/// « dans le Nord », « en Aveyron », « à Paris », « en France ».
#[must_use]
pub fn within(place: Asked, geography: &Geography) -> String {
    let (within, _) = prepositions(place, geography);
    [within, &place.name(geography)].concat()
}

/// « du Nord », « de l’Aveyron », « de Paris », « de France ».
#[must_use]
pub fn of(place: Asked, geography: &Geography) -> String {
    let (_, of) = prepositions(place, geography);
    [of, &place.name(geography)].concat()
}

fn prepositions(place: Asked, geography: &Geography) -> (&'static str, &'static str) {
    match place.level() {
        Level::France => ("en ", "de "),
        Level::Region => of_region(place.code(geography)),
        _ => of_departement(place.code(geography)),
    }
}

/// By usage, which no rule gives: names joined by « et » take « en » and no article, a few others may take either.
fn of_departement(code: &str) -> (&'static str, &'static str) {
    match code {
        "75" | "976" | "974" => ("à ", "de "),
        "07" | "09" | "12" | "38" => ("en ", "de l’"),
        "2A" | "2B" => ("en ", "de la "),
        "16" | "17" | "19" | "21" | "24" | "31" | "33" | "43" | "44" | "48" | "52" | "53" | "57" | "70" | "73" | "74" | "76"
        | "85" | "87" | "93" | "971" | "972" | "973" => ("en ", "de la "),
        "28" | "35" | "37" => ("en ", "d’"),
        "41" | "47" | "49" | "54" | "71" | "77" | "82" => ("en ", "de "),
        "01" | "02" | "03" | "10" | "11" | "27" | "34" | "36" | "60" | "61" | "89" | "91" => ("dans l’", "de l’"),
        "23" | "26" | "42" | "50" | "51" | "55" | "58" | "72" | "80" | "86" => ("dans la ", "de la "),
        "04" | "05" | "06" | "08" | "13" | "22" | "40" | "64" | "65" | "66" | "78" | "79" | "88" | "92" => ("dans les ", "des "),
        "14" | "15" | "18" | "25" | "29" | "30" | "32" | "39" | "45" | "46" | "56" | "59" | "62" | "63" | "67" | "68" | "69"
        | "81" | "83" | "84" | "90" | "94" | "95" => ("dans le ", "du "),
        // A département of other tables.
        _ => ("dans le département ", "du département "),
    }
}

fn of_region(code: &str) -> (&'static str, &'static str) {
    match code {
        "04" | "06" => ("à ", "de "),
        "01" | "02" | "03" => ("en ", "de la "),
        "11" | "76" | "84" => ("en ", "d’"),
        "24" => ("en ", "du "),
        "27" | "28" | "53" | "75" | "93" | "94" => ("en ", "de "),
        "32" | "52" => ("dans les ", "des "),
        "44" => ("dans le ", "du "),
        _ => ("dans la région ", "de la région "),
    }
}

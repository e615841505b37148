//! What was aimed at before the hindcast was run, and whether it is reached.

use super::{HORIZONS, Hindcast, LOCAL_HORIZONS, Score};
use crate::{
    export::{NumberFormat, number},
    text::{Lang, Message},
};

/// Coverage aimed at of the 80 % intervals of départements: 80 % and twice the sampling error of 98 places.
pub const COVERAGE: [f64; 2] = [0.72, 0.88];
/// Greatest MAPE aimed at by local horizon: with the national total given, then ex ante.
pub const MAPE: [[f64; 2]; 2] = [[3.4, 5.2], [4.0, 5.4]];

/// An aim and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// Name in files.
    pub name: String,
    /// What was aimed at.
    pub aim: Message,
    /// What was found.
    pub found: Message,
    /// Whether it is reached.
    pub reached: bool,
}

/// Every aim.
#[must_use]
pub fn verdict(hindcast: &Hindcast) -> Vec<Aim> {
    let mut aims = Vec::new();
    for (horizon, year) in LOCAL_HORIZONS.into_iter().enumerate() {
        for (mode, given) in [true, false].into_iter().enumerate() {
            let Some(score) = hindcast.scores.iter().find(|score| score.local && score.given == given && score.year == year)
            else {
                continue;
            };
            if given {
                aims.push(coverage(score));
            }
            aims.push(mape(score, MAPE[mode][horizon]));
            aims.extend(rivals(hindcast, score));
        }
    }
    aims.extend(hindcast.national.iter().filter(|(year, ..)| HORIZONS.contains(year)).map(national));
    aims
}

fn coverage(score: &Score) -> Aim {
    let (found, year) = (score.coverage[1].value, score.year);
    let [low, high] = COVERAGE.map(|share| share * 100.0);
    let aim = Message::new(
        format!("{year} : 72 à 88 % des départements dans leur intervalle à 80 %, total national donné"),
        format!("{year}: {low:.0} to {high:.0} % of départements within their 80 % interval, national total given"),
    );
    Aim {
        name: format!("coverage-80-given-{year}"),
        aim,
        found: both(|lang| format!("{} %", decimal(100.0 * found, 1, lang))),
        reached: (COVERAGE[0]..=COVERAGE[1]).contains(&found),
    }
}

fn mape(score: &Score, most: f64) -> Aim {
    let (year, found) = (score.year, score.mape.value);
    let aim = Message::new(
        format!("{year} : erreur absolue moyenne d'au plus {} %, {}", decimal(most, 1, Lang::Fr), mode(score.given).fr),
        format!("{year}: MAPE of at most {} %, {}", decimal(most, 1, Lang::En), mode(score.given).en),
    );
    let name = format!("mape-{}-{year}", if score.given { "given" } else { "ex-ante" });
    Aim { name, aim, found: both(|lang| format!("{} %", decimal(found, 2, lang))), reached: found <= most }
}

fn rivals(hindcast: &Hindcast, score: &Score) -> Option<Aim> {
    let here = hindcast.rivals.iter().filter(|rival| rival.given == score.given && rival.year == score.year);
    let best = here.min_by(|a, b| a.mape.total_cmp(&b.mape))?;
    let year = score.year;
    let aim = Message::new(
        format!("{year} : mieux que tous les rivaux, {}", mode(score.given).fr),
        format!("{year}: better than every rival, {}", mode(score.given).en),
    );
    let found = both(|lang| {
        let [own, other] = [score.mape.value, best.mape].map(|value| decimal(value, 2, lang));
        let title = best.title.get(lang);
        Message::new(format!("{own} % contre {other} % ({title})"), format!("{own} % against {other} % ({title})"))
            .get(lang)
            .to_owned()
    });
    let name = format!("best-{}-{year}", if score.given { "given" } else { "ex-ante" });
    Some(Aim { name, aim, found, reached: score.mape.value < best.mape })
}

fn national((year, observed, bounds): &(u16, f64, [f64; 7])) -> Aim {
    let (low, high) = (bounds[1], bounds[5]);
    let aim = Message::new(
        format!("{year} : total national dans l'intervalle à 80 %"),
        format!("{year}: national total within the 80 % interval"),
    );
    let found = both(|lang| {
        let [observed, low, high] = [*observed, low, high].map(|value| decimal(value, 0, lang));
        Message::new(format!("{observed}, de {low} à {high}"), format!("{observed}, {low} to {high}")).get(lang).to_owned()
    });
    Aim { name: format!("national-80-{year}"), aim, found, reached: low <= *observed && *observed <= high }
}

/// How the national total entered, in words.
pub(super) fn mode(given: bool) -> Message {
    if given {
        Message::new("total national donné", "national total given")
    } else {
        Message::new("sans aucun chiffre postérieur à 2018", "without any figure after 2018")
    }
}

pub(super) fn decimal(value: f64, decimals: usize, lang: Lang) -> String {
    number(value, NumberFormat { decimals, signed: false }, lang)
}

fn both(text: impl Fn(Lang) -> String) -> Message {
    Message::new(text(Lang::Fr), text(Lang::En))
}

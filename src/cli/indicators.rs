//! `releve indicators`: what the files report.

use super::{Failure, Screen, output, screen::wrapped, words};
use crate::{
    cohort::Count,
    engine::indicators::{INDICATORS, Indicator, UNDER, When},
    text::{Lang, Text},
};

const WATCHED: Text =
    Text { fr: "Avec --threshold (density=40 : density_under_40)", en: "With --threshold (density=40: density_under_40)" };
const COUNTS: Text = Text { fr: "Champs (colonne count)", en: "Counts (column count)" };

/// Lists all indicators, what thresholds add, then the counts.
pub(super) fn indicators(screen: &Screen) -> Result<(), Failure> {
    let mut out: String = INDICATORS.iter().map(|indicator| describe(indicator, screen.lang)).collect();
    out += &format!("\n{}", words::heading(WATCHED, screen.lang));
    UNDER[0].iter().for_each(|indicator| out += &describe_watched(indicator, screen.lang));
    out += &format!("\n{}", words::heading(COUNTS, screen.lang));
    Count::ALL.iter().for_each(|count| out += &describe_count(*count, screen.lang));
    Ok(output::print(&out)?)
}

/// An indicator with its unit, its definition and when it has a value.
pub(super) fn describe(indicator: &Indicator, lang: Lang) -> String {
    const STOCK: Text = Text { fr: "au 1er janvier", en: "on 1 January" };
    const FLOW: Text = Text { fr: "dans l'année", en: "during the year" };
    const RUN: Text = Text { fr: "une fois, à l'année de l'horizon", en: "once, in the year of the horizon" };
    let when = match indicator.when {
        When::Stock => STOCK,
        When::Flow => FLOW,
        When::Run => RUN,
    };
    let counts: Vec<_> = indicator.counts.iter().map(|count| count.key()).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(" ; {}", counts.join(", ")) };
    let counts = if lang == Lang::Fr { counts } else { counts.replace(" ;", ";") };
    let about = format!("{} ({}{counts})", indicator.about.get(lang), when.get(lang));
    format!("{} [{}]\n{}", indicator.name, indicator.unit.get(lang), wrapped(&about, 4))
}

/// What a threshold adds.
fn describe_watched(indicator: &Indicator, lang: Lang) -> String {
    format!("{} [{}]\n{}", indicator.name, indicator.unit.get(lang), wrapped(indicator.about.get(lang), 4))
}

/// A count of GPs.
pub(super) fn describe_count(count: Count, lang: Lang) -> String {
    format!("{}  {}\n", count.key(), count.about().get(lang))
}

//! `releve calibrate`: observed tables to starting tables, and how well they fit.

use super::{Failure, Screen, args, output, shown::plain, table::aligned, words};
use crate::{
    baseline::{self, Explanation},
    calibration::{self, Calibration, FitLine},
    text::{Lang, Text},
};

const FIT: Text = Text { fr: "Ajustement", en: "Fit" };

/// Calibrates, prints the fit, and writes the tables where asked.
pub(super) fn calibrate(args: &args::Calibrate, screen: &Screen) -> Result<(), Failure> {
    let calibration = calibration::run(args.observed.as_deref())?;
    let mut out = words::heading(FIT, screen.lang);
    out += &fit(&calibration.fit, screen.lang);
    if let Some(directory) = &args.out {
        let files = tables(calibration);
        output::write_all(directory, &files, args.force)?;
        out += &format!("\n{}\n", words::files_written(files.len(), directory).get(screen.lang));
    }
    Ok(output::print(&out)?)
}

/// The calibrated tables with those that calibration leaves as they are: a whole baseline.
fn tables(calibration: Calibration) -> Vec<(String, String)> {
    let calibrated: Vec<(String, String)> = calibration.files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let others = baseline::files().iter().filter(|(name, _)| calibrated.iter().all(|(known, _)| known != name));
    let others: Vec<_> = others.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    calibrated.into_iter().chain(others).collect()
}

fn fit(lines: &[FitLine], lang: Lang) -> String {
    const WHAT: Text = Text { fr: "grandeur", en: "quantity" };
    const YEAR: Text = Text { fr: "année", en: "year" };
    const OBSERVED: Text = Text { fr: "observé", en: "observed" };
    const FITTED: Text = Text { fr: "ajusté", en: "fitted" };
    const TOLERANCE: Text = Text { fr: "±", en: "±" };
    const EXPLANATION: Text = Text { fr: "explication", en: "explanation" };
    let header = [WHAT, YEAR, OBSERVED, FITTED, TOLERANCE, EXPLANATION].map(|text| text.get(lang));
    let row = |line: &FitLine| {
        let digits = |value: f64| if value.abs() < 10.0 { (value * 1e4).round() / 1e4 } else { value.round() };
        let [observed, fitted, tolerance] = [line.observed, line.fitted, line.tolerance].map(|value| plain(digits(value), lang));
        let year = line.year.map_or_else(String::new, |year| year.to_string());
        let explanation = line.explanation.map_or("", |explanation| explained(explanation).get(lang)).to_owned();
        vec![quantity(&line.what, lang), year, observed, fitted, tolerance, explanation]
    };
    aligned(&header, lines.iter().map(row).collect(), 1)
}

fn explained(explanation: Explanation) -> Text {
    match explanation {
        Explanation::LaterRetirement => Text { fr: "retraites", en: "retirement" },
        Explanation::EndOfRecoding => Text { fr: "recodage", en: "recoding" },
    }
}

/// What was counted, in words; the name in the tables where there are none.
fn quantity(name: &str, lang: Lang) -> String {
    const QUANTITIES: &[(&str, Text)] = &[
        ("gps", Text { fr: "généralistes (P1)", en: "GPs (P1)" }),
        ("aged-70-plus", Text { fr: "70 ans et plus", en: "aged 70 and over" }),
        ("women-share", Text { fr: "part des femmes", en: "share of women" }),
        ("women-share-under-40", Text { fr: "part des femmes avant 40 ans", en: "share of women under 40" }),
        ("mean-age-women", Text { fr: "âge moyen des femmes", en: "mean age of women" }),
        ("mean-age-men", Text { fr: "âge moyen des hommes", en: "mean age of men" }),
        ("retired-active", Text { fr: "en cumul emploi-retraite", en: "in practice after retirement" }),
        ("liberal-with-list-or-mep", Text { fr: "installés et en cumul (Cnam)", en: "installed and retired-active (Cnam)" }),
        ("salaried", Text { fr: "salariés", en: "salaried" }),
        ("installations", Text { fr: "premières installations", en: "first installations" }),
        ("cessations", Text { fr: "cessations libérales", en: "libéral cessations" }),
        ("recoded", Text { fr: "recodés (urgences, allergologie)", en: "recoded (emergency, allergology)" }),
    ];
    QUANTITIES.iter().find(|(known, _)| *known == name).map_or(name, |(_, text)| text.get(lang)).to_owned()
}

//! The main results as tables of at most 80 columns.

use super::{
    headlines::{Change, Figure, Headlines, Trough, Year},
    screen::{WIDTH, wrapped},
    shown::whole,
    words,
};
use crate::{
    export::{NumberFormat, number},
    text::{Lang, Message, Text},
};

const FRANCE: Text =
    Text { fr: "France au 1er janvier : moyenne, intervalle à 80 %", en: "France on 1 January: mean, 80% interval" };
const TROUGH: Text = Text { fr: "Année du creux", en: "Year of the trough" };
const WORST: Text = Text { fr: "Les cinq évolutions de P1 les moins favorables", en: "The five least favourable changes of P1" };
const BEST: Text = Text { fr: "Les cinq évolutions de P1 les plus favorables", en: "The five most favourable changes of P1" };
const LEGEND: Text = Text {
    fr: "P1 : tous les médecins généralistes en activité. P5 : libéraux avec patientèle, hors MEP (Cnam). ETP : équivalents temps plein de P1. DJ : docteurs juniors en poste. Sans MT : personnes de 17 ans et plus sans médecin traitant.",
    en: "P1: all general practitioners in activity. P5: libéral with a list, without MEP (Cnam). FTE: full-time equivalents of P1. DJ: docteurs juniors in post. Without MT: people aged 17 and over without a médecin traitant.",
};
const YEAR: Text = Text { fr: "année", en: "year" };
const FTE: Text = Text { fr: "ETP", en: "FTE" };
const DJ: Text = Text { fr: "DJ", en: "DJ" };
const WITHOUT: Text = Text { fr: "sans MT (millions)", en: "without MT (millions)" };
const INTERVAL: Text = Text { fr: "80 %", en: "80%" };
const NO_LEVEL: Text = Text {
    fr: "Les tableaux demandent les niveaux france et departement.",
    en: "The tables need the levels france and departement.",
};

/// All tables.
pub(super) fn render(headlines: &Headlines, lang: Lang) -> String {
    if headlines.france.is_empty() && headlines.worst.is_empty() {
        return format!("{}\n", NO_LEVEL.get(lang));
    }
    let mut out = String::new();
    if !headlines.france.is_empty() {
        out += &words::heading(FRANCE, lang);
        out += &supply(&headlines.france, lang);
        out.push('\n');
        out += &gaps(&headlines.france, lang);
        out += &format!("\n{}\n", wrapped(LEGEND.get(lang), 0));
        out += &words::heading(TROUGH, lang);
        headlines.troughs.iter().for_each(|trough| out += &wrapped(trough_line(trough).get(lang), 0));
    }
    for (title, changes) in [(WORST, &headlines.worst), (BEST, &headlines.best)] {
        if !changes.is_empty() {
            out += &format!("\n{}{}", words::heading(title, lang), departements(changes, headlines.period, lang));
        }
    }
    out
}

fn supply(years: &[Year], lang: Lang) -> String {
    let header = [YEAR.get(lang), "P1", INTERVAL.get(lang), "P5", INTERVAL.get(lang), FTE.get(lang), INTERVAL.get(lang)];
    let show = |value| whole(value, lang);
    let row = |year: &Year| row(year.year, [year.gps, year.with_list, year.fte].map(|figure| cells(figure, show)));
    aligned(&header, years.iter().map(row).collect(), 1)
}

fn gaps(years: &[Year], lang: Lang) -> String {
    let header = [YEAR.get(lang), DJ.get(lang), INTERVAL.get(lang), WITHOUT.get(lang), INTERVAL.get(lang)];
    // A hundredth of a million is finer than what is known, and than the bins of the quantiles.
    let millions = |value: f64| number(value / 1e6, NumberFormat { decimals: 2, signed: false }, lang);
    let row = |year: &Year| {
        let juniors = cells(year.juniors, |value| whole(value, lang));
        row(year.year, [juniors, cells(year.without_mt, millions)])
    };
    aligned(&header, years.iter().map(row).collect(), 1)
}

fn row<const N: usize>(year: u16, figures: [[String; 2]; N]) -> Vec<String> {
    std::iter::once(year.to_string()).chain(figures.into_iter().flatten()).collect()
}

/// Mean and interval.
fn cells(figure: Figure, show: impl Fn(f64) -> String) -> [String; 2] {
    [show(figure.mean), interval(figure, show)]
}

/// The bounds, or nothing where they are one.
fn interval(figure: Figure, show: impl Fn(f64) -> String) -> String {
    let (low, high) = (show(figure.q10), show(figure.q90));
    if low == high { String::new() } else { format!("{low}–{high}") }
}

fn trough_line(trough: &Trough) -> Message {
    let years = {
        let (low, high) = (format!("{:.0}", trough.q10_year), format!("{:.0}", trough.q90_year));
        if low == high { low } else { format!("{low}–{high}") }
    };
    let (count, median) = (trough.count, trough.median_year);
    let say = |lang| (whole(trough.headcount.mean, lang), interval(trough.headcount, |value| whole(value, lang)));
    let ((mean, range), (mean_en, range_en)) = (say(Lang::Fr), say(Lang::En));
    Message::new(
        format!("{count} : {median:.0} (médiane ; 80 % : {years}), {mean} médecins (80 % : {range})"),
        format!("{count}: {median:.0} (median; 80%: {years}), {mean_en} GPs (80%: {range_en})"),
    )
}

fn departements(changes: &[Change], period: [u16; 2], lang: Lang) -> String {
    const NAME: Text = Text { fr: "département", en: "département" };
    const CHANGE: Text = Text { fr: "évolution", en: "change" };
    let [start, horizon] = period.map(|year| year.to_string());
    let header = ["", NAME.get(lang), &start, &horizon, CHANGE.get(lang), INTERVAL.get(lang)];
    let percent = |value: f64| number(100.0 * value, NumberFormat { decimals: 0, signed: true }, lang);
    let sign = if lang == Lang::Fr { " %" } else { "%" };
    let row = |change: &Change| {
        let Change { code, name, start, horizon, change } = change;
        let [start, horizon] = [*start, horizon.mean].map(|value| whole(value, lang));
        // Signs on both sides: a dash between them would read as a minus.
        let range = format!("{} … {}{sign}", percent(change.q10), percent(change.q90));
        vec![code.clone(), name.clone(), start, horizon, format!("{}{sign}", percent(change.mean)), range]
    };
    aligned(&header, changes.iter().map(row).collect(), 2)
}

/// Columns of equal width, the first `left` set left and the others right, as far apart as the screen allows.
pub(super) fn aligned(header: &[&str], rows: Vec<Vec<String>>, left: usize) -> String {
    let header = header.iter().map(|cell| (*cell).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..rows[0].len()).map(width).collect();
    let room = WIDTH.saturating_sub(widths.iter().sum());
    let gap = " ".repeat((room / (widths.len() - 1).max(1)).clamp(1, 2));
    let cell = |(column, text): (usize, &String)| {
        let width = widths[column];
        if column < left { format!("{text:<width$}") } else { format!("{text:>width$}") }
    };
    let line = |row: &Vec<String>| row.iter().enumerate().map(cell).collect::<Vec<_>>().join(&gap).trim_end().to_owned() + "\n";
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(mean: f64, half: f64) -> Figure {
        Figure { mean, q10: mean - half, q90: mean + half }
    }

    fn year(year: u16, gps: f64, half: f64) -> Year {
        let with_list = figure(gps * 0.6, half);
        Year {
            year,
            gps: figure(gps, half),
            with_list,
            fte: figure(gps * 1.1, half),
            juniors: figure(3_600.0, 120.0),
            without_mt: figure(16_512_345.0, 1e6),
        }
    }

    #[test]
    fn tables_fit_eighty_columns_even_with_great_numbers() {
        let name = "Alpes-de-Haute-Provence".to_owned();
        let change =
            Change { code: "976".into(), name, start: 10_000.0, horizon: figure(12_000.0, 900.0), change: figure(-0.2, 1.5) };
        let trough =
            Trough { count: "P1", median_year: 2028.0, q10_year: 2027.0, q90_year: 2031.0, headcount: figure(98_000.0, 900.0) };
        let france = vec![year(2026, 100_974.0, 0.0), year(2050, 139_000.0, 15_000.0)];
        let headlines = Headlines { france, troughs: vec![trough], worst: vec![change], best: vec![], period: [2026, 2050] };
        for lang in [Lang::Fr, Lang::En] {
            let text = render(&headlines, lang);
            let widest = text.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(WIDTH), "{widest:?} columns\n{text}");
        }
        let text = render(&headlines, Lang::Fr);
        assert!(text.contains("100\u{202f}974") && text.contains("124\u{202f}000–154\u{202f}000"), "{text}");
        assert!(text.contains("P1 : 2028 (médiane ; 80 % : 2027–2031), 98\u{202f}000 médecins"), "{text}");
    }
}

//! The main results of a comparison as tables of at most 80 columns.

use super::{
    effects::{Amount, Figure, Money, Piece, Place, Results, Split, Variant, Year},
    screen::wrapped,
    shown::whole,
    table::aligned,
    words,
};
use crate::{
    export::{NumberFormat, number},
    scenario::components::Component,
    statistics::{attribution::Part, comparison::Verdict},
    text::{Lang, Message, Text},
};

const FRANCE: Text = Text {
    fr: "Écart en France au 1er janvier\u{a0}: moyenne, intervalle de prévision à 80\u{a0}%",
    en: "Difference in France on 1 January: mean, 80% prediction interval",
};
const OVERVIEW: Text = Text {
    fr: "Vue d'ensemble, France, au 1er janvier de la dernière année",
    en: "Overview, France, on 1 January of the last year",
};
const LUCK: Text = Text { fr: "L'écart dépasse-t-il le hasard\u{a0}?", en: "Is the difference larger than the luck?" };
const GAIN: [Text; 2] = [
    Text {
        fr: "Les départements qui gagnent le plus de P1, en part de la référence",
        en: "The départements that gain most P1, in share of the reference",
    },
    Text {
        fr: "Les départements qui gagnent le plus d'actes par habitant, en part",
        en: "The départements that gain most acts per inhabitant, in share",
    },
];
const LOSE: [Text; 2] = [
    Text {
        fr: "Les départements qui perdent le plus de P1, en part de la référence",
        en: "The départements that lose most P1, in share of the reference",
    },
    Text {
        fr: "Les départements qui perdent le plus d'actes par habitant, en part",
        en: "The départements that lose most acts per inhabitant, in share",
    },
];
const MONEY: Text = Text {
    fr: "Coût public des mesures dont une source donne le prix",
    en: "Public cost of the measures whose price a source gives",
};
const MONEY_NOTE: Text = Text {
    fr: "Cumul de toutes les années jusqu'à l'horizon. Gain : part des trajectoires où il y a un gain à quoi rapporter le coût ; ailleurs, le coût par unité compte comme infini (∞).",
    en: "Sum of all years to the horizon. Gain: share of the trajectories in which there is a gain to divide the cost by; elsewhere the cost of a unit counts as infinite (∞).",
};
const SPLIT: Text = Text { fr: "Ce que fait chaque levier", en: "What each lever does" };
const WARNINGS: Text = Text { fr: "À savoir avant de citer ces chiffres", en: "To know before quoting these figures" };
const NOTE: Text = Text {
    fr: "Écart\u{a0}: variante moins référence, trajectoire par trajectoire. Dans les deux, le même médecin a la même chance\u{a0}: c'est une convention, dont dépendent les intervalles. P1\u{a0}: tous les médecins généralistes en activité. ETP\u{a0}: équivalents temps plein de P1. Actes/hab.\u{a0}: actes offerts par habitant et par an. Sans MT\u{a0}: personnes de 17 ans et plus sans médecin traitant.",
    en: "Difference: variant less reference, trajectory by trajectory. In both, the same doctor has the same luck: that is a convention, on which the intervals depend. P1: all general practitioners in activity. FTE: full-time equivalents of P1. Acts/inhab.: acts offered per inhabitant and year. No MT: people aged 17 and over without a médecin traitant.",
};
const SPLIT_NOTE: Text = Text {
    fr: "Seul\u{a0}: la référence avec ce levier. En dernier\u{a0}: ce que la variante perd sans lui. Interaction\u{a0}: ce que la somme des leviers seuls n'explique pas.",
    en: "Alone: the reference with this lever. Last: what the variant loses without it. Interaction: what the sum of the levers alone leaves unexplained.",
};
const YEAR: Text = Text { fr: "année", en: "year" };
const ACTS: Text = Text { fr: "actes/hab.", en: "acts/inhab." };
const FTE: Text = Text { fr: "ETP", en: "FTE" };
const WITHOUT: Text = Text { fr: "sans MT", en: "no MT" };
const UNITS: Text = Text {
    fr: "P1 en médecins, actes par habitant et par an, sans MT en milliers de personnes.",
    en: "P1 in GPs, acts per inhabitant and year, no MT in thousands of people.",
};
const EIGHTY: Text = Text { fr: "80\u{a0}%", en: "80%" };
const NINETY_FIVE: Text = Text { fr: "95\u{a0}%", en: "95%" };

/// All tables.
pub(super) fn render(results: &Results, lang: Lang) -> String {
    let mut out = wrapped(title(results).get(lang), 0);
    if results.variants.len() > 1 {
        out += &format!("\n{}{}", words::heading(OVERVIEW, lang), overview(results, lang));
        out += &wrapped(UNITS.get(lang), 0);
    }
    results.variants.iter().for_each(|variant| out += &of_variant(variant, lang));
    out += &format!("\n{}", wrapped(NOTE.get(lang), 0));
    if !results.warnings.is_empty() {
        out += &format!("\n{}", words::heading(WARNINGS, lang));
        for warning in &results.warnings {
            out += &wrapped(&format!("- {}", warning.message().get(lang)), 0);
            out += &wrapped(warning.remedy().get(lang), 4);
        }
    }
    out
}

fn title(results: &Results) -> Message {
    let Results { reference: super::effects::Named { name, title }, trajectories, seed, start, horizon, .. } = results;
    let [fr, en] = [Lang::Fr, Lang::En].map(|lang| whole((*trajectories).into(), lang));
    Message::new(
        format!("Référence\u{a0}: {} ({name})\n{fr} trajectoires, graine {seed}, de {start} à {horizon}", title.fr),
        format!("Reference: {} ({name})\n{en} trajectories, seed {seed}, {start} to {horizon}", title.en),
    )
}

fn of_variant(variant: &Variant, lang: Lang) -> String {
    let Variant { scenario, france, departements, gain, lose, attribution, .. } = variant;
    let by_acts = usize::from(variant.ranked_by != "headcount_P1");
    let name = format!("{} ({})", scenario.title.get(lang), scenario.name);
    let mut out = format!("\n{}{}\n", wrapped(&name, 0), "═".repeat(name.chars().count().min(80)));
    out += &format!("{}{}{}", words::heading(FRANCE, lang), years(france, lang), wrapped(UNITS.get(lang), 0));
    if let Some(last) = france.last() {
        out += &format!("\n{}{}", words::heading(LUCK, lang), luck(last, lang));
    }
    for (title, places) in [(GAIN[by_acts], gain), (LOSE[by_acts], lose)].into_iter().filter(|(_, places)| !places.is_empty()) {
        out += &format!("\n{}{}", words::heading(title, lang), ranking(places, 2 * by_acts, lang));
    }
    if departements.gain + departements.lose + departements.neither > 0 {
        out += &format!("\n{}", wrapped(tally(variant).get(lang), 0));
    }
    if let Some(cost) = &variant.cost {
        out += &format!("\n{}{}", words::heading(MONEY, lang), money(cost, lang));
    }
    if !attribution.is_empty() {
        out += &format!("\n{}", words::heading(SPLIT, lang));
        attribution.iter().for_each(|split| out += &pieces(split, lang));
        out += &wrapped(SPLIT_NOTE.get(lang), 0);
    }
    out
}

fn money(money: &Money, lang: Lang) -> String {
    const TOTAL: Text = Text { fr: "en tout (millions d'euros)", en: "in all (million euros)" };
    const PER_FTE: Text = Text { fr: "par ETP gagné, par an (euros)", en: "per FTE gained, a year (euros)" };
    const PER_PERSON: Text =
        Text { fr: "par personne avec MT en plus, par an (euros)", en: "per person with MT more, a year (euros)" };
    const MEDIAN: Text = Text { fr: "médiane", en: "median" };
    const GAINED: Text = Text { fr: "gain", en: "gain" };
    let row = |title: Text, amount: &Amount, unit: f64| {
        let show = |value: Option<f64>| value.map_or_else(|| "∞".to_owned(), |value| whole(value / unit, lang));
        let (low, high) = (show(amount.q10), show(amount.q90));
        let interval = if low == high { String::new() } else { format!("{low} … {high}") };
        let gained = if unit > 1.0 { String::new() } else { share(amount.defined, lang) };
        vec![title.get(lang).to_owned(), show(amount.median), interval, gained]
    };
    let rows = vec![
        row(TOTAL, &money.total_thousand_euros, 1e3),
        row(PER_FTE, &money.euros_per_fte_year, 1.0),
        row(PER_PERSON, &money.euros_per_person_with_mt_year, 1.0),
    ];
    aligned(&["", MEDIAN.get(lang), EIGHTY.get(lang), GAINED.get(lang)], rows, 1) + &wrapped(MONEY_NOTE.get(lang), 0)
}

fn overview(results: &Results, lang: Lang) -> String {
    let header = ["", "P1", EIGHTY.get(lang), WITHOUT.get(lang), EIGHTY.get(lang)];
    let row = |variant: &Variant| {
        let last = variant.france.last()?;
        let [gps, gps_range] = cells(&last.gps, |value| signed(value, 0, lang));
        let [without, without_range] = cells(&last.without_mt, |value| signed(value / 1e3, 0, lang));
        Some(vec![variant.scenario.name.clone(), gps, gps_range, without, without_range])
    };
    aligned(&header, results.variants.iter().filter_map(row).collect(), 1)
}

fn years(years: &[Year], lang: Lang) -> String {
    let range = EIGHTY.get(lang);
    let header = [YEAR.get(lang), "P1", range, ACTS.get(lang), range, WITHOUT.get(lang), range];
    let row = |year: &Year| {
        let heads = |value| signed(value, 0, lang);
        let acts = |value| signed(value, 2, lang);
        let thousands = |value: f64| signed(value / 1e3, 0, lang);
        let figures = [cells(&year.gps, heads), cells(&year.acts_per_inhabitant, acts), cells(&year.without_mt, thousands)];
        std::iter::once(year.year.to_string()).chain(figures.into_iter().flatten()).collect()
    };
    aligned(&header, years.iter().map(row).collect(), 1)
}

/// The four indicators of a year, and whether 0 is within their intervals.
fn luck(year: &Year, lang: Lang) -> String {
    const WITHOUT: Text = Text { fr: "sans MT (milliers)", en: "no MT (thousands)" };
    const MEAN: Text = Text { fr: "écart ± erreur", en: "mean ± error" };
    const VERDICT: Text = Text { fr: "dépasse\u{a0}?", en: "larger?" };
    let on = match lang {
        Lang::Fr => format!("en {}", year.year),
        Lang::En => format!("in {}", year.year),
    };
    let header = [&on, MEAN.get(lang), "%", NINETY_FIVE.get(lang), "> 0", VERDICT.get(lang)];
    let names = ["P1", FTE.get(lang), ACTS.get(lang), WITHOUT.get(lang)];
    let shown = [(1.0, 0), (1.0, 0), (1.0, 3), (1e3, 1)];
    let rows = names.into_iter().zip(year.figures()).zip(shown).map(|((name, figure), (scale, decimals))| {
        let show = |value: f64| signed(value / scale, decimals, lang);
        let error = number(figure.monte_carlo_error / scale, NumberFormat { decimals, signed: false }, lang);
        let relative = figure.relative.map_or(String::new(), |share| percent(share, 1, lang));
        vec![
            name.to_owned(),
            format!("{} ± {error}", show(figure.mean)),
            relative,
            range(figure.q025, figure.q975, show),
            share(figure.probability_positive, lang),
            verdict(figure.larger_than_luck).get(lang).to_owned(),
        ]
    });
    aligned(&header, rows.collect(), 1) + &wrapped(LUCK_NOTE.get(lang), 0)
}

const LUCK_NOTE: Text = Text {
    fr: "± erreur\u{a0}: de Monte-Carlo sur la moyenne (95\u{a0}%), que plus de trajectoires réduisent. 95\u{a0}%\u{a0}: intervalle de prévision de l'écart. > 0\u{a0}: part des trajectoires où l'écart est positif. Dépasse\u{a0}: 0 est hors de l'intervalle à 95\u{a0}%, ou seulement de celui à 80\u{a0}%.",
    en: "± error: Monte Carlo error of the mean (95%), which more trajectories narrow. 95%: prediction interval of the difference. > 0: share of the trajectories where the difference is positive. Larger: 0 is outside the 95% interval, or outside the 80% interval only.",
};

fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Nothing => Text { fr: "aucun écart", en: "nothing" },
        Verdict::Within => Text { fr: "non", en: "no" },
        Verdict::Beyond80 => Text { fr: "oui (80\u{a0}%)", en: "yes (80%)" },
        Verdict::Beyond95 => Text { fr: "oui (95\u{a0}%)", en: "yes (95%)" },
    }
}

fn ranking(places: &[Place], decimals: usize, lang: Lang) -> String {
    const NAME: Text = Text { fr: "département", en: "département" };
    const GAP: Text = Text { fr: "écart", en: "difference" };
    let header = ["", NAME.get(lang), GAP.get(lang), EIGHTY.get(lang), "%"];
    let row = |place: &Place| {
        let [mean, range] = cells(&place.effect, |value| signed(value, decimals, lang));
        let relative = place.effect.relative.map_or(String::new(), |share| percent(share, 1, lang));
        vec![place.code.clone(), place.name.clone(), mean, range, relative]
    };
    aligned(&header, places.iter().map(row).collect(), 2)
}

fn tally(variant: &Variant) -> Message {
    let super::effects::Tally { gain, lose, neither, unchanged } = variant.departements;
    let all = gain + lose + neither;
    Message::new(
        format!(
            "Sur {all} départements, {gain} gagnent et {lose} perdent au-delà de leur intervalle à 80\u{a0}%\u{a0}; {neither} ne font ni l'un ni l'autre (inchangés dans toutes les trajectoires\u{a0}: {unchanged})."
        ),
        format!(
            "Of {all} départements, {gain} gain and {lose} lose beyond their 80% interval; {neither} do neither (unchanged in every trajectory: {unchanged})."
        ),
    )
}

fn pieces(split: &Split, lang: Lang) -> String {
    const WITHOUT_IN_THOUSANDS: Text = Text { fr: "sans MT (milliers)", en: "no MT (thousands)" };
    const ALONE: Text = Text { fr: "seul", en: "alone" };
    const LAST: Text = Text { fr: "en dernier", en: "last" };
    const OVERRIDES: Text = Text { fr: "paramètres modifiés", en: "changed parameters" };
    const SUM: Text = Text { fr: "somme des leviers seuls", en: "sum of the levers alone" };
    const INTERACTION: Text = Text { fr: "interaction", en: "interaction" };
    const TOTAL: Text = Text { fr: "total", en: "total" };
    let (name, scale, decimals) = match split.indicator.as_str() {
        "headcount_P1" => ("P1", 1.0, 0),
        "without_mt" => (WITHOUT_IN_THOUSANDS.get(lang), 1e3, 0),
        _ => return String::new(),
    };
    let show = |value: f64| signed(value / scale, decimals, lang);
    let find = |part, component: Option<&str>| {
        let found = split.parts.iter().find(|piece| piece.part == part && piece.component.as_deref() == component);
        found.map_or_else(Default::default, |piece: &Piece| cells(&piece.effect, show))
    };
    let lever = |piece: &Piece| {
        let component = piece.component.as_deref();
        let name = component.filter(|name| *name != Component::Overrides.key()).unwrap_or(OVERRIDES.get(lang)).to_owned();
        [vec![name], find(Part::FirstIn, component).to_vec(), find(Part::LastIn, component).to_vec()].concat()
    };
    let whole =
        |title: Text, part| [vec![title.get(lang).to_owned()], find(part, None).to_vec(), vec![String::new(); 2]].concat();
    let levers = split.parts.iter().filter(|piece| piece.part == Part::FirstIn).map(lever);
    let sums = [(SUM, Part::SumOfFirstIn), (INTERACTION, Part::Interaction), (TOTAL, Part::Total)];
    let rows = levers.chain(sums.map(|(title, part)| whole(title, part))).collect();
    aligned(&[name, ALONE.get(lang), EIGHTY.get(lang), LAST.get(lang), EIGHTY.get(lang)], rows, 1) + "\n"
}

fn cells(figure: &Figure, show: impl Fn(f64) -> String) -> [String; 2] {
    [show(figure.mean), range(figure.q10, figure.q90, show)]
}

/// Two bounds, or nothing where they are one. Signs on both sides: a dash between them would read as a minus.
fn range(low: f64, high: f64, show: impl Fn(f64) -> String) -> String {
    let (low, high) = (show(low), show(high));
    if low == high { String::new() } else { format!("{low} … {high}") }
}

fn signed(value: f64, decimals: usize, lang: Lang) -> String {
    number(value, NumberFormat { decimals, signed: true }, lang)
}

/// A share of change.
fn percent(share: f64, decimals: usize, lang: Lang) -> String {
    signed(100.0 * share, decimals, lang) + sign(lang)
}

/// A share of the trajectories: "0 %" and "100 %" are said of none and of all only.
fn share(share: f64, lang: Lang) -> String {
    let text = match share {
        share if share > 0.0 && share < 0.01 => "< 1".to_owned(),
        share if share < 1.0 && share > 0.99 => "> 99".to_owned(),
        share => whole(100.0 * share, lang),
    };
    text + sign(lang)
}

fn sign(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "\u{a0}%" } else { "%" }
}

#[cfg(test)]
mod tests {
    use super::{
        super::effects::{Named, Tally},
        *,
    };
    use crate::statistics::warnings::Warning;

    fn figure(mean: f64, half: f64) -> Figure {
        Figure {
            mean,
            q025: mean - 2.0 * half,
            q10: mean - half,
            q90: mean + half,
            q975: mean + 2.0 * half,
            probability_positive: 0.999,
            monte_carlo_error: half / 30.0,
            relative: Some(-0.234),
            larger_than_luck: Verdict::Beyond80,
        }
    }

    fn results() -> Results {
        let title = Message::new("Une variante dont le titre tient à peine", "A variant whose title hardly fits a line");
        let named = |name: &str| Named { name: name.to_owned(), title: title.clone() };
        let year = |year, gps| Year {
            year,
            gps: figure(gps, 4_321.0),
            fte: figure(gps, 4_321.0),
            acts_per_inhabitant: figure(-0.234, 0.05),
            without_mt: figure(-1_234_567.0, 300_000.0),
        };
        let place = Place { code: "976".into(), name: "Alpes-de-Haute-Provence".into(), effect: figure(-1_234.0, 500.0) };
        let piece = |part, component: Option<&str>, mean| Piece {
            part,
            component: component.map(str::to_owned),
            effect: figure(mean, 4_321.0),
            share: None,
        };
        let lever = Some("assistants-medicaux");
        let parts = vec![
            piece(Part::FirstIn, lever, 9_000.0),
            piece(Part::LastIn, lever, 11_000.0),
            piece(Part::SumOfFirstIn, None, 9_000.0),
            piece(Part::Interaction, None, 5_000.0),
            piece(Part::Total, None, 14_000.0),
        ];
        let amount = |median| Amount { median: Some(median), q10: Some(median / 2.0), q90: None, defined: 0.87 };
        let cost = Money {
            total_thousand_euros: amount(12_345_678.0),
            euros_per_fte_year: amount(1_234_567.0),
            euros_per_person_with_mt_year: amount(1_234.0),
        };
        let variant = |name: &str| Variant {
            scenario: named(name),
            ranked_by: "acts_per_inhabitant".to_owned(),
            cost: Some(cost.clone()),
            france: vec![year(2030, -9_876.0), year(2050, -14_321.0)],
            gain: vec![place.clone()],
            lose: vec![place.clone()],
            departements: Tally { gain: 40, lose: 50, neither: 11, unchanged: 0 },
            attribution: vec![Split { indicator: "headcount_P1".to_owned(), parts: Vec::new() }],
        };
        let mut variants = vec![variant("assistants-cour-des-comptes"), variant("garot")];
        variants[0].attribution[0].parts = parts;
        let prior = Warning::IdleLever { scenario: "garot".to_owned(), lever: "cumul".to_owned() };
        let reference = named("tendanciel");
        Results { reference, trajectories: 1_000, seed: 1, start: 2026, horizon: 2050, variants, warnings: vec![prior] }
    }

    #[test]
    fn tables_fit_eighty_columns_even_with_great_numbers() {
        for lang in [Lang::Fr, Lang::En] {
            let text = render(&results(), lang);
            let widest = text.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(80), "{widest:?} columns\n{text}");
        }
        let text = render(&results(), Lang::Fr);
        for words in [
            "+9\u{202f}000",
            "somme des leviers seuls",
            "> 99\u{a0}%",
            "oui (80\u{a0}%)",
            "interaction",
            "cumul est sans effet",
            "617\u{202f}284 … ∞",
        ] {
            assert!(text.contains(words), "{words:?} is missing in\n{text}");
        }
    }

    #[test]
    fn only_none_and_all_are_said_to_be_so() {
        let said = [0.0, 0.001, 0.5, 0.999, 1.0].map(|value| share(value, Lang::En));
        assert_eq!(said, ["0%", "< 1%", "50%", "> 99%", "100%"]);
    }
}

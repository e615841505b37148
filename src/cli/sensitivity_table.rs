//! What decides a result, in plain words, two tables of at most 80 columns, and as data.

use super::{
    screen::wrapped,
    shown::{confidence, law, plain, source_of},
    table::aligned,
    words,
};
use crate::{
    export::{NumberFormat, Question, number, short},
    parameter::Parameter,
    scenario::Scenario,
    source::{Confidence, Sources},
    statistics::{
        sensitivity::{Bar, Estimate, Factor, Findings, Ranked},
        warnings::Warning,
    },
    text::{Lang, Message, Text},
};
use serde_json::{Value, json};

/// Most lines of a table: the files hold all.
const LINES: usize = 12;
/// Columns of a bar on each side.
const HALF: usize = 12;

const SHARES: Text = Text { fr: "Part de la variance (indices de Sobol)", en: "Share of the variance (Sobol indices)" };
const TORNADO: Text = Text {
    fr: "Tornade : changement moyen, paramètre bas (10e centile) puis haut (90e)",
    en: "Tornado: mean change, parameter low (10th percentile) then high (90th)",
};
const WHO: Text = Text { fr: "D'où viennent ces hypothèses", en: "Where these assumptions come from" };
const BEWARE: Text = Text { fr: "À savoir avant de citer", en: "To know before quoting" };
const LEGEND: Text = Text {
    fr: "Seul : part qui va avec le facteur seul. En tout : part où il intervient, seul ou avec d'autres. 95 % : intervalle par rééchantillonnage. G : hypothèse à intervalle large. Hasard : ce qui resterait si tous les paramètres étaient connus (qui part, qui vient, attrait propre de chaque département).",
    en: "Alone: share that goes with the factor alone. In all: share in which it has a part, alone or with others. 95%: bootstrap interval. G: prior with a wide interval. Luck: what would remain if all parameters were known (who leaves, who comes, each département's own pull).",
};

/// All that is shown.
pub(super) struct Shown<'a> {
    pub findings: &'a Findings,
    pub question: &'a Question<'a>,
    pub sources: &'a Sources,
    pub warnings: &'a [Warning],
}

/// The sentence and the tables.
pub(super) fn render(shown: &Shown<'_>, lang: Lang) -> String {
    let mut out = wrapped(title(shown).get(lang), 0);
    out.push('\n');
    out += &wrapped(&sentence(shown, lang), 0);
    out += &format!("\n{}{}", words::heading(SHARES, lang), shares(shown, lang));
    out += &without_effect(shown, lang);
    out += &format!("\n{}\n", wrapped(LEGEND.get(lang), 0));
    out += &format!("{}{}", words::heading(TORNADO, lang), tornado(shown, lang));
    let cited = deciding(shown);
    if !cited.is_empty() {
        out += &format!("\n{}", words::heading(WHO, lang));
        cited.into_iter().for_each(|parameter| out += &citation(parameter, shown.sources, lang));
    }
    if !shown.warnings.is_empty() {
        out += &format!("\n{}", words::heading(BEWARE, lang));
        for warning in shown.warnings {
            out += &wrapped(&format!("{} → {}", warning.message().get(lang), warning.remedy().get(lang)), 2);
        }
    }
    out
}

fn title(shown: &Shown<'_>) -> Message {
    let Question { scenario, seed, rows, evaluations, .. } = shown.question;
    let title = shown.question.title();
    let count = |lang| super::shown::whole(f64::from(*evaluations), lang);
    Message::new(
        format!(
            "Ce qui décide : {}\nScénario {scenario} ; {} trajectoires (plan de {rows} lignes, graine {seed})",
            title.fr,
            count(Lang::Fr)
        ),
        format!(
            "What decides: {}\nScenario {scenario}; {} trajectories (design of {rows} rows, seed {seed})",
            title.en,
            count(Lang::En)
        ),
    )
}

/// The parameters that decide: the factors named, or of groups those of the widest swings.
fn deciding<'a>(shown: &Shown<'a>) -> Vec<&'a Parameter> {
    let list = shown.question.parameters;
    let named = shown.findings.deciding();
    let alone = named.iter().filter_map(|ranked| match ranked.factor.parameters[..] {
        [one] => Some(&list[one]),
        _ => None,
    });
    let alone: Vec<_> = alone.collect();
    if alone.len() == named.len() {
        return alone;
    }
    let widest = shown.findings.tornado.iter().filter(|bar| bar.swing.width().abs() > 2.0 * bar.swing.error);
    widest.take(3).map(|bar| &list[bar.parameter]).collect()
}

fn percent(share: f64, lang: Lang) -> String {
    let digits = number(100.0 * share, NumberFormat::default(), lang);
    if lang == Lang::Fr { format!("{digits}\u{a0}%") } else { format!("{digits}%") }
}

/// A value of the result; a year has no thousands.
fn value(shown: &Shown<'_>, value: f64, signed: bool, lang: Lang) -> String {
    let indicator = shown.question.key.slot.indicator;
    let decimals = indicator.decimals + usize::from(indicator.decimals == 0 && shown.findings.sd < 10.0);
    if indicator.name == "trough_year" && !signed && value > 1_000.0 {
        return format!("{value:.1}").replace('.', if lang == Lang::Fr { "," } else { "." });
    }
    number(value, NumberFormat { decimals, signed }, lang)
}

fn sentence(shown: &Shown<'_>, lang: Lang) -> String {
    let Shown { findings, question, .. } = shown;
    let named = findings.deciding();
    let one = |ranked: &&Ranked| {
        let words = match ranked.factor.parameters[..] {
            [at] => {
                let parameter = &question.parameters[at];
                let prior = match (parameter.confidence, lang) {
                    (Confidence::G, Lang::Fr) => ", hypothèse G",
                    (Confidence::G, Lang::En) => ", prior G",
                    _ => "",
                };
                format!("{} ({}{prior})", short(parameter.about.get(lang)), parameter.name)
            }
            _ => ranked.factor.name.clone(),
        };
        format!("{}, {}", words, percent(ranked.index.total.value, lang))
    };
    let list: Vec<_> = named.iter().map(one).collect();
    let (luck, parameters) = (percent(findings.luck().total.value, lang), percent(findings.parameters().value, lang));
    let (mean, sd) = (value(shown, findings.mean, false, lang), value(shown, findings.sd, false, lang));
    let unit = question.key.slot.indicator.unit.get(lang);
    let unit = if question.key.slot.indicator.name == "trough_year" { String::new() } else { format!(" {unit}") };
    let order = unsettled(&named, lang);
    match (lang, list.is_empty()) {
        (Lang::Fr, false) => format!(
            "La moyenne est {mean}{unit}, l'écart-type {sd}. En décident surtout : {}{order}. Les paramètres portent à eux seuls {parameters} de la variance ; le hasard intervient dans {luck}.",
            list.join(" ; ")
        ),
        (Lang::Fr, true) => format!(
            "La moyenne est {mean}{unit}, l'écart-type {sd}. Aucune hypothèse n'y a une part établie ; le hasard intervient dans {luck} de la variance."
        ),
        (Lang::En, false) => format!(
            "The mean is {mean}{unit}, the standard deviation {sd}. What decides most: {}{order}. The parameters alone carry {parameters} of the variance; luck has a part in {luck}.",
            list.join("; ")
        ),
        (Lang::En, true) => format!(
            "The mean is {mean}{unit}, the standard deviation {sd}. No assumption has an established part in it; luck has a part in {luck} of the variance."
        ),
    }
}

/// Where these rows do not tell which of two comes first.
fn unsettled(named: &[&Ranked], lang: Lang) -> &'static str {
    /// Fewer resamples than this agree on the order.
    const SETTLED: f64 = 0.95;
    let doubtful = named.iter().take(named.len().saturating_sub(1)).any(|ranked| ranked.ahead < SETTLED);
    match (doubtful, lang) {
        (false, _) => "",
        (true, Lang::Fr) => " (ordre non établi : --base en décide)",
        (true, Lang::En) => " (order not settled: --base would tell)",
    }
}

fn shares(shown: &Shown<'_>, lang: Lang) -> String {
    const FACTOR: Text = Text { fr: "facteur", en: "factor" };
    const ALONE: Text = Text { fr: "seul", en: "alone" };
    const IN_ALL: Text = Text { fr: "en tout", en: "in all" };
    let interval = if lang == Lang::Fr { "95\u{a0}%" } else { "95%" };
    let header = [FACTOR.get(lang), "", ALONE.get(lang), interval, IN_ALL.get(lang), interval];
    let whole = |value: f64| number(100.0 * value, NumberFormat::default(), lang);
    let range = |estimate: Estimate| format!("{} … {}", whole(estimate.low), whole(estimate.high));
    let row = |ranked: &Ranked| {
        let (first, total) = (ranked.index.first, ranked.index.total);
        vec![
            name(&ranked.factor, lang).to_owned(),
            trust(&ranked.factor, shown.question.parameters),
            percent(first.value, lang),
            range(first),
            percent(total.value, lang),
            range(total),
        ]
    };
    aligned(&header, shown.findings.ranked.iter().take(LINES).map(row).collect(), 2)
}

fn name(factor: &Factor, lang: Lang) -> &str {
    const LUCK: Text = Text { fr: "(hasard)", en: "(luck)" };
    if factor.is_luck() { LUCK.get(lang) } else { &factor.name }
}

fn trust(factor: &Factor, list: &[Parameter]) -> String {
    match factor.parameters[..] {
        [one] => format!("{:?}", list[one].confidence),
        _ => String::new(),
    }
}

fn without_effect(shown: &Shown<'_>, lang: Lang) -> String {
    let (more, none) = (shown.findings.ranked.len().saturating_sub(LINES), shown.findings.without_effect.len());
    let tries = shown.findings.tries;
    let text = Message::new(
        format!("Et {more} autres facteurs dans sensitivity.csv ; {none} sans effet dans {tries} essais."),
        format!("And {more} more factors in sensitivity.csv; {none} without effect in {tries} trials."),
    );
    wrapped(text.get(lang), 0)
}

fn tornado(shown: &Shown<'_>, lang: Lang) -> String {
    let bars: Vec<_> = shown.findings.tornado.iter().take(LINES).collect();
    let farthest = bars.iter().flat_map(|bar| [bar.swing.low, bar.swing.high]).fold(0.0, |far: f64, end| far.max(end.abs()));
    let row = |bar: &&Bar| {
        let swing = bar.swing;
        let parameter = &shown.question.parameters[bar.parameter];
        vec![
            parameter.name.clone(),
            value(shown, swing.low, true, lang),
            drawn([swing.low, swing.high], farthest),
            value(shown, swing.high, true, lang),
            format!("±{}", value(shown, swing.error, false, lang)),
        ]
    };
    const PARAMETER: Text = Text { fr: "paramètre", en: "parameter" };
    const LOW: Text = Text { fr: "bas", en: "low" };
    const HIGH: Text = Text { fr: "haut", en: "high" };
    const ERROR: Text = Text { fr: "erreur", en: "error" };
    aligned(&[PARAMETER.get(lang), LOW.get(lang), "", HIGH.get(lang), ERROR.get(lang)], bars.iter().map(row).collect(), 1)
}

/// Two bars about a middle: light where the parameter is low, dark where it is high.
fn drawn([low, high]: [f64; 2], farthest: f64) -> String {
    let cells = |end: f64| if farthest > 0.0 { (HALF as f64 * end.abs() / farthest).round() as usize } else { 0 };
    let mut line = vec![' '; 2 * HALF + 1];
    line[HALF] = '│';
    // The longer first, so that the shorter shows where both are on one side.
    let mut bars = [(low, '░'), (high, '█')];
    bars.sort_by(|one, two| two.0.abs().total_cmp(&one.0.abs()));
    for (end, mark) in bars {
        for step in 1..=cells(end) {
            line[if end < 0.0 { HALF - step } else { HALF + step }] = mark;
        }
    }
    line.into_iter().collect()
}

fn citation(parameter: &Parameter, sources: &Sources, lang: Lang) -> String {
    let (law, trust) = (law(&parameter.law, lang), confidence(parameter.confidence));
    let (source, year, unit) = (source_of(parameter, sources, lang), parameter.review_by, parameter.unit.words().1);
    let text = Message::new(
        format!(
            "Loi : {law} [{}]\nSource : {source} ({})\nConfiance : {} ; à revoir en {year}",
            unit.fr, parameter.source, trust.fr
        ),
        format!(
            "Law: {law} [{}]\nSource: {source} ({})\nConfidence: {}; to be looked at again in {year}",
            unit.en, parameter.source, trust.en
        ),
    );
    format!("{}\n{}{}", parameter.name, wrapped(parameter.about.get(lang), 4), wrapped(text.get(lang), 4))
}

impl Shown<'_> {
    /// The same as data, with the scenario as resolved and the version, so that it can be made again.
    pub fn document(&self, lang: Lang, scenario: &Scenario) -> Value {
        let Self { findings, question, warnings, .. } = self;
        let slot = question.key.slot;
        let factor = |ranked: &Ranked| {
            let names: Vec<_> = ranked.factor.parameters.iter().map(|at| &question.parameters[*at].name).collect();
            json!({ "factor": ranked.factor.name, "parameters": names, "first_order": ranked.index.first, "total": ranked.index.total })
        };
        let bar = |bar: &Bar| {
            let parameter = &question.parameters[bar.parameter];
            json!({
                "parameter": parameter.name,
                "about": parameter.about.get(lang),
                "confidence": format!("{:?}", parameter.confidence),
                "source": parameter.source,
                "values": bar.values.map(|value| plain(value, Lang::En).replace(',', "").replace('\u{2212}', "-")),
                "swing": bar.swing,
            })
        };
        let said = |warning: &Warning| {
            let mut said = json!(warning);
            said["message"] = json!(warning.message().get(lang));
            said["remedy"] = json!(warning.remedy().get(lang));
            said
        };
        let names: Vec<_> = deciding(self).into_iter().map(|parameter| &parameter.name).collect();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": scenario.name,
            "resolved": scenario.resolved(),
            "title": question.title().get(lang),
            "indicator": slot.indicator.name,
            "count": slot.count.map(|count| count.key()),
            "level": question.key.place.level.key(),
            "code": question.key.place.code,
            "year": question.key.year,
            "unit": slot.indicator.unit.get(lang),
            "seed": question.seed,
            "rows": question.rows,
            "trajectories": question.evaluations,
            "mean": findings.mean,
            "sd": findings.sd,
            "deciding": names,
            "share_parameters": findings.parameters(),
            "share_luck": findings.luck().total,
            "share_interactions": findings.interactions(),
            "factors": findings.ranked.iter().map(factor).collect::<Vec<_>>(),
            "without_effect": findings.without_effect,
            "tornado": findings.tornado.iter().map(bar).collect::<Vec<_>>(),
            "warnings": warnings.iter().map(said).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_their_sides_and_the_longest_fills_its_own() {
        assert_eq!(drawn([-2.0, 1.0], 2.0), format!("{}│{}{}", "░".repeat(12), "█".repeat(6), " ".repeat(6)));
        assert_eq!(drawn([1.0, 2.0], 2.0), format!("{}│{}{}", " ".repeat(12), "░".repeat(6), "█".repeat(6)));
        assert_eq!(drawn([0.0, 0.0], 0.0).trim(), "│");
    }
}

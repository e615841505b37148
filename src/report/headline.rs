//! The first screen in words, the method and the end of the page.

use super::Subject;
use crate::{
    cohort::Count,
    engine::indicators::Level,
    export::{NumberFormat, number},
    statistics::quantiles::Summary,
    text::{Lang, Text},
};
use maud::{Markup, PreEscaped, html};

/// How many, when is the worst, what changes it, how sure.
pub(super) fn header(subjects: &[Subject], title: &str, lang: Lang) -> Markup {
    let run = &subjects[0].manifest.run;
    let heads = |value: usize| number(value as f64, NumberFormat::default(), lang);
    html! {
        header.top {
            p.note { "Releve " (run.version) " · " (heads(run.trajectories.len())) " "
                (Text { fr: "trajectoires, graine", en: "trajectories, seed" }.get(lang)) " " (run.seed) }
            h1 { (title) }
            p.lead { (PreEscaped(sentence(&subjects[0], lang))) }
            @for variant in &subjects[1..] { p.lead { (against(&subjects[0], variant, lang)) } }
            @if subjects.len() > 1 { p.note { (AVERAGES.get(lang)) } }
        }
    }
}

/// France at the horizon with its interval, and the trough.
fn sentence(subject: &Subject, lang: Lang) -> String {
    let Facts { start, last, when, depth } = match Facts::of(subject) {
        Some(facts) => facts,
        None => return Text { fr: "Niveau national non demandé.", en: "National level not asked for." }.get(lang).to_owned(),
    };
    let n = |value: f64| format!("<b>{}</b>", number(value, NumberFormat::default(), lang));
    let year = |value: f64| format!("<b>{value:.0}</b>");
    let (first, horizon) = (subject.projection.layout.start, subject.projection.horizon());
    let [a, b, c, d, e, f] = [start, depth.median(), depth.q[2], depth.q[6], last.median(), last.q[2]].map(n);
    let (g, at, early, late) = (n(last.q[6]), year(when.median()), year(when.q[2]), year(when.q[6]));
    match lang {
        Lang::Fr => format!(
            "{a} médecins généralistes exercent en France au 1er janvier {first}. Leur nombre serait au plus bas en {at} (entre {early} et {late} dans huit trajectoires sur dix), à {b} ({c} à {d}), puis de {e} en {horizon} (intervalle de prévision à 80\u{a0}% : {f} à {g})."
        ),
        Lang::En => format!(
            "{a} general practitioners are in activity in France on 1 January {first}. Their number would be lowest in {at} (between {early} and {late} in eight trajectories out of ten), at {b} ({c} to {d}), then {e} in {horizon} (80% prediction interval: {f} to {g})."
        ),
    }
}

struct Facts<'a> {
    start: f64,
    last: &'a Summary,
    when: &'a Summary,
    depth: &'a Summary,
}

impl<'a> Facts<'a> {
    fn of(subject: &'a Subject) -> Option<Self> {
        let projection = &subject.projection;
        let get = |name, year| projection.get(Level::France, "FR", "", name, Some(Count::P1), year);
        let horizon = projection.horizon();
        Some(Self {
            start: get("headcount", projection.layout.start)?.mean,
            last: get("headcount", horizon)?,
            when: get("trough_year", horizon)?,
            depth: get("trough_value", horizon)?,
        })
    }
}

/// What a variant changes at the horizon, on average.
fn against(reference: &Subject, variant: &Subject, lang: Lang) -> String {
    let horizon = variant.projection.horizon();
    let change = |name: &str, count: Option<Count>, step: f64| {
        let mean = |subject: &Subject| Some(subject.projection.get(Level::France, "FR", "", name, count, horizon)?.mean);
        let change = mean(variant)? - mean(reference)?;
        Some(number(libm::round(change / step) * step, NumberFormat { decimals: 0, signed: true }, lang))
    };
    let changes = change("headcount", Some(Count::P1), 1.0).zip(change("without_mt", None, 1_000.0));
    let Some((heads, people)) = changes else { return String::new() };
    let title = variant.title.get(lang);
    match lang {
        Lang::Fr => format!("{title}\u{a0}: {heads} médecins et {people} personnes sans médecin traitant en {horizon}."),
        Lang::En => format!("{title}: {heads} GPs and {people} people without a médecin traitant in {horizon}."),
    }
}

/// What the differences of the header are: the intervals of two runs say nothing of that of their difference.
const AVERAGES: Text = Text {
    fr: "Écarts moyens à la référence (champ P1)\u{a0}; releve compare donne leurs intervalles.",
    en: "Mean differences from the reference (count P1); releve compare gives their intervals.",
};

/// What is counted, how, and what is not said.
pub(super) fn method(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        section.page #method {
            h2 { (say("Méthode et limites", "Method and limits")) }
            h3 { (say("Ce qui est compté", "What is counted")) }
            dl { @for count in Count::ALL { dt { b { (count.key()) } } dd { (count.about().get(lang)) } } }
            p { (say(
                "Les docteurs juniors et les internes forment un effectif à part, jamais mêlé à ces cinq champs.",
                "Docteurs juniors and interns are a stock of their own, never mixed with these five counts.")) }
            h3 { (say("Ce qui est simulé", "What is simulated")) }
            p { (say(
                "Chaque trajectoire est un avenir possible de chaque médecin : formation, inscription, remplacement, installation, déménagement, retraite, cumul. Les paramètres incertains sont tirés une fois par trajectoire dans leurs lois ; un même médecin garde la même chance dans tous les scénarios.",
                "Each trajectory is one possible future of every GP: training, registration, locum, installation, move, retirement, cumul. Uncertain parameters are drawn once per trajectory from their laws; the same GP keeps the same luck in all scenarios.")) }
            h3 { (say("Ce que les intervalles disent", "What the intervals say")) }
            p { (say(
                "Un intervalle de prévision à 80\u{a0}% contient huit trajectoires sur dix. Il couvre l’incertitude des paramètres et le hasard des parcours, non une politique, une crise ou une rupture absentes du scénario.",
                "An 80% prediction interval holds eight trajectories out of ten. It covers uncertain parameters and the chance of careers, not a policy, a crisis or a break that the scenario does not hold.")) }
            h3 { (say("Ce que le modèle ne dit pas", "What the model does not say")) }
            ul {
                li { (say("Les âges par département sont modélisés depuis 2018, dernière année observée.", "Ages by département are modelled since 2018, the last year observed.")) }
                li { (say("Le sexe n’est connu qu’au niveau national.", "Sex is known nationally only.")) }
                li { (say("Les médecins par classe de zone sont estimés ; aucun classement de départements n’en dépend.", "GPs by class of zone are estimated; no ranking of départements depends on them.")) }
                li { (say("Ce qui explique 2022-2026 (retraites plus tardives ou fin de la requalification des urgentistes) n’est pas tranché par les tables : la référence tire leur part au hasard.", "What explains 2022-2026 (later retirement or the end of recoding of emergency doctors) is not settled by the tables: the reference draws the share.")) }
            }
        }
    }
}

/// How to make the page again.
pub(super) fn footer(subjects: &[Subject], lang: Lang) -> Markup {
    html! {
        footer {
            p { (Text { fr: "Pour refaire ces chiffres :", en: "To make these figures again:" }.get(lang)) }
            ul { @for subject in subjects { li {
                code { "releve run " (subject.projection.scenario) " --trajectories " (subject.manifest.run.trajectories.len()) " --seed " (subject.manifest.run.seed) }
                " · " (Text { fr: "empreinte des résultats", en: "digest of the results" }.get(lang)) " " code { (subject.manifest.results[..16.min(subject.manifest.results.len())]) }
            } } }
            p { (Text {
                fr: "Fond de carte : IGN et INSEE (Licence Ouverte 2.0). Sources : section « Paramètres ».",
                en: "Outlines: IGN and INSEE (Licence Ouverte 2.0). Sources: section “Parameters”.",
            }.get(lang)) }
        }
    }
}

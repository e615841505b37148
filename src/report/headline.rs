//! The first screen in words, the method and the end of the page.

use super::{
    Subject, at_80, change,
    chart::{Chart, Line},
    take, whole,
};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::{projection::position, quantiles::Summary},
    text::{Lang, Text},
};
use maud::{Markup, PreEscaped, html};

/// How many, when is the worst, what changes it, how sure.
pub(super) fn header(subjects: &[Subject], title: &str, lang: Lang) -> Markup {
    html! {
        header.top {
            p.brand { b { "Releve" } " " (Text { fr: "projection des effectifs de médecins généralistes", en: "projection of the workforce of general practitioners" }.get(lang)) }
            h1 { (title) }
            p.lead { (PreEscaped(sentence(&subjects[0], lang))) }
        }
    }
}

/// France at the horizon with its interval, and the trough.
fn sentence(subject: &Subject, lang: Lang) -> String {
    let Facts { start, last, when, depth } = match Facts::of(subject) {
        Some(facts) => facts,
        None => return Text { fr: "Niveau national non demandé.", en: "National level not asked for." }.get(lang).to_owned(),
    };
    let n = |value: f64| format!("<b>{}</b>", whole(value, lang));
    let year = |value: f64| format!("<b>{value:.0}</b>");
    let (first, horizon) = (subject.projection.layout.start, subject.projection.horizon());
    let [a, b, c, d, e, f] = [start, depth.median(), depth.q[2], depth.q[6], last.median(), last.q[2]].map(n);
    let (g, at, early, late) = (n(last.q[6]), year(when.median()), year(when.q[2]), year(when.q[6]));
    match lang {
        Lang::Fr => format!(
            "{a} médecins généralistes exercent en France au 1er janvier {first}. Leur nombre serait au plus bas en {at} (entre {early} et {late} dans huit trajectoires sur dix), à {b} ({c} à {d}), puis de {e} en {horizon} (intervalle de prévision à 80\u{a0}%\u{a0}: {f} à {g})."
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

/// The last two of the four questions, whose answer is more than a number.
fn answers(subjects: &[Subject], lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        dl.answers {
            div { dt { (say("Ce qui le change", "What changes it")) } dd { (what_changes(subjects, lang)) } }
            div { dt { (say("Avec quelle certitude", "How sure")) } dd { (how_sure(subjects, lang)) } }
        }
    }
}

/// The variants where there are some, else who comes and who leaves.
fn what_changes(subjects: &[Subject], lang: Lang) -> Markup {
    let horizon = subjects[0].projection.horizon();
    let is_comparison = subjects.iter().any(|subject| subject.change.is_some());
    html! {
        @if subjects.len() > 1 { p.note { (match (is_comparison, lang) {
            (true, Lang::Fr) => format!("Écart à la référence en {horizon}, médiane et intervalle de prévision à 80\u{a0}%."),
            (true, Lang::En) => format!("Difference from the reference in {horizon}, median and 80% prediction interval."),
            (false, Lang::Fr) => format!("Écart moyen à la référence en {horizon} ; releve compare en donne l’intervalle."),
            (false, Lang::En) => format!("Mean difference from the reference in {horizon}; releve compare gives its interval."),
        }) } }
        @for (rank, variant) in subjects.iter().enumerate().skip(1) {
            p class={ "hue" (rank) } { b { bdi { (variant.title.get(lang)) } } }
            ul { @for said in change::said(&subjects[0], variant, lang) { li { (said) } } }
        }
        @if subjects.len() == 1 { p { (flows(&subjects[0], lang)) } }
    }
}

/// Who comes and who leaves in a year, on average over the years.
fn flows(subject: &Subject, lang: Lang) -> String {
    let projection = &subject.projection;
    let (start, horizon) = (projection.layout.start, projection.horizon());
    let mean = |name| -> Option<f64> {
        let rows: Option<Vec<_>> =
            (start..horizon).map(|year| projection.get(Level::France, "FR", "", name, None, year)).collect();
        let rows = rows?;
        Some(rows.iter().map(|row| row.mean).sum::<f64>() / rows.len().max(1) as f64)
    };
    let Some((entrants, exits)) = mean("entrants").zip(mean("exits")) else { return String::new() };
    let [entrants, exits] = [entrants, exits].map(|value| whole(libm::round(value / 10.0) * 10.0, lang));
    match lang {
        Lang::Fr => format!(
            "Par an, en moyenne de {start} à {}\u{a0}: {entrants} nouveaux inscrits et {exits} sorties d’activité. Une mesure compte par ce qu’elle ajoute aux uns ou retire aux autres.",
            horizon - 1
        ),
        Lang::En => format!(
            "In a year, on average from {start} to {}: {entrants} new registrations and {exits} exits from activity. A measure counts by what it adds to the ones or takes from the others.",
            horizon - 1
        ),
    }
}

/// What the interval covers, and how much of the model is a guess of ours.
fn how_sure(subjects: &[Subject], lang: Lang) -> Markup {
    let run = &subjects[0].manifest.run;
    let count = whole(run.trajectories.len() as f64, lang);
    html! { p { (match lang {
        Lang::Fr => format!(
            "Sur {count} trajectoires, huit sur dix sont dans l’intervalle de prévision à 80\u{a0}%. Il couvre les paramètres incertains et le hasard des parcours, non une politique ou une rupture absentes du scénario."
        ),
        Lang::En => format!(
            "Of {count} trajectories, eight out of ten are within the 80% prediction interval. It covers uncertain parameters and the chance of careers, not a policy or a break that the scenario does not hold."
        ),
    }) " " a href="#parameters" { (Text { fr: "Paramètres, sources et a priori", en: "Parameters, sources and priors" }.get(lang)) } "." } }
}

/// The picture of the first screen: the fan of the reference, the trough, the medians of the variants.
pub(super) fn picture(subjects: &[Subject], lang: Lang) -> Markup {
    let projection = &subjects[0].projection;
    let (start, horizon) = (projection.layout.start, projection.horizon());
    let rows = |subject: &Subject| -> Vec<usize> {
        let get = |year| position(&subject.projection.layout, 0, "headcount", Some(Count::P1), year);
        (start..=horizon).filter_map(get).collect()
    };
    let line = |(hue, subject): (usize, &'_ Subject)| (hue, rows(subject));
    let lines: Vec<_> = subjects.iter().enumerate().map(line).collect();
    let lines = lines.iter().map(|(hue, rows)| Line {
        rows: rows.iter().map(|row| &subjects[*hue].projection.summaries[*row]).collect(),
        hue: *hue,
        is_fan: *hue == 0,
        name: subjects[*hue].short(lang).to_owned(),
    });
    let say = |fr, en| Text { fr, en }.get(lang);
    let title = match lang {
        Lang::Fr => format!("Médecins généralistes en activité, France, {start}\u{2013}{horizon}"),
        Lang::En => format!("General practitioners in activity, France, {start}\u{2013}{horizon}"),
    };
    let has_france = projection.layout.places.first().is_some_and(|place| place.level == Level::France);
    let chart = Chart {
        start,
        lines: lines.collect(),
        label: format!("{title}. {}", sentence(&subjects[0], lang).replace("<b>", "").replace("</b>", "")),
        trough: trough(&subjects[0], lang),
        is_difference: false,
    };
    html! {
        section #national {
            @if has_france { div {
                h2 { (title) }
                p.note { (say(
                    "Tous modes d’exercice (champ P1), au 1er janvier. Médiane et intervalles de prévision à 50, 80 et 95\u{a0}%. L’axe ne part pas de zéro.",
                    "All modes of practice (count P1), on 1 January. Median and prediction intervals at 50, 80 and 95%. The axis does not start at zero.")) " "
                    a href="#france" { (say("Les chiffres en tableau", "The figures as a table")) } }
                figure #first { (PreEscaped(chart.first(lang))) }
                (take::take("first", &["csv", "svg", "png"], &title, lang))
            } }
            (answers(subjects, lang))
        }
    }
}

fn trough(subject: &Subject, lang: Lang) -> Option<(f64, f64, [String; 2])> {
    let Facts { when, depth, .. } = Facts::of(subject)?;
    let year = |value: f64| format!("{value:.0}");
    let first = match lang {
        Lang::Fr => format!("Creux\u{a0}: {} ({})", year(when.median()), at_80((when.q[2], when.q[6]), year, lang)),
        Lang::En => format!("Trough: {} ({})", year(when.median()), at_80((when.q[2], when.q[6]), year, lang)),
    };
    let heads = Text { fr: "médecins", en: "GPs" }.get(lang);
    Some((when.q[2], when.q[6], [first, format!("{} {heads}", whole(depth.median(), lang))]))
}

/// What is counted, how, and what is not said.
pub(super) fn method(lang: Lang) -> Markup {
    let say = |fr, en| Text { fr, en }.get(lang);
    html! {
        section #method {
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
            h3 { (say("Deux explications des années 2022 à 2026", "Two explanations of the years 2022 to 2026")) }
            p { (say(
                "Les sorties ont baissé depuis 2022. Deux lectures sont possibles : des retraites prises plus tard, ou la fin du recodage de généralistes en urgentistes et allergologues. Les tables publiées ne tranchent pas. La référence tire la part de la première au hasard dans chaque trajectoire : cette ignorance est dans l’intervalle.",
                "Exits have fallen since 2022. Two readings are possible: later retirement, or the end of the recoding of GPs as emergency doctors and allergologists. The published tables do not tell. The reference draws the share of the first at random in each trajectory: this ignorance is within the interval.")) }
            h3 { (say("Ce que le modèle ne dit pas", "What the model does not say")) }
            ul {
                li { (say("Les âges par département sont modélisés depuis 2018, dernière année observée.", "Ages by département are modelled since 2018, the last year observed.")) }
                li { (say("Le sexe n’est connu qu’au niveau national.", "Sex is known nationally only.")) }
                li { (say("Les médecins par classe de zone sont estimés ; aucun classement de départements n’en dépend.", "GPs by class of zone are estimated; no ranking of départements depends on them.")) }
            }
        }
    }
}

/// How to make the page again.
pub(super) fn footer(subjects: &[Subject], lang: Lang) -> Markup {
    let names = |subjects: &[Subject]| subjects.iter().map(|subject| subject.projection.scenario.clone()).collect::<Vec<_>>();
    let is_comparison = subjects.iter().any(|subject| subject.change.is_some());
    let commands: Vec<_> = match is_comparison {
        true => vec![(format!("compare {}", names(subjects).join(" ")), &subjects[0])],
        false => subjects.iter().map(|subject| (format!("run {}", subject.projection.scenario), subject)).collect(),
    };
    html! {
        footer {
            p { (Text { fr: "Pour refaire ces chiffres :", en: "To make these figures again:" }.get(lang)) }
            ul { @for (verb, subject) in commands { li {
                code { "releve " (verb) " --trajectories " (subject.manifest.run.trajectories.len()) " --seed " (subject.manifest.run.seed) " --horizon " (subject.projection.horizon()) }
                " · Releve " (subject.manifest.run.version) " · "
                (Text { fr: "empreinte des résultats", en: "digest of the results" }.get(lang)) " " code { (subject.manifest.results[..16.min(subject.manifest.results.len())]) }
            } } }
            p { (Text {
                fr: "Fond de carte : IGN et INSEE (Licence Ouverte 2.0). Sources : section « Paramètres ».",
                en: "Outlines: IGN and INSEE (Licence Ouverte 2.0). Sources: section “Parameters”.",
            }.get(lang)) }
        }
    }
}

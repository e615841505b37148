//! Sentences: each follows its numbers, in number, in gender and in what it dares to say.

use super::facts::{Bounds, Change, Course, Facts, Juniors, Way};
use crate::{
    export::{NumberFormat, number},
    statistics::comparison::Verdict,
    text::Lang,
};

/// A whole number.
pub(super) fn whole(value: f64) -> String {
    number(value, NumberFormat::default(), Lang::Fr)
}

/// A number with one decimal.
pub(super) fn tenth(value: f64) -> String {
    number(value, NumberFormat { decimals: 1, signed: false }, Lang::Fr)
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", tenth(share * 100.0))
}

/// People who are not counted one by one: three significant digits.
pub(super) fn people(value: f64) -> String {
    whole(rounded(value))
}

fn rounded(value: f64) -> f64 {
    let digits = libm::floor(libm::log10(value.abs().max(1.0)));
    let step = libm::pow(10.0, (digits - 2.0).max(0.0));
    (value / step).round() * step
}

/// A number with a sign, as `shown` writes it without.
pub(super) fn signed(value: f64, shown: fn(f64) -> String) -> String {
    let text = shown(value);
    let nothing = text.bytes().all(|byte| !(b'1'..=b'9').contains(&byte));
    if value > 0.0 && !nothing { format!("+{text}") } else { text }
}

/// « 12 médecins », « 1 médecin », « aucun médecin » : the plural begins at two.
pub(super) fn counted(value: f64, one: &str, many: &str) -> String {
    match value.round() {
        0.0 => format!("aucun {one}"),
        number if number < 2.0 => format!("{} {one}", whole(number)),
        number => format!("{} {many}", whole(number)),
    }
}

/// The interval of a number, to be put after it; nothing where the number is certain.
pub(super) fn interval(bounds: Bounds, shown: fn(f64) -> String) -> String {
    match [bounds.low, bounds.high].map(shown) {
        [low, high] if low == high => String::new(),
        [low, high] => format!(" (intervalle de prévision à 80 % : {low} à {high})"),
    }
}

/// The interval of a number, once an answer has said in full what such an interval is.
pub(super) fn brief(bounds: Bounds, shown: fn(f64) -> String) -> String {
    match [bounds.low, bounds.high].map(shown) {
        [low, high] if low == high => String::new(),
        [low, high] => format!(" (à 80 % : {low} à {high})"),
    }
}

/// The interval of a number in a table.
pub(super) fn cell(bounds: Bounds, shown: fn(f64) -> String) -> String {
    let [low, high] = [bounds.low, bounds.high].map(shown);
    if low == high { shown(bounds.median) } else { format!("{} ({low} à {high})", shown(bounds.median)) }
}

/// « augmenterait de 12 (…) », « baisserait de 12 (…) » or, where the interval holds 0, « ne changerait pas de façon assurée
/// (…) », for a number that differs by `change`.
pub(super) fn moves(change: &Change, shown: fn(f64) -> String, share_of: Option<f64>) -> String {
    let Bounds { median, low, high, .. } = change.bounds;
    let [from, middle, to] = [low, median, high].map(|bound| signed(bound, shown));
    let share = share_of.filter(|whole| *whole > 0.0);
    let share = share.map_or(String::new(), |whole| format!(", soit {}", percent(median.abs() / whole)));
    let verb = match change.way() {
        _ if change.larger_than_luck == Verdict::Nothing => return "serait le même".to_owned(),
        Way::Flat => {
            return format!("ne changerait pas de façon assurée (écart médian : {middle} ; à 80 % : {from} à {to})");
        }
        Way::Up => "augmenterait",
        Way::Down => "baisserait",
    };
    let interval = if from == to { String::new() } else { format!(" (à 80 % : {from} à {to})") };
    format!("{verb} de {}{share}{interval}", shown(median.abs()))
}

/// Whether an effect exceeds the luck, in a cell.
pub(super) const fn verdict(change: &Change) -> &'static str {
    match change.larger_than_luck {
        Verdict::Nothing => "aucun effet",
        Verdict::Within => "non",
        Verdict::Beyond80 => "oui (à 80 %)",
        Verdict::Beyond95 => "oui (à 95 %)",
    }
}

/// The answer in two sentences: how many, and where that goes.
pub(super) fn lead(facts: &Facts, within: &str) -> String {
    let Facts { start, horizon, headcount: course, .. } = facts;
    let today = counted(course.start.median, "médecin généraliste exerce", "médecins généralistes exercent");
    let then = whole(course.horizon.median);
    let interval = interval(course.horizon, whole);
    capital(&format!(
        "{today} {within} au 1er janvier {start}, tous modes d'exercice confondus. Si le droit en vigueur et les tendances observées se poursuivaient, leur nombre serait de {then} au 1er janvier {horizon}{interval}."
    ))
}

/// What the change of P1 and P5 amounts to, each count named.
pub(super) fn changes(facts: &Facts) -> String {
    let Facts { start, horizon, .. } = facts;
    let of = |course: &Course| moves(&course.change, whole, Some(course.start.median));
    let list = &facts.with_list;
    format!(
        "De {start} à {horizon}, le nombre de médecins généralistes en activité (installés, remplaçants, salariés et retraités actifs : champ P1) {}. Les seuls libéraux ayant une patientèle, tels que l'Assurance maladie les compte (champ P5, hors exercices particuliers), sont {} en {start} et seraient {} en {horizon}{} : leur nombre {}.",
        of(&facts.headcount),
        whole(list.start.median),
        whole(list.horizon.median),
        brief(list.horizon, whole),
        of(list)
    )
}

/// When the number is lowest, and how low.
pub(super) fn trough(facts: &Facts, within: &str) -> String {
    let Facts { start, horizon, trough_year: when, trough_heads: depth, headcount, .. } = facts;
    let [year, early, late] = [when.median, when.low, when.high].map(|year| year.round() as u16);
    let spread = if early == late { String::new() } else { format!(" (entre {early} et {late} dans huit trajectoires sur dix)") };
    let heads = counted(depth.median, "médecin", "médecins");
    let interval = brief(*depth, whole);
    let lost = (headcount.start.median - depth.median).round();
    let less = if lost < 1.0 { String::new() } else { format!(", soit {} de moins qu'en {start}", whole(lost)) };
    match year {
        year if year == *start => format!(
            "D'ici à {horizon}, l'effectif le plus bas {within} serait celui de {start} : l'année du creux est {start} dans au moins une trajectoire sur deux{}.",
            if early == late { String::new() } else { format!(" et se situe entre {early} et {late} dans huit sur dix") }
        ),
        year if year == *horizon => format!(
            "Le creux ne serait pas passé en {horizon} : dans au moins une trajectoire sur deux, l'effectif {within} y est encore au plus bas{spread}. Au creux, il serait de {heads}{interval}{less}."
        ),
        _ => format!("Le creux serait atteint {within} en {year}{spread}, à {heads}{interval}{less}."),
    }
}

/// Departures and entrants of the whole period.
pub(super) fn flows(facts: &Facts) -> String {
    let flows = &facts.flows;
    let leave = counted(flows.exits.median, "médecin cesserait d'exercer", "médecins cesseraient d'exercer");
    let retire = whole(flows.retirements.median);
    let join = counted(flows.entrants.median, "nouveau médecin s'inscrirait", "nouveaux médecins s'inscriraient");
    let none = |text: String| text.replace("cesserait", "ne cesserait").replace("s'inscrirait", "ne s'inscrirait");
    let leave = if leave.starts_with("aucun") { none(leave) } else { leave };
    let join = if join.starts_with("aucun") { none(join) } else { join };
    capital(&format!(
        "{}, {leave}{}, dont {retire} pour une retraite complète, et {join}{}.",
        period(facts),
        brief(flows.exits, whole),
        brief(flows.entrants, whole)
    ))
}

/// The years whose flows are summed.
pub(super) fn period(facts: &Facts) -> String {
    let last = facts.horizon - 1;
    if last == facts.start { format!("en {last}") } else { format!("de {} à {last}", facts.start) }
}

/// Those who learn at work: how many are expected, and what that adds once those who supervise them are paid in time.
pub(super) fn juniors(facts: &Facts, within: &str) -> String {
    let [first, rest @ ..] = facts.juniors.as_slice() else {
        return format!("D'ici au 1er janvier {}, aucun docteur junior ne serait en poste {within}.", facts.horizon);
    };
    let heads = |juniors: &Juniors| {
        let number = counted(juniors.heads.median, "docteur junior", "docteurs juniors");
        let verb = match juniors.heads.median.round() {
            0.0 => "ne serait",
            number if number < 2.0 => "serait",
            _ => "seraient",
        };
        format!("au 1er janvier {}, {number} {verb} en poste {within}{}", juniors.year, brief(juniors.heads, whole))
    };
    let work = |juniors: &Juniors| {
        let fte = juniors.fte_net_of_supervision;
        let unit = if fte.median < 2.0 { "équivalent temps plein" } else { "équivalents temps plein" };
        format!("{} {unit}{}", tenth(fte.median), brief(fte, tenth))
    };
    let then = rest.last().map_or(String::new(), |last| {
        let number = whole(last.heads.median);
        format!(" Ils seraient {number} au 1er janvier {}{}, pour {}.", last.year, brief(last.heads, whole), work(last))
    });
    format!(
        "{}. Net du temps de leurs encadrants, leur travail de l'année vaudrait {}.{then} Internes de quatrième année, ils ne sont pas comptés parmi les médecins ci-dessus.",
        capital(&heads(first)),
        work(first)
    )
}

/// People without a médecin traitant, today and at the horizon.
pub(super) fn without_mt(facts: &Facts, within: &str) -> String {
    let Facts { start, horizon, without_mt: course, .. } = facts;
    let share = facts.places.first().map(|place| place.without_mt_share);
    let [first, last] = [share.map(|share| share.start.median), share.map(|share| share.horizon.median)]
        .map(|share| share.map_or(String::new(), |share| format!(", soit {}", percent(share))));
    let first = if first.is_empty() { first } else { format!("{first} de cette tranche d'âge,") };
    format!(
        "En {start}, {} personnes de 17 ans et plus{}{first} sont estimées sans médecin traitant {within}. En {horizon}, elles seraient {}{}{last} : leur nombre {}.",
        people(course.start.median),
        brief(course.start, people),
        people(course.horizon.median),
        brief(course.horizon, people),
        moves(&course.change, people, None)
    )
}

/// What a measure changes, and whether that exceeds the luck.
pub(super) fn measure(measure: &super::facts::Measure, title: &str, horizon: u16) -> String {
    let luck = |change: &Change| match change.larger_than_luck {
        // The verb says it.
        Verdict::Nothing | Verdict::Within => "",
        Verdict::Beyond80 => ", écart qui dépasse le hasard (à 80 %)",
        Verdict::Beyond95 => ", écart qui dépasse le hasard (à 95 %)",
    };
    let of = |with: &super::facts::With, shown| format!("{}{}", moves(&with.change, shown, None), luck(&with.change));
    format!(
        "« {title} » : en {horizon}, par rapport à la référence, le nombre de médecins généralistes (P1) {} ; le nombre de personnes sans médecin traitant {}.",
        of(&measure.headcount, whole),
        of(&measure.without_mt, people)
    )
}

/// The text with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

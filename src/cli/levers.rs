//! `releve levers`: every policy that a scenario can dose.

use super::{
    Failure, Screen, output,
    screen::wrapped,
    shown::{law, plain},
};
use crate::{
    diagnostic::{allowed, did_you_mean},
    levers::{Entry, Field, Kind, LEVERS},
    text::{Lang, Message},
};

/// Lists all levers, or the one of a name.
pub(super) fn levers(name: Option<&str>, screen: &Screen) -> Result<(), Failure> {
    let listed: Vec<_> = LEVERS.iter().filter(|lever| name.is_none_or(|name| lever.name == name)).collect();
    if let (Some(name), true) = (name, listed.is_empty()) {
        return Err(Failure::Refused(unknown(name)));
    }
    let texts: Vec<_> = listed.into_iter().map(|lever| describe(lever, screen.lang)).collect();
    Ok(output::print(&texts.join("\n"))?)
}

fn unknown(name: &str) -> Message {
    let names = || LEVERS.iter().map(|lever| lever.name);
    let help = did_you_mean(name, names()).unwrap_or_else(|| allowed(names()));
    Message::new(format!("« {name} » n'est pas un levier ; {}", help.fr), format!("`{name}` is no lever; {}", help.en))
}

/// A lever with its origin and settings.
pub(super) fn describe(lever: &Entry, lang: Lang) -> String {
    let [title, origin] = [&lever.title, &lever.origin].map(|text| wrapped(text.get(lang), 4));
    let mut out = format!("[lever.{}]\n{title}{origin}", lever.name);
    lever.fields.iter().for_each(|field| out += &setting(field, lang));
    out
}

/// A setting: what it is, what may be written, what holds when nothing is.
pub(super) fn setting(field: &Field, lang: Lang) -> String {
    let text = format!("{}\n{}", field.about.get(lang), kind(&field.kind).get(lang));
    format!("  {}\n{}", field.name, wrapped(&text, 6))
}

fn kind(kind: &Kind) -> Message {
    let say = |fr: &dyn Fn(Lang) -> String| Message::new(fr(Lang::Fr), fr(Lang::En));
    let range = |low: f64, high: f64| say(&|lang| format!("{} … {}", plain(low, lang), plain(high, lang)));
    match kind {
        Kind::Number { unit, bounds: [low, high], law: default, source, .. } => {
            let (range, unit) = (range(*low, *high), unit.words().1);
            let default = say(&|lang| law(default, lang));
            Message::new(
                format!("nombre ou loi [{}], {} ; sinon {} (source : {source})", unit.fr, range.fr, default.fr),
                format!("number or law [{}], {}; else {} (source: {source})", unit.en, range.en, default.en),
            )
        }
        Kind::Switch { default } => {
            Message::new(format!("true ou false ; sinon {default}"), format!("true or false; else {default}"))
        }
        Kind::Year { default, years: [first, last] } => {
            Message::new(format!("année, {first} … {last} ; sinon {default}"), format!("year, {first} … {last}; else {default}"))
        }
        Kind::Path { bounds: [low, high], years: [first, last], .. } => {
            let range = range(*low, *high);
            Message::new(
                format!("valeurs par année, {{ {first} = {low} }} ; années {first} … {last}, valeurs {}", range.fr),
                format!("values by year, {{ {first} = {low} }}; years {first} … {last}, values {}", range.en),
            )
        }
        Kind::Subdivisions { bounds: [low, high] } => {
            let range = range(*low, *high);
            Message::new(
                format!("facteurs par subdivision d'internat, {{ \"LIMOGES\" = 1.2 }}, {}", range.fr),
                format!("factors by subdivision of the internship, {{ \"LIMOGES\" = 1.2 }}, {}", range.en),
            )
        }
        Kind::Departements => Message::new("codes de départements, [\"62\", \"2A\"]", "codes of départements, [\"62\", \"2A\"]"),
        Kind::Choice { options, default } => {
            let options = options.join(", ");
            Message::new(format!("un mot parmi {options} ; sinon {default}"), format!("one of {options}; else {default}"))
        }
    }
}

//! `releve replay`: one trajectory again, as an account: what was drawn, each year of France, each event of a département.

use super::{Failure, Screen, args, baseline, output, shown::plain, shown::whole, table::aligned, words};
use crate::{
    answer::places::{Asked, find},
    baseline::{Baseline, START},
    cohort::{Count, Sex, Status},
    diagnostic::{Problem, Problems},
    engine::{
        Engine, Event, Kind, Stand,
        indicators::{Layout, Level},
    },
    model::Model,
    scenario::{self, Scenario, library},
    statistics::projection::{place, position},
    text::{Lang, Message, Text},
};
use serde_json::{Value, json};
use std::{path::Path, sync::Arc};

/// Prints the ledger of a trajectory.
pub(super) fn replay(args: &args::Replay, screen: &Screen) -> Result<(), Failure> {
    let baseline = baseline(args.tables.baseline.as_deref())?;
    let path = args.scenario.as_deref().unwrap_or(Path::new(library::REFERENCE));
    let (mut scenario, warnings) = scenario::open(path, &baseline)?;
    screen.problems(&Problems(warnings));
    scenario.horizon = args.horizon.unwrap_or(scenario.horizon);
    let departement = args.departement.as_deref().map(|typed| one(typed, &baseline)).transpose()?;
    let engine = engine(&scenario, args.seed, &baseline)?;
    let (row, events) = engine.replay(args.trajectory);
    let ledger = Ledger { args, baseline: &baseline, engine: &engine, departement, row, events, lang: screen.lang };
    if args.json { Ok(output::print_json(&ledger.document())?) } else { Ok(output::print(&ledger.text(&scenario))?) }
}

fn engine(scenario: &Scenario, seed: u64, baseline: &Arc<Baseline>) -> Result<Engine, Failure> {
    let Scenario { parameters, doses, horizon, .. } = scenario;
    let model = Model::new(baseline.clone(), parameters.clone(), doses, *horizon)?;
    let levels = [Level::France, Level::Departement];
    Ok(Engine::new(Arc::new(model), seed, &levels)?)
}

fn one(typed: &str, baseline: &Baseline) -> Result<usize, Failure> {
    match find(typed, &baseline.geography) {
        Ok(Asked::Departement(index)) => Ok(index),
        Ok(_) => Err(Failure::Refused(Message::new(
            format!("« {typed} » n'est pas un département : un registre d'événements se lit département par département"),
            format!("`{typed}` is not a département: a ledger of events is read one département at a time"),
        ))),
        Err(message) => Err(Problems(vec![Problem::unreadable(message)]).into()),
    }
}

struct Ledger<'a> {
    args: &'a args::Replay,
    baseline: &'a Baseline,
    engine: &'a Engine,
    departement: Option<usize>,
    row: Vec<i32>,
    events: Vec<Event>,
    lang: Lang,
}

/// What comes in and goes out of a place in a year.
#[derive(Default)]
struct Account {
    graduates: i64,
    foreign: i64,
    arrivals: i64,
    retirements: i64,
    exits: i64,
    departures: i64,
}

impl Account {
    const fn balance(&self) -> i64 {
        self.graduates + self.foreign + self.arrivals - self.retirements - self.exits - self.departures
    }
}

impl Ledger<'_> {
    /// The events that touch the place, of a year.
    fn of_year(&self, year: u16) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.year == year && self.touches(event))
    }

    fn touches(&self, event: &Event) -> bool {
        let Some(departement) = self.departement else { return true };
        [event.from, event.to].into_iter().flatten().any(|stand| self.is_in(departement, stand))
    }

    fn is_in(&self, departement: usize, stand: Stand) -> bool {
        self.baseline.geography.departement_of(stand.0) == departement
    }

    /// Whether somebody is counted in the place before and after.
    fn counted(&self, event: &Event) -> [bool; 2] {
        let within = |stand| self.departement.is_none_or(|departement| self.is_in(departement, stand));
        [event.from, event.to].map(|stand| stand.is_some_and(within))
    }

    fn account(&self, year: u16) -> Account {
        let mut account = Account::default();
        for event in self.of_year(year) {
            let line = match (event.kind, self.counted(event)) {
                (_, [true, true] | [false, false]) => continue,
                (Kind::Graduate, _) => &mut account.graduates,
                (Kind::Foreign, _) => &mut account.foreign,
                (Kind::Retirement, _) => &mut account.retirements,
                (Kind::Exit, _) => &mut account.exits,
                (_, [_, true]) => &mut account.arrivals,
                (_, [_, false]) => &mut account.departures,
            };
            *line += 1;
        }
        account
    }

    fn heads(&self, year: u16) -> i64 {
        let layout: &Layout = self.engine.layout();
        let (level, code) = match self.departement {
            Some(index) => (Level::Departement, self.baseline.geography.departements[index].code.as_str()),
            None => (Level::France, "FR"),
        };
        let position =
            place(layout, level, code, "").and_then(|place| position(layout, place, "headcount", Some(Count::P1), year));
        position.map_or(0, |position| self.row[position].into())
    }

    fn years(&self) -> std::ops::Range<u16> {
        START..self.engine.model().horizon
    }

    fn text(&self, scenario: &Scenario) -> String {
        let (trajectory, seed) = (self.args.trajectory, self.args.seed);
        let place = self.departement.map_or("France", |index| self.baseline.geography.departements[index].name.as_str());
        let title = Message::new(
            format!("{} ({}), trajectoire {trajectory}, graine {seed} : {place}\n", scenario.title.fr, scenario.name),
            format!("{} ({}), trajectory {trajectory}, seed {seed}: {place}\n", scenario.title.en, scenario.name),
        );
        let mut text = title.get(self.lang).to_owned() + "\n" + &words::heading(DRAWN, self.lang) + &self.drawn();
        text += &format!("\n{}{}", words::heading(ACCOUNTS, self.lang), self.accounts());
        if self.departement.is_some() {
            text += &format!("\n{}", words::heading(EVENTS, self.lang));
            self.years().for_each(|year| text += &self.events_of(year));
        }
        text
    }

    /// Every parameter that is not fixed, and what it is in this trajectory.
    fn drawn(&self) -> String {
        let parameters = self.engine.model().parameters.list().iter().zip(self.engine.drawn(self.args.trajectory));
        let uncertain = parameters.filter(|(parameter, _)| !parameter.law.is_fixed());
        uncertain.map(|(parameter, value)| format!("{} = {}\n", parameter.name, shown(value, self.lang))).collect()
    }

    fn accounts(&self) -> String {
        let number = |value: i64| whole(value as f64, self.lang);
        let row = |year| {
            let account = self.account(year);
            let Account { graduates, foreign, arrivals, retirements, exits, departures } = account;
            let (opening, closing) = (self.heads(year), self.heads(year + 1));
            debug_assert_eq!(opening + account.balance(), closing, "the accounts of {year} do not close");
            let cells = [opening, graduates, foreign, arrivals, retirements, exits, departures, closing];
            [vec![year.to_string()], cells.map(number).to_vec()].concat()
        };
        let header = HEADER.map(|text| text.get(self.lang));
        aligned(&header, self.years().map(row).collect(), 1)
    }

    fn events_of(&self, year: u16) -> String {
        let account = self.account(year);
        let mut text = format!("{year}  {} → {}\n", self.heads(year), self.heads(year) + account.balance());
        for event in self.of_year(year) {
            let sign = match self.counted(event) {
                [false, true] => "+1",
                [true, false] => "−1",
                _ => " 0",
            };
            let sex = if event.sex == Sex::Woman { WOMAN } else { MAN };
            let age = event.age;
            let kind = kind(event).get(self.lang);
            let (person, sex, what) = (event.person, sex.get(self.lang), self.stands(event));
            text += &match self.lang {
                Lang::Fr => format!("  {sign}  {kind} : {what} ({sex}, {age} ans, no {person})\n"),
                Lang::En => format!("  {sign}  {kind}: {what} ({sex}, {age}, no {person})\n"),
            };
        }
        text
    }

    fn stands(&self, event: &Event) -> String {
        let one = |stand: Stand| self.stand(stand);
        match (event.from, event.to) {
            (Some(from), Some(to)) => format!("{} → {}", one(from), one(to)),
            (from, to) => from.or(to).map_or(String::new(), one),
        }
    }

    /// « installé, 62 ZIP ».
    fn stand(&self, (place, status): Stand) -> String {
        let geography = &self.baseline.geography;
        let code = &geography.departements[geography.departement_of(place)].code;
        let zone = geography.territories.get(place).map_or(String::new(), |territory| format!(" {}", territory.zone.key()));
        format!("{}, {code}{zone}", status_words(status).get(self.lang))
    }

    fn document(&self) -> Value {
        let geography = &self.baseline.geography;
        let stand = |stand: Option<Stand>| {
            stand.map(|(place, status)| {
                let departement = &geography.departements[geography.departement_of(place)].code;
                let zone = geography.territories.get(place).map(|territory| territory.zone.key());
                json!({ "departement": departement, "zone": zone, "status": status.key() })
            })
        };
        let event = |event: &Event| {
            json!({
                "year": event.year, "person": event.person, "event": key(event.kind), "age": event.age, "sex": event.sex.key(),
                "from": stand(event.from), "to": stand(event.to), "installs": event.installs,
            })
        };
        let wanted = self.events.iter().filter(|event| self.departement.is_some() && self.touches(event));
        let parameters = self.engine.model().parameters.list().iter().zip(self.engine.drawn(self.args.trajectory));
        let parameters: serde_json::Map<_, _> = parameters.map(|(known, value)| (known.name.clone(), json!(value))).collect();
        let year = |year| {
            let Account { graduates, foreign, arrivals, retirements, exits, departures } = self.account(year);
            json!({
                "year": year, "opening": self.heads(year), "graduates": graduates, "foreign": foreign, "arrivals": arrivals,
                "retirements": retirements, "other_exits": exits, "departures": departures, "closing": self.heads(year + 1),
            })
        };
        json!({
            "trajectory": self.args.trajectory,
            "seed": self.args.seed,
            "departement": self.departement.map(|index| &geography.departements[index].code),
            "parameters": parameters,
            "years": self.years().map(year).collect::<Vec<_>>(),
            "events": wanted.map(event).collect::<Vec<_>>(),
        })
    }
}

/// Six significant digits: more than any law is known by.
fn shown(value: f64, lang: Lang) -> String {
    plain(format!("{value:.5e}").parse().unwrap_or(value), lang)
}

const DRAWN: Text = Text { fr: "Paramètres tirés", en: "Parameters drawn" };
const ACCOUNTS: Text = Text { fr: "Comptes par année", en: "Accounts by year" };
const EVENTS: Text = Text { fr: "Événements", en: "Events" };
const WOMAN: Text = Text { fr: "femme", en: "woman" };
const MAN: Text = Text { fr: "homme", en: "man" };
const HEADER: [Text; 9] = [
    Text { fr: "année", en: "year" },
    Text { fr: "1er janv.", en: "1 Jan." },
    Text { fr: "+dipl.", en: "+grad." },
    Text { fr: "+étr.", en: "+foreign" },
    Text { fr: "+arr.", en: "+arr." },
    Text { fr: "−retr.", en: "−ret." },
    Text { fr: "−autres", en: "−others" },
    Text { fr: "−dép.", en: "−dep." },
    Text { fr: "clôture", en: "close" },
];

const fn status_words(status: Status) -> Text {
    match status {
        Status::Installed => Text { fr: "en cabinet", en: "own practice" },
        Status::Locum => Text { fr: "remplacements", en: "locum" },
        Status::Salaried => Text { fr: "salariat", en: "salaried" },
        Status::RetiredActive => Text { fr: "cumul emploi-retraite", en: "retired and active" },
    }
}

const fn kind(event: &Event) -> Text {
    match event.kind {
        Kind::Change if event.installs => Text { fr: "installation", en: "installs" },
        Kind::Graduate if event.installs => Text { fr: "diplômé, s'installe", en: "graduate, installs" },
        Kind::Foreign if event.installs => Text { fr: "diplôme étranger, s'installe", en: "foreign degree, installs" },
        Kind::Graduate => Text { fr: "diplômé", en: "graduate" },
        Kind::Foreign => Text { fr: "diplôme étranger", en: "foreign degree" },
        Kind::Retirement => Text { fr: "retraite", en: "retirement" },
        Kind::Exit => Text { fr: "autre sortie", en: "other exit" },
        Kind::Cumul => Text { fr: "entrée en cumul", en: "goes on in cumul" },
        Kind::Change => Text { fr: "changement", en: "change" },
        Kind::Departure => Text { fr: "départ", en: "departure" },
        Kind::Arrival => Text { fr: "arrivée", en: "arrival" },
    }
}

const fn key(kind: Kind) -> &'static str {
    match kind {
        Kind::Graduate => "graduate",
        Kind::Foreign => "foreign-degree",
        Kind::Retirement => "retirement",
        Kind::Exit => "other-exit",
        Kind::Cumul => "cumul",
        Kind::Change => "change",
        Kind::Departure => "departure",
        Kind::Arrival => "arrival",
    }
}

//! What happens to each person of one trajectory, kept when it is replayed. A run keeps none.

use super::{ledger::Line, person::Person, tally::Flow};
use crate::{
    baseline::START,
    cohort::{Sex, Status},
};

/// Where somebody stands: the index of a place (territories first, then départements) and a status.
pub type Stand = (usize, Status);

/// Why an event is in the accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Registration of a graduate of the internship.
    Graduate,
    /// Registration of a holder of a foreign degree.
    Foreign,
    /// Out of activity by retirement without cumul.
    Retirement,
    /// Out of activity otherwise: end of a cumul, death, another trade.
    Exit,
    /// From practice to cumul.
    Cumul,
    /// From a status to another.
    Change,
    /// Leaves a territory for another.
    Departure,
    /// Comes from another territory.
    Arrival,
}

/// One event of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Year in which it happens.
    pub year: u16,
    /// Address of the person, the same in every scenario.
    pub person: u32,
    /// What it is.
    pub kind: Kind,
    /// Age on 1 January of the year.
    pub age: usize,
    /// Sex.
    pub sex: Sex,
    /// Where the person stood, if they were counted.
    pub from: Option<Stand>,
    /// Where they stand then, if they are still counted.
    pub to: Option<Stand>,
    /// Whether it is an installation.
    pub installs: bool,
}

/// The events of one trajectory, in the order in which the accounts are written.
#[derive(Default)]
pub(super) struct Journal {
    events: Vec<Event>,
    /// What the next line of the accounts is, when a flow has already said so.
    announced: Option<Flow>,
}

impl Journal {
    /// Notes a line of the accounts.
    pub(super) fn write(&mut self, year: usize, person: Person, line: Line) {
        let stand = (person.place(), person.status());
        let announced = self.announced.take();
        let kind = match (line, announced) {
            (Line::Entry, Some(Flow::Graduates)) => Kind::Graduate,
            (Line::Entry, _) => Kind::Foreign,
            (Line::Exit, Some(Flow::Retirements)) => Kind::Retirement,
            (Line::Exit, _) => Kind::Exit,
            (Line::ChangeIn | Line::ChangeOut, Some(Flow::CumulEntries)) => Kind::Cumul,
            (Line::ChangeIn | Line::ChangeOut, _) => Kind::Change,
            (Line::Arrival, _) => Kind::Arrival,
            (Line::Departure, _) => Kind::Departure,
        };
        let comes = matches!(line, Line::Entry | Line::Arrival | Line::ChangeIn);
        if let (Line::ChangeIn, Some(last)) = (line, self.events.last_mut())
            && last.person == person.address
            && last.to.is_none()
            && matches!(last.kind, Kind::Change | Kind::Cumul)
        {
            last.to = Some(stand);
            return;
        }
        self.events.push(Event {
            year: START + year as u16,
            person: person.address,
            kind,
            age: person.age(year),
            sex: person.sex(),
            from: (!comes).then_some(stand),
            to: comes.then_some(stand),
            installs: false,
        });
    }

    /// Notes a flow, as far as it says more than the line before or after it.
    pub(super) fn flow(&mut self, flow: Flow) {
        match flow {
            Flow::Graduates | Flow::Retirements | Flow::CumulEntries => self.announced = Some(flow),
            Flow::Installations => self.events.iter_mut().last().into_iter().for_each(|event| event.installs = true),
            _ => (),
        }
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }
}

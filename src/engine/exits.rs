//! Exits: retirement, cumul, other exits and passages to a salaried post.

use super::{calendar::Event, ledger::Line, person::Person, survival::MID_CAREER, tally::Flow, trajectory::Trajectory};
use crate::{cohort::Status, stream::half_threshold};

impl Trajectory<'_> {
    /// Everybody whose spell ends by an exit or a pension this year.
    pub(super) fn exits(&mut self) {
        let turns_salaried = half_threshold(self.w.draw[self.engine.model.physics.turns_salaried]);
        self.each_due(Event::Exit, |own, person| own.exit(person, person.end.luck() < turns_salaried));
        let take_up = self.take_up();
        self.each_due(Event::Retirement, |own, person| own.retire(person, take_up));
    }

    /// Half words below which a woman, a man go on in cumul.
    fn take_up(&self) -> [u32; 2] {
        let factor = self.w.draw[self.engine.model.physics.cumul_take_up] * self.w.hazards.take_up(self.calendar_year());
        self.engine.model.baseline.behaviour.cumul_take_up.map(|share| half_threshold(share * factor))
    }

    fn exit(&mut self, person: Person, turns_salaried: bool) {
        let in_mid_career = person.age(self.year) < usize::from(MID_CAREER);
        if turns_salaried && in_mid_career && person.status() == Status::Installed {
            self.turn_salaried(person);
        } else {
            self.leave(person);
        }
    }

    /// From own practice to a salaried post of the département.
    fn turn_salaried(&mut self, person: Person) {
        self.open_place(person);
        let salaried = self.change(person, self.engine.tables.home_of(person.place()), Status::Salaried);
        self.begin(salaried);
    }

    fn retire(&mut self, person: Person, take_up: [u32; 2]) {
        match person.status() {
            Status::Installed => {
                if person.end.luck() < take_up[person.sex() as usize] {
                    self.record(person.place(), Flow::CumulEntries);
                    let retired = self.change(person, person.place(), Status::RetiredActive);
                    self.begin(retired);
                } else {
                    self.record(person.place(), Flow::Retirements);
                    self.leave(person);
                }
            }
            Status::Locum | Status::Salaried => {
                self.record(person.place(), Flow::Retirements);
                self.leave(person);
            }
            Status::RetiredActive => self.leave(person),
        }
    }

    /// Out of activity. A practice, kept on entering cumul, opens a place when its GP leaves for good.
    pub(super) fn leave(&mut self, person: Person) {
        if matches!(person.status(), Status::Installed | Status::RetiredActive) {
            self.open_place(person);
        }
        self.record(person.place(), Flow::Exits);
        self.count_out(person, Line::Exit);
    }

    /// A practice that ends opens a place, if it held one.
    pub(super) fn open_place(&mut self, person: Person) {
        self.w.opened[person.place()] += u32::from(!person.is_unconventioned());
    }
}

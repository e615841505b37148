//! Exits: retirement, cumul, other exits and passages to a salaried post.

use super::{
    state::{Event, Line},
    survival::MID_CAREER,
    tally::Flow,
    trajectory::Trajectory,
};
use crate::{
    baseline::START,
    cohort::Status,
    stream::{Process, threshold},
};

impl Trajectory<'_> {
    /// Everybody whose spell ends by an exit or a pension this year.
    pub(super) fn exits(&mut self) {
        let turns_salaried = threshold(self.w.draw[self.engine.model.physics.turns_salaried]);
        let list = self.w.calendar.take(Event::Exit, self.year);
        for &index in &list {
            if !self.w.persons[index as usize].is_gone() {
                self.exit(index, turns_salaried);
            }
        }
        self.w.calendar.give_back(Event::Exit, self.year, list);
        let take_up = self.take_up();
        let list = self.w.calendar.take(Event::Retirement, self.year);
        for &index in &list {
            if !self.w.persons[index as usize].is_gone() {
                self.retire(index, take_up);
            }
        }
        self.w.calendar.give_back(Event::Retirement, self.year, list);
    }

    /// Words below which a woman, a man go on in cumul.
    fn take_up(&self) -> [u32; 2] {
        let factor = self.w.draw[self.engine.model.physics.cumul_take_up] * self.w.hazards.take_up(START + self.year as u16);
        self.engine.model.baseline.behaviour.cumul_take_up.map(|share| threshold(share * factor))
    }

    fn exit(&mut self, index: u32, turns_salaried: u32) {
        let person = self.w.persons[index as usize];
        let in_mid_career = person.age(self.year) < usize::from(MID_CAREER);
        let word = || self.words(index, Process::Outcome, person.spell())[1];
        if person.status() == Status::Installed && in_mid_career && word() < turns_salaried {
            self.turn_salaried(index);
        } else {
            self.leave(index);
        }
    }

    /// From own practice to a salaried post of the département.
    fn turn_salaried(&mut self, index: u32) {
        let place = self.w.persons[index as usize].place();
        self.w.opened[place] += 1;
        let geography = &self.engine.model.baseline.geography;
        self.change(index, geography.place_of(geography.departement_of(place)), Status::Salaried);
        self.begin(index);
    }

    fn retire(&mut self, index: u32, take_up: [u32; 2]) {
        let person = self.w.persons[index as usize];
        match person.status() {
            Status::Installed => {
                let word = self.words(index, Process::Outcome, person.spell())[0];
                if word < take_up[person.sex() as usize] {
                    self.record(person.place(), Flow::CumulEntries);
                    self.change(index, person.place(), Status::RetiredActive);
                    self.begin(index);
                } else {
                    self.record(person.place(), Flow::Retirements);
                    self.leave(index);
                }
            }
            Status::Locum | Status::Salaried => {
                self.record(person.place(), Flow::Retirements);
                self.leave(index);
            }
            Status::RetiredActive => self.leave(index),
        }
    }

    /// Out of activity. A practice, kept on entering cumul, opens a place when its GP leaves for good.
    pub(super) fn leave(&mut self, index: u32) {
        let person = self.w.persons[index as usize];
        if matches!(person.status(), Status::Installed | Status::RetiredActive) {
            self.w.opened[person.place()] += 1;
        }
        self.record(person.place(), Flow::Exits);
        self.count_out(index, Line::Exit);
    }
}

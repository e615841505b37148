//! Salaried posts opened by policies in territories: who fills them.
//!
//! A post is filled from its own département, in random order: some posts by those who would be salaried there anyway,
//! the others by those who would install there.

use super::{
    placement::{Candidate, From},
    trajectory::Trajectory,
};
use crate::cohort::Status;

/// Who may fill a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Filler {
    Installing,
    Salaried,
}

/// Vacant posts of the year.
pub(super) struct Vacancies {
    /// By territory, for each [`Filler`].
    posts: Vec<[u32; 2]>,
    /// Whether any policy opens posts this year.
    pub(super) any: bool,
}

impl Vacancies {
    pub(super) fn new(territories: usize) -> Self {
        Self { posts: vec![[0; 2]; territories], any: false }
    }
}

impl Trajectory<'_> {
    /// Counts the vacant posts once the exits of the year are known.
    pub(super) fn open_posts(&mut self) {
        let w = &mut *self.w;
        w.vacancies.any = w.rule.posts().iter().any(|posts| *posts > 0.0);
        if !w.vacancies.any {
            return;
        }
        let to_installing = w.rule.posts_to_liberal();
        let (mut wanted, mut opened, mut part, mut given) = (0.0, 0, 0.0, 0);
        for (territory, vacant) in w.vacancies.posts.iter_mut().enumerate() {
            // Whole posts whose sums in turn are the rounded sums; then the same for the part of each kind of filler.
            wanted += w.rule.posts()[territory];
            let posts = (wanted + 0.5) as u32 - opened;
            opened += posts;
            let open = posts.saturating_sub(w.in_posts[territory]);
            part += f64::from(open) * to_installing;
            let installing = ((part + 0.5) as u32 - given).min(open);
            given += installing;
            *vacant = [installing, open - installing];
        }
    }

    /// Fills the posts; those who find none go on as they would have.
    pub(super) fn fill_posts(&mut self) {
        if !self.w.vacancies.any {
            return;
        }
        let (candidates, mut left) = (std::mem::take(&mut self.w.candidates), std::mem::take(&mut self.w.retry));
        let queue = self.in_turn(&candidates);
        for (_, index) in &queue {
            let candidate = &candidates[*index as usize];
            if candidate.from == From::Move || !self.takes_post(candidate, Filler::Installing) {
                left.push(*candidate);
            }
        }
        (self.w.queue, self.w.candidates, self.w.retry) = (queue, left, candidates);
        self.w.retry.clear();
        let mut salaried = std::mem::take(&mut self.w.salaried);
        let queue = self.in_turn(&salaried);
        for (_, index) in &queue {
            let candidate = &salaried[*index as usize];
            if !self.takes_post(candidate, Filler::Salaried) {
                let home = self.engine.tables.home_of(candidate.person.place());
                self.become_salaried(candidate, home);
            }
        }
        salaried.clear();
        (self.w.queue, self.w.salaried) = (queue, salaried);
    }

    fn takes_post(&mut self, candidate: &Candidate, filler: Filler) -> bool {
        let departement = &self.engine.model.baseline.geography.departements[usize::from(candidate.origin)];
        let posts = &mut self.w.vacancies.posts;
        let Some(territory) = departement.territories.clone().find(|territory| posts[*territory][filler as usize] > 0) else {
            return false;
        };
        posts[territory][filler as usize] -= 1;
        self.become_salaried(candidate, territory);
        true
    }

    /// Puts somebody in a salaried post of a place.
    pub(super) fn become_salaried(&mut self, candidate: &Candidate, place: usize) {
        let mut person = candidate.person;
        match candidate.from {
            From::Entry { graduate } => {
                person = person.put(place, Status::Salaried);
                self.enter(person, graduate);
            }
            From::Status | From::Move => {
                person.set_waiting(false);
                person = self.change(person, place, Status::Salaried);
            }
        }
        self.begin(person);
    }
}

//! Those who are to register: drawn when their class ends, kept until the November of their registration.

use super::{
    choice::Choices,
    person::{Person, bits},
    tables::{Ages, Tables},
    training::{LAGS, YEARS_AHEAD},
    trajectory::Trajectory,
};
use crate::{
    cohort::{AGE_MAX, Sex, Status},
    lot::{LOT, Lot},
    stream::half_threshold,
};
use pulp::{Arch, NullaryFnOnce};

/// Shares of those who register, as half words: a chance is met up to 2^-16.
#[derive(Clone, Copy)]
pub(super) struct Shares {
    salaried: u32,
    salaried_or_installed: u32,
    women: u32,
}

impl Shares {
    /// The first status of one who registers, from the half word that decides it.
    #[inline(always)]
    pub(super) const fn status(&self, status_and_age: u32) -> Status {
        match status_and_age >> 16 {
            half if half < self.salaried => Status::Salaried,
            half if half < self.salaried_or_installed => Status::Installed,
            _ => Status::Locum,
        }
    }

    #[inline(always)]
    const fn sex(&self, delay_and_sex: u32) -> Sex {
        if delay_and_sex & 0xFFFF < self.women { Sex::Woman } else { Sex::Man }
    }
}

/// When entrants of one origin register, in years from the start.
#[derive(Clone, Copy)]
pub(super) struct Fates {
    /// Half words at which each delay but the last ends.
    pub(super) ends: [u32; LAGS],
    /// By delay: the word below which one registers, and the year.
    pub(super) registers: [u32; YEARS_AHEAD],
    pub(super) years: [u32; YEARS_AHEAD],
    /// The year of the others.
    pub(super) otherwise: u32,
}

impl Fates {
    #[inline(always)]
    fn year(&self, fate: u32, delay_and_sex: u32) -> u32 {
        let (mut registers, mut year) = (self.registers[0], self.years[0]);
        for (lag, end) in self.ends.iter().enumerate() {
            let later = delay_and_sex >> 16 >= *end;
            registers = if later { self.registers[lag + 1] } else { registers };
            year = if later { self.years[lag + 1] } else { year };
        }
        if fate < registers { year } else { self.otherwise }
    }
}

/// Those who register in this year and the next ones.
pub(super) struct Registrations {
    /// By year, in turn, then by status; the last is of those who never register within the run.
    lists: [Vec<Person>; LISTS + 1],
}

const LISTS: usize = YEARS_AHEAD * Status::ALL.len();

impl Registrations {
    /// With room for so many on each list.
    pub(super) fn new(room: usize) -> Self {
        Self { lists: std::array::from_fn(|_| Vec::with_capacity(room)) }
    }

    pub(super) fn clear(&mut self) {
        self.lists.iter_mut().for_each(Vec::clear);
    }

    /// Those who register in a year, with a status.
    pub(super) const fn of(&mut self, year: usize, status: Status) -> &mut Vec<Person> {
        &mut self.lists[list(year as u32, status)]
    }
}

#[inline(always)]
const fn list(year: u32, status: Status) -> usize {
    (year as usize % YEARS_AHEAD) * Status::ALL.len() + status as usize
}

/// What decides a lot of entrants of one origin.
struct Deciding<'a> {
    shares: Shares,
    fates: Fates,
    years: u32,
    choices: &'a Choices,
    origin: u32,
    ages: &'a Ages,
    first_home: u32,
}

impl Deciding<'_> {
    /// The list and the bits of the one whose words these are: fate, delay and sex, status and age (half a word each),
    /// département.
    #[inline(always)]
    fn entrant(&self, [fate, delay_and_sex, status_and_age, departement]: [u32; 4]) -> (u32, u32) {
        let year = self.fates.year(fate, delay_and_sex);
        let (status, sex) = (self.shares.status(status_and_age), self.shares.sex(delay_and_sex));
        let list = if year < self.years { list(year, status) } else { LISTS };
        let birth = (AGE_MAX as u32 + year + 1) - self.ages.on_registering(sex, status_and_age);
        let place = self.first_home + self.choices.enters(self.origin, departement);
        (list as u32, bits(place, sex, status, birth))
    }
}

/// Decides all entrants of a lot, side by side.
struct DecideLot<'a> {
    deciding: Deciding<'a>,
    lot: &'a Lot,
}

/// The list and the bits of each entrant of a lot.
struct Decided {
    lists: [u32; LOT],
    bits: [u32; LOT],
}

impl NullaryFnOnce for DecideLot<'_> {
    type Output = Decided;

    #[inline(always)]
    fn call(self) -> Decided {
        let mut decided = Decided { lists: [0; LOT], bits: [0; LOT] };
        for lane in 0..LOT {
            (decided.lists[lane], decided.bits[lane]) = self.deciding.entrant(self.lot.words(lane));
        }
        decided
    }
}

impl Trajectory<'_> {
    pub(super) fn shares(&self) -> Shares {
        let physics = &self.engine.model.physics;
        let [salaried, installed, women] =
            [physics.entry_salaried, physics.entry_installed, physics.women].map(|share| self.w.draw[share]);
        Shares {
            salaried: half_threshold(salaried),
            salaried_or_installed: half_threshold(salaried + installed),
            women: half_threshold(women),
        }
    }

    /// Puts the entrants of the lot on the lists of those who register, in the département and with the status that their
    /// words decide.
    pub(super) fn expect(&mut self, length: usize, subdivision: Option<usize>, fates: Fates) {
        let (tables, years): (&Tables, _) = (&self.engine.tables, self.engine.years as u32);
        let shares = self.shares();
        let w = &mut *self.w;
        let deciding = Deciding {
            shares,
            fates,
            years,
            choices: &w.choices,
            origin: subdivision.unwrap_or_else(|| tables.closeness.abroad()) as u32,
            ages: &tables.entrant_ages[usize::from(subdivision.is_none())],
            first_home: tables.home(0) as u32,
        };
        let lot: &Lot = &w.lot;
        let decided = Arch::new().dispatch(DecideLot { deciding, lot });
        // Without a branch: chance alone tells who goes on which list.
        for ((list, bits), address) in decided.lists.iter().zip(&decided.bits).zip(&lot.subjects).take(length) {
            w.registrations.lists[*list as usize].push(Person::of(*bits, *address));
        }
        w.registrations.lists[LISTS].clear();
    }
}

//! Training and entry: from admission to registration.

use super::Yearly;

/// Students and interns: what may change between admission and the end of the internship.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    admissions: Yearly,
    gp_share: Yearly,
    split: Vec<(u16, usize, f64)>,
    fourth_year: u16,
    foreign: Yearly,
    leaving: Yearly,
    clinicat: Yearly,
}

/// Autumn from which admissions may be amended: that of the end of the numerus clausus.
pub const FIRST_AMENDABLE_ADMISSION: u16 = 2021;

impl Intake {
    /// The law in force from the year `start` of a run: admissions as known, fourth year from the class `fourth_year` on.
    #[must_use]
    pub fn new(start: u16, horizon: u16, fourth_year: u16) -> Self {
        Self {
            admissions: Yearly::new(FIRST_AMENDABLE_ADMISSION, horizon, 0.0),
            gp_share: Yearly::new(FIRST_AMENDABLE_ADMISSION, horizon, 0.0),
            split: Vec::new(),
            fourth_year,
            foreign: Yearly::new(start, horizon, 0.0),
            leaving: Yearly::new(start, horizon, 1.0),
            clinicat: Yearly::new(start, horizon, 0.0),
        }
    }

    /// Back to the law in force.
    pub fn reset(&mut self, fourth_year: u16) {
        self.admissions.reset(0.0);
        self.gp_share.reset(0.0);
        self.split.clear();
        self.fourth_year = fourth_year;
        self.foreign.reset(0.0);
        self.leaving.reset(1.0);
        self.clinicat.reset(0.0);
    }

    /// Students added to those admitted in the autumn of `year`.
    pub fn add_admissions(&mut self, year: u16, students: f64) {
        if year >= self.admissions.first
            && let Some(value) = self.admissions.values.get_mut(usize::from(year - self.admissions.first))
        {
            *value += students;
        }
    }

    /// Share of all posts added to general practice, for the classes from `class` on.
    pub fn add_gp_share(&mut self, class: u16, share: f64) {
        self.gp_share.amend(class, |value| *value += share);
    }

    /// Multiplies the weight of a subdivision in the split of posts, for the classes from `class` on.
    pub fn multiply_split(&mut self, class: u16, subdivision: usize, factor: f64) {
        if factor != 1.0 {
            self.split.push((class, subdivision, factor));
        }
    }

    /// First class with a fourth year, unless another policy says later.
    pub fn postpone_fourth_year(&mut self, class: u16) {
        self.fourth_year = self.fourth_year.max(class);
    }

    /// Holders of a foreign degree added each year (negative: taken away) from a year on.
    pub fn add_foreign(&mut self, from: u16, a_year: f64) {
        self.foreign.amend(from, |value| *value += a_year);
    }

    /// Makes a share of those who would register go elsewhere, out of what remains, from a year on.
    pub fn discourage(&mut self, from: u16, share: f64) {
        self.leaving.amend(from, |value| *value *= 1.0 - share);
    }

    /// Makes graduates who register from a year on spend at least `years` in a shared post first.
    pub fn require_clinicat(&mut self, from: u16, years: f64) {
        self.clinicat.amend(from, |value| *value = value.max(years));
    }

    /// Holders of a foreign degree added in `year`.
    #[must_use]
    pub fn added_foreign(&self, year: u16) -> f64 {
        self.foreign.get(year)
    }

    /// Share of those who would register in `year` who still do.
    #[must_use]
    pub fn registering(&self, year: u16) -> f64 {
        self.leaving.get(year)
    }

    /// Whole years of clinicat-assistanat before those who register in `year` choose a status.
    #[must_use]
    pub fn clinicat(&self, year: u16) -> usize {
        libm::round(self.clinicat.get(year)).max(0.0) as usize
    }

    /// Students added in the autumn of `year`.
    #[must_use]
    pub fn added_admissions(&self, year: u16) -> f64 {
        if year < self.admissions.first { 0.0 } else { self.admissions.get(year) }
    }

    /// Share of posts added to general practice for a class.
    #[must_use]
    pub fn added_gp_share(&self, class: u16) -> f64 {
        if class < self.gp_share.first { 0.0 } else { self.gp_share.get(class) }
    }

    /// Factor on the weight of a subdivision for a class.
    #[must_use]
    pub fn split(&self, class: u16, subdivision: usize) -> f64 {
        self.split.iter().filter(|(from, which, _)| *from <= class && *which == subdivision).map(|(.., factor)| factor).product()
    }

    /// Whether the split of a class is amended.
    #[must_use]
    pub fn has_split(&self, class: u16) -> bool {
        self.split.iter().any(|(from, ..)| *from <= class)
    }

    /// Whether a class has a fourth year.
    #[must_use]
    pub fn has_fourth_year(&self, class: u16) -> bool {
        class >= self.fourth_year
    }
}

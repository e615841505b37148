//! Capacity: what those in place can do.

/// Capacity: what helps or weighs on the work of those in place, for one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityFactors {
    support: Vec<f64>,
    junior_work: f64,
    junior_supervision: f64,
    junior_zip: f64,
    cumul_activity: f64,
    hours: f64,
    posts_activity: f64,
}

impl CapacityFactors {
    /// Nothing beyond what was in place on 1 January of the starting year.
    #[must_use]
    pub fn new(territories: usize) -> Self {
        Self {
            support: vec![0.0; territories],
            junior_work: 1.0,
            junior_supervision: 1.0,
            junior_zip: 1.0,
            cumul_activity: 1.0,
            hours: 1.0,
            posts_activity: 1.0,
        }
    }

    /// Back to neutral.
    pub fn reset(&mut self) {
        self.support.fill(0.0);
        self.junior_work = 1.0;
        self.junior_supervision = 1.0;
        self.junior_zip = 1.0;
        self.cumul_activity = 1.0;
        self.hours = 1.0;
        self.posts_activity = 1.0;
    }

    /// Adds the patients and acts of `gps` full GPs to a territory (negative: takes them away).
    pub fn add_support(&mut self, territory: usize, gps: f64) {
        self.support[territory] += gps;
    }

    /// Multiplies the work of a docteur junior.
    pub fn multiply_junior_work(&mut self, factor: f64) {
        self.junior_work *= factor;
    }

    /// Multiplies the time that supervising a docteur junior takes.
    pub fn multiply_junior_supervision(&mut self, factor: f64) {
        self.junior_supervision *= factor;
    }

    /// Reserves a share of the docteurs juniors to ZIP, out of what remains.
    pub fn reserve_juniors(&mut self, share: f64) {
        self.junior_zip *= 1.0 - share;
    }

    /// Multiplies the activity of the retired-active.
    pub fn multiply_cumul_activity(&mut self, factor: f64) {
        self.cumul_activity *= factor;
    }

    /// Multiplies the hours of every GP.
    pub fn multiply_hours(&mut self, factor: f64) {
        self.hours *= factor;
    }

    /// Multiplies the activity of GPs in the salaried posts that policies have opened.
    pub fn multiply_posts_activity(&mut self, factor: f64) {
        self.posts_activity *= factor;
    }

    /// Factor on the hours of every GP.
    #[must_use]
    pub fn hours(&self) -> f64 {
        self.hours
    }

    /// Factor on the activity in the salaried posts that policies have opened.
    #[must_use]
    pub fn posts_activity(&self) -> f64 {
        self.posts_activity
    }

    /// Full GPs added by territory.
    #[must_use]
    pub fn support(&self) -> &[f64] {
        &self.support
    }

    /// Factor on the work of a docteur junior.
    #[must_use]
    pub fn junior_work(&self) -> f64 {
        self.junior_work
    }

    /// Factor on the supervision of a docteur junior.
    #[must_use]
    pub fn junior_supervision(&self) -> f64 {
        self.junior_supervision
    }

    /// Share of the docteurs juniors reserved to ZIP.
    #[must_use]
    pub fn juniors_reserved(&self) -> f64 {
        1.0 - self.junior_zip
    }

    /// Factor on the activity of the retired-active.
    #[must_use]
    pub fn cumul_activity(&self) -> f64 {
        self.cumul_activity
    }
}

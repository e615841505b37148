//! Placement: where people enter and install, and who may.

/// Placement: the pull of places and who may install where, for one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementRule {
    weights: Vec<f64>,
    entry_weights: Vec<f64>,
    quotas: Vec<Quota>,
    salaried_too: bool,
    conventioned: f64,
    posts: Vec<f64>,
    posts_to_liberal: f64,
}

/// How many may install in a territory in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    /// At most so many, whoever leaves; infinite when open.
    pub at_most: f64,
    /// At most so many per departure, unfilled places carried over; infinite when open.
    pub per_departure: f64,
}

impl Quota {
    const OPEN: Self = Self { at_most: f64::INFINITY, per_departure: f64::INFINITY };

    /// Whether anybody may install.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::OPEN
    }
}

impl PlacementRule {
    /// The law in force: freedom of installation.
    #[must_use]
    pub fn new(territories: usize, departements: usize) -> Self {
        Self {
            weights: vec![1.0; territories],
            entry_weights: vec![1.0; departements],
            quotas: vec![Quota::OPEN; territories],
            salaried_too: false,
            conventioned: 1.0,
            posts: vec![0.0; territories],
            posts_to_liberal: 1.0,
        }
    }

    /// Back to freedom of installation.
    pub fn reset(&mut self) {
        self.weights.fill(1.0);
        self.entry_weights.fill(1.0);
        self.quotas.fill(Quota::OPEN);
        self.salaried_too = false;
        self.conventioned = 1.0;
        self.posts.fill(0.0);
        self.posts_to_liberal = 1.0;
    }

    /// Multiplies the pull of a territory on those who install.
    pub fn multiply(&mut self, territory: usize, factor: f64) {
        self.weights[territory] *= factor;
    }

    /// Multiplies the pull of a département on those who enter.
    pub fn multiply_entry(&mut self, departement: usize, factor: f64) {
        self.entry_weights[departement] *= factor;
    }

    /// At most `places` installations a year in a territory.
    pub fn at_most(&mut self, territory: usize, places: f64) {
        let quota = &mut self.quotas[territory];
        quota.at_most = quota.at_most.min(places);
    }

    /// At most `rate` installations per departure in a territory.
    pub fn per_departure(&mut self, territory: usize, rate: f64) {
        let quota = &mut self.quotas[territory];
        quota.per_departure = quota.per_departure.min(rate);
    }

    /// Salaried posts need a permit too: nobody who is refused may take one instead.
    pub fn include_salaried(&mut self) {
        self.salaried_too = true;
    }

    /// Lets a share of the refused, out of what remains, practise where they were refused without an agreement.
    pub fn allow_unconventioned(&mut self, share: f64) {
        self.conventioned *= 1.0 - share;
    }

    /// Opens salaried posts in a territory: so many full in all, once people are found for them.
    pub fn add_posts(&mut self, territory: usize, posts: f64) {
        self.posts[territory] += posts;
    }

    /// Share of the posts filled by those who would take a salaried post anyway, out of what remains; the other posts are
    /// filled by those who would install.
    pub fn fill_from_salaried(&mut self, share: f64) {
        self.posts_to_liberal *= 1.0 - share;
    }

    /// Share of the refused who practise without an agreement.
    #[must_use]
    pub fn unconventioned(&self) -> f64 {
        1.0 - self.conventioned
    }

    /// Salaried posts to be full, by territory.
    #[must_use]
    pub fn posts(&self) -> &[f64] {
        &self.posts
    }

    /// Share of the posts filled by those who would install.
    #[must_use]
    pub fn posts_to_liberal(&self) -> f64 {
        self.posts_to_liberal
    }

    /// Factors on the pull of territories.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Factors on the pull of départements at entry.
    #[must_use]
    pub fn entry_weights(&self) -> &[f64] {
        &self.entry_weights
    }

    /// The quota of each territory.
    #[must_use]
    pub fn quotas(&self) -> &[Quota] {
        &self.quotas
    }

    /// Whether salaried posts need a permit too.
    #[must_use]
    pub fn salaried_too(&self) -> bool {
        self.salaried_too
    }
}

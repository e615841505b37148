//! Demand: what people need from GPs, and who is served first.

/// Need relieved, and people reached, for one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DemandFactors {
    need: Vec<f64>,
    urgent: Vec<f64>,
    ald_left: f64,
}

impl DemandFactors {
    /// The need of the population alone.
    #[must_use]
    pub fn new(territories: usize) -> Self {
        Self { need: vec![1.0; territories], urgent: vec![0.0; territories], ald_left: 1.0 }
    }

    /// Back to neutral.
    pub fn reset(&mut self) {
        self.need.fill(1.0);
        self.urgent.fill(0.0);
        self.ald_left = 1.0;
    }

    /// Takes a share of the need of a territory, out of what remains, off its GPs: others answer it.
    pub fn relieve(&mut self, territory: usize, share: f64) {
        self.need[territory] *= 1.0 - share;
    }

    /// Serves first a share, out of what remains, of people with a long illness (ALD) who have no médecin traitant. The
    /// places they take are not new: others wait.
    pub fn serve_ald(&mut self, share: f64) {
        self.ald_left *= 1.0 - share;
    }

    /// Brings urgent care within 30 minutes of `people` more of a territory.
    pub fn reach_urgently(&mut self, territory: usize, people: f64) {
        self.urgent[territory] += people;
    }

    /// Factor on the need of each territory.
    #[must_use]
    pub fn need(&self) -> &[f64] {
        &self.need
    }

    /// People brought within 30 minutes of urgent care, by territory.
    #[must_use]
    pub fn urgent(&self) -> &[f64] {
        &self.urgent
    }

    /// Share of people with an ALD and no médecin traitant who are still not served first.
    #[must_use]
    pub fn ald_left(&self) -> f64 {
        self.ald_left
    }
}

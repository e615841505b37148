//! Public money, where a source gives its price.

/// Public cost of one year, in euros, by territory where it is spent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    euros: Vec<f64>,
}

impl Costs {
    /// Nothing spent.
    #[must_use]
    pub fn new(territories: usize) -> Self {
        Self { euros: vec![0.0; territories] }
    }

    /// Back to nothing.
    pub fn reset(&mut self) {
        self.euros.fill(0.0);
    }

    /// Adds what is spent in a territory.
    pub fn spend(&mut self, territory: usize, euros: f64) {
        self.euros[territory] += euros;
    }

    /// Euros by territory.
    #[must_use]
    pub fn euros(&self) -> &[f64] {
        &self.euros
    }
}

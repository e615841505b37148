//! Evaluations of an engine at values of the parameters that a design chose, instead of those of the trajectories.

use super::Simulate;
use crate::{
    engine::{Engine, Workspace, indicators::Layout},
    parameter::Draw,
};

/// An engine and what each of its evaluations is.
///
/// `choose` writes the values of the parameters of an evaluation, known by its number, and returns the number of the
/// trajectory whose luck it has.
pub struct Chosen<'a, F> {
    /// What is evaluated.
    pub engine: &'a Engine,
    /// What each evaluation is.
    pub choose: F,
}

impl<F: Fn(u32, &mut Draw) -> u32 + Sync> Simulate for Chosen<'_, F> {
    type Workspace = (Workspace, Draw);

    fn workspace(&self) -> (Workspace, Draw) {
        (self.engine.workspace(), Draw::default())
    }

    fn simulate(&self, (workspace, draw): &mut (Workspace, Draw), evaluation: u32, row: &mut [i32]) {
        let luck = (self.choose)(evaluation, draw);
        self.engine.simulate_at(workspace, luck, draw, row);
    }

    fn layout(&self) -> &Layout {
        self.engine.layout()
    }
}

//! One trajectory: the yearly step on event calendars.
//!
//! Every person draws one clock per cause when a spell begins, at an address of their own; the events wait on a calendar,
//! so the cost of a year follows what happens in it. The same doctor has the same luck in every scenario.

mod alias;
mod calendar;
mod capacity;
mod choice;
mod columns;
mod counts;
mod crossings;
mod entries;
mod exits;
mod expected;
pub mod indicators;
mod inequality;
pub mod inputs;
mod journal;
mod juniors;
mod ledger;
mod local;
mod person;
mod placement;
mod posts;
mod record;
mod registry;
mod saturation;
mod spells;
mod start;
mod step;
mod survival;
mod tables;
mod tally;
mod thresholds;
mod training;
mod trajectory;
mod watch;

pub use journal::{Event, Kind, Stand};
pub use trajectory::Workspace;
pub use watch::{Phase, Watch};

use crate::{
    baseline::limits,
    levers::FIRST_FOURTH_YEAR_CLASS,
    lot::LOT,
    model::Model,
    parameter::Draw,
    phase::{CapacityFactors, Costs, DemandFactors, ExitHazards, Intake, PlacementRule, Transfers},
    stream::Philox,
};
use calendar::Calendar;
use counts::Counts;
use crossings::Crossings;
use indicators::{Layout, Level, Threshold};
use ledger::Ledger;
use person::by_place;
use std::sync::Arc;
use tables::Tables;
use tally::FLOWS;
use trajectory::Trajectory;

/// A model made ready to be simulated with a seed.
pub struct Engine {
    model: Arc<Model>,
    tables: Tables,
    layout: Layout,
    record: record::Plan,
    generator: Philox,
    /// Years with flows.
    years: usize,
}

/// Why a model cannot be simulated: its baseline, made in code, is beyond the [`limits`] that hold for every table read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the baseline has more {0} than `baseline::limits` allow")]
pub struct EngineError(&'static str);

/// Room for those who enter in a year; a trajectory with more takes more memory, once.
const ROOM_PER_YEAR: usize = 8_192;

impl Engine {
    /// Prepares the tables of a model.
    ///
    /// # Errors
    /// When the baseline has more places or people than the records of the engine can number.
    pub fn new(model: Arc<Model>, seed: u64, levels: &[Level]) -> Result<Self, EngineError> {
        let geography = &model.baseline.geography;
        if let Some(what) = limits::exceeded(geography, &model.baseline.workforce.heads) {
            return Err(EngineError(what));
        }
        let layout = Layout::new(geography, levels, model.baseline.start, model.horizon);
        let years = usize::from(model.horizon - model.baseline.start);
        Ok(Self {
            tables: Tables::new(&model),
            record: record::Plan::new(&layout),
            layout,
            generator: Philox::new(seed),
            years,
            model,
        })
    }

    /// The same engine, which also says how often indicators are under some values.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: &[Threshold]) -> Self {
        self.layout = self.layout.with_thresholds(thresholds);
        self.record = record::Plan::new(&self.layout);
        self
    }

    /// What a row holds.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Memory for one worker.
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        let (model, geography) = (&*self.model, &self.model.baseline.geography);
        let (territories, departements, places) = (geography.territories.len(), geography.departements.len(), geography.places());
        let survival = survival::Survival::new(model);
        Workspace {
            draw: Draw(Vec::with_capacity(model.parameters.list().len())),
            pull: vec![0.0; departements],
            noise: vec![0.0; departements],
            intake: Intake::new(model.baseline.start, model.horizon, FIRST_FOURTH_YEAR_CLASS),
            hazards: ExitHazards::new(model.baseline.start, model.horizon),
            rule: PlacementRule::new(territories, departements),
            factors: CapacityFactors::new(territories),
            transfers: Transfers::new(territories),
            demand: DemandFactors::new(territories),
            costs: Costs::new(territories),
            choices: choice::Choices::new(&self.tables.closeness),
            amended: choice::Amended::new(&self.tables.closeness),
            started: 0,
            stock: vec![0; limits::HEADS as usize + 1],
            counts: Counts::new(territories, places, survival.births()),
            calendar: Calendar::new(self.years),
            ledger: Ledger::new(places),
            classes: training::Classes::new(model),
            spells: Box::default(),
            lot: Box::default(),
            choosing: Box::default(),
            due: Vec::with_capacity(LOT),
            registrations: expected::Registrations::new(ROOM_PER_YEAR),
            candidates: Vec::with_capacity(ROOM_PER_YEAR),
            retry: Vec::with_capacity(ROOM_PER_YEAR),
            queue: Vec::with_capacity(ROOM_PER_YEAR),
            places: vec![0.0; territories],
            allowed: vec![0; territories],
            limited: false,
            opened: by_place(0),
            flows: by_place([0; FLOWS]),
            crossings: Crossings::new(territories, departements, geography.regions.len()),
            installations: vec![vec![0; territories]; self.years],
            clinicat: vec![0; departements],
            in_posts: vec![0; territories],
            unconventioned: vec![0; territories],
            vacancies: posts::Vacancies::new(territories),
            salaried: Vec::new(),
            situation: capacity::Situation::new(territories, departements),
            start: capacity::StartingPoint::new(territories, departements),
            regions: vec![tally::Tally::default(); geography.regions.len()],
            inequality: inequality::Inequality::new(territories, geography.regions.len()),
            recorded: vec![0; self.layout.places.len() * self.layout.slots.len() * self.layout.years],
            journal: None,
            survival,
        }
    }

    /// Simulates trajectory `number` again: its row, and all that happens to each person, in the order of the accounts.
    #[must_use]
    pub fn replay(&self, number: u32) -> (Vec<i32>, Vec<Event>) {
        let (mut workspace, mut row) = (self.workspace(), vec![0; self.layout.len()]);
        workspace.journal = Some(Box::default());
        self.simulate(&mut workspace, number, &mut row);
        (row, workspace.journal.map_or_else(Vec::new, |journal| journal.into_events()))
    }

    /// The values drawn for the parameters of trajectory `number`, in the order of the parameters of the model.
    #[must_use]
    pub fn drawn(&self, number: u32) -> Vec<f64> {
        let mut draw = Draw(Vec::new());
        self.model.parameters.draw_into(&self.generator, number, &mut draw);
        draw.0
    }

    /// Simulates trajectory `number` and writes every value of `row`, in the order of the layout.
    pub fn simulate(&self, workspace: &mut Workspace, number: u32, row: &mut [i32]) {
        Trajectory { engine: self, number, chosen: None, year: 0, w: workspace }.run(row);
    }

    /// The same with values of the parameters that were chosen: the luck remains that of trajectory `number`.
    ///
    /// `draw` holds one value per parameter of the model, in the order of their identifiers.
    pub fn simulate_at(&self, workspace: &mut Workspace, number: u32, draw: &Draw, row: &mut [i32]) {
        Trajectory { engine: self, number, chosen: Some(draw), year: 0, w: workspace }.run(row);
    }
}

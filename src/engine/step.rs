//! The year, phase by phase. This file is the table of contents of the engine.

use super::{
    Engine,
    trajectory::{Trajectory, Workspace},
    watch::{Phase, Watch},
};
use crate::{
    distribution::normal_quantile,
    levers::FIRST_FOURTH_YEAR_CLASS,
    stream::{Address, Process, unit},
};

impl Engine {
    /// Simulates trajectory `number` like [`Engine::simulate`], and tells `watch` at the end of each phase.
    pub fn simulate_watched(&self, workspace: &mut Workspace, number: u32, row: &mut [i32], watch: &mut impl Watch) {
        Trajectory { engine: self, number, chosen: None, year: 0, w: workspace }.run_watched(row, watch);
    }
}

impl Trajectory<'_> {
    /// One possible future, from the start to the horizon.
    pub(super) fn run(&mut self, row: &mut [i32]) {
        self.run_watched(row, &mut ());
    }

    fn run_watched(&mut self, row: &mut [i32], watch: &mut impl Watch) {
        watch.begin();
        self.begin_trajectory(watch);
        for year in 0..=self.engine.years {
            self.year = year;
            self.begin_year();
            watch.after(Phase::BeginYear);
            self.capacity();
            watch.after(Phase::Capacity);
            self.record_stocks();
            watch.after(Phase::RecordStocks);
            if year < self.engine.years {
                self.flow_through(watch);
                self.record_flows();
                watch.after(Phase::RecordFlows);
            }
        }
        self.record_run(row);
        watch.after(Phase::RecordRun);
    }

    /// Parameters, policies, clocks and the starting stock.
    fn begin_trajectory(&mut self, watch: &mut impl Watch) {
        self.clear();
        let model = &self.engine.model;
        match self.chosen {
            Some(draw) => self.w.draw.0.clone_from(&draw.0),
            None => model.parameters.draw_into(&self.engine.generator, self.number, &mut self.w.draw),
        }
        self.draw_pull();
        self.amend_training_and_exits();
        self.w.survival.fill(model, &self.w.draw, &self.w.hazards);
        self.w.classes.fill(model, &self.w.draw, &self.w.intake, &self.engine.tables.split);
        watch.after(Phase::BeginTrajectory);
        self.people();
        self.fix_start();
        watch.after(Phase::People);
        self.past_classes();
        watch.after(Phase::PastClasses);
    }

    /// 1 January: a year older, a class nearer to practice, policies that look at the situation.
    fn begin_year(&mut self) {
        if self.year > 0 {
            self.w.counts.age(self.year);
        }
        self.count_liberal();
        self.train();
        self.amend_placement();
    }

    /// The flows of the year, in the order of the specification.
    fn flow_through(&mut self, watch: &mut impl Watch) {
        self.open_accounts();
        self.exits();
        watch.after(Phase::Exits);
        self.open_posts();
        watch.after(Phase::OpenPosts);
        self.status_changes();
        watch.after(Phase::StatusChanges);
        self.arrivals_from_abroad();
        self.registrations();
        watch.after(Phase::Registrations);
        self.movers();
        watch.after(Phase::Movers);
        self.fill_posts();
        watch.after(Phase::FillPosts);
        self.placement();
        watch.after(Phase::Placement);
        self.begin_all(self.year + 2);
        watch.after(Phase::BeginAll);
        debug_assert!(self.w.ledger.balances(&self.w.counts), "the accounts of year {} do not close", self.year);
    }

    fn open_accounts(&mut self) {
        if cfg!(debug_assertions) {
            self.w.ledger.open(&self.w.counts);
        }
        self.w.opened.fill(0);
        self.w.flows.fill([0; super::tally::FLOWS]);
        self.w.crossings.clear();
    }

    fn clear(&mut self) {
        let w = &mut *self.w;
        w.started = 0;
        w.counts.clear();
        w.calendar.clear();
        w.candidates.clear();
        w.retry.clear();
        w.spells.clear();
        w.registrations.clear();
        w.places.fill(0.0);
        w.factors.reset();
        w.demand.reset();
        w.transfers.reset();
        w.installations.iter_mut().for_each(|year| year.fill(0));
        w.clinicat.fill(0);
        w.in_posts.fill(0);
        w.unconventioned.fill(0);
        w.salaried.clear();
    }

    /// Pull of each département: calibrated weight × persistent local effect, shared with its neighbourhood.
    fn draw_pull(&mut self) {
        let engine = self.engine;
        for (departement, noise) in self.w.noise.iter_mut().enumerate() {
            let address =
                Address { trajectory: self.number, subject: departement as u32, process: Process::Local, detail: 0, block: 0 };
            *noise = normal_quantile(unit(engine.generator.words(address)[0]));
        }
        let factor = self.w.draw[engine.model.physics.local_spread];
        for (departement, pull) in self.w.pull.iter_mut().enumerate() {
            let attraction = &engine.model.baseline.attraction[departement];
            let effect: f64 = engine.tables.shared[departement].iter().zip(&self.w.noise).map(|(weight, z)| weight * z).sum();
            *pull = attraction.weight * libm::exp(attraction.spread * factor * effect);
        }
        self.w.choices.fill(&engine.tables.closeness, &self.w.pull);
    }

    fn amend_training_and_exits(&mut self) {
        let w = &mut *self.w;
        w.intake.reset(FIRST_FOURTH_YEAR_CLASS);
        w.hazards.reset();
        let calendar = Workspace::calendar_of(self.engine, &w.draw);
        for lever in &self.engine.model.levers {
            lever.training(&calendar, &mut w.intake);
            lever.exits(&calendar, &mut w.hazards);
        }
    }

    fn amend_placement(&mut self) {
        let mut rule = std::mem::take(&mut self.w.rule);
        rule.reset();
        let now = self.w.now(self.engine, self.year);
        for lever in &self.engine.model.levers {
            lever.placement(&now, &mut rule);
        }
        self.w.rule = rule;
        self.amend_weights();
    }
}

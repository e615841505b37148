//! Looking at a trajectory while it is simulated: who watches is told at the end of each phase of `step.rs`.
//!
//! The watcher is a type and not a value chosen at run time, so that nothing is left of it where nobody watches.

/// A phase of a trajectory, in the order of `step.rs`; those of a year come once a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Parameters, policies, survival tables and classes in training.
    BeginTrajectory,
    /// The starting stock with its clocks.
    People,
    /// Classes that began before the start.
    PastClasses,
    /// Ageing, the class of the year, policies that look at the situation.
    BeginYear,
    /// What GPs offer and people ask for.
    Capacity,
    /// Stocks of 1 January.
    RecordStocks,
    /// Departures, with the opening of the accounts.
    Exits,
    /// Salaried posts of the year.
    OpenPosts,
    /// Changes of status.
    StatusChanges,
    /// First registrations.
    Registrations,
    /// Moves.
    Movers,
    /// Salaried posts taken.
    FillPosts,
    /// Installations.
    Placement,
    /// Clocks of the spells that begin.
    BeginAll,
    /// Flows of the year.
    RecordFlows,
    /// Years laid out in the row, and troughs.
    RecordRun,
}

impl Phase {
    /// All phases.
    pub const ALL: [Self; 16] = [
        Self::BeginTrajectory,
        Self::People,
        Self::PastClasses,
        Self::BeginYear,
        Self::Capacity,
        Self::RecordStocks,
        Self::Exits,
        Self::OpenPosts,
        Self::StatusChanges,
        Self::Registrations,
        Self::Movers,
        Self::FillPosts,
        Self::Placement,
        Self::BeginAll,
        Self::RecordFlows,
        Self::RecordRun,
    ];

    /// The name of its function in `step.rs`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::BeginTrajectory => "begin_trajectory",
            Self::People => "people",
            Self::PastClasses => "past_classes",
            Self::BeginYear => "begin_year",
            Self::Capacity => "capacity",
            Self::RecordStocks => "record_stocks",
            Self::Exits => "exits",
            Self::OpenPosts => "open_posts",
            Self::StatusChanges => "status_changes",
            Self::Registrations => "registrations",
            Self::Movers => "movers",
            Self::FillPosts => "fill_posts",
            Self::Placement => "placement",
            Self::BeginAll => "begin_all",
            Self::RecordFlows => "record_flows",
            Self::RecordRun => "record_run",
        }
    }
}

/// Who is told where a trajectory stands. It sees nothing of it and changes nothing.
pub trait Watch {
    /// A trajectory begins.
    fn begin(&mut self);

    /// A phase has just ended; the next begins.
    fn after(&mut self, phase: Phase);
}

/// Nobody: compiled to nothing.
impl Watch for () {
    #[inline(always)]
    fn begin(&mut self) {}

    #[inline(always)]
    fn after(&mut self, _: Phase) {}
}

//! What a run costs: speed, memory, the share of each phase, the events, the price of a precise comparison, and how all that grows
//! with threads and processes.
//!
//! Costs are CPU times, which other work on the machine lengthens little, and the least of several rounds, since nothing makes
//! a program faster by chance. Elapsed times are given where they are the question, with the load of the machine beside them.

pub mod clock;
mod merit;
mod phases;
mod scaling;
mod speed;
mod work;

pub use merit::{Aim, LEAST, Merit, Pair};
pub use phases::{Shares, Stopwatch, Watched};
pub use scaling::{Growth, Point, Scaling, ScalingError, Workers, sizes};
pub use speed::{Round, Speed};
pub use work::Work;

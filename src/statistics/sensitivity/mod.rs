//! Which assumption decides: Sobol indices and a tornado of one result of a scenario.
//!
//! A result is a function of the uncertain parameters and of luck: who leaves, who comes, where to, the local pull of each
//! département. Luck is one more factor of the design. Its total index is the share of the variance that would remain if
//! all parameters were known, mean over the parameters of the variance given them; what is left to 1 goes with the
//! parameters alone. Where only a parameter changes, luck stays that of the same trajectory, so the same doctors meet the
//! same clocks under both values.

mod factors;
mod findings;
mod indices;
mod points;
mod study;
mod tornado;

pub use factors::{Factor, Grouping, family};
pub use findings::{Bar, Findings, Ranked};
pub use indices::{Estimate, Evaluations, Index, Indices, RESAMPLES, drawn_again};
pub use points::{DIMENSIONS, MOST, Points};
pub use study::{Evaluation, How, LEAST, Study};
pub use tornado::{HIGH, LOW, Swing, pairs, swings};

//! From many trajectories to numbers: quantiles, what sets scenarios apart, and how far the number of trajectories lets one
//! trust them.

pub mod association;
pub mod attribution;
pub mod comparison;
pub mod convergence;
pub mod cost;
pub mod projection;
pub mod quantiles;
pub mod sensitivity;
pub mod variance;
pub mod warnings;

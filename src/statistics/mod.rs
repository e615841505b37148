//! From many trajectories to numbers: quantiles, and how far the number of trajectories lets one trust them.

pub mod convergence;
pub mod projection;
pub mod quantiles;

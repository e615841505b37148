//! One trajectory: the yearly step on event calendars.

mod choice;
pub mod indicators;
mod state;
mod survival;
mod tally;

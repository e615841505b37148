//! One trajectory: the yearly step on event calendars.

pub mod indicators;

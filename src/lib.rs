//! Releve projects the French general-practitioner workforce, département by département, under public policies.

pub mod baseline;
pub mod calibration;
pub mod cli;
pub mod cohort;
pub mod diagnostic;
pub mod distribution;
pub mod document;
pub mod engine;
pub mod ensemble;
pub mod export;
pub mod levers;
pub mod lot;
pub mod model;
pub mod parameter;
pub mod phase;
pub mod scenario;
pub mod source;
pub mod statistics;
pub mod stream;
pub mod territory;
pub mod text;

//! Releve projects the French general-practitioner workforce, département by département, under public policies.
//!
//! | word | meaning |
//! | --- | --- |
//! | baseline | the cited tables that describe 1 January 2026 |
//! | scenario | what is decided: the reference with levers and overrides; never a seed or a number of trajectories |
//! | lever | one policy, in one file of [`levers`] |
//! | draw | the values of all uncertain parameters in one trajectory |
//! | territory | one zone class of one département; a place is a territory, or a département for locums and salaried |
//! | spell | the time a GP spends in a status; one clock per cause is drawn when it begins |
//! | trajectory | one possible future, year by year: [`engine`] |
//! | indicator | what is reported, by place and year |
//! | comparison | differences with a reference, paired trajectory by trajectory; attribution: each lever first and last in, and the interaction |
//! | ensemble, projection | all trajectories of a scenario; their means and quantiles |
//!
//! A row of year y holds the stocks of 1 January y and the flows of year y. Begin with `engine/step.rs`.

pub mod answer;
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
pub mod hindcast;
pub mod levers;
pub mod lot;
pub mod measure;
pub mod model;
pub mod parameter;
pub mod phase;
pub mod report;
pub mod scenario;
pub mod source;
pub mod statistics;
pub mod stream;
pub mod territory;
pub mod text;
pub mod validation;

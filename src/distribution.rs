//! Laws of uncertain parameters, drawn by inversion: one uniform number gives one value.
//!
//! All transcendental functions come from `libm`, so that a value is the same on every platform.

use serde::Deserialize;

/// The law of a parameter, as written in TOML: `{ kind = "pert", low = 0.0, mode = 0.1, high = 0.3 }`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Law {
    /// One value, certain.
    Fixed { value: f64 },
    /// All values between `low` and `high` alike.
    Uniform { low: f64, high: f64 },
    /// Triangle with its top at `mode`.
    Triangular { low: f64, mode: f64, high: f64 },
    /// Beta-PERT (shape 4): mean (low + 4 mode + high) / 6.
    Pert { low: f64, mode: f64, high: f64 },
    /// Normal law truncated to `low..high`.
    Normal { mean: f64, sd: f64, low: f64, high: f64 },
}

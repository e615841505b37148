//! `releve schema`: the JSON Schema of a scenario, for editors.

use super::{Failure, args, baseline, output};
use crate::scenario::schema;

/// Prints the schema.
pub(super) fn schema(args: &args::FromBaseline) -> Result<(), Failure> {
    let baseline = baseline(args.baseline.as_deref())?;
    Ok(output::print_json(&schema::schema(&baseline))?)
}

//! Reading a whole baseline: every table is tried, every problem is kept.

use super::{
    Baseline, START, behaviour, files, files::Files, geography, parameters, people, provenance, table::Table, training, workforce,
};
use crate::{diagnostic::Problems, parameter::Parameter, source::Sources};
use std::path::Path;

impl Baseline {
    /// The baseline embedded in the binary.
    ///
    /// # Errors
    /// Every problem found; none in a released version, as the tests read it.
    pub fn embedded() -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let baseline = read(&Files::embedded(files()), &mut problems);
        problems.or(baseline)
    }

    /// The baseline of a directory that holds the same files.
    ///
    /// # Errors
    /// Every problem found, each with its file and place.
    pub fn open(dir: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let files = Files::open(dir, files(), &mut problems);
        let baseline = read(&files, &mut problems);
        problems.or(baseline)
    }
}

/// Reads every table; `None` where a fault makes what remains unreadable.
fn read(files: &Files, problems: &mut Problems) -> Option<Baseline> {
    let behaviour = behaviour::read(files, problems);
    let geography = geography::read(files, problems)?;
    if problems.has_errors() && geography.departements.is_empty() {
        return None;
    }
    let workforce = workforce::read(files, problems, &geography);
    let training = training::read(files, problems, &geography);
    let population = people::population(files, problems, &geography);
    let access = people::access(files, problems, &geography);
    let attraction = people::attraction(files, problems, &geography);
    let digests = digests(files);
    let (sources, parameters) = evidence(files, problems)?;
    let (tables, found) = provenance::read(files.get("tables.toml")?, &sources);
    if !found.has_errors() {
        provenance::demand(&tables, files, problems);
    }
    problems.append(found);
    Some(Baseline {
        start: START,
        sources,
        parameters,
        tables,
        geography,
        workforce: workforce?,
        behaviour: behaviour?,
        training: training?,
        population: population?,
        access: access?,
        attraction: attraction?,
        digests,
    })
}

fn evidence(files: &Files, problems: &mut Problems) -> Option<(Sources, Vec<Parameter>)> {
    let (evidence, found) = parameters::read(files.get("parameters.toml")?, files.get("sources.toml")?);
    problems.append(found);
    evidence
}

/// Digests of the rows of every table; `fit.csv` says how the tables came about and changes no result.
fn digests(files: &Files) -> Vec<(String, Vec<String>)> {
    let tables = super::files().iter().map(|(name, _)| *name).filter(|name| name.ends_with(".csv") && *name != "fit.csv");
    tables.map(|name| (name.to_owned(), Table::digests(files, name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baseline::Explanation, cohort::Status};

    #[test]
    fn the_embedded_baseline_is_france() {
        let baseline = Baseline::embedded().expect("no problem");
        assert_eq!(baseline.geography.departements.len(), 101);
        assert_eq!(baseline.geography.territories.len(), 275);
        assert_eq!(baseline.workforce.heads.iter().flatten().sum::<u32>(), 100_974);
        assert_eq!(baseline.population.heads.len(), 45);
        assert_eq!(baseline.training.subdivisions.len(), 28);
    }

    #[test]
    fn ages_sum_to_heads_in_thousandths() {
        let baseline = Baseline::embedded().expect("no problem");
        let (places, workforce) = (&baseline.geography, &baseline.workforce);
        for (d, departement) in places.departements.iter().enumerate() {
            for status in Status::ALL {
                let local = departement.territories.clone().chain([places.place_of(d)]);
                let heads: u32 = local.map(|place| workforce.heads[place][status as usize]).sum();
                for explanation in Explanation::ALL {
                    let mix = &workforce.ages[explanation as usize][d][status as usize];
                    assert_eq!(mix.iter().flatten().sum::<u32>(), heads * 1_000);
                }
            }
        }
    }
}

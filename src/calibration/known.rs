//! What was known on a date: a view of the observed tables that cannot yield a later row.
//!
//! The hindcast is fitted on this view alone. It is a copy from which later rows are gone, so that no code, however written,
//! reads the future through it; a test alters every later row and finds the same bytes. Every table is named here: one added
//! to [`Observed`] does not compile before somebody has said how it is cut.

use super::observed::Observed;
use crate::territory::{Departement, Geography, Territory, Zone};

/// The observed tables as they stood on 1 January of a year.
#[derive(Clone, Debug)]
pub struct Known {
    date: u16,
    tables: Observed,
}

/// Year of the one table of ages by département: nothing can start before.
pub const AGES: u16 = 2018;

/// Départements whose published totals contradict one another (Creuse, Guyane, Mayotte): neither scored nor part of what spread is measured on.
pub const DISTRUSTED: [&str; 3] = ["23", "973", "976"];

/// Flows of a calendar year among the targets: known when it is over.
const FLOWS: [&str; 3] = ["installations", "cessations", "recoded"];

impl Known {
    /// The tables as they stood on 1 January of `date`, from [`AGES`] on: stocks dated up to it, classes of interns and admissions of the
    /// autumns before it, flows of years before it. Zoning and access of 2023-25 and libéral GPs of 2024 are gone.
    #[must_use]
    pub fn on(date: u16, observed: &Observed) -> Self {
        let Observed {
            geography,
            territory_population: _,
            ages_2018,
            modes,
            national,
            totals,
            physicians,
            targets,
            subdivisions,
            weights,
            posts,
            posts_national,
            admissions,
            cnam: _,
            population,
            population_ages,
        } = observed;
        let geography = without_zones(geography);
        let tables = Observed {
            territory_population: vec![[0; 2]; geography.territories.len()],
            geography,
            ages_2018: ages_2018.clone(),
            modes: modes.range(..=date).map(|(year, rows)| (*year, rows.clone())).collect(),
            national: national.range(..=date).map(|(year, row)| (*year, *row)).collect(),
            totals: totals.range(..=date).map(|(year, rows)| (*year, rows.clone())).collect(),
            physicians: physicians.range(..=date).map(|(year, row)| (*year, *row)).collect(),
            targets: targets.iter().filter(|target| target.year + u16::from(is_flow(&target.name)) <= date).cloned().collect(),
            subdivisions: subdivisions.clone(),
            weights: weights.clone(),
            posts: posts.range(..date).map(|(class, rows)| (*class, rows.clone())).collect(),
            posts_national: posts_national.range(..date).map(|(class, row)| (*class, *row)).collect(),
            admissions: admissions.iter().filter(|(autumn, ..)| *autumn < date).cloned().collect(),
            cnam: Vec::new(),
            population: population.range(..=date).map(|(year, rows)| (*year, rows.clone())).collect(),
            population_ages: population_ages.range(..=date).map(|(year, rows)| (*year, rows.clone())).collect(),
        };
        Self { date, tables }
    }

    /// The year on whose 1 January they stood so.
    #[must_use]
    pub const fn date(&self) -> u16 {
        self.date
    }

    /// The tables.
    #[must_use]
    pub const fn tables(&self) -> &Observed {
        &self.tables
    }
}

fn is_flow(name: &str) -> bool {
    FLOWS.contains(&name)
}

/// Départements whole: no class of territory was known.
fn without_zones(geography: &Geography) -> Geography {
    let whole =
        |(index, departement): (usize, &Departement)| Departement { territories: index..index + 1, ..departement.clone() };
    let departements: Vec<_> = geography.departements.iter().enumerate().map(whole).collect();
    let territory = |departement| Territory { departement, zone: Zone::Nc, population_share: 1.0, apl: 0.0 };
    let territories = (0..departements.len()).map(territory).collect();
    Geography::new(geography.regions.clone(), departements, territories)
}

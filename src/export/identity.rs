//! What makes two runs the same but for their length: only then do their trajectories add up.

use super::{BaselineRows, Run};
use crate::text::Message;

impl Run {
    /// What must be equal for trajectories to add up: all that decides their bytes, with one digest for each table, without
    /// the language, which does not.
    #[must_use]
    pub fn identity(&self) -> Self {
        let condensed = |table: &BaselineRows| {
            let mut hasher = blake3::Hasher::new();
            table.rows.iter().for_each(|row| _ = hasher.update(row.as_bytes()).update(b"\n"));
            BaselineRows { file: table.file.clone(), rows: vec![hasher.finalize().to_hex().to_string()] }
        };
        Self { baseline: self.baseline.iter().map(condensed).collect(), language: String::new(), ..self.clone() }
    }

    /// Whether it is another run but for more trajectories at the end.
    #[must_use]
    pub fn prolongs(&self, other: &Self) -> bool {
        let alike = Self { trajectories: other.trajectories.clone(), ..self.clone() };
        let (own, known) = (&self.trajectories, &other.trajectories);
        own.start == known.start && own.end > known.end && alike.is_same_as(other)
    }

    /// The first thing that keeps the trajectories of two identities from adding up, `self` being the one looked for.
    #[must_use]
    pub fn first_difference(&self, other: &Self) -> Option<Message> {
        let said = |fr: &str, en: &str, [wanted, found]: [String; 2]| {
            let difference = || Message::new(format!("{fr} : {found}, ici {wanted}"), format!("{en}: {found}, here {wanted}"));
            (wanted != found).then(difference)
        };
        let both = |what: fn(&Self) -> String| [what(self), what(other)];
        said("version du programme", "version of the program", both(|run| run.version.clone()))
            .or_else(|| said("générateur", "generator", both(|run| run.generator.clone())))
            .or_else(|| said("bibliothèques", "libraries", both(|run| format!("{:?}", run.crates))))
            .or_else(|| said("scénario", "scenario", both(|run| run.scenario.clone())))
            .or_else(|| said("dernière année", "last year", both(|run| run.horizon.to_string())))
            .or_else(|| said("réglages du scénario, d'empreinte", "settings of the scenario, digest", both(scenario)))
            .or_else(|| self.other_table(other))
            .or_else(|| said("graine", "seed", both(|run| run.seed.to_string())))
            .or_else(|| said("niveaux", "levels", both(|run| run.levels.join(", "))))
            .or_else(|| said("seuils", "thresholds", both(|run| format!("[{}]", run.thresholds.join(", ")))))
    }

    fn other_table(&self, other: &Self) -> Option<Message> {
        let table = self.baseline.iter().find(|table| !other.baseline.contains(table)).or_else(|| {
            let mut unknown = other.baseline.iter().filter(|table| !self.baseline.contains(table));
            unknown.next()
        })?;
        let file = &table.file;
        Some(Message::new(
            format!("tables de départ : {file} n'est pas la même (--baseline DIR en nomme d'autres)"),
            format!("baseline: {file} is not the same (--baseline DIR names another)"),
        ))
    }
}

fn scenario(run: &Run) -> String {
    run.scenario_digest.chars().take(12).collect()
}

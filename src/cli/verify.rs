//! `releve verify`: makes results again from their directory alone and says where they differ, if they do.

mod remade;

use super::{Failure, Screen, args, output, progress::Progress, run::stop_on_signal, words};
use crate::{
    baseline::{self, Baseline, Files},
    diagnostic::Problems,
    engine::{
        Engine,
        indicators::{Key, Layout, Level, Threshold},
    },
    ensemble::{self, Cube, RunError},
    export::{self, Block, Kind, Manifest, Run, TABLES},
    model::Model,
    scenario::{Scenario, archived::from_resolved},
    statistics::projection::Projection,
    text::{Lang, Message},
};
use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Verifies a directory of results.
pub(super) fn verify(args: &args::Verify, screen: &Screen) -> Result<(), Failure> {
    let directory = args.directory.as_path();
    let manifest = Manifest::read(directory).ok_or_else(|| Failure::Refused(no_manifest(directory)))?;
    if args.sample.is_some() && manifest.run.kind() != Kind::Run {
        return Err(Failure::Refused(only_whole(manifest.run.kind())));
    }
    let mut report = Report { lang: screen.lang, differences: Vec::new() };
    report.say(&what(&manifest, directory));
    report.files(&manifest, directory);
    report.program(&manifest.run);
    let tables = Tables::open(args, directory)?;
    report.tables(&manifest.run, &tables);
    match manifest.run.kind() {
        Kind::Run => report.run(&manifest, &tables, args, screen)?,
        Kind::Comparison => report.comparison(&manifest, &tables, args, screen)?,
        kind => report.study(kind, &manifest, &tables, args, screen)?,
    }
    report.end()
}

/// The tables of the run: those named, those kept beside the results, or those of the program.
struct Tables {
    baseline: Arc<Baseline>,
    files: Files,
    directory: Option<PathBuf>,
}

impl Tables {
    fn open(args: &args::Verify, directory: &Path) -> Result<Self, Failure> {
        let kept = directory.join(TABLES);
        let named = args.tables.baseline.clone().or_else(|| kept.is_dir().then_some(kept));
        let mut problems = Problems::default();
        let files = named.as_deref().map_or_else(
            || Files::embedded(baseline::files()),
            |directory| Files::open(directory, baseline::files(), &mut problems),
        );
        Ok(Self { baseline: super::baseline(named.as_deref())?, files, directory: named })
    }

    /// A data row as it stands.
    fn row(&self, table: &str, row: usize) -> Option<&str> {
        self.files.get(table)?.text.lines().nth(row + 1)
    }

    fn name(&self) -> Message {
        self.directory.as_ref().map_or_else(
            || Message::new("celles du programme", "those of the program"),
            |directory| Message::new(directory.display().to_string(), directory.display().to_string()),
        )
    }
}

/// What is said as it is found, and every difference.
struct Report {
    lang: Lang,
    differences: Vec<Message>,
}

impl Report {
    fn say(&mut self, message: &Message) {
        // A reader who is gone is told of at the end.
        drop(output::print(&format!("{}\n", message.get(self.lang))));
    }

    fn differs(&mut self, fr: String, en: String) {
        let message = Message::new(fr, en);
        self.say(&message);
        self.differences.push(message);
    }

    fn files(&mut self, manifest: &Manifest, directory: &Path) {
        let (all, changed) = (manifest.files.len(), manifest.changed_in(directory));
        if changed.is_empty() {
            self.say(&Message::new(
                format!("Fichiers : {all} sur {all} tels qu'ils ont été écrits"),
                format!("Files: {all} of {all} as they were written"),
            ));
        }
        for name in changed {
            self.differs(format!("Fichiers : {name} a changé ou manque"), format!("Files: {name} has changed or is missing"));
        }
    }

    /// Another program is no difference as long as it gives the same results.
    fn program(&mut self, run: &Run) {
        let own = Run::of_this_program();
        let mut changed = Vec::new();
        if run.version != own.version {
            changed.push(format!("releve {} → {}", run.version, own.version));
        }
        if run.generator != own.generator {
            changed.push(format!("{} → {}", run.generator, own.generator));
        }
        for (name, version) in &own.crates {
            let before = run.crates.get(name).map_or("?", String::as_str);
            if before != version {
                changed.push(format!("{name} {before} → {version}"));
            }
        }
        let same = Message::new("le même", "the same");
        let list = changed.join(", ");
        let shown = if changed.is_empty() { same } else { Message::new(list.clone(), list) };
        self.say(&Message::new(format!("Programme : {}", shown.fr), format!("Program: {}", shown.en)));
    }

    /// Names the first row that is not what it was in each table.
    fn tables(&mut self, run: &Run, tables: &Tables) {
        let mut rows = 0;
        let before = self.differences.len();
        for (table, now) in &tables.baseline.digests {
            let then = run.baseline.iter().find(|then| then.file == *table).map_or(&[][..], |then| &then.rows);
            rows += now.len();
            let Some(first) = (0..now.len().max(then.len())).find(|row| now.get(*row) != then.get(*row)) else { continue };
            let count = now.iter().filter(|row| !then.contains(row)).count();
            let shown = tables.row(table, first).map_or_else(
                || Message::new("ligne absente aujourd'hui", "row absent today"),
                |row| Message::new(format!("aujourd'hui « {} »", short(row)), format!("today `{}`", short(row))),
            );
            let (line, was) = (first + 2, then.len());
            self.differs(
                format!(
                    "Tables : {table}, ligne {line} n'est pas celle de l'archive ({}) ; {count} lignes nouvelles sur {}, {was} dans l'archive",
                    shown.fr,
                    now.len()
                ),
                format!(
                    "Tables: {table}, line {line} is not that of the archive ({}); {count} new rows of {}, {was} in the archive",
                    shown.en,
                    now.len()
                ),
            );
        }
        if self.differences.len() == before {
            let name = tables.name();
            self.say(&Message::new(
                format!("Tables : {rows} lignes telles qu'elles étaient ({})", name.fr),
                format!("Tables: {rows} rows as they were ({})", name.en),
            ));
        }
    }

    /// The scenario that was kept, over the tables at hand.
    fn scenario(&mut self, kept: &serde_json::Value, tables: &Tables) -> Result<Scenario, Failure> {
        let scenario = from_resolved(kept, &tables.baseline)?;
        let name = &scenario.name;
        match first_difference("", &scenario.resolved(), kept) {
            None => self.say(&Message::new(format!("Scénario {name} : tel qu'il était"), format!("Scenario {name}: as it was"))),
            Some((field, now, then)) => self.differs(
                format!("Scénario {name} : {field} vaut {now} aujourd'hui, {then} dans l'archive"),
                format!("Scenario {name}: {field} is {now} today, {then} in the archive"),
            ),
        }
        Ok(scenario)
    }

    fn run(&mut self, manifest: &Manifest, tables: &Tables, args: &args::Verify, screen: &Screen) -> Result<(), Failure> {
        let run = &manifest.run;
        let scenario = self.scenario(&run.resolved, tables)?;
        let engine = engine(run, scenario, &tables.baseline)?;
        let chosen = chosen(&manifest.blocks, args.sample);
        let parts: Vec<_> = match args.sample {
            None => vec![run.trajectories.clone()],
            Some(_) => chosen.iter().map(|block| block.trajectories.clone()).collect(),
        };
        let cubes = simulate(&engine, &parts, args, screen)?;
        let made: Vec<Block> = cubes.iter().flat_map(Cube::blocks).map(Block::from).collect();
        let (done, all) = (made.len(), manifest.blocks.len());
        let whole = args.sample.is_none().then(|| cubes.first()).flatten();
        let different = made.iter().zip(&chosen).find(|(made, archived)| made != *archived);
        let Some((block, _)) = different else {
            if whole.is_some_and(|cube| cube.digest().to_hex().as_str() != manifest.results) {
                self.differs(
                    "Résultats : les trajectoires sont les mêmes, non leur somme".to_owned(),
                    "Results: the trajectories are the same, but not their sum".to_owned(),
                );
                return Ok(());
            }
            self.say(&Message::new(
                format!("Résultats identiques ; blocs refaits : {done} sur {all}"),
                format!("Results identical; blocks made again: {done} of {all}"),
            ));
            return Ok(());
        };
        let Range { start, end } = block.trajectories;
        let last = end - 1;
        let found = whole.and_then(|cube| first_row(&args.directory, run, cube, engine.layout()));
        let place = found.unwrap_or_else(|| Message::new("", ""));
        self.differs(
            format!("Résultats : premier bloc différent, trajectoires {start} à {last}{}", place.fr),
            format!("Results: first block that differs, trajectories {start} to {last}{}", place.en),
        );
        Ok(())
    }

    fn end(self) -> Result<(), Failure> {
        if self.differences.is_empty() {
            return Ok(output::print(if self.lang == Lang::Fr { "IDENTIQUE\n" } else { "IDENTICAL\n" })?);
        }
        let Message { fr, en } = &self.differences[0];
        let (more_fr, more_en) = match self.differences.len() - 1 {
            0 => (String::new(), String::new()),
            1 => (" (et une autre différence)".to_owned(), " (and one more difference)".to_owned()),
            more => (format!(" (et {more} autres différences)"), format!(" (and {more} more differences)")),
        };
        Err(Failure::Failed(Message::new(
            format!("ce résultat ne se retrouve pas : {fr}{more_fr}"),
            format!("this result is not found again: {en}{more_en}"),
        )))
    }
}

fn engine(run: &Run, scenario: Scenario, baseline: &Arc<Baseline>) -> Result<Engine, Failure> {
    let levels: Vec<_> = Level::ALL.into_iter().filter(|level| run.levels.iter().any(|name| name == level.key())).collect();
    let Scenario { parameters, doses, .. } = scenario;
    let model = Model::new(baseline.clone(), parameters, &doses, run.horizon)?;
    let engine = Engine::new(Arc::new(model), run.seed, &levels)?;
    // Kept as `density_under_40 P5`, typed as `density=40,P5`.
    let typed = |kept: &String| kept.replacen("_under_", "=", 1).replace(' ', ",");
    let thresholds: Result<Vec<_>, Problems> = run.thresholds.iter().map(|kept| Threshold::read(&typed(kept))).collect();
    Ok(engine.with_thresholds(&thresholds?))
}

/// The blocks to be made again: all, or some spread evenly from the first to the last.
fn chosen(blocks: &[Block], sample: Option<u32>) -> Vec<&Block> {
    let all = blocks.len();
    let wanted = sample.map_or(all, |sample| (sample as usize).min(all));
    (0..wanted).filter_map(|rank| blocks.get(if wanted < 2 { 0 } else { rank * (all - 1) / (wanted - 1) })).collect()
}

fn simulate(engine: &Engine, parts: &[Range<u32>], args: &args::Verify, screen: &Screen) -> Result<Vec<Cube>, Failure> {
    let cancelled = stop_on_signal()?;
    let progress = Progress::new(parts.iter().map(|part| part.len() as u32).sum(), screen.lang);
    let threads = args.threads.map_or(0, usize::from);
    let one = |part: &Range<u32>| ensemble::run(engine, part.clone(), threads, &|count| progress.add(count), &cancelled);
    let cubes = parts.iter().map(one).collect::<Result<Vec<_>, _>>();
    let took = progress.finish();
    let cubes = cubes.map_err(|error| match error {
        RunError::Cancelled => Failure::Interrupted,
        error => Failure::Failed(words::failed(&error)),
    })?;
    screen.say(&took);
    Ok(cubes)
}

/// The first series of the tables whose mean is not what it was.
fn first_row(directory: &Path, run: &Run, cube: &Cube, layout: &Layout) -> Option<Message> {
    let archived = export::read(directory, run, layout).ok()?;
    let now = Projection::of(&run.scenario, cube);
    let ((key, now), (_, then)) = now.rows().zip(archived.rows()).find(|((_, now), (_, then))| now != then)?;
    Some(mean_of(key, now.mean, then.mean))
}

/// A series with the mean that it has and that it had.
fn mean_of(key: Key<'_>, now: f64, then: f64) -> Message {
    let count = key.slot.count.map_or(String::new(), |count| format!(" {}", count.key()));
    let series = format!("{}{count}, {} {}, {}", key.slot.name(), key.place.level.key(), key.place.code, key.year);
    Message::new(
        format!(" ; première série : {series}, moyenne {now} aujourd'hui, {then} dans l'archive"),
        format!("; first series: {series}, mean {now} today, {then} in the archive"),
    )
}

/// The first leaf that differs between two documents: its name, then both values.
fn first_difference(name: &str, now: &serde_json::Value, then: &serde_json::Value) -> Option<(String, String, String)> {
    if now == then {
        return None;
    }
    if let (Some(left), Some(right)) = (now.as_object(), then.as_object()) {
        let keys: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
        let within = |key: &String| {
            let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
            first_difference(&name, &now[key], &then[key])
        };
        return keys.into_iter().find_map(within);
    }
    Some((name.to_owned(), now.to_string(), then.to_string()))
}

/// A row that fits on a line.
fn short(row: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = row.chars().take(LONGEST).collect();
    if start.len() < row.len() { format!("{start}…") } else { start }
}

fn what(manifest: &Manifest, directory: &Path) -> Message {
    let Run { scenario, version, seed, trajectories, horizon, .. } = &manifest.run;
    let (directory, count) = (directory.display(), trajectories.len());
    let (fr, en) = match manifest.run.kind() {
        Kind::Run | Kind::Comparison => (format!("{count} trajectoires"), format!("{count} trajectories")),
        Kind::Sensitivity => (format!("sensibilité, plan de {count} lignes"), format!("sensitivity, design of {count} rows")),
        Kind::Variance => {
            (format!("variance, {count} tirages des paramètres"), format!("variance, {count} draws of the parameters"))
        }
    };
    Message::new(
        format!("{directory} : {scenario}, {fr}, graine {seed}, jusqu'en {horizon}, par Releve {version}"),
        format!("{directory}: {scenario}, {en}, seed {seed}, to {horizon}, by Releve {version}"),
    )
}

fn no_manifest(directory: &Path) -> Message {
    let directory = directory.display();
    Message::new(
        format!(
            "{directory} : pas de manifest.json lisible ; donnez un dossier de `releve run`, `compare`, `sensitivity` ou `variance`"
        ),
        format!(
            "{directory}: no readable manifest.json; give a directory of `releve run`, `compare`, `sensitivity` or `variance`"
        ),
    )
}

fn only_whole(kind: Kind) -> Message {
    let verb = kind.verb();
    Message::new(
        format!(
            "--sample : seuls les blocs de `releve run` se refont à part ; ce dossier vient de `releve {verb}`, ôtez l'option"
        ),
        format!(
            "--sample: only blocks of `releve run` are made again apart; this comes from `releve {verb}`, leave the option out"
        ),
    )
}

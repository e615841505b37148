//! One figure of a report followed down to its inputs: the parts of the model that feed it, their parameters and laws, the
//! rows of the tables that speak of its place, and the sources of both.

use super::super::{
    Failure, Screen, args, indicators, output,
    screen::wrapped,
    shown::{confidence, law},
    words,
};
use crate::{
    answer::places::{Asked, find},
    baseline::{
        Baseline, Files, START, files,
        provenance::{RowSet, part_of, title_of},
    },
    cohort::Count,
    diagnostic::{Problem, Problems, did_you_mean, quoted},
    engine::{
        indicators::{INDICATORS, Indicator},
        inputs::parts,
    },
    scenario::{DEFAULT_HORIZON, Scenario},
    source::Confidence,
    text::{Lang, Message, Text},
};
use std::collections::BTreeSet;

/// Rows of a set shown in full; more are counted.
const SHOWN: usize = 4;
/// Letters of a row shown.
const WIDE: usize = 64;

/// Explains an indicator of the reference at a place and year.
pub(super) fn figure(args: &args::Explain, reference: &Scenario, baseline: &Baseline, screen: &Screen) -> Result<(), Failure> {
    let place = args.departement.as_deref().map(|typed| find(typed, &baseline.geography)).transpose();
    let place = place.map_err(|message| Problems(vec![Problem::unreadable(message)]))?.unwrap_or(Asked::France);
    let (indicator, count) = named(&args.name)?;
    let directory = args.tables.baseline.as_deref();
    let mut problems = Problems::default();
    let texts = directory.map_or_else(|| Files::embedded(files()), |directory| Files::open(directory, files(), &mut problems));
    if problems.has_errors() {
        return Err(problems.into());
    }
    let figure = Figure {
        indicator,
        count,
        place,
        year: args.year.unwrap_or(DEFAULT_HORIZON),
        baseline,
        reference,
        texts: &texts,
        lang: screen.lang,
    };
    Ok(output::print(&figure.text())?)
}

/// The indicator of a name, with its count: `headcount`, `headcount_P5`.
fn named(name: &str) -> Result<(&'static Indicator, Option<Count>), Failure> {
    let of = |name: &str| INDICATORS.iter().find(|indicator| indicator.name == name);
    if let Some(indicator) = of(name) {
        return Ok((indicator, indicator.counts.first().copied()));
    }
    let counted = Count::ALL.into_iter().find_map(|count| Some((of(name.strip_suffix(count.key())?.strip_suffix('_')?)?, count)));
    match counted.filter(|(indicator, count)| indicator.counts.contains(count)) {
        Some((indicator, count)) => Ok((indicator, Some(count))),
        None => {
            let title = Message::new(
                format!("« {} » n'est pas un indicateur : --departement et --year suivent une valeur d'un tableau", quoted(name)),
                format!("`{}` is no indicator: --departement and --year follow a figure of a table", quoted(name)),
            );
            let names = INDICATORS.iter().map(|indicator| indicator.name);
            Err(Problems(vec![Problem::unreadable(title).help(did_you_mean(name, names))]).into())
        }
    }
}

struct Figure<'a> {
    indicator: &'static Indicator,
    count: Option<Count>,
    place: Asked,
    year: u16,
    baseline: &'a Baseline,
    reference: &'a Scenario,
    texts: &'a Files,
    lang: Lang,
}

impl Figure<'_> {
    fn text(&self) -> String {
        let count = self.count.map_or(String::new(), |count| format!(" {}", count.key()));
        let (name, place, year) = (self.indicator.name, self.place.name(&self.baseline.geography), self.year);
        let mut text = format!("{name}{count}, {place}, {year}\n\n{}", indicators::describe(self.indicator, self.lang));
        if let Some(count) = self.count {
            text += &wrapped(&indicators::describe_count(count, self.lang), 4);
        }
        let mut cited = BTreeSet::new();
        for part in parts(self.indicator, self.count) {
            text += &self.part(part, &mut cited);
        }
        let letters = [Confidence::A, Confidence::B, Confidence::C, Confidence::G]
            .map(|letter| format!("{letter:?} {}", cited.iter().filter(|(_, own)| *own == letter).count()));
        let (all, letters) = (cited.len(), letters.join(", "));
        let end = Message::new(
            format!("En tout {all} entrées : {letters}. Ce qu'un levier ajoute : `releve explain LEVIER`."),
            format!("In all {all} inputs: {letters}. What a lever adds: `releve explain LEVER`."),
        );
        text + "\n" + &wrapped(end.get(self.lang), 0)
    }

    fn part(&self, part: &'static str, cited: &mut BTreeSet<(String, Confidence)>) -> String {
        let title = title_of(part).unwrap_or(Text { fr: part, en: part });
        let mut text = format!("\n{}", words::heading(title, self.lang));
        for parameter in self.reference.parameters.iter().filter(|parameter| part_of(parameter) == Some(part)) {
            cited.insert((parameter.name.clone(), parameter.confidence));
            let (law, trust) = (law(&parameter.law, self.lang), parameter.confidence);
            text += &wrapped(&format!("{} = {law} [{}, {trust:?}]", parameter.name, parameter.source), 4);
        }
        for set in self.baseline.tables.iter().filter(|set| set.part == part) {
            let (all, rows) = self.rows(set);
            if all == 0 {
                continue;
            }
            cited.insert((format!("{} {}", set.file, set.name), set.confidence));
            text += &self.set(set, all, &rows);
        }
        text
    }

    fn set(&self, set: &RowSet, all: usize, rows: &[(usize, &str)]) -> String {
        let (file, about, sources) = (&set.file, set.about.get(self.lang), set.sources.join(", "));
        let trust = confidence(set.confidence).get(self.lang);
        let own = rows.len();
        let counted = match (self.place, self.lang) {
            (Asked::France, Lang::Fr) => format!("{all} lignes"),
            (Asked::France, Lang::En) => format!("{all} rows"),
            (_, Lang::Fr) if own == 0 => format!("{all} lignes, communes à tous les lieux"),
            (_, Lang::En) if own == 0 => format!("{all} rows, common to all places"),
            (_, Lang::Fr) => format!("{own} lignes du lieu sur {all}"),
            (_, Lang::En) => format!("{own} rows of the place of {all}"),
        };
        let mut text = wrapped(&format!("{file}: {about}. {counted} [{sources}; {trust}]"), 4);
        for (line, row) in rows.iter().take(SHOWN) {
            let start: String = row.chars().take(WIDE).collect();
            let more = if start.len() < row.len() { "…" } else { "" };
            text += &format!("      {file}:{line}  {start}{more}\n");
        }
        if own > SHOWN {
            let more = own - SHOWN;
            let message = Message::new(format!("      et {more} autres\n"), format!("      and {more} more\n"));
            text += message.get(self.lang);
        }
        text
    }

    /// Rows of a set up to the year, and those that name the place, with their lines.
    fn rows(&self, set: &RowSet) -> (usize, Vec<(usize, &str)>) {
        let Some(file) = self.texts.get(&set.file) else { return (0, Vec::new()) };
        let mut lines = file.text.lines();
        let header: Vec<_> = lines.next().unwrap_or_default().split(',').map(str::trim).collect();
        let names = self.names();
        let column = |wanted: &[&str]| header.iter().position(|name| wanted.contains(name));
        let (place, year) = (column(&["departement", "code"]), column(&["year", "class", "autumn"]));
        let subdivision = column(&["subdivision"]);
        let (mut all, mut own) = (0, Vec::new());
        for (rank, line) in lines.enumerate() {
            let cells: Vec<_> = line.split(',').map(str::trim).collect();
            let later = year.and_then(|at| cells.get(at)?.parse::<u16>().ok()).is_some_and(|year| year > self.year.max(START));
            if later || !set.rows.has(&header, &cells) {
                continue;
            }
            all += 1;
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied();
            let here = cell(place.or(subdivision)).is_some_and(|cell| names.contains(cell));
            if here && self.place != Asked::France {
                own.push((rank + 2, line));
            }
        }
        (all, own)
    }

    /// Codes of the départements of the place, and the subdivisions that train for them.
    fn names(&self) -> BTreeSet<&str> {
        let (geography, training) = (&self.baseline.geography, &self.baseline.training);
        let inside = |d: usize| match self.place {
            Asked::France => true,
            Asked::Region(region) => geography.departements[d].region == region,
            Asked::Departement(index) => d == index,
        };
        let here: Vec<_> = (0..geography.departements.len()).filter(|d| inside(*d)).collect();
        let codes = here.iter().map(|d| geography.departements[*d].code.as_str());
        let train = |subdivision: &usize| here.iter().any(|d| training.weights[*subdivision][*d] > 0.0);
        let subdivisions = (0..training.subdivisions.len()).filter(train).map(|at| training.subdivisions[at].as_str());
        codes.chain(subdivisions).collect()
    }
}

//! `releve sources`: where the figures come from, and whether each says so.

use super::{
    Failure, Screen, args, baseline, output,
    screen::wrapped,
    shown::{citation, confidence},
};
use crate::{
    baseline::{
        Baseline, Files, START, files, observed_files,
        provenance::{Coverage, RowSet},
    },
    diagnostic::Problems,
    levers::{Kind, LEVERS},
    source::{Confidence, Source},
    text::{Lang, Message},
};
use std::path::Path;

/// Lists all sources, or counts what has one.
pub(super) fn sources(args: &args::Sources, screen: &Screen) -> Result<(), Failure> {
    let directory = args.tables.baseline.as_deref();
    let baseline = baseline(directory)?;
    if args.check {
        return check(&baseline, directory, screen.lang);
    }
    let texts: Vec<_> = baseline.sources.iter().map(|(key, source)| describe(key, source, &baseline, screen.lang)).collect();
    Ok(output::print(&texts.concat())?)
}

/// A source and the parameters and rows that cite it.
pub(super) fn describe(key: &str, source: &Source, baseline: &Baseline, lang: Lang) -> String {
    let mut text = format!("{}. {}", citation(source), confidence(source.confidence).get(lang));
    if !source.licence.is_empty() {
        text += &format!(", {}", source.licence);
    }
    let cited: Vec<_> = baseline.parameters.iter().filter(|p| p.source == key).map(|p| p.name.as_str()).collect();
    if !cited.is_empty() {
        text += if lang == Lang::Fr { "\nParamètres : " } else { "\nParameters: " };
        text += &cited.join(", ");
    }
    let rows = baseline.tables.iter().filter(|set| set.sources.iter().any(|source| source == key));
    let rows: Vec<_> = rows.map(|set| format!("{} ({})", set.file, set.name)).collect();
    if !rows.is_empty() {
        text += if lang == Lang::Fr { "\nTables : " } else { "\nTables: " };
        text += &rows.join(", ");
    }
    format!("{key}\n{}", wrapped(&text, 4))
}

/// One thing that must say where it comes from.
struct Claim<'a> {
    name: String,
    sources: Vec<&'a str>,
    confidence: Confidence,
    review_by: u16,
}

/// How much of it can be checked: a source in the bibliography, with its date, a letter and a year of review.
fn check(baseline: &Baseline, directory: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    let parameters = baseline.parameters.iter().map(|known| Claim {
        name: known.name.clone(),
        sources: vec![known.source.as_str()],
        confidence: known.confidence,
        review_by: known.review_by,
    });
    let (rows, faults) = rows(&baseline.tables, directory)?;
    let sets = baseline.tables.iter().map(|set| Claim {
        name: format!("{} ({})", set.file, set.name),
        sources: set.sources.iter().map(String::as_str).collect(),
        confidence: set.confidence,
        review_by: set.review_by,
    });
    let groups: [(Message, Vec<Claim<'_>>); 3] = [
        (Message::new("paramètres du modèle", "parameters of the model"), parameters.collect()),
        (Message::new("réglages des leviers", "settings of the levers"), settings()),
        (Message::new("ensembles de lignes des tables", "sets of rows of the tables"), sets.collect()),
    ];
    let mut text = String::new();
    let mut missing = faults;
    for (name, claims) in &groups {
        let (good, bad): (Vec<_>, Vec<_>) = claims.iter().partition(|claim| claim.is_checkable(baseline));
        let letters = [Confidence::A, Confidence::B, Confidence::C, Confidence::G]
            .map(|letter| format!("{letter:?} {}", claims.iter().filter(|claim| claim.confidence == letter).count()));
        let (all, percent) = (claims.len(), 100 * good.len() / claims.len().max(1));
        let sign = if lang == Lang::Fr { "\u{a0}%" } else { "%" };
        text += &format!("{} : {} / {all} ({percent}{sign}) ; {}\n", name.get(lang), good.len(), letters.join(", "));
        missing.extend(bad.iter().map(|claim| claim.name.clone()));
    }
    let all: usize = rows.iter().sum();
    let message = Message::new(
        format!("{all} lignes de tables, chacune dans un ensemble et un seul"),
        format!("{all} rows of tables, each in one set and no other"),
    );
    text += &format!("{}\n", message.get(lang));
    output::print(&text)?;
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(", ");
    Err(Failure::Refused(Message::new(format!("sans source complète : {list}"), format!("without a complete source: {list}"))))
}

impl Claim<'_> {
    /// Whether it names sources of the bibliography, all dated, and a year of review still to come when it was written.
    fn is_checkable(&self, baseline: &Baseline) -> bool {
        let dated = |key: &&str| baseline.sources.get(*key).is_some_and(|source| !source.date.is_empty());
        !self.sources.is_empty() && self.sources.iter().all(dated) && self.review_by >= START
    }
}

/// The numbers of the levers.
fn settings() -> Vec<Claim<'static>> {
    let of = |lever: &'static crate::levers::Entry| {
        lever.fields.iter().filter_map(move |field| match field.kind {
            Kind::Number { source, confidence, review_by, .. } => {
                Some(Claim { name: format!("lever.{}.{}", lever.name, field.name), sources: vec![source], confidence, review_by })
            }
            _ => None,
        })
    };
    LEVERS.iter().copied().flat_map(of).collect()
}

/// Rows by set, and the rows that no set or several hold.
fn rows(sets: &[RowSet], directory: Option<&Path>) -> Result<(Vec<usize>, Vec<String>), Failure> {
    let observed = directory.map(|directory| directory.join("observed"));
    let lists = [(files(), directory), (observed_files(), observed.as_deref())];
    let (mut all, mut faults) = (vec![0; sets.len()], Vec::new());
    for (list, place) in lists {
        // A directory of tables need not hold those they were made from.
        if directory.is_some() && !place.is_some_and(Path::is_dir) {
            continue;
        }
        let mut problems = Problems::default();
        let texts = place.map_or_else(|| Files::embedded(list), |place| Files::open(place, list, &mut problems));
        if problems.has_errors() {
            return Err(problems.into());
        }
        let coverage = Coverage::of(sets, &texts, list.iter().map(|(name, _)| *name));
        all.iter_mut().zip(coverage.rows).for_each(|(sum, rows)| *sum += rows);
        faults.extend(coverage.faults.into_iter().map(|(file, line, ..)| format!("{file}:{line}")));
    }
    Ok((all, faults))
}

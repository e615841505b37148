//! `releve answer`: one to two pages in French about one place, to be quoted.
//!
//! Numbers ([`facts`]), then sentences that follow them, then one [`document`] written in several formats. One simulation
//! serves any number of places.

pub mod document;
mod docx;
pub mod facts;
mod figure;
mod html;
mod image;
mod markdown;
pub mod names;
pub mod places;
pub mod sample;
mod sources;
mod words;

pub use docx::docx;
pub use html::html;
pub use markdown::markdown;

use crate::{baseline::Baseline, scenario::Scenario, text::Lang};
use document::{Block, Document, Figure, Table, tame, typeset};
use facts::{Bounds, Facts, With};
use places::Asked;
use words::{cell, people, percent, signed, tenth, whole};

/// What an answer is made of beside its numbers.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// The question as typed; empty: the usual one.
    pub question: &'a str,
    /// The command that makes it again.
    pub command: &'a str,
    /// Digest of all rows of all scenarios.
    pub digest: &'a str,
    /// Number of trajectories.
    pub trajectories: usize,
    /// Seed.
    pub seed: u64,
    /// The scenarios, the reference first.
    pub scenarios: &'a [Scenario],
    /// The tables.
    pub baseline: &'a Baseline,
}

/// The answer about a place.
#[must_use]
pub fn answer(place: Asked, facts: &Facts, about: &About) -> Document {
    let geography = &about.baseline.geography;
    let within = names::within(place, geography);
    let title = format!("Combien de médecins généralistes {within} d'ici à {} ?", facts.horizon);
    let mut blocks = Vec::new();
    if !about.question.is_empty() {
        blocks.push(Block::Paragraph(format!("Question posée : « {} »", tame(about.question))));
    }
    blocks.extend([
        Block::Lead(words::lead(facts, &within)),
        Block::Paragraph(words::changes(facts)),
        Block::Paragraph(words::trough(facts, &within)),
        Block::Figure(figure_of(facts, &names::of(place, geography))),
        Block::Heading("Départs, arrivées et docteurs juniors".to_owned()),
        Block::Paragraph(words::flows(facts)),
        Block::Table(flows(facts, place)),
        Block::Paragraph(words::juniors(facts, &within)),
        Block::Heading("Personnes sans médecin traitant".to_owned()),
        Block::Paragraph(words::without_mt(facts, &within)),
    ]);
    blocks.extend(measures(facts));
    blocks.extend(comparison(facts, place, about.baseline));
    blocks.push(Block::Heading("Ce que le modèle ne dit pas".to_owned()));
    blocks.push(Block::Notes(sources::limits(facts, about)));
    blocks.push(Block::Heading("Sources et confiance".to_owned()));
    blocks.push(Block::Notes(sources::sources(facts, about)));
    blocks.push(Block::Heading("Refaire ce calcul".to_owned()));
    blocks.push(Block::Paragraph(sources::method(about)));
    blocks.push(Block::Command(about.command.to_owned()));
    Document { title: typeset(&title), blocks: blocks.into_iter().map(typeset_block).collect() }
}

fn typeset_block(block: Block) -> Block {
    let all = |texts: Vec<String>| texts.iter().map(|text| typeset(text)).collect();
    match block {
        Block::Heading(text) => Block::Heading(typeset(&text)),
        Block::Paragraph(text) => Block::Paragraph(typeset(&text)),
        Block::Lead(text) => Block::Lead(typeset(&text)),
        Block::List(items) => Block::List(all(items)),
        Block::Notes(items) => Block::Notes(all(items)),
        Block::Table(Table { caption, head, rows }) => {
            Block::Table(Table { caption: typeset(&caption), head: all(head), rows: rows.into_iter().map(all).collect() })
        }
        Block::Figure(Figure { caption, description, points }) => {
            Block::Figure(Figure { caption: typeset(&caption), description: typeset(&description), points })
        }
        Block::Command(text) => Block::Command(text),
    }
}

fn figure_of(facts: &Facts, of: &str) -> Figure {
    let points = facts.yearly.iter().map(|(year, bounds)| (*year, [bounds.low, bounds.median, bounds.high])).collect();
    let (start, last) = (facts.headcount.start.median, facts.headcount.horizon);
    Figure {
        caption: format!(
            "Médecins généralistes {of} au 1er janvier, tous modes d'exercice (champ P1) : médiane et intervalle de prévision à 80 %. L'axe vertical ne part pas de zéro."
        ),
        description: format!(
            "Médecins généralistes {of} au 1er janvier (champ P1) : de {} en {} à {} en {}{}.",
            whole(start),
            facts.start,
            whole(last.median),
            facts.horizon,
            words::interval(last, whole)
        ),
        points,
    }
}

fn flows(facts: &Facts, place: Asked) -> Table {
    let flows = &facts.flows;
    let row = |name: &str, bounds| vec![name.to_owned(), cell(bounds, whole)];
    let mut rows = vec![
        row("Sorties d'activité", flows.exits),
        row("dont retraites complètes", flows.retirements),
        row("Passages en cumul emploi-retraite (restent en activité)", flows.cumul_entries),
        row("Nouveaux inscrits", flows.entrants),
        row("dont diplômés de l'internat", flows.graduates),
    ];
    if place != Asked::France {
        let signed = |value| signed(value, whole);
        rows.push(vec!["Arrivées moins départs vers le reste de la France".to_owned(), cell(flows.moves, signed)]);
    }
    Table {
        caption: format!(
            "Médecins généralistes, {} : médiane et intervalle de prévision à 80 %. Des médianes ne s'additionnent pas exactement.",
            words::period(facts)
        ),
        head: vec!["Mouvement".to_owned(), "Médecins".to_owned()],
        rows,
    }
}

fn measures(facts: &Facts) -> Vec<Block> {
    if facts.measures.is_empty() {
        return Vec::new();
    }
    let horizon = facts.horizon;
    let title = |measure: &facts::Measure| tame(measure.title.get(Lang::Fr));
    let row = |name: &str, with: &With, shown: fn(f64) -> String| {
        let Bounds { median, low, high, .. } = with.change.bounds;
        let [median, low, high] = [median, low, high].map(|value| signed(value, shown));
        let change = if low == high { median } else { format!("{median} ({low} à {high})") };
        let verdict = words::verdict(&with.change).to_owned();
        vec![name.to_owned(), shown(with.without.median), shown(with.with.median), change, verdict]
    };
    let rows = facts.measures.iter().flat_map(|measure| {
        [
            vec![format!("« {} »", title(measure))],
            row("Médecins (P1)", &measure.headcount, whole),
            row("Actes par habitant et par an", &measure.acts_per_inhabitant, hundredth),
            row("Personnes sans médecin traitant", &measure.without_mt, people),
        ]
    });
    let head = ["Mesure et indicateur", "Sans la mesure", "Avec", "Écart (à 80 %)", "Dépasse le hasard ?"];
    vec![
        Block::Heading("Ce que chaque mesure change".to_owned()),
        Block::Table(Table {
            caption: format!(
                "En {horizon} : médianes, et intervalle de prévision à 80 % de l'écart entre les mêmes trajectoires sans et avec la mesure."
            ),
            head: head.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }),
        Block::List(facts.measures.iter().map(|measure| words::measure(measure, &title(measure), horizon)).collect()),
    ]
}

fn hundredth(value: f64) -> String {
    crate::export::number(value, crate::export::NumberFormat { decimals: 2, signed: false }, Lang::Fr)
}

fn comparison(facts: &Facts, place: Asked, baseline: &Baseline) -> Vec<Block> {
    let Facts { start, horizon, places, .. } = facts;
    let title = match place {
        Asked::France => "Les régions",
        Asked::Region(_) => "Les départements de la région, et la France",
        Asked::Departement(_) => "Le département parmi ses voisins",
    };
    let density = |code: &str| places.iter().find(|row| row.code == code).map(|row| tenth(row.density.start.median));
    let above: Vec<_> = place.above(&baseline.geography);
    let against = above.iter().filter_map(|above| {
        let code = above.code(&baseline.geography);
        Some(format!("{} {}", density(code)?, names::within(*above, &baseline.geography)))
    });
    let against = against.collect::<Vec<_>>().join(" et ");
    let within = names::within(place, &baseline.geography);
    let sentence = places.first().filter(|_| !against.is_empty()).map(|row| {
        let own = tenth(row.density.start.median);
        Block::Paragraph(format!(
            "Au 1er janvier {start}, on compte {own} médecins généralistes (P1) pour 100 000 habitants {within}, contre {against}."
        ))
    });
    let row = |row: &facts::Row| {
        vec![
            row.name.clone(),
            tenth(row.density.start.median),
            cell(row.density.horizon, tenth),
            percent(row.without_mt_share.start.median),
            cell(row.without_mt_share.horizon, percent),
        ]
    };
    let head = ["Lieu".to_owned(), format!("Médecins pour 100 000 hab., {start}"), format!("{horizon} (à 80 %)")];
    let table = Table {
        caption: "Médecins généralistes (P1) pour 100 000 habitants, et part des 17 ans et plus sans médecin traitant, au 1er janvier : médiane et intervalle de prévision à 80 %.".to_owned(),
        head: [&head[..], &[format!("Sans médecin traitant, {start}"), format!("{horizon} (à 80 %)")]].concat(),
        rows: places.iter().map(row).collect(),
    };
    [Some(Block::Heading(title.to_owned())), sentence, Some(Block::Table(table))].into_iter().flatten().collect()
}

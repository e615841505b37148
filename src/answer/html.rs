//! The document as one page, without a script and without a network.

use super::{
    document::{Block, Document, Table},
    figure,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");

/// The page.
#[must_use]
pub fn html(document: &Document) -> String {
    // Only the style written here applies: that which carries this word.
    let nonce = &blake3::hash(STYLE.as_bytes()).to_hex()[..32];
    let policy = format!("default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "Releve " (env!("CARGO_PKG_VERSION")) };
                title { (document.title) }
                style nonce=(nonce) { (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (document.title) }
                @for block in &document.blocks { (one(block)) }
            } }
        }
    };
    page.into_string()
}

fn one(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading(title) => h2 { (title) },
            Block::Paragraph(words) => p { (words) },
            Block::Lead(words) => p.lead { (words) },
            Block::List(items) => ul { @for item in items { li { (item) } } },
            Block::Notes(items) => ul.notes { @for item in items { li { (item) } } },
            Block::Table(table) => (rows(table)),
            Block::Figure(figure) => figure { (figure::svg(figure)) figcaption { (figure.caption) } },
            Block::Command(words) => pre { code { (words) } },
        }
    }
}

fn rows(table: &Table) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) { table {
            caption { (table.caption) }
            thead { tr { @for cell in &table.head { th scope="col" { (cell) } } } }
            tbody { @for row in &table.rows { tr { @for (rank, cell) in row.iter().enumerate() {
                @if row.len() == 1 { th.group scope="rowgroup" colspan=(table.head.len()) { (cell) } }
                @else if rank == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
            } } } }
        } }
    }
}

//! A page of tables: static, offline, one file, in a language.

use crate::{answer::document::typeset, text::Lang, text::Text};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = concat!(include_str!("../answer/page.css"), include_str!("page.css"));

/// The page of a title and a body.
#[must_use]
pub fn sheet(title: &str, body: &Markup, lang: Lang) -> String {
    // Only the style written here applies: that which carries this word.
    let nonce = &blake3::hash(STYLE.as_bytes()).to_hex()[..32];
    let policy = format!("default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Fr { "fr" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "Releve " (env!("CARGO_PKG_VERSION")) };
                title { (title) }
                style nonce=(nonce) { (PreEscaped(STYLE)) }
            }
            body { main { h1 { (title) } (body) } }
        }
    };
    page.into_string()
}

/// A text with the typography of its language.
#[must_use]
pub fn set(text: &str, lang: Lang) -> String {
    if lang == Lang::Fr { typeset(text) } else { text.to_owned() }
}

/// The same of a text of the table.
#[must_use]
pub fn say(text: Text, lang: Lang) -> String {
    set(text.get(lang), lang)
}

/// A table: the first cell of a row names it. `words` is the column, if any, whose cells are words, set left.
#[must_use]
pub fn table(caption: Text, head: &[Text], words: Option<usize>, rows: Vec<Vec<Markup>>, lang: Lang) -> Markup {
    let class = |rank: usize| (Some(rank) == words).then_some("words");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(say(caption, lang)) { table {
            caption { (say(caption, lang)) }
            thead { tr { @for (rank, cell) in head.iter().enumerate() { th scope="col" class=[class(rank)] { (say(*cell, lang)) } } } }
            tbody { @for row in rows { tr { @for (rank, cell) in row.into_iter().enumerate() {
                @if rank == 0 { th scope="row" { (cell) } } @else { td class=[class(rank)] { (cell) } }
            } } } }
        } }
    }
}

//! The document in Markdown (CommonMark with tables).

use super::document::{Block, Document, Table};
use std::fmt::Write;

/// The document as Markdown, ending with a newline.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut text = format!("# {}\n", escape(&document.title));
    for block in &document.blocks {
        text.push('\n');
        write_block(&mut text, block);
    }
    text
}

fn write_block(text: &mut String, block: &Block) {
    let written = match block {
        Block::Heading(title) => writeln!(text, "## {}", escape(title)),
        Block::Paragraph(words) => writeln!(text, "{}", escape(words)),
        Block::Lead(words) => writeln!(text, "**{}**", escape(words)),
        Block::List(items) | Block::Notes(items) => items.iter().try_for_each(|item| writeln!(text, "- {}", escape(item))),
        Block::Table(table) => write_table(text, table),
        // Markdown has no drawing: the words of it are there.
        Block::Figure(figure) => writeln!(text, "*{}*", escape(&figure.description)),
        Block::Command(words) => writeln!(text, "    {words}"),
    };
    // A String takes all that is written to it.
    written.unwrap_or(());
}

fn write_table(text: &mut String, table: &Table) -> std::fmt::Result {
    let cell = |cells: &[String], column: usize| cells.get(column).map_or_else(String::new, |cell| escape(cell));
    let line = |cells: &[String]| {
        let cells: Vec<_> = (0..table.head.len()).map(|column| cell(cells, column)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule: Vec<_> = (0..table.head.len()).map(|column| if column == 0 { "---" } else { "---:" }).collect();
    writeln!(text, "{}\n", escape(&table.caption))?;
    writeln!(text, "{}\n| {} |", line(&table.head), rule.join(" | "))?;
    table.rows.iter().try_for_each(|row| writeln!(text, "{}", line(row)))
}

/// Text in which nothing is markup, HTML, a link or a formula.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_[]<>|&~$#".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

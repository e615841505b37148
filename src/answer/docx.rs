//! The document for word processors (Office Open XML), with real headings and tables.

use super::{
    document::{Block, Document, Table},
    image,
};
use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Pic, Run, RunFonts, Style, StyleType, TableCell, TableLayoutType,
    TableRow, WidthType,
};
use std::io::Cursor;

/// Width of the text of an A4 page with these margins, in twentieths of a point.
const WIDTH: usize = 11_906 - 2 * MARGIN as usize;
const MARGIN: i32 = 1_134;
/// English metric units, in which pictures are measured, in a twentieth of a point.
const EMU: u32 = 635;

/// The bytes of the file.
///
/// # Errors
/// When the archive cannot be made.
pub fn docx(document: &Document) -> std::io::Result<Vec<u8>> {
    let start = styled(Docx::new()).add_paragraph(text(&document.title).style("Heading1"));
    let whole = document.blocks.iter().fold(start, add);
    let mut bytes = Cursor::new(Vec::new());
    whole.build().pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

fn styled(docx: Docx) -> Docx {
    let margin = PageMargin { top: MARGIN, left: MARGIN, bottom: MARGIN, right: MARGIN, header: 500, footer: 500, gutter: 0 };
    let heading = |id: &str, name: &str, size, level| {
        let spacing = LineSpacing::new().before(240).after(80);
        Style::new(id, StyleType::Paragraph).name(name).size(size).bold().outline_lvl(level).line_spacing(spacing).q_format(true)
    };
    let caption = Style::new("Caption", StyleType::Paragraph).name("caption").italic().size(18);
    docx.page_size(11_906, 16_838)
        .page_margin(margin)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(20)
        // The same bytes whenever it is made.
        .created_at("2026-01-01T00:00:00Z")
        .updated_at("2026-01-01T00:00:00Z")
        .add_style(heading("Heading1", "heading 1", 32, 0))
        .add_style(heading("Heading2", "heading 2", 24, 1))
        .add_style(caption)
}

fn text(words: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(words)).line_spacing(LineSpacing::new().after(100))
}

fn add(docx: Docx, block: &Block) -> Docx {
    match block {
        Block::Heading(title) => docx.add_paragraph(text(title).style("Heading2").keep_next(true)),
        Block::Paragraph(words) => docx.add_paragraph(text(words)),
        Block::Lead(words) => docx.add_paragraph(text(words).bold()),
        Block::List(items) => items.iter().fold(docx, |docx, item| {
            let bullet =
                text(&format!("•\u{a0}{item}")).indent(Some(284), Some(docx_rs::SpecialIndentType::Hanging(170)), None, None);
            docx.add_paragraph(bullet)
        }),
        Block::Table(rows) => docx
            .add_paragraph(text(&rows.caption).style("Caption").keep_next(true))
            .add_table(table(rows))
            .add_paragraph(Paragraph::new()),
        Block::Figure(figure) => {
            let width = WIDTH as u32 * EMU;
            let picture = Pic::new_with_dimensions(image::png(figure), image::SIZE.0, image::SIZE.1);
            let picture = picture.id("rIdImage1").size(width, width / image::SIZE.0 * image::SIZE.1);
            docx.add_paragraph(Paragraph::new().add_run(Run::new().add_image(picture)).keep_next(true))
                .add_paragraph(text(&figure.caption).style("Caption"))
        }
        Block::Command(words) => {
            let mono = RunFonts::new().ascii("Courier New").hi_ansi("Courier New");
            docx.add_paragraph(Paragraph::new().add_run(Run::new().add_text(words).fonts(mono).size(18)))
        }
    }
}

/// The first column is twice as wide as the others.
fn table(table: &Table) -> docx_rs::Table {
    let columns = table.head.len().max(1);
    let unit = WIDTH / (columns + 1);
    let widths: Vec<_> = (0..columns).map(|column| if column == 0 { 2 * unit } else { unit }).collect();
    let cell = |(column, words): (usize, &String), bold: bool| {
        let run = Run::new().add_text(words).size(17);
        let run = if bold { run.bold() } else { run };
        let side = if column == 0 { AlignmentType::Left } else { AlignmentType::Right };
        TableCell::new().width(widths[column], WidthType::Dxa).add_paragraph(Paragraph::new().add_run(run).align(side))
    };
    let row = |cells: &[String], bold| TableRow::new(cells.iter().enumerate().map(|at| cell(at, bold)).collect()).cant_split();
    let rows = [row(&table.head, true)].into_iter().chain(table.rows.iter().map(|cells| row(cells, false))).collect();
    docx_rs::Table::new(rows).set_grid(widths.clone()).width(WIDTH, WidthType::Dxa).layout(TableLayoutType::Fixed)
}

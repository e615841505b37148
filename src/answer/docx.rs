//! The document for word processors (Office Open XML), with real headings, lists, tables and page numbers.

use super::{
    document::{Block, Document, Table, tame},
    image,
};
use docx_rs::{
    AbstractNumbering, AlignmentType, BorderType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText, LineSpacing,
    NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, SpecialIndentType, Start, Style,
    StyleType, TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellBorder, TableCellBorderPosition,
    TableCellBorders, TableCellMargins, TableLayoutType, TableRow, WidthType, XMLDocx,
};
use std::io::Cursor;

/// Width of the text of an A4 page with these margins, in twentieths of a point.
const WIDTH: usize = 11_906 - 2 * MARGIN as usize;
const MARGIN: i32 = 1_077;
/// English metric units, in which pictures are measured, in a twentieth of a point.
const EMU: u32 = 635;
/// The numbering of lists, which is a bullet; the library keeps 1 for numbers.
const BULLETS: usize = 2;
const GREY: &str = "55616D";
const RULE: &str = "1B2733";

/// The bytes of the file.
///
/// # Errors
/// When the archive cannot be made.
pub fn docx(document: &Document) -> std::io::Result<Vec<u8>> {
    let start = styled(Docx::new()).footer(footer(&document.title)).add_paragraph(text(&document.title).style("Heading1"));
    let whole = document.blocks.iter().fold(start, add);
    let mut bytes = Cursor::new(Vec::new());
    finished(whole.build(), document).pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

fn styled(docx: Docx) -> Docx {
    let margin = PageMargin { top: 720, left: MARGIN, bottom: 740, right: MARGIN, header: 500, footer: 360, gutter: 0 };
    let heading = |id: &str, name: &str, size, level, before| {
        let spacing = LineSpacing::new().before(before).after(60);
        Style::new(id, StyleType::Paragraph).name(name).size(size).bold().outline_lvl(level).line_spacing(spacing).q_format(true)
    };
    let style = |id: &str, name: &str, size| Style::new(id, StyleType::Paragraph).name(name).size(size);
    let bullet = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left")).indent(
        Some(227),
        Some(SpecialIndentType::Hanging(227)),
        None,
        None,
    );
    docx.page_size(11_906, 16_838)
        .page_margin(margin)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(19)
        // The same bytes whenever it is made.
        .created_at("2026-01-01T00:00:00Z")
        .updated_at("2026-01-01T00:00:00Z")
        .add_style(heading("Heading1", "heading 1", 30, 0, 0))
        .add_style(heading("Heading2", "heading 2", 22, 1, 120))
        .add_style(style("Lead", "Lead", 20).bold())
        .add_style(style("Caption", "caption", 16).color(GREY))
        .add_style(style("Note", "Note", 16))
        .add_style(style("Footer", "footer", 15).color(GREY))
        .add_abstract_numbering(AbstractNumbering::new(BULLETS).add_level(bullet))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
}

/// The title again, and the number of the page.
fn footer(title: &str) -> Footer {
    let words = Run::new().add_text(format!("{title} · Releve {} · ", env!("CARGO_PKG_VERSION")));
    Footer::new()
        .add_paragraph(Paragraph::new().add_run(words).add_page_num(PageNum::new()).align(AlignmentType::Right).style("Footer"))
}

fn text(words: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(words)).line_spacing(LineSpacing::new().after(80))
}

fn bullets(docx: Docx, items: &[String], style: Option<&str>) -> Docx {
    items.iter().fold(docx, |docx, item| {
        let item =
            text(item).numbering(NumberingId::new(BULLETS), IndentLevel::new(0)).line_spacing(LineSpacing::new().after(40));
        docx.add_paragraph(style.map_or_else(|| item.clone(), |style| item.clone().style(style)))
    })
}

fn add(docx: Docx, block: &Block) -> Docx {
    match block {
        Block::Heading(title) => docx.add_paragraph(text(title).style("Heading2").keep_next(true)),
        Block::Paragraph(words) => docx.add_paragraph(text(words)),
        Block::Lead(words) => docx.add_paragraph(text(words).style("Lead")),
        Block::List(items) => bullets(docx, items, None),
        Block::Notes(items) => bullets(docx, items, Some("Note")),
        Block::Table(rows) => docx
            .add_paragraph(text(&rows.caption).style("Caption").keep_next(true))
            .add_table(table(rows))
            .add_paragraph(Paragraph::new().line_spacing(LineSpacing::new().line(120))),
        Block::Figure(figure) => {
            let width = WIDTH as u32 * EMU;
            let picture = Pic::new_with_dimensions(image::png(figure), image::SIZE.0, image::SIZE.1);
            let picture = picture.id("rIdImage1").size(width, width / image::SIZE.0 * image::SIZE.1);
            docx.add_paragraph(Paragraph::new().add_run(Run::new().add_image(picture)).keep_next(true))
                .add_paragraph(text(&figure.caption).style("Caption"))
        }
        Block::Command(words) => {
            let mono = RunFonts::new().ascii("Courier New").hi_ansi("Courier New");
            docx.add_paragraph(Paragraph::new().add_run(Run::new().add_text(words).fonts(mono).size(16)))
        }
    }
}

/// A table between rules, as printed ones are: above and under the head, and at the foot.
fn table(table: &Table) -> docx_rs::Table {
    let widths = widths(table);
    let last = table.rows.len();
    let rows = [&table.head].into_iter().chain(&table.rows).enumerate();
    let rows = rows.map(|(rank, cells)| {
        let head = rank == 0;
        let whole = cells.len() == 1;
        let cell = |(column, words): (usize, &String)| {
            let run = Run::new().add_text(words).size(17);
            let run = if head || whole { run.bold() } else { run };
            let side = if column == 0 { AlignmentType::Left } else { AlignmentType::Right };
            let words = Paragraph::new().add_run(run).align(side).keep_next(rank < last);
            let width = if whole { widths.iter().sum() } else { widths[column] };
            let cell = ruled(TableCell::new(), head, rank == last).width(width, WidthType::Dxa).add_paragraph(words);
            if whole { cell.grid_span(widths.len()) } else { cell }
        };
        TableRow::new(cells.iter().enumerate().map(cell).collect()).cant_split()
    });
    docx_rs::Table::new(rows.collect())
        .set_grid(widths.clone())
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(10, 60, 10, 60))
        .set_borders(TableBorders::with_empty().set(TableBorder::new(TableBorderPosition::InsideH).size(2).color("D5DAE0")))
}

fn ruled(cell: TableCell, head: bool, last: bool) -> TableCell {
    let rule = |position| TableCellBorder::new(position).border_type(BorderType::Single).size(6).color(RULE);
    let above = head.then(|| rule(TableCellBorderPosition::Top));
    let below = (head || last).then(|| rule(TableCellBorderPosition::Bottom));
    let rules: Vec<_> = above.into_iter().chain(below).collect();
    if rules.is_empty() {
        return cell;
    }
    cell.set_borders(rules.into_iter().fold(TableCellBorders::with_empty(), TableCellBorders::set))
}

/// Each column as wide as its longest cell asks for; a head may take two lines.
fn widths(table: &Table) -> Vec<usize> {
    let long = |text: &String| text.chars().count();
    let longest = |column: usize| {
        let cells = table.rows.iter().filter(|row| row.len() > 1).filter_map(|row| row.get(column)).map(long).max().unwrap_or(0);
        let head = table.head[column].split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        // Room for the margins of a cell.
        cells.max(long(&table.head[column]).div_ceil(2)).max(head) + 3
    };
    let lengths: Vec<_> = (0..table.head.len()).map(longest).collect();
    let all = lengths.iter().sum::<usize>().max(1);
    lengths.iter().map(|length| WIDTH * length / all).collect()
}

/// What the library has no word for: the language of the text, rows of heads repeated on each page, and the picture said
/// to who cannot see it.
fn finished(mut parts: XMLDocx, document: &Document) -> XMLDocx {
    let described = document.blocks.iter().find_map(|block| match block {
        Block::Figure(figure) => Some(attribute(&figure.description)),
        _ => None,
    });
    let replace = |part: &mut Vec<u8>, change: &dyn Fn(&str) -> String| {
        if let Ok(text) = std::str::from_utf8(part) {
            *part = change(text).into_bytes();
        }
    };
    replace(&mut parts.styles, &|text| {
        text.replacen("</w:rPr></w:rPrDefault>", "<w:lang w:val=\"fr-FR\" /></w:rPr></w:rPrDefault>", 1)
    });
    replace(&mut parts.document, &|text| {
        let named = described.as_ref().map_or_else(
            || text.to_owned(),
            |words| text.replacen("name=\"Figure\"", &format!("name=\"Figure\" descr=\"{words}\""), 1),
        );
        let mut tables = named.split("<w:tbl>");
        let before = tables.next().unwrap_or_default().to_owned();
        let head = |rest: &str| format!("<w:tbl>{}", rest.replacen("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />", 1));
        before + &tables.map(head).collect::<String>()
    });
    parts
}

/// A text as the value of an attribute.
fn attribute(text: &str) -> String {
    let escapes = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")];
    escapes.iter().fold(tame(text), |text, (from, to)| text.replace(from, to))
}

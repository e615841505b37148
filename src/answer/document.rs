//! The document: what is said, apart from how it is written.

/// A text to be read, block by block.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Title.
    pub title: String,
    /// What follows it.
    pub blocks: Vec<Block>,
}

/// A block. Nothing in it is markup: each writer escapes what its format would take for such.
#[derive(Clone, Debug)]
pub enum Block {
    /// Title of a section.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// The paragraph that answers.
    Lead(String),
    /// A list.
    List(Vec<String>),
    /// A list in small print.
    Notes(Vec<String>),
    /// A table.
    Table(Table),
    /// The fan of the headcount.
    Figure(Figure),
    /// Words to be typed, as they stand.
    Command(String),
}

/// A table: the first column names the rows, the others hold figures.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Heads of the columns.
    pub head: Vec<String>,
    /// Rows, as long as the head; one of a single cell is a title of those that follow.
    pub rows: Vec<Vec<String>>,
}

/// A fan chart: for each year, the bounds of the 80 % interval around the median.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// What it shows.
    pub caption: String,
    /// The same for who cannot see it.
    pub description: String,
    /// Year, 10th percentile, median, 90th percentile.
    pub points: Vec<(u16, [f64; 3])>,
}

/// French typography of a sentence typed plainly: apostrophes, and no-break spaces before `: ; ? ! %`, within « » and where a
/// line must not end.
#[must_use]
pub fn typeset(text: &str) -> String {
    const PAIRS: [(&str, &str); 10] = [
        ("'", "’"),
        (" :", "\u{a0}:"),
        (" ;", "\u{202f};"),
        (" ?", "\u{202f}?"),
        (" !", "\u{202f}!"),
        (" %", "\u{a0}%"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        ("à 80", "à\u{a0}80"),
        ("confiance ", "confiance\u{a0}"),
    ];
    PAIRS.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// What a user typed, on one line and with nothing that would turn or hide the rest: controls, marks of direction and what
/// no XML may hold are shown by their numbers.
#[must_use]
pub fn tame(text: &str) -> String {
    let one = |letter: char| match letter {
        '\n' | '\r' | '\t' => " ".to_owned(),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{61c}'
        | '\u{feff}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{fffe}'
        | '\u{ffff}' => format!("(U+{:04X})", letter as u32),
        letter if letter.is_control() => format!("(U+{:04X})", letter as u32),
        letter => letter.to_string(),
    };
    text.chars().map(one).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_apostrophes_are_french() {
        assert_eq!(typeset("l'effet : « rien » ? 8 %"), "l’effet\u{a0}: «\u{a0}rien\u{a0}»\u{202f}? 8\u{a0}%");
    }

    #[test]
    fn what_turns_or_hides_text_is_shown() {
        assert_eq!(tame("a\u{202e}b\nc\u{0}d\u{feff}"), "a(U+202E)b c(U+0000)d(U+FEFF)");
    }
}

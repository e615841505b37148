//! The terminal: its language, colours and width.

use super::words;
use crate::{
    diagnostic::{Problem, Problems},
    text::{Lang, Message},
};
use std::io::{IsTerminal, Write};

/// Columns that every text fits.
pub(super) const WIDTH: usize = 80;

/// Where and how messages are shown.
pub(super) struct Screen {
    pub lang: Lang,
    color: bool,
    /// Whether another process says it.
    pub silent: bool,
}

impl Screen {
    /// The standard error, coloured where it is a terminal and <https://no-color.org> does not object.
    pub fn new(lang: Lang) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { lang, color: !refused && std::io::stderr().is_terminal(), silent: false }
    }

    /// A screen that shows nothing: several processes would say the same.
    #[cfg(feature = "mpi")]
    pub fn silent(lang: Lang) -> Self {
        Self { lang, color: false, silent: true }
    }

    /// Says something that is not a result. A standard error that is closed is no reason to stop.
    pub fn say(&self, message: &Message) {
        if self.silent {
            return;
        }
        _ = writeln!(std::io::stderr(), "{}", message.get(self.lang));
    }

    /// Says what went wrong.
    pub fn error(&self, message: &Message) {
        _ = std::io::stderr().write_all(Problem::unreadable(message.clone()).render(self.lang, self.color).as_bytes());
    }

    /// Shows problems with their places.
    pub fn problems(&self, problems: &Problems) {
        if self.silent {
            return;
        }
        _ = std::io::stderr().write_all(problems.render(self.lang, self.color).as_bytes());
        if let Some(count) = std::num::NonZero::new(problems.0.len()).filter(|_| problems.has_errors()) {
            self.say(&words::problems_found(count.get()));
        }
    }
}

/// A text in lines of at most [`WIDTH`] columns, each with a margin. Lines already there are kept.
pub(super) fn wrapped(text: &str, margin: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > WIDTH - margin {
                out.push('\n');
                column = 0;
            }
            out += &" ".repeat(if column == 0 { margin } else { 1 });
            out += word;
            column += width + usize::from(column > 0);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words_and_keeps_its_margin() {
        let text = wrapped(&"médecin ".repeat(40), 4);
        assert!(text.lines().count() > 1);
        assert!(text.lines().all(|line| line.starts_with("    ") && line.chars().count() <= WIDTH));
        assert_eq!(wrapped("a b\nc", 1), " a b\n c\n");
        assert_eq!(text.split_whitespace().count(), 40);
    }
}

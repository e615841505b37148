//! Numbers as they are shown to a reader: French with narrow no-break spaces and a comma, English with commas and a point.

use crate::text::Lang;

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// Decimals.
    pub decimals: usize,
    /// Whether a plus stands before what is positive.
    pub signed: bool,
}

/// A number with its thousands apart and a true minus sign; zero has no sign.
#[must_use]
pub fn number(value: f64, format: NumberFormat, lang: Lang) -> String {
    let digits = format!("{:.*}", format.decimals, value.abs());
    let zero = digits.bytes().all(|byte| !(b'1'..=b'9').contains(&byte));
    let sign = match (zero, value < 0.0) {
        (false, true) => "\u{2212}",
        (false, false) if format.signed => "+",
        _ => "",
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let (space, point) = match lang {
        Lang::Fr => ("\u{202f}", ","),
        Lang::En => (",", "."),
    };
    let mut text = sign.to_owned();
    for (rank, digit) in whole.chars().enumerate() {
        if rank > 0 && (whole.len() - rank) % 3 == 0 {
            text.push_str(space);
        }
        text.push(digit);
    }
    if format.decimals > 0 {
        text.push_str(point);
        text.push_str(decimals);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        let plain = NumberFormat::default();
        let signed = NumberFormat { decimals: 1, signed: true };
        assert_eq!(number(100_974.0, plain, Lang::Fr), "100\u{202f}974");
        assert_eq!(number(1_234_567.0, plain, Lang::En), "1,234,567");
        assert_eq!(number(999.0, plain, Lang::Fr), "999");
        assert_eq!(number(-12.34, signed, Lang::Fr), "\u{2212}12,3");
        assert_eq!(number(12.0, signed, Lang::En), "+12.0");
        assert_eq!(number(-0.04, signed, Lang::Fr), "0,0");
    }
}

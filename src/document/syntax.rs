//! Syntax errors of the TOML parser, said in both languages with the cures of the commonest slips.

use crate::{
    diagnostic::{Problem, SourceFile},
    text::Message,
};

/// French of the parser's messages that a person writing a scenario meets; the others are told in general.
const FRENCH: [(&str, &str); 14] = [
    ("cannot recurse further", "trop de niveaux emboîtés"),
    ("duplicate key", "clé écrite deux fois"),
    ("extra comma", "virgule en trop"),
    ("invalid basic string", "texte mal fermé"),
    ("invalid comment character", "caractère interdit dans un commentaire"),
    ("invalid key-value pair", "ce n'est pas une ligne « clé = valeur »"),
    ("invalid unquoted key", "cette clé doit être entre guillemets"),
    ("key with no value", "clé sans valeur"),
    ("missing comma", "il manque une virgule"),
    ("missing value", "il manque une valeur"),
    ("string values must be quoted", "un texte s'écrit entre guillemets"),
    ("unclosed array", "liste non fermée"),
    ("unclosed inline table", "table non fermée"),
    ("unexpected content", "de trop sur cette ligne"),
];

/// The problem behind a parser's error.
pub(super) fn problem(file: &SourceFile, error: &toml::de::Error) -> Problem {
    let english = error.message();
    let known = FRENCH.iter().find(|(start, _)| english.starts_with(start));
    let french = known.map_or("le fichier n'est pas du TOML valide ici", |(_, french)| french);
    let span = error.span().unwrap_or(0..0);
    let title = Message::new(format!("syntaxe : {french}"), format!("syntax: {english}"));
    let twice = english.starts_with("duplicate");
    Problem::error(file, span.clone(), title, Message::new("ici", "here"))
        .help(twice.then(|| Message::new("gardez l'une des deux", "keep one of the two")))
        .help(has_decimal_comma(file, span.start).then(decimal_comma))
}

fn decimal_comma() -> Message {
    Message::new("le signe décimal est un point : 1.5", "the decimal mark is a point: 1.5")
}

/// Whether the line up to a place ends in "digit comma", or goes on so: `1,5`.
fn has_decimal_comma(file: &SourceFile, place: usize) -> bool {
    let bytes = file.text.as_bytes();
    let near = place.saturating_sub(2)..(place + 2).min(bytes.len());
    bytes[near.start.min(near.end)..near.end]
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == b',' && three[2].is_ascii_digit())
}

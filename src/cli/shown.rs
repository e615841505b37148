//! Numbers and laws as they are shown to a reader.

use crate::{
    distribution::Law,
    export::{NumberFormat, number},
    parameter::Parameter,
    source::{Confidence, Source, Sources},
    text::{Lang, Message, Text},
};

/// A number with all its decimals and no more.
pub(super) fn plain(value: f64, lang: Lang) -> String {
    let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    number(value, NumberFormat { decimals, signed: false }, lang)
}

/// A number without decimals.
pub(super) fn whole(value: f64, lang: Lang) -> String {
    number(value, NumberFormat::default(), lang)
}

/// A law in words.
pub(super) fn law(law: &Law, lang: Lang) -> String {
    let [low, high] = law.support().map(|value| plain(value, lang));
    let n = |value| plain(value, lang);
    let message = match *law {
        Law::Fixed { value } => return n(value),
        Law::Uniform { .. } => Message::new(format!("de {low} à {high}, uniforme"), format!("{low} to {high}, uniform")),
        Law::Triangular { mode, .. } => {
            let mode = n(mode);
            Message::new(format!("{mode}, de {low} à {high}, triangulaire"), format!("{mode}, {low} to {high}, triangular"))
        }
        Law::Pert { mode, .. } => {
            let mode = n(mode);
            Message::new(format!("{mode}, de {low} à {high}, PERT"), format!("{mode}, {low} to {high}, PERT"))
        }
        Law::Normal { mean, sd, .. } => {
            let (mean, sd) = (n(mean), n(sd));
            Message::new(
                format!("{mean} ± {sd}, normale, tronquée à {low} et {high}"),
                format!("{mean} ± {sd}, normal, truncated at {low} and {high}"),
            )
        }
    };
    message.get(lang).to_owned()
}

/// What a confidence is.
pub(super) fn confidence(confidence: Confidence) -> Text {
    match confidence {
        Confidence::A => Text { fr: "A, lu chez l'éditeur", en: "A, read at the publisher's" },
        Confidence::B => Text { fr: "B, copie ou presse citant l'éditeur", en: "B, copy or press quoting the publisher" },
        Confidence::C => Text { fr: "C, calculé à partir de chiffres A ou B", en: "C, computed from A or B figures" },
        Confidence::G => Text { fr: "G, hypothèse à intervalle large", en: "G, prior with a wide interval" },
    }
}

/// A source in one line.
pub(super) fn citation(source: &Source) -> String {
    let via = if source.via.is_empty() { String::new() } else { format!(", via {}", source.via) };
    format!("{}, {}, {}{via}", source.publisher, source.title, source.date)
}

/// The source of a parameter: its citation, or that its scenario is its source.
pub(super) fn source_of(parameter: &Parameter, sources: &Sources, lang: Lang) -> String {
    const AUTHOR: Text = Text { fr: "l'auteur du scénario", en: "the author of the scenario" };
    sources.get(&parameter.source).map_or_else(|| AUTHOR.get(lang).to_owned(), citation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_decimals_and_laws_are_read_aloud() {
        assert_eq!(plain(0.014, Lang::Fr), "0,014");
        assert_eq!(plain(10_000.0, Lang::En), "10,000");
        assert_eq!(plain(-1.3, Lang::En), "−1.3");
        assert_eq!(law(&Law::Pert { low: 0.01, mode: 0.014, high: 0.02 }, Lang::Fr), "0,014, de 0,01 à 0,02, PERT");
        assert_eq!(law(&Law::Fixed { value: 1.0 }, Lang::Fr), "1");
        assert_eq!(law(&Law::Uniform { low: 0.0, high: 1.0 }, Lang::En), "0 to 1, uniform");
    }
}

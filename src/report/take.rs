//! Buttons that save the data or the picture of a part.

use crate::text::{Lang, Text};
use maud::{Markup, html};

/// Buttons of a part whose data and picture have this identifier: kinds are `csv`, `svg`, `png`.
pub(super) fn take(part: &str, kinds: &[&str], name: &str, lang: Lang) -> Markup {
    let words = |kind: &str| match kind {
        "csv" => Text { fr: "Données (CSV)", en: "Data (CSV)" },
        "svg" => Text { fr: "Image (SVG)", en: "Picture (SVG)" },
        _ => Text { fr: "Image (PNG)", en: "Picture (PNG)" },
    };
    html! {
        div.take.js { @for kind in kinds {
            @let words = words(kind).get(lang);
            button type="button" data-take={ (kind) " " (part) } aria-label={ (words) ", " (name) } { (words) }
        } }
    }
}

//! The map as it stands before the script takes it over: change of the median of P1 to the horizon.

use super::Subject;
use crate::{
    cohort::Count,
    engine::indicators::Level,
    export::outlines,
    text::{Lang, Text},
};
use maud::{Markup, html};

/// From the deepest fall to the highest rise: orange and blue, which colour-blind readers tell apart (ColorBrewer PuOr
/// and RdBu). Printed in grey both ends darken alike, so falls also carry a sign.
pub(super) const DIVERGING: [&str; 8] = ["#a14a04", "#e08214", "#fdb863", "#fee3bd", "#dcebf5", "#9dcbe1", "#4393c3", "#1f5fa3"];
/// One hue, which darkens (ColorBrewer Blues, ends drawn apart).
pub(super) const SEQUENTIAL: [&str; 8] = ["#eef3f7", "#d3e4f3", "#b3d3ea", "#8bbbdc", "#5b9bcb", "#3a7cb3", "#1f5d93", "#0b3558"];
/// Widths of a class that read well.
pub(super) const STEPS: [f64; 11] = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5];

/// Of Paris and its ring, drawn twice, the smaller shapes carry no sign.
const CRAMPED: [&str; 4] = ["75", "92", "93", "94"];

/// All 101 départements, four of them twice.
pub(super) fn map(subject: &Subject, lang: Lang) -> Markup {
    let label = Text {
        fr: "Carte des 101 départements. Les flèches passent de l’un à l’autre, Entrée ouvre.",
        en: "Map of the 101 départements. Arrows go from one to the next, Enter opens it.",
    };
    let outlines = outlines();
    let changes: Vec<_> = outlines.iter().map(|outline| change(subject, &outline.code)).collect();
    let step = step(&changes);
    let overseas = outlines.iter().filter(|outline| outline.inset == "overseas").enumerate();
    html! {
        svg.map #map viewBox="0 0 560 590" role="group" aria-label=(label.get(lang)) {
            @for (outline, change) in outlines.iter().zip(&changes) {
                path data-code=(outline.code) d=(outline.path) fill=(change.map_or("#e6e6e6", |change| DIVERGING[class(change, step)]))
                    tabindex="-1" role="button" aria-label=(outline.name) data-ring[outline.inset == "ring"] {
                    title { (outline.name) }
                }
            }
            @for (outline, change) in outlines.iter().zip(&changes).filter(|(outline, _)| is_marked(&outline.code, &outline.inset)) {
                path.fall data-fall=(outline.code) d={ "M" (format!("{:.1} {:.1}", outline.x - 4.2, outline.y - 3.5)) "h8.4l-4.2 7z" }
                    display=(if change.is_some_and(|change| change < 0.0) { "inline" } else { "none" }) {}
            }
            text x="0" y="13" font-size="13" fill="var(--grey)" { (Text { fr: "Paris et petite couronne", en: "Paris and its ring" }.get(lang)) }
            @for (rank, (_, outline)) in overseas.enumerate() {
                // Middles of the boxes that `prepare.py` gives them.
                text x=(48 + 112 * rank) y="588" text-anchor="middle" font-size="13" fill="var(--grey)" { (outline.name) }
            }
        }
    }
}

fn is_marked(code: &str, inset: &str) -> bool {
    !(inset.is_empty() && CRAMPED.contains(&code))
}

fn change(subject: &Subject, code: &str) -> Option<f64> {
    let projection = &subject.projection;
    let get = |year| projection.get(Level::Departement, code, "", "headcount", Some(Count::P1), year);
    let (before, after) = (get(projection.layout.start)?.median(), get(projection.horizon())?.median());
    (before > 0.0).then(|| after / before - 1.0)
}

/// The narrowest class by which nine départements in ten stand within the three classes nearest to zero or just beyond.
fn step(changes: &[Option<f64>]) -> f64 {
    let mut sizes: Vec<_> = changes.iter().flatten().map(|change| change.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let most = sizes.get(sizes.len() * 9 / 10).copied().unwrap_or_default();
    STEPS.into_iter().find(|step| 3.5 * step >= most).unwrap_or(STEPS[STEPS.len() - 1])
}

/// 0 to 7, from the deepest fall to the highest rise.
fn class(change: f64, step: f64) -> usize {
    (libm::floor(change / step).clamp(-4.0, 3.0) + 4.0) as usize
}

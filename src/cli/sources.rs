//! `releve sources`: where the figures come from.

use super::{
    Failure, Screen, args, baseline, output,
    screen::wrapped,
    shown::{citation, confidence},
};
use crate::{baseline::Baseline, source::Source, text::Lang};

/// Lists all sources.
pub(super) fn sources(args: &args::FromBaseline, screen: &Screen) -> Result<(), Failure> {
    let baseline = baseline(args.baseline.as_deref())?;
    let texts: Vec<_> = baseline.sources.iter().map(|(key, source)| describe(key, source, &baseline, screen.lang)).collect();
    Ok(output::print(&texts.concat())?)
}

/// A source and the parameters that cite it.
pub(super) fn describe(key: &str, source: &Source, baseline: &Baseline, lang: Lang) -> String {
    let mut text = format!("{}. {}", citation(source), confidence(source.confidence).get(lang));
    if !source.licence.is_empty() {
        text += &format!(", {}", source.licence);
    }
    let cited: Vec<_> = baseline.parameters.iter().filter(|p| p.source == key).map(|p| p.name.as_str()).collect();
    if !cited.is_empty() {
        text += if lang == Lang::Fr { "\nParamètres : " } else { "\nParameters: " };
        text += &cited.join(", ");
    }
    format!("{key}\n{}", wrapped(&text, 4))
}

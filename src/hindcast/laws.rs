//! The laws of the parameters as they could be stated on the date of the hindcast.

use crate::{
    baseline::{Files, parameters},
    diagnostic::{Problems, SourceFile},
    parameter::Parameter,
    source::Sources,
};

const PARAMETERS: &str = include_str!("../../scenarios/hindcast/parameters.toml");
const SOURCES: &str = include_str!("../../scenarios/hindcast/sources.toml");

/// The parameters of the program, those of `scenarios/hindcast/parameters.toml` in the place of their namesakes, with the sources of both.
///
/// # Errors
/// The faults of the tables, and a name that the program does not know.
pub fn laws() -> Result<(Sources, Vec<Parameter>), Problems> {
    let files = Files::embedded(crate::baseline::files());
    let empty = || SourceFile::new("", "");
    let [now, cited] = ["parameters.toml", "sources.toml"].map(|name| files.get(name).cloned().unwrap_or_else(empty));
    let (mut sources, mut list) = read(&now, &cited)?;
    let stated = SourceFile::new("scenarios/hindcast/parameters.toml", PARAMETERS);
    let (more, laws) = read(&stated, &SourceFile::new("scenarios/hindcast/sources.toml", SOURCES))?;
    for law in laws {
        match list.iter_mut().find(|known| known.name == law.name) {
            Some(known) => *known = law,
            None => return Err(unknown(&stated, &law.name)),
        }
    }
    sources.extend(more);
    Ok((sources, list))
}

fn read(list: &SourceFile, sources: &SourceFile) -> Result<(Sources, Vec<Parameter>), Problems> {
    let (found, problems) = parameters::read(list, sources);
    problems.or(found)
}

fn unknown(file: &SourceFile, name: &str) -> Problems {
    use crate::{diagnostic::Problem, text::Message};
    let title = Message::new(format!("paramètre `{name}` inconnu"), format!("unknown parameter `{name}`"));
    let label = Message::new("seuls les paramètres du programme ont une loi", "only parameters of the program have a law");
    Problems(vec![Problem::error(file, 0..0, title, label)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{distribution::Law, source::Confidence};

    #[test]
    fn every_law_of_the_date_replaces_one_and_none_rests_on_a_later_publication() {
        let (sources, list) = laws().unwrap_or_else(|problems| panic!("{problems}"));
        let (_, stated) = read(&SourceFile::new("laws", PARAMETERS), &SourceFile::new("sources", SOURCES)).expect("sound");
        assert!(!stated.is_empty());
        for law in stated {
            assert_eq!(list.iter().find(|known| known.name == law.name), Some(&law));
            let source = &sources[&law.source];
            assert!(law.source == "prior" || source.date.as_str() <= "2018", "{}: {}", law.name, source.date);
            assert!(law.source != "prior" || law.confidence == Confidence::G);
        }
    }

    #[test]
    fn the_share_of_posts_is_what_the_tables_to_2017_show() {
        let observed = crate::calibration::Observed::read(None).expect("sound");
        let known = crate::calibration::Known::on(super::super::FROM, &observed);
        let tables = known.tables();
        let admitted = |autumn: u16| tables.admissions.iter().find(|(year, ..)| *year == autumn).map(|(_, places, _)| *places);
        let shares: Vec<f64> = tables
            .posts_national
            .iter()
            .filter_map(|(class, [posts, filled])| Some(posts * filled / f64::from(admitted(class - 5)?)))
            .collect();
        let (_, list) = laws().expect("sound");
        let Law::Pert { low, mode, high } = list.iter().find(|law| law.name == "training.gp-share").expect("there").law else {
            panic!("a PERT law")
        };
        let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
        let most = shares.iter().copied().fold(0.0, f64::max);
        assert!(low < least && (most - high).abs() < 0.005, "{least} {most}");
        assert!((mode - shares[shares.len() - 1]).abs() < 0.005, "the mode is the last class known");
    }
}

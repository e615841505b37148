//! Mistakes of typing. clap speaks English only, so each mistake is said again in French.

use super::{USAGE, values::NotAllowed, words};
use crate::{
    scenario::library,
    text::{Lang, Message},
};
use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::{error::Error as _, process::ExitCode};

/// What only `run` knows.
const PIECES: [&str; 3] = ["--shard", "--resume", "--checkpoint"];

/// Shows the help or the version that was asked for, or says what was mistyped.
pub(super) fn show(error: &Error, lang: Lang) -> ExitCode {
    // Nothing can be done about an output that is closed.
    if !error.use_stderr() {
        _ = error.print();
        return ExitCode::SUCCESS;
    }
    let screen = super::Screen::new(lang);
    match (lang, mistake(error)) {
        (Lang::Fr, Some(mistake)) => {
            screen.error(&mistake);
            screen.say(&words::SEE_HELP.into());
        }
        _ => _ = error.print(),
    }
    let is_of_run = |argument: String| PIECES.iter().any(|piece| argument.starts_with(piece));
    if error.kind() == ErrorKind::UnknownArgument && context(error, ContextKind::InvalidArg).is_some_and(is_of_run) {
        screen.say(&words::ONLY_RUN_IN_PIECES.into());
    }
    if let Some(scenario) = context(error, ContextKind::InvalidSubcommand).filter(|word| is_scenario(word)) {
        screen.say(&words::run_it(&scenario));
    }
    ExitCode::from(USAGE)
}

/// Whether a word in the place of a verb is a scenario.
fn is_scenario(word: &str) -> bool {
    word.ends_with(".toml") || library::find(word).is_some()
}

/// What was mistyped. clap's own words are the English; `None` where there is no French for them yet.
fn mistake(error: &Error) -> Option<Message> {
    let found = |kind| context(error, kind);
    let argument = found(ContextKind::InvalidArg).unwrap_or_default();
    let value = found(ContextKind::InvalidValue).unwrap_or_default();
    let mut french = match error.kind() {
        ErrorKind::UnknownArgument => format!("argument inconnu : {argument}"),
        ErrorKind::InvalidSubcommand => format!("commande inconnue : {}", found(ContextKind::InvalidSubcommand)?),
        ErrorKind::InvalidValue if value.is_empty() => format!("il manque une valeur à {argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{argument} : la valeur « {value} » n'est pas permise"),
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::ArgumentConflict => match found(ContextKind::PriorArg).filter(|other| *other != argument) {
            Some(other) => format!("{argument} ne va pas avec {other}"),
            None => format!("{argument} est donné deux fois"),
        },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "il manque une commande".to_owned(),
        _ => return None,
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    // clap names several, the nearest last.
    if let Some(near) = near.into_iter().find_map(found).as_deref().and_then(|near| near.split(", ").last()) {
        french += &format!(" ; vouliez-vous dire {near} ?");
    }
    let whole = error.source().and_then(|source| source.downcast_ref::<NotAllowed>()).map(|number| number.message().fr);
    if let Some(allowed) = found(ContextKind::ValidValue).or(whole) {
        french += &format!(" (permis : {allowed})");
    }
    Some(Message::new(french, error.to_string()))
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::args, *};

    #[test]
    fn mistakes_are_said_in_french_with_what_is_allowed() {
        let said = |line: &str| {
            let words: Vec<_> = line.split(' ').map(Into::into).collect();
            mistake(&args::parse(&words, Lang::Fr).err().expect("a mistake")).expect("French").fr
        };
        assert_eq!(said("releve run --sed 3"), "argument inconnu : --sed ; vouliez-vous dire --seed ?");
        assert_eq!(said("releve chek a"), "commande inconnue : chek ; vouliez-vous dire check ?");
        assert!(said("releve run --levels commune").ends_with("(permis : france, region, departement, territory)"));
        let whole = "« 0 » n'est pas permise (permis : un nombre entier de 1 à 4294967295 ; sans cette option : 1000)";
        assert!(said("releve run --trajectories 0").ends_with(whole));
        assert!(said("releve run --threads -1").ends_with("« -1 » n'est pas permise (permis : un nombre entier de 1 à 1024)"));
        assert!(said("releve check").contains("FILE"));
    }
}

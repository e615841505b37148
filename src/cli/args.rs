//! What can be typed. The words of the help stand in `help.rs`, in both languages.

use super::{
    help,
    values::{Format, Whole, counts, formats, languages, levels, rows},
};
use crate::{
    baseline::{LAST_HORIZON, START},
    cohort::Count,
    engine::indicators::Level,
    hindcast::FROM,
    text::Lang,
};
use clap::{ArgAction, Args as Options, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::{ffi::OsString, path::PathBuf};

#[derive(Parser)]
#[command(name = "releve", version, disable_help_flag = true, disable_help_subcommand = true, disable_version_flag = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub verb: Verb,
    #[arg(long, global = true, value_parser = languages())]
    pub lang: Option<Lang>,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Subcommand)]
pub(super) enum Verb {
    Run(Run),
    Merge(Merge),
    Compare(Compare),
    Report(Report),
    #[command(visible_alias = "repondre")]
    Answer(Answer),
    Sensitivity(Sensitivity),
    Variance(Variance),
    Verify(Verify),
    Replay(Replay),
    Check(Check),
    Levers(LeverName),
    Indicators,
    Sources(Sources),
    Baseline(BaselineVerb),
    Explain(Explain),
    Schema(FromBaseline),
    Init(Init),
    Calibrate(Calibrate),
    Hindcast(Hindcast),
    Validate(Validate),
    Bench(Bench),
    Completions(Completions),
}

#[derive(Options)]
pub(super) struct Run {
    pub scenario: Option<PathBuf>,
    #[command(flatten)]
    pub how: How,
    #[arg(long)]
    pub no_report: bool,
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    #[arg(long)]
    pub resume: bool,
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = Whole::<u32>::new(0..=DAY))]
    pub checkpoint: u32,
}

#[derive(Options)]
pub(super) struct Merge {
    #[arg(value_name = "DIR", required = true)]
    pub pieces: Vec<PathBuf>,
    #[arg(long = "shard", value_name = "I/N", conflicts_with_all = ["long", "excel_fr", "no_report"])]
    pub into: Option<String>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long)]
    pub long: bool,
    #[arg(long)]
    pub excel_fr: bool,
    #[arg(long)]
    pub no_report: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Compare {
    pub reference: PathBuf,
    #[arg(required = true, value_name = "VARIANT")]
    pub variants: Vec<PathBuf>,
    #[command(flatten)]
    pub how: How,
    #[arg(long)]
    pub no_attribution: bool,
    #[arg(long)]
    pub no_report: bool,
}

/// How closely to look, and where to write: what `run` and `compare` share.
#[derive(Options)]
pub(super) struct How {
    #[arg(long, short = 'n', value_name = "N", default_value_t = 1_000, value_parser = Whole::<u32>::new(1..=u32::MAX))]
    pub trajectories: u32,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START + 1..=LAST_HORIZON))]
    pub horizon: Option<u16>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "LEVEL,…", value_delimiter = ',', value_parser = levels(), default_values = DEFAULT_LEVELS)]
    pub levels: Vec<Level>,
    #[arg(long = "threshold", value_name = "INDICATOR=VALUE[,COUNT]")]
    pub thresholds: Vec<String>,
    #[arg(long)]
    pub force: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long)]
    pub long: bool,
    #[arg(long)]
    pub excel_fr: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Report {
    #[arg(value_name = "DIR", required = true)]
    pub directories: Vec<PathBuf>,
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub only: Vec<String>,
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Answer {
    #[arg(long = "departement", value_name = "PLACE,…", value_delimiter = ',', required = true)]
    pub places: Vec<String>,
    #[arg(long = "scenario", value_name = "FILE", num_args = 1..)]
    pub measures: Vec<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    #[arg(long, value_name = "FORMAT,…", value_delimiter = ',', value_parser = formats())]
    pub format: Vec<Format>,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START + 1..=LAST_HORIZON))]
    pub horizon: Option<u16>,
    #[arg(long, short = 'n', value_name = "N", default_value_t = 500, value_parser = Whole::<u32>::new(1..=u32::MAX))]
    pub trajectories: u32,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Sensitivity {
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    #[arg(long, value_name = "NAME", default_value = "trough_value")]
    pub indicator: String,
    #[arg(long, value_name = "COUNT", value_parser = counts())]
    pub count: Option<Count>,
    #[arg(long, value_name = "PLACE", default_value = "FR")]
    pub code: String,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START..=LAST_HORIZON))]
    pub year: Option<u16>,
    #[arg(long, value_name = "ROWS", value_parser = rows())]
    pub base: Option<u32>,
    #[arg(long = "groups")]
    pub by_family: bool,
    #[arg(long = "group", value_name = "NAME=PREFIX,…")]
    pub groups: Vec<String>,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Verify {
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    #[arg(long, value_name = "N", value_parser = Whole::<u32>::new(1..=u32::MAX))]
    pub sample: Option<u32>,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Variance {
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = Whole::<u32>::new(2..=100_000))]
    pub draws: u32,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START + 1..=LAST_HORIZON))]
    pub horizon: Option<u16>,
    #[arg(long, value_name = "LEVEL,…", value_delimiter = ',', value_parser = levels(), default_values = ["france", "departement"])]
    pub levels: Vec<Level>,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Replay {
    pub scenario: Option<PathBuf>,
    #[arg(long, value_name = "K", value_parser = Whole::<u32>::new(0..=u32::MAX))]
    pub trajectory: u32,
    #[arg(long, value_name = "PLACE")]
    pub departement: Option<String>,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START + 1..=LAST_HORIZON))]
    pub horizon: Option<u16>,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Sources {
    #[arg(long = "check", id = "count")]
    pub check: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct BaselineVerb {
    #[command(subcommand)]
    pub verb: BaselineSubverb,
}

#[derive(Subcommand)]
pub(super) enum BaselineSubverb {
    Import(Import),
}

#[derive(Options)]
pub(super) struct Import {
    pub table: PathBuf,
    #[arg(long, short, value_name = "DIR", required = true)]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct FromBaseline {
    #[arg(long, value_name = "DIR")]
    pub baseline: Option<PathBuf>,
}

#[derive(Options)]
pub(super) struct Check {
    pub file: PathBuf,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct LeverName {
    pub name: Option<String>,
}

#[derive(Options)]
pub(super) struct Explain {
    pub name: String,
    #[arg(long, value_name = "PLACE")]
    pub departement: Option<String>,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START..=LAST_HORIZON))]
    pub year: Option<u16>,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Init {
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    #[arg(long)]
    pub force: bool,
}

#[derive(Options)]
pub(super) struct Calibrate {
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub observed: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
}

#[derive(Options)]
pub(super) struct Hindcast {
    #[arg(long, value_name = "Y", default_value_t = FROM, value_parser = Whole::<u16>::new(FROM..=FROM))]
    pub from: u16,
    #[arg(long, short = 'n', value_name = "N", default_value_t = 2_000, value_parser = Whole::<u32>::new(20..=u32::MAX))]
    pub trajectories: u32,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub observed: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Options)]
pub(super) struct Validate {
    #[arg(long, short = 'n', value_name = "N", default_value_t = 500, value_parser = Whole::<u32>::new(1..=u32::MAX))]
    pub trajectories: u32,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Options)]
pub(super) struct Bench {
    pub scenario: Option<PathBuf>,
    #[arg(long, value_name = "SCENARIO", conflicts_with = "scaling")]
    pub comparison: Option<PathBuf>,
    #[arg(long)]
    pub scaling: bool,
    #[arg(long, short = 'n', value_name = "N", default_value_t = 256, value_parser = Whole::<u32>::new(2..=100_000_000))]
    pub trajectories: u32,
    #[arg(long, value_name = "K", default_value_t = 0, conflicts_with = "scaling", value_parser = Whole::<u32>::new(0..=4_000_000_000))]
    pub first: u32,
    #[arg(long, value_name = "R", default_value_t = 3, value_parser = Whole::<u32>::new(1..=1_000))]
    pub rounds: u32,
    #[arg(long)]
    pub no_phases: bool,
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = Whole::<u64>::new(0..=u64::MAX))]
    pub seed: u64,
    #[arg(long, short = 'j', value_name = "T", value_parser = Whole::<u16>::new(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, value_name = "Y", value_parser = Whole::<u16>::new(START + 1..=LAST_HORIZON))]
    pub horizon: Option<u16>,
    #[arg(long, value_name = "LEVEL,…", value_delimiter = ',', value_parser = levels(), default_values = DEFAULT_LEVELS)]
    pub levels: Vec<Level>,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub tables: FromBaseline,
}

#[derive(Options)]
pub(super) struct Completions {
    pub shell: clap_complete::Shell,
}

/// Seconds of a day: nobody saves less often.
const DAY: u32 = 86_400;

const DEFAULT_LEVELS: [&str; 3] = [Level::France.key(), Level::Region.key(), Level::Departement.key()];

impl Verb {
    /// Whether the standard output is for a program.
    pub fn wants_json(&self) -> bool {
        match self {
            Self::Run(Run { how, .. }) | Self::Compare(Compare { how, .. }) => how.json,
            Self::Merge(merge) => merge.json,
            Self::Sensitivity(sensitivity) => sensitivity.json,
            Self::Variance(variance) => variance.json,
            Self::Check(check) => check.json,
            Self::Hindcast(hindcast) => hindcast.json,
            Self::Validate(validate) => validate.json,
            Self::Replay(replay) => replay.json,
            Self::Bench(bench) => bench.json,
            _ => false,
        }
    }
}

/// The command with its words in a language.
pub(super) fn command(lang: Lang) -> clap::Command {
    help::say(with_negative_numbers(Args::command()), lang)
}

/// After an option `-1` is its value, to be refused with what is allowed, not an unknown option.
fn with_negative_numbers(command: clap::Command) -> clap::Command {
    let takes_value = |arg: &clap::Arg| matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let allow = |arg: clap::Arg| {
        let is_option_with_value = !arg.is_positional() && takes_value(&arg);
        arg.allow_negative_numbers(is_option_with_value)
    };
    command.mut_args(allow).mut_subcommands(with_negative_numbers)
}

/// Reads a command line.
pub(super) fn parse(words: &[OsString], lang: Lang) -> Result<Args, clap::Error> {
    let matches = command(lang).try_get_matches_from(words)?;
    Args::from_arg_matches(&matches)
}

/// The words, with `run` where no verb and no help is asked for: `releve --seed 3` is `releve run --seed 3`.
pub(super) fn with_default_verb(words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<_> = words.into_iter().collect();
    let command = Args::command();
    let decides = |word: &OsString| {
        let known = |word: &str| ["-h", "--help", "-V", "--version"].contains(&word) || command.find_subcommand(word).is_some();
        word.to_str().is_some_and(known)
    };
    let first_is_flag = words.get(1).is_none_or(|word| word.to_string_lossy().starts_with('-'));
    if first_is_flag && !words.iter().skip(1).any(decides) {
        words.insert(words.len().min(1), "run".into());
    }
    words
}

/// The language to speak before the command line is understood: that of `--lang` if it is there, else of the locale.
pub(super) fn language(words: &[OsString]) -> Lang {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let said = words.iter().enumerate().find_map(|(index, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(index + 1).map(|next| next.to_string()),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    match said.as_deref() {
        Some("fr") => Lang::Fr,
        Some("en") => Lang::En,
        _ => locale(|name| std::env::var(name).ok()),
    }
}

/// French where the locale is, else English. The variables are those of POSIX, the first that is set winning.
fn locale(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    if set.is_some_and(|value| value.starts_with("fr")) { Lang::Fr } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        with_default_verb(line.split(' ').map(OsString::from))
    }

    #[test]
    fn no_verb_means_run() {
        assert_eq!(words("releve"), ["releve", "run"]);
        assert_eq!(words("releve --seed 3"), ["releve", "run", "--seed", "3"]);
        assert_eq!(words("releve --lang en levers"), ["releve", "--lang", "en", "levers"]);
        assert_eq!(words("releve --help"), ["releve", "--help"]);
        assert_eq!(words("releve a.toml"), ["releve", "a.toml"]);
    }

    #[test]
    fn the_language_is_that_of_the_option_else_of_the_locale() {
        assert_eq!(language(&words("releve --lang fr")), Lang::Fr);
        assert_eq!(language(&words("releve --lang=en")), Lang::En);
        let set = |name: &str, value: &str| {
            let (name, value) = (name.to_owned(), value.to_owned());
            move |asked: &str| (asked == name).then(|| value.clone())
        };
        assert_eq!(locale(set("LC_MESSAGES", "fr_FR.UTF-8")), Lang::Fr);
        assert_eq!(locale(set("LANG", "de_DE")), Lang::En);
        assert_eq!(locale(|name| Some(if name == "LC_ALL" { "en_GB" } else { "fr_FR" }.to_owned())), Lang::En);
        assert_eq!(locale(|_| None), Lang::En);
    }

    #[test]
    fn the_command_is_well_formed() {
        command(Lang::Fr).debug_assert();
    }
}

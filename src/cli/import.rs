//! `releve baseline import`: the publisher's own table of ages in the place of the modelled ones.

use super::{Failure, Screen, args, baseline, output, shown::whole, table::aligned, words};
use crate::{
    baseline::files,
    calibration::import::{self, Ages, Imported, Published},
    diagnostic::SourceFile,
    export::{NumberFormat, number},
    text::{Lang, Message, Text},
};
use std::path::Path;

/// Départements shown of those that change most.
const SHOWN: usize = 10;
/// Key of the source that is added.
const SOURCE: &str = "imported-ages";

/// Reads the table, writes a whole baseline with its ages, and says what changed.
pub(super) fn import(args: &args::Import, screen: &Screen) -> Result<(), Failure> {
    let directory = args.tables.baseline.as_deref();
    let baseline = baseline(directory)?;
    let name = args.table.display().to_string();
    let text = std::fs::read_to_string(&args.table).map_err(|error| Failure::Refused(unreadable(&args.table, &error)))?;
    let published = import::read(&SourceFile::new(name.clone(), text), &baseline.geography)?;
    let imported = import::import(&published, &baseline);
    let tables = tables(&imported, &published, &args.table, directory)?;
    output::write_all(&args.out, &tables, args.force)?;
    let report = report(&imported, &published, screen.lang);
    let written = words::files_written(tables.len(), &args.out);
    Ok(output::print(&format!("{report}\n{}\n", written.get(screen.lang)))?)
}

/// The whole baseline: the new ages with their source, all else as it was.
fn tables(
    imported: &Imported,
    published: &Published,
    table: &Path,
    directory: Option<&Path>,
) -> Result<Vec<(String, String)>, Failure> {
    let read = |name: &str, embedded: &str| match directory {
        Some(directory) => std::fs::read_to_string(directory.join(name))
            .map_err(|error| Failure::Refused(unreadable(&directory.join(name), &error))),
        None => Ok(embedded.to_owned()),
    };
    let one = |(name, embedded): &(&'static str, &'static str)| {
        let text = match *name {
            "ages.csv" => imported.table.clone(),
            "sources.toml" => cited(&read(name, embedded)?, published, table),
            "tables.toml" => of_the_publisher(&read(name, embedded)?),
            _ => read(name, embedded)?,
        };
        Ok(((*name).to_owned(), text))
    };
    files().iter().map(one).collect()
}

/// The bibliography with the table that was imported, once.
fn cited(sources: &str, published: &Published, table: &Path) -> String {
    let kept = sources.split_once(&format!("[{SOURCE}]")).map_or(sources, |(before, _)| before);
    let year = published.year.map_or_else(|| "2026".to_owned(), |year| year.to_string());
    let file = table.file_name().unwrap_or_default().to_string_lossy().replace(['"', '\\'], "'");
    format!(
        "{}\n\n[{SOURCE}]\npublisher = \"DREES\"\ntitle = \"Généralistes par département, âge, sexe et mode d'exercice, {year}\"\ndate = \"{year}\"\nconfidence = \"A\"\nvia = \"{file}, importé\"\n",
        kept.trim_end()
    )
}

/// The evidence of the ages, now the publisher's.
fn of_the_publisher(tables: &str) -> String {
    let Some(start) = tables.find("[ages]") else { return tables.to_owned() };
    let length = tables[start + 1..].find("\n[").map_or(tables.len() - start, |length| length + 1);
    let lines = tables[start..start + length].lines().map(|line| match line.split_once(" = ") {
        Some(("sources", _)) => format!("sources = [\"{SOURCE}\"]"),
        Some(("confidence", _)) => "confidence = \"C\"".to_owned(),
        Some(("description", _)) => {
            "description = { fr = \"âges et sexes publiés, répartis entre statuts par calage\", en = \"published ages and sexes, raked to statuses\" }".to_owned()
        }
        _ => line.to_owned(),
    });
    let set: Vec<_> = lines.collect();
    format!("{}{}\n{}", &tables[..start], set.join("\n"), &tables[start + length..])
}

fn report(imported: &Imported, published: &Published, lang: Lang) -> String {
    let (bands, totals) = (published.bands.len(), published.totals);
    let year = published.year.map_or(String::new(), |year| format!(" {year}"));
    let read = Message::new(
        format!("Table lue{year} : {bands} tranches d'âge ; {totals} lignes de totaux, toutes égales à la somme de leurs parts"),
        format!("Table read{year}: {bands} age bands; {totals} rows of totals, all equal to the sums of their parts"),
    );
    let mut out = format!("{}\n\n{}{}", read.get(lang), words::heading(FRANCE, lang), france(&imported.france, lang));
    out += &format!("\n{}{}", words::heading(HEADS, lang), heads(imported, lang));
    out += &format!("\n{}{}", words::heading(OVER_60, lang), over_60(imported, lang));
    let left = percent(imported.residual, 4, lang);
    let raked = Message::new(
        format!("Calage : au plus {left} de l'effectif d'un département reste hors de ses marges"),
        format!("Raking: at most {left} of the heads of a département are left out of their margins"),
    );
    out + "\n" + raked.get(lang) + "\n"
}

fn percent(share: f64, decimals: usize, lang: Lang) -> String {
    let sign = if lang == Lang::Fr { "\u{a0}%" } else { "%" };
    number(100.0 * share, NumberFormat { decimals, signed: false }, lang) + sign
}

fn france(ages: &[Ages; 3], lang: Lang) -> String {
    let header = [Text { fr: "", en: "" }, LATER, RECODING, PUBLISHED].map(|text| text.get(lang));
    let row = |name: Text, shown: &dyn Fn(&Ages) -> String| {
        [vec![name.get(lang).to_owned()], ages.iter().map(shown).collect()].concat()
    };
    let mean = |ages: &Ages| number(ages.mean, NumberFormat { decimals: 1, signed: false }, lang);
    let rows = vec![
        row(MEAN_AGE, &mean),
        row(AGED_60, &|ages| percent(ages.over_60, 1, lang)),
        row(WOMEN, &|ages| percent(ages.women, 1, lang)),
    ];
    aligned(&header, rows, 1)
}

/// Heads of both, which are not changed: the largest differences.
fn heads(imported: &Imported, lang: Lang) -> String {
    let (own, theirs) = imported.heads.iter().fold((0, 0), |sums, heads| (sums.0 + heads.1, sums.1 + heads.2));
    let mut rows: Vec<_> = imported.heads.iter().collect();
    rows.sort_by_key(|(code, own, theirs)| (std::cmp::Reverse(own.abs_diff(*theirs)), code.clone()));
    let row = |(code, own, theirs): &(String, u32, u32)| {
        let difference = f64::from(*theirs) - f64::from(*own);
        let signed = number(difference, NumberFormat { decimals: 0, signed: true }, lang);
        vec![code.clone(), whole(f64::from(*own), lang), whole(f64::from(*theirs), lang), signed]
    };
    let all = ("France".to_owned(), own, theirs);
    let rows = std::iter::once(&all).chain(rows.into_iter().take(SHOWN)).map(row).collect();
    aligned(&["", OURS.get(lang), PUBLISHED.get(lang), DIFFERENCE.get(lang)], rows, 1)
}

fn over_60(imported: &Imported, lang: Lang) -> String {
    let mut rows: Vec<_> = imported.over_60.iter().collect();
    rows.sort_by(|a, b| (b.2 - b.1).abs().total_cmp(&(a.2 - a.1).abs()).then(a.0.cmp(&b.0)));
    let row =
        |(code, before, after): &(String, f64, f64)| vec![code.clone(), percent(*before, 1, lang), percent(*after, 1, lang)];
    aligned(&["", MODELLED.get(lang), PUBLISHED.get(lang)], rows.into_iter().take(SHOWN).map(row).collect(), 1)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Message {
    let path = path.display();
    Message::new(format!("{path} : fichier illisible ({error})"), format!("{path}: cannot be read ({error})"))
}

const FRANCE: Text = Text { fr: "France : âges modélisés et publiés", en: "France: modelled and published ages" };
const HEADS: Text = Text {
    fr: "Effectifs, inchangés : les plus grands écarts avec la table",
    en: "Heads, not changed: the largest differences from the table",
};
const OVER_60: Text =
    Text { fr: "Part des 60 ans et plus : les plus grands changements", en: "Share aged 60 and over: the largest changes" };
const LATER: Text = Text { fr: "retraites", en: "retirement" };
const RECODING: Text = Text { fr: "recodage", en: "recoding" };
const PUBLISHED: Text = Text { fr: "publié", en: "published" };
const MODELLED: Text = Text { fr: "modélisé", en: "modelled" };
const OURS: Text = Text { fr: "base", en: "baseline" };
const DIFFERENCE: Text = Text { fr: "écart", en: "difference" };
const MEAN_AGE: Text = Text { fr: "âge moyen", en: "mean age" };
const AGED_60: Text = Text { fr: "60 ans et plus", en: "aged 60 and over" };
const WOMEN: Text = Text { fr: "femmes", en: "women" };

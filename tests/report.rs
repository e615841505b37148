//! The page: what it holds, that nothing leaves it, and what it refuses.

use assert_cmd::cargo::cargo_bin;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};

/// The largest page of four scenarios.
const MOST_BYTES: usize = 1_500_000;

fn releve(folder: &Path, words: &[&str]) -> Output {
    Command::new(cargo_bin("releve")).current_dir(folder).env("LC_ALL", "fr_FR.UTF-8").args(words).output().expect("it runs")
}

fn run(folder: &Path, scenario: &str, out: &str) {
    let output = releve(folder, &["run", scenario, "--trajectories", "16", "--horizon", "2030", "--out", out]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn codes(page: &str) -> BTreeSet<&str> {
    page.split("data-code=\"").skip(1).map(|rest| rest.split('"').next().expect("a code")).collect()
}

#[test]
fn a_run_leaves_a_page_that_says_its_figures_and_fetches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), "tendanciel", "r");
    let page = fs::read_to_string(folder.path().join("r/report.html")).expect("a page");
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"fr\">") && page.contains("default-src 'none'"));
    assert_eq!(codes(&page).len(), 101);
    assert!(page.contains("<b>100\u{202f}974</b> médecins généralistes exercent en France"));
    for word in ["src=", "@import", "url(", "<link", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(word), "{word}");
    }
    let addresses = page.match_indices("http").map(|(at, _)| page[at..].split(['"', ' ', '<']).next().expect("a word"));
    let addresses: BTreeSet<&str> = addresses.filter(|address| address.contains("://")).collect();
    assert_eq!(addresses, BTreeSet::from(["http://www.w3.org/2000/svg"]), "names of formats alone");
    // Every script and style carries the word that the policy asks for.
    let nonce = page.split("script-src 'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a word");
    for tag in ["<script", "<style"] {
        let tags: Vec<&str> = page.split(tag).skip(1).map(|rest| rest.split('>').next().expect("a tag")).collect();
        assert!(!tags.is_empty() && tags.iter().all(|tag| tag.contains(&format!("nonce=\"{nonce}\""))), "{tags:?}");
    }
}

#[test]
fn what_a_scenario_says_is_shown_as_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let hostile = "</script><script>alert(1)</script>\\u202e\\\"'&amp;";
    let text = format!("name = \"essai\"\ntitle = \"{hostile}\"\nextends = \"tendanciel.toml\"\n");
    fs::write(folder.path().join("essai.toml"), text).expect("written");
    run(folder.path(), "essai.toml", "r");
    let page = fs::read_to_string(folder.path().join("r/report.html")).expect("a page");
    assert!(!page.contains("<script>alert") && !page.contains("</script><script>alert"));
    assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"), "said in the text");
    assert_eq!(page.matches("<script").count(), 2, "the data and the program of the page");
}

#[test]
fn runs_share_a_page_when_they_can_be_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    run(path, "tendanciel", "a");
    run(path, "garot", "b");
    let page = releve(path, &["report", "a", "b", "--out", "page.html"]);
    assert!(page.status.success(), "{}", String::from_utf8_lossy(&page.stderr));
    let text = fs::read_to_string(path.join("page.html")).expect("a page");
    assert!(text.contains("\"name\":\"garot\"") && text.contains("lever.one-for-one.population-share"));
    let refused = |words: &[&str], code: i32, said: &str| {
        let output = releve(path, words);
        let shown = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {shown}");
        assert!(shown.contains(said), "{words:?}: {shown}");
    };
    refused(&["report", "a", "b", "--out", "page.html"], 1, "--force");
    refused(&["report", "nulle-part"], 3, "ne contient pas de résultats");
    refused(&["report", "a", "a", "a", "a", "b", "--out", "p.html"], 3, "au plus 4");
    let other = releve(path, &["run", "--trajectories", "8", "--horizon", "2029", "--out", "c"]);
    assert!(other.status.success());
    refused(&["report", "a", "c", "--out", "p.html"], 3, "n'a pas les années");
    fs::write(path.join("b/indicators.csv"), "rien").expect("written");
    refused(&["report", "a", "b", "--out", "p.html"], 3, "ne sont plus ceux");
    assert!(!path.join("p.html").exists());
}

const SMALL: [&str; 4] = ["--trajectories", "16", "--horizon", "2032"];
/// A variant of two levers, whose effect has parts.
const TWO: &str = "name = \"deux\"\ntitle = \"Deux leviers\"\nextends = \"tendanciel.toml\"\n[lever.cumul]\ntake-up = 1.2\n[lever.retirement-shift]\nshift = 1.0\n";

fn compare(folder: &Path, words: &[&str]) -> String {
    let output = releve(folder, &[&["compare", "tendanciel"], words, &SMALL[..]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

#[test]
fn a_comparison_leaves_a_page_with_paired_differences_and_the_part_of_each_lever() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::write(path.join("deux.toml"), TWO).expect("written");
    assert!(compare(path, &["deux.toml", "garot", "--out", "a"]).contains("report.html"));
    let page = fs::read_to_string(path.join("a/report.html")).expect("a page");
    assert!(page.contains("\"paired\":true") && page.contains("id=\"waterfall-1\"") && !page.contains("id=\"waterfall-2\""));
    assert!(page.contains("compare tendanciel deux garot --trajectories 16"), "how to make it again");
    // Made again from the files of the comparison, it is the same.
    assert!(releve(path, &["report", "a", "--out", "again.html"]).status.success());
    assert!(fs::read_to_string(path.join("again.html")).expect("a page") == page);
    let chosen = releve(path, &["report", "a", "--only", "garot", "--out", "chosen.html"]);
    assert!(chosen.status.success());
    let chosen = fs::read_to_string(path.join("chosen.html")).expect("a page");
    assert!(chosen.contains("\"name\":\"garot\"") && !chosen.contains("Deux leviers"));
    let refused = |words: &[&str], said: &str| {
        let output = releve(path, words);
        let shown = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(3) && shown.contains(said), "{words:?}: {shown}");
    };
    refused(&["report", "a", "--only", "padhue", "--out", "p.html"], "--only accepte : deux, garot");
    refused(&["report", "a", "a", "--out", "p.html"], "une page à elle seule");
    compare(path, &["garot", "--no-report", "--out", "b"]);
    assert!(!path.join("b/report.html").exists());
}

#[test]
fn a_page_of_runs_knows_mean_differences_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), "tendanciel", "a");
    run(folder.path(), "garot", "b");
    assert!(releve(folder.path(), &["report", "a", "b", "--out", "page.html"]).status.success());
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert!(page.contains("\"paired\":false") && page.contains("en moyenne") && !page.contains("id=\"changes\""));
}

#[test]
fn four_scenarios_to_the_horizon_fit_on_a_page_that_is_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = ["tendanciel", "garot", "mouiller", "assistants-10000"];
    for name in names {
        // Few trajectories make rough curves, which take more room than smooth ones.
        let made = releve(folder.path(), &["run", name, "--trajectories", "32", "--no-report", "--out", name]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
    let made = releve(folder.path(), &[&["report"], &names[..], &["--out", "page.html"]].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let length = fs::metadata(folder.path().join("page.html")).expect("a page").len();
    assert!(length <= MOST_BYTES as u64, "{length} bytes");
}

//! The page: what it holds, that nothing leaves it, and what it refuses.

mod support;

use std::{collections::BTreeSet, fs, path::Path};
use support::program::{done, folder, refused, releve, text};

/// The largest page of four scenarios.
const MOST_BYTES: usize = 1_500_000;

fn run(folder: &Path, scenario: &str, out: &str) {
    done(&releve(folder, &["run", scenario, "--trajectories", "16", "--horizon", "2030", "--out", out]));
}

fn codes(page: &str) -> BTreeSet<&str> {
    page.split("data-code=\"").skip(1).map(|rest| rest.split('"').next().expect("a code")).collect()
}

#[test]
fn a_run_leaves_a_page_that_says_its_figures_and_fetches_nothing() {
    let folder = folder();
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
    let folder = folder();
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
    let folder = folder();
    let path = folder.path();
    run(path, "tendanciel", "a");
    run(path, "garot", "b");
    done(&releve(path, &["report", "a", "b", "--out", "page.html"]));
    let text = fs::read_to_string(path.join("page.html")).expect("a page");
    assert!(text.contains("\"name\":\"garot\"") && text.contains("lever.one-for-one.population-share"));
    let refused = |words: &[&str], code: i32, said: &str| refused(&releve(path, words), code, said);
    refused(&["report", "a", "b", "--out", "page.html"], 1, "--force");
    refused(&["report", "nulle-part"], 3, "ne contient pas de résultats");
    refused(&["report", "a", "a", "a", "a", "b", "--out", "p.html"], 3, "au plus 4");
    done(&releve(path, &["run", "--trajectories", "8", "--horizon", "2029", "--out", "c"]));
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
    done(&output);
    text(&output.stderr) + &text(&output.stdout)
}

#[test]
fn a_comparison_leaves_a_page_with_paired_differences_and_the_part_of_each_lever() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("deux.toml"), TWO).expect("written");
    assert!(compare(path, &["deux.toml", "garot", "--out", "a"]).contains("report.html"));
    let page = fs::read_to_string(path.join("a/report.html")).expect("a page");
    assert!(page.contains("\"paired\":true") && page.contains("id=\"waterfall-1\"") && !page.contains("id=\"waterfall-2\""));
    assert!(page.contains("compare tendanciel deux garot --trajectories 16"), "how to make it again");
    // Made again from the files of the comparison, it is the same.
    done(&releve(path, &["report", "a", "--out", "again.html"]));
    assert!(fs::read_to_string(path.join("again.html")).expect("a page") == page);
    done(&releve(path, &["report", "a", "--only", "garot", "--out", "chosen.html"]));
    let chosen = fs::read_to_string(path.join("chosen.html")).expect("a page");
    assert!(chosen.contains("\"name\":\"garot\"") && !chosen.contains("Deux leviers"));
    let unknown = releve(path, &["report", "a", "--only", "padhue", "--out", "p.html"]);
    refused(&unknown, 3, "--only accepte : deux, garot");
    refused(&releve(path, &["report", "a", "a", "--out", "p.html"]), 3, "une page à elle seule");
    compare(path, &["garot", "--no-report", "--out", "b"]);
    assert!(!path.join("b/report.html").exists());
}

#[test]
fn a_page_of_runs_knows_mean_differences_alone() {
    let folder = folder();
    run(folder.path(), "tendanciel", "a");
    run(folder.path(), "garot", "b");
    done(&releve(&folder, &["report", "a", "b", "--out", "page.html"]));
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert!(page.contains("\"paired\":false") && page.contains("en moyenne") && !page.contains("id=\"changes\""));
}

#[test]
fn four_scenarios_to_the_horizon_fit_on_a_page_that_is_sent() {
    let folder = folder();
    let names = ["tendanciel", "garot", "mouiller", "assistants-10000"];
    for name in names {
        // Few trajectories make rough curves, which take more room than smooth ones.
        done(&releve(&folder, &["run", name, "--trajectories", "32", "--no-report", "--out", name]));
    }
    done(&releve(&folder, &[&["report"], &names[..], &["--out", "page.html"]].concat()));
    let length = fs::metadata(folder.path().join("page.html")).expect("a page").len();
    assert!(length <= MOST_BYTES as u64, "{length} bytes");
}

//! The words of the command line itself: help. clap speaks English only, so each argument is given its words here.

use crate::text::{Lang, Text};
use clap::{Arg, ArgAction, Command};

/// What each verb and argument is, by its name.
const HELP: &[(&str, Text)] = &[
    (
        "releve",
        Text {
            fr: "Projette les médecins généralistes de France, par département, selon les politiques d'un scénario.\nSans commande : projette la référence (releve run).",
            en: "Projects the general practitioners of France, by département, under the policies of a scenario.\nWithout a command: projects the reference (releve run).",
        },
    ),
    ("run", Text { fr: "Projette un scénario", en: "Project a scenario" }),
    (
        "merge",
        Text {
            fr: "Réunit les parties d'une projection (run --shard) : mêmes octets qu'en une fois",
            en: "Merge the parts of a run (run --shard): the same bytes as from one process",
        },
    ),
    (
        "pieces",
        Text {
            fr: "Dossiers (--out) où run --shard a écrit des parties",
            en: "Directories (--out) where run --shard wrote parts",
        },
    ),
    (
        "into",
        Text {
            fr: "N'écrit (dans --out) que la grande partie I de N, faite de celles qu'on réunit, à réunir à son tour : quand elles sont des milliers",
            en: "Write (in --out) only larger part I of N, made of those that are merged, to be merged in turn: where there are thousands",
        },
    ),
    (
        "shard",
        Text {
            fr: "Ne calcule que la partie I (de 0 à N-1) de N, à réunir par merge ; slurm : celle de la tâche du tableau de sbatch, slurm/N si N n'est pas la taille du tableau",
            en: "Compute only part I (from 0 to N-1) of N, for merge to put together; slurm: that of the task of the array of sbatch, slurm/N where N is not the size of the array",
        },
    ),
    (
        "resume",
        Text {
            fr: "Reprend une projection interrompue, même tuée, à ses derniers blocs gardés",
            en: "Go on with a run that was interrupted, even killed, from the last blocks kept",
        },
    ),
    (
        "checkpoint",
        Text {
            fr: "Secondes entre deux sauvegardes de ce qui est calculé ; 0 : après chaque bloc",
            en: "Seconds between two saves of what is computed; 0: after each block",
        },
    ),
    ("compare", Text { fr: "Compare des scénarios à une référence", en: "Compare scenarios with a reference" }),
    (
        "report",
        Text {
            fr: "Fait la page de résultats déjà calculés (jusqu'à quatre scénarios)",
            en: "Make the page of results already computed (up to four scenarios)",
        },
    ),
    (
        "answer",
        Text {
            fr: "Répond en français sur un lieu, en une ou deux pages à citer (repondre)",
            en: "Answer about a place in French, in one or two pages to be quoted (repondre)",
        },
    ),
    (
        "sensitivity",
        Text {
            fr: "Dit quelles hypothèses décident d'un résultat : indices de Sobol et tornade",
            en: "Tell which assumptions decide a result: Sobol indices and tornado",
        },
    ),
    (
        "variance",
        Text {
            fr: "Sépare l'incertitude des paramètres et celle du hasard, par indicateur, année et lieu",
            en: "Set apart the uncertainty of the parameters and that of luck, by indicator, year and place",
        },
    ),
    (
        "verify",
        Text {
            fr: "Refait un résultat depuis son dossier et dit s'il est identique, ou où il diffère",
            en: "Make a result again from its directory, and say that it is identical or where it differs",
        },
    ),
    (
        "replay",
        Text {
            fr: "Montre les comptes d'une trajectoire, événement par événement pour un département",
            en: "Show the accounts of one trajectory, event by event for a département",
        },
    ),
    (
        "import",
        Text {
            fr: "Remplace les âges modélisés par la table de l'éditeur",
            en: "Replace modelled ages by the publisher's table",
        },
    ),
    (
        "table",
        Text {
            fr: "CSV par département, tranche d'âge, sexe et mode d'exercice (classeur de la DREES)",
            en: "CSV by département, age band, sex and mode of practice (the DREES workbook)",
        },
    ),
    (
        "sample",
        Text {
            fr: "Ne refait que N blocs entiers, du premier au dernier",
            en: "Make only N whole blocks again, from the first to the last",
        },
    ),
    ("trajectory", Text { fr: "Numéro de la trajectoire, à partir de 0", en: "Number of the trajectory, from 0" }),
    ("departement", Text { fr: "Département, par code ou nom", en: "Département, by code or name" }),
    ("year", Text { fr: "Année de la valeur à expliquer", en: "Year of the figure to be explained" }),
    (
        "count",
        Text {
            fr: "Compte ce qui a source, date, confiance et année de revue ; échoue s'il manque quelque chose",
            en: "Count what has a source, a date, a confidence and a year of review; fail where anything lacks",
        },
    ),
    ("check", Text { fr: "Vérifie un scénario et montre ce qu'il suppose", en: "Check a scenario and show what it assumes" }),
    ("levers", Text { fr: "Liste les leviers et leurs réglages", en: "List the levers and their settings" }),
    ("indicators", Text { fr: "Liste les indicateurs, unités et définitions", en: "List the indicators, units and definitions" }),
    ("sources", Text { fr: "Liste les sources des chiffres", en: "List where the figures come from" }),
    (
        "explain",
        Text {
            fr: "Explique un paramètre, un levier, un indicateur, un champ ou une source",
            en: "Explain a parameter, a lever, an indicator, a count or a source",
        },
    ),
    (
        "schema",
        Text {
            fr: "Écrit le schéma JSON d'un scénario, pour les éditeurs",
            en: "Print the JSON Schema of a scenario, for editors",
        },
    ),
    (
        "init",
        Text {
            fr: "Copie les scénarios et les tables pour les modifier", en: "Copy the scenarios and the tables, to edit them"
        },
    ),
    (
        "calibrate",
        Text {
            fr: "Cale les tables de départ sur les tables observées et montre l'ajustement",
            en: "Calibrate the starting tables on the observed ones and show the fit",
        },
    ),
    (
        "hindcast",
        Text {
            fr: "Refait la projection de 2018 et la note sur 2022, 2025 et 2026",
            en: "Make the projection of 2018 again and score it on 2022, 2025 and 2026",
        },
    ),
    (
        "validate",
        Text {
            fr: "Met les projections publiées à côté des nôtres et décompose l'écart",
            en: "Set published projections beside ours and decompose the difference",
        },
    ),
    (
        "from",
        Text {
            fr: "Année de départ : 2018, seule année où les âges par département sont connus",
            en: "Starting year: 2018, the one year whose ages by département are known",
        },
    ),
    (
        "bench",
        Text {
            fr: "Mesure la vitesse : trajectoires par seconde et cœur, mémoire, part de chaque phase",
            en: "Measure the speed: trajectories per second and core, memory, share of each phase",
        },
    ),
    (
        "comparison",
        Text {
            fr: "Temps de calcul d'une différence moyenne à ± 20 têtes (France) et ± 0,5 (département médian), à 95 %, entre SCENARIO et celui-ci",
            en: "CPU time of a mean difference within ± 20 heads (France) and ± 0.5 (median département), at 95%, between SCENARIO and this one",
        },
    ),
    (
        "scaling",
        Text {
            fr: "Passage à l'échelle, fort et faible, en fils et en processus [jusqu'à --threads]",
            en: "Scaling, strong and weak, by threads and by processes [up to --threads]",
        },
    ),
    ("first", Text { fr: "Numéro de la première trajectoire", en: "Number of the first trajectory" }),
    ("rounds", Text { fr: "Répétitions, dont la plus rapide compte", en: "Repetitions, the fastest of which counts" }),
    (
        "no_phases",
        Text { fr: "Ne mesure pas la part de chaque phase (plus rapide)", en: "Do not measure the share of each phase (faster)" },
    ),
    ("completions", Text { fr: "Écrit les complétions d'un interpréteur de commandes", en: "Print the completions of a shell" }),
    (
        "scenario",
        Text {
            fr: "Fichier TOML, ou nom d'un scénario fourni (garot) ; sans lui : la référence",
            en: "TOML file, or name of a scenario that comes with the program (garot); without it: the reference",
        },
    ),
    (
        "reference",
        Text {
            fr: "Fichier TOML, ou nom d'un scénario fourni (tendanciel), auquel les autres sont comparés",
            en: "TOML file, or name of a scenario that comes with the program (tendanciel), with which the others are compared",
        },
    ),
    ("variants", Text { fr: "Scénarios à comparer, chacun à la référence", en: "Scenarios to compare, each with the reference" }),
    (
        "no_attribution",
        Text {
            fr: "Ne sépare pas les effets des leviers d'un même scénario (plus rapide)",
            en: "Do not set apart the effects of the levers of one scenario (faster)",
        },
    ),
    (
        "places",
        Text {
            fr: "Département par code ou nom (62, pas de calais), région (Bretagne, R53), France ou tous ; plusieurs : une réponse chacun",
            en: "Département by code or name (62, pas de calais), région (Bretagne, R53), France or all; several: an answer each",
        },
    ),
    (
        "measures",
        Text {
            fr: "Mesures à comparer à la référence : fichiers TOML ou scénarios fournis (garot)",
            en: "Measures to compare with the reference: TOML files or scenarios of the program (garot)",
        },
    ),
    ("indicator", Text { fr: "Résultat étudié (releve indicators)", en: "Result studied (releve indicators)" }),
    ("count", Text { fr: "Champ, si l'indicateur en a plusieurs", en: "Count, where the indicator has several" }),
    (
        "code",
        Text {
            fr: "Département par code ou nom, région (R53) ou France",
            en: "Département by code or name, région (R53) or France",
        },
    ),
    (
        "year",
        Text {
            fr: "Année du résultat ; pour le creux, dernière année [horizon du scénario]",
            en: "Year of the result; of the trough, last year [horizon of the scenario]",
        },
    ),
    (
        "base",
        Text {
            fr: "Lignes du plan, une puissance de deux [ce que permettent 12 000 trajectoires]",
            en: "Rows of the design, a power of two [what 12,000 trajectories allow]",
        },
    ),
    (
        "by_family",
        Text {
            fr: "Fait varier ensemble les paramètres d'une famille (exits, training…) ou d'un levier",
            en: "Vary together the parameters of a family (exits, training…) or of a lever",
        },
    ),
    (
        "groups",
        Text {
            fr: "Groupe à faire varier ensemble (avenir=training,entry) ; répétable",
            en: "Group to vary together (future=training,entry); may be repeated",
        },
    ),
    (
        "draws",
        Text { fr: "Tirages des paramètres, simulés chacun deux fois", en: "Draws of the parameters, each simulated twice" },
    ),
    ("question", Text { fr: "Question posée, citée en tête", en: "Question asked, quoted at the head" }),
    (
        "format",
        Text {
            fr: "Formats des fichiers ; sans lui ni --out, Markdown sur la sortie",
            en: "Formats of the files; without it and --out, Markdown on the output",
        },
    ),
    (
        "file",
        Text {
            fr: "Fichier TOML, ou nom d'un scénario fourni",
            en: "TOML file, or name of a scenario that comes with the program",
        },
    ),
    ("trajectories", Text { fr: "Nombre de futurs tirés au sort", en: "Number of futures drawn" }),
    ("seed", Text { fr: "Graine : la même donne les mêmes résultats", en: "Seed: the same gives the same results" }),
    (
        "threads",
        Text {
            fr: "Fils d'exécution ; sans effet sur les résultats [un par processeur]",
            en: "Threads; no effect on results [one per processor]",
        },
    ),
    (
        "horizon",
        Text {
            fr: "Dernière année, de 2027 à 2070 [celle du scénario ; answer : 2036]",
            en: "Last year, 2027 to 2070 [that of the scenario; answer: 2036]",
        },
    ),
    ("no_report", Text { fr: "N'écrit pas la page report.html", en: "Do not write the page report.html" }),
    (
        "directories",
        Text {
            fr: "Dossiers de résultats de run, la référence d'abord, ou un dossier de compare",
            en: "Directories of results of run, the reference first, or one of compare",
        },
    ),
    (
        "only",
        Text {
            fr: "Variantes à montrer d'une comparaison, trois au plus [les trois premières]",
            en: "Variants of a comparison to show, three at most [the first three]",
        },
    ),
    (
        "out",
        Text {
            fr: "Dossier des fichiers [run : results/<scénario> ; compare : results/compare-<variante> ; answer : results/reponse-<lieu> ; sensitivity : results/sensitivity-<scénario>-<indicateur>-<lieu> ; variance : results/variance-<scénario> ; sinon results/<commande>]",
            en: "Directory of the files [run: results/<scenario>; compare: results/compare-<variant>; answer: results/reponse-<place>; sensitivity: results/sensitivity-<scenario>-<indicator>-<place>; variance: results/variance-<scenario>; else results/<command>]",
        },
    ),
    ("levels", Text { fr: "Niveaux géographiques des fichiers", en: "Geographical levels of the files" }),
    (
        "thresholds",
        Text {
            fr: "Probabilité d'être sous une valeur, par lieu et année, et nombre de départements dessous (density=40 ; champ P5 sauf mention : density=60,P3) ; répétable",
            en: "Probability of being under a value, by place and year, and number of départements under it (density=40; count P5 unless named: density=60,P3); may be repeated",
        },
    ),
    ("force", Text { fr: "Remplace ce qui est déjà dans le dossier", en: "Replace what is already in the directory" }),
    ("json", Text { fr: "Un seul document JSON en sortie", en: "A single JSON document as output" }),
    ("long", Text { fr: "Ajoute un CSV à une ligne par statistique", en: "Add a CSV with one row per statistic" }),
    (
        "excel_fr",
        Text {
            fr: "Ajoute un CSV pour Excel en français (point-virgule, virgule décimale)",
            en: "Add a CSV for a French Excel (semicolon, decimal comma)",
        },
    ),
    (
        "baseline",
        Text {
            fr: "Tables de départ, par leur dossier [celles du programme]",
            en: "Starting tables, by their directory [those of the program]",
        },
    ),
    (
        "name",
        Text {
            fr: "Nom, par exemple exits.non-retirement, garot ou headcount",
            en: "Name, for instance exits.non-retirement or headcount",
        },
    ),
    ("directory", Text { fr: "Dossier à créer ou compléter", en: "Directory to create or complete" }),
    (
        "observed",
        Text {
            fr: "Dossier des tables observées [celles du programme]",
            en: "Directory of the observed tables [those of the program]",
        },
    ),
    ("shell", Text { fr: "Interpréteur de commandes", en: "Shell" }),
    (
        "lang",
        Text {
            fr: "Langue de l'écran et des fichiers [écran : locale ; fichiers : fr]",
            en: "Language of screen and files [screen: locale; files: fr]",
        },
    ),
    ("help", Text { fr: "Montre cette aide", en: "Show this help" }),
    ("version", Text { fr: "Montre la version", en: "Show the version" }),
];

const COMMANDS: Text = Text { fr: "Commandes", en: "Commands" };
const OPTIONS: Text = Text { fr: "Options", en: "Options" };
const ARGUMENTS: Text = Text { fr: "Arguments", en: "Arguments" };
const COMMAND: Text = Text { fr: "COMMANDE", en: "COMMAND" };
const TEMPLATE: Text =
    Text { fr: "{about-with-newline}\nUsage : {usage}\n\n{all-args}", en: "{about-with-newline}\nUsage: {usage}\n\n{all-args}" };

/// Gives a command its words.
pub(super) fn say(command: Command, lang: Lang) -> Command {
    let about = find(command.get_name());
    command
        .about(about.map_or("", |text| text.get(lang)))
        .help_template(TEMPLATE.get(lang))
        .subcommand_help_heading(COMMANDS.get(lang))
        .subcommand_value_name(COMMAND.get(lang))
        .term_width(super::screen::WIDTH)
        .mut_args(|arg| say_arg(arg, lang))
        .mut_subcommands(|verb| say(verb, lang))
}

fn say_arg(arg: Arg, lang: Lang) -> Arg {
    let mut help = find(arg.get_id().as_str()).map_or("", |text| text.get(lang)).to_owned();
    let join = |words: Vec<&str>| words.join(",");
    let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let allowed = arg.get_possible_values();
    if takes_value && !allowed.is_empty() {
        help += &format!(" ({})", allowed.iter().map(|value| value.get_name()).collect::<Vec<_>>().join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    if takes_value && !defaults.is_empty() {
        help += &format!(" [{}]", join(defaults));
    }
    let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
    let arg = arg.help(help).help_heading(heading.get(lang));
    if takes_value { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
}

fn find(name: &str) -> Option<Text> {
    HELP.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::{super::args, *};

    fn names(command: &Command) -> Vec<String> {
        let own = command.get_arguments().map(|arg| arg.get_id().to_string()).chain([command.get_name().to_owned()]);
        own.chain(command.get_subcommands().flat_map(names)).collect()
    }

    #[test]
    fn every_verb_and_argument_has_its_words_and_no_words_are_left_over() {
        let names = names(&args::command(Lang::Fr));
        for name in &names {
            assert!(find(name).is_some(), "{name}");
        }
        for (name, _) in HELP {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
    }
}

//! What the page says, in both languages.

use super::{Hindcast, page, verdict::decimal};
use crate::text::{Lang, Message, Text};

pub(super) const TITLE: Text = Text {
    fr: "Ce que Releve aurait annoncé en 2018, à côté de ce qui est arrivé",
    en: "What Releve would have said in 2018, beside what came",
};

pub(super) const WHAT: Text = Text {
    fr: "Le moteur qui projette depuis 2026 part ici du 1er janvier 2018, calé sur les seules tables datées de 2018 au plus tard. Ses erreurs et la fréquence à laquelle ses intervalles ont contenu la réalité disent ce que valent ses projections ; elles n'ont servi à en régler aucune.",
    en: "The engine that projects from 2026 starts here on 1 January 2018, calibrated on tables dated 2018 at the latest. Its errors, and how often its intervals held what came, say what its projections are worth; they were used to set none.",
};

pub(super) const AIMS: Text = Text { fr: "Objectifs fixés d'avance", en: "Aims set beforehand" };
pub(super) const AIMS_CAPTION: Text = Text { fr: "Chaque objectif et ce qui a été trouvé", en: "Each aim and what was found" };
pub(super) const AIMS_HEAD: [Text; 3] =
    [Text { fr: "objectif", en: "aim" }, Text { fr: "trouvé", en: "found" }, Text { fr: "atteint", en: "reached" }];
pub(super) const REACHED: Text = Text { fr: "oui", en: "yes" };
pub(super) const MISSED: Text = Text { fr: "non", en: "no" };

pub(super) const FRANCE: Text = Text { fr: "La France", en: "France" };
pub(super) const FRANCE_CAPTION: Text = Text {
    fr: "Généralistes en activité (P1) au 1er janvier : publiés, et projetés depuis 2018",
    en: "GPs in activity (P1) on 1 January: published, and projected from 2018",
};
pub(super) const FRANCE_HEAD: [Text; 7] = [
    Text { fr: "année", en: "year" },
    Text { fr: "publié", en: "published" },
    Text { fr: "médiane", en: "median" },
    Text { fr: "écart, %", en: "error, %" },
    Text { fr: "intervalle à 50 %", en: "50% interval" },
    Text { fr: "à 80 %", en: "80%" },
    Text { fr: "à 95 %", en: "95%" },
];
pub(super) const FRANCE_READ: Text = Text {
    fr: "Trois totaux d'une même série, qui se suivent, ne prouvent pas un calage. Personne ne savait en 2018 combien de généralistes seraient recodés en urgentistes ou en allergologues, ni que les départs en retraite reculeraient.",
    en: "Three totals of one series do not prove calibration: they follow one another. Nobody knew in 2018 how many GPs would be recoded as emergency doctors or allergologists, nor that retirement would come later.",
};

pub(super) const LOCAL: Text = Text { fr: "Les départements", en: "Départements" };
pub(super) const LOCAL_CAPTION: Text = Text {
    fr: "98 départements (sans la Creuse, la Guyane et Mayotte) : erreurs en % de l'effectif publié, départements dans l'intervalle en % ; ± erreur de Monte-Carlo, (± erreur d'échantillonnage de 98 lieux)",
    en: "98 départements (without Creuse, Guyane and Mayotte): errors in % of published heads, départements within the interval in %; ± Monte Carlo error, (± sampling error of 98 places)",
};
pub(super) const LOCAL_HEAD: [Text; 7] = [
    Text { fr: "horizon", en: "horizon" },
    Text { fr: "biais", en: "bias" },
    Text { fr: "erreur absolue moyenne", en: "MAPE" },
    Text { fr: "CRPS", en: "CRPS" },
    Text { fr: "à 50 %", en: "50%" },
    Text { fr: "à 80 %", en: "80%" },
    Text { fr: "à 95 %", en: "95%" },
];
pub(super) const LOCAL_READ: Text = Text {
    fr: "Le CRPS note toute la distribution : c'est l'erreur absolue d'une prévision sans incertitude, et il baisse quand l'intervalle est étroit sans être faux. L'erreur de Monte-Carlo vient du nombre de trajectoires, trouvée sur dix parts de l'échantillon. L'erreur d'échantillonnage est celle de 98 lieux indépendants ; les voisins se ressemblent, elle est donc un minimum.",
    en: "The CRPS scores the whole distribution: it is the absolute error of a forecast without uncertainty, and falls when the interval is narrow without being wrong. The Monte Carlo error comes from the number of trajectories, found on ten parts of the sample. The sampling error is that of 98 independent places; neighbours are alike, so it is a least value.",
};
pub(super) const FIGURE: Text = Text {
    fr: "2025, total national donné : l'intervalle à 80 % (barre) et l'effectif publié (point) de chaque département, en % de la médiane projetée. Les points hors de l'intervalle portent le code du département.",
    en: "2025, national total given: the 80% interval (bar) and published heads (dot) of each département, in % of the projected median. Dots outside bear the code of the département.",
};

pub(super) const RIVALS: Text = Text { fr: "Les rivaux naïfs", en: "Naive rivals" };
pub(super) const RIVALS_CAPTION: Text = Text {
    fr: "Biais et erreur absolue moyenne, en %, sur les mêmes 98 départements",
    en: "Bias and MAPE, in %, over the same 98 départements",
};
pub(super) const RIVALS_HEAD: [Text; 5] = [
    Text { fr: "prévision", en: "forecast" },
    Text { fr: "biais 2022", en: "bias 2022" },
    Text { fr: "erreur 2022", en: "MAPE 2022" },
    Text { fr: "biais 2025", en: "bias 2025" },
    Text { fr: "erreur 2025", en: "MAPE 2025" },
];
pub(super) const RIVALS_READ: Text = Text {
    fr: "Les rivaux sont calculés sur les tables livrées : effectifs par mode de 2013 et 2018, ramenés à l'édition de 2026. « Part du changement national » est l'absence de changement quand le total est donné.",
    en: "Rivals are computed from the shipped tables: heads by mode of 2013 and 2018, brought to the edition of 2026. \"Share of the national change\" is no change when the total is given.",
};

pub(super) const WORST: Text = Text { fr: "Les départements les plus mal prévus", en: "The worst départements" };
pub(super) const WORST_CAPTION: Text = Text {
    fr: "Dix plus grands écarts à chaque horizon, total national donné ; croissances en % par an relativement à la France",
    en: "Ten largest errors at each horizon, national total given; growth in % a year against France",
};
pub(super) const WORST_HEAD: [Text; 7] = [
    Text { fr: "département", en: "département" },
    Text { fr: "publié", en: "published" },
    Text { fr: "intervalle à 80 %", en: "80% interval" },
    Text { fr: "écart, %", en: "error, %" },
    Text { fr: "2013-2018", en: "2013-18" },
    Text { fr: "depuis", en: "since" },
    Text { fr: "ce que disent les tables", en: "what the tables say" },
];
pub(super) const WITHIN: Text = Text { fr: "dans l'intervalle", en: "within the interval" };
pub(super) const REVERSED: Text =
    Text { fr: "le mouvement de 2013-2018 s'est inversé", en: "the drift of 2013-18 turned round" };
pub(super) const FASTER: Text =
    Text { fr: "le même mouvement, au moins deux fois plus rapide", en: "the same drift, at least twice as fast" };
pub(super) const UNKNOWN: Text = Text { fr: "aucune table connue ne l'explique", en: "no known table explains it" };
pub(super) const WORST_READ: Text = Text {
    fr: "Les totaux publiés ont leurs propres ruptures : la Creuse, la Guyane et Mayotte, où elles sont flagrantes, sont écartées aux deux dates, et d'autres peuvent en avoir de moindres.",
    en: "Published totals have breaks of their own: Creuse, Guyane and Mayotte, where they are flagrant, are left out at both dates, and others may have lesser ones.",
};

pub(super) const PROTOCOL: Text = Text { fr: "Protocole", en: "Protocol" };
pub(super) const PROTOCOL_ITEMS: &[Text] = &[
    Text {
        fr: "Calé, sur les tables datées du 1er janvier 2018 au plus tard : niveaux des sorties (cohortes de tous les médecins, 2012-2018 ; cumul emploi-retraite), âges de 2018, modes de 2013 à 2018, parts des arrivées par département, dispersion de l'attrait des départements.",
        en: "Fitted, on tables dated 1 January 2018 at the latest: levels of exits (cohorts of all physicians, 2012-18; practice after retirement), ages of 2018, modes of 2013 to 2018, shares of arrivals by département, spread of the pull of départements.",
    },
    Text {
        fr: "Connu : promotions d'internes jusqu'à celle de 2017, numerus clausus jusqu'à celui de 2017. Les postes par subdivision, inconnus avant 2020, suivent les généralistes de moins de 40 ans de 2018.",
        en: "Known: classes of interns to that of 2017, numerus clausus to that of 2017. Posts by subdivision, unknown before 2020, follow the GPs under 40 of 2018.",
    },
    Text {
        fr: "Mis de côté : totaux de 2022, 2025 et 2026. Le code du calage reçoit une copie des tables dont les lignes postérieures ont été ôtées ; un test change toutes ces lignes et retrouve les mêmes octets.",
        en: "Held out: totals of 2022, 2025 and 2026. The fitting code is given a copy of the tables from which later rows are gone; a test alters all of them and finds the same bytes.",
    },
    Text {
        fr: "Édition : les effectifs de 2018 sont multipliés par 0,99486 pour passer à l'édition de 2026, ce qui est une affaire de définition.",
        en: "Edition: heads of 2018 are multiplied by 0.99486 to reach the edition of 2026, a matter of definition.",
    },
    Text {
        fr: "Structure, arrêtée par la spécification et les données jusqu'en 2018 : la moitié des départs annoncés par l'âge propre d'un département est remplacée, car ils recoupent la tendance passée ; la moitié de la dérive de 2013-2018 se poursuit (corrélation de 0,52 entre 2013-2016 et 2016-2018), partagée à 250 km.",
        en: "Structure, set by the specification and by data to 2018: half of the departures that a département's own ages announce is replaced, as they overlap with past drift; half of the drift of 2013-18 goes on (correlation of 0.52 between 2013-16 and 2016-18), shared over 250 km.",
    },
];

pub(super) const WIDTHS: Text =
    Text { fr: "D'où vient la largeur des intervalles", en: "Where the width of intervals comes from" };
pub(super) const WIDTH_ITEMS: &[Text] = &[
    Text {
        fr: "Les paramètres : lois énoncées au 1er janvier 2018 dans scenarios/hindcast/parameters.toml, avec leurs sources (âge de la retraite, recodage, postes par place de numerus clausus, diplômes étrangers…).",
        en: "Parameters: laws stated as of 1 January 2018 in scenarios/hindcast/parameters.toml, with their sources (age of retirement, recoding, posts per place of numerus clausus, foreign degrees…).",
    },
    Text {
        fr: "Les lieux : écart type de la croissance des départements autour de la France en 2013-2018 (5,3 points en cinq ans), moins le hasard des effectifs, moins ce qui en persiste et que la médiane contient déjà.",
        en: "Places: standard deviation of the growth of départements around France in 2013-18 (5.3 points in five years), less the chance of heads, less what persists of it and is in the median already.",
    },
    Text {
        fr: "Le hasard des personnes : qui part, qui arrive, où. Et 0,4 % de révision d'édition propre à chaque département.",
        en: "The chance of persons: who leaves, who comes, where. And 0.4 % of revision of the edition by département.",
    },
];

/// The sentence that answers.
pub(super) fn lead(hindcast: &Hindcast) -> Message {
    let shares = |lang: Lang| -> Vec<String> {
        let local = hindcast.scores.iter().filter(|score| score.local && score.given);
        local.map(|score| decimal(100.0 * score.coverage[1].value, 0, lang)).collect()
    };
    let within = hindcast.national.iter().filter(|(_, observed, bounds)| (bounds[1]..=bounds[5]).contains(observed)).count();
    let of = hindcast.national.len();
    let say = |lang: Lang| shares(lang).join(if lang == Lang::Fr { " % puis " } else { " % then " });
    Message::new(
        format!(
            "Parti de 2018, l'intervalle à 80 % a contenu {} % des départements (2022 puis 2025, total national donné) et {within} des {of} totaux nationaux de {}.",
            say(Lang::Fr),
            page::years(Lang::Fr)
        ),
        format!(
            "Started in 2018, the 80 % interval held {} % of départements (2022 then 2025, national total given) and {within} of the {of} national totals of {}.",
            say(Lang::En),
            page::years(Lang::En)
        ),
    )
}

//! What the page says, in both languages.

use crate::text::Text;

/// The first four runs as steps from today to the hypotheses of the DREES.
pub(super) const STEPS: [Text; 4] = [
    Text { fr: "Référence d'aujourd'hui (tendanciel, depuis 2026)", en: "Reference of today (tendanciel, from 2026)" },
    Text { fr: "+ internat de trois ans", en: "+ three-year internship" },
    Text { fr: "+ 8 700 admis par an depuis 2021", en: "+ 8,700 admitted a year since 2021" },
    Text {
        fr: "+ diplômes étrangers de 2021 (8 à 25 % de 1 200 par an, G)",
        en: "+ foreign degrees of 2021 (8 to 25 % of 1,200 a year, G)",
    },
];
/// The runs from 2018, as the next steps.
pub(super) const FROM_2018: [Text; 2] = [
    Text {
        fr: "+ départ de 2018 : effectifs, sorties et lois de cette date",
        en: "+ start of 2018: stocks, exits and laws of that date",
    },
    Text {
        fr: "+ 55 % des postes à la médecine générale, part de la projection de 2009 (celle de 2021 n'est pas publiée)",
        en: "+ 55 % of posts to general practice, share of the projection of 2009 (that of 2021 is not published)",
    },
];
pub(super) const PUBLISHED: Text =
    Text { fr: "DREES, septembre 2021, tel que publié", en: "DREES, September 2021, as published" };

pub(super) const LATER_ALONE: Text = Text { fr: "retraites plus tardives, seules", en: "later retirement alone" };
pub(super) const RECODING_ALONE: Text = Text { fr: "fin du recodage, seule", en: "end of recoding alone" };
pub(super) const REFERENCE: Text =
    Text { fr: "référence : part tirée entre les deux", en: "reference: a share drawn between the two" };

pub(super) const TITLE: Text =
    Text { fr: "Les projections publiées à côté des nôtres", en: "Published projections beside ours" };
pub(super) const WHAT: Text = Text {
    fr: "Même champ, hypothèses du publicateur écrites comme des scénarios (scenarios/validation/). Une projection publiée sans intervalle n'est ni vraie ni fausse à côté d'une médiane : l'écart se lit avec notre intervalle à 80 %.",
    en: "Same count, hypotheses of the publisher typed as scenarios (scenarios/validation/). A projection published without an interval is neither right nor wrong beside a median: read the difference with our 80% interval.",
};
pub(super) const TARGETS: Text = Text { fr: "Chiffre à chiffre", en: "Figure by figure" };
pub(super) const TARGETS_CAPTION: Text = Text {
    fr: "Chiffres publiés (numéros d'evidence.md § 1.1) et les nôtres : médiane, intervalle à 80 %",
    en: "Published figures (numbers of evidence.md § 1.1) and ours: median, 80% interval",
};
pub(super) const TARGETS_HEAD: [Text; 6] = [
    Text { fr: "grandeur", en: "quantity" },
    Text { fr: "publié", en: "published" },
    Text { fr: "nous", en: "ours" },
    Text { fr: "intervalle à 80 %", en: "80% interval" },
    Text { fr: "notre scénario", en: "our scenario" },
    Text { fr: "publicateur", en: "publisher" },
];
pub(super) const SAME: Text = Text { fr: "drees-2021, depuis 2018", en: "drees-2021, from 2018" };
pub(super) const OTHER: Text = Text { fr: "tendanciel, depuis 2026", en: "tendanciel, from 2026" };
pub(super) const TARGETS_READ: Text = Text {
    fr: "De la projection d'août 2023, seules des dates et des croissances pour tous les médecins ont été lues ; nos chiffres ne portent que sur les généralistes. Aucune projection publiée après août 2023 n'a été trouvée.",
    en: "Of the projection of August 2023 only dates and growth for all physicians were read; our figures are of GPs only. No projection published after August 2023 was found.",
};
pub(super) const DECOMPOSED: Text =
    Text { fr: "D'où vient l'écart avec la DREES de 2021", en: "Where the difference with the DREES of 2021 comes from" };
pub(super) const STEPS_CAPTION: Text = Text {
    fr: "Moins de 70 ans (P2) : une hypothèse changée après l'autre ; médianes",
    en: "Under 70 (P2): one hypothesis changed after the other; medians",
};
pub(super) const STEPS_HEAD: [Text; 6] = [
    Text { fr: "étape", en: "step" },
    Text { fr: "année du creux", en: "year of trough" },
    Text { fr: "P2 au creux", en: "P2 at the trough" },
    Text { fr: "effet", en: "effect" },
    Text { fr: "P2 en 2050", en: "P2 in 2050" },
    Text { fr: "effet", en: "effect" },
];
pub(super) const STEPS_READ: Text = Text {
    fr: "L'ordre des étapes compte : de ce que l'État choisit à ce qu'il ne choisit pas. Le saut de la dernière ligne est un reste, non un effet : retraits d'activité, diplômes étrangers devenus généralistes, postes non pourvus, part réelle de la médecine générale, que la DREES n'a pas publiés par profession.",
    en: "The order of the steps matters: from what the State chooses to what it does not. The jump of the last row is a remainder, not an effect: exits, foreign degrees that become GPs, posts left empty, the share of general practice in fact, which the DREES did not publish by profession.",
};
pub(super) const TWO: Text = Text { fr: "Deux explications de 2022-2026", en: "Two explanations of 2022-26" };
pub(super) const TWO_READ: Text = Text {
    fr: "Les sorties nettes sont tombées d'environ 3 700 par an (2021-2023) à 2 300 (2024-2025). Ou les retraites ont reculé d'environ trois ans, ou les généralistes ont cessé d'être recodés en urgentistes et allergologues ; les tables ne tranchent pas. Ce sont deux mondes, non deux tirages : la référence tire la part du premier entre 0 et 1.",
    en: "Net exits fell from about 3,700 a year (2021-23) to 2,300 (2024-25). Either retirement moved about three years later, or GPs stopped being recoded as emergency doctors and allergologists; the tables cannot tell. They are two worlds, not two draws: the reference draws the share of the first between 0 and 1.",
};
pub(super) const TWO_CAPTION: Text = Text {
    fr: "Généralistes en activité (P1) : médiane et intervalle à 80 %",
    en: "GPs in activity (P1): median and 80% interval",
};
pub(super) const TWO_FIRST: Text = Text { fr: "explication", en: "explanation" };
pub(super) const TWO_TROUGH: Text = Text { fr: "année du creux", en: "year of trough" };
pub(super) const PAST: Text =
    Text { fr: "Notre intervalle à quinze ans, et le passé", en: "Our interval at fifteen years, and the past" };
pub(super) const PAST_CAPTION: Text = Text {
    fr: "Projections officielles passées : réalisé moins projeté, en % du projeté",
    en: "Past official projections: realised less projected, in % of projected",
};
pub(super) const PAST_HEAD: [Text; 3] =
    [Text { fr: "projection", en: "projection" }, Text { fr: "années", en: "years" }, Text { fr: "écart, %", en: "error, %" }];
pub(super) const PAST_READ: Text = Text {
    fr: "Les écarts de 10 à 36 % portent sur tous les médecins, à dix à vingt ans, quand le numerus clausus, les diplômes étrangers et l'âge de la retraite ont changé ensemble ; ceux des généralistes seuls, de 2 à 11 % à cinq à neuf ans. Notre référence tire les admissions (0,8 à 1,25 fois), la part de la médecine générale, les diplômes étrangers (50 à 900 par an) et l'âge de la retraite (−2 à +2,5 ans). Elle ne tire pas les lois à venir : une politique est un scénario. L'intervalle est donc celui du droit en vigueur, et plus étroit que l'erreur d'une prévision des politiques.",
    en: "Errors of 10 to 36 % are of all physicians, at ten to twenty years, when the numerus clausus, foreign degrees and the age of retirement changed together; those of GPs alone are 2 to 11 % at five to nine years. Our reference draws admissions (0.8 to 1.25 times), the share of general practice, foreign degrees (50 to 900 a year) and the age of retirement (−2 to +2.5 years). It does not draw laws to come: a policy is a scenario. So the interval is that of the law in force, and narrower than the error of a forecast of policies.",
};

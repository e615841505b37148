//! Who is counted: statuses, sexes, ages and the five counts of "a GP".

use crate::text::Text;

/// How a GP practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Status {
    /// *Installé*: libéral or mixed, own practice.
    Installed,
    /// *Remplaçant exclusif*.
    Locum,
    /// *Salarié*, of a hospital or elsewhere.
    Salaried,
    /// *Cumul emploi-retraite libéral*.
    RetiredActive,
}

impl Status {
    /// All four, in the order of every table.
    pub const ALL: [Self; 4] = [Self::Installed, Self::Locum, Self::Salaried, Self::RetiredActive];

    /// The word used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Locum => "locum",
            Self::Salaried => "salaried",
            Self::RetiredActive => "retired-active",
        }
    }
}

/// Sex, as registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Sex {
    /// Women.
    Woman,
    /// Men.
    Man,
}

impl Sex {
    /// Both, in the order of every table.
    pub const ALL: [Self; 2] = [Self::Woman, Self::Man];

    /// The letter used in files (INSEE).
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Woman => "F",
            Self::Man => "M",
        }
    }
}

/// Youngest age on 1 January that a table holds.
pub const AGE_MIN: usize = 24;
/// Oldest age on 1 January that a table holds; everybody has left by the next birthday.
pub const AGE_MAX: usize = 95;
/// Number of single ages in a table.
pub const AGES: usize = AGE_MAX - AGE_MIN + 1;

/// The five counts of a GP that public statements mix up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Count {
    /// All GPs in activity (DREES-RPPS).
    P1,
    /// Those under 70 (field of the DREES projections).
    P2,
    /// Regular activity: installed and salaried.
    P3,
    /// Installed.
    P4,
    /// Libéral with a list, without MEP (Cnam).
    P5,
}

impl Count {
    /// All five.
    pub const ALL: [Self; 5] = [Self::P1, Self::P2, Self::P3, Self::P4, Self::P5];

    /// The name used in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
            Self::P5 => "P5",
        }
    }

    /// What it counts.
    #[must_use]
    pub const fn about(self) -> Text {
        match self {
            Self::P1 => Text { fr: "tous les médecins généralistes en activité", en: "all GPs in activity" },
            Self::P2 => Text { fr: "de moins de 70 ans", en: "under 70" },
            Self::P3 => {
                Text { fr: "activité régulière : installés et salariés", en: "regular activity: installed and salaried" }
            }
            Self::P4 => Text { fr: "installés (libéraux et mixtes)", en: "installed (libéral and mixed)" },
            Self::P5 => {
                Text { fr: "libéraux avec patientèle, hors MEP (Cnam)", en: "libéral with a list, without MEP (Cnam)" }
            }
        }
    }
}

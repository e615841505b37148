//! Which place is meant: a code, or a name with or without accents, hyphens and capitals.

use crate::{diagnostic::nearest, engine::indicators::Level, territory::Geography, text::Message};

/// A place about which a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of France.
    France,
    /// A région, by its index.
    Region(usize),
    /// A département, by its index.
    Departement(usize),
}

impl Asked {
    /// Its level.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::France => Level::France,
            Self::Region(_) => Level::Region,
            Self::Departement(_) => Level::Departement,
        }
    }

    /// `FR`, INSEE région, or département.
    #[must_use]
    pub fn code(self, geography: &Geography) -> &str {
        match self {
            Self::France => "FR",
            Self::Region(index) => &geography.regions[index].code,
            Self::Departement(index) => &geography.departements[index].code,
        }
    }

    /// Its name, with a typographic apostrophe.
    #[must_use]
    pub fn name(self, geography: &Geography) -> String {
        match self {
            Self::France => "France".to_owned(),
            Self::Region(index) => geography.regions[index].name.replace('\'', "’"),
            Self::Departement(index) => geography.departements[index].name.replace('\'', "’"),
        }
    }

    /// The word that stands for it in names of files and commands: `62`, `R32`, `france`.
    #[must_use]
    pub fn key(self, geography: &Geography) -> String {
        match self {
            Self::France => "france".to_owned(),
            Self::Region(_) => format!("R{}", self.code(geography)),
            Self::Departement(_) => self.code(geography).to_owned(),
        }
    }

    /// The places it is set among: of a département its neighbours, of a région its départements, of France its régions.
    #[must_use]
    pub fn around(self, geography: &Geography) -> Vec<Self> {
        match self {
            Self::France => (0..geography.regions.len()).map(Self::Region).collect(),
            Self::Region(region) => (0..geography.departements.len())
                .filter(|index| geography.departements[*index].region == region)
                .map(Self::Departement)
                .collect(),
            Self::Departement(index) => geography.departements[index].neighbours.iter().copied().map(Self::Departement).collect(),
        }
    }

    /// The larger places that hold it, the smallest first. A région of one département is that département.
    #[must_use]
    pub fn above(self, geography: &Geography) -> Vec<Self> {
        match self {
            Self::France => Vec::new(),
            Self::Region(_) => vec![Self::France],
            Self::Departement(index) => {
                let region = geography.departements[index].region;
                let alone = geography.departements.iter().filter(|departement| departement.region == region).count() == 1;
                if alone { vec![Self::France] } else { vec![Self::Region(region), Self::France] }
            }
        }
    }
}

/// The place that `typed` names: `62`, `Pas-de-Calais`, `pas de calais`, `R32`, `Bretagne`, `France`. Where a département and
/// a région have one name, the département.
///
/// # Errors
/// When none has that code or name: what was typed and the nearest name.
pub fn find(typed: &str, geography: &Geography) -> Result<Asked, Message> {
    let wanted = plain(typed);
    let all = every(geography);
    let has_code = |place: &Asked| {
        let key = place.key(geography);
        let in_files = place.level() == Level::France && plain(place.code(geography)) == wanted;
        in_files
            || plain(&key) == wanted
            || (place.level() == Level::Departement && key.trim_start_matches('0') == wanted && key.len() == 2)
    };
    let has_name = |place: &Asked| plain(&place.name(geography)) == wanted || bare(&place.name(geography)) == bare(typed);
    let found = all.iter().find(|place| has_code(place)).or_else(|| all.iter().find(|place| has_name(place)));
    found.copied().ok_or_else(|| unknown(typed, &all, geography))
}

/// Départements first, since a name they share with a région is theirs.
fn every(geography: &Geography) -> Vec<Asked> {
    let departements = (0..geography.departements.len()).map(Asked::Departement);
    departements.chain((0..geography.regions.len()).map(Asked::Region)).chain([Asked::France]).collect()
}

fn unknown(typed: &str, all: &[Asked], geography: &Geography) -> Message {
    let names: Vec<_> = all.iter().map(|place| (plain(&place.name(geography)), place.name(geography))).collect();
    let wanted = plain(typed);
    let near = nearest(&wanted, names.iter().map(|(plain, _)| plain.as_str()));
    let near = near.and_then(|near| names.iter().find(|(plain, _)| plain == near)).map(|(_, name)| name.as_str());
    let shown = crate::diagnostic::quoted(typed);
    let (fr, en) = near.map_or((String::new(), String::new()), |name| {
        (format!(" ; vouliez-vous dire {name} ?"), format!("; did you mean {name}?"))
    });
    Message::new(
        format!(
            "lieu inconnu : « {shown} »{fr} (un département par son code ou son nom, 62 ou Pas-de-Calais ; une région par son nom ou R32 ; France)"
        ),
        format!(
            "unknown place: `{shown}`{en} (a département by code or name, 62 or Pas-de-Calais; a région by name or R32; France)"
        ),
    )
}

/// Lower-case letters without accents, whatever stands between words a single space.
fn plain(text: &str) -> String {
    let letters: String = text.to_lowercase().chars().map(without_accent).collect();
    letters.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same without the article that a name may be typed with (« le Nord », « La Réunion »).
fn bare(text: &str) -> String {
    let plain = plain(text);
    let after = |article| plain.strip_prefix(article).map(str::to_owned);
    ["le ", "la ", "les ", "l "].into_iter().find_map(after).unwrap_or(plain.clone())
}

/// The letters that French names have.
fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Baseline;

    #[test]
    fn a_place_is_known_by_its_code_or_its_name_however_typed() {
        let geography = Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")).geography;
        let key = |typed: &str| find(typed, &geography).map(|place| place.key(&geography)).map_err(|message| message.fr);
        for typed in ["62", "Pas-de-Calais", "pas de calais", "PAS DE CALAIS", " le Pas-de-Calais "] {
            assert_eq!(key(typed).as_deref(), Ok("62"), "{typed}");
        }
        let all = [("1", "01"), ("2a", "2A"), ("cotes d'armor", "22"), ("Côtes-d’Armor", "22"), ("reunion", "974")];
        for (typed, code) in all.into_iter().chain([
            ("bretagne", "R53"),
            ("r32", "R32"),
            ("France", "france"),
            ("FR", "france"),
            ("mayotte", "976"),
        ]) {
            assert_eq!(key(typed).as_deref(), Ok(code), "{typed}");
        }
        assert!(key("pas de calai").unwrap_err().contains("vouliez-vous dire Pas-de-Calais"));
        assert!(key("20").is_err() && key("").is_err() && key("0").is_err());
    }
}

//! Laws: a number, or a table with a `kind`.

use super::{Item, Reader, items};
use crate::{
    diagnostic::quoted,
    distribution::{Law, LawError},
    text::{Message, Text},
};
use toml::de::DeTable;

const EXAMPLE: &str = "{ kind = \"pert\", low = 0.1, mode = 0.2, high = 0.4 }";

impl Reader<'_> {
    /// A law whose support lies within `bounds`; a bare number is a fixed law.
    pub fn law(&mut self, item: &Item<'_, '_>, bounds: [f64; 2]) -> Option<Law> {
        let node = item.node.get_ref();
        let law = match node.as_table() {
            Some(table) => self.law_of_table(item, table)?,
            None if node.is_array() => {
                self.bare_interval(item);
                return None;
            }
            None if node.is_str() => {
                self.wrong_type(item, Text { fr: "un nombre ou une loi", en: "a number or a law" }, "0.2");
                return None;
            }
            None => Law::Fixed { value: self.number(item)? },
        };
        self.within(item, law, bounds)
    }

    /// An interval without a law hides a question, and the answer changes the result.
    fn bare_interval(&mut self, item: &Item<'_, '_>) {
        let name = quoted(&item.name);
        let title = Message::new(
            format!("`{name}` : un intervalle ne dit pas sa loi"),
            format!("`{name}`: an interval does not say its law"),
        );
        let label = Message::new("quelle valeur est la plus probable ?", "which value is the most likely?");
        let problem = self.error(item.span(), title, label);
        problem.help.push(Message::new(
            "toutes se valent : { kind = \"uniform\", low = …, high = … }",
            "all alike: { kind = \"uniform\", low = …, high = … }",
        ));
        problem.help.push(Message::new(
            "l'une l'emporte : { kind = \"pert\", low = …, mode = …, high = … }",
            "one of them: { kind = \"pert\", low = …, mode = …, high = … }",
        ));
        problem.help.push(Message::new(
            "un intervalle de confiance : { kind = \"normal\", mean = …, sd = …, low = …, high = … }",
            "a confidence interval: { kind = \"normal\", mean = …, sd = …, low = …, high = … }",
        ));
    }

    fn law_of_table(&mut self, item: &Item<'_, '_>, table: &DeTable<'_>) -> Option<Law> {
        let Some(kind) = items(&item.name, table).into_iter().find(|field| field.key == "kind") else {
            self.missing(item.place.clone(), &format!("{}.kind", item.name), EXAMPLE);
            return None;
        };
        let kinds = Law::KINDS.map(|(kind, _)| kind);
        let kind = self.word(&kind, &kinds)?;
        let (_, keys) = Law::KINDS.into_iter().find(|(known, _)| *known == kind)?;
        let known: Vec<_> = ["kind"].iter().chain(keys).copied().collect();
        let fields = self.fields(&item.name, table, &known, Text { fr: "nombre de la loi", en: "number of the law" });
        for key in keys.iter().filter(|key| !fields.contains_key(**key)) {
            self.missing(item.place.clone(), &format!("{}.{key}", item.name), &format!("{key} = 0.2"));
        }
        let numbers: Vec<_> = keys.iter().map(|key| fields.get(key).and_then(|field| self.number(field))).collect();
        let numbers: Vec<f64> = numbers.into_iter().collect::<Option<_>>()?;
        let law = law_of(kind, &numbers)?;
        if let Err(error) = law.check() {
            let at = match error {
                LawError::NoSpread => fields.get("sd"),
                LawError::OffCentre => fields.get("mode").or(fields.get("mean")),
                LawError::Empty | LawError::NotFinite => fields.get("low"),
            };
            let name = quoted(&item.name);
            let title = Message::new(format!("`{name}` n'est pas une loi"), format!("`{name}` is not a law"));
            self.error(at.map_or(item.span(), Item::span), title, error.message());
            return None;
        }
        Some(law)
    }

    fn within(&mut self, item: &Item<'_, '_>, law: Law, bounds: [f64; 2]) -> Option<Law> {
        let [low, high] = law.support();
        if low >= bounds[0] && high <= bounds[1] {
            return Some(law);
        }
        let outside = if low < bounds[0] { low } else { high };
        self.outside(item, &outside.to_string(), [&bounds[0], &bounds[1]]);
        None
    }
}

fn law_of(kind: &str, numbers: &[f64]) -> Option<Law> {
    match (kind, numbers) {
        ("fixed", &[value]) => Some(Law::Fixed { value }),
        ("uniform", &[low, high]) => Some(Law::Uniform { low, high }),
        ("triangular", &[low, mode, high]) => Some(Law::Triangular { low, mode, high }),
        ("pert", &[low, mode, high]) => Some(Law::Pert { low, mode, high }),
        ("normal", &[mean, sd, low, high]) => Some(Law::Normal { mean, sd, low, high }),
        _ => None,
    }
}

//! What a variant changes in the reference, piece by piece, and the scenarios that hold some of the pieces.

use super::Scenario;
use crate::{levers::Entry, parameter::Parameter};

/// A piece of a variant: what can be taken in or left out.
#[derive(Clone, Copy)]
pub enum Component {
    /// The whole table of a lever.
    Lever(&'static Entry),
    /// The laws of parameters that belong to no lever.
    Overrides,
}

impl Component {
    /// Its name in files: that of the lever, or `parameters`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lever(entry) => entry.name,
            Self::Overrides => "parameters",
        }
    }

    /// Whether a parameter belongs to it.
    fn owns(self, parameter: &Parameter) -> bool {
        let lever = parameter.name.strip_prefix("lever.").and_then(|rest| rest.split_once('.')).map(|(lever, _)| lever);
        match self {
            Self::Lever(entry) => lever == Some(entry.name),
            Self::Overrides => lever.is_none(),
        }
    }
}

/// The pieces in which a variant is not the reference, in the order of the registry. Both come from one baseline.
#[must_use]
pub fn components(reference: &Scenario, variant: &Scenario) -> Vec<Component> {
    let levers = reference.doses.iter().map(|(entry, _)| Component::Lever(entry));
    let changed = |component: &Component| {
        let laws = reference.parameters.iter().zip(&variant.parameters);
        let doses = reference.doses.iter().zip(&variant.doses);
        laws.into_iter().any(|(one, other)| component.owns(one) && one.law != other.law)
            || doses.into_iter().any(|(one, other)| component.key() == one.0.name && one.1 != other.1)
    };
    levers.chain([Component::Overrides]).filter(changed).collect()
}

impl Scenario {
    /// This scenario with one piece of another.
    #[must_use]
    pub fn with(&self, component: Component, of: &Self) -> Self {
        let mut mixed = self.clone();
        for (mine, theirs) in mixed.parameters.iter_mut().zip(&of.parameters).filter(|(mine, _)| component.owns(mine)) {
            mine.clone_from(theirs);
        }
        for (mine, theirs) in mixed.doses.iter_mut().zip(&of.doses).filter(|(mine, _)| mine.0.name == component.key()) {
            mine.1.clone_from(&theirs.1);
        }
        mixed
    }
}

#[cfg(test)]
mod tests {
    use super::{super::read, *};
    use crate::baseline::Baseline;

    fn scenario(body: &str, baseline: &Baseline) -> Scenario {
        let text = format!("name = \"essai\"\ntitle = \"Essai\"\n{body}");
        read("essai.toml", &text, None, baseline).unwrap_or_else(|problems| panic!("{problems}")).0
    }

    #[test]
    fn the_reference_with_every_piece_is_the_variant_and_with_none_itself() {
        let baseline = Baseline::embedded().unwrap();
        let written =
            "[parameters]\nexits.non-retirement = 0.015\n[lever.cumul]\ntake-up = 1.2\n[lever.one-for-one]\nsalaried = true\n";
        let (reference, variant) = (scenario("", &baseline), scenario(written, &baseline));
        let pieces = components(&reference, &variant);
        assert!(components(&variant, &variant).is_empty());
        assert_eq!(pieces.iter().map(|piece| piece.key()).collect::<Vec<_>>(), ["cumul", "one-for-one", "parameters"]);
        let all = pieces.iter().fold(reference.clone(), |mixed, piece| mixed.with(*piece, &variant));
        assert_eq!(all.resolved(), variant.resolved());
        let back = pieces.iter().fold(variant, |mixed, piece| mixed.with(*piece, &reference));
        assert_eq!(back.resolved(), reference.resolved());
    }
}

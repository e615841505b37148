//! What is varied together: a parameter alone, a group of parameters, or luck.

use crate::parameter::Parameter;

/// One factor of a design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Name of the parameter or of the group.
    pub name: String,
    /// Positions of its parameters in the list of the model; none: luck.
    pub parameters: Vec<usize>,
}

impl Factor {
    /// The name of luck.
    pub const LUCK: &'static str = "luck";

    /// All that no parameter decides.
    #[must_use]
    pub fn luck() -> Self {
        Self { name: Self::LUCK.to_owned(), parameters: Vec::new() }
    }

    /// Whether it is luck.
    #[must_use]
    pub fn is_luck(&self) -> bool {
        self.parameters.is_empty()
    }
}

/// How parameters make factors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// Whether those of one family make one.
    pub by_family: bool,
    /// Groups of a user, taken first: a name, and names or beginnings of names.
    pub groups: Vec<(String, Vec<String>)>,
}

/// What stands before the last dot of a name: `exits`, or `lever.cumul`.
#[must_use]
pub fn family(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(family, _)| family)
}

/// Whether `pattern` is a name or the whole words with which it begins: `exits`, `lever.cumul`, `exits.cumul-length`.
fn is_under(name: &str, pattern: &str) -> bool {
    name.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Grouping {
    /// The factors of the uncertain parameters of a list, in its order, then luck.
    #[must_use]
    pub fn factors(&self, list: &[Parameter]) -> Vec<Factor> {
        let mut factors: Vec<Factor> = Vec::new();
        for (position, parameter) in list.iter().enumerate().filter(|(_, parameter)| !parameter.law.is_fixed()) {
            let name = self.name_of(&parameter.name);
            match factors.iter_mut().find(|factor| factor.name == name) {
                Some(factor) => factor.parameters.push(position),
                None => factors.push(Factor { name: name.to_owned(), parameters: vec![position] }),
            }
        }
        factors.push(Factor::luck());
        factors
    }

    fn name_of<'a>(&'a self, parameter: &'a str) -> &'a str {
        let own = self.groups.iter().find(|(_, patterns)| patterns.iter().any(|pattern| is_under(parameter, pattern)));
        match own {
            Some((name, _)) => name,
            None if self.by_family => family(parameter),
            None => parameter,
        }
    }

    /// A pattern of a group under which no parameter of a list is.
    #[must_use]
    pub fn idle_pattern(&self, list: &[Parameter]) -> Option<&str> {
        let idle = |pattern: &&String| !list.iter().any(|parameter| is_under(&parameter.name, pattern));
        self.groups.iter().flat_map(|(_, patterns)| patterns).find(idle).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{distribution::Law, parameter::Unit, source::Confidence, text::Message};

    fn list() -> Vec<Parameter> {
        let law = |name: &str| match name {
            "training.fixed" => Law::Fixed { value: 1.0 },
            _ => Law::Uniform { low: 0.0, high: 1.0 },
        };
        let one = |name: &str| Parameter {
            name: name.to_owned(),
            about: Message::new("", ""),
            unit: Unit::None,
            bounds: [0.0, 1.0],
            law: law(name),
            source: String::new(),
            confidence: Confidence::G,
            review_by: 2027,
        };
        ["exits.a", "exits.b", "training.fixed", "entry.a", "lever.cumul.a", "lever.cumul.b"].map(one).to_vec()
    }

    fn shown(grouping: &Grouping) -> Vec<(String, Vec<usize>)> {
        grouping.factors(&list()).into_iter().map(|factor| (factor.name, factor.parameters)).collect()
    }

    #[test]
    fn every_uncertain_parameter_is_in_one_factor_and_luck_comes_last() {
        let alone = shown(&Grouping::default());
        assert_eq!(
            alone.iter().map(|(_, of)| of.clone()).collect::<Vec<_>>(),
            [vec![0], vec![1], vec![3], vec![4], vec![5], vec![]]
        );
        assert_eq!(alone[5].0, Factor::LUCK);
        let families = shown(&Grouping { by_family: true, groups: vec![] });
        let expected = [("exits", vec![0, 1]), ("entry", vec![3]), ("lever.cumul", vec![4, 5]), ("luck", vec![])];
        assert_eq!(families, expected.map(|(name, of)| (name.to_owned(), of)));
    }

    #[test]
    fn the_groups_of_a_user_come_before_families_and_hold_whole_words() {
        let groups = vec![("mine".to_owned(), vec!["exits.b".to_owned(), "lever".to_owned()])];
        let grouping = Grouping { by_family: true, groups };
        let expected = [("exits", vec![0]), ("mine", vec![1, 4, 5]), ("entry", vec![3]), ("luck", vec![])];
        assert_eq!(shown(&grouping), expected.map(|(name, of)| (name.to_owned(), of)));
        assert_eq!(grouping.idle_pattern(&list()), None);
        let typed = Grouping { by_family: false, groups: vec![("mine".to_owned(), vec!["exit".to_owned()])] };
        assert_eq!(typed.idle_pattern(&list()), Some("exit"));
    }
}

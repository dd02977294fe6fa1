//! The names of the sample district, read from `assets/sample/names.txt`, and the traditions they belong to.

use super::dice::Dice;
use crate::domain::codes::Ethnicity;
use crate::domain::text::{search_key, tidy};
use std::collections::HashMap;

/// Where a family's names come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tradition {
    #[default]
    Utah,
    Black,
    Hispanic,
    Navajo,
    Islander,
    Vietnamese,
    Asian,
}

impl Tradition {
    /// How often each comes, in a thousand.
    const SHARES: [(Tradition, usize); 7] = [
        (Tradition::Utah, 560),
        (Tradition::Hispanic, 190),
        (Tradition::Black, 90),
        (Tradition::Navajo, 70),
        (Tradition::Islander, 40),
        (Tradition::Vietnamese, 20),
        (Tradition::Asian, 30),
    ];

    pub(super) fn any(dice: &mut Dice) -> Self {
        let mut at = dice.below(1000);
        for (tradition, share) in Self::SHARES {
            if at < share {
                return tradition;
            }
            at -= share;
        }
        Tradition::Utah
    }

    fn name(self) -> &'static str {
        match self {
            Tradition::Utah => "utah",
            Tradition::Black => "black",
            Tradition::Hispanic => "hispanic",
            Tradition::Navajo => "navajo",
            Tradition::Islander => "islander",
            Tradition::Vietnamese => "vietnamese",
            Tradition::Asian => "asian",
        }
    }

    /// Ethnicity and race that a family of this tradition gives at registration.
    pub(super) fn ethnicity(self, dice: &mut Dice) -> Ethnicity {
        let (hispanic, race) = match self {
            Tradition::Utah => (false, "C"),
            Tradition::Black => (false, "B"),
            Tradition::Hispanic => (true, "C"),
            Tradition::Navajo => (false, "I"),
            Tradition::Islander => (false, "P"),
            Tradition::Vietnamese | Tradition::Asian => (false, "A"),
        };
        let mut races = vec![race.to_owned()];
        if race != "C" && dice.chance(60) {
            races.push("C".to_owned());
        }
        Ethnicity {
            hispanic: hispanic || dice.chance(12),
            races,
        }
    }
}

/// One list: names with their running total of weights.
#[derive(Default)]
struct List {
    names: Vec<String>,
    totals: Vec<usize>,
}

/// All lists by their section.
pub(super) struct Names(HashMap<String, List>);

impl Names {
    pub(super) fn read() -> Self {
        Self::parse(include_str!("../../assets/sample/names.txt"))
    }

    fn parse(text: &str) -> Self {
        let mut lists: HashMap<String, List> = HashMap::new();
        let mut section = String::new();
        for line in text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name.to_owned();
                continue;
            }
            let list = lists.entry(section.clone()).or_default();
            for entry in line.split(',').map(str::trim).filter(|e| !e.is_empty()) {
                let (name, weight) = match entry.rsplit_once(' ') {
                    Some((name, n)) => match n.parse::<usize>() {
                        Ok(weight) => (name, weight),
                        Err(_) => (entry, 1),
                    },
                    None => (entry, 1),
                };
                list.names.push(tidy(name));
                list.totals
                    .push(list.totals.last().copied().unwrap_or(0) + weight);
            }
        }
        Self(lists)
    }

    fn of(&self, section: &str, dice: &mut Dice) -> &str {
        let Some(list) = self.0.get(section) else {
            return "";
        };
        let at = dice.below(list.totals.last().copied().unwrap_or(0));
        let found = list.totals.partition_point(|t| *t <= at);
        list.names.get(found).map_or("", String::as_str)
    }

    /// A family name; in the Hispanic tradition about half are double.
    pub(super) fn last(&self, tradition: Tradition, dice: &mut Dice) -> String {
        let section = format!("last.{}", tradition.name());
        let one = self.of(&section, dice).to_owned();
        if tradition == Tradition::Hispanic && dice.chance(480) {
            let two = self.of(&section, dice);
            if search_key(two) != search_key(&one) {
                let between = if dice.chance(120) { "-" } else { " " };
                return format!("{one}{between}{two}");
            }
        }
        one
    }

    /// A given name.
    pub(super) fn first(&self, tradition: Tradition, gender: &str, dice: &mut Dice) -> String {
        // Many families of every tradition give names that are common where they live.
        let tradition = match tradition {
            Tradition::Utah | Tradition::Hispanic => tradition,
            other if dice.chance(700) => other,
            _ => Tradition::Utah,
        };
        self.of(&format!("first.{}.{gender}", tradition.name()), dice)
            .to_owned()
    }

    /// A middle name, or none.
    pub(super) fn middle(&self, tradition: Tradition, gender: &str, dice: &mut Dice) -> String {
        let none = match tradition {
            Tradition::Hispanic => 550,
            Tradition::Asian => 700,
            _ => 280,
        };
        if dice.chance(none) {
            return String::new();
        }
        let own = format!("middle.{}.{gender}", tradition.name());
        match self.of(&own, dice) {
            "" => self.of(&format!("middle.any.{gender}"), dice).to_owned(),
            own => own.to_owned(),
        }
    }

    /// A street's name.
    pub(super) fn street(&self, dice: &mut Dice) -> &str {
        self.of("street", dice)
    }

    /// A town's name; no such town exists in Utah.
    pub(super) fn town(&self, dice: &mut Dice) -> &str {
        self.of("town", dice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn every_list_is_there_and_every_name_is_a_name() {
        let names = Names::read();
        for (t, _) in Tradition::SHARES {
            for section in [
                format!("last.{}", t.name()),
                format!("first.{}.F", t.name()),
                format!("first.{}.M", t.name()),
            ] {
                assert!(names.0[&section].names.len() >= 12, "{section}");
            }
        }
        for (section, list) in &names.0 {
            for name in &list.names {
                assert!(
                    is_nfc(name) && !name.contains(['\'', '`', '?']),
                    "{section}: {name}"
                );
                assert!(
                    name.chars().all(|c| c.is_alphabetic()
                        || unicode_normalization::char::is_combining_mark(c)
                        || " -.’ʻʼ".contains(c)),
                    "{section}: {name}"
                );
            }
        }
        assert_eq!(Tradition::SHARES.iter().map(|s| s.1).sum::<usize>(), 1000);
    }
}

//! Which profile each group of the review is taken from unless a person decides otherwise: data, editable by the district.

use super::Group;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a group's values come from where the two profiles differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefer {
    /// The Target's; where it is blank, the Source's.
    Target,
    /// The Source's; where it is blank, the Target's.
    Source,
    /// Both, equal ones once.
    Both,
    /// The more protective value, and both texts.
    Protective,
    /// A person decides each difference.
    Decide,
}

/// The district's merge policy: what it set itself; every other group has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Group → where from.
    pub groups: BTreeMap<Group, Prefer>,
}

impl Prefer {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Prefer::Target => "Target",
            Prefer::Source => "Source",
            Prefer::Both => "Both",
            Prefer::Protective => "More protective",
            Prefer::Decide => "You decide",
        }
    }
}

impl Policy {
    /// Where a group comes from.
    pub fn prefer(&self, group: Group) -> Prefer {
        self.groups
            .get(&group)
            .copied()
            .filter(|p| Self::possible(group).contains(p))
            .unwrap_or(Self::possible(group)[0])
    }

    /// What a group can be set to; the first is the default (source: the customer's procedure, “student demographic data
    /// should remain on the Target Profile; the Source profile contains all the historical special education data”).
    pub fn possible(group: Group) -> &'static [Prefer] {
        match group {
            Group::Demographics | Group::Enrollment => &[Prefer::Target, Prefer::Source, Prefer::Decide],
            Group::Identifiers => &[Prefer::Target, Prefer::Decide],
            Group::Programs | Group::Documents => &[Prefer::Both, Prefer::Decide],
            Group::Flags => &[Prefer::Protective, Prefer::Target, Prefer::Decide],
        }
    }
}

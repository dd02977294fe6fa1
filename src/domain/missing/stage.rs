//! The procedure as a row of steps, and how far a profile has come on it.

use super::Step;

/// A step of the procedure as it is shown once it is behind a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// It has no IntegrationIDT, or a provisional ID.
    Found,
    /// A D stands in front of the student number.
    Marked,
    /// The student is in the SIS with a valid State ID.
    InSis,
    /// The student was imported from the General Student Table.
    Imported,
    /// The profiles were merged.
    Merged,
    /// Both say the same again.
    Refreshed,
}

impl Stage {
    /// As it is said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Stage::Found => "Found",
            Stage::Marked => "Marked",
            Stage::InSis => "In the SIS",
            Stage::Imported => "Imported",
            Stage::Merged => "Merged",
            Stage::Refreshed => "Refreshed",
        }
    }
}

/// How a stage stands for a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reached {
    /// Behind it.
    Done,
    /// The next one.
    Next,
    /// Later.
    Later,
}

/// What tells how far a profile has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The step that comes next.
    pub step: Step,
    /// Whether it is marked as the duplicate, or was merged away already.
    pub marked: bool,
    /// Whether its student can be imported: the SIS has the State ID and the IntegrationIDT.
    pub in_sis: bool,
    /// Whether its student was imported.
    pub imported: bool,
}

/// The stages of a profile, in their order. A profile that is linked to the SIS and only waits for its State ID is not
/// marked and not merged.
pub fn stages(p: &Progress) -> Vec<(Stage, Reached)> {
    use Stage as S;
    let next = match p.step {
        Step::Mark => Some(S::Marked),
        Step::InSis => Some(S::InSis),
        Step::Import => Some(S::Imported),
        Step::Merge => Some(S::Merged),
        Step::Refresh => Some(S::Refreshed),
        Step::Done => None,
    };
    let short = !p.marked && p.step != Step::Mark;
    let way: &[Stage] = if short {
        &[S::Found, S::InSis, S::Refreshed]
    } else {
        &[
            S::Found,
            S::Marked,
            S::InSis,
            S::Imported,
            S::Merged,
            S::Refreshed,
        ]
    };
    way.iter()
        .map(|stage| {
            // What is asked for out of its order may be there already: a student can be imported before the mark.
            let there = match stage {
                S::InSis => p.in_sis,
                S::Imported => p.imported,
                _ => false,
            };
            let reached = match next {
                Some(next) if next == *stage => Reached::Next,
                Some(next) if *stage > next && !there => Reached::Later,
                _ => Reached::Done,
            };
            (*stage, reached)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(step: Step, marked: bool, in_sis: bool, imported: bool) -> String {
        let each = stages(&Progress {
            step,
            marked,
            in_sis,
            imported,
        });
        let each = each.iter().map(|(stage, reached)| match reached {
            Reached::Done => format!("{} ✓", stage.label()),
            Reached::Next => format!("{}!", stage.label()),
            Reached::Later => stage.label().to_owned(),
        });
        each.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_is_there_before_its_turn_is_ticked_off() {
        assert_eq!(
            spoken(Step::Mark, false, true, false),
            "Found ✓, Marked!, In the SIS ✓, Imported, Merged, Refreshed"
        );
        assert_eq!(
            spoken(Step::Merge, true, true, true),
            "Found ✓, Marked ✓, In the SIS ✓, Imported ✓, Merged!, Refreshed"
        );
    }

    #[test]
    fn a_linked_profile_that_waits_for_its_state_id_is_neither_marked_nor_merged() {
        assert_eq!(
            spoken(Step::InSis, false, false, false),
            "Found ✓, In the SIS!, Refreshed"
        );
        assert_eq!(
            spoken(Step::Refresh, false, true, false),
            "Found ✓, In the SIS ✓, Refreshed!"
        );
    }
}

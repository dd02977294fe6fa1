//! How groups, rows and statuses of the review are called on screen and on the command line.

use super::{Blocker, Group, Key, Side, Status};
use crate::domain::student::Field;

impl Group {
    /// All, in the order of the review.
    pub const ALL: [Group; 6] = [
        Group::Demographics,
        Group::Enrollment,
        Group::Identifiers,
        Group::Programs,
        Group::Documents,
        Group::Flags,
    ];
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Group::Demographics => "Demographics",
            Group::Enrollment => "Enrollment",
            Group::Identifiers => "Identifiers",
            Group::Programs => "Special programs",
            Group::Documents => "Documents and notes",
            Group::Flags => "Flags",
        }
    }
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Group::Demographics => "demographics",
            Group::Enrollment => "enrollment",
            Group::Identifiers => "identifiers",
            Group::Programs => "special_programs",
            Group::Documents => "documents",
            Group::Flags => "flags",
        }
    }
}

impl Key {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Key::Field(f) => f.name(),
            Key::CurrentEnrollment => "current_enrollment",
            Key::PastEnrollments => "past_enrollments",
            Key::Rows(kind) => kind.name(),
        }
    }
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Key::Field(Field::Ssid) => "State ID (SSID)",
            Key::Field(Field::FormerIds) => "Numbers that find the student",
            Key::Field(f) => f.label(),
            Key::CurrentEnrollment => "School · grade",
            Key::PastEnrollments => "Past enrollments",
            Key::Rows(kind) => kind.label(),
        }
    }
}

impl Status {
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Status::Same => "same",
            Status::WrittenDifferently => "written_differently",
            Status::OnlyOne(_) => "only_one_side",
            Status::Policy => "policy",
            Status::Undecided => "undecided",
            Status::Decided => "decided",
            Status::Blocked => "blocked",
            Status::BothKept => "both_kept",
            Status::Edited => "edited",
        }
    }
    /// The word beside its glyph.
    pub fn label(self) -> &'static str {
        match self {
            Status::Same => "same",
            Status::WrittenDifferently => "same, written differently",
            Status::OnlyOne(Side::Source) => "only the Source has it",
            Status::OnlyOne(Side::Target) => "only the Target has it",
            Status::Policy => "differ, policy decides",
            Status::Undecided => "differ, you decide",
            Status::Decided => "you decided",
            Status::Blocked => "blocked",
            Status::BothKept => "both kept",
            Status::Edited => "edited by you",
        }
    }
    /// Whether the two profiles differ in it; the filter for differences shows these rows.
    pub fn is_difference(self) -> bool {
        !matches!(self, Status::Same | Status::WrittenDifferently)
    }
    /// Whether Save waits for it.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Undecided | Status::Blocked)
    }
}

impl Blocker {
    /// Its name on the command line.
    pub fn name(&self) -> &'static str {
        match self {
            Blocker::SameRecord => "same_record",
            Blocker::AlreadyMerged { .. } => "already_merged",
            Blocker::MergedHere { .. } => "merged_here",
            Blocker::Circle { .. } => "circle",
            Blocker::NoStateId => "no_state_id",
            Blocker::NoLink => "no_integration_idt",
            Blocker::HeldByThird { .. } => "state_id_held_by_third",
            Blocker::TwoOpenPlans { .. } => "two_open_plans",
            Blocker::Changed { .. } => "changed_since",
            Blocker::NoRight => "no_right",
            Blocker::LooksSwapped { .. } => "looks_swapped",
        }
    }
}

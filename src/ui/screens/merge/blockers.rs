//! What blocks a merge, each with the buttons that lead on.

use crate::app::{Command, GeneralCommand, MergeCommand, OpenMerge, SecurityCommand, Tab};
use crate::domain::merge::{Blocker, Key, Way};
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{button, note};
use egui::{Label, Ui};

/// Where less room is left, each button stands on a line of its own.
const SIDE_BY_SIDE: f32 = 480.0;

/// A row that a person wants to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lead {
    /// The Source in whose review it stands.
    pub source: usize,
    pub key: Key,
}

/// Draws all of them; the answer is a row that a person wants to decide.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, open: &OpenMerge) -> Option<Lead> {
    let mut decide = None;
    for (n, blocker) in blockers(open).enumerate() {
        ui.push_id(("blocker", n), |ui| {
            note(ui, Tone::Bad, |ui| {
                let sentence = blocker.sentence();
                let label = ui.add(Label::new(format!("✗ {sentence}")).wrap());
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_role(egui::Role::Alert);
                    node.set_label(sentence.as_str());
                });
                let mut buttons = |ui: &mut Ui| {
                    for (way, words) in blocker.ways() {
                        if button(ui, true, &words).clicked() {
                            decide = go(cx, open, way).or(decide);
                        }
                    }
                };
                if ui.available_width() < SIDE_BY_SIDE {
                    ui.vertical(&mut buttons);
                } else {
                    ui.horizontal(&mut buttons);
                }
            });
        });
    }
    decide
}

/// What blocks it, in all its reviews.
pub(super) fn blockers(open: &OpenMerge) -> impl Iterator<Item = &Blocker> {
    open.reviews.iter().flat_map(|r| &r.blockers)
}

/// Whether the profiles themselves are wrong, so that there is nothing to review.
pub(super) fn is_hopeless(open: &OpenMerge) -> bool {
    open.reviews.iter().all(|r| r.lines.is_empty())
        || blockers(open).any(|b| {
            matches!(
                b,
                Blocker::SameRecord | Blocker::AlreadyMerged { .. } | Blocker::Circle { .. }
            )
        })
}

/// Goes one of the ways; the answer is the row that is to be decided.
fn go(cx: &Cx<'_>, open: &OpenMerge, way: Way) -> Option<Lead> {
    let merge = |command| cx.send(Command::Merge(command));
    match way {
        Way::ChooseAgain => {
            merge(MergeCommand::Leave);
            // Other profiles are chosen here, wherever these came from.
            cx.send(Command::ShowTab(Tab::MergeStudentProfiles));
        }
        Way::UseSurvivor(side, key) => merge(MergeCommand::UseSurvivor(side, key)),
        Way::OpenGeneral => {
            if let Some(review) = open.reviews.first() {
                let number = review.target.student.number.to_string();
                cx.send(Command::General(GeneralCommand::Show(number)));
            }
        }
        Way::OpenStudent(key) => cx.send(Command::OpenStudent(key)),
        Way::LookAgain => merge(MergeCommand::LookAgain),
        Way::SignIn => cx.send(Command::Security(SecurityCommand::AskSignIn(true))),
        Way::Swap => merge(MergeCommand::Swap),
        Way::Decide(key) => {
            if !open.open {
                merge(MergeCommand::OpenReview);
            }
            let at = open
                .reviews
                .iter()
                .position(|r| r.lines.iter().any(|l| l.key == key && l.status.is_open()));
            if let Some(at) = at.filter(|at| *at != open.shown) {
                merge(MergeCommand::ShowSource(at));
            }
            return Some(Lead {
                source: at.unwrap_or(open.shown),
                key,
            });
        }
    }
    None
}

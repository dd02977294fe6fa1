//! The top of the review: title, counter, filter, keys, the buttons that are pressed most.

use super::desk::{Desk, pair_title};
use super::keys;
use super::rows::differs;
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::{Group, Review, Side, Status};
use crate::domain::student::Student;
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::screens::sign_in::signed_in_line;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{breadcrumb, button, check, page_title, pill, sections, segmented, weak};
use egui::Ui;

/// From this width on the panel stands beside the table.
pub(super) const BESIDE: f32 = 1000.0;

/// Title, counter, filter, keys, the two buttons that are pressed most.
///
/// In a narrow window the panel stands in the table's place while `why_shown`, and the way through the menu gives its
/// line to the table.
pub(super) fn head(
    ui: &mut Ui,
    cx: &Cx<'_>,
    desk: &Desk<'_>,
    open: &OpenMerge,
    review: &Review,
    why_shown: &mut bool,
) {
    let wide = ui.available_width() >= BESIDE;
    if wide {
        breadcrumb(
            ui,
            &["Main Menu", "Utilities", "Students", "Merge Student Profiles"],
        );
    }
    let sources: Vec<&Student> = open.reviews.iter().map(|r| &r.source.student).collect();
    let pair = pair_title(&sources, &review.target.student);
    page_title(
        ui,
        "Merge differences",
        |ui| drop(pill(ui, Tone::Accent, &pair)),
        |ui| signed_in_line(ui, cx, desk.signed_in),
    );
    let send = |command| cx.send(Command::Merge(command));
    let line = |ui: &mut Ui| {
        let (tone, words) = counter(review);
        pill(ui, tone, &words);
        let mut only = open.only_differences;
        if check(ui, &mut only, "Only differences")
            .on_hover_text("F3")
            .changed()
        {
            send(MergeCommand::OnlyDifferences(only));
        }
    };
    if !wide {
        ui.horizontal(|ui| {
            let why = match (open.is_blocked(), open.warnings.is_empty()) {
                (true, _) => "Why · blocked",
                (false, false) => "Why · look",
                (false, true) => "Why",
            };
            let mut at = usize::from(*why_shown);
            if sections(ui, "What is shown", &["Table", why], &mut at) {
                *why_shown = at == 1;
            }
            line(ui);
        });
        weak(ui, keys::HINTS);
        return;
    }
    let height = Theme::of(ui.ctx()).size.control_height;
    egui::Sides::new().height(height).shrink_left().truncate().show(
        ui,
        |ui| {
            line(ui);
            weak(ui, keys::HINTS);
        },
        |ui| {
            if button(ui, true, "Programs from Source").clicked() {
                send(MergeCommand::ChooseGroup(Group::Programs, Side::Source));
            }
            if button(ui, true, "Demographics from Target").clicked() {
                send(MergeCommand::ChooseGroup(Group::Demographics, Side::Target));
            }
        },
    );
}

/// `1 of 6 differences to decide`.
fn counter(review: &Review) -> (Tone, String) {
    let all = review.lines.iter().filter(|l| differs(l)).count();
    let blocked = review
        .lines
        .iter()
        .filter(|l| l.status == Status::Blocked)
        .count();
    match review.undecided().count() - blocked {
        0 if blocked > 0 => (Tone::Bad, format!("✗ {}", blocked_fields(blocked))),
        0 if all == 0 => (Tone::Ok, "✓ No differences".into()),
        0 => (
            Tone::Ok,
            format!("✓ {}, none to decide", count(all, "difference", "differences")),
        ),
        n => {
            let mut words = format!("{n} of {} to decide", count(all, "difference", "differences"));
            if blocked > 0 {
                words.push_str(&format!(", {}", blocked_fields(blocked)));
            }
            (Tone::Warn, words)
        }
    }
}

/// `2 fields blocked`.
fn blocked_fields(n: usize) -> String {
    format!("{} blocked", count(n, "field", "fields"))
}

/// Which Source is shown.
pub(super) fn sources(ui: &mut Ui, cx: &Cx<'_>, open: &OpenMerge) {
    let labels: Vec<(String, usize)> = open
        .reviews
        .iter()
        .enumerate()
        .map(|(n, r)| {
            let of = format!("Source {} of {}", n + 1, open.reviews.len());
            let label = format!("{of} · {} · to decide:", r.source.student.number);
            (label, r.undecided().count())
        })
        .collect();
    let options: Vec<(&str, usize)> = labels.iter().map(|(l, n)| (l.as_str(), *n)).collect();
    let mut shown = open.shown;
    if segmented(ui, "Which Source", &options, &mut shown) {
        cx.send(Command::Merge(MergeCommand::ShowSource(shown)));
    }
}

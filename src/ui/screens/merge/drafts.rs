//! Merges that were begun and not saved, and the rehearsal over all pairs that are ready.

use super::desk::Desk;
use crate::app::{Command, DraftLine, MergeCommand, Rehearsal, RehearsedPair};
use crate::domain::ids::StudentKey;
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Because, Column, TableHeight, TableSpec, button, card_sized, cell_lines, cell_text, confirm, link, pill,
    primary_button, weak,
};
use egui::{Context, Ui};

/// Most rows in sight before a list scrolls.
const IN_SIGHT: f32 = 6.0;

/// A question that is open.
pub(super) enum Asking {
    /// Whether a draft is thrown away.
    Drop(StudentKey, String),
    /// Whether so many pairs are merged.
    MergeClean(usize),
}

/// "Begun and not saved".
pub(super) fn drafts(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, height: f32, asking: &mut Option<Asking>) {
    card_sized(
        ui,
        height,
        "Begun and not saved",
        |_| {},
        |ui| {
            let drafts = &desk.merge.drafts;
            if drafts.is_empty() {
                weak(
                    ui,
                    "Nothing. A review that is left with Escape waits here, also when the program is closed.",
                );
                return;
            }
            let columns = [Column::share("Profiles", 180.0, 1.0), Column::fixed("", 150.0)];
            let mut spec = TableSpec::new("drafts", "Begun and not saved", &columns, drafts.len());
            fit(&mut spec, ui);
            spec.show(
                ui,
                |row| format!("{}. {}", drafts[row].title, drafts[row].by),
                |row, column, ui| {
                    let draft = &drafts[row];
                    if column == 0 {
                        cell_lines(ui, &format!("{}\n{}", draft.title, draft.by), 2);
                    } else {
                        draft_links(ui, cx, draft, asking);
                    }
                },
            );
        },
    );
}

fn draft_links(ui: &mut Ui, cx: &Cx<'_>, draft: &DraftLine, asking: &mut Option<Asking>) {
    let go_on = format!("Open {}", draft.title);
    if link(ui, "Open").accessible_name(go_on).clicked() {
        cx.send(Command::Merge(MergeCommand::OpenDraft(draft.target)));
    }
    ui.add_space(8.0);
    let away = format!("Throw away {}", draft.title);
    if link(ui, "Throw away").accessible_name(away).clicked() {
        *asking = Some(Asking::Drop(draft.target, draft.title.clone()));
    }
}

/// "All pairs that are ready".
pub(super) fn rehearsal(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, height: f32, asking: &mut Option<Asking>) {
    let send = |command| cx.send(Command::Merge(command));
    card_sized(
        ui,
        height,
        "All pairs that are ready",
        |_| {},
        |ui| {
            let busy = "Wait until the work under way has ended.";
            let Some(rehearsal) = &desk.merge.rehearsal else {
                weak(
                    ui,
                    "Goes through every duplicate whose profile from the SIS is there, and says what a merge would do. Nothing is changed.",
                );
                ui.add_space(4.0);
                if button(ui, !cx.view.busy(), "Rehearse").because(busy).clicked() {
                    send(MergeCommand::Rehearse);
                }
                return;
            };
            let clean = rehearsal.pairs.iter().filter(|p| p.is_clean()).count();
            ui.add(egui::Label::new(sentence(rehearsal)).wrap());
            if !rehearsal.pairs.is_empty() {
                pairs(ui, cx, &rehearsal.pairs);
            }
            ui.add_space(6.0);
            ui.horizontal_wrapped(|ui| {
                if clean > 0 {
                    let why = if cx.view.busy() {
                        busy
                    } else {
                        "Sign in as security administrator to merge."
                    };
                    let ready = desk.signed_in.is_some() && !cx.view.busy();
                    let words = format!(
                        "Merge the {clean} clean {}",
                        if clean == 1 { "one" } else { "ones" }
                    );
                    if primary_button(ui, ready, &words).because(why).clicked() {
                        *asking = Some(Asking::MergeClean(clean));
                    }
                }
                if button(ui, !cx.view.busy(), "Rehearse again")
                    .because(busy)
                    .clicked()
                {
                    send(MergeCommand::Rehearse);
                }
                if button(ui, true, "Close the rehearsal").clicked() {
                    send(MergeCommand::CloseRehearsal);
                }
            });
        },
    );
}

fn pairs(ui: &mut Ui, cx: &Cx<'_>, pairs: &[RehearsedPair]) {
    let columns = [
        Column::share("Pair", 170.0, 1.0),
        Column::share("What a merge does", 170.0, 1.2),
        Column::fixed("", 70.0),
    ];
    let mut spec = TableSpec::new("rehearsal", "All pairs that are ready", &columns, pairs.len());
    fit(&mut spec, ui);
    spec.show(
        ui,
        |row| format!("{}: {}", pairs[row].title, outcome(&pairs[row])),
        |row, column, ui| {
            let pair = &pairs[row];
            match column {
                0 => drop(cell_lines(ui, &pair.title, 2)),
                1 => {
                    let (tone, word) = state(pair);
                    pill(ui, tone, &word);
                    if pair.undecided == 0 || !pair.blockers.is_empty() || !pair.warnings.is_empty() {
                        cell_text(ui, &outcome(pair));
                    }
                }
                _ => {
                    let name = format!("Review {}", pair.title);
                    if link(ui, "Review").accessible_name(name).clicked() {
                        cx.send(Command::Merge(MergeCommand::Start {
                            target: pair.target,
                            sources: vec![pair.source],
                        }));
                        cx.send(Command::Merge(MergeCommand::OpenReview));
                    }
                }
            }
        },
    );
}

fn fit(spec: &mut TableSpec<'_>, ui: &Ui) {
    spec.row_height = Theme::of(ui.ctx()).size.row_two_lines - 4.0;
    spec.framed = false;
    spec.height = TableHeight::Exactly(31.0 + spec.row_height * (spec.rows as f32).min(IN_SIGHT));
}

/// `29 have no conflict, 6 need a look, 2 are blocked.`
fn sentence(rehearsal: &Rehearsal) -> String {
    let pairs = &rehearsal.pairs;
    if pairs.is_empty() {
        return "No pair is ready to be merged.".into();
    }
    let clean = pairs.iter().filter(|p| p.is_clean()).count();
    let blocked = pairs.iter().filter(|p| !p.blockers.is_empty()).count();
    let look = pairs.len() - clean - blocked;
    let one = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    format!(
        "{}, {}, {}.",
        one(clean, "has no conflict", "have no conflict"),
        one(look, "needs a look", "need a look"),
        one(blocked, "is blocked", "are blocked")
    )
}

fn state(pair: &RehearsedPair) -> (Tone, String) {
    if !pair.blockers.is_empty() {
        (Tone::Bad, "✗ blocked".into())
    } else if pair.undecided > 0 {
        (Tone::Warn, format!("? {} to decide", pair.undecided))
    } else if !pair.warnings.is_empty() {
        (Tone::Warn, "? look".into())
    } else {
        (Tone::Ok, "✓ no conflict".into())
    }
}

fn outcome(pair: &RehearsedPair) -> String {
    if !pair.blockers.is_empty() {
        return pair.blockers.join(" ");
    }
    let warning = pair.warnings.first();
    match (pair.undecided, warning) {
        (0, None) => pair.consequence.clone(),
        (0, Some(warning)) => warning.clone(),
        (n, None) => format!("{} to decide", count(n, "row", "rows")),
        (n, Some(warning)) => format!("{} to decide. {warning}", count(n, "row", "rows")),
    }
}

/// The question that is open, over the screen.
pub(super) fn questions(ctx: &Context, cx: &Cx<'_>, desk: &Desk<'_>, asking: &mut Option<Asking>) {
    let send = |command| cx.send(Command::Merge(command));
    let (answer, yes) = match asking {
        None => return,
        Some(Asking::Drop(target, title)) => (
            confirm(
                ctx,
                Tone::Bad,
                "Throw this draft away?",
                &format!("{title}. The choices made in it are lost; the profiles stay as they are."),
                "Throw away",
                "Keep it",
            ),
            MergeCommand::DropDraft(*target),
        ),
        Some(Asking::MergeClean(n)) => {
            let pairs = count(*n, "pair", "pairs");
            let by = desk.signed_in.unwrap_or_default();
            (
                confirm(
                    ctx,
                    Tone::Bad,
                    &format!("Merge {pairs}?"),
                    &format!(
                        "{pairs} of profiles without a conflict are merged, signed in as {by}. Each merge stands in History and can be undone alone."
                    ),
                    &format!("Merge {pairs}"),
                    "Go back",
                ),
                MergeCommand::MergeClean,
            )
        }
    };
    if let Some(answer) = answer {
        *asking = None;
        if answer {
            send(yes);
        }
    }
}

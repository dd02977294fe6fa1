//! The honest counter: what was compared, what came out, and what is not shown.

use crate::app::{DuplicatesState, Looking, Session};
use crate::domain::student::Timestamp;
use crate::domain::text::{count, thousands};
use crate::ui::theme::strong;
use crate::ui::widgets::{announced, weak};
use chrono::Local;
use egui::{Label, Ui};

/// Draws it: what came of the last look first, said aloud when it ends. Values that too many share are all named on hover.
pub fn counter(ui: &mut Ui, session: &Session) {
    let of = &session.duplicates;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        if let Some(last) = last(of) {
            // Each look is another place, so that it is said again when it found the same as the one before.
            ui.push_id(("look", of.counted.times), |ui| {
                let label = ui.add(Label::new(strong(&last)).wrap());
                announced(ui, &label, &last);
            });
        }
        let label = weak(ui, &words(of));
        if of.counted.split.len() > 1 {
            label.on_hover_text(of.counted.split.join("\n"));
        }
    });
}

/// What came of the last look, once it has ended: "Looked at 1,204 students at 10:42:07 AM: 2 new pairs."
fn last(of: &DuplicatesState) -> Option<String> {
    let c = &of.counted;
    let at = c.at.filter(|_| of.looking == Looking::Done)?;
    let found = match c.new {
        None => count(of.tally.asked, "pair", "pairs"),
        Some(0) => "nothing new".into(),
        Some(new) => count(new, "new pair", "new pairs"),
    };
    let students = count(c.students, "student", "students");
    Some(format!("Looked at {students} at {}: {found}.", time(at)))
}

/// A moment of today, to the second: two looks within a minute are told apart by it.
fn time(at: Timestamp) -> String {
    at.with_timezone(&Local).format("%-I:%M:%S %p").to_string()
}

/// How far looking is, or what came of it.
pub fn words(of: &DuplicatesState) -> String {
    match &of.looking {
        Looking::NotBegun => "Nothing was compared yet.".into(),
        Looking::Reading => match of.progress().map(|t| t.counts()) {
            Some((done, total)) if total > 0 => format!(
                "Reading the profiles: {} of {} …",
                thousands(done),
                thousands(total)
            ),
            _ => "Reading the profiles …".into(),
        },
        Looking::Comparing => {
            let (done, total) = of.progress().map_or((0, 0), |t| t.counts());
            format!(
                "Compared {} of {}, {} so far …",
                thousands(done),
                count(total, "student", "students"),
                count(of.pairs.len(), "pair", "pairs")
            )
        }
        Looking::Stopped(0, _) => {
            "Looking was stopped before students were compared. “Look again” begins anew.".into()
        }
        Looking::Stopped(done, total) => format!(
            "Looking was stopped: {} of {} were compared, so pairs may be missing. {}.",
            thousands(*done),
            count(*total, "student", "students"),
            found(of)
        ),
        Looking::Failed(why) => format!("Students could not be compared. {why}"),
        Looking::Done => done(of),
    }
}

fn done(of: &DuplicatesState) -> String {
    let c = &of.counted;
    let mut out = format!(
        "{} compared in {:.1} s; {}",
        count(usize::try_from(c.pairs).unwrap_or(usize::MAX), "pair", "pairs"),
        c.seconds,
        found(of)
    );
    match &c.split[..] {
        [] => {}
        [one] => out.push_str(&format!("; 1 value shared by too many: {one}")),
        [first, ..] => out.push_str(&format!(
            "; {} values shared by too many: {first}, …",
            thousands(c.split.len())
        )),
    }
    if c.again > 0 {
        out.push_str(&format!(
            "; {} compared again since",
            count(c.again, "changed student", "changed students")
        ));
    }
    out.push('.');
    out
}

/// Pairs by band, and those that are not shown.
fn found(of: &DuplicatesState) -> String {
    let t = &of.tally;
    let mut out = format!(
        "{} very likely, {} to check, {} possible",
        thousands(t.very_likely),
        thousands(t.check),
        thousands(t.possible)
    );
    if t.decided > 0 {
        let verb = if t.decided == 1 { "is" } else { "are" };
        out.push_str(&format!("; {} decided {verb} not shown", thousands(t.decided)));
    }
    if t.parked > 0 {
        out.push_str(&format!("; {} parked", thousands(t.parked)));
    }
    out
}

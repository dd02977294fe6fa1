//! The honest counter: what was compared, what came out, and what is not shown.

use crate::app::{DuplicatesState, Looking, Session};
use crate::domain::text::{count, thousands};
use crate::ui::theme::Theme;
use egui::{Label, RichText, Ui};

/// Draws it. Values that too many share are all named on hover.
pub fn counter(ui: &mut Ui, session: &Session) {
    let theme = Theme::of(ui.ctx());
    let text = RichText::new(words(&session.duplicates))
        .size(theme.size.small + 0.5)
        .color(theme.color.weak_text);
    let label = ui.add(Label::new(text).wrap());
    let split = &session.duplicates.counted.split;
    if split.len() > 1 {
        label.on_hover_text(split.join("\n"));
    }
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
        "{} compared, {} looked at in {:.1} s; {}",
        count(c.students, "student", "students"),
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

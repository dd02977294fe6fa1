//! A row of the list of pairs: who the two are, why they may be one, how likely it is.

use super::list::LIKELY;
use crate::app::{ListedPair, PairState, Session};
use crate::domain::date::written;
use crate::domain::matching::{Band, odds};
use crate::ui::screens::explained;
use crate::ui::widgets::{cell_text, cell_weak, cell_weak_lines};
use egui::Ui;

/// In a narrower column the number stands first, and the birth date only beside the list.
const NAME_FIRST: f32 = 320.0;

/// Draws a cell: the profiles with so many lines of reasons, or how likely they are one.
pub(super) fn cell(ui: &mut Ui, session: &Session, p: &ListedPair, column: usize, lines: usize) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(6.0);
        if column == LIKELY {
            explained::band_pill(ui, p.band);
            cell_text(ui, &odds(p.bits));
            cell_weak(ui, &state(p));
            return;
        }
        for key in [p.pair.0, p.pair.1] {
            if let Some(c) = session.roll.card(key) {
                let born = c.birth_date.map_or_else(|| "no birth date".to_owned(), written);
                // What tells two of one name apart must not be what is cut.
                let text = if ui.available_width() < NAME_FIRST {
                    format!("{} · {}", c.number, c.name)
                } else {
                    format!("{} · {} · {born}", c.name, c.number)
                };
                cell_text(ui, &text);
            }
        }
        // Cut where there is no room for all of them; then they are shown whole on hover.
        let reasons = session.duplicates.sentences.get(&p.pair);
        let reasons = explained::upper(reasons.map_or("…", String::as_str));
        cell_weak_lines(ui, &reasons, lines);
    });
}

/// What was decided about a pair; else the number behind the odds.
fn state(p: &ListedPair) -> String {
    match &p.state {
        PairState::Open => explained::in_bits(p.bits),
        PairState::Returned(_) => "returned".into(),
        PairState::Parked(until) => format!("until {}", written(*until)),
        PairState::Decided(verdict) => verdict.words(),
    }
}

/// What is said of a row to who cannot see it.
pub(super) fn spoken(session: &Session, p: &ListedPair) -> String {
    let who = |key| {
        session.roll.card(key).map_or_else(String::new, |c| {
            let born = c
                .birth_date
                .map(|d| format!(", born {}", written(d)))
                .unwrap_or_default();
            format!("{}, number {}{born}", c.name, c.number)
        })
    };
    let band = p.band.map_or("Unlikely", Band::label);
    let mut out = format!(
        "{} and {}. {band}, {}",
        who(p.pair.0),
        who(p.pair.1),
        explained::total(p.bits)
    );
    if !matches!(p.state, PairState::Open) {
        out.push_str(&format!(", {}", state(p)));
    }
    if let Some(reasons) = session.duplicates.sentences.get(&p.pair) {
        out.push_str(&format!(". {}", explained::upper(reasons)));
    }
    out
}

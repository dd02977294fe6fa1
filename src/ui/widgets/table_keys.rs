//! The keyboard in a table: which row a key leads to.

use egui::{EventFilter, Id, Key, Modifiers, Ui};

/// What the keyboard asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// To select a row.
    Select(usize),
    /// To open the selected row.
    Open(usize),
}

/// Reads the keys meant for the table that has the focus, so that nothing else gets them.
pub(super) fn read(
    ui: &Ui,
    id: Id,
    rows: usize,
    selected: Option<usize>,
    rows_in_sight: usize,
) -> Option<Asked> {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    // The arrows move the selection instead of the focus; Tab leaves the table.
    let filter = EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    if rows == 0 {
        return None;
    }
    let page = rows_in_sight.saturating_sub(1).max(1);
    let last = rows - 1;
    ui.input_mut(|input| {
        let mut asked = None;
        let mut at = selected.map(|row| row.min(last));
        for key in [
            Key::ArrowUp,
            Key::ArrowDown,
            Key::PageUp,
            Key::PageDown,
            Key::Home,
            Key::End,
        ] {
            // Several presses of one key can arrive in one frame when a frame is slow.
            for _ in 0..input.count_and_consume_key(Modifiers::NONE, key) {
                let to = target(key, at, last, page);
                at = Some(to);
                asked = Some(Asked::Select(to));
            }
        }
        let open = input.consume_key(Modifiers::NONE, Key::Enter);
        match at {
            Some(row) if open => Some(Asked::Open(row)),
            _ => asked,
        }
    })
}

/// The row a key leads to.
fn target(key: Key, at: Option<usize>, last: usize, page: usize) -> usize {
    match (key, at) {
        (Key::Home, _) => 0,
        (Key::End, _) => last,
        (Key::ArrowUp | Key::PageUp | Key::ArrowDown | Key::PageDown, None) => 0,
        (Key::ArrowUp, Some(row)) => row.saturating_sub(1),
        (Key::PageUp, Some(row)) => row.saturating_sub(page),
        (Key::ArrowDown, Some(row)) => (row + 1).min(last),
        (Key::PageDown, Some(row)) => row.saturating_add(page).min(last),
        (_, Some(row)) => row,
        (_, None) => 0,
    }
}

//! Tests of the table: the keyboard, the mouse, assistive technology, a million rows.

use egui::{Key, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use super::*;
use crate::ui::theme::{Look, Theme, Tone};

struct State {
    rows: usize,
    selected: Option<usize>,
    opened: Option<usize>,
    sort: Option<(usize, bool)>,
    drawn: usize,
}

fn table(rows: usize) -> Harness<'static, State> {
    let state = State {
        rows,
        selected: None,
        opened: None,
        sort: None,
        drawn: 0,
    };
    Harness::builder()
        .with_size([700.0, 400.0])
        .with_context_setup(|ctx| Theme::apply(Look::Light, 1.0, ctx))
        .build_ui_state(
            |ui, state: &mut State| {
                let columns = [
                    Column::fixed("Line", 80.0).right().sortable(),
                    Column::share("Student", 160.0, 2.0).sortable(),
                    Column::share("Result", 90.0, 1.0),
                ];
                state.drawn = 0;
                let drawn = &mut state.drawn;
                let mut spec = TableSpec::new("lines", "Lines", &columns, state.rows);
                spec.height = TableHeight::Exactly(340.0);
                let events = spec.selected(state.selected).sorted(state.sort).show(
                    ui,
                    |row| format!("Line {row}, Nguyễn"),
                    |row, column, ui| match column {
                        0 => {
                            *drawn += 1;
                            cell_text(ui, &row.to_string());
                        }
                        1 => drop(cell_text(
                            ui,
                            "Nguyễn-Trương Thị Ngọc Ánh Huỳnh, Tapuʻeluelu, O’Brien",
                        )),
                        _ => drop(pill(ui, Tone::Ok, "Will be filled")),
                    },
                );
                button(ui, true, "After");
                state.selected = events.select.or(state.selected);
                state.opened = events.open.or(state.opened);
                if let Some(column) = events.sort_by {
                    state.sort = Some((column, true));
                }
            },
            state,
        )
}

fn keys(harness: &mut Harness<'_, State>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run_steps(2);
    }
}

#[test]
fn keys_move_the_selection_and_bring_it_into_sight() {
    let mut harness = table(1_000_000);
    harness.get_by_role_and_label(Role::Grid, "Lines").focus();
    harness.run_steps(2);
    keys(
        &mut harness,
        &[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp],
    );
    assert_eq!(harness.state().selected, Some(1));
    keys(&mut harness, &[Key::PageDown]);
    let page = harness.state().selected.unwrap() - 1;
    assert!((5..15).contains(&page), "a page of {page}");
    keys(&mut harness, &[Key::PageUp]);
    assert_eq!(harness.state().selected, Some(1));
    keys(&mut harness, &[Key::End]);
    assert_eq!(harness.state().selected, Some(999_999));
    let row = harness.get_by_role_and_label(Role::Row, "Line 999999, Nguyễn");
    assert_eq!(row.accesskit_node().is_selected(), Some(true));
    assert!(harness.state().drawn < 30);
    keys(&mut harness, &[Key::Enter]);
    assert_eq!(harness.state().opened, Some(999_999));
    keys(&mut harness, &[Key::Home]);
    assert_eq!(harness.state().selected, Some(0));
    harness.get_by_role_and_label(Role::Row, "Line 0, Nguyễn");
}

#[test]
fn a_click_selects_and_gives_the_table_the_keyboard() {
    let mut harness = table(5);
    harness.get_by_label("3").click();
    harness.run_steps(3);
    assert_eq!(harness.state().selected, Some(3));
    keys(&mut harness, &[Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(harness.state().selected, Some(4));
}

#[test]
fn titles_sort_and_tab_goes_past_the_rows() {
    let mut harness = table(50);
    harness.get_by_role_and_label(Role::Grid, "Lines").focus();
    harness.run_steps(2);
    keys(&mut harness, &[Key::ArrowDown, Key::Tab, Key::Tab]);
    let student = harness.get_by_role_and_label(Role::ColumnHeader, "Student");
    assert!(student.is_focused());
    keys(&mut harness, &[Key::Tab]);
    assert!(harness.get_by_label("After").is_focused());
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Student")
        .focus();
    harness.run_steps(2);
    keys(&mut harness, &[Key::Enter]);
    assert_eq!(harness.state().sort, Some((1, true)));
}

#[test]
fn an_empty_table_takes_every_key() {
    let mut harness = table(0);
    harness.get_by_role_and_label(Role::Grid, "Lines").focus();
    harness.run_steps(2);
    keys(&mut harness, &[Key::ArrowDown, Key::End, Key::PageUp, Key::Enter]);
    assert_eq!((harness.state().selected, harness.state().opened), (None, None));
}

//! The controls all screens are made of. Each has an accessible name, works from the
//! keyboard, and takes its colours from the theme.
//!
//! Architecture invariant: nothing here knows a student, a file or a command, or anything
//! else outside `ui`.

mod buttons;
mod card;
mod choices;
mod dialog;
mod diff_text;
mod fields;
mod layout;
mod nav;
mod notice;
mod paint;
mod path_field;
mod pill;
mod radio_card;
mod segmented;
mod table;
mod table_cells;
mod table_keys;
mod table_spec;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
mod waterfall;
mod wish;

pub use buttons::{Because, button, link, primary_button};
pub use card::{card, card_row, card_sized, note, plain_card};
pub use choices::{check, choice, choice_field};
pub use dialog::{Dialog, confirm, entered, modal, wide_modal};
pub use diff_text::{RING, Weight, diff_text, radio_value};
pub use fields::{password_field, search_field, text_area, text_field};
pub use layout::{breadcrumb, empty_state, page_title, steady, weak};
pub use nav::{NAV_BAR_HEIGHT, nav_bar};
pub use notice::{NoticeEvent, announced, notice, progress_strip};
pub use path_field::{PathEvent, path_field};
pub use pill::pill;
pub use radio_card::radio_card;
pub use segmented::{sections, sections_wishing, segmented};
pub use table_cells::{cell_lines, cell_text, cell_weak, cell_weak_lines};
pub use table_spec::{Column, TableEvents, TableHeight, TableSpec, Width};
pub use waterfall::{Waterfall, WaterfallStep, signed};
pub use wish::FocusWish;

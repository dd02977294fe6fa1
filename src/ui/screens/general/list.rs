//! Search and the rows of the General Student Table.

use crate::app::{Command, GeneralCommand, Session};
use crate::domain::general::Card;
use crate::domain::text::{count, thousands};
use crate::ui::screens::{Cx, words};
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Column, FocusWish, TableSpec, cell_text, cell_weak, empty_state, pill, search_field, weak,
};
use egui::{Key, Modifiers, Ui};

/// A column of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Name,
    Number,
    BirthDate,
    School,
    StateId,
    Link,
    Seen,
}

/// The columns, and how wide the list has to be for them to be there.
const COLUMNS: [(Shows, Column<'static>, f32); 7] = [
    (Shows::Name, Column::share("Name", 130.0, 1.4), 0.0),
    (Shows::Number, Column::fixed("Number", 86.0), 260.0),
    (Shows::BirthDate, Column::fixed("Birth date", 98.0), 420.0),
    (Shows::School, Column::share("School", 140.0, 1.0), 760.0),
    (Shows::StateId, Column::fixed("State ID", 112.0), 500.0),
    (Shows::Link, Column::fixed("IntegrationIDT", 120.0), 640.0),
    (Shows::Seen, Column::fixed("Last seen", 140.0), 980.0),
];

/// The list's own throw-away state.
#[derive(Default)]
pub struct List {
    query: String,
    seen_query: String,
    /// The search changed: the list begins at its top again.
    to_top: bool,
    /// Where the selected row is, and for what that was found out.
    at: Option<((u64, String), Option<usize>)>,
    search_wish: FocusWish,
}

fn send(cx: &Cx<'_>, command: GeneralCommand) {
    cx.send(Command::General(command));
}

impl List {
    /// The search takes the keyboard, when no other control has it.
    pub fn focus_search(&mut self) {
        self.search_wish = FocusWish::open();
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let general = &session.general;
        if general.rows.cards().is_empty() {
            return empty_state(
                ui,
                "The General Student Table is empty",
                "Press “Import from SIS…” and choose the SIS's export (text, workbook or zip; a folder by “Import folder …”), or drop it on this window. You see what it would change before anything is taken.",
            );
        }
        self.search(ui, cx, session);
        if general.found.is_empty() {
            return empty_state(
                ui,
                &format!("Nobody matches “{}”", general.query.trim()),
                "Try fewer letters of the name, the student number, the State ID, the IntegrationIDT, or a birth date such as 2014-03-09 or 3/9/2014. Escape in the search field shows everyone.",
            );
        }
        self.table(ui, cx, session);
    }

    fn search(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let general = &session.general;
        if general.query != self.seen_query {
            self.seen_query.clone_from(&general.query);
            self.query.clone_from(&general.query);
            self.to_top = true;
        }
        ui.horizontal(|ui| {
            let beside = 140.0;
            let room = (ui.available_width() - beside).max(120.0);
            ui.spacing_mut().text_edit_width = room.min(280.0);
            let field = search_field(
                ui,
                "Find a student in the SIS",
                "Name, number, State ID or birth date",
                &mut self.query,
            );
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
                field.request_focus();
            }
            self.search_wish.at(ui, &field);
            if field.changed() {
                send(cx, GeneralCommand::Find(self.query.clone()));
            }
            if field.lost_focus()
                && ui.input(|i| i.key_pressed(Key::Enter))
                && let Some(card) = general.found.first().and_then(|i| card_at(session, *i))
            {
                send(cx, GeneralCommand::Select(Some(card.number.to_string())));
            }
            let all = count(general.rows.cards().len(), "row", "rows");
            weak(ui, &format!("{} of {all}", thousands(general.found.len())));
        });
        ui.add_space(2.0);
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let width = ui.available_width();
        let shown: Vec<(Shows, Column<'static>)> = COLUMNS
            .into_iter()
            .filter(|(_, _, least)| width >= *least)
            .map(|(shows, column, _)| (shows, column))
            .collect();
        let columns: Vec<Column<'static>> = shown.iter().map(|(_, c)| *c).collect();
        let found = &session.general.found;
        let (selected, anew) = self.selected(session);
        let mut spec = TableSpec::new(
            "general",
            "Rows of the General Student Table",
            &columns,
            found.len(),
        )
        .selected(selected);
        let top = std::mem::take(&mut self.to_top).then_some(0);
        spec.scroll_to = selected.filter(|_| anew).or(top);
        let at = |row: usize| found.get(row).and_then(|i| card_at(session, *i));
        let today = cx.view.today;
        let events = spec.show(
            ui,
            |row| at(row).map_or_else(String::new, |card| spoken(session, card)),
            |row, column, ui| {
                if let Some(card) = at(row)
                    && let Some((shows, _)) = shown.get(column)
                {
                    match shows {
                        Shows::Name => drop(cell_text(ui, &card.name)),
                        Shows::Number => drop(cell_text(ui, &card.number)),
                        Shows::BirthDate => match card.birth_date {
                            Some(d) => drop(cell_text(ui, &d.to_string())),
                            None => drop(cell_weak(ui, "none")),
                        },
                        Shows::School => drop(cell_text(ui, session.school_name(&card.school))),
                        Shows::StateId => match (&*card.ssid, &*card.provisional_id) {
                            ("", "") => drop(pill(ui, Tone::Warn, "No State ID")),
                            ("", id) => drop(
                                pill(ui, Tone::Warn, id)
                                    .on_hover_text("A provisional ID; the SIS has no State ID yet."),
                            ),
                            (id, _) => drop(cell_text(ui, id)),
                        },
                        Shows::Link if card.integration_idt.is_empty() => drop(cell_weak(ui, "none")),
                        Shows::Link => drop(cell_text(ui, &card.integration_idt)),
                        Shows::Seen => drop(cell_text(ui, &words::when(card.seen, today))),
                    }
                }
            },
        );
        if let Some(card) = events.select.or(events.open).and_then(at) {
            send(cx, GeneralCommand::Select(Some(card.number.to_string())));
        }
    }

    /// Where the selected row is among those found; whether it was looked for anew.
    fn selected(&mut self, session: &Session) -> (Option<usize>, bool) {
        let general = &session.general;
        let Some(sis) = &general.selected else {
            self.at = None;
            return (None, false);
        };
        let number = sis.row.record.number.as_str();
        if let Some(((generation, of), at)) = &self.at
            && *generation == general.generation
            && of == number
        {
            return (*at, false);
        }
        let at = general
            .found
            .iter()
            .position(|i| card_at(session, *i).is_some_and(|c| &*c.number == number));
        self.at = Some(((general.generation, number.to_owned()), at));
        (at, true)
    }
}

fn card_at(session: &Session, place: u32) -> Option<&Card> {
    session.general.rows.cards().get(place as usize)
}

fn spoken(session: &Session, card: &Card) -> String {
    let mut out = format!("{}, number {}", card.name, card.number);
    if let Some(d) = card.birth_date {
        out.push_str(&format!(", born {d}"));
    }
    if !card.school.is_empty() {
        out.push_str(&format!(", {}", session.school_name(&card.school)));
    }
    match (&*card.ssid, &*card.provisional_id) {
        ("", "") => out.push_str(", no State ID"),
        ("", id) => out.push_str(&format!(", provisional ID {id}")),
        (id, _) => out.push_str(&format!(", State ID {id}")),
    }
    if card.integration_idt.is_empty() {
        out.push_str(", no IntegrationIDT");
    }
    out
}

//! Two profiles side by side, field by field, with the letters marked in which they differ.

use crate::app::Session;
use crate::domain::codes::label_of;
use crate::domain::merge::marks;
use crate::domain::student::{Field, Student};
use crate::domain::text::match_key;
use crate::ui::screens::words;
use crate::ui::theme::Theme;
use crate::ui::widgets::{Weight, diff_text};
use egui::{Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo};

/// Room for the names of the fields.
const LABEL: f32 = 104.0;
/// Between two columns.
const GAP: f32 = 10.0;

/// The fields that are shown, in the order of the form.
const FIELDS: [Field; 17] = [
    Field::Number,
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::Suffix,
    Field::PreferredLastName,
    Field::PreferredFirstName,
    Field::BirthDate,
    Field::Gender,
    Field::Ssid,
    Field::ProvisionalId,
    Field::IntegrationIdt,
    Field::Enrollments,
    Field::Guardian,
    Field::Phone,
    Field::Email,
    Field::Address,
];

/// Draws them; fields that both leave blank are left out.
pub fn table(ui: &mut Ui, session: &Session, first: &Student, second: &Student) {
    let list = UiBuilder::new()
        .id_salt("fields")
        .accessibility_role(Role::List)
        .accessibility_label("The two profiles side by side");
    ui.scope_builder(list, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for field in FIELDS {
            let (a, b) = (shown(session, field, first), shown(session, field, second));
            if !a.is_empty() || !b.is_empty() {
                row(ui, label(field), &a, &b);
            }
        }
    });
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Enrollments => "School · grade",
        field => field.label(),
    }
}

/// A value as people say it: codes by their labels, the school by its name.
fn shown(session: &Session, field: Field, of: &Student) -> String {
    match field {
        Field::Gender => label_of(&session.district.rules.genders, &of.gender).to_owned(),
        Field::Enrollments => of
            .current_enrollment(session.today)
            .map_or_else(String::new, |e| {
                let mut out = words::enrollment(e, session);
                if let Some(at) = out.find(", from ") {
                    out.truncate(at);
                }
                out
            }),
        field => of.text(field),
    }
}

fn row(ui: &mut Ui, label: &str, a: &str, b: &str) {
    let theme = Theme::of(ui.ctx());
    let width = ui.available_width();
    let half = ((width - LABEL - 2.0 * GAP) / 2.0).floor();
    let same = match_key(a) == match_key(b);
    let (spans_a, spans_b) = marks(a, b);
    let one_blank = a.is_empty() || b.is_empty();
    let cell = |text: &str, spans: &[crate::domain::merge::Span]| match (text, same, one_blank) {
        ("", ..) => diff_text(ui, [("blank", false)], Weight::Weak, half),
        (text, true, _) => diff_text(ui, [(text, false)], Weight::Weak, half),
        (text, false, true) => diff_text(ui, [(text, false)], Weight::Plain, half),
        (_, false, false) => diff_text(
            ui,
            spans.iter().map(|s| (s.text.as_str(), s.differs)),
            Weight::Plain,
            half,
        ),
    };
    let (left, right) = (cell(a, &spans_a), cell(b, &spans_b));
    let name = diff_text(ui, [(label, false)], Weight::Weak, LABEL);
    let height = left.size().y.max(right.size().y).max(name.size().y) + 9.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, spoken(label, a, b, same)));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter();
    painter.hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.color.row_line),
    );
    let mut at = rect.min + Vec2::new(4.0, 4.0);
    for (galley, step) in [(name, LABEL + GAP), (left, half + GAP), (right, half)] {
        painter.galley(at, galley, theme.color.text);
        at.x += step;
    }
}

fn spoken(label: &str, a: &str, b: &str, same: bool) -> String {
    let or_blank = |t: &str| {
        if t.is_empty() {
            "blank".to_owned()
        } else {
            t.to_owned()
        }
    };
    if same {
        format!("{label}: both {}", or_blank(a))
    } else {
        format!("{label}: {} and {}", or_blank(a), or_blank(b))
    }
}

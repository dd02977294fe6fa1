//! A waterfall: how a total comes about, one bar for each thing that adds to it or takes from it.

use egui::{Color32, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2};

use super::paint;
use crate::ui::theme::{Theme, Tone};

/// Room for what is added, at the right.
const AMOUNT: f32 = 52.0;
/// The least room for the bars themselves.
const LEAST_BARS: f32 = 90.0;
/// Between the parts of a row.
const GAP: f32 = 10.0;
/// The height of a bar.
const BAR: f32 = 12.0;

/// One thing that adds to the total, or takes from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaterfallStep<'a> {
    /// What it is: "First name".
    pub label: &'a str,
    /// More about it in words: "nickname, Bob / Robert".
    pub detail: &'a str,
    /// How much it adds.
    pub amount: f32,
    /// Whether it is a rule and no comparison; it is drawn with an outline.
    pub rule: bool,
}

/// What a waterfall shows; [`Waterfall::show`] draws it.
#[derive(Clone, Copy, Debug)]
pub struct Waterfall<'a> {
    /// What assistive technology calls the list of bars.
    pub name: &'a str,
    /// What is added, in a word: "bits".
    pub unit: &'a str,
    /// What it starts from, with its label.
    pub start: (&'a str, f32),
    /// What is added one after the other.
    pub steps: &'a [WaterfallStep<'a>],
    /// What comes out, with its label.
    pub total: (&'a str, f32),
}

/// A row as it is drawn.
struct Row<'a> {
    label: &'a str,
    detail: &'a str,
    amount: f32,
    /// Where its bar begins and ends.
    from: f32,
    to: f32,
    kind: Kind,
}

/// What a row is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Start,
    Step,
    Rule,
    Total,
}

impl Waterfall<'_> {
    /// Draws it, as wide as its place. Each bar is one labelled row for a screen reader: "First name: nickname,
    /// Bob / Robert, +5.1 bits, running total −12.8".
    pub fn show(&self, ui: &mut Ui) {
        let rows = self.rows();
        let ends = || rows.iter().flat_map(|r| [r.from, r.to]);
        let low = ends().fold(0.0_f32, f32::min);
        let high = ends().fold(0.0_f32, f32::max);
        let axis = Axis {
            low,
            span: (high - low).max(1.0),
        };
        let list = UiBuilder::new()
            .id_salt(("waterfall", self.name))
            .accessibility_role(Role::List)
            .accessibility_label(self.name);
        ui.scope_builder(list, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for row in &rows {
                self.row(ui, row, axis);
            }
        });
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let mut running = self.start.1;
        let mut rows = vec![Row {
            label: self.start.0,
            detail: "",
            amount: running,
            from: 0.0,
            to: running,
            kind: Kind::Start,
        }];
        for step in self.steps {
            let from = running;
            running += step.amount;
            rows.push(Row {
                label: step.label,
                detail: step.detail,
                amount: step.amount,
                from,
                to: running,
                kind: if step.rule { Kind::Rule } else { Kind::Step },
            });
        }
        rows.push(Row {
            label: self.total.0,
            detail: "",
            amount: self.total.1,
            from: 0.0,
            to: self.total.1,
            kind: Kind::Total,
        });
        rows
    }

    fn row(&self, ui: &mut Ui, row: &Row<'_>, axis: Axis) {
        let theme = Theme::of(ui.ctx());
        let color = &theme.color;
        let width = ui.available_width();
        let words = (width * 0.5)
            .min(width - AMOUNT - LEAST_BARS - 2.0 * GAP)
            .max(80.0);
        let strong = matches!(row.kind, Kind::Start | Kind::Total) || row.kind == Kind::Rule;
        let font = if strong {
            theme.strong_font(theme.size.small + 0.5)
        } else {
            theme.font(theme.size.small + 0.5)
        };
        let label = paint::wrapped(ui, row.label, font.clone(), color.text, words);
        let small = theme.font(theme.size.small);
        let detail =
            (!row.detail.is_empty()).then(|| paint::wrapped(ui, row.detail, small, color.weak_text, words));
        let text = label.size().y + detail.as_ref().map_or(0.0, |d| d.size().y);
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, text.max(BAR) + 8.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, self.spoken(row)));
        if !ui.is_rect_visible(rect) {
            return;
        }
        let painter = ui.painter();
        if row.kind == Kind::Total {
            painter.rect_filled(rect, 3, color.accent_soft);
        }
        let line = Stroke::new(1.0, color.row_line);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
        let mut at = rect.min + Vec2::new(4.0, 4.0);
        let below = label.size().y;
        painter.galley(at, label, color.text);
        if let Some(detail) = detail {
            at.y += below;
            painter.galley(at, detail, color.weak_text);
        }
        let bars = Rect::from_min_max(
            pos2(rect.left() + words + GAP, rect.top()),
            pos2(rect.right() - AMOUNT - GAP, rect.bottom()),
        );
        let zero = axis.at(0.0, bars);
        painter.vline(zero, bars.y_range(), Stroke::new(1.0, color.control_border));
        bar(ui, &theme, row, axis, bars);
        let amount = paint::one_line(ui, &signed(row.amount), font, color.text, AMOUNT);
        let place = pos2(
            rect.right() - 4.0 - amount.size().x,
            rect.center().y - amount.size().y / 2.0,
        );
        ui.painter().galley(place, amount, color.text);
    }

    fn spoken(&self, row: &Row<'_>) -> String {
        let amount = signed(row.amount);
        let unit = self.unit;
        match row.kind {
            Kind::Start | Kind::Total => format!("{}: {amount} {unit}", row.label),
            Kind::Step | Kind::Rule => {
                let total = signed(row.to);
                let about = if row.detail.is_empty() {
                    String::new()
                } else {
                    format!("{}, ", row.detail)
                };
                format!("{}: {about}{amount} {unit}, running total {total}", row.label)
            }
        }
    }
}

/// Where the bars stand between the lowest and the highest running total.
#[derive(Clone, Copy)]
struct Axis {
    low: f32,
    span: f32,
}

impl Axis {
    fn at(self, amount: f32, bars: Rect) -> f32 {
        bars.left() + (amount - self.low) / self.span * bars.width()
    }
}

/// The bar of a row: from where the total stood to where it stands after it.
fn bar(ui: &Ui, theme: &Theme, row: &Row<'_>, axis: Axis, bars: Rect) {
    let (from, to) = (axis.at(row.from, bars), axis.at(row.to, bars));
    let middle = bars.center().y;
    let place = Rect::from_min_max(
        pos2(from.min(to), middle - BAR / 2.0),
        pos2(from.max(to).max(from.min(to) + 1.5), middle + BAR / 2.0),
    );
    let tone = match row.kind {
        Kind::Start => Tone::Neutral,
        Kind::Total => Tone::Accent,
        _ if row.amount > 0.0 => Tone::Ok,
        _ if row.amount < 0.0 => Tone::Bad,
        _ => Tone::Neutral,
    };
    let ink = theme.tone(tone).text;
    // A rule is told from a comparison by its outline, not by a colour.
    if row.kind == Kind::Rule {
        let stroke = Stroke::new(1.5, ink);
        ui.painter()
            .rect(place, 2, Color32::TRANSPARENT, stroke, StrokeKind::Inside);
    } else {
        ui.painter().rect_filled(place, 2, ink);
    }
}

/// `+5.1`, `−17.9`, `0.0`: with a real minus sign.
pub fn signed(amount: f32) -> String {
    let tenths = (amount * 10.0).round() as i64;
    let sign = match tenths {
        0 => "",
        t if t > 0 => "+",
        _ => "−",
    };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::{Harness, kittest::Queryable};

    #[test]
    fn each_bar_is_one_row_that_says_what_it_adds_and_where_the_total_stands() {
        let steps = [
            WaterfallStep {
                label: "First name",
                detail: "nickname, Bob / Robert",
                amount: 5.1,
                rule: false,
            },
            WaterfallStep {
                label: "Likely twins",
                detail: "one family",
                amount: -8.0,
                rule: true,
            },
        ];
        let mut harness = Harness::new_ui(move |ui| {
            Theme::apply(crate::ui::theme::Look::Light, 1.0, ui.ctx());
            Waterfall {
                name: "Why",
                unit: "bits",
                start: ("By chance", -17.9),
                steps: &steps,
                total: ("Total", -20.8),
            }
            .show(ui);
        });
        harness.run_steps(2);
        let said = |text: &str| {
            let rows: Vec<_> = harness.get_all_by_role(Role::ListItem).collect();
            assert_eq!(rows.len(), 4);
            harness.get_by_role_and_label(Role::ListItem, text);
        };
        said("By chance: −17.9 bits");
        said("First name: nickname, Bob / Robert, +5.1 bits, running total −12.8");
        said("Likely twins: one family, −8.0 bits, running total −20.8");
        said("Total: −20.8 bits");
    }

    #[test]
    fn amounts_have_a_sign_and_nothing_has_none() {
        assert_eq!(signed(5.12), "+5.1");
        assert_eq!(signed(-0.04), "0.0");
        assert_eq!(signed(-17.9), "−17.9");
    }
}

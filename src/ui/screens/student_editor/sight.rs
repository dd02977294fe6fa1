//! Keeps what has the keyboard in sight among the cards of the form.

use egui::style::ScrollAnimation;
use egui::{Id, Rect, Ui};

/// What had the keyboard in the frame before, and where the cards were seen.
#[derive(Default)]
pub struct Sight {
    focus: Option<Id>,
    cards: Option<Rect>,
}

impl Sight {
    /// Scrolls to what the keyboard has gone to, and to where it is when what is in sight became less or moved.
    pub fn keep(&mut self, ui: &Ui) {
        let (now, cards) = (ui.memory(|m| m.focused()), ui.clip_rect());
        let another = std::mem::replace(&mut self.focus, now) != now;
        let moved = self.cards.replace(cards) != Some(cards);
        if !another && !moved {
            return;
        }
        if let Some(response) = now.and_then(|id| ui.ctx().read_response(id))
            && response.interact_rect.height() + 0.5 < response.rect.height()
            && cards.x_range().contains(response.rect.center().x)
        {
            // With its label above and what may be said below.
            let mut place = response.rect.expand2(egui::vec2(0.0, 28.0));
            place.max.y += 28.0;
            if another {
                ui.scroll_to_rect(place, None);
            } else {
                // It was in sight before: it is so again in the next frame.
                ui.scroll_to_rect_animation(place, None, ScrollAnimation::none());
                ui.ctx().request_repaint();
            }
        }
    }
}

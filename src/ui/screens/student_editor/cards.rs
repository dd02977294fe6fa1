//! The cards of the form: names, birth date and codes, identifiers, flags, contact.

use super::parts::{area, columns, field, local_date, said_below};
use super::typing::Form;
use crate::app::{Opened, Session};
use crate::domain::codes::{Code, Ethnicity, HISPANIC, label_of};
use crate::domain::draft::{Draft, Spot};
use crate::domain::student::Field;
use crate::ui::widgets::{card, check, choice_field, weak};
use egui::Ui;

/// The name that goes to the state.
pub fn legal_name(ui: &mut Ui, form: &mut Form, opened: &Opened) {
    let fields = [
        Field::LastName,
        Field::FirstName,
        Field::MiddleName,
        Field::Suffix,
    ];
    card(
        ui,
        "Legal name",
        |ui| drop(weak(ui, "goes to the state")),
        |ui| {
            columns(ui, "legal", &[1.3, 1.2, 1.0, 0.6], 74.0, &mut |n, ui| {
                field(ui, form, opened, fields[n]);
            });
        },
    );
}

/// The name the student goes by.
pub fn preferred_name(ui: &mut Ui, form: &mut Form, opened: &Opened) {
    let fields = [Field::PreferredLastName, Field::PreferredFirstName];
    card(
        ui,
        "Preferred name",
        |ui| drop(weak(ui, "stays in the district")),
        |ui| {
            columns(ui, "preferred", &[1.0, 1.0], 150.0, &mut |n, ui| {
                field(ui, form, opened, fields[n]);
            });
        },
    );
}

/// Birth date with its proof, gender, home language, ethnicity and race.
pub fn person(ui: &mut Ui, form: &mut Form, opened: &Opened, session: &Session) {
    let rules = &session.district.rules;
    card(
        ui,
        "Birth date, gender, ethnicity, language",
        |_| {},
        |ui| {
            columns(ui, "person", &[1.0, 1.2, 1.0, 1.0], 120.0, &mut |n, ui| match n {
                0 => field(ui, form, opened, Field::BirthDate),
                1 => field(ui, form, opened, Field::BirthProof),
                2 => gender(ui, form, opened, &rules.genders),
                _ => field(ui, form, opened, Field::Language),
            });
            ui.add_space(4.0);
            weak(ui, "Ethnicity and race");
            ethnicity(ui, &mut form.draft, &rules.ethnicities);
            said_below(ui, form.problem(Spot::Field(Field::Ethnicity), opened).as_ref());
        },
    );
}

fn gender(ui: &mut Ui, form: &mut Form, opened: &Opened, codes: &[Code]) {
    let now = form.draft.text(Field::Gender).to_owned();
    let mut options = vec![("", "Not known")];
    options.extend(codes.iter().map(|c| (c.code.as_str(), c.label.as_str())));
    if !options.iter().any(|(code, _)| *code == now) {
        options.push((&now, &now));
    }
    let mut chosen = now.as_str();
    if choice_field(ui, Field::Gender.label(), &mut chosen, &options) {
        form.draft.put(Field::Gender, chosen);
    }
    said_below(ui, form.problem(Spot::Field(Field::Gender), opened).as_ref());
}

/// A check for Hispanic and one for each race, also for codes that are not in the list any more.
fn ethnicity(ui: &mut Ui, draft: &mut Draft, codes: &[Code]) {
    let mut now = Ethnicity::default();
    for part in draft.text(Field::Ethnicity).split(';').filter(|p| !p.is_empty()) {
        if part == HISPANIC {
            now.hispanic = true;
        } else {
            now.races.push(part.to_owned());
        }
    }
    let before = now.clone();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        check(ui, &mut now.hispanic, label_of(codes, HISPANIC));
        let listed = codes.iter().map(|c| c.code.as_str()).filter(|c| *c != HISPANIC);
        let other = before
            .races
            .iter()
            .map(String::as_str)
            .filter(|r| !codes.iter().any(|c| c.code == *r));
        for code in listed.chain(other) {
            let mut on = now.races.iter().any(|r| r == code);
            if check(ui, &mut on, label_of(codes, code)).changed() {
                now.races.retain(|r| r != code);
                if on {
                    now.races.push(code.to_owned());
                    now.races.sort();
                }
            }
        }
    });
    if now != before {
        draft.put(Field::Ethnicity, &now.text());
    }
}

/// The numbers, and those the student had before.
pub fn identifiers(ui: &mut Ui, form: &mut Form, opened: &Opened) {
    let fields = [
        Field::Number,
        Field::Ssid,
        Field::ProvisionalId,
        Field::IntegrationIdt,
    ];
    card(
        ui,
        "Identifiers",
        |_| {},
        |ui| {
            columns(ui, "identifiers", &[1.0, 1.0, 1.0, 1.1], 120.0, &mut |n, ui| {
                field(ui, form, opened, fields[n]);
            });
            let student = opened.student.as_deref();
            if student.is_none_or(|s| s.ssid.is_none()) {
                weak(
                    ui,
                    "Leave the SSID blank for a request file to fill it. Enter it here when you retrieved or requested it for this student by hand in the SSID System.",
                );
            }
            for former in student.iter().flat_map(|s| s.former_ids.iter().rev()) {
                weak(
                    ui,
                    &format!(
                        "Former {}: {}, until {}",
                        former.kind.label(),
                        former.value,
                        local_date(former.until)
                    ),
                );
            }
        },
    );
}

/// What keeps a student out of request files, and what staff have to know.
pub fn flags(ui: &mut Ui, form: &mut Form, opened: &Opened) {
    let each = [
        (
            Field::StateExcluded,
            "The student is not reported to the state and goes into no request file.",
        ),
        (
            Field::NoShow,
            "The student was expected and did not come, and goes into no request file.",
        ),
    ];
    card(
        ui,
        "Flags",
        |_| {},
        |ui| {
            columns(ui, "flags", &[1.0, 1.0], 220.0, &mut |n, ui| {
                let (field, sentence) = each[n];
                let mut on = form.draft.text(field) == "yes";
                if check(ui, &mut on, field.label()).changed() {
                    form.draft.put(field, if on { "yes" } else { "no" });
                }
                weak(ui, sentence);
            });
            ui.add_space(4.0);
            columns(ui, "consent", &[1.0, 2.0], 150.0, &mut |n, ui| {
                if n == 0 {
                    photo_consent(ui, form, opened);
                }
            });
            columns(ui, "protection", &[1.0, 1.0], 220.0, &mut |n, ui| {
                let field = if n == 0 { Field::Alerts } else { Field::Custody };
                area(ui, form, opened, field);
            });
        },
    );
}

/// Yes, no, or nobody was asked.
fn photo_consent(ui: &mut Ui, form: &mut Form, opened: &Opened) {
    let now = form.draft.text(Field::PhotoConsent).to_owned();
    let options = [("", "Not asked"), ("yes", "Yes"), ("no", "No")];
    let mut chosen = now.as_str();
    if choice_field(ui, Field::PhotoConsent.label(), &mut chosen, &options) {
        form.draft.put(Field::PhotoConsent, chosen);
    }
    said_below(
        ui,
        form.problem(Spot::Field(Field::PhotoConsent), opened).as_ref(),
    );
}

/// How to reach the household.
pub fn contact(ui: &mut Ui, form: &mut Form, opened: &Opened) {
    let fields = [Field::Guardian, Field::Phone, Field::Email];
    card(
        ui,
        "Contact",
        |_| {},
        |ui| {
            columns(ui, "contact", &[1.15, 0.9, 1.5], 120.0, &mut |n, ui| {
                field(ui, form, opened, fields[n]);
            });
            columns(ui, "address", &[3.0, 1.0], 120.0, &mut |n, ui| {
                let of = if n == 0 {
                    Field::Address
                } else {
                    Field::AddressFrom
                };
                field(ui, form, opened, of);
            });
        },
    );
}

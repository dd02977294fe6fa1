//! Reads and checks what was typed into each field.

use super::{CheckContext, Draft, DraftProblem, EnrollmentDraft, EnrollmentPart, Spot};
use crate::domain::codes::{Ethnicity, GRADES_SAID, find_code, parse_grade, tidy_suffix};
use crate::domain::date::{DATE_FORM, birth_date_problem, parse_date};
use crate::domain::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use crate::domain::problem::Severity;
use crate::domain::student::{Enrollment, Field, Student};
use crate::domain::text::{has_lost_letter, tidy, tidy_lines};
use chrono::NaiveDate;

impl Draft {
    /// Reads the draft into a record: `base` with every typed field replaced. What the state must be told and what
    /// identifiers went is settled by [`crate::domain::edit::settle`], not here.
    ///
    /// # Errors
    /// Every problem found, when at least one of them keeps it from being saved.
    pub fn read(
        &self,
        base: Option<&Student>,
        key: StudentKey,
        cx: &CheckContext<'_>,
    ) -> Result<(Student, Vec<DraftProblem>), Vec<DraftProblem>> {
        let mut problems = Problems(Vec::new());
        let number = match StudentNumber::parse(self.text(Field::Number)) {
            Ok(n) => Some(n),
            Err(_) if self.text(Field::Number).trim().is_empty() => {
                problems.held(Field::Number, "A student needs a student number.");
                None
            }
            Err(e) => {
                problems.held(Field::Number, &sentence(&e.to_string()));
                None
            }
        };
        let mut s = match (base, number) {
            (Some(base), n) => {
                let mut s = base.clone();
                if let Some(n) = n {
                    s.number = n;
                }
                s
            }
            (None, Some(n)) => Student::new(key, n),
            (None, None) => return Err(problems.0),
        };
        self.read_names(&mut s, cx, &mut problems);
        self.read_dates_and_codes(&mut s, cx, &mut problems);
        self.read_ids(&mut s, base, cx, &mut problems);
        for (field, place) in [
            (Field::Guardian, &mut s.guardian),
            (Field::Phone, &mut s.phone),
            (Field::Email, &mut s.email),
            (Field::Address, &mut s.address),
            (Field::BirthProof, &mut s.birth_proof),
            (Field::Language, &mut s.language),
        ] {
            *place = tidy(self.text(field));
        }
        s.alerts = tidy_lines(self.text(Field::Alerts));
        s.custody = tidy_lines(self.text(Field::Custody));
        self.read_address_from(&mut s, cx, &mut problems);
        match self.text(Field::PhotoConsent).trim() {
            "" => s.photo_consent = None,
            text => match yes_or_no(text) {
                Some(yes) => s.photo_consent = Some(yes),
                None => problems.held(Field::PhotoConsent, "Write yes or no, or leave it blank."),
            },
        }
        if !s.email.is_empty() && !s.email.contains('@') {
            problems.warn(Field::Email, "An e-mail address has an @ in it.");
        }
        for (field, place) in [
            (Field::StateExcluded, &mut s.state_excluded),
            (Field::NoShow, &mut s.no_show),
        ] {
            match yes_or_no(self.text(field)) {
                Some(yes) => *place = yes,
                None => problems.held(field, "Write yes or no."),
            }
        }
        s.enrollments = self.read_enrollments(base, cx, &mut problems);
        if problems.0.iter().any(|p| p.severity >= Severity::Held) {
            Err(problems.0)
        } else {
            Ok((s, problems.0))
        }
    }

    fn read_names(&self, s: &mut Student, cx: &CheckContext<'_>, problems: &mut Problems) {
        for (field, place) in [
            (Field::LastName, &mut s.last_name),
            (Field::FirstName, &mut s.first_name),
            (Field::MiddleName, &mut s.middle_name),
            (Field::PreferredLastName, &mut s.preferred_last_name),
            (Field::PreferredFirstName, &mut s.preferred_first_name),
        ] {
            let name = tidy(self.text(field));
            if has_lost_letter(&name) {
                problems.held(
                    field,
                    "A letter of this name was lost on the way (“?” or “\u{FFFD}”). Write the name as it is.",
                );
            } else if name.chars().any(|c| c.is_ascii_digit()) {
                problems.warn(field, "A name with a digit in it is unusual.");
            } else if name.chars().count() > 100 {
                problems.warn(field, "The state takes at most 100 letters of a name.");
            } else if !cx.from_file && field != Field::MiddleName && *place != name && all_caps(&name) {
                problems.warn(field, "This name is all in capital letters.");
            }
            *place = name;
        }
        s.suffix = tidy_suffix(self.text(Field::Suffix));
        if s.last_name.is_empty() && s.first_name.is_empty() {
            problems.held(
                Field::LastName,
                "A student needs at least a last or a first name.",
            );
        }
    }

    fn read_dates_and_codes(&self, s: &mut Student, cx: &CheckContext<'_>, problems: &mut Problems) {
        let text = self.text(Field::BirthDate);
        s.birth_date = if text.trim().is_empty() {
            None
        } else {
            match read_day(text, cx) {
                Ok((day, note)) => {
                    if let Some(message) = birth_date_problem(day, cx.today) {
                        problems.held(Field::BirthDate, &message);
                    } else if let Some(note) = note {
                        problems.warn(Field::BirthDate, &note);
                    }
                    Some(day)
                }
                Err(message) => {
                    problems.held(Field::BirthDate, &format!("{message} Write {DATE_FORM}."));
                    s.birth_date
                }
            }
        };
        let text = self.text(Field::Gender);
        if text.trim().is_empty() {
            s.gender.clear();
        } else if let Some(code) = find_code(&cx.rules.genders, text) {
            s.gender = code.to_owned();
        } else if *text != s.gender {
            problems.held(
                Field::Gender,
                &format!("“{}” is not in the list of genders (Settings).", text.trim()),
            );
        }
        let text = self.text(Field::Ethnicity);
        if *text != s.ethnicity.text() {
            match Ethnicity::parse(text, &cx.rules.ethnicities) {
                Ok(e) => s.ethnicity = e,
                Err(part) => problems.held(
                    Field::Ethnicity,
                    &format!("“{part}” is not in the list of ethnicities (Settings)."),
                ),
            }
        }
    }

    fn read_address_from(&self, s: &mut Student, cx: &CheckContext<'_>, problems: &mut Problems) {
        let text = self.text(Field::AddressFrom);
        s.address_from = match text.trim() {
            "" => None,
            text => match read_day(text, cx) {
                Ok((day, _)) => Some(day),
                Err(message) => {
                    problems.held(Field::AddressFrom, &format!("{message} Write {DATE_FORM}."));
                    s.address_from
                }
            },
        };
    }

    fn read_ids(
        &self,
        s: &mut Student,
        base: Option<&Student>,
        cx: &CheckContext<'_>,
        problems: &mut Problems,
    ) {
        let text = self.text(Field::Ssid).trim();
        s.provisional_id = tidy(self.text(Field::ProvisionalId));
        if s.provisional_id.chars().count() > 30 {
            problems.held(
                Field::ProvisionalId,
                "A provisional ID has at most 30 characters.",
            );
        }
        s.ssid = if text.is_empty() {
            None
        } else if cx.rules.is_provisional(text) {
            let real = base.and_then(|b| b.ssid.as_ref());
            if let Some(real) = real.filter(|r| r.as_str() != text) {
                problems.held(
                    Field::Ssid,
                    &format!("“{text}” is a provisional ID; it never takes the place of SSID {real}."),
                );
            }
            s.provisional_id = text.to_owned();
            None
        } else {
            match Ssid::parse(text) {
                Ok(ssid) => {
                    let changed = base.is_none_or(|b| b.ssid.as_ref() != Some(&ssid));
                    if changed && ssid.is_nothing() {
                        problems.held(
                            Field::Ssid,
                            &format!("“{ssid}” stands for no number. Leave the SSID blank until the state has given one."),
                        );
                    }
                    if let Some(n) = cx.rules.ssid_digits
                        && changed
                        && ssid.digits() != usize::from(n)
                    {
                        problems.warn(
                            Field::Ssid,
                            &format!("This SSID has {} digits; SSIDs usually have {n}.", ssid.digits()),
                        );
                    }
                    Some(ssid)
                }
                Err(e) => {
                    problems.held(Field::Ssid, &sentence(&e.to_string()));
                    s.ssid.clone()
                }
            }
        };
        let assigned = s.ssid.is_some() && base.is_none_or(|b| b.ssid.is_none());
        if assigned {
            // The state's number has come: what stood in for it goes to the former identifiers.
            s.provisional_id.clear();
        }
        s.integration_idt = tidy(self.text(Field::IntegrationIdt));
        if s.integration_idt.chars().count() > 60 {
            problems.held(
                Field::IntegrationIdt,
                "An IntegrationIDT has at most 60 characters.",
            );
        }
    }

    fn read_enrollments(
        &self,
        base: Option<&Student>,
        cx: &CheckContext<'_>,
        problems: &mut Problems,
    ) -> Vec<Enrollment> {
        let mut out = Vec::with_capacity(self.enrollments.len());
        for (i, typed) in self.enrollments.iter().enumerate() {
            if *typed == EnrollmentDraft::default() {
                continue;
            }
            let mut held = |part, message: &str| {
                problems.0.push(DraftProblem {
                    spot: Spot::Enrollment(i, part),
                    severity: Severity::Held,
                    message: message.to_owned(),
                });
            };
            let known = base.is_some_and(|b| b.enrollments.iter().any(|e| e.school.as_str() == typed.school));
            let school = match SchoolCode::parse(&typed.school) {
                Ok(s) if cx.schools.contains(&s) || known => Some(s),
                Ok(s) => {
                    held(
                        EnrollmentPart::School,
                        &format!("No school of this district has the number {s}."),
                    );
                    None
                }
                Err(_) => {
                    held(EnrollmentPart::School, "An enrollment needs a school.");
                    None
                }
            };
            let grade = if typed.grade.trim().is_empty() {
                ""
            } else {
                parse_grade(&typed.grade).unwrap_or_else(|| {
                    let a_day = |c: char| c.is_ascii_alphanumeric();
                    let hint = if typed
                        .grade
                        .trim()
                        .split_once('-')
                        .is_some_and(|(a, _)| a.contains(a_day))
                    {
                        " A spreadsheet may have made a date of it."
                    } else {
                        ""
                    };
                    held(
                        EnrollmentPart::Grade,
                        &format!("“{}” is not a grade ({GRADES_SAID}).{hint}", typed.grade.trim()),
                    );
                    ""
                })
            };
            let mut day = |part, text: &str| match text.trim() {
                "" => None,
                t => read_day(t, cx)
                    .map(|d| d.0)
                    .map_err(|m| held(part, &format!("{m} Write {DATE_FORM}.")))
                    .ok(),
            };
            let entry = day(EnrollmentPart::Entry, &typed.entry);
            let exit = day(EnrollmentPart::Exit, &typed.exit);
            if let (Some(a), Some(b)) = (entry, exit)
                && b < a
            {
                held(EnrollmentPart::Exit, "The exit date lies before the entry date.");
            }
            if let Some(school) = school {
                out.push(Enrollment {
                    school,
                    grade: grade.to_owned(),
                    entry,
                    exit,
                });
            }
        }
        out
    }
}

struct Problems(Vec<DraftProblem>);

impl Problems {
    fn push(&mut self, field: Field, severity: Severity, message: &str) {
        self.0.push(DraftProblem {
            spot: Spot::Field(field),
            severity,
            message: message.to_owned(),
        });
    }
    fn held(&mut self, field: Field, message: &str) {
        self.push(field, Severity::Held, message);
    }
    fn warn(&mut self, field: Field, message: &str) {
        self.push(field, Severity::Warning, message);
    }
}

/// A day, with what is to be said about how it was read. Only files may use the forms that need saying.
fn read_day(text: &str, cx: &CheckContext<'_>) -> Result<(NaiveDate, Option<String>), String> {
    let read = parse_date(text)?;
    match read.note {
        Some(_) if !cx.from_file => Err("This is not a date.".into()),
        note => Ok((read.day, note)),
    }
}

fn all_caps(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() > 3 && !name.chars().any(char::is_lowercase)
}

/// What a yes or no means, in one of its forms; blank is no.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" => Some(true),
        "" | "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn sentence(text: &str) -> String {
    format!("{text}.")
}

//! Profiles marked with a D whose Target is imported: six pairs that are ready to be merged, each to show something.

use super::rows::Paper;
use super::{Child, Making};
use crate::domain::missing::Cause;
use crate::domain::program::{EventKind, Program};
use crate::sample::plan::{ASPEN, BEAR_RIVER, CEDAR};

/// Maria Elena Nuñez as the SIS has her.
const NUNEZ: Child = Child {
    last: "Nuñez",
    first: "Maria Elena",
    gender: "F",
    born: (12, 12, 3),
    race: "C",
    hispanic: true,
    guardian: "Elena Ortiz",
    phone: "(334) 555-0142",
    address: "418 Box Elder Lane, Bear Hollow, UT",
    language: "Spanish",
};

pub(super) fn make(m: &mut Making<'_>) {
    // A district without room for a pair goes without it.
    let _ = nunez(m);
    let _ = migrated(m);
    let _ = same_documents(m);
    let _ = provisional(m);
    let _ = two_open_plans(m);
    let _ = two_state_ids(m);
}

/// The pair of the pictures: a compound last name, a nickname, and day and month of the birth date swapped. A person
/// decides the birth date; everything else is settled by policy.
fn nunez(m: &mut Making<'_>) -> Option<()> {
    let at = m.target(BEAR_RIVER, 6, "104417")?;
    m.rename(at, &NUNEZ);
    let target = m.students[at].key;
    let mut s = m.duplicate_of(at);
    s.last_name = "Nuñez-Ortiz".into();
    s.first_name = "Mariela".into();
    s.birth_date = Some(m.day(12, 3, 12));
    s.provisional_id = "P-0091823".into();
    s.missing_cause = Some(Cause::TransferEnvelope);
    s.enrollments = vec![m.year_at(ASPEN, 5, 1)];
    s.photo_consent = Some(false);
    let source = m.place(s)?;
    let program = Program::SpecialEducation;
    let day = m.past(2, 9, 3);
    let why = "Speech or language impairment";
    m.event(source, program, EventKind::Eligibility, day, why);
    let span = (m.past(1, 9, 15), m.day(0, 9, 14));
    m.plan(source, program, span, None, "D. Ruiz");
    let due = m.day(-1, 9, 3);
    m.event(source, program, EventKind::ReevaluationDue, due, "");
    for (years, month, title, kind) in [
        (2, 6, "Referral from the sending district", "Referral"),
        (2, 7, "Consent for evaluation", "Consent"),
        (2, 8, "Speech and language evaluation", "Evaluation report"),
        (2, 9, "Eligibility report", "Eligibility report"),
        (1, 9, "IEP of the sending district", "IEP"),
        (0, 2, "Progress report", "Progress report"),
        (0, 6, "Transfer envelope, cover sheet", "Transfer record"),
    ] {
        let day = m.past(years, month, 3);
        m.own_paper(source, day, title, kind);
    }
    let day = m.past(0, 8, 12);
    let text = "Envelope received before the family had enrolled at the school.";
    m.note(source, "D. Ruiz", day, text);
    m.guardian(source, "Elena Ortiz", "Mother", "(334) 555-0142");
    let span = (m.past(0, 8, 20), m.day(-1, 8, 19));
    m.plan(target, Program::Section504, span, None, "S. Petersen");
    m.own_paper(target, span.0, "504 plan", "504 plan");
    m.guardian(target, "Elena Ortiz", "Mother", "(334) 555-0142");
    Some(())
}

/// No conflict: an inactive student of the migration, back at Cedar High after three years, with the State ID known to
/// both profiles and a former address.
fn migrated(m: &mut Making<'_>) -> Option<()> {
    let at = m.target(CEDAR, 10, "")?;
    let mut s = m.duplicate_of(at);
    s.ssid.clone_from(&m.students[at].ssid);
    s.missing_cause = Some(Cause::Migrated);
    s.address = "77 Old Mill Road, Cedar Flat, UT".into();
    s.enrollments = vec![m.year_at(BEAR_RIVER, 6, 4), m.year_at(BEAR_RIVER, 7, 3)];
    let source = m.place(s)?;
    m.special_education(source, (6, 3), false, "M. Albright");
    for years in [6, 5, 4, 3] {
        let day = m.past(years, 9, 15);
        m.own_paper(source, day, "IEP", "IEP");
    }
    let day = m.past(3, 5, 28);
    let text = "Family moves; records kept for the next district.";
    m.note(source, "M. Albright", day, text);
    Some(())
}

/// No conflict: one file is kept in both profiles under two titles, and two different files have the same name.
fn same_documents(m: &mut Making<'_>) -> Option<()> {
    let at = m.target(ASPEN, 4, "")?;
    let target = m.students[at].key;
    let mut s = m.duplicate_of(at);
    s.added_by_hand = true;
    s.alerts = "Peanut allergy; pen in the office.".into();
    let source = m.place(s)?;
    let program = Program::Rti;
    let day = m.past(1, 10, 6);
    m.event(source, program, EventKind::Referral, day, "Reading, tier 2");
    let span = (m.past(1, 10, 20), m.day(0, 10, 19));
    m.plan(source, program, span, None, "S. Petersen");
    let day = m.past(0, 1, 15);
    m.event(source, program, EventKind::Review, day, "On track");
    let signed = m.past(0, 8, 24);
    for (owner, title, file) in [
        (source, "Consent for screening", "consent.pdf"),
        (target, "Signed consent (scan)", "scan_0032.pdf"),
    ] {
        let text = "Consent for screening, signed by the parent";
        let paper = Paper {
            title,
            kind: "Consent",
            file,
            text,
        };
        m.paper(owner, signed, &paper);
    }
    for (owner, text) in [
        (source, "Seat in front. Directions read aloud."),
        (
            target,
            "Seat in front. Directions read aloud. More time for tests.",
        ),
    ] {
        let paper = Paper {
            title: "Accommodations",
            kind: "Accommodations",
            file: "accommodations.pdf",
            text,
        };
        m.paper(owner, signed, &paper);
    }
    Some(())
}

/// No conflict: a provisional ID from before the enrollment was complete.
fn provisional(m: &mut Making<'_>) -> Option<()> {
    let at = m.target(ASPEN, 1, "")?;
    let mut s = m.duplicate_of(at);
    s.provisional_id = "P-0091702".into();
    s.birth_proof = "Birth certificate".into();
    s.language = "Spanish".into();
    let source = m.place(s)?;
    let day = m.past(0, 8, 10);
    m.event(
        source,
        Program::EnglishLearner,
        EventKind::Eligibility,
        day,
        "WIDA screener 2.4",
    );
    let span = (m.past(0, 8, 17), m.day(-1, 6, 3));
    m.plan(source, Program::EnglishLearner, span, None, "L. Tolman");
    m.own_paper(source, day, "Home language survey", "Survey");
    Some(())
}

/// Both profiles have an open IEP: a person says which stays open.
fn two_open_plans(m: &mut Making<'_>) -> Option<()> {
    let at = m.target(BEAR_RIVER, 8, "")?;
    let target = m.students[at].key;
    let mut s = m.duplicate_of(at);
    s.missing_cause = Some(Cause::TransferEnvelope);
    s.custody = "Both parents have joint custody (order of the district court, on file).".into();
    s.enrollments = vec![m.year_at(BEAR_RIVER, 7, 1)];
    let source = m.place(s)?;
    m.special_education(source, (2, 1), true, "M. Albright");
    let program = Program::SpecialEducation;
    let span = (m.past(0, 10, 5), m.day(-1, 10, 4));
    m.plan(target, program, span, None, "D. Ruiz");
    for (owner, years, title) in [(source, 1, "IEP of the sending district"), (target, 0, "IEP")] {
        let day = m.past(years, 9, 15);
        m.own_paper(owner, day, title, "IEP");
    }
    Some(())
}

/// Two different State IDs, both from the state: a person finds out which one the state keeps.
fn two_state_ids(m: &mut Making<'_>) -> Option<()> {
    let at = m.target(CEDAR, 11, "")?;
    let mut s = m.duplicate_of(at);
    s.ssid = m.state_id();
    s.missing_cause = Some(Cause::Migrated);
    s.enrollments = vec![m.year_at(BEAR_RIVER, 7, 4)];
    m.known_at_the_state(&s);
    let source = m.place(s)?;
    m.special_education(source, (7, 4), false, "L. Tolman");
    let day = m.past(5, 2, 9);
    m.own_paper(source, day, "Psychological evaluation", "Evaluation report");
    Some(())
}

//! Profiles that are not integrated and not ready to be merged: each waits for something else.

use super::{Child, Making, marked};
use crate::domain::missing::Cause;
use crate::domain::program::{EventKind, Program};
use crate::sample::plan::{ASPEN, BEAR_RIVER, CEDAR};

const HILL: Child = Child {
    last: "Hill",
    first: "Jaxon",
    gender: "M",
    born: (9, 5, 21),
    race: "C",
    hispanic: false,
    guardian: "Dana Hill",
    phone: "(334) 555-0117",
    address: "1203 Meadowlark Drive, Cedar Flat, UT",
    language: "English",
};
const TRAN: Child = Child {
    last: "Tran",
    first: "Bảo",
    gender: "M",
    born: (7, 1, 30),
    race: "A",
    hispanic: false,
    guardian: "Hạnh Trần",
    phone: "(205) 555-0163",
    address: "52 Quail Run Circle, Bear Hollow, UT",
    language: "Vietnamese",
};
pub(super) const WHITEHORSE: Child = Child {
    last: "Whitehorse",
    first: "Kai",
    gender: "M",
    born: (16, 10, 8),
    race: "I",
    hispanic: false,
    guardian: "Lorena Whitehorse",
    phone: "(435) 555-0108",
    address: "900 N 400 W, Red Gate, UT",
    language: "Navajo",
};
pub(super) const YOUNG: Child = Child {
    last: "Young",
    first: "Ava",
    gender: "F",
    born: (8, 2, 17),
    race: "C",
    hispanic: false,
    guardian: "Rachel Young",
    phone: "(385) 555-0171",
    address: "336 S 200 E, Aspen Bench, UT",
    language: "English",
};
const WALKER: Child = Child {
    last: "Walker",
    first: "Imani",
    gender: "F",
    born: (13, 7, 2),
    race: "B",
    hispanic: false,
    guardian: "Denise Walker",
    phone: "(205) 555-0129",
    address: "61 Magnolia Way, Sego Wells, UT",
    language: "English",
};
const RAMIREZ: Child = Child {
    last: "Ramírez",
    first: "Diego",
    gender: "M",
    born: (16, 11, 26),
    race: "C",
    hispanic: true,
    guardian: "Marta Ramírez",
    phone: "(385) 555-0134",
    address: "2210 Canyon View Drive, Cedar Flat, UT",
    language: "Spanish",
};
const JOHNSON: Child = Child {
    last: "Johnson",
    first: "Malik",
    gender: "M",
    born: (6, 4, 12),
    race: "B",
    hispanic: false,
    guardian: "Tasha Johnson",
    phone: "(334) 555-0186",
    address: "745 Orchard Lane, Cedar Flat, UT",
    language: "English",
};
/// Another child of nearly the same name and birth date as Maria Elena Nuñez.
const MARISOL: Child = Child {
    last: "Nunez",
    first: "Marisol",
    gender: "F",
    born: (12, 12, 13),
    race: "C",
    hispanic: true,
    guardian: "Jorge Nunez",
    phone: "(801) 555-0155",
    address: "15 Pioneer Road, Aspen Bench, UT",
    language: "Spanish",
};

pub(super) fn make(m: &mut Making<'_>) {
    // A district without room for a profile goes without it.
    let _ = hill(m);
    let _ = tran(m);
    let _ = walker(m);
    let _ = ramirez(m);
    let _ = johnson(m);
    let _ = whitehorse(m);
    let _ = young(m);
    if !m.in_sis.is_empty() {
        let (ssid, at) = (m.state_id(), m.now_at(BEAR_RIVER, 6));
        m.enroll_in_sis("103871", &MARISOL, ssid, at);
    }
}

/// Added by hand and not marked; the SIS has the child under another number, by name and birth date.
fn hill(m: &mut Making<'_>) -> Option<()> {
    let mut s = m.child("103610", &HILL);
    s.added_by_hand = true;
    let key = m.place(s)?;
    let (ssid, at) = (m.state_id(), m.now_at(ASPEN, 4));
    m.enroll_in_sis("103902", &HILL, ssid, at);
    let day = m.past(0, 9, 28);
    m.event(
        key,
        Program::Gifted,
        EventKind::Referral,
        day,
        "By the classroom teacher",
    );
    let text = "Added so that the referral could be entered.";
    m.note(key, "S. Petersen", day, text);
    Some(())
}

/// A provisional ID, not marked; the SIS has the child under the same number and with a State ID by now.
fn tran(m: &mut Making<'_>) -> Option<()> {
    let mut s = m.child("103388", &TRAN);
    s.provisional_id = "P-0091877".into();
    let key = m.place(s)?;
    let (ssid, at) = (m.state_id(), m.now_at(ASPEN, 2));
    m.enroll_in_sis("103388", &TRAN, ssid, at);
    let day = m.past(0, 9, 1);
    m.event(
        key,
        Program::EnglishLearner,
        EventKind::Referral,
        day,
        "Home language survey",
    );
    m.own_paper(key, day, "Home language survey", "Survey");
    Some(())
}

/// Two profiles of one child, and neither linked: the older is marked, the newer was typed by hand where the row of the
/// General Student Table should have been imported. As a Target it is blocked until that is done.
fn walker(m: &mut Making<'_>) -> Option<()> {
    let mut old = m.child("103502", &WALKER);
    old.number = marked("103502");
    old.duplicate = true;
    old.missing_cause = Some(Cause::TransferEnvelope);
    old.enrollments = vec![m.year_at(BEAR_RIVER, 7, 1)];
    let old = m.place(old)?;
    let mut new = m.child("103502", &WALKER);
    new.added_by_hand = true;
    let new = m.place(new)?;
    let (ssid, at) = (m.state_id(), m.now_at(BEAR_RIVER, 8));
    m.enroll_in_sis("103502", &WALKER, ssid, at);
    m.special_education(old, (2, 1), true, "L. Tolman");
    let day = m.past(1, 9, 15);
    m.own_paper(old, day, "IEP of the sending district", "IEP");
    let day = m.past(0, 8, 21);
    m.note(new, "D. Ruiz", day, "Typed from the registration form.");
    Some(())
}

/// The D stands before the wrong number: the profile that was imported from the SIS has it, and the history lies in the
/// one that is not linked. Both know the State ID.
fn ramirez(m: &mut Making<'_>) -> Option<()> {
    let ssid = m.state_id();
    let mut old = m.child("103555", &RAMIREZ);
    old.ssid.clone_from(&ssid);
    old.missing_cause = Some(Cause::Migrated);
    old.enrollments = vec![m.year_at(CEDAR, 9, 1)];
    let old = m.place(old)?;
    m.special_education(old, (5, 1), false, "M. Albright");
    let day = m.past(2, 9, 15);
    m.own_paper(old, day, "IEP", "IEP");
    let mut new = m.child("103556", &RAMIREZ);
    new.number = marked("103556");
    new.duplicate = true;
    new.ssid = ssid;
    new.integration_idt = m.link();
    new.enrollments = vec![m.now_at(CEDAR, 10)];
    m.known_at_the_state(&new);
    m.place(new)?;
    Some(())
}

/// Linked, and still with a provisional ID: the SIS has no State ID for the child yet.
fn johnson(m: &mut Making<'_>) -> Option<()> {
    let at = m.now_at(ASPEN, 1);
    let row = m.enroll_in_sis("103733", &JOHNSON, None, at);
    let provisional = "P-0091790";
    if let Some(row) = m.in_sis.last_mut() {
        row.provisional_id = provisional.into();
    }
    let mut s = m.child("103733", &JOHNSON);
    s.provisional_id = provisional.into();
    s.integration_idt = row.integration_idt;
    let key = m.place(s)?;
    let span = (m.past(0, 9, 9), m.day(-1, 9, 8));
    m.plan(key, Program::Section504, span, None, "S. Petersen");
    m.own_paper(key, span.0, "504 plan", "504 plan");
    Some(())
}

/// From the migration, active again, marked; not in the SIS yet.
fn whitehorse(m: &mut Making<'_>) -> Option<()> {
    let mut s = m.child("103120", &WHITEHORSE);
    s.number = marked("103120");
    s.duplicate = true;
    s.missing_cause = Some(Cause::Migrated);
    s.enrollments = vec![m.year_at(BEAR_RIVER, 6, 4), m.year_at(BEAR_RIVER, 7, 3)];
    let key = m.place(s)?;
    m.special_education(key, (7, 3), false, "M. Albright");
    for years in [7, 6, 5, 4, 3] {
        let day = m.past(years, 9, 15);
        m.own_paper(key, day, "IEP", "IEP");
    }
    Some(())
}

/// A no-show at the start of the school year who is to come after all; not marked, and not in the SIS yet.
fn young(m: &mut Making<'_>) -> Option<()> {
    let mut s = m.child("103122", &YOUNG);
    s.no_show = true;
    s.enrollments = vec![m.year_at(ASPEN, 2, 1)];
    let key = m.place_absent(s)?;
    let span = (m.past(1, 9, 1), m.day(0, 8, 31));
    let day = m.past(0, 8, 31);
    m.plan(key, Program::Section504, span, Some(day), "S. Petersen");
    m.note(
        key,
        "S. Petersen",
        day,
        "Did not come on the first day; family could not be reached.",
    );
    Some(())
}

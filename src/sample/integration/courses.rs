//! Program data of ordinary students, so that the Student Editor has something to show.

use super::super::Makings;
use super::super::plan::Fate;
use super::Making;
use crate::domain::ids::StudentKey;
use crate::domain::program::{EventKind, Program};
use chrono::Days;

/// So many students of a district of the usual size have program data.
const STUDENTS: usize = 60;
/// Who leads the plans.
const MANAGERS: [&str; 4] = ["D. Ruiz", "M. Albright", "S. Petersen", "L. Tolman"];

pub(super) fn make(m: &mut Making<'_>, makings: &Makings) {
    let enrolled: Vec<usize> = makings
        .slots
        .iter()
        .enumerate()
        .filter(|(i, slot)| {
            let s = &m.students[*i];
            slot.fate == Fate::Active && slot.grade > 0 && !s.integration_idt.is_empty()
        })
        .map(|(i, _)| i)
        .collect();
    let wanted = m.plan.scaled(STUDENTS);
    if wanted == 0 {
        return;
    }
    let step = (enrolled.len() / wanted).max(1);
    let owned: std::collections::HashSet<StudentKey> = m.out.rows.iter().map(|r| r.0).collect();
    let chosen = enrolled.into_iter().step_by(step).take(wanted);
    for (turn, i) in chosen.enumerate() {
        // The pairs to be merged have what they are to show.
        if !owned.contains(&m.students[i].key) {
            one(m, i, turn);
        }
    }
}

fn one(m: &mut Making<'_>, i: usize, turn: usize) {
    let key = m.students[i].key;
    let manager = MANAGERS[turn / 10 % MANAGERS.len()];
    let (name, phone) = (m.students[i].guardian.clone(), m.students[i].phone.clone());
    if turn.is_multiple_of(2) {
        m.guardian(key, &name, "Parent", &phone);
    }
    m.students[i].photo_consent = Some(!turn.is_multiple_of(7));
    match turn % 10 {
        0 => {
            m.special_education(key, (2, 0), true, manager);
            let day = m.past(0, 9, 15);
            m.own_paper(key, day, "IEP", "IEP");
        }
        1 => {
            let span = (m.past(0, 9, 2), m.day(-1, 9, 1));
            m.plan(key, Program::Section504, span, None, manager);
            m.own_paper(key, span.0, "504 plan", "504 plan");
        }
        2 => english_learner(m, i, manager),
        3 => {
            let day = m.past(1, 4, 17);
            m.event(
                key,
                Program::Gifted,
                EventKind::Eligibility,
                day,
                "Matrix, above the 97th percentile",
            );
            let span = (m.past(0, 8, 24), m.day(-1, 6, 3));
            m.plan(key, Program::Gifted, span, None, manager);
        }
        4 => {
            let day = m.past(0, 9, 22);
            m.event(key, Program::Rti, EventKind::Referral, day, "Mathematics, tier 2");
            let span = (day, m.day(-1, 1, 31));
            m.plan(key, Program::Rti, span, None, manager);
        }
        5 => due_for_re_evaluation(m, key, manager, turn == 5),
        6 => {
            let day = m.past(0, 10, 14);
            m.note(key, manager, day, "Parent asks for a call before each meeting.");
        }
        7 => {
            m.students[i].alerts = "Asthma; inhaler in the office.".into();
            m.students[i].custody = "Mother picks up on weekdays (order on file).".into();
            m.guardian(key, &name, "Emergency contact", &phone);
        }
        8 => {
            let span = (m.past(1, 9, 2), m.day(0, 9, 1));
            let closed = m.past(0, 9, 1);
            m.plan(key, Program::Section504, span, Some(closed), manager);
            let day = m.past(0, 9, 1);
            m.event(key, Program::Section504, EventKind::Exit, day, "No longer needed");
        }
        _ => {
            m.special_education(key, (1, 0), true, manager);
            let day = m.past(1, 9, 3);
            m.own_paper(key, day, "Eligibility report", "Eligibility report");
        }
    }
}

fn english_learner(m: &mut Making<'_>, i: usize, manager: &str) {
    let s = &mut m.students[i];
    s.language = if s.ethnicity.hispanic { "Spanish" } else { "Tongan" }.into();
    let key = s.key;
    let day = m.past(1, 8, 27);
    m.event(
        key,
        Program::EnglishLearner,
        EventKind::Eligibility,
        day,
        "WIDA screener 3.1",
    );
    let span = (m.past(0, 8, 24), m.day(-1, 6, 3));
    m.plan(key, Program::EnglishLearner, span, None, manager);
}

/// The three years are nearly over; for one student they are over.
fn due_for_re_evaluation(m: &mut Making<'_>, key: StudentKey, manager: &str, overdue: bool) {
    let program = Program::SpecialEducation;
    let today = m.plan.today;
    let days = Days::new(40);
    let due = if overdue {
        today.checked_sub_days(days)
    } else {
        today.checked_add_days(days)
    };
    let day = m.past(3, 9, 29);
    m.event(
        key,
        program,
        EventKind::Eligibility,
        day,
        "Other health impairment",
    );
    let span = (m.past(0, 9, 15), m.day(-1, 9, 14));
    m.plan(key, program, span, None, manager);
    m.event(key, program, EventKind::ReevaluationDue, due.unwrap_or(today), "");
}

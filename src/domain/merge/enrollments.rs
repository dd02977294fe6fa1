//! Enrollments of two profiles: one counts today, the past ones of both are united by school and entry date.

use super::line::{Case, Pair, Ruling, preferred};
use super::{Group, Key, Line, Prefer, Side, Status, Take, TakeKind};
use crate::domain::codes::year_of_grade;
use crate::domain::ids::SchoolCode;
use crate::domain::student::{Enrollment, Student};
use chrono::NaiveDate;
use std::collections::HashMap;

type At<'a> = (&'a SchoolCode, Option<NaiveDate>);

fn at(e: &Enrollment) -> At<'_> {
    (&e.school, e.entry)
}

/// A profile's enrollments: the one that runs or is about to, and all others in the order of time.
struct Split {
    current: Option<Enrollment>,
    others: Vec<Enrollment>,
}

fn split(student: &Student, today: NaiveDate) -> Split {
    let mut others = student.enrollments.clone();
    let current = student
        .current_enrollment(today)
        .filter(|e| e.not_ended_by(today))
        .and_then(|e| others.iter().position(|o| o == e))
        .map(|place| others.remove(place));
    sort(&mut others);
    Split { current, others }
}

fn sort(list: &mut [Enrollment]) {
    list.sort_by(|a, b| (a.entry, &a.school, a.exit, &a.grade).cmp(&(b.entry, &b.school, b.exit, &b.grade)));
}

/// Both lines of Enrollment, put into the survivor.
pub(super) fn enrollments(pair: &Pair<'_>, survivor: &mut Student) -> [Line; 2] {
    let today = pair.cx.today;
    let mut source = split(&pair.source.student, today);
    let target = split(&pair.target.student, today);
    // The Target knows that the student left again what the Source has as running: then it is past.
    if let Some(e) = source
        .current
        .take_if(|e| target.others.iter().any(|t| at(t) == at(e) && t.exit.is_some()))
    {
        source.others.push(e);
        sort(&mut source.others);
    }
    let mut current =
        current_case(pair, source.current.as_ref(), target.current.as_ref()).settle(pair.choices);
    let mut past = past_case(pair, &source.others, &target.others).settle(pair.choices);

    let (first, mut ended) = match (&current.take, source.current, target.current) {
        (_, None, t) => (t.into_iter().collect(), None),
        (_, s, None) => (s.into_iter().collect(), None),
        (Some(Take::Both), Some(s), Some(t)) => (vec![t, s], None),
        (Some(Take::Source), Some(s), Some(t)) => won(s, t, &mut current.why),
        (Some(_), Some(s), Some(t)) => won(t, s, &mut current.why),
        (None, _, Some(t)) => (vec![t], None),
    };
    let winners = first.len();
    let mut list = first;
    if let Some(e) = &ended
        && list
            .iter()
            .chain(&target.others)
            .chain(&source.others)
            .any(|o| at(o) == at(e))
    {
        ended = None;
    }
    let takes_source = matches!(past.take, Some(Take::Both | Take::Source));
    let theirs = if takes_source {
        source.others.as_slice()
    } else {
        &[]
    };
    let counts = |e: &Enrollment| list.iter().any(|w| at(w) == at(e));
    if theirs.iter().chain(&target.others).any(counts) {
        past.why = "One that a profile has as ended is the enrollment that counts today; that stands.".into();
        if !past.chosen && past.take.is_some() {
            past.status = Status::Policy;
        }
    }
    list = unite(list, &target.others, theirs);
    if let Some(e) = ended {
        let note = format!(
            "The enrollment at {} that no longer counts ends the day before the other begins.",
            e.school
        );
        past.why = if past.status == Status::Same {
            past.status = Status::Policy;
            note
        } else {
            format!("{} {note}", past.why)
        };
        list.push(e);
    }
    if current.take.is_some() {
        let each: Vec<String> = list[..winners].iter().map(current_text).collect();
        current.merged = Some(each.join("\n"));
    }
    let mut others = list[winners..].to_vec();
    sort(&mut others);
    if past.take.is_some() {
        past.merged = Some(lines(&others));
    }
    sort(&mut list);
    let mut before = pair.target.student.enrollments.clone();
    sort(&mut before);
    if list != before {
        survivor.enrollments = list;
    }
    [current, past]
}

/// The enrollment that counts, and what becomes of the other one: united with it where both are one, a past one where
/// it began before, nothing where it cannot be told when it ended.
fn won(mut winner: Enrollment, loser: Enrollment, why: &mut String) -> (Vec<Enrollment>, Option<Enrollment>) {
    if at(&winner) == at(&loser) {
        if winner.grade.is_empty() {
            winner.grade = loser.grade;
        }
        return (vec![winner], None);
    }
    let left = past_text(&loser);
    let ended = winner
        .entry
        .filter(|day| loser.entry.is_none_or(|e| e < *day))
        .and_then(|day| day.pred_opt())
        .map(|last| Enrollment {
            exit: Some(loser.exit.map_or(last, |exit| exit.min(last))),
            ..loser
        });
    if ended.is_none() {
        why.push_str(&format!(" The enrollment “{left}” is not carried on."));
    }
    (vec![winner], ended)
}

/// The enrollments that count, then the Target's past ones, then the Source's; one for each school and entry date. What
/// comes first wins, and its blanks are filled from the other; only an enrollment that counts today is never ended so.
fn unite(first: Vec<Enrollment>, target: &[Enrollment], source: &[Enrollment]) -> Vec<Enrollment> {
    let winners = first.len();
    let mut list = first;
    let fill = |list: &mut Vec<Enrollment>, from: &[Enrollment]| {
        let known: HashMap<(SchoolCode, Option<NaiveDate>), usize> = list
            .iter()
            .enumerate()
            .rev()
            .map(|(place, e)| ((e.school.clone(), e.entry), place))
            .collect();
        for e in from {
            let Some(place) = known.get(&(e.school.clone(), e.entry)) else {
                list.push(e.clone());
                continue;
            };
            let here = &mut list[*place];
            if here.grade.is_empty() {
                here.grade.clone_from(&e.grade);
            }
            if *place >= winners && here.exit.is_none() {
                here.exit = e.exit;
            }
        }
    };
    fill(&mut list, target);
    fill(&mut list, source);
    list
}

fn current_case(pair: &Pair<'_>, source: Option<&Enrollment>, target: Option<&Enrollment>) -> Case {
    let mut texts = [source, target].map(|e| e.map(current_text).unwrap_or_default());
    let mut offer = Vec::new();
    let ruling = match (source, target) {
        (None, None) => Ruling::new(Status::Same, Take::Target, "Neither is enrolled today."),
        (Some(_), None) => Ruling::new(
            Status::OnlyOne(Side::Source),
            Take::Source,
            "The Target is not enrolled today, so the Source’s enrollment counts.",
        ),
        (None, Some(_)) => Ruling::new(
            Status::OnlyOne(Side::Target),
            Take::Target,
            "The Source is not enrolled today, so the Target’s enrollment counts.",
        ),
        (Some(s), Some(t)) if s == t => Ruling::new(Status::Same, Take::Target, "Both say the same."),
        (Some(s), Some(t)) => {
            offer.extend([TakeKind::Source, TakeKind::Target]);
            if texts[0] == texts[1] {
                // The difference is in the dates; then they are to be seen.
                texts = [s, t].map(past_text);
            }
            if s.school != t.school {
                offer.push(TakeKind::Both);
                Ruling::open(
                    "Both are enrolled today, in two schools. Choose the school that counts, or both.",
                )
            } else if grades_apart(&s.grade, &t.grade) >= 2 {
                Ruling::open("The grades are two or more apart. Choose the right one.")
            } else {
                let prefer = pair.prefer(Group::Enrollment);
                match preferred(prefer) {
                    Some(side) => Ruling::new(
                        Status::Policy,
                        side.take(),
                        format!("The {}’s enrollment counts today.", side.label()),
                    ),
                    None => Ruling::open(
                        "The district’s rule: you decide each difference. Choose the enrollment.",
                    ),
                }
            }
        }
    };
    let [source, target] = texts;
    Case {
        key: Key::CurrentEnrollment,
        group: Group::Enrollment,
        source,
        target,
        offer,
        ruling,
    }
}

fn past_case(pair: &Pair<'_>, source: &[Enrollment], target: &[Enrollment]) -> Case {
    let mut offer = vec![TakeKind::Both, TakeKind::Target];
    let ruling = match (source.is_empty(), target.is_empty()) {
        _ if source == target => {
            offer.clear();
            let why = if source.is_empty() {
                "Neither has any."
            } else {
                "Both say the same."
            };
            Ruling::new(Status::Same, Take::Both, why)
        }
        (true, _) => {
            offer.clear();
            Ruling::new(
                Status::OnlyOne(Side::Target),
                Take::Both,
                "The Source has none; the Target’s stay.",
            )
        }
        (_, true) => Ruling::new(
            Status::OnlyOne(Side::Source),
            Take::Both,
            "The Target has none, so the Source’s are taken over.",
        ),
        _ if pair.prefer(Group::Enrollment) == Prefer::Decide => Ruling::open(
            "The district’s rule: you decide each difference. Choose both, or the Target’s only.",
        ),
        _ => Ruling::new(
            Status::BothKept,
            Take::Both,
            "Past enrollments of both, united by school and entry date; where both have one, the Target’s stands.",
        ),
    };
    Case {
        key: Key::PastEnrollments,
        group: Group::Enrollment,
        source: lines(source),
        target: lines(target),
        offer,
        ruling,
    }
}

/// How many years two grades lie apart; 0 where one is not known or not a year of its own.
fn grades_apart(a: &str, b: &str) -> u8 {
    match (year_of_grade(a), year_of_grade(b)) {
        (Some(a), Some(b)) => a.abs_diff(b),
        _ => 0,
    }
}

/// `104 · 05`: school and grade.
fn current_text(e: &Enrollment) -> String {
    if e.grade.is_empty() {
        e.school.to_string()
    } else {
        format!("{} · {}", e.school, e.grade)
    }
}

/// `104 · 05, 2024-08-20 – 2025-06-01`.
fn past_text(e: &Enrollment) -> String {
    let mut out = current_text(e);
    match (e.entry, e.exit) {
        (None, None) => {}
        (Some(entry), None) => out.push_str(&format!(", from {entry}")),
        (None, Some(exit)) => out.push_str(&format!(", to {exit}")),
        (Some(entry), Some(exit)) => out.push_str(&format!(", {entry} – {exit}")),
    }
    out
}

fn lines(list: &[Enrollment]) -> String {
    list.iter().map(past_text).collect::<Vec<_>>().join("\n")
}

//! Which request a response answers, and which student a line means.

use super::{Context, Directory, Outcome, ResponseFile, ResponseLine};
use crate::domain::ids::{RequestId, StudentKey};
use crate::domain::request::{Function, RequestRecord, RequestState, SentLine, response_name};
use crate::domain::student::{Student, list_name};
use crate::domain::text::match_key;
use std::borrow::Borrow;
use std::collections::HashMap;

/// Which request a response answers: by its name (RESP for REQ) when the content agrees, else by the content
/// (line numbers and student numbers) when exactly one request fits.
///
/// A file that was processed before never answers a request of another function, whatever it is called now: the
/// “No Records Found” of a Retrieve, read again as the answer to an open New, would send everyone to New twice.
pub fn find_request<'a, L: Borrow<[SentLine]>, E>(
    file: &ResponseFile,
    requests: &'a [RequestRecord],
    mut sent: impl FnMut(RequestId) -> Result<L, E>,
) -> Result<Option<&'a RequestRecord>, E> {
    let wanted = match_key(without_copy_mark(&file.name));
    let named = requests
        .iter()
        .rev()
        .find(|r| match_key(without_copy_mark(&response_name(&r.file_name))) == wanted);
    if let Some(request) = named
        && fit(file, sent(request.id)?.borrow()) * 2 >= file.lines.len()
    {
        return Ok(Some(request));
    }
    // One of our own request files, chosen by mistake.
    if let Some(own) = requests
        .iter()
        .rev()
        .find(|r| match_key(without_copy_mark(&r.file_name)) == wanted)
    {
        return Ok(Some(own));
    }
    let top = best_fits(file, requests, &mut sent)?;
    // An open request is meant before a processed one.
    let mut open = top.iter().filter(|r| r.state == RequestState::Open);
    let found = match (open.next(), open.next(), top.as_slice()) {
        (Some(one), None, _) => Some(*one),
        (None, _, [one]) => Some(*one),
        _ => None,
    };
    Ok(found.or(named))
}

/// The requests that a response may answer, where [`find_request`] could not tell: a person says which. Those that it fits
/// equally well, the open ones when there are any; else the open ones that half of its lines name, for a short response
/// may have a line too many, or one that nobody can place.
///
/// # Errors
/// What `sent` says.
pub fn likely_requests<'a, L: Borrow<[SentLine]>, E>(
    file: &ResponseFile,
    requests: &'a [RequestRecord],
    mut sent: impl FnMut(RequestId) -> Result<L, E>,
) -> Result<Vec<&'a RequestRecord>, E> {
    let is_open = |r: &RequestRecord| r.state == RequestState::Open;
    let mut top = best_fits(file, requests, &mut sent)?;
    if top.iter().any(|r| is_open(r)) {
        top.retain(|r| is_open(r));
    }
    if top.is_empty() {
        let half = fits(file, requests, &mut sent)?.into_iter();
        let half = half.filter(|(n, r)| n * 2 >= file.lines.len() && is_open(r));
        top = half.map(|(_, r)| r).collect();
    }
    Ok(top)
}

/// The requests that the most lines of a file name, when those are nine in ten of its lines.
fn best_fits<'a, L: Borrow<[SentLine]>, E>(
    file: &ResponseFile,
    requests: &'a [RequestRecord],
    sent: &mut impl FnMut(RequestId) -> Result<L, E>,
) -> Result<Vec<&'a RequestRecord>, E> {
    let mut best = fits(file, requests, sent)?;
    best.retain(|(n, _)| n * 10 >= file.lines.len() * 9);
    let most = best.iter().map(|b| b.0).max();
    best.retain(|b| Some(b.0) == most);
    Ok(best.into_iter().map(|b| b.1).collect())
}

/// The requests of which a file names lines, and how many.
fn fits<'a, L: Borrow<[SentLine]>, E>(
    file: &ResponseFile,
    requests: &'a [RequestRecord],
    sent: &mut impl FnMut(RequestId) -> Result<L, E>,
) -> Result<Vec<(usize, &'a RequestRecord)>, E> {
    let answered = |r: &&RequestRecord| {
        matches!(&r.state, RequestState::Processed { fingerprint, .. }
            if *fingerprint == file.fingerprint && !fingerprint.is_empty())
    };
    let before = requests.iter().rev().find(answered);
    let mut found = Vec::new();
    for request in requests
        .iter()
        .filter(|r| r.function != Function::Verify && before.is_none_or(|b| b.function == r.function))
    {
        let n = fit(file, sent(request.id)?.borrow());
        if n > 0 {
            found.push((n, request));
        }
    }
    Ok(found)
}

/// A file's name without what a second download of it gets: `RESP_140_20261120_0001 (1).csv`.
fn without_copy_mark(name: &str) -> &str {
    let stem = match name.get(name.len().saturating_sub(4)..) {
        Some(ending) if ending.eq_ignore_ascii_case(".csv") => &name[..name.len() - 4],
        _ => name,
    };
    let inside = stem.strip_suffix(')').and_then(|s| s.rsplit_once(" ("));
    match inside {
        Some((bare, n)) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => bare,
        _ => stem,
    }
}

/// How many lines of the file name a line of the request by number and student number.
fn fit(file: &ResponseFile, sent: &[SentLine]) -> usize {
    let numbers: HashMap<String, u32> = sent.iter().map(|s| (match_key(&s.number), s.line)).collect();
    file.lines
        .iter()
        .filter(|l| {
            numbers
                .get(&match_key(&l.number))
                .is_some_and(|line| l.line.trim().is_empty() || l.line.trim().parse() == Ok(*line))
        })
        .count()
}

/// The request's lines by everything a response may name them by.
pub(super) struct SentIndex<'a> {
    by_key: HashMap<StudentKey, &'a SentLine>,
    by_number: HashMap<String, &'a SentLine>,
    by_name: HashMap<(String, String), Vec<&'a SentLine>>,
    by_line: HashMap<u32, &'a SentLine>,
}

impl<'a> SentIndex<'a> {
    pub(super) fn new(sent: &'a [SentLine]) -> Self {
        let mut by_name: HashMap<_, Vec<&SentLine>> = HashMap::with_capacity(sent.len());
        for s in sent {
            by_name
                .entry((match_key(&s.last_name), match_key(&s.first_name)))
                .or_default()
                .push(s);
        }
        Self {
            by_key: sent.iter().map(|s| (s.student, s)).collect(),
            by_number: sent.iter().map(|s| (match_key(&s.number), s)).collect(),
            by_name,
            by_line: sent.iter().map(|s| (s.line, s)).collect(),
        }
    }
}

/// Whom a line means.
pub(super) enum Found<'a> {
    One(Box<Student>, &'a SentLine),
    /// Not exactly one, or a cross-check failed: outcome, sentence, who could be meant, and whom the match key names
    /// where only the cross-check failed.
    Not(Outcome, String, Vec<StudentKey>, Option<Box<Student>>),
}

/// The student a line means, by the match key, cross-checked against the snapshot of the request.
pub(super) fn find_student<'a, D: Directory>(
    line: &ResponseLine,
    cx: &Context<'_>,
    index: &SentIndex<'a>,
    directory: &D,
) -> Result<Found<'a>, D::Error> {
    use Outcome::{SeveralStudents, StudentNotFound, Unreadable};
    if let Some(why) = &line.broken {
        return Ok(Found::Not(
            Unreadable,
            format!("Line {}: {why}", line.file_line),
            vec![],
            None,
        ));
    }
    let not = |outcome, message: String, others| Ok(Found::Not(outcome, message, others, None));
    let stated = line.line.trim();
    let stated_line = match stated.parse::<u32>() {
        Ok(n) => Some(n),
        Err(_) if stated.is_empty() => None,
        Err(_) => {
            return not(
                Unreadable,
                format!(
                    "Line {}, File Line Number: found “{stated}”, expected the request's line number.",
                    line.file_line
                ),
                vec![],
            );
        }
    };
    let name = (match_key(&line.last_name), match_key(&line.first_name));
    let same_name = |last: &str, first: &str| (match_key(last), match_key(first)) == name;
    let mut others = Vec::new();
    let mut student = None;
    // The line of the request that this one names, by number or by name.
    let mut named = index.by_number.get(&match_key(&line.number)).copied();
    if line.number.trim().is_empty() {
        match index.by_name.get(&name).map(Vec::as_slice) {
            Some([one]) => {
                named = Some(one);
                student = directory.by_key(one.student)?;
            }
            Some(many) => {
                let who: Vec<String> = many.iter().map(|s| s.number.clone()).collect();
                return not(
                    SeveralStudents,
                    format!(
                        "Line {} has no student number, and {} students of the request have this name: {}.",
                        line.file_line,
                        many.len(),
                        who.join(", ")
                    ),
                    many.iter().map(|s| s.student).collect(),
                );
            }
            None => {}
        }
    } else if let Some(s) = directory.by_number(line.number.trim())? {
        if same_name(&s.last_name, &s.first_name) {
            student = Some(s);
        } else {
            others.push((s.key, format!("{} here is {}", s.number, s.list_name())));
        }
    }
    // Renamed or renumbered since the file was made: the line still names the student as we sent them, and that is
    // whom the state's answer is about. Refusing it would leave a number at the state that nobody holds here.
    if student.is_none()
        && let Some(sent) = named
        && same_name(&sent.last_name, &sent.first_name)
    {
        student = directory.by_key(sent.student)?;
    }
    let Some(student) = student else {
        if let Some(sent) = stated_line.and_then(|n| index.by_line.get(&n)) {
            let text = format!(
                "line {} of the request was {} ({})",
                sent.line,
                list_name(&sent.last_name, &sent.first_name, "", ""),
                sent.number
            );
            others.push((sent.student, text));
        }
        let who: Vec<String> = others.iter().map(|o| o.1.clone()).collect();
        let mut message = format!(
            "Line {}: no student here is {} with number {}.",
            line.file_line,
            list_name(line.last_name.trim(), line.first_name.trim(), "", ""),
            if line.number.trim().is_empty() {
                "(blank)"
            } else {
                line.number.trim()
            },
        );
        if !who.is_empty() {
            message.push_str(&format!(" Compare: {}.", who.join("; ")));
        }
        let mut keys: Vec<StudentKey> = others.iter().map(|o| o.0).collect();
        keys.dedup();
        return not(StudentNotFound, message, keys);
    };
    if let Some(into) = student.retired_into {
        return not(
            StudentNotFound,
            format!(
                "Line {}: {} ({}) was merged into another profile since. Put the answer in there by hand, in the Student Editor.",
                line.file_line,
                student.list_name(),
                student.number
            ),
            vec![into, student.key],
        );
    }
    let Some(sent) = sent_line(&student, named, index, directory)? else {
        return not(
            StudentNotFound,
            format!(
                "Line {}: {} ({}) was not in the request file.",
                line.file_line,
                student.list_name(),
                student.number
            ),
            vec![student.key],
        );
    };
    // The match key names this student, so that whatever is wrong with the line counts against the student's others.
    let crossed = |message: String| {
        Ok(Found::Not(
            Unreadable,
            message,
            vec![student.key],
            Some(Box::new(student.clone())),
        ))
    };
    let year = line.school_year.trim();
    if !year.is_empty() && year != cx.request.year.to_string() {
        return crossed(format!(
            "Line {}, School Year: found “{year}”, expected {} as in the request file.",
            line.file_line, cx.request.year
        ));
    }
    if let Some(n) = stated_line.filter(|n| *n != sent.line) {
        let there = index
            .by_line
            .get(&n)
            .map_or("no line of the request".to_owned(), |s| {
                format!(
                    "{} ({})",
                    list_name(&s.last_name, &s.first_name, "", ""),
                    s.number
                )
            });
        return crossed(format!(
            "Line {}, File Line Number: {n} was sent for {there}, but this line names {} ({}), sent as line {}.",
            line.file_line,
            student.list_name(),
            student.number,
            sent.line
        ));
    }
    Ok(Found::One(Box::new(student), sent))
}

/// The line of the request that was about a student: the one that the response's line names when that student was meant,
/// or was merged into this one since; else the student's own.
fn sent_line<'a, D: Directory>(
    student: &Student,
    named: Option<&'a SentLine>,
    index: &SentIndex<'a>,
    directory: &D,
) -> Result<Option<&'a SentLine>, D::Error> {
    if let Some(sent) = named {
        let is_meant = sent.student == student.key
            || directory
                .by_key(sent.student)?
                .is_some_and(|s| s.key == student.key);
        if is_meant {
            return Ok(Some(sent));
        }
    }
    Ok(index.by_key.get(&student.key).copied())
}

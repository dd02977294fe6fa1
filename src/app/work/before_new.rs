//! Look-alikes before New: a student who is sent gets a new SSID from the state, so that one who has an SSID under another
//! record would get a second. Everybody who would be sent is compared with everybody who has an SSID, or is about to get one.

use super::different::{self, Held};
use super::requests::{NotSent, Order, Selection};
use crate::app::alike::Alike;
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::ids::{RequestId, StudentKey};
use crate::domain::matching::{Band, Explanation, Person};
use crate::domain::request::{Function, Readiness, RequestRecord, RequestState, SentLine};
use crate::domain::student::Student;
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What was said of students who look like others, for one New file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Left out of this file.
    pub left_out: BTreeSet<StudentKey>,
    /// Different persons from whomever they look like: written down as decisions once the file is there.
    pub different: BTreeSet<StudentKey>,
    /// Why they are, in the person's own words; may be empty.
    pub why: String,
    /// Whoever nobody has said anything about is held back; otherwise no file is created because of them.
    pub hold_back: bool,
}

/// What makes a look-alike one whom New must not number again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Has an SSID.
    HasSsid,
    /// Is in a New request that has no response yet.
    InNew,
    /// Would be sent in the same file: two SSIDs for one child.
    InThisFile,
}

/// One of the two students of a pair, as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The record's key.
    pub key: StudentKey,
    /// Student number.
    pub number: String,
    /// `Last, First Middle, Suffix`.
    pub name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// SSID; empty when none.
    pub ssid: String,
    /// The current school's number; empty when none.
    pub school: String,
}

impl Who {
    fn of(s: &Student, today: NaiveDate) -> Self {
        let school = s.current_enrollment(today);
        Self {
            key: s.key,
            number: s.number.to_string(),
            name: s.list_name(),
            birth_date: s.birth_date,
            ssid: s.ssid.as_ref().map_or_else(String::new, ToString::to_string),
            school: school.map_or_else(String::new, |e| e.school.to_string()),
        }
    }
}

/// A student who would be sent to New, and one whom the student looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedPair {
    /// Who would be sent. Of two in one file the one who was added later.
    pub sent: Who,
    /// Whom the student looks like.
    pub known: Who,
    /// What makes that one matter.
    pub how: Known,
    /// How sure it is; never below [`Band::Check`].
    pub band: Band,
    /// Why.
    pub says: Explanation,
    /// They were said to be different persons, and come back: the decision, and what changed since.
    pub returned: Option<String>,
    /// Something else was decided of them, and is replaced by an answer: parked until when, by whom, with its note.
    pub decided: Option<String>,
}

impl AskedPair {
    /// "looks like 104417 Nuñez, Robert, SSID 1858768".
    pub fn looks_like(&self) -> String {
        let what = match self.how {
            Known::HasSsid => format!("SSID {}", self.known.ssid),
            Known::InNew => "in a New request that has no response yet".into(),
            Known::InThisFile => "without an SSID too".into(),
        };
        format!("looks like {} {}, {what}", self.known.number, self.known.name)
    }

    /// What the decision gives as its reason when the two are said to be different persons: the person's own words, and
    /// whatever it replaces, so that nobody's note is lost.
    pub fn reason(&self, why: &str) -> String {
        let reason = different::reason(SAID, why);
        match &self.decided {
            None => reason,
            Some(before) => format!("{}. Before that: {before}", reason.trim_end_matches('.')),
        }
    }

    /// Whether leaving these out of the file leaves nothing to ask about the pair.
    pub fn settled_by(&self, left_out: &BTreeSet<StudentKey>) -> bool {
        left_out.contains(&self.sent.key)
            || (self.how == Known::InThisFile && left_out.contains(&self.known.key))
    }
}

/// A student in a New request that has no response yet, who looks like one who has an SSID, or is in such a request too:
/// what was said of the two was taken back, or their records changed.
#[derive(Debug, Clone, PartialEq)]
pub struct InRequest {
    /// The two.
    pub pair: AskedPair,
    /// The request's file.
    pub file: String,
}

impl InRequest {
    /// "Cannon, Gracie (1234) in REQ_….txt looks like 104417 Nuñez, Robert, SSID 1858768: withdraw the request, or answer."
    pub fn sentence(&self) -> String {
        let sent = &self.pair.sent;
        format!(
            "{} ({}) in {} {}: withdraw the request, or answer.",
            sent.name,
            sent.number,
            self.file,
            self.pair.looks_like()
        )
    }
}

/// How many students these pairs would send.
pub fn students<'a>(pairs: impl IntoIterator<Item = &'a AskedPair>) -> usize {
    let each: HashSet<StudentKey> = pairs.into_iter().map(|p| p.sent.key).collect();
    each.len()
}

/// Pairs of a student who would be sent, and one who has an SSID or is about to get one, at least [`Band::Check`], the surest
/// first. Pairs said to be different persons are not among them, unless they come back.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn look(
    reader: &Reader,
    alike: &Alike,
    lines: &[SentLine],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<AskedPair>, StoreError> {
    let keys: Vec<StudentKey> = lines.iter().map(|l| l.student).collect();
    among(reader, alike, &keys, today, ticket)
}

/// Pairs of a student in a New request that has no response yet, and one who has an SSID or is in such a request too, as
/// [`look`] finds them. The request was made already, so that they are a warning and keep nothing back.
///
/// # Errors
/// As [`look`].
pub fn in_requests(
    reader: &Reader,
    alike: &Alike,
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<InRequest>, StoreError> {
    let requests = reader.requests()?;
    let waits = |r: &&RequestRecord| r.function == Function::New && r.state == RequestState::Open;
    let files: HashMap<RequestId, &str> = requests
        .iter()
        .filter(waits)
        .map(|r| (r.id, r.file_name.as_str()))
        .collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut of: HashMap<StudentKey, &str> = HashMap::new();
    for id in files.keys() {
        for line in reader.sent(*id)? {
            let file = reader.standing(line.student)?.open(Function::New);
            if let Some(file) = file.and_then(|id| files.get(&id)) {
                of.insert(line.student, file);
            }
        }
    }
    let keys: Vec<StudentKey> = of.keys().copied().collect();
    let mut out = Vec::new();
    for mut pair in among(reader, alike, &keys, today, ticket)? {
        if pair.how == Known::InThisFile {
            pair.how = Known::InNew;
        }
        if let Some(file) = of.get(&pair.sent.key) {
            let file = (*file).to_owned();
            out.push(InRequest { pair, file });
        }
    }
    Ok(out)
}

/// Pairs of one of these students, and anybody who has an SSID or is about to get one.
fn among(
    reader: &Reader,
    alike: &Alike,
    keys: &[StudentKey],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<AskedPair>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sent: HashSet<StudentKey> = keys.iter().copied().collect();
    // The least that is asked about, and whatever a rule raises.
    let found = alike.scan(Some(keys), Band::Check.least(), &|_| (), &|d, t| {
        ticket.step(d, t)
    });
    let Some(found) = found else {
        return Err(StoreError::Cancelled);
    };
    let mut out = Vec::new();
    for pair in found.pairs.iter().filter(|p| p.band >= Band::Check) {
        if ticket.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        // Of two in one file the one added later is asked about, and left out if need be.
        let (a, b) = (alike.key(pair.a), alike.key(pair.b));
        let (one, other) = match (sent.contains(&a), sent.contains(&b)) {
            (true, true) => (a.max(b), a.min(b)),
            (true, false) => (a, b),
            (false, _) => (b, a),
        };
        if let Some(asked) = asked(reader, alike, &sent, (one, other), today)? {
            out.push(asked);
        }
    }
    out.sort_by(|x, y| y.says.total.total_cmp(&x.says.total));
    Ok(out)
}

/// Whether a pair has to be asked about, by the records as they are now.
fn asked(
    reader: &Reader,
    alike: &Alike,
    sent: &HashSet<StudentKey>,
    (one, other): (StudentKey, StudentKey),
    today: NaiveDate,
) -> Result<Option<AskedPair>, StoreError> {
    if !sent.contains(&one) {
        return Ok(None);
    }
    let (Some(a), Some(b)) = (reader.student(one)?, reader.student(other)?) else {
        return Ok(None);
    };
    let how = if b.is_retired() {
        return Ok(None);
    } else if b.ssid.is_some() {
        Known::HasSsid
    } else if sent.contains(&other) {
        Known::InThisFile
    } else if reader.standing(other)?.open(Function::New).is_some() {
        Known::InNew
    } else {
        return Ok(None);
    };
    let (left, right) = (Person::of(&a, today), Person::of(&b, today));
    let says = alike.explain(&left, &right);
    let Some(band) = says.band.filter(|b| *b >= Band::Check) else {
        return Ok(None);
    };
    let (returned, decided) = match different::held(reader, (one, &left), (other, &right), &says, today)? {
        Held::Yes => return Ok(None),
        Held::Returns(quote) => (Some(quote), None),
        Held::Otherwise(quote) => (None, Some(quote)),
        Held::No => (None, None),
    };
    Ok(Some(AskedPair {
        sent: Who::of(&a, today),
        known: Who::of(&b, today),
        how,
        band,
        says,
        returned,
        decided,
    }))
}

/// What became of a selection once its look-alikes were looked at.
#[derive(Debug, Default)]
pub struct Settled {
    /// Pairs said to be different persons just now.
    pub different: Vec<AskedPair>,
    /// Pairs nobody has said anything about, when they are not held back.
    pub unanswered: Vec<AskedPair>,
}

/// Looks at the look-alikes of a selection for New, and takes those out who are left out or held back.
///
/// # Errors
/// As [`look`].
pub fn settle(
    reader: &Reader,
    order: &Order,
    selection: &mut Selection,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Settled, StoreError> {
    let mut out = Settled::default();
    if order.function != Function::New || selection.lines.is_empty() {
        return Ok(out);
    }
    ticket.phase("Reading the students");
    // Read here and not taken from the window: nothing that was written meanwhile may slip through.
    let alike = Alike::read(reader, stamp.today, &|d, t| ticket.step(d, t))?;
    ticket.phase("Looking for students who have an SSID already");
    let pairs = look(reader, &alike, &selection.lines, stamp.today, ticket)?;
    let answers = &order.answers;
    let mut gone: BTreeSet<StudentKey> = pairs.iter().map(|p| p.sent.key).collect();
    gone.retain(|k| answers.left_out.contains(k));
    // Two of one file come last: when the one stays out because of somebody else, the other may go.
    let (two, known): (Vec<&AskedPair>, Vec<&AskedPair>) =
        pairs.iter().partition(|p| p.how == Known::InThisFile);
    for pair in known.into_iter().chain(two) {
        let said = |who: &Who| answers.different.contains(&who.key);
        if said(&pair.sent) || said(&pair.known) {
            out.different.push(pair.clone());
        } else if !pair.settled_by(&gone) {
            if answers.hold_back {
                gone.insert(pair.sent.key);
            } else {
                out.unanswered.push(pair.clone());
            }
        }
    }
    out.unanswered
        .sort_by(|x, y| y.says.total.total_cmp(&x.says.total));
    leave_out(selection, &gone, &pairs);
    Ok(out)
}

/// Takes students out of a selection because of whom they look like.
fn leave_out(selection: &mut Selection, gone: &BTreeSet<StudentKey>, pairs: &[AskedPair]) {
    if gone.is_empty() {
        return;
    }
    for line in selection.lines.extract_if(.., |l| gone.contains(&l.student)) {
        selection.overridden.remove(&line.student);
        let like: Vec<AskedPair> = pairs
            .iter()
            .filter(|p| p.sent.key == line.student)
            .cloned()
            .collect();
        selection.not_sent.push(NotSent {
            student: line.student,
            number: line.number,
            name: like.first().map_or_else(String::new, |p| p.sent.name.clone()),
            why: Readiness::LooksLike,
            like,
        });
    }
    for (line, n) in selection.lines.iter_mut().zip(1..) {
        line.line = n;
    }
}

/// What a decision says that is made before New, before the person's own words.
pub const SAID: &str = "Said to be a different person before New";

#[cfg(test)]
#[path = "before_new_tests.rs"]
mod tests;

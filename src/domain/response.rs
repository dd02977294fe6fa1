//! The state's response files: whole-file checks, the outcome of every line, and what a line may write.
//!
//! Rules and outcomes as `design/ssid-exchange.md` decided them. A line is matched by last name, first name and
//! LEA student number, case-blind and trimmed (source: Infinite Campus's import page); File Line Number and School
//! Year are cross-checks against the snapshot of the request.

use super::district::Rules;
use super::edit::{STATE_FIELDS, raises_flag, settle};
use super::ids::{RequestId, Ssid, StudentKey};
use super::layout::Layout;
use super::request::{Choice, Function, RequestRecord, RequestState, SentLine};
use super::student::{ChangeFlag, Field, Student, Timestamp, list_name};
use super::text::{count, match_key};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How a line of a response went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The student receives the SSID.
    WillBeFilled,
    /// Nothing to do: it is so already.
    AlreadySame,
    /// The state took the change over; the change flag is cleared.
    UpdateConfirmed,
    /// The state does not know the student.
    NoMatch,
    /// The state knows several.
    SeveralMatches,
    /// The student has another SSID here; held until a person settles it.
    DifferentSsid,
    /// Another student here has that SSID; refused.
    HeldByAnother,
    /// What stands in the SSID column is no SSID; refused.
    NotAnSsid,
    /// No student here has that name and number; refused.
    StudentNotFound,
    /// More than one student here could be meant; refused.
    SeveralStudents,
    /// The student was edited after the file was made; the change flag stays.
    EditedSince,
    /// The line cannot be read; refused.
    Unreadable,
}

impl Outcome {
    /// All, in the order of the report's filter.
    pub const ALL: [Outcome; 12] = [
        Outcome::WillBeFilled,
        Outcome::UpdateConfirmed,
        Outcome::AlreadySame,
        Outcome::NoMatch,
        Outcome::SeveralMatches,
        Outcome::DifferentSsid,
        Outcome::EditedSince,
        Outcome::HeldByAnother,
        Outcome::NotAnSsid,
        Outcome::StudentNotFound,
        Outcome::SeveralStudents,
        Outcome::Unreadable,
    ];

    /// As it stands in the report.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::WillBeFilled => "Will be filled",
            Outcome::AlreadySame => "Already the same",
            Outcome::UpdateConfirmed => "Update confirmed",
            Outcome::NoMatch => "No match",
            Outcome::SeveralMatches => "Several matches",
            Outcome::DifferentSsid => "Different SSID",
            Outcome::HeldByAnother => "Held by another",
            Outcome::NotAnSsid => "Not an SSID",
            Outcome::StudentNotFound => "Student not found",
            Outcome::SeveralStudents => "Several students",
            Outcome::EditedSince => "Edited since",
            Outcome::Unreadable => "Cannot be read",
        }
    }

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::WillBeFilled => "will_be_filled",
            Outcome::AlreadySame => "already_same",
            Outcome::UpdateConfirmed => "update_confirmed",
            Outcome::NoMatch => "no_match",
            Outcome::SeveralMatches => "several_matches",
            Outcome::DifferentSsid => "different_ssid",
            Outcome::HeldByAnother => "held_by_another",
            Outcome::NotAnSsid => "not_an_ssid",
            Outcome::StudentNotFound => "student_not_found",
            Outcome::SeveralStudents => "several_students",
            Outcome::EditedSince => "edited_since",
            Outcome::Unreadable => "unreadable",
        }
    }

    /// Which kind of attention it asks for.
    pub fn kind(self) -> OutcomeKind {
        match self {
            Outcome::WillBeFilled | Outcome::UpdateConfirmed => OutcomeKind::Writes,
            Outcome::AlreadySame | Outcome::NoMatch => OutcomeKind::Nothing,
            Outcome::SeveralMatches | Outcome::DifferentSsid | Outcome::EditedSince => OutcomeKind::Decide,
            Outcome::HeldByAnother
            | Outcome::NotAnSsid
            | Outcome::StudentNotFound
            | Outcome::SeveralStudents
            | Outcome::Unreadable => OutcomeKind::Error,
        }
    }
}

/// What an outcome asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// The line changes a record.
    Writes,
    /// Nothing is to be done.
    Nothing,
    /// A person has to decide or look.
    Decide,
    /// The line is refused.
    Error,
}

/// A response file as it was read, before anything was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseFile {
    /// Its name without the folder.
    pub name: String,
    /// A fingerprint of its bytes.
    pub fingerprint: String,
    /// Whether it has a Status or Message column: where an Update response carries its marker.
    pub has_marker_column: bool,
    /// Whether it has an SSID column with a number or message in any line; request files of Retrieve and New have none.
    pub lines: Vec<ResponseLine>,
}

/// One line of a response as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the text of the column of that name")]
pub struct ResponseLine {
    /// Line of the file, from 1, as an editor shows it.
    pub file_line: u64,
    pub line: String,
    pub ssid: String,
    pub school_year: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub birth_date: String,
    pub number: String,
    pub status: String,
    pub message: String,
    /// Why the line cannot be read, when it cannot: column and sentence.
    pub broken: Option<String>,
}

/// What marks every message of the practice SSID system.
pub const PRACTICE_MARK: &str = "Practice SSID system";

impl ResponseFile {
    /// Whether the practice SSID system wrote it.
    pub fn is_practice(&self) -> bool {
        let mark = match_key(PRACTICE_MARK);
        self.lines
            .iter()
            .any(|l| match_key(&l.message).starts_with(&mark) || match_key(&l.status) == "practice")
    }
}

/// Looks students up in the store.
pub trait Directory {
    /// Why a look-up can fail.
    type Error;
    /// The student with that number.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn by_number(&self, number: &str) -> Result<Option<Student>, Self::Error>;
    /// The student with that SSID.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, Self::Error>;
    /// The student with that key.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn by_key(&self, key: StudentKey) -> Result<Option<Student>, Self::Error>;
    /// Whether an Update request with this student is made and not yet answered.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn in_open_update(&self, key: StudentKey) -> Result<bool, Self::Error>;
}

/// Why a response file is refused whole. Nothing of it is applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It answers no request made here.
    #[error("{file} answers no request file that was made here. Nothing was changed.")]
    NoRequest {
        /// The file.
        file: String,
    },
    /// It is one of the request files.
    #[error(
        "{file} is a request file, not the state's response. Send it to the SSID System, then choose the file that comes back (RESP_….csv)."
    )]
    IsRequest {
        /// The file.
        file: String,
    },
    /// Verify has no response.
    #[error(
        "{file} belongs to a Verify file. Verify has no response to process: correct what it found in the SSID System."
    )]
    Verify {
        /// The file.
        file: String,
    },
    /// The request was withdrawn.
    #[error("{file} answers {request}, which was withdrawn here. Undo the withdrawal in History first.")]
    Withdrawn {
        /// The file.
        file: String,
        /// The request's file name.
        request: String,
    },
    /// Practice numbers do not go into a real district.
    #[error(
        "{file} comes from the practice SSID system. Its numbers are not real, and this is not a practice district. Nothing was changed."
    )]
    Practice {
        /// The file.
        file: String,
    },
    /// An Update response without any place for a marker.
    #[error(
        "{file} has no Status and no Message column, so nothing in it says which records were updated. Check the layout in Settings against your SSID site."
    )]
    NoMarkerColumn {
        /// The file.
        file: String,
    },
    /// No lines.
    #[error("{file} has no lines. Download it again from the SSID System.")]
    Empty {
        /// The file.
        file: String,
    },
}

/// The Response File Error Report: every line with its outcome, before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The request it answers.
    pub request: RequestId,
    /// What was asked for.
    pub function: Function,
    /// Name of the request file.
    pub request_file: String,
    /// When the request was made.
    pub request_made_at: Timestamp,
    /// Lines of the request.
    pub request_lines: u32,
    /// Name of the response file.
    pub file: String,
    /// Fingerprint of the response file.
    pub fingerprint: String,
    /// The lines, in the order of the file.
    pub rows: Vec<ReportRow>,
    /// Lines of the request that the response does not answer.
    pub unanswered: Vec<u32>,
    /// When it was processed, if it was: then nothing more is written but lines settled since.
    pub processed_at: Option<Timestamp>,
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Line of the response file, from 1.
    pub file_line: u64,
    /// The request's line it answers.
    pub line: Option<u32>,
    /// The student here, when exactly one was found.
    pub student: Option<StudentKey>,
    /// Name as the response has it, or as here when found.
    pub name: String,
    /// Student number as the response has it.
    pub number: String,
    /// Birth date here.
    pub birth_date: String,
    /// SSID here; empty when none.
    pub ssid_here: String,
    /// What stands in the response's SSID column, or its message where that is blank.
    pub ssid_in_response: String,
    /// How it went.
    pub outcome: Outcome,
    /// What to do, in one sentence; may be empty.
    pub message: String,
    /// Who else could be meant, or who holds the SSID.
    pub others: Vec<StudentKey>,
    /// What the line writes.
    pub action: Action,
    /// How a person settled it, when the outcome is [`Outcome::DifferentSsid`].
    pub choice: Option<Choice>,
}

/// What a line writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Puts the SSID in; replaces another one only when a person chose so.
    Fill(Ssid),
    /// Clears the change flag.
    ClearFlag,
}

impl Report {
    /// Lines by outcome; outcomes without lines are left out.
    pub fn counts(&self) -> BTreeMap<Outcome, u32> {
        let mut out = BTreeMap::new();
        for row in &self.rows {
            *out.entry(row.outcome).or_insert(0) += 1;
        }
        out
    }

    /// How many records it would change.
    pub fn writes(&self) -> usize {
        self.rows.iter().filter(|r| r.action != Action::None).count()
    }

    /// What has to be confirmed before it is applied: the response lacks lines of the request.
    pub fn incomplete(&self) -> Option<String> {
        (!self.unanswered.is_empty()).then(|| {
            format!(
                "The response answers {} of {} in the request file; {} missing. It may be cut off: download it again, or confirm that it is complete.",
                self.request_lines as usize - self.unanswered.len(),
                count(self.request_lines as usize, "line", "lines"),
                if self.unanswered.len() == 1 {
                    format!("line {} is", self.unanswered[0])
                } else {
                    format!("{} are", self.unanswered.len())
                }
            )
        })
    }
}

/// What is known beside the response file itself.
pub struct Context<'a> {
    /// The request it answers.
    pub request: &'a RequestRecord,
    /// The snapshot of the request's lines, by line number.
    pub sent: &'a [SentLine],
    /// The district's rules.
    pub rules: &'a Rules,
    /// The layout.
    pub layout: &'a Layout,
    /// Lines settled in the report now, beside those settled before.
    pub choices: &'a BTreeMap<u32, Choice>,
    /// Whether this district may take practice numbers.
    pub practice: bool,
}

/// Which request a response answers: by its name (RESP for REQ) when the content agrees, else by the content
/// (line numbers and student numbers) when exactly one request fits.
pub fn find_request<'a, E>(
    file: &ResponseFile,
    requests: &'a [RequestRecord],
    mut sent: impl FnMut(RequestId) -> Result<Vec<SentLine>, E>,
) -> Result<Option<&'a RequestRecord>, E> {
    let wanted = match_key(&file.name);
    let named = requests
        .iter()
        .rev()
        .find(|r| match_key(&super::request::response_name(&r.file_name)) == wanted);
    if let Some(request) = named
        && fit(file, &sent(request.id)?) * 2 >= file.lines.len()
    {
        return Ok(Some(request));
    }
    let mut best: Vec<(usize, &RequestRecord)> = Vec::new();
    for request in requests.iter().filter(|r| r.function != Function::Verify) {
        let n = fit(file, &sent(request.id)?);
        if n * 10 >= file.lines.len() * 9 && n > 0 {
            best.push((n, request));
        }
    }
    let most = best.iter().map(|b| b.0).max();
    let mut top = best.iter().filter(|b| Some(b.0) == most);
    // An open request is meant before a processed one.
    let open = best
        .iter()
        .filter(|b| Some(b.0) == most && b.1.state == RequestState::Open)
        .count();
    let found = match (top.clone().count(), open) {
        (_, 1) => top.find(|b| b.1.state == RequestState::Open).map(|b| b.1),
        (1, _) => top.next().map(|b| b.1),
        _ => None,
    };
    Ok(found.or(named))
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

/// Compares a response with what is here. Changes nothing.
///
/// # Errors
/// The outer error when the store cannot be read, the inner when the file is refused whole.
pub fn evaluate<D: Directory>(
    file: &ResponseFile,
    cx: &Context<'_>,
    directory: &D,
    mut progress: impl FnMut(usize) -> Result<(), D::Error>,
) -> Result<Result<Report, Refusal>, D::Error> {
    if let Some(refusal) = whole_file(file, cx) {
        return Ok(Err(refusal));
    }
    let index = SentIndex::new(cx.sent);
    let mut found = Vec::with_capacity(file.lines.len());
    for (i, line) in file.lines.iter().enumerate() {
        if i % 512 == 0 {
            progress(i)?;
        }
        found.push(find_student(line, cx, &index, directory)?);
    }
    let clashes = Clashes::of(file, &found);
    let mut rows = Vec::with_capacity(file.lines.len());
    for (i, (line, found)) in file.lines.iter().zip(found).enumerate() {
        if i % 512 == 0 {
            progress(i)?;
        }
        rows.push(judge(line, found, cx, &clashes, directory)?);
    }
    let answered: std::collections::HashSet<u32> = rows.iter().filter_map(|r| r.line).collect();
    let unanswered = cx
        .sent
        .iter()
        .map(|s| s.line)
        .filter(|l| !answered.contains(l))
        .collect();
    let processed_at = match &cx.request.state {
        RequestState::Processed { at, .. } => Some(*at),
        _ => None,
    };
    if processed_at.is_some() {
        // The second time nothing is written, except a line that was settled since.
        for row in &mut rows {
            if row.choice != Some(Choice::Response) {
                row.action = Action::None;
            }
        }
    }
    Ok(Ok(Report {
        request: cx.request.id,
        function: cx.request.function,
        request_file: cx.request.file_name.clone(),
        request_made_at: cx.request.made_at,
        request_lines: cx.request.lines,
        file: file.name.clone(),
        fingerprint: file.fingerprint.clone(),
        rows,
        unanswered,
        processed_at,
    }))
}

fn whole_file(file: &ResponseFile, cx: &Context<'_>) -> Option<Refusal> {
    let name = || file.name.clone();
    if file.lines.is_empty() {
        return Some(Refusal::Empty { file: name() });
    }
    if !cx.practice && file.is_practice() {
        return Some(Refusal::Practice { file: name() });
    }
    if is_request(file, cx) {
        return Some(Refusal::IsRequest { file: name() });
    }
    if cx.request.function == Function::Verify {
        return Some(Refusal::Verify { file: name() });
    }
    if matches!(cx.request.state, RequestState::Withdrawn { .. }) {
        return Some(Refusal::Withdrawn {
            file: name(),
            request: cx.request.file_name.clone(),
        });
    }
    if cx.request.function == Function::Update && !file.has_marker_column {
        return Some(Refusal::NoMarkerColumn { file: name() });
    }
    None
}

/// A file that bears a request's name, or says nothing that the request did not say: no number, no message.
fn is_request(file: &ResponseFile, cx: &Context<'_>) -> bool {
    match_key(&file.name) == match_key(&cx.request.file_name)
        || match_key(&file.name).starts_with("req_")
        || (!file.has_marker_column
            && matches!(cx.request.function, Function::Retrieve | Function::New)
            && file
                .lines
                .iter()
                .all(|l| l.ssid.trim().is_empty() && l.broken.is_none()))
}

struct SentIndex<'a> {
    by_key: HashMap<StudentKey, &'a SentLine>,
    by_number: HashMap<String, &'a SentLine>,
    by_name: HashMap<(String, String), Vec<&'a SentLine>>,
    by_line: HashMap<u32, &'a SentLine>,
}

impl<'a> SentIndex<'a> {
    fn new(sent: &'a [SentLine]) -> Self {
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
enum Found<'a> {
    One(Box<Student>, &'a SentLine),
    /// Not exactly one, or a cross-check failed: outcome, sentence, who could be meant.
    Not(Outcome, String, Vec<StudentKey>, Option<u32>),
}

fn find_student<'a, D: Directory>(
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
    let year = line.school_year.trim();
    if !year.is_empty() && year != cx.request.year.to_string() {
        return not(
            Unreadable,
            format!(
                "Line {}, School Year: found “{year}”, expected {} as in the request file.",
                line.file_line, cx.request.year
            ),
            vec![],
        );
    }
    let name = (match_key(&line.last_name), match_key(&line.first_name));
    let same_name = |last: &str, first: &str| (match_key(last), match_key(first)) == name;
    let mut others = Vec::new();
    let mut student = None;
    if line.number.trim().is_empty() {
        match index.by_name.get(&name).map(Vec::as_slice) {
            Some([one]) => student = directory.by_key(one.student)?,
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
        && let Some(sent) = index.by_number.get(&match_key(&line.number))
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
    let Some(sent) = index.by_key.get(&student.key).copied() else {
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
        return Ok(Found::Not(
            Unreadable,
            format!(
                "Line {}, File Line Number: {n} was sent for {there}, but this line names {} ({}), sent as line {}.",
                line.file_line,
                student.list_name(),
                student.number,
                sent.line
            ),
            vec![student.key],
            None,
        ));
    }
    Ok(Found::One(Box::new(student), sent))
}

/// Lines that contradict each other inside one file.
struct Clashes {
    /// Students whom the file gives more than one answer.
    students: HashMap<StudentKey, Vec<String>>,
    /// SSIDs that the file gives to more than one student.
    ssids: HashMap<String, Vec<(StudentKey, String)>>,
}

impl Clashes {
    fn of(file: &ResponseFile, found: &[Found<'_>]) -> Self {
        let mut students: HashMap<StudentKey, Vec<String>> = HashMap::new();
        let mut ssids: HashMap<String, Vec<(StudentKey, String)>> = HashMap::new();
        for (line, found) in file.lines.iter().zip(found) {
            let Found::One(student, _) = found else {
                continue;
            };
            let text = line.ssid.trim().to_owned();
            let answers = students.entry(student.key).or_default();
            if !answers.contains(&text) {
                answers.push(text.clone());
            }
            if Ssid::parse(&text).is_ok() {
                let holders = ssids.entry(text).or_default();
                if !holders.iter().any(|h| h.0 == student.key) {
                    holders.push((
                        student.key,
                        format!("{} ({})", student.list_name(), student.number),
                    ));
                }
            }
        }
        students.retain(|_, answers| answers.len() > 1);
        ssids.retain(|_, holders| holders.len() > 1);
        Self { students, ssids }
    }
}

fn judge<D: Directory>(
    line: &ResponseLine,
    found: Found<'_>,
    cx: &Context<'_>,
    clashes: &Clashes,
    directory: &D,
) -> Result<ReportRow, D::Error> {
    let shown = if line.ssid.trim().is_empty() {
        line.message.trim()
    } else {
        line.ssid.trim()
    };
    let mut row = ReportRow {
        file_line: line.file_line,
        line: None,
        student: None,
        name: list_name(
            line.last_name.trim(),
            line.first_name.trim(),
            line.middle_name.trim(),
            "",
        ),
        number: line.number.trim().to_owned(),
        birth_date: line.birth_date.trim().to_owned(),
        ssid_here: String::new(),
        ssid_in_response: shown.to_owned(),
        outcome: Outcome::Unreadable,
        message: String::new(),
        others: Vec::new(),
        action: Action::None,
        choice: None,
    };
    let (student, sent) = match found {
        Found::Not(outcome, message, others, sent_line) => {
            row.outcome = outcome;
            row.message = message;
            row.others = others;
            row.line = sent_line;
            return Ok(row);
        }
        Found::One(student, sent) => (*student, sent),
    };
    row.line = Some(sent.line);
    row.student = Some(student.key);
    row.name = student.list_name();
    row.number = student.number.to_string();
    row.birth_date = student.text(Field::BirthDate);
    row.ssid_here = student.text(Field::Ssid);
    row.choice = cx
        .choices
        .get(&sent.line)
        .or_else(|| cx.request.settled.get(&sent.line))
        .copied();
    if let Some(answers) = clashes.students.get(&student.key) {
        let each: Vec<&str> = answers
            .iter()
            .map(|a| if a.is_empty() { "(blank)" } else { a })
            .collect();
        row.outcome = Outcome::SeveralMatches;
        row.message = format!(
            "The response gives this student more than one answer: {}. Decide in the SSID System, then run Retrieve again.",
            each.join(" and ")
        );
        return Ok(row);
    }
    let text = line.ssid.trim();
    if text.is_empty() || !text.contains(|c: char| c.is_ascii_digit()) {
        if cx.request.function == Function::Update && text.is_empty() {
            judge_marker(&mut row, line, &student, sent, cx);
        } else {
            judge_words(&mut row, line, &student, cx);
        }
        return Ok(row);
    }
    let ssid = match Ssid::parse(text) {
        Ok(ssid) => ssid,
        Err(_) => {
            row.outcome = Outcome::NotAnSsid;
            row.message = format!(
                "Line {}, SSID: found “{text}”, expected digits only, at most 10. The file was probably saved from a spreadsheet and lost digits. Download it again.",
                line.file_line
            );
            return Ok(row);
        }
    };
    if let Some(expected) = cx.rules.ssid_digits.map(usize::from)
        && ssid.digits() < expected
        && student.ssid.as_ref() != Some(&ssid)
    {
        row.outcome = Outcome::NotAnSsid;
        row.message = format!(
            "Line {}, SSID: found “{ssid}” with {}, expected {expected}. A spreadsheet may have dropped leading zeros. Download it again, or set the usual length in Settings.",
            line.file_line,
            count(ssid.digits(), "digit", "digits"),
        );
        return Ok(row);
    }
    judge_number(&mut row, line, &ssid, &student, sent, cx, clashes, directory)?;
    Ok(row)
}

/// The line has an SSID that can be read.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of judge, with all that judge knows"
)]
fn judge_number<D: Directory>(
    row: &mut ReportRow,
    line: &ResponseLine,
    ssid: &Ssid,
    student: &Student,
    sent: &SentLine,
    cx: &Context<'_>,
    clashes: &Clashes,
    directory: &D,
) -> Result<(), D::Error> {
    if student.ssid.as_ref() == Some(ssid) {
        if cx.request.function == Function::Update {
            judge_marker(row, line, student, sent, cx);
        } else {
            row.outcome = Outcome::AlreadySame;
        }
        return Ok(());
    }
    if let Some(holders) = clashes.ssids.get(ssid.as_str()) {
        let each: Vec<&str> = holders.iter().map(|h| h.1.as_str()).collect();
        row.outcome = Outcome::HeldByAnother;
        row.message = format!(
            "The response gives this SSID to {}. Compare them: they may be one child.",
            each.join(" and ")
        );
        row.others = holders
            .iter()
            .map(|h| h.0)
            .filter(|k| *k != student.key)
            .collect();
        return Ok(());
    }
    if let Some(holder) = directory.by_ssid(ssid)? {
        row.outcome = Outcome::HeldByAnother;
        row.message = format!(
            "{} ({}) already has this SSID. Compare the two: they may be one child.",
            holder.list_name(),
            holder.number
        );
        row.others = vec![holder.key];
        return Ok(());
    }
    if let Some(here) = &student.ssid {
        row.outcome = Outcome::DifferentSsid;
        row.message = match row.choice {
            None => "Kept as it is. Compare both in the SSID System, then choose here.".to_owned(),
            Some(Choice::Here) => format!("Settled: {here} is kept."),
            Some(Choice::Response) => {
                row.action = Action::Fill(ssid.clone());
                format!("Settled: {ssid} replaces {here}, which stays in the student's history.")
            }
        };
        return Ok(());
    }
    row.outcome = Outcome::WillBeFilled;
    row.action = Action::Fill(ssid.clone());
    let mut notes = Vec::new();
    if cx
        .rules
        .ssid_digits
        .is_some_and(|n| ssid.digits() > usize::from(n))
    {
        notes.push(format!(
            "It has {}; SSIDs here usually have {}.",
            count(ssid.digits(), "digit", "digits"),
            cx.rules.ssid_digits.unwrap_or_default()
        ));
    }
    if let Some(fields) = changed_since(student, sent, cx.rules) {
        notes.push(format!(
            "{fields} changed here since the file was made; the student will be in the next Update SSID Records file."
        ));
    }
    row.message = notes.join(" ");
    Ok(())
}

/// The SSID column holds words, or nothing: a message, never an SSID.
fn judge_words(row: &mut ReportRow, line: &ResponseLine, student: &Student, cx: &Context<'_>) {
    let said = [line.ssid.trim(), line.message.trim()]
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default();
    let key = match_key(&format!("{} {}", line.ssid, line.message));
    let has = |words: &[&str]| words.iter().any(|w| key.contains(w));
    if has(&[
        "multiple",
        "several",
        "more than one",
        "near match",
        "candidates",
        "possible match",
    ]) {
        row.outcome = Outcome::SeveralMatches;
        row.message = "The state knows several students like this one. Decide in the SSID System.".into();
    } else if has(&["no record", "no match", "not found", "none found", "no student"])
        || (said.is_empty() && cx.request.function == Function::Retrieve)
    {
        row.outcome = Outcome::NoMatch;
        row.message = match cx.request.function {
            _ if student.ssid.is_some() => {
                "The state did not find this student. Compare in the SSID System.".into()
            }
            Function::Retrieve => "Will be in the New SSID Numbers file.".into(),
            _ => "The state did not find this student. Look the student up in the SSID System.".into(),
        };
    } else {
        row.outcome = Outcome::NotAnSsid;
        row.message = if said.is_empty() {
            format!(
                "Line {}, SSID: it is blank, expected the new SSID. Look the student up in the SSID System.",
                line.file_line
            )
        } else {
            format!("The SSID System wrote “{said}” instead of a number. Look the student up there.")
        };
    }
}

/// An Update response's line for a student whose SSID agrees: is it marked as taken over?
fn judge_marker(
    row: &mut ReportRow,
    line: &ResponseLine,
    student: &Student,
    sent: &SentLine,
    cx: &Context<'_>,
) {
    let message = line.message.trim();
    let message = message
        .strip_prefix(PRACTICE_MARK)
        .map_or(message, |m| m.trim_start_matches([':', ' ']));
    let marks = |text: &str| {
        let t = match_key(text.trim_end_matches('.'));
        !t.is_empty() && cx.layout.update_markers.iter().any(|m| match_key(m) == t)
    };
    let status = line.status.trim();
    let marked = if status.is_empty() {
        marks(message)
    } else {
        marks(status)
    };
    if !marked {
        row.outcome = Outcome::NoMatch;
        let said = if message.is_empty() { status } else { message };
        row.message = if said.is_empty() {
            "The state did not mark this record as updated; it stays due for the next Update file.".into()
        } else {
            format!("The state did not update this record: “{said}”. It stays due for the next Update file.")
        };
    } else if let Some(fields) = changed_since(student, sent, cx.rules) {
        row.outcome = Outcome::EditedSince;
        row.message = format!(
            "{fields} changed here again after the file was made. It stays due for the next Update file."
        );
    } else if student.change_flag.is_none() {
        row.outcome = Outcome::AlreadySame;
    } else {
        row.outcome = Outcome::UpdateConfirmed;
        row.action = Action::ClearFlag;
    }
}

/// The state's fields whose values are no longer those that were sent, in words.
fn changed_since(student: &Student, sent: &SentLine, rules: &Rules) -> Option<String> {
    let fields: Vec<&str> = STATE_FIELDS
        .into_iter()
        .filter(|f| raises_flag(*f, rules) && student.text(*f) != sent_text(sent, *f))
        .map(Field::label)
        .collect();
    (!fields.is_empty()).then(|| fields.join(", "))
}

fn sent_text(sent: &SentLine, field: Field) -> String {
    match field {
        Field::LastName => sent.last_name.clone(),
        Field::FirstName => sent.first_name.clone(),
        Field::MiddleName => sent.middle_name.clone(),
        Field::Suffix => sent.suffix.clone(),
        Field::BirthDate => sent.birth_date.map(|d| d.to_string()).unwrap_or_default(),
        Field::Gender => sent.gender.clone(),
        Field::Ethnicity => sent.ethnicity.text(),
        _ => String::new(),
    }
}

/// The record as a line leaves it, or `None` when the line writes nothing.
///
/// A student who was edited between the request and the response gets the change flag for just those fields: the
/// state has what was sent.
pub fn apply_row(
    student: &Student,
    row: &ReportRow,
    sent: &SentLine,
    rules: &Rules,
    now: Timestamp,
) -> Option<Student> {
    let mut after = student.clone();
    match &row.action {
        Action::None => return None,
        Action::ClearFlag => after.change_flag = None,
        Action::Fill(ssid) => {
            after.ssid = Some(ssid.clone());
            settle(student, &mut after, rules, now, false);
            let old: BTreeMap<Field, String> = STATE_FIELDS
                .into_iter()
                .filter(|f| raises_flag(*f, rules) && student.text(*f) != sent_text(sent, *f))
                .map(|f| (f, sent_text(sent, f)))
                .collect();
            if after.change_flag.is_none() && !old.is_empty() {
                after.change_flag = Some(ChangeFlag { since: now, old });
            }
        }
    }
    (after != *student).then_some(after)
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;

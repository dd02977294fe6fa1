//! What the state's words mean where a number should stand. Only words about the student count: a complaint about a school,
//! a code or the file must send nobody into New.

use super::PRACTICE_MARK;
use crate::domain::text::match_key;

/// What the state speaks of when it speaks of the student.
const STUDENT: [&str; 14] = [
    "record",
    "records",
    "match",
    "matches",
    "student",
    "students",
    "ssid",
    "ssids",
    "person",
    "persons",
    "people",
    "candidate",
    "candidates",
    "results",
];

/// Words around them that say nothing else.
const AROUND: [&str; 39] = [
    "a", "an", "and", "any", "are", "at", "been", "by", "child", "database", "exact", "exist", "exists",
    "for", "found", "given", "has", "have", "in", "is", "matched", "matching", "of", "on", "or", "our",
    "registry", "search", "state", "such", "system", "that", "the", "there", "this", "was", "we", "were",
    "with",
];

/// By what the state looks for a student. Behind “for”, “with” and the like they say nothing else; alone they are what is
/// wrong: “No birth date for this student”.
const SOUGHT_BY: [&str; 10] = [
    "birth",
    "criteria",
    "date",
    "gender",
    "information",
    "name",
    "names",
    "provided",
    "these",
    "your",
];

/// Words beside a sentence about the student that say nothing against it: “No match (code 12), create new SSID”.
const BESIDE: [&str; 9] = [
    "create", "message", "new", "please", "request", "response", "result", "send", "submit",
];

/// What a number in such words is the number of.
const NUMBERED: [&str; 6] = ["code", "error", "line", "row", "status", "warning"];

/// The sentences of a text and what stands between colons, commas, dashes and in brackets, as words in small letters.
fn clauses(text: &str) -> Vec<Vec<String>> {
    let key = match_key(text);
    let key = key
        .strip_prefix(&match_key(PRACTICE_MARK))
        .map_or(key.as_str(), |k| k.trim_start_matches([':', ' ']));
    let words = |clause: &str| -> Vec<String> {
        let each = clause.split(|c: char| !c.is_alphanumeric());
        each.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    key.replace(" - ", ";")
        .split(['.', ',', ';', ':', '!', '|', '(', ')', '[', ']', '\n', '–', '—'])
        .map(words)
        .filter(|w| !w.is_empty())
        .collect()
}

fn is_about_the_student(word: &str) -> bool {
    STUDENT.contains(&word)
}

/// Whether a word says nothing that could be about something else; a year is none.
fn is_around(word: &str) -> bool {
    AROUND.contains(&word) || is_about_the_student(word) || word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the state says that it does not know the student: what sends a student into New. One sentence has to say it of
/// the student, and none may speak of anything else: of “School not found”, “Enrollment - not found” or “No match - system
/// error” nobody may conclude that the child needs a number.
pub(super) fn unknown(text: &str) -> bool {
    let all = clauses(text);
    let is_bare_no = matches!(all.as_slice(), [only] if matches!(only.as_slice(), [word] if word == "n" || word == "none"));
    is_bare_no || denies(text)
}

/// The same without a bare “N” or “None”, which beside a number may be said of errors.
pub(super) fn denies(text: &str) -> bool {
    let all = clauses(text);
    let is_said: Vec<bool> = all.iter().map(|words| is_said_of_the_student(words)).collect();
    is_said.contains(&true)
        && all
            .iter()
            .zip(is_said)
            .all(|(words, said)| said || says_nothing_else(words))
}

/// Whether words beside a sentence about the student speak of nothing else.
fn says_nothing_else(words: &[String]) -> bool {
    let has_digit = |w: &String| w.bytes().any(|b| b.is_ascii_digit());
    let is_numbered = words.iter().any(has_digit);
    // “Match found. Not found in 2025” says both.
    let is_zero = words.iter().any(|w| w == "0");
    let is_found = |w: &String| {
        matches!(
            w.as_str(),
            "exist" | "exists" | "found" | "match" | "matched" | "matches"
        )
    };
    (is_zero || !words.iter().any(is_found))
        && words.iter().all(|w| {
            is_around(w)
            || BESIDE.contains(&w.as_str())
            || is_numbered && NUMBERED.contains(&w.as_str())
            // A code: `E12`.
            || has_digit(w) && w.len() <= 6
        })
}

/// Whether a sentence says that there is no such student: “no” straight before the student, or “not found” straight behind,
/// and nothing around it but by what the student was sought.
fn is_said_of_the_student(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if matches!(words.as_slice(), ["not", "found"] | ["none", "found"]) {
        return true;
    }
    let tail = |words: &[&str]| {
        let sought = |w: &&str| {
            matches!(
                *w,
                "for" | "with" | "by" | "on" | "matching" | "matches" | "match"
            )
        };
        let from = words.iter().position(sought).unwrap_or(words.len());
        words[..from].iter().all(|w| is_around(w))
            && words[from..]
                .iter()
                .all(|w| is_around(w) || SOUGHT_BY.contains(w))
    };
    let is_between = |w: &&str| {
        matches!(
            *w,
            "a" | "any" | "exact" | "existing" | "matching" | "matched" | "such"
        )
    };
    if let Some(no) = words.iter().position(|w| *w == "no") {
        let rest: Vec<&str> = words[no + 1..]
            .iter()
            .copied()
            .skip_while(|w| is_between(w))
            .collect();
        // “No SSID in this record” is about the file.
        let in_the_file = matches!(rest.first(), Some(&("ssid" | "ssids")))
            && rest.contains(&"in")
            && matches!(rest.last(), Some(&("record" | "records")));
        return !in_the_file
            && rest.first().is_some_and(|w| is_about_the_student(w))
            && words[..no].iter().all(|w| is_around(w))
            && tail(&rest[1..]);
    }
    let Some(not) = words.iter().position(|w| *w == "not") else {
        return false;
    };
    let is_verb = |w: &&&str| {
        matches!(
            **w,
            "is" | "was" | "were" | "are" | "does" | "do" | "did" | "could" | "can" | "be"
        )
    };
    let subject = words[..not].iter().rev().skip_while(is_verb).copied();
    let subject: Vec<&str> = subject.collect();
    let is_named =
        |w: &&str| is_between(w) || is_about_the_student(w) || matches!(*w, "the" | "this" | "that");
    let behind: Vec<&str> = words[not + 1..]
        .iter()
        .copied()
        .skip_while(|w| *w == "be")
        .collect();
    subject.first().is_some_and(|w| is_about_the_student(w))
        && subject.iter().all(is_named)
        && matches!(behind.first(), Some(&("found" | "exist" | "exists" | "matched")))
        && tail(&behind[1..])
}

/// Whether words beside a number say no more than that it is the student's.
pub(super) fn assigned(text: &str) -> bool {
    const USUAL: [&str; 14] = [
        "accepted",
        "added",
        "assigned",
        "created",
        "existing",
        "issued",
        "matched",
        "new",
        "ok",
        "processed",
        "retrieved",
        "success",
        "updated",
        "verified",
    ];
    clauses(text).iter().all(|words| {
        words
            .iter()
            .all(|w| USUAL.contains(&w.as_str()) || is_around(w) || SOUGHT_BY.contains(&w.as_str()))
    })
}

/// Whether the state says that it knows several students like this one.
pub(super) fn several(text: &str) -> bool {
    clauses(text).iter().any(|words| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let is_plural = |w: &str| is_about_the_student(w) && (w.ends_with('s') || w == "people");
        let many = |at: usize| match words[at] {
            "multiple" | "several" | "near" | "possible" | "potential" => true,
            "one" => at >= 2 && words[at - 1] == "than" && words[at - 2] == "more",
            // A count, and no day, score or number of an error.
            number => {
                let counts = number.parse::<u32>().is_ok_and(|n| n > 1 && n < 1000);
                let named = at.checked_sub(1).map_or("", |before| words[before]);
                let is_count = !matches!(
                    named,
                    "code" | "error" | "grade" | "line" | "row" | "score" | "warning"
                ) && !named.bytes().any(|b| b.is_ascii_digit());
                let of = words[at + 1..].iter().find(|w| !stands_before_several(w));
                counts && is_count && of.is_some_and(|w| is_plural(w))
            }
        };
        let follows = |at: usize| words[at + 1..].iter().take(3).any(|w| is_about_the_student(w));
        let between = |at: usize| {
            let student = words[at + 1..].iter().position(|w| is_about_the_student(w));
            student.is_some_and(|n| {
                words[at + 1..][..n]
                    .iter()
                    .all(|w| is_around(w) || stands_before_several(w))
            })
        };
        matches!(words.as_slice(), ["multiple"])
            || (0..words.len()).any(|at| many(at) && follows(at) && between(at))
    })
}

/// Whether a word may stand between a count and the students: “2 other exact matches”.
fn stands_before_several(word: &str) -> bool {
    many_word(word)
        || matches!(
            word,
            "different"
                | "duplicate"
                | "exact"
                | "existing"
                | "known"
                | "matching"
                | "of"
                | "other"
                | "similar"
                | "the"
                | "these"
        )
}

fn many_word(word: &str) -> bool {
    matches!(word, "near" | "possible" | "potential" | "likely")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_about_the_student_say_that_the_state_does_not_know_one() {
        for text in [
            "N",
            "none",
            "Not found",
            "No Match",
            "NO RECORDS FOUND.",
            "No matching student found in the state database",
            "Error 12: The student was not found",
            "0 records: No Records Found",
            "Student not found in 2027.",
            "SSID not found",
            "No match for this student",
            "No match on name and birth date",
            "No match - create new SSID",
            "No match found (code 12)",
            "No student matches your criteria",
            "Not found (404)",
            "Student does not exist",
            "There is no such student.",
            "A matching student could not be found",
            "Student not found in the SSID System",
            "Student not found in the student database",
            "No match found in the SSID system",
            "No record found in the SSID registry",
            "E12: No match found",
        ] {
            assert!(unknown(text), "{text}");
        }
        for text in [
            "",
            "E",
            "School not found",
            "No matching school found for 104",
            "No student number in the file of the state for 2026",
            "Record rejected: no match code for race P",
            "LEA 140 not found.",
            "Student is not enrolled",
            "Parent record not found",
            "Match",
            "Record found",
            "No birth date for this student",
            "No gender in the record",
            "Birth date not found in the student record",
            "No name provided for this student",
            "No SSID in this record",
            "Record was not created by the system: file has no student data",
            "Gender of the student was not found",
            "School 104: no match",
            "No student name",
            "Enrollment - not found",
            "Enrollment (not found)",
            "Birth date: not found",
            "Middle name, phone (not found)",
            "No match - system error",
            "No record (file is empty)",
            "No match found - new SSID assigned",
            "No match. New SSID created.",
            "Not found, created",
            "Match found. Not found in 2025",
            "1 record found, no match",
        ] {
            assert!(!unknown(text), "{text}");
        }
        assert!(denies("No match") && !denies("None") && !denies("N"));
    }

    #[test]
    fn only_several_students_are_several() {
        for text in [
            "Multiple Records Found (2).",
            "Near match: 3 candidates",
            "More than one student matches",
            "multiple possible matches",
            "Possible match",
            "Several students",
            "multiple",
            "12 matching records",
            "2 possible matches found",
            "2 exact matches",
            "2 exact matches found",
            "2 of these students",
            "3 existing students match",
            "2 different records",
        ] {
            assert!(several(text), "{text}");
        }
        for text in [
            "Multiple errors: birth date invalid",
            "1 record",
            "0 candidates",
            "Several fields are blank in this record",
            "Line 12: record rejected",
            "2026-09-12 record created",
            "Match 100% student",
            "Exact match (100%) SSID assigned",
            "Score 98 match",
            "Record updated 9/12/2026 SSID assigned",
            "Error 12 in record",
            "Grade 12 student not eligible",
            "Error 12 students",
        ] {
            assert!(!several(text), "{text}");
        }
    }
}

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
const AROUND: [&str; 46] = [
    "a",
    "an",
    "and",
    "any",
    "are",
    "at",
    "birth",
    "by",
    "child",
    "criteria",
    "data",
    "database",
    "date",
    "exact",
    "exist",
    "exists",
    "file",
    "for",
    "found",
    "gender",
    "given",
    "has",
    "in",
    "information",
    "is",
    "matched",
    "matching",
    "name",
    "of",
    "on",
    "or",
    "provided",
    "registry",
    "search",
    "state",
    "such",
    "system",
    "that",
    "the",
    "there",
    "these",
    "this",
    "was",
    "we",
    "were",
    "with",
];

/// The sentences of a text and what stands between colons and dashes, as words in small letters.
fn clauses(text: &str) -> Vec<Vec<String>> {
    let key = match_key(text);
    let key = key
        .strip_prefix(&match_key(PRACTICE_MARK))
        .map_or(key.as_str(), |k| k.trim_start_matches([':', ' ']));
    let words = |clause: &str| -> Vec<String> {
        let each = clause.split(|c: char| !c.is_alphanumeric());
        each.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    key.split(['.', ';', ':', '!', '|', '\n', '–', '—'])
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

/// Whether the state says that it does not know the student: what sends a student into New. All of a sentence has to be
/// about the student: of “School not found”, “No matching school found” or “No student number in the file” nobody may
/// conclude that the child needs a number.
pub(super) fn unknown(text: &str) -> bool {
    let all = clauses(text);
    if let [only] = all.as_slice()
        && let [word] = only.as_slice()
        && matches!(word.as_str(), "n" | "none")
    {
        return true;
    }
    all.iter().any(|words| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let about = words.iter().any(|w| is_about_the_student(w));
        let is_said = |not: &str| words.contains(&not) && words.iter().all(|w| *w == not || is_around(w));
        let bare = matches!(words.as_slice(), ["not", "found"] | ["none", "found"]);
        bare || about && is_said("no") || about && words.contains(&"found") && is_said("not")
    })
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
    clauses(text)
        .iter()
        .all(|words| words.iter().all(|w| USUAL.contains(&w.as_str()) || is_around(w)))
}

/// Whether the state says that it knows several students like this one.
pub(super) fn several(text: &str) -> bool {
    clauses(text).iter().any(|words| {
        let many = |at: usize| match words[at].as_str() {
            "multiple" | "several" | "near" | "possible" | "potential" => true,
            "one" => at >= 2 && words[at - 1] == "than" && words[at - 2] == "more",
            number => number.parse::<u32>().is_ok_and(|n| n > 1 && n < 1000),
        };
        let follows = |at: usize| words[at + 1..].iter().take(3).any(|w| is_about_the_student(w));
        let between = |at: usize| {
            let student = words[at + 1..].iter().position(|w| is_about_the_student(w));
            student.is_some_and(|n| words[at + 1..][..n].iter().all(|w| is_around(w) || many_word(w)))
        };
        matches!(words.as_slice(), [only] if only == "multiple")
            || (0..words.len()).any(|at| many(at) && follows(at) && between(at))
    })
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
        ] {
            assert!(!unknown(text), "{text}");
        }
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
        ] {
            assert!(several(text), "{text}");
        }
        for text in [
            "Multiple errors: birth date invalid",
            "1 record",
            "0 candidates",
            "Several fields are blank in this record",
            "Line 12: record rejected",
        ] {
            assert!(!several(text), "{text}");
        }
    }
}

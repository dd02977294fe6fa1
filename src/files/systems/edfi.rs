//! Flat exports by the names of Ed-Fi.

use super::super::headers::{plain, roster_column};
use super::super::table::Record;
use super::member::is_other_grade;
use crate::domain::codes::grade_of_year;
use crate::domain::roster::RosterColumn;
use crate::domain::student::Field;

/// What of a header is Ed-Fi's, when it is Ed-Fi's.
pub fn recognise(has: &dyn Fn(&str) -> bool) -> Option<String> {
    let is = has("studentuniqueid") || has("lastsurname") && has("generationcodesuffix");
    is.then(|| "StudentUniqueId or LastSurname, as Ed-Fi has them".to_owned())
}

/// What a column holds. `MultipleBirthStatus`, the twin flag, has no place here.
pub fn column(header: &str) -> Option<(RosterColumn, u8)> {
    let field = match plain(header).as_str() {
        "studentuniqueid" => Field::Number,
        "sexdescriptor" | "birthsexdescriptor" => Field::Gender,
        "personalidentificationcode" => return None,
        "gradeleveldescriptor" | "entrygradeleveldescriptor" => {
            return roster_column("grade").map(|c| (c.0, 1));
        }
        "streetnumbername" => return roster_column("street").map(|c| (c.0, 1)),
        "exitwithdrawdate" => return roster_column("exitdate").map(|c| (c.0, 1)),
        _ => return roster_column(header),
    };
    Some((RosterColumn::Field(field), 1))
}

/// The grades as Ed-Fi says them, by the year of school: kindergarten is 0.
const GRADE_NAMES: [&str; 13] = [
    "kindergarten",
    "firstgrade",
    "secondgrade",
    "thirdgrade",
    "fourthgrade",
    "fifthgrade",
    "sixthgrade",
    "seventhgrade",
    "eighthgrade",
    "ninthgrade",
    "tenthgrade",
    "eleventhgrade",
    "twelfthgrade",
];

/// Whether a column of this name, in small letters, holds the grade.
pub fn is_grade(name: &str) -> bool {
    matches!(
        name,
        "gradeleveldescriptor" | "entrygradeleveldescriptor" | "gradelevel" | "entrygradelevel" | "grade"
    )
}

/// What a cell says, of a descriptor as well.
pub fn value(cell: &str) -> &str {
    let cell = cell.trim();
    let descriptor = cell.strip_prefix("uri://").and_then(|c| c.split_once('#'));
    descriptor.map_or(cell, |(_, value)| value)
}

/// Descriptors (`uri://ed-fi.org/SexDescriptor#Female`) as what they say, and grades as everywhere; with their column.
pub fn changes(r: &Record, grade: Option<usize>) -> Vec<(usize, String)> {
    let said = |(at, cell): (usize, &str)| {
        let cell = cell.trim();
        let new = match value(cell) {
            text if Some(at) == grade => grade_of(text).unwrap_or(text),
            "Not Selected" => "",
            text => text,
        };
        (new != cell).then(|| (at, new.to_owned()))
    };
    r.cells.iter().enumerate().filter_map(said).collect()
}

/// The grade of a descriptor; blank where this program has none for it.
fn grade_of(text: &str) -> Option<&'static str> {
    let name = plain(text);
    let at = GRADE_NAMES.iter().position(|g| *g == name);
    match name.as_str() {
        "preschool" | "prekindergarten" | "preschoolprekindergarten" | "earlyeducation" => Some("PK"),
        "infanttoddler" => Some("IT"),
        "transitionalkindergarten" => Some("TK"),
        _ if is_other_grade(text) => Some(""),
        _ => at.and_then(grade_of_year),
    }
}

//! Flat exports by the names of Ed-Fi.

use super::super::headers::{plain, roster_column};
use super::super::table::Record;
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

/// Descriptors (`uri://ed-fi.org/SexDescriptor#Female`) as what they say, and grades as everywhere; with their column.
pub fn changes(r: &Record) -> Vec<(usize, String)> {
    let said = |(at, cell): (usize, &str)| {
        let (_, value) = cell.trim().strip_prefix("uri://")?.split_once('#')?;
        let name = plain(value);
        let grade = GRADE_NAMES.iter().position(|g| *g == name);
        Some((at, grade.and_then(grade_of_year).unwrap_or(value).to_owned()))
    };
    r.cells.iter().enumerate().filter_map(said).collect()
}

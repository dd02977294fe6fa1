//! Flat exports by the names of Ed-Fi.

use super::super::headers::{plain, roster_column};
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

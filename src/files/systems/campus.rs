//! Infinite Campus (`student.lastName`), and what Aspire and Skyward call columns otherwise.

use super::super::headers::{plain, roster_column};
use crate::domain::roster::{Format, RosterColumn};

/// The tables of Infinite Campus whose columns stand in exports.
const TABLES: [&str; 12] = [
    "student",
    "person",
    "identity",
    "individual",
    "enrollment",
    "activeenrollment",
    "school",
    "sch",
    "calendar",
    "cal",
    "household",
    "census",
];

fn of_table(header: &str) -> Option<(&str, &str)> {
    let (table, column) = header.trim().split_once('.')?;
    TABLES.contains(&plain(table).as_str()).then_some((table, column))
}

/// The end of the column that has the race as it is reported to the federal government.
pub const FEDERAL: &str = "raceethnicityfed";

/// The code of races that Infinite Campus's number of a federal category means; its states' own numbers differ
/// (source: kb.infinitecampus.com, “Race Ethnicity Wizard”).
pub fn federal_races(number: &str) -> Option<&'static str> {
    match number {
        "1" => Some("H"),
        "2" => Some("I"),
        "3" => Some("A"),
        "4" => Some("B"),
        "5" => Some("P"),
        "6" => Some("C"),
        "7" => Some("M"),
        _ => None,
    }
}

/// What of a header is Infinite Campus's, when it is.
pub fn recognise(header: &[&str]) -> Option<String> {
    let own: Vec<&str> = header.iter().copied().filter(|h| of_table(h).is_some()).collect();
    (own.len() > 2).then(|| format!("{} and others, as Infinite Campus has them", own[..2].join(", ")))
}

/// What a column of Infinite Campus holds: `student.stateID`, `sch.number`.
pub fn column(header: &str) -> Option<(RosterColumn, u8)> {
    let Some((table, name)) = of_table(header) else {
        return roster_column(header);
    };
    let table = plain(table);
    let is_school = table.starts_with("sch");
    let is_calendar = table.starts_with("cal");
    match plain(name).as_str() {
        // Keys of Infinite Campus's own tables.
        "personid" | "structureid" | "calendarid" | "enrollmentid" | "identityid" => None,
        "number" if is_school => roster_column("schoolnumber"),
        "name" if is_school => roster_column("schoolname"),
        // The school's own phone and address are not the student's.
        _ if is_school || is_calendar => None,
        "endstatus" | "startstatus" => None,
        "legalfirstname" | "legallastname" | "legalmiddlename" => roster_column(name),
        "alias" => roster_column("nickname"),
        // What the state's own column says counts before it, where it has letters: it keeps the races of Hispanics.
        FEDERAL => roster_column("races"),
        _ => roster_column(name).or_else(|| roster_column(header)),
    }
}

/// What a column holds by the names of Skyward and Aspire, where no other name says it.
pub fn other_column(format: Format, header: &str) -> Option<(RosterColumn, u8)> {
    if format != Format::List {
        return None;
    }
    let known = match plain(header).as_str() {
        "entity" | "entityid" | "entitycode" | "schoolentity" => "schoolnumber",
        "othername" => "preferredname",
        "grade0" | "gradenum" => "grade",
        "studentbirthdt" | "birthdt" => "birthdate",
        "enterdate" | "entrydt" => "entrydate",
        "withdrawdt" | "exitdt" | "withdrawaldt" => "exitdate",
        "statestudid" | "utahstateid" | "usoeid" | "stateidssid" => "ssid",
        _ => return None,
    };
    roster_column(known).map(|c| (c.0, 2))
}

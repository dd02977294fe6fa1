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

/// The end of the column that has the races as the state has them.
pub const OF_THE_STATE: &str = "raceethnicity";

/// What the columns of the state and of the federal government say together. The state's counts where it has letters: it
/// keeps the races of Hispanics. Its numbers differ from state to state and say nothing here; the federal ones are one list
/// (source: kb.infinitecampus.com, “Race Ethnicity Wizard”).
pub fn races<'a>(state: &'a str, federal: &'a str) -> &'a str {
    let races = match federal {
        "0" => "",
        "1" => "H",
        "2" => "I",
        "3" => "A",
        "4" => "B",
        "5" => "P",
        "6" => "C",
        "7" => "M",
        other => other,
    };
    let is_number = state.bytes().all(|b| b.is_ascii_digit());
    match is_number && !races.is_empty() {
        true => races,
        false if state.is_empty() => races,
        false => state,
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

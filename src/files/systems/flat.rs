//! What a flat list of a system says in several columns or by numbers of its own, settled cell by cell: one address,
//! grades, ethnicity, who is enrolled, one line for each student.

use super::super::headers::plain;
use super::super::table::Record;
use super::campus;
use super::clever::Contacts;
use super::edfi;
use super::member::{OTHER_GRADE, Tally, is_other_grade};
use crate::domain::problem::Problem;
use crate::domain::roster::{Format, Recognised};
use csv::StringRecord;

const PRE_REGISTERED: &str = "{} with Enroll_Status −1 (pre-registered): taken like the others.";
const LEFT: &str = "{} with Enroll_Status 1 to 4 (inactive, transferred out, graduated, historical): taken with the exit date, so nobody of them is enrolled after it.";
const LEFT_UNDATED: &str = "{} with Enroll_Status 1 to 4 (inactive, transferred out, graduated, historical) and no exit date not taken. Who is on file here is listed as no longer in the file; nobody is removed.";
const STATUS_UNKNOWN: &str = "{} with an Enroll_Status that is not known: taken like the others.";
const HISPANIC_UNKNOWN: &str = "{} with a mark of Hispanic or Latino that is not known: taken as not said.";
const NOT_ACTIVE: &str = "{} with a Status other than Active not taken. Who is on file here is listed as no longer in the file; nobody is removed.";

/// The columns that are settled together.
#[derive(Default)]
struct Columns {
    whole: usize,
    street: Option<usize>,
    rest_of_address: Vec<(usize, &'static str)>,
    enroll_status: Option<usize>,
    exit: Option<usize>,
    status: Option<usize>,
    grade: Option<usize>,
    race: Option<usize>,
    federal: Option<usize>,
    hispanic: Option<usize>,
    student: Option<usize>,
    contact: Vec<usize>,
}

/// How systems call the column of the street, as [`plain`] names.
const STREET: [&str; 11] = [
    "street",
    "studentstreet",
    "address",
    "studentaddress",
    "homeaddress",
    "streetaddress",
    "physicaladdress",
    "residentialaddress",
    "address1",
    "addressline1",
    "streetnumbername",
];

/// The columns that follow the street in an address, and what stands in front of each.
const REST_OF_ADDRESS: [(&[&str], &str); 4] = [
    (&["apartmentroomsuitenumber"], " "),
    (&["city", "studentcity"], ", "),
    (&["state", "studentstate", "stateabbreviationdescriptor"], ", "),
    (&["zip", "studentzip", "postalcode"], " "),
];

/// Whether the columns of a header are used together with another one, by their names in [`plain`] letters.
pub fn parts(format: Format, names: &[String]) -> Vec<bool> {
    let joins = !matches!(format, Format::Sds1 | Format::List);
    let has_street = joins && names.iter().any(|n| STREET.contains(&n.as_str()));
    let has_races = names.iter().any(|n| n.ends_with(campus::OF_THE_STATE));
    let is_part = |name: &String| {
        let own = name.strip_prefix("student").unwrap_or(name);
        let in_address = REST_OF_ADDRESS
            .iter()
            .any(|(all, _)| all.contains(&name.as_str()));
        match format {
            Format::PowerSchool if matches!(own, "enrollstatus" | "fedethnicity") => true,
            Format::Clever if matches!(own, "id" | "hispaniclatino") || own.starts_with("contact") => true,
            Format::InfiniteCampus if has_races && name.ends_with(campus::FEDERAL) => true,
            Format::PowerSchool | Format::Clever | Format::InfiniteCampus | Format::EdFi => {
                has_street && in_address
            }
            Format::Sds1 => matches!(own, "sisid" | "status"),
            _ => false,
        }
    };
    names.iter().map(is_part).collect()
}

impl Columns {
    fn of(format: Format, header: &Record) -> Self {
        let names: Vec<String> = header.cells.iter().map(plain).collect();
        let at = |wanted: &[&str]| wanted.iter().find_map(|w| names.iter().position(|n| n == w));
        let mut out = Self {
            whole: header.filled(),
            ..Self::default()
        };
        if format != Format::Sds1 {
            out.street = at(&STREET);
            let part = |(names, glue): (&[&str], &'static str)| Some((at(names)?, glue));
            out.rest_of_address = REST_OF_ADDRESS.into_iter().filter_map(part).collect();
        }
        out.grade = at(&["gradelevel", "grade", "studentgrade"]);
        match format {
            Format::PowerSchool => {
                out.enroll_status = at(&["enrollstatus"]);
                out.exit = at(&["exitdate"]);
                out.race = at(&["ethnicity", "race", "racecode"]);
                out.hispanic = at(&["fedethnicity"]);
            }
            Format::Clever => {
                out.race = at(&["race"]);
                out.hispanic = at(&["hispaniclatino"]);
                out.student = at(&["studentid"]).or_else(|| at(&["studentnumber"]));
                let contact = |n: &String| n.starts_with("contact");
                out.contact = (0..names.len()).filter(|i| contact(&names[*i])).collect();
            }
            Format::Sds1 => out.status = at(&["status"]),
            Format::InfiniteCampus => {
                let ends = |end: &str| names.iter().position(|n| n.ends_with(end));
                out.federal = ends(campus::FEDERAL);
                out.race = ends(campus::OF_THE_STATE);
            }
            Format::EdFi => out.grade = names.iter().position(|n| edfi::is_grade(n)),
            _ => {}
        }
        out
    }

    /// The cells that change, and what they become.
    fn changes(&self, format: Format, r: &Record) -> Vec<(usize, String)> {
        let cell = |at: usize| match format {
            Format::EdFi => edfi::value(r.cell(at)),
            _ => r.cell(at).trim(),
        };
        let mut out = Vec::new();
        if let Some(federal) = self.federal {
            let races = campus::races(self.race.map_or("", cell), cell(federal)).to_owned();
            match self.race {
                Some(state) => out.extend([(state, races), (federal, String::new())]),
                None => out.push((federal, races)),
            }
        }
        // A city without a street is no address; a blank one leaves what is on file.
        if let Some(street) = self.street.filter(|street| !cell(*street).is_empty()) {
            let mut address = cell(street).to_owned();
            for (at, glue) in &self.rest_of_address {
                if !cell(*at).is_empty() {
                    if !address.is_empty() {
                        address.push_str(glue);
                    }
                    address.push_str(cell(*at));
                }
            }
            if address != cell(street) {
                out.push((street, address));
            }
        }
        if format == Format::EdFi {
            let others = edfi::changes(r, self.grade).into_iter();
            out.extend(others.filter(|(at, _)| Some(*at) != self.street));
            return out;
        }
        if let Some(at) = self.grade
            && let Some(grade) = grade(format, cell(at))
        {
            out.push((at, grade.to_owned()));
        }
        if let Some(at) = self.hispanic {
            let is = is_hispanic(cell(at)) == Some(true);
            let race = self.race.map_or("", cell);
            let race = if plain(race) == "unknown" { "" } else { race };
            let text = match (is, race) {
                (true, "") => "H".to_owned(),
                (true, race) => format!("H;{race}"),
                (false, race) => race.to_owned(),
            };
            // Where there is no column of races, this one becomes it.
            out.push((self.race.unwrap_or(at), text));
            if self.race.is_some() {
                out.push((at, String::new()));
            }
        }
        out
    }
}

/// What a mark of Hispanic or Latino says; PowerSchool's -1 and blanks that nobody has said.
fn is_hispanic(text: &str) -> Option<bool> {
    match text.trim_end_matches(".0").to_ascii_lowercase().as_str() {
        "1" | "y" | "yes" | "t" | "true" => Some(true),
        "0" | "n" | "no" | "f" | "false" => Some(false),
        _ => None,
    }
}

/// Grades as a system numbers or spells them; `None` where they stand as everywhere.
fn grade(format: Format, text: &str) -> Option<&'static str> {
    match (format, text) {
        (Format::PowerSchool, "0" | "00" | "0.0") => Some("KG"),
        (Format::PowerSchool, "-1" | "-1.0") => Some("PK"),
        (Format::PowerSchool, "-2" | "-2.0") => Some("PR"),
        (Format::Clever, t) => match plain(t).as_str() {
            "infanttoddler" => Some("IT"),
            "prekindergarten" => Some("PK"),
            "transitionalkindergarten" => Some("TK"),
            _ if is_other_grade(t) => Some(""),
            _ => None,
        },
        (Format::Sds1, t) if is_other_grade(t) => Some(""),
        _ => None,
    }
}

/// Settles the lines below a header.
pub fn settle(
    format: Format,
    file: &str,
    records: &mut Vec<Record>,
    header: usize,
    recognised: &mut Vec<Recognised>,
) -> Vec<Problem> {
    if !matches!(
        format,
        Format::PowerSchool | Format::Clever | Format::InfiniteCampus | Format::Sds1 | Format::EdFi
    ) {
        return Vec::new();
    }
    let Some(columns) = records.get(header).map(|h| Columns::of(format, h)) else {
        return Vec::new();
    };
    let mut tally = Tally::default();
    let mut contacts = Contacts::default();
    let lines = records.split_off(header + 1);
    let mut grades = false;
    for mut r in lines {
        // Where cells may have slipped, nothing is settled: the line is held back below.
        if r.stray_quote || r.filled() > columns.whole {
            records.push(r);
            continue;
        }
        if !columns.is_taken(&r, &mut tally) {
            continue;
        }
        let changes = columns.changes(format, &r);
        if let Some(at) = columns.hispanic {
            let said = r.cell(at).trim();
            if !matches!(said, "" | "-1" | "-1.0") && is_hispanic(said).is_none() {
                let column = match format {
                    Format::Clever => "Hispanic_Latino",
                    _ => "FedEthnicity",
                };
                tally.add(HISPANIC_UNKNOWN, r.line, column, said);
            }
        }
        let grade = changes.iter().find(|c| Some(c.0) == columns.grade);
        grades |= grade.is_some();
        if let Some((at, _)) = grade.filter(|g| g.1.is_empty()) {
            tally.add(OTHER_GRADE, r.line, "Grade", r.cell(*at).trim());
        }
        if !changes.is_empty() {
            r.cells = changed(&r, changes);
        }
        if let Some(student) = columns.student
            && contacts.has_again(&r, student, &columns.contact, records)
        {
            continue;
        }
        records.push(r);
    }
    contacts.say(recognised);
    if grades && format == Format::PowerSchool {
        recognised.push(Recognised {
            what: "Grades",
            value: "0 is KG, −1 is PK, −2 is PR".into(),
            why: "PowerSchool numbers grades so.".into(),
        });
    }
    if columns.street.is_some() && !columns.rest_of_address.is_empty() {
        recognised.push(Recognised {
            what: "Address",
            value: "one line".into(),
            why: "Street, city, state and zip stand in columns of their own.".into(),
        });
    }
    tally.problems(file)
}

fn changed(r: &Record, changes: Vec<(usize, String)>) -> StringRecord {
    let last = changes.iter().map(|c| c.0 + 1).max().unwrap_or(0);
    (0..r.cells.len().max(last))
        .map(|at| {
            let new = changes.iter().find(|c| c.0 == at);
            new.map_or(r.cell(at), |c| c.1.as_str())
        })
        .collect()
}

impl Columns {
    /// Whether a line is of somebody who goes to school, as far as the system says it.
    fn is_taken(&self, r: &Record, tally: &mut Tally) -> bool {
        if let Some(at) = self.enroll_status {
            let status = r.cell(at).trim();
            let add = |tally: &mut Tally, message| tally.add(message, r.line, "Enroll_Status", status);
            match status.trim_end_matches(".0") {
                "" | "0" => {}
                "-1" => add(tally, PRE_REGISTERED),
                "1" | "2" | "3" | "4" => {
                    let dated = self.exit.is_some_and(|e| !r.cell(e).trim().is_empty());
                    add(tally, if dated { LEFT } else { LEFT_UNDATED });
                    return dated;
                }
                _ => add(tally, STATUS_UNKNOWN),
            }
        }
        if let Some(at) = self.status {
            let status = r.cell(at).trim();
            if !matches!(plain(status).as_str(), "" | "active" | "a") {
                tally.add(NOT_ACTIVE, r.line, "Status", status);
                return false;
            }
        }
        true
    }
}

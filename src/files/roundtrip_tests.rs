//! What we write we read again; and no bytes, however bad, bring a reader down.

use super::report::{Sheet, SheetColumn, SheetRow, save_sheet};
use super::*;
use crate::domain::codes::Ethnicity;
use crate::domain::draft::EnrollmentPart;
use crate::domain::ids::{LeaNumber, SchoolCode, SchoolYear, StudentKey};
use crate::domain::layout::Layout;
use crate::domain::request::SentLine;
use crate::domain::roster::{Roster, RosterColumn};
use crate::domain::student::Field;
use crate::domain::text::tidy;
use chrono::NaiveDate;
use proptest::prelude::*;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-zñéʻ’'-]{0,12}( [A-Z][a-z]{1,9})?",
        "[=+@,;|\"'“”.0-9a-zÀ-ỹ-]{1,20}",
        "\\PC{1,30}",
    ]
    .prop_map(|n| tidy(&n))
    .prop_filter("a name", |n| !n.is_empty())
}

fn sent_line() -> impl Strategy<Value = SentLine> {
    let birth = (2000i32..2022, 1u32..13, 1u32..29).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
    let races = prop::sample::subsequence(vec!["A", "B", "C", "I", "P"], 0..4);
    (
        "[0-9A-Z]{1,20}",
        "[0-9]{0,10}",
        (name(), name(), prop::option::of(name())),
        prop::sample::select(vec!["", "Jr", "III"]),
        birth,
        prop::sample::select(vec!["M", "F", "X"]),
        (any::<bool>(), races),
        "[0-9]{1,4}",
    )
        .prop_map(
            |(number, ssid, (last, first, middle), suffix, birth_date, gender, (hispanic, races), school)| {
                SentLine {
                    line: 0,
                    student: StudentKey(1),
                    number,
                    ssid,
                    last_name: last,
                    first_name: first,
                    middle_name: middle.unwrap_or_default(),
                    suffix: suffix.into(),
                    birth_date,
                    gender: gender.into(),
                    ethnicity: Ethnicity {
                        hispanic,
                        races: races.into_iter().map(str::to_owned).collect(),
                    },
                    school: SchoolCode::parse(&school).unwrap(),
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_request_reads_back_the_same(
        mut lines in prop::collection::vec(sent_line(), 1..8),
        header in any::<bool>(),
    ) {
        for (i, line) in lines.iter_mut().enumerate() {
            line.line = i as u32 + 1;
        }
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::utah_default();
        let path = prepare_request_file(
            folder.path(), &|n| format!("REQ_{n:04}.csv"), 1, &layout, header,
            &LeaNumber::parse("140").unwrap(), SchoolYear(2027), &lines, &mut |_, _| true,
        ).and_then(PreparedRequest::keep).unwrap();
        let read = read_response(&path, &layout, &mut |_, _| true).unwrap().value;
        prop_assert!(!read.has_marker_column);
        prop_assert_eq!(read.lines.len(), lines.len());
        for (r, s) in read.lines.iter().zip(&lines) {
            prop_assert_eq!(&r.broken, &None);
            prop_assert_eq!(&r.line, &s.line.to_string());
            prop_assert_eq!(&r.ssid, &s.ssid);
            prop_assert_eq!(&r.school_year, "2027");
            prop_assert_eq!(&r.last_name, &s.last_name);
            prop_assert_eq!(&r.first_name, &s.first_name);
            prop_assert_eq!(&r.middle_name, &s.middle_name);
            prop_assert_eq!(&r.birth_date, &s.birth_date.map(|d| d.to_string()).unwrap_or_default());
            prop_assert_eq!(&r.number, &s.number);
        }
    }

    #[test]
    fn no_bytes_bring_a_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        feed(&bytes);
    }

    #[test]
    fn no_text_brings_a_reader_down(
        text in "(student_id,last_name,first_name,dob\n)?([0-9a-z\"',;|\r\n\t=.“”é-]{0,60}\n?){0,12}",
    ) {
        feed(text.as_bytes());
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        feed(&utf16);
        feed(&utf16[..utf16.len() - 1]);
        feed(&encoding_rs::WINDOWS_1252.encode(&text).0);
    }
}

/// The text of a cell of this column, as the program keeps it. What marks text for spreadsheets, at the ends of a cell,
/// is taken off when a file is read; so it does not stand there.
fn cell(column: RosterColumn) -> BoxedStrategy<String> {
    use EnrollmentPart as P;
    use Field as F;
    let one_of = |all: &'static [&'static str]| prop::sample::select(all).prop_map(str::to_owned).boxed();
    let day = || {
        let day = (2005i32..2021, 1u32..13, 1u32..29).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
        day.prop_map(|d| d.unwrap().to_string())
    };
    let or_blank = |s: BoxedStrategy<String>| prop_oneof![1 => Just(String::new()), 3 => s].boxed();
    let odd = || {
        let marked = |n: &String| {
            n.starts_with(['\'', '“', '„', '”']) || n.ends_with(['”', '“']) || n.starts_with("=\"")
        };
        name().prop_filter("no mark of text", move |n| !marked(n)).boxed()
    };
    match column {
        RosterColumn::Field(F::Number) => "[1-9][0-9]{5}".boxed(),
        RosterColumn::Field(F::LastName | F::FirstName) => odd(),
        RosterColumn::Field(F::BirthDate) => day().boxed(),
        RosterColumn::Field(F::AddressFrom) | RosterColumn::Part(P::Entry | P::Exit) => {
            or_blank(day().boxed())
        }
        RosterColumn::Field(F::Ssid) => or_blank("[1-9][0-9]{6}".boxed()),
        RosterColumn::Field(F::IntegrationIdt) => or_blank("[1-9][0-9]{4}".boxed()),
        RosterColumn::Field(F::ProvisionalId) => or_blank("P-00[0-9]{2}".boxed()),
        RosterColumn::Field(F::Suffix) => one_of(&["", "Jr", "III"]),
        RosterColumn::Field(F::Gender) => one_of(&["", "M", "F", "X"]),
        RosterColumn::Field(F::Ethnicity) => one_of(&["", "C", "H, C", "A, B"]),
        RosterColumn::Field(F::StateExcluded | F::NoShow) => one_of(&["yes", "no"]),
        RosterColumn::Field(F::PhotoConsent) => one_of(&["", "yes", "no"]),
        RosterColumn::Field(F::Alerts | F::Custody) => {
            or_blank((odd(), odd()).prop_map(|(a, b)| format!("{a}\n{b}")).boxed())
        }
        RosterColumn::Field(F::Phone) => or_blank("[+]1801555[0-9]{4}|801-555-[0-9]{4}".boxed()),
        RosterColumn::Part(P::School) => one_of(&["", "104", "0012"]),
        RosterColumn::Part(P::Grade) => one_of(&["", "PK", "KG", "01", "12"]),
        RosterColumn::Field(_) | RosterColumn::SchoolName => or_blank(odd()),
    }
}

/// Rows with every column that a roster can have.
fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row = RosterColumn::all().map(cell).collect::<Vec<_>>();
    prop::collection::vec(row, 1..6)
}

/// The columns as our own list names them.
fn headers() -> Vec<&'static str> {
    let name = |c| match c {
        RosterColumn::Field(Field::Number) => "student_number",
        RosterColumn::Part(EnrollmentPart::School) => "school_number",
        c => RosterColumn::name(c),
    };
    RosterColumn::all().map(name).collect()
}

fn same_cells(read: &Roster, rows: &[Vec<String>]) -> Result<(), TestCaseError> {
    prop_assert_eq!(&read.unreadable, &None);
    prop_assert_eq!(read.rows.len(), rows.len());
    for (read, row) in read.rows.iter().zip(rows) {
        prop_assert_eq!(&read.broken, &None);
        for (column, text) in RosterColumn::all().zip(row) {
            prop_assert_eq!(read.cell(column), text, "{:?}", column);
        }
    }
    Ok(())
}

/// A list as any program may write it.
fn written(rows: &[Vec<String>], delimiter: u8, end: &str, quotes: csv::QuoteStyle) -> String {
    let mut out = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(quotes)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        out.write_record(row).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap())
        .unwrap()
        .replace('\n', end)
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = [0xFEFF].into_iter().chain(text.encode_utf16());
    units
        .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
        .collect()
}

/// A text in every encoding that offices' programs write. Windows-1252 only where it has all the letters.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut out = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", format!("\u{FEFF}{text}").into_bytes()),
        ("UTF-16LE", utf16(text, false)),
        ("UTF-16BE", utf16(text, true)),
    ];
    let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    if !lost {
        out.push(("Windows-1252", windows.into_owned()));
    }
    out
}

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
const ENDS: [&str; 3] = ["\n", "\r\n", "\r"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn students_that_we_wrote_read_back_the_same(rows in rows()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("students.csv");
        let sheet = Sheet {
            columns: headers().into_iter().map(|h| SheetColumn::text(h, 12)).collect(),
            rows: rows.iter().map(|r| SheetRow { cells: r.clone(), kind: None }).collect(),
            ..Sheet::default()
        };
        save_sheet(&path, &sheet).unwrap();
        same_cells(&read_roster(&path, &Default::default(), &mut |_, _| true).unwrap(), &rows)?;
    }

    #[test]
    fn students_read_the_same_in_every_delimiter_line_end_and_encoding(
        rows in rows(),
        delimiter in prop::sample::select(&DELIMITERS[..]),
        end in prop::sample::select(&ENDS[..]),
        all_quoted in any::<bool>(),
    ) {
        let quotes = if all_quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let header = headers().into_iter().map(str::to_owned).collect();
        let rows: Vec<Vec<String>> = [header].into_iter().chain(rows).collect();
        let text = written(&rows, delimiter, end, quotes);
        for (encoding, bytes) in encoded(&text).into_iter().filter(|e| e.0 != "Windows-1252") {
            let read = parse_roster("f.csv", &bytes, &Default::default(), &mut |_, _| true);
            let read = read.map_err(|e| TestCaseError::fail(format!("{encoding}: {e}")))?;
            same_cells(&read, &rows[1..])?;
        }
    }

    #[test]
    fn names_of_offices_read_the_same_in_every_encoding(
        names in prop::collection::vec(prop::sample::select(&["Peña", "José", "O’Brien", "Müller", "François", "Smith", "Ñandú", "D'Arcy"][..]), 2..12),
        delimiter in prop::sample::select(&DELIMITERS[..]),
        end in prop::sample::select(&ENDS[..]),
    ) {
        let head = ["student_number", "last_name", "first_name", "birth_date"].map(str::to_owned).to_vec();
        let row = |(i, pair): (usize, &[&str])| {
            let number = (100_200 + i).to_string();
            vec![number, pair[0].into(), pair.get(1).unwrap_or(&"Ann").to_string(), "2014-03-09".into()]
        };
        let rows: Vec<Vec<String>> = [head].into_iter().chain(names.chunks(2).enumerate().map(row)).collect();
        let text = written(&rows, delimiter, end, csv::QuoteStyle::Necessary);
        for (encoding, bytes) in encoded(&text) {
            let read = parse_roster("f.csv", &bytes, &Default::default(), &mut |_, _| true).unwrap();
            prop_assert_eq!(read.rows.len(), rows.len() - 1);
            for (read, row) in read.rows.iter().zip(&rows[1..]) {
                let name = |f| read.cell(RosterColumn::Field(f));
                prop_assert_eq!((name(Field::LastName), name(Field::FirstName)), (&row[1][..], &row[2][..]), "{}", encoding);
            }
        }
    }

    #[test]
    fn responses_read_the_same_in_every_delimiter_line_end_and_encoding(
        lines in prop::collection::vec((name(), name(), "[0-9]{7}", "[A-Z0-9]{1,9}", name()), 1..6),
        delimiter in prop::sample::select(&DELIMITERS[..]),
        end in prop::sample::select(&ENDS[..]),
    ) {
        let head = ["line", "state_id", "school_year", "last_name", "first_name", "birth_date", "student_id", "status", "message"];
        let row = |(i, l): (usize, &(String, String, String, String, String))| {
            let (last, first, ssid, number, message) = l.clone();
            vec![(i + 1).to_string(), ssid, "2027".into(), last, first, "2014-03-09".into(), number, "ok".into(), message]
        };
        let head = head.map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = [head].into_iter().chain(lines.iter().enumerate().map(row)).collect();
        let text = written(&rows, delimiter, end, csv::QuoteStyle::Necessary);
        for (encoding, bytes) in encoded(&text).into_iter().filter(|e| e.0 != "Windows-1252") {
            let read = parse_response("f.csv", &bytes, &Layout::utah_default(), &mut |_, _| true);
            let read = read.map_err(|e| TestCaseError::fail(format!("{encoding}: {e}")))?.value;
            prop_assert!(read.has_marker_column);
            prop_assert_eq!(read.lines.len(), lines.len());
            for (read, (last, first, ssid, number, message)) in read.lines.iter().zip(&lines) {
                prop_assert_eq!(&read.broken, &None);
                prop_assert_eq!((&read.last_name, &read.first_name), (last, first));
                prop_assert_eq!((&read.ssid, &read.number, &read.message), (ssid, number, message));
            }
        }
    }
}

fn feed(bytes: &[u8]) {
    let _ = parse_response("f.csv", bytes, &Layout::utah_default(), &mut |_, _| true);
    let _ = parse_roster("f.csv", bytes, &Default::default(), &mut |_, _| true);
}

#[test]
fn a_request_takes_the_first_free_number_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("REQ_0002.csv");
    std::fs::write(&taken, "mine").unwrap();
    let make = |first, folder: &std::path::Path| {
        prepare_request_file(
            folder,
            &|n| format!("REQ_{n:04}.csv"),
            first,
            &Layout::utah_default(),
            true,
            &LeaNumber::parse("140").unwrap(),
            SchoolYear(2027),
            &[],
            &mut |_, _| true,
        )
        .and_then(PreparedRequest::keep)
    };
    assert_eq!(file_name(&make(1, folder.path()).unwrap()), "REQ_0001.csv");
    let path = make(1, folder.path()).unwrap();
    assert_eq!(file_name(&path), "REQ_0003.csv");
    assert_eq!(std::fs::read_to_string(taken).unwrap(), "mine");
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .ends_with("LEA Student Number\r\n")
    );
    assert!(matches!(
        make(1, &folder.path().join("gone")),
        Err(FileError::Folder { .. })
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_prepared_request_has_no_name_until_it_is_kept_and_takes_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    let prepared = prepare_request_file(
        folder.path(),
        &|n| format!("REQ_{n:04}.csv"),
        1,
        &Layout::utah_default(),
        true,
        &LeaNumber::parse("140").unwrap(),
        SchoolYear(2027),
        &[],
        &mut |_, _| true,
    )
    .unwrap();
    let path = prepared.path().to_owned();
    assert!(!path.exists());
    std::fs::write(&path, "mine").unwrap();
    assert!(matches!(prepared.keep(), Err(FileError::Exists { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

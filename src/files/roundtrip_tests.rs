//! What we write we read again; and no bytes, however bad, bring a reader down.

use super::*;
use crate::domain::codes::Ethnicity;
use crate::domain::ids::{LeaNumber, SchoolCode, SchoolYear, StudentKey};
use crate::domain::layout::Layout;
use crate::domain::request::SentLine;
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

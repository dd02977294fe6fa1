//! Rosters that come as workbooks, and lists that leave as workbooks and CSV.

use crate::desk::stamp;
use egui::Role;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use ssid_desk::app::work::{districts, exports, rosters};
use ssid_desk::app::{Command, ReportKind, Ticket};
use ssid_desk::domain::draft::EnrollmentPart as P;
use ssid_desk::domain::roster::{Reading, Roster, RosterColumn};
use ssid_desk::domain::student::Field as F;
use ssid_desk::files::{FileError, parse_roster, read_roster};
use ssid_desk::store::Store;
use std::io::{Cursor, Write};
use std::path::Path;

fn made_by_libreoffice(ending: &str) -> Roster {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/workbooks/roster.{ending}"));
    read_roster(&path, &Reading::default(), &mut |_, _| true).unwrap()
}

fn parse(file: &str, bytes: &[u8]) -> Result<Roster, FileError> {
    parse_roster(file, bytes, &Reading::default(), &mut |_, _| true)
}

fn refusal(file: &str, bytes: &[u8]) -> String {
    parse(file, bytes).expect_err("the file is taken").to_string()
}

fn said(roster: &Roster) -> String {
    roster.problems.iter().map(|p| format!("{p}\n")).collect()
}

fn value(roster: &Roster, what: &str) -> String {
    let found = roster.recognised.iter().find(|r| r.what == what);
    found.map_or_else(String::new, |r| r.value.clone())
}

fn row(roster: &Roster, at: usize) -> Vec<&str> {
    [F::Number, F::LastName, F::FirstName, F::BirthDate, F::Ssid]
        .map(|f| roster.rows[at].cell(RosterColumn::Field(f)))
        .to_vec()
}

/// A workbook of today's Excel, made by `fill`.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn head(page: &mut Worksheet, line: u32) {
    let names = [
        "student_id",
        "last_name",
        "first_name",
        "birth_date",
        "state_id",
        "school_id",
    ];
    for (at, name) in (0..).zip(names) {
        page.write_string(line, at, name).unwrap();
    }
}

#[test]
fn a_workbook_of_libreoffice_is_read_as_it_shows() {
    for ending in ["xlsx", "ods", "xls"] {
        let roster = made_by_libreoffice(ending);
        let all = said(&roster);
        assert_eq!(value(&roster, "Sheet"), "Students 2026-27", "{ending}");
        let asked: Vec<&str> = roster.questions.iter().map(|q| q.key.as_str()).collect();
        assert_eq!(
            asked,
            ["header-line"],
            "{ending}: titles above the header are asked about, hidden sheets are not"
        );
        // The lines are the sheet's rows: titles above, a blank one between.
        let lines: Vec<u64> = roster.rows.iter().map(|r| r.file_line).collect();
        assert_eq!(lines, [4, 5, 7, 8, 9], "{ending}");
        assert_eq!(
            row(&roster, 0),
            ["00123", "Smith", "Anna", "2014-03-09", "1234567"],
            "{ending}"
        );
        assert_eq!(
            row(&roster, 1),
            ["00124", "Peña O’Brien", "José", "2015-11-30", "0234567"],
            "{ending}"
        );
        // LibreOffice keeps no text as what this formula gave when it saves as .xls, but a zero.
        let given = if ending == "xls" { "0" } else { "Lee" };
        assert_eq!(
            row(&roster, 2),
            ["00125", given, "Kim", "2009-07-04", "1234568"],
            "{ending}"
        );
        assert_eq!(
            row(&roster, 3),
            ["126", "Nakai", "Aponi", "2010-02-28", ""],
            "{ending}"
        );
        let cell = |at: usize, c| roster.rows[at].cell(c).to_owned();
        assert_eq!(cell(0, RosterColumn::Part(P::Grade)), "5", "{ending}");
        assert_eq!(cell(1, RosterColumn::Part(P::Grade)), "04", "{ending}");
        assert_eq!(
            cell(2, RosterColumn::Part(P::Grade)),
            "11",
            "{ending}: what a formula gave"
        );
        assert_eq!(cell(3, RosterColumn::Part(P::Grade)), "KG", "{ending}");
        assert_eq!(cell(0, RosterColumn::Part(P::School)), "104", "{ending}");
        assert_eq!(cell(0, RosterColumn::Part(P::Entry)), "2026-08-17", "{ending}");
        assert_eq!(cell(0, RosterColumn::Field(F::NoShow)), "FALSE", "{ending}");
        assert_eq!(cell(1, RosterColumn::Field(F::NoShow)), "TRUE", "{ending}");
        assert_eq!(
            cell(0, RosterColumn::Field(F::Phone)),
            "+1 801 555 0101",
            "{ending}"
        );
        assert_eq!(
            cell(1, RosterColumn::Field(F::Phone)),
            "=1+1",
            "{ending}: text, never run"
        );
        let broken = roster.rows[4]
            .broken
            .as_ref()
            .expect("the row has an error in it")
            .to_string();
        assert!(
            broken.contains("line 9, Last Name") && broken.contains("#N/A"),
            "{ending}: {broken}"
        );
        assert!(all.contains("were found on line 3"), "{ending}: {all}");
    }
}

#[test]
fn typed_dates_and_numbers_of_excel_are_read_right() {
    let bytes = book(|page| {
        head(page, 0);
        let zeros = Format::new().set_num_format("0000000");
        let day = Format::new().set_num_format("d-mmm-yy");
        page.write_number_with_format(1, 0, 123, &zeros).unwrap();
        page.write_string(1, 1, "Smith").unwrap();
        page.write_string(1, 2, "Anna").unwrap();
        let born = ExcelDateTime::from_ymd(2014, 3, 9).unwrap();
        page.write_datetime_with_format(1, 3, &born, &day).unwrap();
        page.write_number(1, 4, 1_234_567).unwrap();
        page.write_formula(1, 5, Formula::new("=100+4").set_result("104"))
            .unwrap();
        page.write_number(1, 8, 5).unwrap();
        // Far below, with nothing at the end of the line.
        page.write_string(99, 0, "00124").unwrap();
        page.write_string(99, 1, "Lee").unwrap();
        page.write_string(99, 2, "Kim").unwrap();
        page.write_datetime_with_format(99, 3, &born, &day).unwrap();
    });
    let roster = parse("r.xlsx", &bytes).unwrap();
    assert_eq!(row(&roster, 1), ["00124", "Lee", "Kim", "2014-03-09", ""]);
    assert_eq!(roster.rows[1].file_line, 100);
    // A number without a header at the end of a line is held back, as in text.
    assert!(
        roster.rows[0]
            .broken
            .as_ref()
            .unwrap()
            .message
            .contains("9 cells"),
        "{}",
        said(&roster)
    );

    let bytes = book(|page| {
        head(page, 0);
        for (at, text) in (0..).zip(["1", "Smith", "Anna", "2014-03-09"]) {
            page.write_string(1, at, text).unwrap();
        }
        page.write_number(1, 4, 12_345_678_901_234_567_i64 as f64)
            .unwrap();
    });
    let roster = parse("r.xlsx", &bytes).unwrap();
    assert!(
        said(&roster).contains("r.xlsx, line 2, state_id: Spreadsheets keep 15 digits"),
        "{}",
        said(&roster)
    );
}

#[test]
fn a_sheet_is_asked_about_where_several_have_students() {
    let mut book = Workbook::new();
    for (name, number) in [("Elementary", "1"), ("High", "2")] {
        let page = book.add_worksheet();
        page.set_name(name).unwrap();
        head(page, 0);
        for (at, text) in (0..).zip([number, "Smith", "Anna", "2014-03-09"]) {
            page.write_string(1, at, text).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let first = parse("r.xlsx", &bytes).unwrap();
    assert_eq!(row(&first, 0)[0], "1");
    let [question] = &first.questions[..] else {
        panic!("one question")
    };
    assert_eq!(
        (question.key.as_str(), question.answer.as_deref()),
        ("sheet", Some("Elementary"))
    );
    assert!(!question.is_answered());
    let reading = Reading::default().answering("sheet", "High");
    let second = parse_roster("r.xlsx", &bytes, &reading, &mut |_, _| true).unwrap();
    assert_eq!(row(&second, 0)[0], "2");
    assert!(second.questions[0].is_answered());
}

#[test]
fn what_is_no_workbook_or_cannot_be_read_is_refused_in_plain_words() {
    let zip = |parts: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let whole = book(|page| head(page, 0));
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let wide = |name: &str| {
        name.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    for (file, bytes, has) in [
        ("r.xlsx", zip(&[("a.csv", b"1,2")]), "no workbook"),
        ("r.xlsx", zip(&[("word/document.xml", b"<w/>")]), "no workbook"),
        ("r.docx", zip(&[("word/document.xml", b"<w/>")]), "no workbook"),
        ("r.xlsb", zip(&[("xl/workbook.bin", b"")]), ".xlsb"),
        ("r.xlsx", zip(&[("xl/workbook.xml", b"<x/>")]), "damaged"),
        ("r.xlsx", whole[..whole.len() / 2].to_vec(), "damaged"),
        ("r.xlsx", b"PK\x03\x04".to_vec(), "damaged"),
        ("r.xlsx", book(|_| ()), "nothing in it"),
        (
            "r.xlsx",
            [&ole[..], &wide("EncryptedPackage")].concat(),
            "password",
        ),
        ("r.xls", [&ole[..], &wide("Workbook")].concat(), "damaged"),
        ("r.xls", [&ole[..], &wide("WordDocument")].concat(), "no workbook"),
        ("r.csv", whole.clone(), "whatever its name says"),
    ] {
        let sentence = refusal(file, &bytes);
        assert!(sentence.contains(has), "{file}: {sentence}");
    }
    let stopped = parse_roster("r.xlsx", &whole, &Reading::default(), &mut |_, _| false);
    assert!(matches!(stopped, Err(FileError::Cancelled)));
}

#[test]
fn no_damage_brings_the_reader_down() {
    for ending in ["xlsx", "ods", "xls"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/workbooks/roster.{ending}"));
        let whole = std::fs::read(path).unwrap();
        let file = format!("r.{ending}");
        for at in (0..whole.len()).step_by(97) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = parse(&file, &bytes);
            let _ = parse(&file, &whole[..at]);
        }
    }
}

#[test]
fn the_students_of_a_district_come_back_the_same_from_csv_and_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let (stamp, ticket) = (stamp(), Ticket::default());
    let store = folder.path().join("sample.ssid");
    drop(districts::create_sample(&store, 300, &stamp, &ticket).unwrap());
    let store = Store::open(&store).unwrap();
    for file in ["students.csv", "students.xlsx"] {
        let path = folder.path().join(file);
        let n = exports::students(&store, &path, &stamp, &ticket).unwrap();
        let roster = rosters::read(&path, &Reading::default(), &ticket).unwrap();
        let plan = rosters::compare(&store, roster, &stamp, &ticket).unwrap().plan;
        let counts = plan.counts();
        assert_eq!((counts.rows, counts.same), (n, n), "{file}: {:?}", plan.problems);
    }
}

#[test]
fn the_problems_of_an_import_are_saved_with_their_cells_marked() {
    let folder = tempfile::tempdir().unwrap();
    let (stamp, ticket) = (stamp(), Ticket::default());
    let district = districts::district_of("140", "Empty", "2027", false).unwrap();
    let store = districts::create(&folder.path().join("a.ssid"), &district, &stamp).unwrap();
    let path = folder.path().join("r.csv");
    let lines = "student_id,last_name,first_name,birth_date,gender,notes\n\
        00123,Smith,Anna,2014-03-09,F,=1+1\n\
        00124,Lee,Kim,soon,F,\n\
        00125,Garcia, Lopez,Jose,2015-11-30,M,x\n";
    std::fs::write(&path, lines).unwrap();
    let read = || {
        let roster = rosters::read(&path, &Reading::default(), &ticket).unwrap();
        rosters::compare(&store, roster, &stamp, &ticket).unwrap()
    };
    let planned = read();
    let to = folder.path().join("problems.xlsx");
    let written = rosters::save_problems(&path, &planned, &to, &ticket).unwrap();
    assert_eq!(written.rows, 2);
    let part = |name: &str| {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&to).unwrap()).unwrap();
        std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
    };
    let texts = part("xl/sharedStrings.xml");
    for said in [
        "Held back",
        "soon",
        "Garcia",
        "notes",
        "Columns that are not used",
        "What happens",
    ] {
        assert!(texts.contains(said), "{said}: {texts}");
    }
    assert!(!texts.contains("Smith"), "a row without a problem is not listed");
    let notes = part("xl/comments1.xml");
    assert!(notes.contains("ref=\"G2\"") && notes.contains("soon"), "{notes}");

    let over = rosters::save_problems(&path, &planned, &path, &ticket).unwrap_err();
    assert!(over.to_string().contains("Choose another name"));
    std::fs::write(&path, lines.replace("soon", "2014-03-10")).unwrap();
    let e = rosters::save_problems(&path, &planned, &to, &ticket).unwrap_err();
    assert!(e.to_string().contains("has changed since it was compared"), "{e}");
}

#[test]
fn the_problems_of_rows_that_wait_for_an_answer_are_saved_too() {
    let folder = tempfile::tempdir().unwrap();
    let (stamp, ticket) = (stamp(), Ticket::default());
    let district = districts::district_of("140", "Empty", "2027", false).unwrap();
    let store = districts::create(&folder.path().join("a.ssid"), &district, &stamp).unwrap();
    let head = "student_id,last_name,first_name,birth_date\n";
    for (name, lines, held) in [
        // Which comes first, the day or the month, is not known.
        (
            "dates.csv",
            "1,A,B,13/1/2014\n2,C,D,1/14/2014\n3,E,F,2/3/2014\n",
            1,
        ),
        // Every name has a spreadsheet's mark, which is dropped.
        (
            "marks.csv",
            "1,'Ab,'Cd,2014-03-09\n2,'Ef,'Gh,2014-03-10\n3,'Ij,'Kl,soon\n",
            1,
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{head}{lines}")).unwrap();
        let roster = rosters::read(&path, &Reading::default(), &ticket).unwrap();
        let planned = rosters::compare(&store, roster, &stamp, &ticket).unwrap();
        assert_eq!(
            planned.plan.counts().refused,
            held,
            "{name}: {:?}",
            planned.plan.problems
        );
        let to = folder.path().join("problems.xlsx");
        rosters::save_problems(&path, &planned, &to, &ticket).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn no_list_is_written_over_the_districts_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let (stamp, ticket) = (stamp(), Ticket::default());
    let district = districts::district_of("140", "Empty", "2027", false).unwrap();
    let path = folder.path().join("a.zip");
    let store = districts::create(&path, &district, &stamp).unwrap();
    let e = exports::students(&store, &path, &stamp, &ticket).unwrap_err();
    assert!(e.to_string().contains("a.zip is the district's own file"), "{e}");
    exports::students(&store, &folder.path().join("b.zip"), &stamp, &ticket).unwrap();
}

#[test]
fn the_students_that_are_shown_are_saved_from_the_student_editor() {
    let mut desk = crate::desk::Desk::first_start();
    desk.press(Role::Button, "Open the sample district");
    let to = desk.files.join("shown.xlsx");
    let core = desk.harness.state_mut().core();
    core.send(Command::FindStudents("smith".into()));
    core.run_until_idle();
    core.send(Command::SaveStudentsTo(ReportKind::Excel, to.clone()));
    core.run_until_idle();
    let shown = desk.session().editor.found.len();
    let roster = read_roster(&to, &Reading::default(), &mut |_, _| true).unwrap();
    assert!(shown > 0 && roster.rows.len() == shown);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "['=+@\\-\t\" 0-9.a,;]{0,8}",
        "[A-Zñé’' -]{0,12}",
        "\\PC{0,12}",
        "_x00[0-9A]{2}_"
    ]
    .prop_map(|t| t.trim_matches(' ').to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_we_save_reads_back_the_same(cells in prop::collection::vec(text(), 1..40)) {
        use ssid_desk::files::report::{Sheet, SheetColumn, SheetRow, save_sheet};
        use ssid_desk::files::{read_cell, roster::open_table};
        let columns = vec![SheetColumn::text("student_id", 10), SheetColumn::text("last_name", 10), SheetColumn::text("first_name", 10)];
        let rows = cells.iter().map(|c| SheetRow { cells: vec!["00123".into(), c.clone(), "x".into()], kind: None }).collect();
        let sheet = Sheet { title: "List".into(), columns, rows, ..Sheet::default() };
        let folder = tempfile::tempdir().unwrap();
        for file in ["list.csv", "list.xlsx"] {
            let path = folder.path().join(file);
            save_sheet(&path, &sheet).unwrap();
            let grid = open_table(&path, &Reading::default(), &mut |_, _| true).unwrap();
            let read: Vec<&str> = grid.records[1..].iter().map(|r| read_cell(r.cell(1))).collect();
            let wrote: Vec<&str> = cells.iter().map(String::as_str).collect();
            prop_assert_eq!(read, wrote, "{}", file);
            prop_assert!(grid.records[1..].iter().all(|r| r.cell(0) == "00123"));
        }
    }
}

#[test]
fn a_workbook_with_a_nul_byte_in_a_cell_is_refused_like_a_text_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/workbook/found-nul-in-a-cell");
    // The first six bytes say to the fuzzer how the file is to be read.
    let bytes = std::fs::read(path).unwrap();
    let said = refusal("r.xls", &bytes[6..]);
    assert!(said.contains("NUL byte") && said.contains("line "), "{said}");
}

#[test]
fn an_old_workbook_with_a_password_or_a_cell_far_away_is_refused_for_that() {
    let refusal = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/workbooks")
            .join(name);
        read_roster(&path, &Reading::default(), &mut |_, _| true)
            .unwrap_err()
            .to_string()
    };
    let said = refusal("password.xls");
    assert!(said.contains("protected by a password"), "{said}");
    let said = refusal("far-cell.xls");
    assert!(said.contains("a cell far away from all others"), "{said}");
}

#[test]
fn an_old_workbook_that_is_cut_off_is_damaged_and_no_other_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/roster.xls");
    let whole = std::fs::read(path).unwrap();
    for part in [1, 4, 9] {
        let said = refusal("cut.xls", &whole[..whole.len() * part / 10]);
        assert!(said.contains("damaged or not complete"), "{part}: {said}");
    }
}

#[test]
fn the_sheet_of_the_students_can_be_chosen_whatever_stands_in_the_others() {
    let mut book = Workbook::new();
    let codes = book.add_worksheet().set_name("Codes").unwrap();
    for (at, name) in (0..).zip(["Grade", "School"]) {
        codes.write(0, at, name).unwrap();
        codes.write(1, at, "104").unwrap();
    }
    let students = book.add_worksheet().set_name("Roster").unwrap();
    for (line, cells) in (0..).zip([
        ["Kid no", "Fam", "Giv", "Born"],
        ["00123", "Smith", "Ann", "2014-03-09"],
    ]) {
        for (at, cell) in (0..).zip(cells) {
            students.write(line, at, cell).unwrap();
        }
    }
    let hidden = book.add_worksheet().set_name("Old").unwrap();
    hidden.set_hidden(true);
    head(hidden, 0);
    let bytes = book.save_to_buffer().unwrap();
    let roster = parse("r.xlsx", &bytes).unwrap();
    let sheet = roster.questions.iter().find(|q| q.key == "sheet").unwrap();
    let names: Vec<&str> = sheet.choices.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["Codes", "Old", "Roster"]);
    for (answer, columns) in [("Roster", 4), ("Old", 6)] {
        let reading = Reading::default().answering("sheet", answer);
        let roster = parse_roster("r.xlsx", &bytes, &reading, &mut |_, _| true).unwrap();
        assert_eq!(
            (value(&roster, "Sheet").as_str(), roster.columns.len()),
            (answer, columns)
        );
    }
    // A list of codes in front of the students is not taken for them.
    let mut book = Workbook::new();
    let codes = book.add_worksheet().set_name("Codes").unwrap();
    for (at, name) in (0..).zip(["Grade", "School"]) {
        codes.write(0, at, name).unwrap();
        codes.write(1, at, "104").unwrap();
    }
    head(book.add_worksheet().set_name("Students").unwrap(), 0);
    let roster = parse("r.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(value(&roster, "Sheet"), "Students");
}

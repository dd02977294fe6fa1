//! Cells of workbooks that hold no plain text: formulas without a result, errors. One of them holds its row, and no more.

use ssid_desk::domain::roster::{Reading, Roster, RosterColumn};
use ssid_desk::domain::student::Field as F;
use ssid_desk::files::{FileError, parse_roster};
use std::io::{Cursor, Write};

const NAMES: [&str; 6] = [
    "student_id",
    "last_name",
    "first_name",
    "birth_date",
    "state_id",
    "notes",
];

fn zip(parts: &[(String, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(
            name.as_str(),
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
        )
        .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The XML of a line of an Excel sheet: texts, and cells that are XML already, with `@` for their place.
fn line(at: usize, cells: &[&str]) -> String {
    let cells = cells.iter().zip('A'..).map(|(cell, column)| {
        if cell.starts_with('<') {
            cell.replace('@', &format!("r=\"{column}{at}\""))
        } else {
            format!("<c r=\"{column}{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")
        }
    });
    format!("<row r=\"{at}\">{}</row>", cells.collect::<String>())
}

/// The XML of an Excel sheet with a header and lines.
fn lines(body: &[&[&str]]) -> String {
    let body = body.iter().zip(2..).map(|(cells, at)| line(at, cells));
    line(1, &NAMES) + &body.collect::<String>()
}

/// An Excel workbook of sheets: name, attributes, lines.
fn excel(sheets: &[(&str, &str, String)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let all = (1..).zip(sheets);
    let listed: String = all
        .clone()
        .map(|(n, (name, more, _))| format!("<sheet name=\"{name}\" sheetId=\"{n}\" {more} r:id=\"r{n}\"/>"))
        .collect();
    let targets: String = all
        .clone()
        .map(|(n, _)| {
            format!(
                "<Relationship Id=\"r{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            )
        })
        .collect();
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{RELS}\">{targets}</Relationships>"),
        ),
    ];
    parts.extend(all.map(|(n, (_, _, lines))| {
        let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{lines}</sheetData></worksheet>");
        (format!("xl/worksheets/sheet{n}.xml"), sheet)
    }));
    zip(&parts)
}

/// An OpenDocument spreadsheet with a header and lines: texts, and cells that are XML already.
fn open_document(body: &[&[&str]]) -> Vec<u8> {
    let row = |cells: &[&str]| {
        let cells = cells.iter().map(|cell| {
            if cell.starts_with('<') {
                return (*cell).to_owned();
            }
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
            )
        });
        format!("<table:table-row>{}</table:table-row>", cells.collect::<String>())
    };
    let body: String = body.iter().map(|cells| row(cells)).collect();
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{}{body}</table:table></office:spreadsheet></office:body></office:document-content>",
        row(&NAMES)
    );
    zip(&[
        (
            "mimetype".to_owned(),
            "application/vnd.oasis.opendocument.spreadsheet".to_owned(),
        ),
        ("content.xml".to_owned(), content),
    ])
}

fn parse(file: &str, bytes: &[u8]) -> Result<Roster, FileError> {
    parse_roster(file, bytes, &Reading::default(), &mut |_, _| true)
}

/// What holds a row back.
fn held(roster: &Roster, at: usize) -> String {
    let broken = roster.rows[at].broken.as_ref();
    broken.map_or_else(String::new, |p| p.to_string())
}

fn cell(roster: &Roster, at: usize, field: F) -> &str {
    roster.rows[at].cell(RosterColumn::Field(field))
}

const NO_RESULT: &str = "The formula in this cell has no result in the file. Open the file in Excel or LibreOffice, save it, and choose it again.";

#[test]
fn a_formula_without_a_result_holds_its_row_and_is_never_taken_for_blank() {
    let student = |number, name, id, notes| [number, name, "Anna", "2014-03-09", id, notes];
    let excel = excel(&[(
        "Students",
        "",
        lines(&[
            &student("1", "Smith", "<c @><f>1234567</f></c>", "x"),
            &student("2", "<c @><f>B2&amp;\"y\"</f><v></v></c>", "", "x"),
            &student(
                "3",
                "Lee",
                "<c @><f>1234567</f><v>1234567</v></c>",
                "<c @><f>1</f></c>",
            ),
            &student("4", "Lee", "<c @ t=\"str\"><f>\"\"</f><v></v></c>", "<c @/>"),
        ]),
    )]);
    let formula = "<table:table-cell table:formula=\"of:=[.B2]\"/>";
    let number = "<table:table-cell table:formula=\"of:=1\" office:value-type=\"float\" office:value=\"1234567\"><text:p>1234567</text:p></table:table-cell>";
    let no_text = "<table:table-cell table:formula=\"of:=&quot;&quot;\" office:value-type=\"string\" office:string-value=\"\"/>";
    let ods = open_document(&[
        &student("1", "Smith", formula, "x"),
        &student("2", formula, "", "x"),
        &student("3", "Lee", number, formula),
        &student("4", "Lee", no_text, "x"),
    ]);
    for (file, bytes) in [("r.xlsx", excel), ("r.ods", ods)] {
        let roster = parse(file, &bytes).unwrap();
        assert_eq!(roster.rows.len(), 4, "{file}");
        for (at, place) in [(0, "line 2, state_id"), (1, "line 3, last_name")] {
            let said = held(&roster, at);
            assert!(
                said.starts_with(&format!("{file}, {place}: {NO_RESULT}")),
                "{said}"
            );
        }
        assert_eq!(
            held(&roster, 2),
            "",
            "{file}: a column that is not used holds nothing"
        );
        assert_eq!(cell(&roster, 2, F::Ssid), "1234567", "{file}");
        assert_eq!(
            held(&roster, 3),
            "",
            "{file}: the result is a text without letters"
        );
    }
}

#[test]
fn formulas_without_a_result_and_without_a_place_refuse_the_sheet() {
    let rows = lines(&[&["1", "Smith", "Anna", "2014-03-09"]]) + "<row><c><f>1</f></c></row>";
    let said = parse("r.xlsx", &excel(&[("S", "", rows)]))
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("formulas whose results are not in the file"),
        "{said}"
    );
}

#[test]
fn an_error_that_is_newer_than_the_reader_holds_its_row_like_any_other() {
    let rows = lines(&[
        &[
            "1",
            "<c @ t=\"e\"><f>A1</f><v>#SPILL!</v></c>",
            "Anna",
            "2014-03-09",
            "1234567",
        ],
        &[
            "2",
            "Lee",
            "Kim",
            "2014-03-09",
            "<c @ t=\"e\"><v>#N/A</v></c>",
            "<c @ t=\"e\"><v>#CALC!</v></c>",
        ],
        &[
            "3",
            "Lee",
            "Jo",
            "2014-03-09",
            "1234568",
            "<c @ t=\"e\"><v>#CALC!</v></c>",
        ],
        &[
            "4",
            "Lee",
            "Al",
            "<c @ t='e'><v>#NOBODY_KNOWS</v></c>",
            "1234569",
            "x",
        ],
    ]);
    let roster = parse("r.xlsx", &excel(&[("S", "", rows)])).unwrap();
    for (at, said) in [
        (
            0,
            "line 2, last_name: A formula of the spreadsheet gave an error here. Correct the cell in the spreadsheet. Found “#SPILL!”",
        ),
        (1, "line 3, state_id: A formula"),
        (3, "line 5, birth_date: A formula"),
    ] {
        assert!(held(&roster, at).contains(said), "{}", held(&roster, at));
    }
    assert_eq!(held(&roster, 2), "", "the column is not used");
    assert_eq!(cell(&roster, 2, F::Ssid), "1234568", "no cell was moved");
}

#[test]
fn a_cell_of_another_sheet_that_cannot_be_read_is_no_matter_of_the_students() {
    let students = || lines(&[&["1", "Smith", "Anna", "2014-03-09", "1234567"]]);
    for fault in [
        "<row><c t=\"e\"><v>#SPILL!</v></c></row>",
        "<row><c><f>1</f></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>_x0000_</t></is></c></row>",
    ] {
        let other = || fault.to_owned();
        let roster = parse("r.xlsx", &excel(&[("Other", "", other()), ("S", "", students())])).unwrap();
        assert_eq!(roster.rows.len(), 1, "{fault}");
        parse("r.xlsx", &excel(&[("Other", "", other())])).expect_err("the only sheet cannot be read");
    }
    let nul = lines(&[&["1", "_x0000_", "Anna", "2014-03-09"]]);
    let said = parse("r.xlsx", &excel(&[("Kids", "", nul)]))
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("line 2: A cell on this line of the sheet “Kids” has a NUL byte"),
        "{said}"
    );
}

#[test]
fn an_identifier_with_letters_around_it_is_the_same_from_both_kinds_of_workbook() {
    let bytes = open_document(&[&[
        "<table:table-cell office:value-type=\"float\" office:value=\"123\"><text:p>S123</text:p></table:table-cell>",
        "Smith",
        "Anna",
        "2014-03-09",
    ]]);
    let from_ods = parse("r.ods", &bytes).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let format = rust_xlsxwriter::Format::new().set_num_format("\"S\"0");
    page.write_number_with_format(1, 0, 123, &format).unwrap();
    for (at, name) in (0..).zip(NAMES) {
        page.write_string(0, at, name).unwrap();
    }
    for (at, text) in (1..).zip(["Smith", "Anna", "2014-03-09"]) {
        page.write_string(1, at, text).unwrap();
    }
    let from_excel = parse("r.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    for roster in [from_ods, from_excel] {
        assert_eq!(cell(&roster, 0, F::Number), "S123");
    }
}

#[test]
fn words_in_drawings_and_beside_words_are_no_words_of_a_cell() {
    let text =
        |inside: &str| format!("<table:table-cell office:value-type=\"string\">{inside}</table:table-cell>");
    let line = text("<draw:line><text:p/></draw:line><text:p>Jones</text:p>");
    let stamp = text("<draw:rect><draw:g><text:p>Stamp</text:p></draw:g></draw:rect><text:p>Bea</text:p>");
    let ruby = text(
        "<text:p><text:ruby><text:ruby-base>Yuki</text:ruby-base><text:ruby-text>yy</text:ruby-text></text:ruby></text:p>",
    );
    let bytes = open_document(&[
        &["1", &line, &stamp, "2014-03-09"],
        &["2", "Ito", &ruby, "2014-03-09"],
    ]);
    let roster = parse("r.ods", &bytes).unwrap();
    assert_eq!(
        (cell(&roster, 0, F::LastName), cell(&roster, 0, F::FirstName)),
        ("Jones", "Bea")
    );
    assert_eq!(cell(&roster, 1, F::FirstName), "Yuki");
}

#[test]
fn text_in_a_section_of_plain_letters_is_text_like_any_other() {
    let name = "<table:table-cell office:value-type=\"string\"><text:p><![CDATA[Smith & <]]>Lee</text:p></table:table-cell>";
    let roster = parse("r.ods", &open_document(&[&["1", name, "Anna", "2014-03-09"]])).unwrap();
    assert_eq!(cell(&roster, 0, F::LastName), "Smith & <Lee");
}

#[test]
fn a_date_without_a_value_of_its_own_is_what_the_cell_shows() {
    let day = "<table:table-cell office:value-type=\"date\"><text:p>2014-03-09</text:p></table:table-cell>";
    let roster = parse("r.ods", &open_document(&[&["1", "Smith", "Anna", day]])).unwrap();
    assert_eq!(cell(&roster, 0, F::BirthDate), "2014-03-09");
}

#[test]
fn a_hidden_sheet_is_offered_where_no_other_has_anything_in_it() {
    let data =
        || line(1, &["Kid no", "Fam", "Giv", "Born"]) + &line(2, &["1", "Smith", "Anna", "2014-03-09"]);
    let hidden = "state=\"hidden\"";
    let sheet = |roster: &Roster| {
        let found = roster.recognised.iter().find(|r| r.what == "Sheet").unwrap();
        (found.value.clone(), found.why.clone())
    };
    let bytes = excel(&[("Blank", "", String::new()), ("Data", hidden, data())]);
    let roster = parse("r.xlsx", &bytes).unwrap();
    let why = "The sheet is hidden; no other has anything in it.";
    assert_eq!(sheet(&roster), ("Data".to_owned(), why.to_owned()));
    assert!(
        roster.columns.iter().any(|c| c.header == "Kid no"),
        "its columns are there to be named"
    );
    let bytes = excel(&[("Hid", hidden, data()), ("Data", "", data())]);
    assert_eq!(
        sheet(&parse("r.xlsx", &bytes).unwrap()).0,
        "Data",
        "what is seen goes first"
    );
}

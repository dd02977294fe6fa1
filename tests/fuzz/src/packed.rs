//! Packs the XML of a sheet as a workbook. A zip says what its parts add up to, so that a change of one byte in it is refused
//! before anything is read; this gets changes to the readers.

use std::io::{Cursor, Write};
use zip::CompressionMethod::Stored;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zip(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(Stored)).ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// An .xlsx with this one sheet.
pub fn as_xlsx(sheet: &[u8]) -> Option<Vec<u8>> {
    let texts = ["student_id", "last_name", "first_name", "birth_date", "gender", "school_id", "00123", "Lee", "2014-03-09"];
    let texts: String = texts.iter().map(|t| format!("<si><t>{t}</t></si>")).collect();
    let texts = format!("<sst uniqueCount=\"9\">{texts}</sst>");
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"a\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/></Relationships>")
    };
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"00000\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>";
    zip(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// An .ods with this content.
pub fn as_ods(content: &[u8]) -> Option<Vec<u8>> {
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ])
}

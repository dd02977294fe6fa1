//! Tests of `text`.

use super::*;

fn refusal(bytes: &[u8]) -> String {
    decode("f.csv", bytes.to_vec()).unwrap_err().to_string()
}

#[test]
fn every_encoding_of_an_office_gives_the_same_text() {
    let text = "a,Peña\nb,O’Brien\n";
    let utf16 = |le: bool, bom: bool| -> Vec<u8> {
        bom.then_some(0xFEFF)
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() })
            .collect()
    };
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16(true, true),
        utf16(false, true),
    ] {
        let read = decode("f.csv", bytes).unwrap();
        assert_eq!(read.text, text);
        assert!(read.problems.is_empty());
    }
    let plain = "number,name\n1,Smith\n";
    let without_mark: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode("f.csv", without_mark).unwrap().text, plain);
    let read = decode("f.csv", b"a,Pe\xF1a\nb,O\x92Brien\n".to_vec()).unwrap();
    assert_eq!(read.text, text);
    assert!(read.problems[0].to_string().contains("Windows-1252"));
    assert_eq!(read.problems[0].place.line, Some(1));
}

#[test]
fn the_encoding_is_named_with_what_it_was_known_by() {
    for (bytes, name, why) in [
        (b"a,b\n".to_vec(), "UTF-8", "plain letters"),
        ("a,ñ\n".into(), "UTF-8", "valid UTF-8"),
        ("\u{FEFF}a,b\n".into(), "UTF-8", "mark"),
        (b"\xFF\xFEa\0\n\0".to_vec(), "UTF-16LE", "mark"),
        (b"\0a\0,\0b\0c\0\n".to_vec(), "UTF-16BE", "every second byte"),
        (b"a,\xF1\n".to_vec(), "Windows-1252", "not valid UTF-8"),
    ] {
        let encoding = decode("f.csv", bytes).unwrap().encoding;
        assert_eq!((encoding.what, encoding.value.as_str()), ("Encoding", name));
        assert!(encoding.why.contains(why), "{}", encoding.why);
    }
    // Line numbers count old Mac lines too.
    let read = decode("f.csv", b"a\r1,Lee\r2,Pe\xF1a\r".to_vec()).unwrap();
    assert_eq!(read.problems[0].place.line, Some(3));
    assert_eq!(read.problems[0].found, "2,Peña");
}

#[test]
fn two_exports_glued_together_are_read_line_by_line() {
    let read = decode("f.csv", b"x\n1,Pe\xC3\xB1a\n2,Nu\xF1ez\n3,Lee\n".to_vec()).unwrap();
    assert_eq!(read.text, "x\n1,Peña\n2,Nuñez\n3,Lee\n");
    assert!(read.problems[0].message.contains("line 3."));
}

#[test]
fn what_is_no_text_is_refused_with_the_reason() {
    assert!(refusal(b"").contains("empty"));
    assert!(refusal(b"PK\x03\x04rest").contains("CSV UTF-8"));
    let zip_of = |part: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(part, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.finish().unwrap().into_inner()
    };
    for (part, says) in [
        ("xl/workbook.xml", "This is an Excel workbook"),
        ("xl/workbook.bin", "This is a workbook"),
        ("word/document.xml", "This is a text document or slides"),
        ("users.csv", "Give it the ending .zip"),
    ] {
        assert!(refusal(&zip_of(part)).contains(says), "{part}");
    }
    assert!(refusal(b"\xD0\xCF\x11\xE0rest").contains(".xls"));
    assert!(refusal(b"\xEF\xBB\xBF\r\n <!DOCTYPE html><html>").contains("sign-in page"));
    assert!(refusal(b"a,b\n1,2\0\0\n").starts_with("f.csv, line 2: The file has NUL bytes"));
}

#[test]
fn letters_damaged_before_are_said_and_left() {
    let read = decode("f.csv", "a\n1,PeÃ±a\n".into()).unwrap();
    assert_eq!(read.text, "a\n1,PeÃ±a\n");
    assert_eq!(read.problems[0].place.line, Some(2));
}

#[test]
fn a_file_cut_in_the_middle_of_a_letter_stays_utf8() {
    let read = decode("f.csv", b"1,Pe\xC3\xB1a\n2,Nu\xC3".to_vec()).unwrap();
    assert_eq!(read.text, "1,Peña\n2,Nu\u{FFFD}");
    assert!(read.problems[0].message.contains("cut off"));
}

#[test]
fn a_file_that_is_not_there_says_so() {
    let e = read_bytes(Path::new("no/such/file.csv")).unwrap_err();
    assert!(e.to_string().starts_with("file.csv was not found."));
    let folder = tempfile::tempdir().unwrap();
    assert!(read_bytes(folder.path()).is_err());
}

#[test]
fn a_file_of_an_old_mac_program_is_told_from_one_of_windows() {
    let mac = |text: &str| encoding_mac(text);
    for text in [
        "1,Peña,José\n",
        "1,MUÑOZ,ANNA\n",
        "1,López,Ana\n2,O’Brien,Seán\n",
        "1,Müller,Zoë\n2,García,Raúl\n",
        "1,O’Brien,Sean\n",
        "1,Strauß,Søren\n2,Müller,Anna\n",
    ] {
        let read = decode("f.csv", mac(text)).unwrap();
        assert_eq!(read.text, text);
        assert_eq!(read.encoding.value, "Mac Roman");
        assert!(read.problems[0].to_string().contains("read as Mac Roman"));
    }
    for text in [
        "1,Smith–Jones,O’Brien\n",
        "1,D’angelo,Anna\n",
        "1,Peña,José\n2,Jaroš–Ńoll,Ž\n",
        "1,Željko,MUŽIK\n",
        "1,PEÑA,JOSÉ\n",
        "1,Müller–Lüdenscheidt,ZOË\n",
        "1,Peña,José,Pre–kindergarten\n2,Li,Ann,Pre–kindergarten\n3,Ng,Li,Pre–school\n",
    ] {
        let text = text.replace('Ń', "N");
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        let read = decode("f.csv", bytes.into_owned()).unwrap();
        assert_eq!(read.text, text);
        assert_eq!(read.encoding.value, "Windows-1252");
    }
}

/// A text in Mac Roman.
fn encoding_mac(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::MACINTOSH.encode(text);
    assert!(!lost);
    bytes.into_owned()
}

#[test]
fn letters_damaged_in_any_way_are_said_and_right_letters_are_not() {
    for text in [
        "PeÃ±a",
        "MUÃ‘OZ",
        "JosÃƒÂ©",
        "Oâ€™Brien",
        "Ã‰milie",
        "KovaÄ‡",
        "Pe√±a",
        "O‚ÄôBrien",
        "GÃ¶ran",
        "Nguyá»…n",
    ] {
        let read = decode("f.csv", format!("a\n1,{text}\n").into()).unwrap();
        assert_eq!(read.problems.len(), 1, "{text}");
        assert_eq!(read.problems[0].place.line, Some(2));
    }
    for text in [
        "Peña",
        "ROMÃ”",
        "JOÃO",
        "Ângela",
        "Åsa",
        "Ängström",
        "ÅÄÖ",
        "“ROMÃ” – ÄÄ’s",
        "√",
        "Trần â là",
        "Château",
    ] {
        let read = decode("f.csv", format!("a\n1,{text}\n").into()).unwrap();
        assert!(read.problems.is_empty(), "{text}");
    }
}

#[test]
fn two_exports_with_the_line_ends_of_an_old_mac_are_read_line_by_line_too() {
    let glued = [b"number,name\r1,".as_slice(), "Peña\r2,".as_bytes(), b"Pe\xF1a\r"].concat();
    let read = decode("f.csv", glued).unwrap();
    assert_eq!(read.text, "number,name\r1,Peña\r2,Peña\r");
    let said = read.problems[0].to_string();
    assert!(
        said.starts_with("f.csv, line 3: The file mixes two encodings"),
        "{said}"
    );
    // The other export is one of Excel for Mac.
    let glued = [
        b"number,name\n1,".as_slice(),
        "Peña\n2,".as_bytes(),
        b"Pe\x96a\n3,O\xD5Brien\n",
    ]
    .concat();
    let read = decode("f.csv", glued).unwrap();
    assert_eq!(read.text, "number,name\n1,Peña\n2,Peña\n3,O’Brien\n");
    assert!(
        read.problems[0]
            .message
            .contains("Read as Mac Roman instead of UTF-8: lines 3, 4."),
        "{}",
        read.problems[0]
    );
}

#[test]
fn a_name_that_begins_with_an_accent_makes_no_windows_file_of_one_of_a_mac() {
    let text = format!(
        "number,name\n{}51,Álvarez\n52,O’Brien\n",
        "1,Peña José\n".repeat(20)
    );
    assert_eq!(decode("f.csv", encoding_mac(&text)).unwrap().text, text);
}

#[test]
fn a_table_of_a_web_page_is_told_from_a_sign_in_page() {
    for page in [
        "<html><body><table><tr><td>1</td></tr></table></body></html>",
        "<table border=1><tr>",
    ] {
        assert!(
            refusal(page.as_bytes()).contains("a web page with a table in it"),
            "{page}"
        );
    }
    for json in [&b"[ {\n\"id\": 1}]"[..], b"{\"students\": []}"] {
        assert!(refusal(json).contains("a JSON file, not a list"));
    }
    assert!(refusal(b"<!DOCTYPE html><form>Sign in</form>").contains("probably the sign-in page"));
}

#[test]
fn what_was_damaged_before_is_shown_from_the_broken_letter_on() {
    let text = "number,name\n00124,Pe\u{f1}a,Ann-Marie Louise Katherine GarcÃ±a,x\n";
    let read = decode("f.csv", text.as_bytes().to_vec()).unwrap();
    assert_eq!(read.problems[0].found, "therine GarcÃ±a,x");
}

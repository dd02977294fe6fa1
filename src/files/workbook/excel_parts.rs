//! Which part of an Excel workbook holds which sheet: the library that reads its cells does not tell.

use super::packed::part_name;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};
use zip::ZipArchive;

type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The sheets' names and the names of their parts, as [`part_name`] gives them. `None` where the workbook does not tell.
pub(super) fn parts_of_sheets(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names = zip
        .file_names()
        .filter_map(|n| n.ok().map(|n| (part_name(&n), n.into_owned())));
    let names: HashMap<String, String> = names.collect();
    let package = relations(&mut zip, &names, "_rels/.rels");
    let book = package.into_iter().find(|r| r.kind.ends_with("/officeDocument"));
    let book = book.map_or_else(|| "xl/workbook.xml".to_owned(), |r| from("", &r.target));
    let (folder, file) = book.rsplit_once('/').map_or(("", &*book), |(f, n)| (f, n));
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let targets = relations(&mut zip, &names, &format!("{folder}_rels/{file}.rels"));
    let targets: HashMap<String, String> = targets.into_iter().map(|r| (r.id, r.target)).collect();
    let mut sheets = Vec::new();
    each(&mut zip, &names, &book, "sheet", |e| {
        let (name, id) = (attribute(e, "name"), attribute(e, "id"));
        if let (Some(name), Some(target)) = (name, id.and_then(|id| targets.get(&id))) {
            sheets.push((name, from(&folder, target)));
        }
    });
    Some(sheets)
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(zip: &mut Zip<'_>, names: &HashMap<String, String>, part: &str) -> Vec<Relation> {
    let mut out = Vec::new();
    each(zip, names, part, "Relationship", |e| {
        out.push(Relation {
            id: attribute(e, "Id").unwrap_or_default(),
            kind: attribute(e, "Type").unwrap_or_default(),
            target: attribute(e, "Target").unwrap_or_default(),
        });
    });
    out
}

/// The name of a part that is told from a folder on.
fn from(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => part_name(whole),
        None => part_name(&format!("{folder}{target}")),
    }
}

/// Shows every element of a name in a part. What is damaged ends it: the library that reads the cells refuses such a file.
fn each(
    zip: &mut Zip<'_>,
    names: &HashMap<String, String>,
    part: &str,
    element: &str,
    mut show: impl FnMut(&BytesStart<'_>),
) {
    let Some(part) = names.get(part).and_then(|n| zip.by_name(n).ok()) else {
        return;
    };
    let mut reader: Reader<Box<dyn BufRead + '_>> = Reader::from_reader(Box::new(BufReader::new(part)));
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match reader.read_event_into(&mut buf) {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == element => show(&e),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute, whatever stands before the colon of its name.
fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = e.attributes();
    let found = all
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

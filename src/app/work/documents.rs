//! Documents of a profile: a file is attached, saved under another path, or put where it can be looked at. Its bytes lie
//! in the store under their hash and are checked against it when they come out.

use super::programs::{Added, changeable, commit, saved};
use super::{WorkError, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::ids::{RowId, StudentKey};
use crate::domain::journal::Saved;
use crate::domain::program::{Document, MOST_BYTES, Row, size_words};
use crate::domain::text::{thousands, tidy};
use crate::files::write::{create_new, replace};
use crate::store::{Reader, Store, StoreError};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a person says of a file that is attached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// What it is called; blank = the file's name without its ending.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// Its date.
    pub date: Option<NaiveDate>,
}

/// A file that is to be attached, read and hashed.
struct Attached {
    name: String,
    bytes: Vec<u8>,
    hash: String,
}

/// Attaches a file to a profile as a document. Bytes that the store has already are kept once.
///
/// # Errors
/// When the file cannot be read, is empty or larger than [`MOST_BYTES`], the profile is retired, it cannot be saved, or
/// the ticket is cancelled. Nothing is written then.
pub fn attach(
    store: &Store,
    owner: StudentKey,
    file: &Path,
    about: &Description,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Added, WorkError> {
    changeable(&store.read()?, owner)?;
    let read = read_file(file, ticket)?;
    let mut writer = store.write()?;
    let student = changeable(writer.reader(), owner)?;
    let title = tidy(&about.title);
    let document = Document {
        title: if title.is_empty() {
            title_of(Path::new(&read.name))
        } else {
            title
        },
        kind: tidy(&about.kind),
        date: about.date,
        file_name: read.name,
        size: read.bytes.len() as u64,
        hash: read.hash,
        also: Vec::new(),
    };
    let same = writer
        .reader()
        .rows(owner)?
        .into_iter()
        .find_map(|o| match o.row {
            Row::Document(d) if d.hash == document.hash => Some(d.title),
            _ => None,
        });
    let warnings = same
        .map(|title| format!("The same file is attached here already, as “{title}”."))
        .into_iter()
        .collect();
    if !writer.reader().has_content(&document.hash)? {
        writer.content(document.hash.clone(), read.bytes);
    }
    let row = Row::Document(document);
    let what = saved(&student, &row, Saved::Added);
    let id = writer.add_row(owner, row)?;
    Ok(Added {
        id,
        warnings,
        committed: commit(writer, what, stamp)?,
    })
}

/// What a file is called as a document unless a person says otherwise: its name without the ending.
pub fn title_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    match tidy(&stem) {
        stem if stem.is_empty() => "Document".into(),
        stem => stem,
    }
}

/// A document of the store.
///
/// # Errors
/// When there is no such row, or it is no document.
pub fn document(reader: &Reader, id: RowId) -> Result<Document, WorkError> {
    match reader.row(id)? {
        Some((_, Row::Document(document))) => Ok(document),
        Some((_, row)) => said(format!("Row {} is no document; it says: {}.", id.0, row.label())),
        None => said(format!("There is no document with the row number {}.", id.0)),
    }
}

/// The bytes of a document as they were attached: their hash is the one they are kept under.
///
/// # Errors
/// When they are not there or not the same any more.
pub fn bytes_of(reader: &Reader, document: &Document) -> Result<Vec<u8>, WorkError> {
    let broken = |why: &str| {
        said(format!(
            "The file of document “{}” {why}. It was not handed out. Restore a backup copy of the district, or attach the file again.",
            document.title
        ))
    };
    match reader.content(&document.hash)? {
        None => broken("is not in the district any more"),
        Some(bytes) if hash(&bytes) != document.hash => {
            broken("is damaged: its bytes are not those that were attached")
        }
        Some(bytes) => Ok(bytes),
    }
}

/// Saves the file of a document under a path. `replacing`: a person chose the path in a dialog that asked whether to
/// replace what is there; without it a file that is there is left alone.
///
/// # Errors
/// When there is no such document, its bytes are damaged, or the file cannot be written.
pub fn save_document(store: &Store, id: RowId, path: &Path, replacing: bool) -> Result<Document, WorkError> {
    let reader = store.read()?;
    let document = document(&reader, id)?;
    let bytes = bytes_of(&reader, &document)?;
    if replacing {
        replace(path, |w| Ok(w.write_all(&bytes)?))?;
    } else {
        create_new(path, |w| Ok(w.write_all(&bytes)?))?;
    }
    Ok(document)
}

/// Puts the file of a document into `folder`, to be looked at, and says where. It is a copy: what is changed in it does
/// not come back.
///
/// # Errors
/// As for [`save_document`]; and when it is a program, which is never started from here.
pub fn document_to_show(store: &Store, id: RowId, folder: &Path) -> Result<PathBuf, WorkError> {
    let reader = store.read()?;
    let document = document(&reader, id)?;
    let name = safe_name(&document.file_name);
    if is_program(&name) {
        return said(format!(
            "“{name}” is a program, not a document, and is not opened from here. Save it to a file if you need it."
        ));
    }
    let bytes = bytes_of(&reader, &document)?;
    // In a folder of its own, so that two files of one name do not get into each other's way.
    let own = folder.join(format!("{}-{}", id.0, document.hash.get(..8).unwrap_or_default()));
    let path = own.join(name);
    let there = std::fs::read(&path).is_ok_and(|old| hash(&old) == document.hash);
    if !there {
        std::fs::create_dir_all(&own)
            .map_err(|e| WorkError::Said(format!("The document could not be opened: {e}.")))?;
        replace(&path, |w| Ok(w.write_all(&bytes)?))?;
    }
    Ok(path)
}

fn read_file(path: &Path, ticket: &Ticket) -> Result<Attached, WorkError> {
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    );
    let failed =
        |e: std::io::Error| WorkError::Said(format!("{name} could not be read: {e}. Nothing was attached."));
    let meta = std::fs::metadata(path).map_err(&failed)?;
    if !meta.is_file() {
        return said(format!("{name} is a folder. Choose a file to attach."));
    }
    if meta.len() > MOST_BYTES {
        return said(too_large(&name, meta.len()));
    }
    ticket.phase("Reading the file");
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    let mut file = File::open(path).map_err(&failed)?;
    let mut sum = Sha256::new();
    let mut chunk = vec![0; 1 << 18];
    loop {
        if !ticket.step(bytes.len() as u64, meta.len()) {
            return Err(StoreError::Cancelled.into());
        }
        let n = file.read(&mut chunk).map_err(&failed)?;
        if n == 0 {
            break;
        }
        sum.update(&chunk[..n]);
        bytes.extend_from_slice(&chunk[..n]);
        // It may grow while it is read.
        if bytes.len() as u64 > MOST_BYTES {
            return said(too_large(&name, bytes.len() as u64));
        }
    }
    if bytes.is_empty() {
        return said(format!("{name} is empty. Nothing was attached."));
    }
    Ok(Attached {
        name,
        bytes,
        hash: hex(&sum.finalize()),
    })
}

fn too_large(name: &str, size: u64) -> String {
    format!(
        "{name} has {} bytes ({}); a document has at most {} ({}). Nothing was attached.",
        thousands(size as usize),
        size_words(size),
        size_words(MOST_BYTES),
        format_args!("{} bytes", thousands(MOST_BYTES as usize))
    )
}

/// The SHA-256 of bytes in small hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A file's name that stays in its folder, whatever system it came from.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| match c {
            ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let clean = clean.trim().trim_end_matches('.');
    if clean.is_empty() {
        "document".into()
    } else {
        clean.to_owned()
    }
}

/// Whether the system would run a file of this name instead of showing it.
fn is_program(name: &str) -> bool {
    const ENDINGS: [&str; 26] = [
        "app", "appimage", "bat", "cmd", "com", "command", "cpl", "desktop", "exe", "hta", "jar", "js",
        "jse", "lnk", "msi", "pif", "ps1", "py", "reg", "scr", "sh", "url", "vb", "vbe", "vbs", "wsf",
    ];
    Path::new(name)
        .extension()
        .is_some_and(|e| ENDINGS.contains(&e.to_string_lossy().to_ascii_lowercase().as_str()))
}

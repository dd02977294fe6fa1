//! The practice SSID system inside the program: sending it an open request, only ever from a practice district, and
//! having it answer a request file that lies anywhere.

use super::districts::registry_path;
use super::requests::path_of;
use super::{WorkError, said};
use crate::domain::ids::RequestId;
use crate::domain::layout::Layout;
use crate::domain::request::{Function, RequestState};
use crate::files::FileError;
use crate::practice::{AnswerFile, answer_file, read_request};
use crate::store::Store;
use std::path::Path;

/// Answers an open request; the response file is written into the request's folder.
///
/// # Errors
/// In a real district; when the request is not open, or its file is not where it was written.
pub fn send(store: &Store, id: RequestId) -> Result<AnswerFile, WorkError> {
    let reader = store.read()?;
    let district = reader.district()?;
    if !district.practice {
        return said("The practice SSID system answers practice districts only. This is a real district.");
    }
    let Some(request) = reader.request(id)? else {
        return said(format!("There is no request {}.", id.0));
    };
    if request.state != RequestState::Open {
        return said(format!("{} is not open any more.", request.file_name));
    }
    let Some(store_path) = store.path() else {
        return said("This district is not in a file.");
    };
    let path = path_of(&request);
    if !path.is_file() {
        return said(format!(
            "{} is no longer in {}. Put it back, or withdraw the request in History and create it again.",
            request.file_name, request.folder
        ));
    }
    Ok(answer_file(
        &path,
        request.function,
        &district.layout,
        &registry_path(store_path),
        Path::new(&request.folder),
    )?)
}

/// What is needed to answer a request file that lies anywhere: its function and the layout of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The function.
    pub function: Function,
    /// The layout.
    pub layout: Layout,
}

/// What a request file asks for, by the record of the district that made it: a request of the same name whose
/// students are those in the file. `None` when this district made no such file.
///
/// # Errors
/// When the store or the file cannot be read.
pub fn asked_by(store: &Store, path: &Path) -> Result<Option<Asked>, WorkError> {
    let reader = store.read()?;
    let layout = reader.district()?.layout;
    let bytes = read(path)?;
    let name = crate::files::file_name(path);
    for request in reader.requests()?.into_iter().rev() {
        if !request.file_name.eq_ignore_ascii_case(&name) {
            continue;
        }
        let Ok(file) = read_request(&name, &bytes, request.function, &layout) else {
            continue;
        };
        let sent = reader.sent(request.id)?;
        let numbers = file.lines.iter().map(|l| l.person.number.as_str());
        if numbers.eq(sent.iter().map(|s| s.number.as_str())) {
            return Ok(Some(Asked {
                function: request.function,
                layout,
            }));
        }
    }
    Ok(None)
}

/// The functions whose rules a request file keeps under a layout: without SSIDs it can be Retrieve or New, with
/// them Update or Verify.
///
/// # Errors
/// When the file cannot be read, or is no request file of any function.
pub fn possible_functions(path: &Path, layout: &Layout) -> Result<Vec<Function>, WorkError> {
    let bytes = read(path)?;
    let name = crate::files::file_name(path);
    let mut possible = Vec::new();
    let mut first_error = None;
    for function in Function::ALL {
        match read_request(&name, &bytes, function, layout) {
            Ok(_) => possible.push(function),
            Err(e) => first_error = first_error.or(Some(e)),
        }
    }
    match first_error {
        Some(e) if possible.is_empty() => Err(e.into()),
        _ => Ok(possible),
    }
}

/// Answers any request file from any registry file.
///
/// # Errors
/// When a file cannot be read or written, or the request is not one of this function.
pub fn answer(path: &Path, asked: &Asked, registry: &Path, out: &Path) -> Result<AnswerFile, WorkError> {
    if !out.is_dir() {
        return Err(FileError::Folder {
            folder: out.display().to_string(),
        }
        .into());
    }
    Ok(answer_file(path, asked.function, &asked.layout, registry, out)?)
}

fn read(path: &Path) -> Result<Vec<u8>, WorkError> {
    std::fs::read(path).map_err(|e| FileError::io(path, "read", e).into())
}

//! Sending an open request to the practice SSID system inside the program: only ever from a practice district.

use super::districts::registry_path;
use super::requests::path_of;
use super::{WorkError, said};
use crate::domain::ids::RequestId;
use crate::domain::request::RequestState;
use crate::practice::{AnswerFile, answer_file};
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

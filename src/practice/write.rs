//! Files of the practice SSID system as bytes, and how they come to the disk: new ones never over an existing file.

use super::error::PracticeError;
use std::io::Write;
use std::path::Path;

/// Rows of a CSV file with CRLF, as the request files have them.
pub(super) struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    pub(super) fn new() -> Self {
        Self(
            csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .flexible(true)
                .from_writer(Vec::new()),
        )
    }
    pub(super) fn row<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) {
        // Writing to memory cannot fail, and the writer takes rows of any length.
        let _ = self.0.write_record(cells);
    }
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Writes a file that is not there yet. One with the same bytes is left as it is; another one is never touched.
pub(super) fn new_file(path: &Path, bytes: &[u8]) -> Result<(), PracticeError> {
    let failed = |e| PracticeError::write(path, e);
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    temporary.write_all(bytes).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    match temporary.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => {
            let there = std::fs::read(path).map_err(|e| PracticeError::read(path, e))?;
            if there == bytes {
                Ok(())
            } else {
                Err(PracticeError::Exists {
                    file: path.display().to_string(),
                })
            }
        }
        Err(e) => Err(failed(e.error)),
    }
}

/// Writes a file beside its place, then renames it over what is there.
pub(super) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), PracticeError> {
    let failed = |e| PracticeError::write(path, e);
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    temporary.write_all(bytes).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

//! What can go wrong with a store, worded for the person in front of it.

use crate::domain::ids::StudentKey;
use std::path::PathBuf;

/// Why the store could not do something. Whatever it is, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another copy of the program has the file open.
    #[error("{} is open in another copy of SSID Desk, perhaps on another computer. Close it there and try again.", name(.0))]
    InUse(PathBuf),
    /// There is a file already.
    #[error("{} exists already. Open it, or choose another name; it was not touched.", name(.0))]
    Exists(PathBuf),
    /// There is no file.
    #[error("{} does not exist.", .0.display())]
    Absent(PathBuf),
    /// A newer version of the program made it.
    #[error(
        "{} was made by a newer version of SSID Desk (record format {found}, this version knows {known}). Install the newer version; the file was not touched.",
        name(.path)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// It is no store, or damaged.
    #[error(
        "{} is damaged or not a district of SSID Desk ({why}). It was not changed. Restore a backup copy of the file, or ask for support with this message.",
        name(.path)
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// One record cannot be decoded.
    #[error("The record {key} in {table} cannot be read ({why}). Restore a backup copy of the district.")]
    Record {
        /// Which table.
        table: &'static str,
        /// Which record.
        key: String,
        /// Why.
        why: String,
    },
    /// The student number belongs to someone else.
    #[error("Student number {number} already belongs to another student of the district.")]
    NumberTaken {
        /// The number.
        number: String,
        /// Whose it is.
        holder: StudentKey,
    },
    /// The SSID belongs to someone else.
    #[error("SSID {ssid} is already held by another student of the district.")]
    SsidTaken {
        /// The SSID.
        ssid: String,
        /// Whose it is.
        holder: StudentKey,
    },
    /// Something was saved between looking and saving.
    #[error("The records changed while this was open. Look at it again, then save.")]
    Stale,
    /// The disk is full.
    #[error("The disk is full. Nothing was saved. Make room on it and try again.")]
    DiskFull,
    /// The disk or the network did not do it.
    #[error("The district's file could not be read or written: {0}. Nothing was saved.")]
    Io(String),
    /// Cancelled by the user.
    #[error("Cancelled. Nothing was changed.")]
    Cancelled,
}

fn name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

impl StoreError {
    /// Turns an error of opening a file into ours, with the file's name.
    pub(super) fn opening(path: &std::path::Path, e: redb::DatabaseError) -> Self {
        use redb::{DatabaseError as D, StorageError as S};
        let path = path.to_owned();
        match e {
            D::DatabaseAlreadyOpen => StoreError::InUse(path),
            D::Storage(S::Io(e)) if e.kind() == std::io::ErrorKind::NotFound => StoreError::Absent(path),
            D::Storage(S::Io(e)) if sharing_violation(&e) => StoreError::InUse(path),
            D::Storage(S::Io(e)) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                StoreError::Io(format!("no permission to open {}", path.display()))
            }
            // A file that ends too early is damage, not a disk that does not answer.
            D::Storage(S::Io(e))
                if !matches!(
                    e.kind(),
                    std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof
                ) =>
            {
                StoreError::Io(format!("{}: {e}", path.display()))
            }
            e => StoreError::Damaged {
                path,
                why: e.to_string(),
            },
        }
    }
}

/// Windows says 32 or 33 when another program holds the file.
fn sharing_violation(e: &std::io::Error) -> bool {
    cfg!(windows) && matches!(e.raw_os_error(), Some(32 | 33))
}

impl From<redb::StorageError> for StoreError {
    fn from(e: redb::StorageError) -> Self {
        match e {
            redb::StorageError::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => StoreError::DiskFull,
            redb::StorageError::PreviousIo => {
                StoreError::Io("an earlier write failed; close the program and start it again".into())
            }
            e => StoreError::Io(e.to_string()),
        }
    }
}

impl From<redb::TransactionError> for StoreError {
    fn from(e: redb::TransactionError) -> Self {
        match e {
            redb::TransactionError::Storage(e) => e.into(),
            e => StoreError::Io(e.to_string()),
        }
    }
}

impl From<redb::TableError> for StoreError {
    fn from(e: redb::TableError) -> Self {
        match e {
            redb::TableError::Storage(e) => e.into(),
            e => StoreError::Io(e.to_string()),
        }
    }
}

impl From<redb::CommitError> for StoreError {
    fn from(e: redb::CommitError) -> Self {
        match e {
            redb::CommitError::Storage(e) => e.into(),
            e => StoreError::Io(e.to_string()),
        }
    }
}

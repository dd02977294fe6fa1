//! The tables of a store, all in one place.

use redb::TableDefinition as T;

/// Format of records and tables. Version 2 brought program data, the General Student Table, accounts and drafts; version
/// 3 brought decisions about pairs. Versions 1 and 2 are kept as files in `tests/stores` for upgrade tests.
pub const FORMAT: u32 = 3;

/// `format`, `district`, `next_student`: what there is one of.
pub const META: T<&str, &[u8]> = T::new("meta");
/// Student key → record.
pub const STUDENTS: T<u64, &[u8]> = T::new("students");
/// Student number → student key.
pub const BY_NUMBER: T<&str, u64> = T::new("by_number");
/// SSID → student key, for profiles that hold it as their own: of two profiles of one student, the one that stays.
pub const BY_SSID: T<&str, u64> = T::new("by_ssid");
/// A former identifier, or the SSID of a profile that is marked as a duplicate or retired, and whose it is.
pub const BY_FORMER: T<(&str, u64), ()> = T::new("by_former");
/// Student key → the last operation on it, and where it stands with the state.
pub const TRAIL: T<u64, &[u8]> = T::new("trail");
/// School number → school.
pub const SCHOOLS: T<&str, &[u8]> = T::new("schools");
/// Request → its record.
pub const REQUESTS: T<u64, &[u8]> = T::new("requests");
/// Request and number of the chunk → lines as they were sent.
pub const SENT: T<(u64, u32), &[u8]> = T::new("sent");
/// Operation → what it was.
pub const OPERATIONS: T<u64, &[u8]> = T::new("operations");
/// Operation → what it changed beside students.
pub const CHANGES: T<u64, &[u8]> = T::new("changes");
/// Operation and first student of the chunk → what it did to students, in the order of their keys.
pub const ENTRIES: T<(u64, u64), &[u8]> = T::new("entries");

/// Owner and row → one row of program data, of whatever kind.
pub const OWNED: T<(u64, u64), &[u8]> = T::new("owned");
/// Row → its owner.
pub const OWNER: T<u64, u64> = T::new("owner");
/// SHA-256 → the bytes of documents.
pub const CONTENT: T<&str, &[u8]> = T::new("content");
/// Operation and number of the chunk → what it did to rows of program data.
pub const ROW_CHANGES: T<(u64, u32), &[u8]> = T::new("row_changes");
/// Student number → row of the General Student Table.
pub const GENERAL: T<&str, &[u8]> = T::new("general");
/// Operation and number of the chunk → what it did to the General Student Table.
pub const GENERAL_CHANGES: T<(u64, u32), &[u8]> = T::new("general_changes");
/// Name → security administrator's account. Outside the journal, so that no undo brings an old password back.
pub const ACCOUNTS: T<&str, &[u8]> = T::new("accounts");
/// Target → a merge that was begun and not saved. Outside the journal, like anything typed and not saved.
pub const DRAFTS: T<u64, &[u8]> = T::new("drafts");
/// Two student keys, the smaller first → what a person decided about the pair.
pub const DECISIONS: T<(u64, u64), &[u8]> = T::new("decisions");

/// Records in one chunk of [`SENT`], [`ENTRIES`], [`ROW_CHANGES`] and [`GENERAL_CHANGES`]: large enough to be few, small enough to read one for one student.
pub const CHUNK: usize = 256;

/// Calls a macro with every table of a store. What makes, reads, copies and checks them goes through here, so that a new
/// table cannot be forgotten in one place.
macro_rules! each_table {
    ($do:ident) => {
        $do!(
            META,
            STUDENTS,
            BY_NUMBER,
            BY_SSID,
            BY_FORMER,
            TRAIL,
            SCHOOLS,
            REQUESTS,
            SENT,
            OPERATIONS,
            CHANGES,
            ENTRIES,
            OWNED,
            OWNER,
            CONTENT,
            ROW_CHANGES,
            GENERAL,
            GENERAL_CHANGES,
            ACCOUNTS,
            DRAFTS,
            DECISIONS
        )
    };
}
pub(super) use each_table;

//! The tables of a store, all in one place.

use redb::TableDefinition as T;

/// Format of records and tables. Version 1 is kept as a file in `tests/stores` for upgrade tests.
pub const FORMAT: u32 = 1;

/// `format`, `district`, `next_student`: what there is one of.
pub const META: T<&str, &[u8]> = T::new("meta");
/// Student key → record.
pub const STUDENTS: T<u64, &[u8]> = T::new("students");
/// Student number → student key.
pub const BY_NUMBER: T<&str, u64> = T::new("by_number");
/// SSID → student key.
pub const BY_SSID: T<&str, u64> = T::new("by_ssid");
/// A former identifier and the student who had it.
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

/// Records in one chunk of [`SENT`] and [`ENTRIES`]: large enough to be few, small enough to read one for one student.
pub const CHUNK: usize = 256;

//! The function table of the manual, word for word.

/// The headers of the manual's function table.
pub const MANUAL_HEADERS: [&str; 6] = [
    "Function",
    "When performed",
    "SIS request file contents",
    "What SSID system does",
    "SSID response file contents",
    "“Process Response File” accomplishes",
];

/// The manual's function table, word for word: the built-in help.
pub const MANUAL_TABLE: [[&str; 6]; 4] = [
    [
        "Retrieve",
        "After all students are entered *",
        "All students without an SSID number",
        "Checks for existing SSID numbers",
        "SSID numbers tied to students in Request File",
        "Populates Student Editor with existing SSID numbers",
    ],
    [
        "New",
        "After “Retrieve” response file has been processed by SIS *",
        "All students without an SSID number",
        "Assigns SSID numbers to all",
        "SSID numbers for students who did not have one before",
        "Populates Student Editor with new SSID numbers",
    ],
    [
        "Update",
        "As needed *",
        "All students having changes in their names, birth date, ethnicity, and gender",
        "Updates the SSID system to match the SIS system",
        "Marker in each record that has been updated",
        "Tells SIS that updates have been made in SSID System for these students",
    ],
    [
        "Verify",
        "Before testing preprints, Oct 1, Dec 1, and Yearend Clearinghouse files are created *",
        "All students with an SSID number",
        "Verifies all SSID numbers for matching names, LEA data, birth date, gender",
        "No response file.",
        "N/A. All corrections are made directly in SSID System",
    ],
];

/// The note under the manual's function table.
pub const MANUAL_NOTE: &str = "*Note: All four functions should be run before testing preprints, October 1, December 1, and Clearinghouse files are created to ensure that SSID numbers are correct. In addition, Retrieve, New, and Update functions should be performed as described above.";

//! Help for Missing IDs and merging: the procedure in the words of the customer's document, and the keys of the review.

use crate::ui::theme::strong;
use egui::{Label, Ui};

/// Why a profile has no IntegrationIDT (source: *How to Resolve Missing IntegrationIDT/Provisional ID*).
const CAUSES: [&str; 5] = [
    "The student was manually “added” in Special Programs. All students, regardless of age, should be enrolled through SIS.",
    "The transfer envelope was “received” in Special Programs before the student completed the enrollment process in SIS.",
    "The student was in the SETS migration of inactive students with historical data, and is “reactivated”.",
    "The student was active in SETS, but a No Show for the start of the current school year.",
    "The student was assigned a Provisional ID prior to enrollment completion in SIS. Notify your SIS System Administration/Data Manager immediately to request assignment of a State ID.",
];

/// What is done, step by step: what the document says, and where it is here.
const STEPS: [(&str, &str); 4] = [
    (
        "Step 1: mark the duplicate",
        "For every student who is missing an IntegrationIDT or has a provisional ID: a D in front of the student number identifies the profile as the duplicate which will be merged. Missing IDs, select the student, Mark as duplicate.",
    ),
    (
        "Step 2: import the newly enrolled student",
        "Verify that the student has re-enrolled in the SIS and has a valid State ID. Import the SIS's export into the General Student Table, select the student there, and Import.",
    ),
    (
        "Step 3: merge the student profiles",
        "Sign in as a security administrator. Merge Student Profiles: enter the ID of the student imported from the SIS as Target and the duplicate as Source, Merge Profiles, Click here to Merge differences. Student demographic data should remain on the Target profile; the Source profile contains all the historical special education and program data, and goes along.",
    ),
    (
        "Step 4: save and refresh",
        "Save the record. After the next import from the SIS, refresh the profile so that its demographics are those of the SIS. The Source is retired, not deleted, and History takes the merge back at any time.",
    ),
];

/// The keys of the review.
const KEYS: [(&str, &str); 13] = [
    ("Up, Down", "the row above, the row below"),
    ("Left or S, Right or T", "take the Source's value, the Target's"),
    ("B", "take both"),
    ("X", "leave it blank on purpose"),
    ("F2", "type another value"),
    ("F8, Shift+F8", "the next undecided row, the one before"),
    ("F3", "only the differences, or all rows"),
    ("F4", "why these may be one student"),
    ("F6", "swap Source and Target"),
    ("Ctrl+Z, Ctrl+Y", "take a choice back, make it again"),
    ("Ctrl+Enter", "Save"),
    ("Esc", "leave and keep the draft"),
    ("Ctrl+1 to Ctrl+8", "the tabs, Settings last"),
];

/// Draws the procedure and the keys.
pub fn show(ui: &mut Ui) {
    let wrapped = |ui: &mut Ui, text: &str| drop(ui.add(Label::new(text).wrap()));
    ui.label(strong("Why an IntegrationIDT is missing"));
    for cause in CAUSES {
        wrapped(ui, &format!("• {cause}"));
    }
    for (title, text) in STEPS {
        ui.add_space(6.0);
        ui.label(strong(title));
        wrapped(ui, text);
    }
    ui.add_space(6.0);
    super::keys(ui, "Keys in Merge differences", &KEYS);
}

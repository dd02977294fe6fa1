//! The columns of request and response files: data that a district can change, never code.

use super::request::Function;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The columns of one state's SSID files, as `assets/layouts/utah-default.toml` describes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What it is called in Settings.
    pub name: String,
    /// What marks a record of an Update response as taken over, in Status or Message; case-blind.
    #[serde(default)]
    pub update_markers: Vec<String>,
    /// The columns in their order.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// What it holds.
    pub field: WireField,
    /// The most characters the state takes.
    #[serde(default)]
    pub max: Option<usize>,
    /// The functions that cannot do without it.
    #[serde(default)]
    pub required_for: Vec<Function>,
    /// How a date is written, in strftime's letters.
    #[serde(default)]
    pub date_format: Option<String>,
    /// Our code → the state's code, where they differ.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
    /// Whether only responses have it.
    #[serde(default)]
    pub response_only: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireField {
    /// The line's number in the request, from 1; a response repeats it.
    Line,
    /// The state's number; in responses possibly a message instead.
    Ssid,
    /// The END year of the school year.
    SchoolYear,
    /// Legal last name.
    LastName,
    /// Legal first name.
    FirstName,
    /// Legal middle name.
    MiddleName,
    /// Jr, Sr …
    Suffix,
    /// Birth date.
    BirthDate,
    /// Gender code.
    Gender,
    /// Ethnicity and race codes.
    Ethnicity,
    /// The district's number.
    Lea,
    /// The school's number.
    School,
    /// The district's student number.
    Number,
    /// A code for how the line went.
    Status,
    /// A sentence about how the line went.
    Message,
}

impl WireField {
    /// The name used in layout files.
    pub fn name(self) -> &'static str {
        match self {
            WireField::Line => "line",
            WireField::Ssid => "ssid",
            WireField::SchoolYear => "school_year",
            WireField::LastName => "last_name",
            WireField::FirstName => "first_name",
            WireField::MiddleName => "middle_name",
            WireField::Suffix => "suffix",
            WireField::BirthDate => "birth_date",
            WireField::Gender => "gender",
            WireField::Ethnicity => "ethnicity",
            WireField::Lea => "lea",
            WireField::School => "school",
            WireField::Number => "number",
            WireField::Status => "status",
            WireField::Message => "message",
        }
    }
}

/// The text of the default layout; also the file a district copies to make its own.
pub const UTAH_DEFAULT: &str = include_str!("../../assets/layouts/utah-default.toml");

impl Layout {
    /// The layout that ships with the program: "default layout, check it against your SSID site".
    pub fn utah_default() -> Self {
        Self::parse(UTAH_DEFAULT).unwrap_or_else(|problem| {
            // The file is compiled in and a test reads it, so this cannot be reached by any input.
            unreachable!("assets/layouts/utah-default.toml: {problem}")
        })
    }

    /// Reads a layout file.
    ///
    /// # Errors
    /// A sentence: what is wrong in the file, with its line where the file is not a layout at all.
    pub fn parse(text: &str) -> Result<Self, String> {
        let layout: Layout = toml::from_str(text).map_err(|e| e.to_string())?;
        for needed in [
            WireField::Ssid,
            WireField::LastName,
            WireField::FirstName,
            WireField::Number,
        ] {
            if layout.column(needed).is_none() {
                return Err(format!(
                    "The layout has no column with field = \"{}\"; responses cannot be matched without it.",
                    needed.name()
                ));
            }
        }
        for (i, column) in layout.columns.iter().enumerate() {
            if column.header.trim().is_empty() {
                return Err(format!("Column {} has no header.", i + 1));
            }
            if layout.columns[..i].iter().any(|c| c.field == column.field) {
                return Err(format!("Two columns hold {}.", column.field.name()));
            }
            if column
                .date_format
                .as_deref()
                .is_some_and(|f| !date_format_works(f))
            {
                return Err(format!("The date format of {} cannot be used.", column.header));
            }
        }
        Ok(layout)
    }

    /// The column of a field.
    pub fn column(&self, field: WireField) -> Option<&Column> {
        self.columns.iter().find(|c| c.field == field)
    }

    /// The columns of a request file.
    pub fn request_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| !c.response_only)
    }

    /// Whether a function needs a field.
    pub fn requires(&self, function: Function, field: WireField) -> bool {
        self.column(field)
            .is_some_and(|c| c.required_for.contains(&function))
    }
}

fn date_format_works(format: &str) -> bool {
    use chrono::format::{Item, StrftimeItems};
    let mut items = StrftimeItems::new(format).peekable();
    items.peek().is_some()
        && items.all(|i| !matches!(i, Item::Error))
        && format.contains('%')
        && ![
            "%H", "%M", "%S", "%T", "%z", "%Z", "%c", "%X", "%r", "%R", "%f", "%s", "%+", "%I", "%p", "%k",
            "%l", "%P",
        ]
        .iter()
        .any(|time| format.contains(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_layout_has_the_columns_of_the_specification() {
        let layout = Layout::utah_default();
        let headers: Vec<&str> = layout.request_columns().map(|c| c.header.as_str()).collect();
        assert_eq!(
            headers,
            [
                "File Line Number",
                "SSID",
                "School Year",
                "Last Name",
                "First Name",
                "Middle Name",
                "Suffix",
                "Birth Date",
                "Gender",
                "Ethnicity",
                "LEA Number",
                "School Number",
                "LEA Student Number"
            ]
        );
        assert_eq!(layout.column(WireField::Line).unwrap().max, Some(8));
        assert_eq!(layout.column(WireField::LastName).unwrap().max, Some(100));
        assert!(layout.requires(Function::Update, WireField::Ssid));
        assert!(!layout.requires(Function::New, WireField::Ssid));
    }

    #[test]
    fn a_layout_that_cannot_work_says_why() {
        let without = UTAH_DEFAULT.replace("field = \"number\"", "field = \"message\"");
        assert!(Layout::parse(&without).is_err());
        let time = UTAH_DEFAULT.replace("%Y-%m-%d", "%H:%M");
        assert!(Layout::parse(&time).unwrap_err().contains("Birth Date"));
        assert!(Layout::parse("name = 1").is_err());
    }
}

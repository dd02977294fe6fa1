//! Why a workbook cannot be read, in words.

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    Damaged,
    Password,
    Binary,
    NotASheet,
    TooLarge,
    UnknownError,
    FarCell,
    NoResult,
}

impl Refused {
    /// What a person is told.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Damaged => {
                "The workbook is damaged or not complete. Open it in Excel or LibreOffice, save it again as .xlsx, then choose that file; or download it again."
            }
            Self::Password => {
                "The workbook is protected by a password. Open it in Excel, take the password away (File, Info, Protect Workbook), save it, then choose it again."
            }
            Self::Binary => {
                "This is a binary workbook (.xlsb), which is not read. Open it in Excel and save it as .xlsx, then choose that file."
            }
            Self::NotASheet => {
                "This is no workbook, whatever its name says: there are no sheets in it. Check that it is the right file."
            }
            Self::TooLarge => {
                "The workbook unpacks to more than a list of students can have. Check that it is the right file; save the list alone in a new workbook or as CSV."
            }
            Self::FarCell => {
                "A sheet of the workbook has a cell far away from all others, so that reading it would take more memory than there is. Delete what stands beyond the list (press Ctrl+End in Excel to find it), or save the workbook as .xlsx, then choose it again."
            }
            Self::UnknownError => {
                "A cell of the workbook has an error such as #SPILL! in it. Correct it in Excel, or delete the cell, then choose the file again."
            }
            Self::NoResult => {
                "The sheet has formulas whose results are not in the file. Open it in Excel or LibreOffice, save it, then choose it again."
            }
        }
    }
}

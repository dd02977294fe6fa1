//! What the program remembers between starts: last district, tab, folders, look. A small text file beside the districts.

use super::command::Tab;
use super::sources::{self, Source};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The remembered choices. A file that cannot be read is as good as none: no work hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// The district that was open last.
    pub store: Option<PathBuf>,
    /// The tab that was shown last.
    pub tab: Tab,
    /// The window's look; its name in the theme.
    pub look: String,
    /// Size of text, 1.0 = normal.
    pub text_scale: f32,
    /// File Location of request files.
    pub request_folder: Option<PathBuf>,
    /// File Location in practice districts: made-up files do not lie among real ones.
    pub practice_folder: Option<PathBuf>,
    /// Where the last response file was chosen.
    pub response_folder: Option<PathBuf>,
    /// Where the last roster was chosen.
    pub roster_folder: Option<PathBuf>,
    /// Where the last report was saved.
    pub report_folder: Option<PathBuf>,
    /// Where the last document was chosen or saved.
    pub documents_folder: Option<PathBuf>,
    /// The schools that were selected last, by number.
    pub schools: Vec<String>,
    /// How rosters of sources that were imported before are read, the newest last.
    #[serde(deserialize_with = "sources::lenient")]
    pub sources: Vec<Source>,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            store: None,
            tab: Tab::default(),
            look: String::new(),
            text_scale: 1.0,
            request_folder: None,
            practice_folder: None,
            response_folder: None,
            roster_folder: None,
            report_folder: None,
            documents_folder: None,
            schools: Vec::new(),
            sources: Vec::new(),
        }
    }
}

impl Prefs {
    /// File Location of real or of practice districts.
    pub fn folder_mut(&mut self, practice: bool) -> &mut Option<PathBuf> {
        if practice {
            &mut self.practice_folder
        } else {
            &mut self.request_folder
        }
    }

    /// File Location of real or of practice districts.
    pub fn folder(&self, practice: bool) -> Option<&PathBuf> {
        if practice {
            self.practice_folder.as_ref()
        } else {
            self.request_folder.as_ref()
        }
    }

    /// Reads them from the data folder.
    pub fn load(folder: &Path) -> Self {
        std::fs::read_to_string(folder.join(FILE))
            .ok()
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Writes them to the data folder.
    ///
    /// # Errors
    /// What the disk says.
    pub fn save(&self, folder: &Path) -> Result<(), String> {
        let text = toml::to_string(self).map_err(|e| e.to_string())?;
        std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
        crate::files::write::replace(&folder.join(FILE), |w| Ok(w.write_all(text.as_bytes())?))
            .map_err(|e| e.to_string())
    }
}

const FILE: &str = "preferences.toml";

//! Setting up a district: an empty one, or the sample district with its practice registry.

use super::{WorkError, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::district::District;
use crate::domain::ids::{LeaNumber, SchoolYear};
use crate::domain::journal::{GeneralChange, What};
use crate::practice::Registry;
use crate::sample;
use crate::store::{Committed, EXTENSION, Store};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Makes a new empty district.
///
/// # Errors
/// When there is a file already, or the disk does not allow it.
pub fn create(path: &Path, district: &District, stamp: &Stamp) -> Result<Store, WorkError> {
    if district.name.is_empty() {
        return said("The district needs a name.");
    }
    let store = Store::create(path, district)?;
    let what = What::StoreMade {
        name: district.name.clone(),
    };
    store
        .write()?
        .commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
    Ok(store)
}

/// Makes the sample district, with its practice registry beside the store.
///
/// # Errors
/// As [`create`].
pub fn create_sample(path: &Path, size: usize, stamp: &Stamp, ticket: &Ticket) -> Result<Store, WorkError> {
    ticket.phase("Making the sample district");
    let made = sample::make(sample::SEED, stamp.today, stamp.now, size);
    let store = Store::create(path, &made.district)?;
    let filled = fill_sample(&store, &made, stamp, ticket)
        .and_then(|_| Ok(Registry::new(made.registry).save(&registry_path(path))?));
    match filled {
        Ok(()) => Ok(store),
        Err(e) => {
            // Half a sample is no sample; the file was made by us a moment ago.
            drop(store);
            let _ = std::fs::remove_file(path);
            Err(e)
        }
    }
}

/// Puts the students and schools of a sample district into an empty store, with program data and the General Student
/// Table.
///
/// # Errors
/// What the store says.
pub fn fill_sample(
    store: &Store,
    made: &sample::SampleDistrict,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Committed, WorkError> {
    let mut writer = store.write()?;
    for school in &made.schools {
        writer.school(None, Some(school.clone()));
    }
    let mut keys = HashMap::with_capacity(made.students.len());
    for student in &made.students {
        keys.insert(student.key, writer.add(student.clone())?);
    }
    for (owner, row) in &made.programs.rows {
        // Program data has an owner in the store, or it is not kept.
        if let Some(owner) = keys.get(owner) {
            writer.add_row(*owner, row.clone())?;
        }
    }
    for (hash, bytes) in &made.programs.files {
        writer.content(hash.clone(), bytes.clone());
    }
    for row in &made.programs.general {
        writer.general(GeneralChange {
            before: None,
            after: Some(row.clone()),
        })?;
    }
    let what = What::SampleMade {
        students: made.students.len() as u32,
        schools: made.schools.len() as u32,
    };
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |d, t| {
        ticket.step(d as u64, t as u64)
    })?)
}

/// Where the practice SSID system keeps what it knows, beside a practice district's store.
pub fn registry_path(store: &Path) -> PathBuf {
    store.with_extension("practice.csv")
}

/// The folder for districts in the user's local data folder: student data is not copied to servers.
pub fn data_folder() -> PathBuf {
    directories::ProjectDirs::from("", "", "SSID Desk").map_or_else(
        || PathBuf::from("ssid-desk-data"),
        |d| d.data_local_dir().to_owned(),
    )
}

/// Where the sample district lies.
pub fn sample_path(folder: &Path) -> PathBuf {
    folder.join(format!("Sample district.{EXTENSION}"))
}

/// Where a new district lies unless another place is chosen.
pub fn district_path(folder: &Path, lea: &LeaNumber, name: &str) -> PathBuf {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, ' ' | '-') {
                c
            } else {
                ' '
            }
        })
        .collect();
    let plain = crate::domain::text::tidy(&plain);
    folder.join(format!("{lea} {plain}.{EXTENSION}"))
}

/// Reads LEA number, name and school year as a person typed them.
///
/// # Errors
/// One sentence for the first that cannot be used.
pub fn district_of(lea: &str, name: &str, year: &str, practice: bool) -> Result<District, WorkError> {
    let sentence = |e: crate::domain::ids::NotAnId| WorkError::Said(format!("{e}."));
    let lea = LeaNumber::parse(lea).map_err(sentence)?;
    let year = SchoolYear::parse(year).map_err(sentence)?;
    let district = District::new(lea, name, year, practice);
    if district.name.is_empty() {
        return said("The district needs a name.");
    }
    Ok(district)
}

/// Saves the district's settings; what changed is said in the journal.
///
/// # Errors
/// When nothing changed, the settings cannot be used, or they were changed since `before` was read.
pub fn save_settings(
    store: &Store,
    before: &District,
    after: &District,
    stamp: &Stamp,
) -> Result<Committed, WorkError> {
    let mut what = Vec::new();
    for (changed, name) in [
        (before.name != after.name, "district name"),
        (before.lea != after.lea, "LEA number"),
        (before.year != after.year, "school year"),
        (before.dates != after.dates, "the state's dates"),
        (before.layout != after.layout, "file layout"),
        (
            before.rules.ssid_digits != after.rules.ssid_digits,
            "usual SSID length",
        ),
        (
            before.rules.ethnicity_raises_flag != after.rules.ethnicity_raises_flag,
            "whether ethnicity raises the change flag",
        ),
        (before.rules.header_row != after.rules.header_row, "header row"),
        (before.rules.genders != after.rules.genders, "gender codes"),
        (
            before.rules.ethnicities != after.rules.ethnicities,
            "ethnicity codes",
        ),
        (
            before.rules.provisional != after.rules.provisional,
            "what a provisional ID looks like",
        ),
        (before.rules.merge != after.rules.merge, "merge policy"),
        (
            before.rules.idle_minutes != after.rules.idle_minutes,
            "when an administrator is signed out",
        ),
    ] {
        if changed {
            what.push(name);
        }
    }
    if what.is_empty() {
        return said("No setting was changed.");
    }
    if before.practice != after.practice {
        return said("A practice district stays one, and a real district never becomes one.");
    }
    let mut writer = store.write()?;
    if writer.reader().district()? != *before {
        return Err(crate::store::StoreError::Stale.into());
    }
    writer.district(before.clone(), after.clone());
    let what = What::SettingsChanged {
        what: what.join(", "),
    };
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

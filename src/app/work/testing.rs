//! For tests of undo: two profiles merged by hand, and the Target worked on since.

use crate::app::stamp::Stamp;
use crate::domain::ids::OperationId;
use crate::domain::journal::What;
use crate::domain::merge::MergeRecord;
use crate::domain::program::{Note, Row};
use crate::domain::student::Field;
use crate::store::Store;

/// Merges the profile of one number into that of another; the Target takes the phone 801-555-0100.
pub fn merge(store: &Store, source: &str, target: &str, stamp: &Stamp) -> OperationId {
    let mut writer = store.write().unwrap();
    let reader = writer.reader();
    let source = reader.student_by_number(source).unwrap().unwrap();
    let target = reader.student_by_number(target).unwrap().unwrap();
    let standings = (
        reader.standing(source.key).unwrap(),
        reader.standing(target.key).unwrap(),
    );
    let rows_from = writer.next_row().unwrap();
    let mut merged = target.clone();
    merged.phone = "801-555-0100".into();
    let mut retired = source.clone();
    retired.retired_into = Some(target.key);
    let what = What::ProfilesMerged {
        source: source.list_name(),
        source_number: source.number.to_string(),
        target: target.list_name(),
        target_number: target.number.to_string(),
        moved: 0,
        folded: 0,
        update_due: false,
        reason: "one student".into(),
    };
    writer
        .merge(MergeRecord {
            source: source.clone(),
            target: target.clone(),
            merged: merged.clone(),
            standings,
            choices: Default::default(),
            moved: Vec::new(),
            folded: Vec::new(),
            rows_from,
            reason: "one student".into(),
        })
        .unwrap();
    writer.change(source, retired);
    writer.change(target, merged);
    let done = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true);
    done.unwrap().operation.id
}

/// Somebody works on a profile after its merge: another phone, and a note.
pub fn work_on(store: &Store, number: &str, stamp: &Stamp) {
    let mut writer = store.write().unwrap();
    let before = writer.reader().student_by_number(number).unwrap().unwrap();
    let mut after = before.clone();
    after.phone = "801-555-0199".into();
    let key = after.key;
    let what = What::StudentEdited {
        name: after.list_name(),
        number: number.to_owned(),
        fields: vec![Field::Phone],
    };
    writer.change(before, after);
    writer
        .add_row(
            key,
            Row::Note(Note {
                author: stamp.who.clone(),
                date: stamp.today,
                text: "Called the family".into(),
            }),
        )
        .unwrap();
    writer
        .commit(what, &stamp.who, stamp.now, &mut |_, _| true)
        .unwrap();
}

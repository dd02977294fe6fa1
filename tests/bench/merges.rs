//! Merging two profiles that own a thousand rows each, and taking it back, in the district of 100,000.

use super::desk::{Copy, Desk, Stage};
use super::table::{Figures, figure};
use criterion::Criterion;
use redb::{Database, TableDefinition};
use ssid_desk::app::work::merges::{self, Order};
use ssid_desk::domain::ids::StudentKey;
use ssid_desk::domain::journal::What;
use ssid_desk::domain::program::{Document, Event, EventKind, Note, Program, Row};

/// Rows of program data that each of the two profiles owns.
const ROWS: usize = 1_000;

const PEER: &str = "peer: 1,000 rows moved in a plain redb table";
const TABLE: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("rows");

fn row(n: usize, side: &str) -> Row {
    let day = chrono::NaiveDate::from_num_days_from_ce_opt(738_000 + n as i32).unwrap_or_default();
    match n % 3 {
        0 => Row::Event(Event {
            program: Program::ALL[n % Program::ALL.len()],
            kind: EventKind::Review,
            date: day,
            until: None,
            closed: None,
            case_manager: format!("Ruiz {side}"),
            text: format!("Meeting {n}"),
        }),
        1 => Row::Document(Document {
            title: format!("Document {n}"),
            kind: "Report".into(),
            date: Some(day),
            file_name: format!("{n}.pdf"),
            size: 1,
            // A tenth of the files are the same on both sides.
            hash: if n.is_multiple_of(10) {
                format!("{n:064x}")
            } else {
                format!("{side}{n:060x}")
            },
            also: Vec::new(),
        }),
        _ => Row::Note(Note {
            author: "Ruiz".into(),
            date: day,
            text: format!("Note {n} {side}"),
        }),
    }
}

/// A copy of the district in which two profiles own a thousand rows each.
fn ready(desk: &Desk) -> (Copy, Order) {
    let copy = desk.copy(Stage::Applied);
    let mut writer = copy.store.write().unwrap();
    let (source, target) = (StudentKey(1), StudentKey(2));
    let mut pair = Vec::new();
    for key in [source, target] {
        let before = writer.reader().student(key).unwrap().unwrap();
        pair.push(before);
    }
    let mut duplicate = pair[1].clone();
    duplicate.key = source;
    duplicate.number = pair[0].number.clone();
    duplicate.ssid = None;
    duplicate.integration_idt.clear();
    duplicate.duplicate = true;
    let mut enrolled = pair[1].clone();
    enrolled.integration_idt = "ps-1".into();
    writer.change(pair[0].clone(), duplicate);
    writer.change(pair[1].clone(), enrolled);
    for n in 0..ROWS {
        writer.add_row(source, row(n, "a")).unwrap();
        writer.add_row(target, row(n, "b")).unwrap();
    }
    let what = What::SettingsChanged { what: "bench".into() };
    writer
        .commit(what, "bench", desk.stamp.now, &mut |_, _| true)
        .unwrap();
    (copy, Order::of(source, target))
}

/// Measures it.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    figures.measure(
        c,
        figure(PEER),
        || {
            let folder = desk.scratch();
            let db = Database::create(folder.path().join("plain.redb")).unwrap();
            let txn = db.begin_write().unwrap();
            {
                let mut table = txn.open_table(TABLE).unwrap();
                for n in 0..ROWS {
                    let bytes = rmp_serde::to_vec_named(&row(n, "a")).unwrap();
                    table.insert((1, n as u64), bytes.as_slice()).unwrap();
                }
            }
            txn.commit().unwrap();
            (db, folder)
        },
        |(db, _)| {
            let txn = db.begin_write().unwrap();
            {
                let mut table = txn.open_table(TABLE).unwrap();
                for n in 0..ROWS as u64 {
                    let bytes = table.remove((1, n)).unwrap().unwrap().value().to_vec();
                    table.insert((2, n), bytes.as_slice()).unwrap();
                }
            }
            txn.commit().unwrap();
        },
    );
    figures.measure(
        c,
        figure("review two profiles of 1,000 rows each").under(50),
        || ready(desk),
        |(copy, order)| merges::review(&copy.store.read().unwrap(), order, &desk.stamp).unwrap(),
    );
    figures.measure(
        c,
        figure("merge them").under(100).beside(PEER),
        || ready(desk),
        |(copy, order)| merges::save(&copy.store, order, "bench", Some("admin"), &desk.stamp).unwrap(),
    );
    figures.measure(
        c,
        figure("undo the merge").under(100).beside(PEER),
        || {
            let (copy, order) = ready(desk);
            let done = merges::save(&copy.store, &order, "bench", Some("admin"), &desk.stamp).unwrap();
            (copy, done.operation.id)
        },
        |(copy, id)| {
            let undone = copy
                .store
                .undo(*id, &Default::default(), "bench", desk.stamp.now, &mut |_, _| {
                    true
                });
            undone.unwrap().unwrap()
        },
    );
}

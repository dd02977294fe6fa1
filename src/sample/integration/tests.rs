//! The Special Programs side of the sample district: counted, put into a store, and judged as the program judges it.

use super::*;
use crate::app::work::merges::{self, Order, Reviewed};
use crate::app::work::missing::Missing;
use crate::app::work::{districts, general, missing, rosters};
use crate::app::{GeneralRoll, MissingRow, Roll, Stamp, Ticket};
use crate::domain::general::{RefreshContext, SisField, compare};
use crate::domain::merge::{Blocker, Key, Status};
use crate::domain::missing::{Cause, Common, Step};
use crate::domain::program::{EventKind, Program, RowKind};
use crate::domain::student::Field;
use crate::sample::tests::{is_ordinary, now, sample, today};
use crate::sample::{SEED, SIZE, make};
use crate::store::Store;
use std::collections::BTreeSet;
use std::path::Path;

fn stamp() -> Stamp {
    Stamp::at(now(), "registrar")
}

fn stored(made: &SampleDistrict) -> Store {
    let store = Store::in_memory(&made.district).unwrap();
    districts::fill_sample(&store, made, &stamp(), &Ticket::default()).unwrap();
    store
}

/// What Missing IDs shows.
fn look(store: &Store) -> Missing {
    let reader = store.read().unwrap();
    let roll = Roll::read(&reader, today(), &mut |_, _| true).unwrap();
    let table = GeneralRoll::read(&reader, today(), &mut |_, _| true).unwrap();
    missing::look(store, &roll, &table, &stamp(), &Ticket::default()).unwrap()
}

/// The review of a Source and a Target by their numbers.
fn review(store: &Store, source: &str, target: &str) -> Reviewed {
    let reader = store.read().unwrap();
    let key = |number: &str| reader.student_by_number(number).unwrap().unwrap().key;
    let order = Order::of(key(source), key(target));
    merges::review(&reader, &order, &stamp()).unwrap()
}

fn row<'m>(all: &'m Missing, number: &str) -> &'m MissingRow {
    all.rows
        .iter()
        .find(|r| r.number == number)
        .unwrap_or_else(|| panic!("no row of {number}"))
}

/// The rows of a cause that stand at a step.
fn rows_at(all: &Missing, cause: Cause, step: Step) -> Vec<&MissingRow> {
    let of = |r: &&MissingRow| r.judged.cause == Some(cause) && r.judged.step == step;
    all.rows.iter().filter(of).collect()
}

#[test]
fn a_store_takes_the_district_of_every_size_and_finds_nothing_wrong() {
    for size in [0, 1, 60, 400, SIZE] {
        let made = make(SEED, today(), now(), size);
        let store = stored(&made);
        assert_eq!(store.check().unwrap(), Vec::<String>::new(), "{size}");
        let reader = store.read().unwrap();
        assert_eq!(reader.count().unwrap(), size);
        assert_eq!(reader.general_count().unwrap(), made.programs.general.len());
    }
}

#[test]
fn every_enrolled_student_is_in_the_general_student_table_and_nine_rows_say_otherwise() {
    let made = sample();
    let rows: HashMap<&str, &GeneralRow> = made
        .programs
        .general
        .iter()
        .map(|r| (r.record.number.as_str(), r))
        .collect();
    assert_eq!(rows.len(), made.programs.general.len(), "each number once");
    let links: BTreeSet<&str> = rows.values().map(|r| r.record.integration_idt.as_str()).collect();
    assert_eq!(links.len(), rows.len(), "each IntegrationIDT once");
    let schools: BTreeSet<_> = made.schools.iter().map(|s| s.code.clone()).collect();
    let cx = RefreshContext {
        holder: None,
        rules: &made.district.rules,
        schools: &schools,
        today: today(),
    };
    let mut differing = BTreeMap::new();
    let mut enrolled = 0;
    for s in &made.students {
        if !is_ordinary(s) || !s.enrollments.iter().any(|e| e.not_ended_by(today())) {
            continue;
        }
        enrolled += 1;
        let row = rows[s.number.as_str()];
        assert_eq!(row.record.integration_idt, s.integration_idt);
        assert_eq!(row.record.key, StudentKey(0));
        assert!(row.record.change_flag.is_none() && row.record.former_ids.is_empty());
        for c in compare(s, row, &cx).into_iter().filter(|c| c.differs()) {
            *differing.entry(c.field.name()).or_insert(0) += 1;
        }
    }
    // All but the forty who left, and the enrolled profile that has the D by mistake.
    assert_eq!(enrolled, SIZE - 41);
    assert!(rows.contains_key("103556"));
    let expected = [
        (SisField::Field(Field::Address).name(), 3),
        (SisField::Field(Field::Phone).name(), 3),
        (SisField::Enrollment.name(), 3),
    ];
    assert_eq!(differing, BTreeMap::from(expected));
}

#[test]
fn fourteen_profiles_are_open_for_all_five_causes() {
    let made = sample();
    let all = look(&stored(&made));
    assert_eq!((all.rows.len(), all.done_today, all.not_used), (14, 0, false));
    let unlinked = made.students.iter().filter(|s| s.integration_idt.is_empty());
    assert_eq!(unlinked.count(), 13, "and one is linked with a provisional ID");
    let mut causes: BTreeMap<Cause, usize> = BTreeMap::new();
    let mut steps: BTreeMap<Step, usize> = BTreeMap::new();
    for r in &all.rows {
        *causes.entry(r.judged.cause.expect(&r.name)).or_default() += 1;
        *steps.entry(r.judged.step).or_default() += 1;
    }
    let expected = [
        (Cause::AddedByHand, 3),
        (Cause::TransferEnvelope, 3),
        (Cause::Migrated, 4),
        (Cause::NoShow, 1),
        (Cause::Provisional, 3),
    ];
    assert_eq!(causes, BTreeMap::from(expected));
    let expected = [
        (Step::Mark, 5),
        (Step::InSis, 2),
        (Step::Import, 1),
        (Step::Merge, 6),
    ];
    assert_eq!(steps, BTreeMap::from(expected));
}

#[test]
fn the_children_of_the_picture_stand_where_it_shows_them() {
    let made = sample();
    let all = look(&stored(&made));
    for (name, number, cause, step) in [
        (
            "Nuñez-Ortiz, Mariela",
            "D104417",
            Cause::TransferEnvelope,
            Step::Merge,
        ),
        ("Hill, Jaxon", "103610", Cause::AddedByHand, Step::Mark),
        ("Tran, Bảo", "103388", Cause::Provisional, Step::Mark),
        ("Whitehorse, Kai", "D103120", Cause::Migrated, Step::InSis),
        ("Young, Ava", "103122", Cause::NoShow, Step::Mark),
    ] {
        let r = row(&all, number);
        assert_eq!(
            (r.name.as_str(), r.judged.cause, r.judged.step),
            (name, Some(cause), step)
        );
    }
    let nunez = row(&all, "D104417");
    assert_eq!(nunez.judged.target.as_ref().unwrap().name, "Nuñez, Maria Elena");
    assert_eq!(nunez.candidates[0].birth_date.unwrap().to_string(), "2014-12-03");
    assert_eq!(nunez.birth_date.unwrap().to_string(), "2014-03-12");
    let common = |number: &str| row(&all, number).candidates[0].common.clone();
    assert_eq!(common("103610"), [Common::Child]);
    assert!(common("103388").contains(&Common::Number));
    assert!(common("103555").contains(&Common::StateId));
    assert!(common("D103502").contains(&Common::Number));
    for number in ["D103120", "103122"] {
        assert!(
            row(&all, number).candidates.is_empty(),
            "{number} is not in the SIS"
        );
    }
    let waits = row(&all, "103733");
    assert!(
        waits.judged.blocked && !waits.candidates[0].is_ready(),
        "no State ID in the SIS"
    );
    assert!(row(&all, "103502").judged.link.is_some(), "one import links it");
}

#[test]
fn six_pairs_are_ready_and_three_of_them_have_no_conflict() {
    let store = stored(&sample());
    let all = look(&store);
    let pairs: Vec<_> = all
        .ready_pairs()
        .into_iter()
        .filter(|p| {
            let step = |r: &MissingRow| r.key == p.0 && r.judged.step == Step::Merge;
            all.rows.iter().any(step)
        })
        .collect();
    assert_eq!(pairs.len(), 6);
    let rehearsed = merges::rehearse(&store, &pairs, &stamp(), &Ticket::default()).unwrap();
    let clean = rehearsed.iter().filter(|p| p.is_clean()).count();
    let blocked = rehearsed.iter().filter(|p| !p.blockers.is_empty()).count();
    let looks: Vec<_> = rehearsed
        .iter()
        .map(|p| (&p.title, p.undecided, &p.blockers))
        .collect();
    assert_eq!((clean, blocked), (3, 1), "{looks:#?}");
}

#[test]
fn nunez_waits_for_her_birth_date_only() {
    let store = stored(&sample());
    let r = review(&store, "D104417", "104417");
    let open: Vec<Key> = r.reviews[0].undecided().map(|l| l.key).collect();
    assert_eq!(open, [Key::Field(Field::BirthDate)]);
    assert_eq!(r.blockers().count(), 0);
    let moves = &r.reviews[0].moves;
    assert_eq!(moves.moved[&RowKind::Document], 7);
    assert_eq!(moves.moved[&RowKind::Event(Program::SpecialEducation)], 3);
    assert_eq!(r.reviews[0].merged.survivor.last_name, "Nuñez");
    assert_eq!(moves.folded, 1, "the same guardian stands in both profiles");
}

#[test]
fn each_other_pair_shows_what_it_is_there_for() {
    let store = stored(&sample());
    let all = look(&store);
    let mut plans = 0;
    let mut ids = 0;
    let mut folded_files = 0;
    for r in all.rows.iter().filter(|r| r.judged.step == Step::Merge) {
        let target = r.judged.target.as_ref().unwrap();
        let reviewed = review(&store, &r.number, &target.number);
        let review = &reviewed.reviews[0];
        plans += usize::from(
            reviewed
                .blockers()
                .any(|b| matches!(b, Blocker::TwoOpenPlans { .. })),
        );
        let two_ids = review.undecided().any(|l| l.key == Key::Field(Field::Ssid));
        ids += usize::from(two_ids);
        let source = &review.source.rows;
        let files = |rows: &[crate::domain::program::Owned]| -> Vec<(String, String)> {
            let file = |o: &crate::domain::program::Owned| match &o.row {
                Row::Document(d) => Some((d.file_name.clone(), d.hash.clone())),
                _ => None,
            };
            rows.iter().filter_map(file).collect()
        };
        let (here, there) = (files(source), files(&review.target.rows));
        let twice = here
            .iter()
            .any(|a| there.iter().any(|b| a.1 == b.1 && a.0 != b.0));
        let same_name = here
            .iter()
            .any(|a| there.iter().any(|b| a.1 != b.1 && a.0 == b.0));
        if twice && same_name {
            folded_files += review.moves.folded;
            let line = review
                .lines
                .iter()
                .find(|l| l.key == Key::Rows(RowKind::Document));
            assert_eq!(line.unwrap().status, Status::BothKept);
        }
    }
    assert_eq!((plans, ids, folded_files), (1, 1, 1));
}

#[test]
fn a_target_that_is_not_linked_and_a_swapped_pair_are_blocked() {
    let store = stored(&sample());
    let not_linked = review(&store, "D103502", "103502");
    assert!(not_linked.blockers().any(|b| *b == Blocker::NoLink));
    let swapped = review(&store, "103555", "D103556");
    assert!(
        swapped
            .blockers()
            .any(|b| matches!(b, Blocker::LooksSwapped { .. }))
    );
}

#[test]
fn twins_are_linked_both_and_nobody_offers_them_as_one() {
    let made = sample();
    let all = look(&stored(&made));
    let mut houses: HashMap<_, Vec<&Student>> = HashMap::new();
    for s in made.students.iter().filter(|s| is_ordinary(s)) {
        let key = (&s.last_name, s.birth_date, &s.address);
        houses.entry(key).or_default().push(s);
    }
    let twins = houses
        .values()
        .find(|kids| kids.len() == 2 && kids[0].first_name != kids[1].first_name && kids[0].ssid.is_some());
    for twin in twins.unwrap() {
        assert!(all.rows.iter().all(|r| {
            r.key != twin.key
                && r.judged.target.as_ref().is_none_or(|t| t.key != twin.key)
                && r.candidates.iter().all(|c| c.number != twin.number.as_str())
        }));
    }
}

#[test]
fn students_have_program_data_of_every_kind_and_one_re_evaluation_is_overdue() {
    let made = sample();
    let ordinary: BTreeSet<_> = made
        .students
        .iter()
        .filter(|s| is_ordinary(s))
        .map(|s| s.key)
        .collect();
    let owners: BTreeSet<_> = made.programs.rows.iter().map(|r| r.0).collect();
    let with = owners.iter().filter(|k| ordinary.contains(k)).count();
    assert!((55..=70).contains(&with), "{with}");
    let kinds: BTreeSet<_> = made.programs.rows.iter().map(|r| r.1.kind()).collect();
    assert_eq!(kinds, BTreeSet::from(RowKind::ALL));
    let mut overdue = BTreeSet::new();
    for (owner, row) in &made.programs.rows {
        match row {
            Row::Event(e) => {
                if e.kind == EventKind::ReevaluationDue && e.date < today() {
                    overdue.insert(*owner);
                }
                assert!(e.kind == EventKind::ReevaluationDue || e.date < today());
            }
            Row::Document(d) => {
                let bytes = &made.programs.files[&d.hash];
                assert_eq!(bytes.len() as u64, d.size);
                assert_eq!(paper::hash(bytes), d.hash);
            }
            Row::Note(_) | Row::Guardian(_) => {}
        }
    }
    assert_eq!(overdue.len(), 1);
}

#[test]
fn every_document_is_a_whole_pdf() {
    for bytes in sample().programs.files.values() {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n"));
        let start: usize = text
            .split("startxref\n")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let table = &text[start..];
        assert!(table.starts_with("xref\n0 6\n"));
        for (n, line) in table.lines().skip(3).take(5).enumerate() {
            assert_eq!(line.len() + 1, 20, "an entry has twenty bytes");
            let at: usize = line[..10].parse().unwrap();
            assert!(text[at..].starts_with(&format!("{} 0 obj\n", n + 1)));
        }
        assert!(!text.contains('?'), "{text}");
    }
}

#[test]
fn the_next_export_brings_what_the_list_waits_for() {
    let store = stored(&sample());
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample_files")
        .join(export::NAME);
    let ticket = Ticket::default();
    let roster = rosters::read(&path, &Default::default(), &ticket).unwrap();
    let planned = general::compare_export(&store, roster, &stamp(), &ticket).unwrap();
    let counts = planned.plan.counts();
    assert_eq!(
        (counts.added, counts.changed, counts.refused),
        (2, 5, 0),
        "{:#?}",
        planned.plan.problems
    );
    assert!((150..=400).contains(&counts.rows), "{}", counts.rows);
    general::take_export(&store, &planned, &stamp(), &ticket).unwrap();
    let all = look(&store);
    assert_eq!(all.rows.len(), 14);
    assert_eq!(row(&all, "D103120").judged.step, Step::Import);
    assert_eq!(row(&all, "103122").candidates.len(), 1);
    assert_eq!(row(&all, "103733").judged.step, Step::Refresh);
}

#[test]
fn the_pairs_without_a_conflict_are_merged_in_one_go_and_then_wait_for_the_next_export() {
    let store = stored(&sample());
    let pairs = look(&store).ready_pairs();
    let ticket = Ticket::default();
    let rehearsed = merges::rehearse(&store, &pairs, &stamp(), &ticket).unwrap();
    let done = merges::merge_clean(&store, &rehearsed, "admin", &stamp(), &ticket);
    assert_eq!((done.merged.len(), done.left), (3, Vec::<String>::new()));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    assert_eq!(rows_at(&look(&store), Cause::Migrated, Step::Refresh).len(), 1);
}

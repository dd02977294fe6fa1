//! Tests of the SIS's export into the General Student Table.

use super::*;

fn general(lines: &[&str], table: &[Student]) -> Planned {
    general_of(&roster(lines), table)
}

fn general_of(roster: &Roster, table: &[Student]) -> Planned {
    let (rules, schools) = (rules(), BTreeSet::from([school("104")]));
    let cx = PlanContext {
        table: Table::General,
        check: CheckContext {
            rules: &rules,
            schools: &schools,
            today: day("2026-09-10"),
            from_file: true,
        },
        school_names: Default::default(),
        links: Desk::of(table).links(),
        now: noon("2026-09-10"),
    };
    let (plan, in_file) = plan(roster, &cx, &Desk::of(table), |_| Ok(())).unwrap();
    let here = table.to_vec();
    Planned { plan, here, in_file }
}

fn warnings(plan: &Plan) -> Vec<&str> {
    plan.problems.iter().map(|p| &*p.message).collect()
}

#[test]
fn the_sis_may_change_a_state_id_and_it_is_said() {
    let before = with_ssid(anna(), "1858768");
    let plan = general(
        &["00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,1904417"],
        std::slice::from_ref(&before),
    );
    assert_eq!(
        changed_fields(&plan, 0),
        [Field::Ssid],
        "no history, no change flag"
    );
    assert_eq!(
        warnings(&plan),
        ["The State ID was 1858768 and is 1904417 in the SIS now."]
    );
    let plan = general(
        &["00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,P-0091"],
        &[before],
    );
    assert_eq!(changed_fields(&plan, 0), [Field::Ssid, Field::ProvisionalId]);
}

#[test]
fn one_state_id_on_two_rows_of_the_sis_is_said_of_both_and_taken() {
    let plan = general(
        &[
            "1,Smith,Anna,2014-03-09,F,104,2026-08-20,,1904417",
            "2,Jones,Mia,2014-04-09,F,104,2026-08-20,,1904417",
        ],
        &[],
    );
    assert_eq!(plan.counts().added, 2);
    assert!(warnings(&plan)[0].starts_with("2 (line 3) and 1 (line 2) have State ID 1904417 both."));
}

#[test]
fn an_integration_idt_that_another_row_of_the_table_has_is_said() {
    let linked = |number: &str, idt: &str| {
        let mut s = student(1, number, "Smith", "Anna");
        s.integration_idt = idt.into();
        s
    };
    let table = [linked("1", "a1"), linked("2", "a2")];
    let csv = |idts: &[(&str, &str)]| {
        let lines: Vec<String> = idts.iter().map(|(n, _)| format!("{n},Smith,Anna")).collect();
        let mut all = roster(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        for (row, (_, idt)) in Arc::make_mut(&mut all.rows).iter_mut().zip(idts) {
            row.cells.push(RosterColumn::Field(Field::IntegrationIdt), idt);
        }
        all
    };
    let plan = general_of(&csv(&[("1", "a2")]), &table);
    assert_eq!(
        warnings(&plan),
        [
            "1 (line 2) and 2 (Smith, Anna, from an earlier import) have IntegrationIDT a2 both. Ask the SIS administrator / data manager which one is right."
        ]
    );
    // Where the SIS mended a swap, nobody has the other's any more.
    let plan = general_of(&csv(&[("1", "a2"), ("2", "a1")]), &table);
    assert_eq!(warnings(&plan), [""; 0]);
    let plan = general_of(&csv(&[("1", "a1")]), &table);
    assert_eq!(warnings(&plan), [""; 0]);
}

#[test]
fn a_school_that_is_not_known_stays_as_it_stands_in_the_sis() {
    let plan = general(&["1,Smith,Anna,2014-03-09,F,999,2026-08-20,,"], &[]);
    assert_eq!(after(&plan, 0).enrollments[0].school, school("999"));
    assert!(plan.new_schools.is_empty() && plan.problems.is_empty());
}

#[test]
fn a_swap_of_state_ids_that_the_sis_mended_is_not_said_to_be_one_on_two_rows() {
    let table = [
        with_ssid(student(1, "1", "Smith", "Anna"), "1111111"),
        with_ssid(student(2, "2", "Jones", "Mia"), "2222222"),
    ];
    let plan = general(&["1,Smith,Anna,,,,,,2222222", "2,Jones,Mia,,,,,,1111111"], &table);
    assert_eq!(plan.counts().changed, 2);
    assert!(
        warnings(&plan).iter().all(|w| !w.contains("both")),
        "{:?}",
        plan.problems
    );
    let plan = general(&["1,Smith,Anna,,,,,,2222222"], &table);
    assert!(
        warnings(&plan)[1].contains("have State ID 2222222 both"),
        "{:?}",
        plan.problems
    );
}

#[test]
fn one_integration_idt_on_two_rows_and_another_child_under_a_number_are_said_and_taken() {
    let mut lines = roster(&[
        "1,Smith,Anna,2014-03-09,F,104,,,",
        "2,Jones,Mia,2014-04-09,F,104,,,",
    ]);
    for row in Arc::make_mut(&mut lines.rows) {
        row.cells.push(RosterColumn::Field(Field::IntegrationIdt), "a3");
    }
    let mut kim = student(1, "1", "Lee", "Kim");
    kim.birth_date = Some(day("2011-01-01"));
    let plan = general_of(&lines, &[kim]);
    assert_eq!((plan.counts().changed, plan.counts().added), (1, 1));
    let said = warnings(&plan);
    assert!(
        said[0].contains("They look like two children: ask the SIS administrator"),
        "{said:?}"
    );
    assert!(
        said[1].contains("2 (line 3) and 1 (line 2) have IntegrationIDT a3 both."),
        "{said:?}"
    );
}

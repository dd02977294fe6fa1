//! Tests of whose SSID and IntegrationIDT a roster may give.

use super::*;

#[test]
fn a_different_ssid_is_refused() {
    let plan = planned(
        &["00123,Smith,Anna,,,,,,7777777"],
        &[with_ssid(anna(), "1234567")],
    );
    let said = held(&plan, 0);
    assert!(said.contains("7777777") && said.contains("1234567"), "{said}");
}

#[test]
fn a_missing_ssid_is_filled_from_a_roster() {
    let plan = planned(&["00123,Smith,Anna,,,,,,1234567"], &[anna()]);
    assert_eq!(changed_fields(&plan, 0), [Field::Ssid]);
}

#[test]
fn an_ssid_held_by_another_is_refused() {
    let holder = with_ssid(student(9, "00900", "Smith", "Anne"), "1234567");
    let plan = planned(&["00123,Smith,Anna,,,,,,1234567"], &[anna(), holder]);
    assert!(held(&plan, 0).contains("Smith, Anne (00900)"));
}

#[test]
fn one_ssid_on_two_rows_is_taken_once() {
    let plan = planned(
        &["00701,Young,Yara,,,,,,1234567", "00702,Old,Olga,,,,,,1234567"],
        &[],
    );
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert!(held(&plan, 1).contains("line 2 (00701)"));
}

#[test]
fn an_integration_idt_that_another_student_has_is_held() {
    let mut jose = crate::domain::testing::jose();
    jose.integration_idt = "ps-1".into();
    let mut lines = roster(&[ANNA]);
    let column = RosterColumn::Field(Field::IntegrationIdt);
    lines.columns.push(MappedColumn {
        header: "IntegrationIDT".into(),
        column: Some(column),
        known: Known::ByName,
        samples: Vec::new(),
    });
    Arc::make_mut(&mut lines.rows)[0].cells.push(column, "ps-1");
    let plan = |students: &[Student]| planned_with(&lines, &Desk::of(students), &rules(), false);
    let said = held(&plan(&[anna(), jose.clone()]), 0);
    assert!(
        said.contains("IntegrationIDT ps-1 belongs to Garcia Lopez, Jose"),
        "{said}"
    );
    let own = Student {
        integration_idt: "ps-1".into(),
        ..anna()
    };
    assert_eq!(plan(&[own]).rows[0].fate, Fate::Same, "her own is no trouble");
    let another = Student {
        integration_idt: "ps-7".into(),
        ..anna()
    };
    let said = held(&plan(&[another]), 0);
    assert!(
        said.contains(
            "The file says ps-1, this student has ps-7 here. A different IntegrationIDT is never overwritten"
        ),
        "{said}"
    );
}

#[test]
fn one_integration_idt_on_two_rows_is_taken_once() {
    let mut lines = roster(&[
        "00701,Young,Yara,2014-03-09,F,104,,,",
        "00702,Old,Olga,2013-03-09,F,104,,,",
    ]);
    for row in Arc::make_mut(&mut lines.rows) {
        row.cells.push(RosterColumn::Field(Field::IntegrationIdt), "ps-9");
    }
    let plan = planned_with(&lines, &Desk::default(), &rules(), false);
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert!(held(&plan, 1).contains("IntegrationIDT ps-9 is that of line 2 (00701) already"));
}

#[test]
fn zeros_alone_are_no_ssid() {
    let plan = planned(&["00701,Young,Yara,2014-03-09,F,104,,,0000000"], &[]);
    assert!(held(&plan, 0).contains("SSID: “0000000” stands for no number."));
}

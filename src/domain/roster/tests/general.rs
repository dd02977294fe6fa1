//! Tests of the SIS's export into the General Student Table.

use super::*;

fn general(lines: &[&str], table: &[Student]) -> Planned {
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
        links: Default::default(),
        now: noon("2026-09-10"),
    };
    let (plan, in_file) = plan(&roster(lines), &cx, &Desk::of(table), |_| Ok(())).unwrap();
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
fn a_school_that_is_not_known_stays_as_it_stands_in_the_sis() {
    let plan = general(&["1,Smith,Anna,2014-03-09,F,999,2026-08-20,,"], &[]);
    assert_eq!(after(&plan, 0).enrollments[0].school, school("999"));
    assert!(plan.new_schools.is_empty() && plan.problems.is_empty());
}

// What is asked once, and who has gone.

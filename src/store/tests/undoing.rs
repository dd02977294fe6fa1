//! Undo: what it gives back, and every reason why it cannot.

use super::*;
use crate::domain::journal::differences;

fn store() -> (Store, Vec<StudentKey>) {
    let store = Store::in_memory(&district()).unwrap();
    let keys = add(&store, 1, 1..=4);
    (store, keys)
}

/// Undo is refused with this in its sentence, and changes nothing.
fn refused(store: &Store, id: OperationId, part: &str) {
    let before = all(store);
    let plan = store.can_undo(id, at(900), &mut go).unwrap();
    let why = undo(store, 900, id).expect_err("it was undone");
    assert!(why.0.contains(part), "“{why}” lacks “{part}”");
    assert_eq!(plan.err(), Some(why), "looking first gives the same reason");
    assert_eq!(all(store), before);
}

fn name(s: &mut Student, to: &str) {
    s.last_name = to.into();
}

#[test]
fn undo_gives_back_what_was_and_undo_of_it_what_came_after() {
    let (store, keys) = store();
    let before = all(&store);
    let op = edit(&store, 2, keys[0], |s| {
        name(s, "Jones");
        s.number = number(77);
        s.ssid = ssid(123);
    })
    .unwrap();
    let after = all(&store);
    let plan = store.can_undo(op, at(3), &mut go).unwrap().unwrap();
    assert_eq!((plan.students, plan.operation.id), (1, op));
    let back = undo(&store, 3, op).unwrap();
    assert_eq!(all(&store), before);
    undo(&store, 4, back).unwrap();
    assert_eq!(all(&store), after);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_chain_of_undos_always_says_which_operation_is_in_force() {
    let (store, keys) = store();
    let first = edit(&store, 2, keys[0], |s| name(s, "Jones")).unwrap();
    let mut chain = vec![first];
    for n in 0..5 {
        chain.push(undo(&store, 3 + n, chain[n as usize]).unwrap());
        let r = store.read().unwrap();
        let last = chain.len() - 1;
        for (i, id) in chain.iter().enumerate() {
            // The newest is in force, so the one before is not, so the one before that is …
            let in_force = (last - i).is_multiple_of(2);
            let by = r.operation(*id).unwrap().unwrap().undone_by;
            assert_eq!(by, (!in_force).then(|| chain[i + 1]), "{i} of {chain:?}");
        }
        let expected = if last % 2 == 0 { "Jones" } else { "Last1" };
        assert_eq!(r.student(keys[0]).unwrap().unwrap().last_name, expected);
    }
    refused(&store, first, "It is already undone, by operation");
}

#[test]
fn what_is_not_in_the_journal_or_set_the_district_up_cannot_be_undone() {
    let (store, _) = store();
    refused(
        &store,
        OperationId(99),
        "There is no operation 99 in the journal.",
    );
    let made = write(&store, 2, What::StoreMade { name: "Cedar".into() }, |_| {}).unwrap();
    refused(&store, made.operation.id, "The district was set up with it");
    let sample = What::SampleMade {
        students: 0,
        schools: 0,
    };
    let made = write(&store, 3, sample, |_| {}).unwrap();
    refused(&store, made.operation.id, "The district was set up with it");
}

#[test]
fn an_undone_operation_is_not_undone_again() {
    let (store, keys) = store();
    let op = edit(&store, 2, keys[0], |s| name(s, "Jones")).unwrap();
    let by = undo(&store, 3, op).unwrap();
    refused(
        &store,
        op,
        &format!("It is already undone, by operation {}.", by.0),
    );
}

#[test]
fn a_field_that_changed_since_forbids_it_and_another_field_does_not() {
    let (store, keys) = store();
    let op = edit(&store, 2, keys[0], |s| name(s, "Jones")).unwrap();
    edit(&store, 3, keys[0], |s| s.phone = "801".into()).unwrap();
    let later = edit(&store, 4, keys[0], |s| name(s, "Brown")).unwrap();
    refused(&store, op, "Last name of Brown, First1 (1) changed since");
    undo(&store, 5, later).unwrap();
    undo(&store, 6, op).unwrap();
    let s = store.read().unwrap().student(keys[0]).unwrap().unwrap();
    assert_eq!((s.last_name.as_str(), s.phone.as_str()), ("Last1", "801"));
}

#[test]
fn a_change_flag_that_changed_since_is_named_in_words() {
    let (store, keys) = store();
    let flag = |n| {
        Some(crate::domain::student::ChangeFlag {
            since: at(n),
            old: BTreeMap::from([(crate::domain::student::Field::LastName, "Last1".to_owned())]),
        })
    };
    let op = edit(&store, 2, keys[0], |s| {
        name(s, "Jones");
        s.change_flag = flag(2);
    })
    .unwrap();
    edit(&store, 3, keys[0], |s| s.change_flag = None).unwrap();
    refused(
        &store,
        op,
        "What the state has to be told of Jones, First1 (1) changed since",
    );
}

#[test]
fn several_conflicts_are_one_example_and_a_count() {
    let (store, keys) = store();
    let before: Vec<Student> = all(&store).students.into_values().map(|(s, _)| s).collect();
    let op = write(&store, 2, edited(), |w| {
        for s in &before {
            let mut after = s.clone();
            name(&mut after, "Same");
            w.change(s.clone(), after);
        }
    })
    .unwrap();
    for key in &keys[1..] {
        edit(&store, 3, *key, |s| name(s, "Own")).unwrap();
    }
    refused(&store, op.operation.id, "So for 2 other students.");
}

#[test]
fn an_addition_is_undone_unless_the_student_is_another_by_now() {
    let (store, keys) = store();
    let op = edit(&store, 2, keys[2], |s| name(s, "Jones")).unwrap();
    refused(&store, OperationId(1), "Jones, First3 (3) was changed since");
    undo(&store, 3, op).unwrap();
    let (_, made) = request(&store, 4, Function::Retrieve, &keys[1..2]);
    refused(&store, OperationId(1), "Last2, First2 (2) was changed since");
    undo(&store, 5, made).unwrap();
    // One undo after the other, back to the beginning.
    let back = undo(&store, 6, OperationId(1)).unwrap();
    assert!(all(&store).students.is_empty());
    undo(&store, 7, back).unwrap();
    assert_eq!(all(&store).students.len(), 4);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_identifier_that_went_to_someone_else_forbids_it() {
    let (store, keys) = store();
    let op = edit(&store, 2, keys[0], |s| s.number = number(70)).unwrap();
    edit(&store, 3, keys[1], |s| s.number = number(1)).unwrap();
    let why = undo(&store, 9, op).unwrap_err();
    assert_eq!(
        why.0,
        "Student number 1 belongs to Last2, First2 (1) since. Change that first."
    );
    edit(&store, 4, keys[2], |s| s.ssid = ssid(555)).unwrap();
    let op = edit(&store, 5, keys[2], |s| s.ssid = None).unwrap();
    edit(&store, 6, keys[3], |s| s.ssid = ssid(555)).unwrap();
    let why = undo(&store, 9, op).unwrap_err();
    assert_eq!(
        why.0,
        "SSID 555 belongs to Last4, First4 (4) since. Change that first."
    );
}

#[test]
fn an_integration_idt_that_went_to_someone_else_forbids_it() {
    let (store, keys) = store();
    edit(&store, 2, keys[0], |s| s.integration_idt = "ps-7".into()).unwrap();
    let op = edit(&store, 3, keys[0], |s| s.integration_idt = "ps-8".into()).unwrap();
    edit(&store, 4, keys[1], |s| s.integration_idt = "ps-7".into()).unwrap();
    refused(
        &store,
        op,
        "IntegrationIDT ps-7 belongs to Last2, First2 (2) since.",
    );
}

#[test]
fn an_operation_that_changed_something_else_of_the_new_holder_gives_no_identifier_back() {
    let (store, keys) = store();
    let before = keys
        .iter()
        .map(|key| store.read().unwrap().student(*key).unwrap().unwrap());
    let before: Vec<Student> = before.collect();
    let (mut one, mut two) = (before[0].clone(), before[1].clone());
    one.integration_idt = "ps-7".into();
    two.phone = "801-555-0100".into();
    let first = write(&store, 2, edited(), |w| {
        w.change(before[0].clone(), one);
        w.change(before[1].clone(), two);
    });
    let first = first.unwrap().operation.id;
    let back = undo(&store, 3, first).unwrap();
    edit(&store, 4, keys[1], |s| s.integration_idt = "ps-7".into()).unwrap();
    refused(
        &store,
        back,
        "IntegrationIDT ps-7 belongs to Last2, First2 (2) since.",
    );
}

#[test]
fn nobody_is_brought_back_into_a_school_that_was_taken_out() {
    let (store, keys) = store();
    write(&store, 2, edited(), |w| w.school(None, Some(school("900")))).unwrap();
    let op = edit(&store, 3, keys[0], |s| {
        s.enrollments[0].school = school("900").code
    })
    .unwrap();
    let back = undo(&store, 4, op).unwrap();
    write(&store, 5, edited(), |w| w.school(Some(school("900")), None)).unwrap();
    refused(
        &store,
        back,
        "is enrolled at school 900 by it, which is no longer there",
    );
    write(&store, 6, edited(), |w| w.school(None, Some(school("900")))).unwrap();
    undo(&store, 7, back).unwrap();
}

#[test]
fn a_removed_student_whose_number_was_given_anew_does_not_come_back() {
    let (store, _) = store();
    let back = undo(&store, 2, OperationId(1)).unwrap();
    add(&store, 3, [2]);
    let why = undo(&store, 4, back).unwrap_err();
    assert!(
        why.0
            .contains("Student number 2 belongs to Last2, First2 (2) since"),
        "{why}"
    );
}

#[test]
fn a_request_goes_back_to_withdrawn_and_its_undo_opens_it_again() {
    let (store, keys) = store();
    let before = all(&store);
    let (id, op) = request(&store, 2, Function::Retrieve, &keys);
    let open = all(&store);
    let back = undo(&store, 3, op).unwrap();
    let now = all(&store);
    assert_eq!(now.students, before.students);
    assert_eq!(now.requests[0].state, RequestState::Withdrawn { at: at(3) });
    assert_eq!(
        store.read().unwrap().sent(id).unwrap().len(),
        4,
        "what was sent stays known"
    );
    let next = request(&store, 4, Function::Retrieve, &keys[..1]);
    assert_eq!(next.0, RequestId(2), "a withdrawn request keeps its number");
    undo(&store, 5, next.1).unwrap();
    undo(&store, 6, back).unwrap();
    assert_eq!(all(&store).requests[0], open.requests[0]);
    assert_eq!(all(&store).students, open.students);
}

#[test]
fn an_answered_request_is_not_undone_before_its_answer() {
    let (store, keys) = store();
    let (id, op) = request(&store, 2, Function::Retrieve, &keys[..2]);
    let open = all(&store);
    let applied = answer(&store, 3, id, &[(keys[0], ssid(111)), (keys[1], None)]).unwrap();
    refused(
        &store,
        op,
        "REQ_140_20261122_0001.csv has been answered since: RESP_140_20261122_0001.csv was processed. Undo that first.",
    );
    undo(&store, 4, applied).unwrap();
    assert_eq!(all(&store), open);
    undo(&store, 5, op).unwrap();
}

#[test]
fn a_new_request_that_the_state_has_answered_is_not_taken_back_even_when_the_answer_was() {
    let (store, keys) = store();
    let (id, op) = request(&store, 2, Function::New, &keys[..1]);
    let withdrawn = undo(&store, 3, op).unwrap();
    let opened = undo(&store, 4, withdrawn).unwrap();
    let applied = answer(&store, 5, id, &[(keys[0], ssid(111))]).unwrap();
    undo(&store, 6, applied).unwrap();
    let why = "Process RESP_140_20261122_0001.csv again instead.";
    for operation in [op, opened] {
        refused(&store, operation, why);
    }
    let standing = store.read().unwrap().standing(keys[0]).unwrap();
    assert_eq!(
        standing.open(Function::New),
        Some(id),
        "so nobody is sent to New again"
    );
}

#[test]
fn a_request_that_was_changed_since_is_not_undone() {
    let (store, keys) = store();
    let (id, op) = request(&store, 2, Function::Verify, &keys[..1]);
    let before = store.read().unwrap().request(id).unwrap().unwrap();
    let mut after = before.clone();
    after.state = RequestState::Checked { at: at(3) };
    let what = What::VerifyChecked {
        request: id,
        file: after.file_name.clone(),
    };
    write(&store, 3, what, |w| w.request(Some(before), Some(after))).unwrap();
    refused(&store, op, "was changed since. Undo that first.");
}

#[test]
fn withdrawing_a_request_leaves_students_alone_who_are_in_a_later_one() {
    let (store, keys) = store();
    let (_, first) = request(&store, 2, Function::Retrieve, &keys);
    let (second, later) = request(&store, 3, Function::Retrieve, &keys[1..2]);
    undo(&store, 4, first).unwrap();
    let standing = |key| store.read().unwrap().standing(key).unwrap();
    assert_eq!(standing(keys[0]), Standing::default(), "as if never sent");
    assert_eq!(standing(keys[1]).open(Function::Retrieve), Some(second));
    // And nobody goes back to waiting for the first, which is withdrawn by now.
    undo(&store, 5, later).unwrap();
    assert_eq!(standing(keys[1]), Standing::default());
}

#[test]
fn an_answer_that_a_new_request_relies_on_stays() {
    let (store, keys) = store();
    let (id, _) = request(&store, 2, Function::Retrieve, &keys[..1]);
    let applied = answer(&store, 3, id, &[(keys[0], None)]).unwrap();
    let (_, new) = request(&store, 4, Function::New, &keys[..1]);
    refused(
        &store,
        applied,
        "is in a New request that relies on it. Undo that request first.",
    );
    undo(&store, 5, new).unwrap();
    undo(&store, 6, applied).unwrap();
}

#[test]
fn a_change_the_state_is_being_told_of_stays_whatever_the_clock_said() {
    // The request is made a second later, in the same second, and with the clock put back.
    for second in [21, 20, 5] {
        let (store, keys) = store();
        let op = edit(&store, 20, keys[0], |s| name(s, "Jones")).unwrap();
        let (_, told) = request(&store, second, Function::Update, &keys[..1]);
        refused(
            &store,
            op,
            "is in an Update request that tells the state of this change",
        );
        undo(&store, 30, told).unwrap();
        undo(&store, 31, op).unwrap();
    }
    let (store, keys) = store();
    request(&store, 20, Function::Update, &keys[..1]);
    let op = edit(&store, 20, keys[0], |s| name(s, "Jones")).unwrap();
    undo(&store, 21, op).expect("the request was made before the change");
}

#[test]
fn schools_and_settings_that_changed_since_stay() {
    let (store, _) = store();
    let renamed = School {
        name: "North".into(),
        ..school("900")
    };
    let op = write(&store, 2, edited(), |w| w.school(None, Some(school("900")))).unwrap();
    let op2 = write(&store, 3, edited(), |w| {
        w.school(Some(school("900")), Some(renamed))
    })
    .unwrap();
    refused(&store, op.operation.id, "School 900 was changed since.");
    undo(&store, 4, op2.operation.id).unwrap();
    undo(&store, 5, op.operation.id).unwrap();
    assert!(all(&store).schools.is_empty());
    let with = |name: &str| District {
        name: name.into(),
        ..district()
    };
    let op = write(&store, 6, edited(), |w| w.district(district(), with("A"))).unwrap();
    write(&store, 7, edited(), |w| w.district(with("A"), with("B"))).unwrap();
    refused(&store, op.operation.id, "The settings were changed again since.");
}

#[test]
fn a_school_that_has_students_by_now_stays() {
    let (store, keys) = store();
    let op = write(&store, 2, edited(), |w| w.school(None, Some(school("900"))))
        .unwrap()
        .operation
        .id;
    let moved = edit(&store, 3, keys[1], |s| s.enrollments[0].school = code("900")).unwrap();
    refused(
        &store,
        op,
        "School 900, School 900, has students by now: Last2, First2 (2).",
    );
    undo(&store, 4, moved).unwrap();
    undo(&store, 5, op).unwrap();
    // A school that came with its students goes with them.
    let op = write(&store, 6, added(), |w| {
        w.school(None, Some(school("900")));
        let mut s = student(50);
        s.enrollments[0].school = code("900");
        w.add(s).unwrap();
    })
    .unwrap();
    undo(&store, 7, op.operation.id).unwrap();
}

#[test]
fn after_a_withdrawn_new_request_its_students_go_through_retrieve_again() {
    let (store, keys) = store();
    let (id, _) = request(&store, 2, Function::Retrieve, &keys[..1]);
    answer(&store, 3, id, &[(keys[0], None)]).unwrap();
    let (_, new) = request(&store, 4, Function::New, &keys[..1]);
    undo(&store, 5, new).unwrap();
    let reader = store.read().unwrap();
    let student = reader.student(keys[0]).unwrap().unwrap();
    let standing = reader.standing(keys[0]).unwrap();
    assert_eq!(standing.open(Function::New), None);
    assert_eq!(
        standing.sent[&Function::New].answer,
        Some(Outcome::Unreadable),
        "nobody knows whether {} reached the state",
        student.number
    );
}

#[test]
fn fields_that_are_changed_twice_in_one_operation_are_one_change_and_undone_as_one() {
    let (store, keys) = store();
    let before = all(&store);
    let first = store.read().unwrap().student(keys[0]).unwrap().unwrap();
    let mut second = first.clone();
    name(&mut second, "Second");
    let renamed = differences(&first, &second);
    let mut third = second.clone();
    third.number = number(77);
    let renumbered = differences(&second, &third);
    let mut last = third.clone();
    last.first_name = "Last".into();
    let done = write(&store, 2, edited(), |w| {
        w.change_fields(keys[0], &renamed).unwrap();
        w.change_fields(keys[0], &renumbered).unwrap();
        w.change(third.clone(), last.clone());
    })
    .unwrap();
    assert_eq!(
        store.read().unwrap().student(keys[0]).unwrap(),
        Some(last.clone())
    );
    assert_eq!(store.read().unwrap().student_by_number("77").unwrap(), Some(last));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    undo(&store, 3, done.operation.id).unwrap();
    assert_eq!(all(&store), before);
}

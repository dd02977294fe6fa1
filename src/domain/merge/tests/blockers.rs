//! Every blocker by example, with its sentence and a way on.

use super::*;

fn blockers(source: &Profile, target: &Profile) -> Vec<Blocker> {
    plain(source, target).blockers
}

#[test]
fn a_source_and_a_linked_target_with_a_state_id_are_not_blocked() {
    let review = plain(&source(), &target());
    assert_eq!(review.blockers, []);
    assert_eq!(review.undecided().count(), 0);
}

#[test]
fn the_same_record_twice_is_refused() {
    let t = target();
    assert!(blockers(&t, &t).contains(&Blocker::SameRecord));
}

#[test]
fn a_target_without_a_state_id_or_link_leads_to_the_general_student_table() {
    let mut t = target();
    t.student.ssid = None;
    t.student.provisional_id = "P-1".into();
    t.student.integration_idt.clear();
    let review = plain(&source(), &t);
    assert_eq!(review.blockers, [Blocker::NoStateId, Blocker::NoLink]);
    for blocker in &review.blockers {
        assert_eq!(blocker.ways()[0].0, Way::OpenGeneral);
    }
    assert_eq!(field(&review, Field::Ssid).status, Status::Blocked);
    assert_eq!(field(&review, Field::IntegrationIdt).status, Status::Blocked);
}

#[test]
fn a_provisional_number_in_the_place_of_the_state_id_is_no_valid_state_id() {
    let mut world = World::default();
    world.rules.provisional = "99*".into();
    let mut t = target();
    t.student.ssid = Some(ssid("9912345"));
    let reviews = world.chain(&[source()], &t, &[]);
    assert!(reviews[0].blockers.contains(&Blocker::NoStateId));
}

#[test]
fn a_profile_that_was_merged_before_offers_the_one_that_stands_for_it() {
    let mut between = student(8, "118000", "Nuñez", "Maria");
    between.retired_into = Some(StudentKey(9));
    let world = World {
        others: vec![between, student(9, "118842", "Nuñez", "Maria Elena")],
        ..World::default()
    };
    let mut s = source();
    s.student.retired_into = Some(StudentKey(8));
    let review = world.chain(&[s], &target(), &[]).remove(0);
    let [
        Blocker::AlreadyMerged {
            side: Side::Source,
            survivor,
            ..
        },
    ] = &review.blockers[..]
    else {
        panic!("{:?}", review.blockers)
    };
    assert_eq!(*survivor, StudentKey(9), "the end of the chain, not its middle");
    let (way, label) = review.blockers[0].ways().remove(0);
    assert_eq!(way, Way::UseSurvivor(Side::Source, StudentKey(9)));
    assert_eq!(label, "Use Nuñez, Maria Elena (118842) instead");

    let mut t = target();
    t.student.retired_into = Some(StudentKey(9));
    let review = world.chain(&[source()], &t, &[]).remove(0);
    assert!(matches!(
        review.blockers[..],
        [Blocker::AlreadyMerged {
            side: Side::Target,
            ..
        }]
    ));
}

#[test]
fn a_source_that_was_merged_into_this_target_before_has_nothing_left_to_merge() {
    let mut s = source();
    s.student.retired_into = Some(StudentKey(1));
    let name = "Nuñez, Maria (104417)".to_owned();
    assert_eq!(blockers(&s, &target()), [Blocker::MergedHere { name }]);
}

#[test]
fn a_circle_and_a_source_named_twice_are_refused() {
    let mut t = target();
    t.student.retired_into = Some(StudentKey(2));
    let circle = |number: &str| Blocker::Circle {
        number: number.into(),
    };
    assert!(blockers(&source(), &t).contains(&circle("104417")));
    let reviews = World::default().chain(&[source(), source()], &target(), &[]);
    assert_eq!(reviews[0].blockers, [circle("D104417")]);
    assert_eq!(
        reviews[1].blockers,
        [],
        "the whole merge's blockers stand in the first review"
    );
}

#[test]
fn profiles_that_were_retired_into_each_other_do_not_hang_the_review() {
    let mut s = source();
    s.student.retired_into = Some(StudentKey(8));
    let (mut a, mut b) = (student(8, "8", "A", "A"), student(9, "9", "B", "B"));
    a.retired_into = Some(StudentKey(9));
    b.retired_into = Some(StudentKey(8));
    let world = World {
        others: vec![a, b],
        ..World::default()
    };
    let review = world.chain(&[s], &target(), &[]).remove(0);
    assert!(matches!(review.blockers[..], [Blocker::Circle { .. }]));
}

#[test]
fn a_state_id_that_a_third_student_holds_blocks_and_names_them() {
    let mut third = student(7, "104999", "Lopez", "Ana");
    third.ssid = Some(ssid("1904417"));
    let world = World {
        others: vec![third],
        ..World::default()
    };
    let mut s2 = source();
    s2.student.key = StudentKey(3);
    s2.student.number = number("D104418");
    let reviews = world.chain(&[source(), s2], &target(), &[]);
    let [
        Blocker::HeldByThird {
            holder: StudentKey(7),
            name,
            ..
        },
    ] = &reviews[0].blockers[..]
    else {
        panic!("{:?}", reviews[0].blockers)
    };
    assert_eq!(name, "Lopez, Ana (104999)");
    assert_eq!(field(&reviews[0], Field::Ssid).status, Status::Blocked);
    assert_eq!(reviews[1].blockers, [], "it is said once");
}

#[test]
fn a_state_id_held_by_the_source_itself_is_no_third_student() {
    let (mut s, t) = (source(), target());
    s.student.duplicate = false;
    s.student.ssid.clone_from(&t.student.ssid);
    assert_eq!(blockers(&s, &t), []);
}

#[test]
fn two_open_plans_of_a_program_block_until_it_is_decided_which_stays_open() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![owned(1, iep("2025-09-15"))];
    t.rows = vec![owned(2, iep("2026-08-20"))];
    let key = Key::Rows(RowKind::Event(Program::SpecialEducation));
    let review = plain(&s, &t);
    assert!(matches!(review.blockers[..], [Blocker::TwoOpenPlans { .. }]));
    assert_eq!(review.blockers[0].ways()[0].0, Way::Decide(key));
    assert_eq!(line(&review, key).status, Status::Undecided);
    assert_eq!(merge(&s, &t, &choose(key, Take::Source)).blockers, []);
}

#[test]
fn profiles_that_look_swapped_offer_the_swap() {
    let (s, t) = (source(), target());
    let review = plain(&t, &s);
    assert!(matches!(review.blockers[0], Blocker::LooksSwapped { .. }));
    assert_eq!(review.blockers[0].ways()[0].0, Way::Swap);
    let mut unmarked = s;
    unmarked.student.duplicate = false;
    let review = plain(&t, &unmarked);
    assert!(
        matches!(review.blockers[0], Blocker::LooksSwapped { .. }),
        "only the Source has the link"
    );
}

#[test]
fn every_blocker_has_a_sentence_and_a_way_on() {
    let all = [
        Blocker::SameRecord,
        Blocker::MergedHere {
            name: "Lopez, Ana (1)".into(),
        },
        Blocker::Circle { number: "1".into() },
        Blocker::AlreadyMerged {
            side: Side::Target,
            survivor: StudentKey(1),
            name: "Lopez, Ana (1)".into(),
        },
        Blocker::NoStateId,
        Blocker::NoLink,
        Blocker::HeldByThird {
            ssid: "1".into(),
            holder: StudentKey(1),
            name: "Lopez, Ana (1)".into(),
        },
        Blocker::TwoOpenPlans {
            program: Program::Gifted,
            source: "a".into(),
            target: "b".into(),
        },
        Blocker::Changed { side: Side::Source },
        Blocker::NoRight,
        Blocker::LooksSwapped {
            why: "only the Source has an IntegrationIDT.".into(),
        },
    ];
    for blocker in all {
        assert!(blocker.sentence().ends_with('.'), "{blocker:?}");
        assert!(!blocker.ways().is_empty(), "{blocker:?}");
    }
}

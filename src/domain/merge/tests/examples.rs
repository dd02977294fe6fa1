//! Choices, typed texts, marks inside values, and the words beside Save.

use super::*;
use crate::domain::matching::{Matcher, Person};

fn cut(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|s| {
            if s.differs {
                format!("[{}]", s.text)
            } else {
                s.text.clone()
            }
        })
        .collect()
}

#[test]
fn differences_are_marked_inside_the_values() {
    for (a, b, left, right) in [
        ("2014-03-12", "2014-12-03", "2014-[03]-[12]", "2014-[12]-[03]"),
        ("Nuñez-Ortiz", "Nuñez", "Nuñez[-Ortiz]", "Nuñez"),
        ("Smith", "Smyth", "Sm[i]th", "Sm[y]th"),
        ("Mariela", "Maria Elena", "Mari[el]a", "Mari[a Elen]a"),
        ("Tra\u{302}n", "Tran", "Tr[a\u{302}]n", "Tr[a]n"),
        ("", "Lee", "", "[Lee]"),
        ("a\nb", "b\nc", "[a]\nb", "b\n[c]"),
        ("same", "same", "same", "same"),
    ] {
        let (s, t) = marks(a, b);
        assert_eq!((cut(&s).as_str(), cut(&t).as_str()), (left, right));
    }
}

#[test]
fn a_typed_value_is_read_as_in_the_student_editor() {
    let (s, t) = (source(), target());
    let typed = |f: Field, text: &str| merge(&s, &t, &choose(Key::Field(f), Take::Text(text.into())));
    let review = typed(Field::BirthDate, "3/9/2013");
    assert_eq!(review.merged.survivor.birth_date, Some(day("2013-03-09")));
    assert_eq!(field(&review, Field::BirthDate).status, Status::Edited);
    assert_eq!(
        field(&review, Field::BirthDate).merged.as_deref(),
        Some("2013-03-09")
    );
    assert_eq!(typed(Field::Gender, "male").merged.survivor.gender, "M");
    for (f, text, part) in [
        (Field::BirthDate, "31/03/2014", "month comes before"),
        (Field::Gender, "zz", "not in the list of genders"),
        (Field::Ssid, "", "cannot be blank"),
        (Field::Ssid, "P-1", "provisional ID"),
        (Field::IntegrationIdt, " ", "cannot be blank"),
        (Field::FirstName, "Mar?a", "lost on the way"),
    ] {
        let review = typed(f, text);
        let line = field(&review, f);
        assert_eq!(line.status, Status::Blocked, "{f:?} {text}");
        assert!(line.why.contains(part), "{}", line.why);
        assert_eq!(
            review.merged.survivor.text(f),
            t.student.text(f),
            "the Target's stays meanwhile"
        );
    }
    let none = |_: &crate::domain::ids::Ssid| None;
    let nobody = |_: StudentKey| None;
    let rules = Rules::default();
    let cx = Context {
        rules: &rules,
        today: day(TODAY),
        now: noon(TODAY),
        holder: &none,
        student: &nobody,
    };
    assert_eq!(
        check_text(&t.student, Key::Field(Field::LastName), "Ruiz", &cx),
        Ok(())
    );
    assert!(check_text(&t.student, Key::Field(Field::Number), "5", &cx).is_err());
    assert!(check_text(&t.student, Key::PastEnrollments, "5", &cx).is_err());
}

#[test]
fn blank_is_a_choice_of_its_own_and_a_student_keeps_a_name() {
    let (s, mut t) = (source(), target());
    t.student.phone = "801-555-0100".into();
    let review = merge(&s, &t, &choose(Key::Field(Field::Phone), Take::Blank));
    assert_eq!(review.merged.survivor.phone, "");
    assert_eq!(field(&review, Field::Phone).status, Status::Edited);
    let mut choices = choose(Key::Field(Field::LastName), Take::Blank);
    choices.insert(Key::Field(Field::FirstName), Take::Blank);
    let review = merge(&s, &t, &choices);
    assert_eq!(field(&review, Field::LastName).status, Status::Blocked);
    assert_eq!(review.merged.survivor.last_name, "Nuñez");
    let ids = choose(Key::Field(Field::Ssid), Take::Blank);
    assert_eq!(merge(&s, &t, &ids).merged.survivor.ssid, t.student.ssid);
}

#[test]
fn all_from_one_side_never_blanks_a_filled_value() {
    let (mut s, mut t) = (source(), target());
    s.student.first_name = "Mariela".into();
    s.student.phone = String::new();
    t.student.phone = "801".into();
    s.student.email = "a@b.example".into();
    for side in [Side::Source, Side::Target] {
        let choices = group_choices(&plain(&s, &t), Group::Demographics, side);
        let out = merge(&s, &t, &choices).merged.survivor;
        assert_eq!((out.phone.as_str(), out.email.as_str()), ("801", "a@b.example"));
        let name = if side == Side::Source { "Mariela" } else { "Maria" };
        assert_eq!(out.first_name, name);
    }
}

#[test]
fn a_choice_that_a_row_does_not_offer_is_none() {
    let (s, mut t) = (source(), target());
    t.student.phone = "801".into();
    let review = merge(&s, &t, &choose(Key::Field(Field::Phone), Take::Source));
    assert_eq!(review.merged.survivor.phone, "801");
    assert!(!field(&review, Field::Phone).chosen);
}

#[test]
fn the_lines_stand_in_the_order_of_the_groups() {
    let review = plain(&source(), &target());
    assert!(review.lines.is_sorted_by_key(|l| l.group));
    assert_eq!(review.lines[0].key, Key::Field(Field::LastName));
    assert!(review.lines.iter().all(|l| !l.why.is_empty()));
}

#[test]
fn the_words_beside_save_say_what_it_does() {
    let (mut s, mut t) = (source(), target());
    s.student.last_name = "Nuñez-Ortiz".into();
    s.rows = vec![
        owned(1, document("x", "aa")),
        owned(2, document("y", "bb")),
        owned(3, iep("2025-09-15")),
        owned(
            4,
            event(Program::SpecialEducation, EventKind::Review, "2025-10-01"),
        ),
    ];
    t.rows = vec![owned(5, document("x", "aa"))];
    let key = Key::Field(Field::LastName);
    assert_eq!(
        consequence(&[merge(&s, &t, &choose(key, Take::Source))]),
        "1 document, 1 IEP, 1 event move. 1 identical entry is kept once. D104417 will open 104417. \
         An Update request is due because the last name changes."
    );
    s.student.birth_date = Some(day("2014-12-03"));
    s.rows.clear();
    assert_eq!(
        consequence(&[plain(&s, &t)]),
        "No program data moves. D104417 will open 104417. Still to decide: Birth date."
    );
    assert_eq!(consequence(&[]), "");
}

#[test]
fn what_is_unusual_about_a_merge_is_said_before_it_is_saved() {
    let say = |source: &Profile, choices: &Choices| {
        let person = |p: &Profile| Person::of(&p.student, day("2026-11-20"));
        let why = Matcher::default().explain(&person(source), &person(&target()));
        warnings(&[merge(source, &target(), choices)], &[why]).join(" ")
    };
    assert_eq!(
        say(&source(), &Choices::new()),
        "",
        "the usual merge says nothing"
    );

    let mut stranger = source();
    stranger.student.number = number("104008");
    (stranger.student.last_name, stranger.student.first_name) = ("Smith".into(), "Lucy".into());
    stranger.student.birth_date = Some(day("2015-07-21"));
    stranger.student.duplicate = false;
    stranger.student.integration_idt = "ps-1".into();
    let said = say(&stranger, &Choices::new());
    assert!(said.contains("says that Smith, Lucy (104008) and Nuñez, Maria (104417) are one student"));
    assert!(said.contains("is not marked as the duplicate"));
    assert!(said.contains("is linked to the SIS itself (IntegrationIDT ps-1)"));

    let mut other = source();
    other.student.ssid = Some(ssid("1190117"));
    let taken = Choices::from([(Key::Field(Field::Ssid), Take::Source)]);
    assert!(
        say(&other, &taken).contains("The State ID becomes 1190117; the profile from the SIS has 1904417.")
    );
}

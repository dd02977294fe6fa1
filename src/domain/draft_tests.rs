use super::*;
use crate::domain::ids::StudentKey;

fn check(draft: &Draft) -> Result<(Student, Vec<DraftProblem>), Vec<DraftProblem>> {
    let rules = Rules::default();
    let schools = BTreeSet::from([SchoolCode::parse("104").unwrap()]);
    let cx = CheckContext {
        rules: &rules,
        schools: &schools,
        today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        from_file: false,
    };
    draft.read(None, StudentKey(1), &cx)
}

fn typed(fields: &[(Field, &str)]) -> Draft {
    let mut d = Draft::default();
    d.put(Field::Number, "104417");
    d.put(Field::LastName, "O’Brien");
    for (f, t) in fields {
        d.put(*f, t);
    }
    d
}

#[test]
fn a_record_typed_again_is_the_same_record() {
    let mut d = typed(&[
        (Field::FirstName, "Séan"),
        (Field::BirthDate, "12/3/2014"),
        (Field::Gender, "Male"),
        (Field::Ethnicity, "White"),
        (Field::Ssid, "1858768"),
        (Field::Suffix, "jr."),
    ]);
    d.enrollments.push(EnrollmentDraft {
        school: "104".into(),
        grade: "6".into(),
        entry: "2026-08-20".into(),
        exit: String::new(),
    });
    let (student, problems) = check(&d).unwrap();
    assert_eq!(problems, []);
    assert_eq!(student.text(Field::BirthDate), "2014-12-03");
    assert_eq!((student.gender.as_str(), student.suffix.as_str()), ("M", "Jr"));
    assert_eq!(check(&Draft::of(&student)).unwrap().0, student);
}

#[test]
fn what_cannot_be_saved_says_where_and_why() {
    for (field, text, said) in [
        (Field::Number, "", "needs a student number"),
        (Field::Number, "12-3", "digits and capital letters"),
        (Field::LastName, "Nu?ez", "letter of this name was lost"),
        (Field::LastName, "", "last or a first name"),
        (Field::BirthDate, "2030-01-01", "future"),
        (Field::BirthDate, "31/12/2014", "month"),
        (Field::Gender, "Q", "list of genders"),
        (Field::Ethnicity, "Z", "list of ethnicities"),
        (Field::Ssid, "1.86E+06", "digits only"),
        (Field::NoShow, "perhaps", "yes or no"),
    ] {
        let problems = check(&typed(&[(field, text)])).unwrap_err();
        let p = problems.iter().find(|p| p.spot == Spot::Field(field)).unwrap();
        assert!(p.message.contains(said), "{field:?}: {}", p.message);
    }
}

#[test]
fn an_unusual_length_is_warned_about_and_saved() {
    let (s, problems) = check(&typed(&[(Field::Ssid, "123456")])).unwrap();
    assert_eq!(s.text(Field::Ssid), "123456");
    assert!(problems[0].message.contains("usually have 7"));
}

#[test]
fn an_enrollment_is_checked_part_by_part() {
    let mut d = typed(&[]);
    d.enrollments.push(EnrollmentDraft {
        school: "999".into(),
        grade: "5-Apr".into(),
        entry: "2026-08-20".into(),
        exit: "2026-08-01".into(),
    });
    let spots: Vec<Spot> = check(&d).unwrap_err().into_iter().map(|p| p.spot).collect();
    assert_eq!(
        spots,
        [
            EnrollmentPart::School,
            EnrollmentPart::Grade,
            EnrollmentPart::Exit
        ]
        .map(|p| Spot::Enrollment(0, p))
    );
}

//! What follows from a change of a student record: the change flag for the state, and the history of identifiers.

use super::district::Rules;
use super::student::{ChangeFlag, Field, FormerId, IdKind, Student, Timestamp, without_mark};

/// The fields the state compares, whose change it must be told of. Ethnicity is among them unless the
/// district's rules say otherwise (source: the function table of the SSID Process manual).
pub const STATE_FIELDS: [Field; 7] = [
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::Suffix,
    Field::BirthDate,
    Field::Gender,
    Field::Ethnicity,
];

/// Whether a change of this field raises the change flag under these rules.
pub fn raises_flag(field: Field, rules: &Rules) -> bool {
    STATE_FIELDS.contains(&field) && (field != Field::Ethnicity || rules.ethnicity_raises_flag)
}

/// Completes an edited record: raises, extends or lowers the change flag, remembers identifiers that went, and takes a D
/// put in front of the student number for the mark of a duplicate.
///
/// A field that is put back to what the state still has is no change any more, unless an Update request that
/// carries the other value is under way (`in_open_update`): then the state may have taken it over already.
pub fn settle(before: &Student, after: &mut Student, rules: &Rules, now: Timestamp, in_open_update: bool) {
    mark_by_number(before, after);
    remember_ids(before, after, now);
    settle_flag(before, after, rules, now, in_open_update);
}

/// Raises, extends or lowers the change flag, as [`settle`] does; identifiers are left alone.
pub fn settle_flag(
    before: &Student,
    after: &mut Student,
    rules: &Rules,
    now: Timestamp,
    in_open_update: bool,
) {
    let last = before.former_ids.iter().rfind(|f| f.kind == IdKind::Ssid);
    let another = match (&before.ssid, &after.ssid) {
        // Without an SSID there is nothing at the state to update.
        (None, _) if last.is_none() => true,
        // The first number after another one was taken out: what was to be told of that one is no longer so.
        (None, Some(ssid)) => last.is_none_or(|f| f.value != ssid.as_str()),
        // A number that is out for a while comes back; what the state was not told until then waits for that.
        _ => false,
    };
    if another {
        after.change_flag = None;
        return;
    }
    let mut flag = after.change_flag.take().unwrap_or(ChangeFlag {
        since: now,
        old: Default::default(),
    });
    for field in STATE_FIELDS.into_iter().filter(|f| raises_flag(*f, rules)) {
        if before.same(after, field) {
            continue;
        }
        match flag.old.get(&field) {
            Some(known) if *known == after.text(field) && !in_open_update => {
                flag.old.remove(&field);
            }
            Some(_) => {}
            None => {
                flag.old.insert(field, before.text(field));
            }
        }
    }
    after.change_flag = (!flag.old.is_empty()).then_some(flag);
}

/// A D put in front of the student number marks the profile as the duplicate, and taking it away takes the mark away
/// (source: step 1 of How to Resolve Missing IntegrationIDT).
fn mark_by_number(before: &Student, after: &mut Student) {
    let (was, is) = (before.number.as_str(), after.number.as_str());
    if was != is && without_mark(is) == was {
        after.duplicate = true;
    } else if was != is && without_mark(was) == is && before.duplicate {
        after.duplicate = false;
    }
}

fn remember_ids(before: &Student, after: &mut Student, now: Timestamp) {
    for (kind, field) in [
        (IdKind::Number, Field::Number),
        (IdKind::Ssid, Field::Ssid),
        (IdKind::IntegrationIdt, Field::IntegrationIdt),
        (IdKind::Provisional, Field::ProvisionalId),
    ] {
        let value = before.text(field);
        if !value.is_empty() && !before.same(after, field) {
            after.former_ids.push(FormerId {
                kind,
                value,
                until: now,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Ssid, StudentKey, StudentNumber};

    fn known() -> Student {
        let mut s = Student::new(StudentKey(1), StudentNumber::parse("104").unwrap());
        s.last_name = "Smith".into();
        s.ssid = Ssid::parse("1858768").ok();
        s
    }

    fn edited(before: &Student, change: impl Fn(&mut Student), open: bool) -> Student {
        let mut after = before.clone();
        change(&mut after);
        settle(before, &mut after, &Rules::default(), Timestamp::default(), open);
        after
    }

    #[test]
    fn a_changed_name_raises_the_flag_with_what_the_state_still_has() {
        let one = edited(&known(), |s| s.last_name = "Smith-Jones".into(), false);
        assert_eq!(one.change_flag.as_ref().unwrap().old[&Field::LastName], "Smith");
        let two = edited(&one, |s| s.last_name = "Jones".into(), false);
        assert_eq!(two.change_flag.unwrap().old[&Field::LastName], "Smith");
    }

    #[test]
    fn putting_the_name_back_lowers_the_flag_unless_an_update_is_under_way() {
        let one = edited(&known(), |s| s.last_name = "Jones".into(), false);
        let back = |s: &mut Student| s.last_name = "Smith".into();
        assert_eq!(edited(&one, back, false).change_flag, None);
        assert!(edited(&one, back, true).change_flag.is_some());
    }

    #[test]
    fn each_state_field_raises_it_and_no_other_does() {
        let rules = Rules::default();
        let raising: Vec<Field> = Field::ALL
            .into_iter()
            .filter(|f| raises_flag(*f, &rules))
            .collect();
        assert_eq!(raising, STATE_FIELDS);
        let off = Rules {
            ethnicity_raises_flag: false,
            ..rules
        };
        assert!(!raises_flag(Field::Ethnicity, &off));
        assert!(
            edited(&known(), |s| s.phone = "801".into(), false)
                .change_flag
                .is_none()
        );
    }

    #[test]
    fn a_d_in_front_of_the_number_marks_the_duplicate_and_taking_it_away_unmarks_it() {
        let marked = edited(
            &known(),
            |s| s.number = StudentNumber::parse("D104").unwrap(),
            false,
        );
        assert!(marked.duplicate);
        assert!(
            !marked.holds_ssid(),
            "the enrolled profile may have the same SSID"
        );
        let back = edited(
            &marked,
            |s| s.number = StudentNumber::parse("104").unwrap(),
            false,
        );
        assert!(!back.duplicate && back.holds_ssid());
        let other = edited(
            &known(),
            |s| s.number = StudentNumber::parse("D105").unwrap(),
            false,
        );
        assert!(!other.duplicate, "another number that begins with D is no mark");
    }

    #[test]
    fn without_an_ssid_there_is_nothing_to_update() {
        let mut s = known();
        s.ssid = None;
        assert!(
            edited(&s, |s| s.last_name = "Jones".into(), false)
                .change_flag
                .is_none()
        );
    }

    #[test]
    fn what_the_state_was_not_told_outlives_an_ssid_that_is_taken_out_and_put_back() {
        let one = edited(&known(), |s| s.last_name = "Jones".into(), false);
        let out = edited(&one, |s| s.ssid = None, false);
        let renamed = edited(&out, |s| s.first_name = "Ann".into(), false);
        let back = edited(&renamed, |s| s.ssid = Ssid::parse("1858768").ok(), false);
        let old = back.change_flag.expect("still to be told").old;
        assert_eq!(old[&Field::LastName], "Smith");
        assert_eq!(old[&Field::FirstName], "");
        let other = edited(&renamed, |s| s.ssid = Ssid::parse("1904417").ok(), false);
        assert_eq!(other.change_flag, None, "another number knows nothing of that");
    }

    #[test]
    fn a_replaced_identifier_stays_in_the_history() {
        let after = edited(&known(), |s| s.ssid = Ssid::parse("1904417").ok(), false);
        assert_eq!(after.former_ids[0].value, "1858768");
        assert_eq!(after.former_ids[0].kind, IdKind::Ssid);
    }
}

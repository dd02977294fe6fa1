//! What holds for any two records, whoever they are.

use super::anybody::anybody;
use super::people::Chance;
use super::*;

#[test]
fn any_two_records_are_explained_the_same_both_ways_and_the_bars_add_up() {
    let mut chance = Chance(11);
    for _ in 0..250 {
        let (a, b) = (anybody(&mut chance), anybody(&mut chance));
        let (there, back) = (DISTRICT.explain(&a, &b), DISTRICT.explain(&b, &a));
        assert!(
            (there.total - back.total).abs() < 1e-3,
            "{a:#?}{b:#?}{}",
            waterfall(&a, &b, &there)
        );
        assert_eq!(there.band, back.band);
        let sum = there.prior + there.bars.iter().map(|bar| bar.bits).sum::<f32>();
        assert!((sum - there.total).abs() < 1e-2, "{}", waterfall(&a, &b, &there));
    }
}

#[test]
fn a_field_that_only_one_record_has_changes_nothing() {
    let mut chance = Chance(12);
    type Field = fn(&mut Person) -> &mut String;
    let fields: [(Field, &str); 11] = [
        (|p| &mut p.middle_name, "Rose"),
        (|p| &mut p.suffix, "Jr"),
        (|p| &mut p.gender, "F"),
        (|p| &mut p.state_id, "2034517"),
        (|p| &mut p.number, "40123"),
        (|p| &mut p.school, "104"),
        (|p| &mut p.grade, "05"),
        (|p| &mut p.phone, "8014224321"),
        (|p| &mut p.email, "ortiz@example.org"),
        (|p| &mut p.address, "12 Maple St"),
        (|p| &mut p.guardian, "Greta Quill"),
    ];
    for _ in 0..12 {
        let (a, b) = (anybody(&mut chance), anybody(&mut chance));
        for (field, value) in fields {
            let without = b.clone().but(|p| field(p).clear());
            let a_without = a.clone().but(|p| field(p).clear());
            let a_with = a.clone().but(|p| *field(p) = value.into());
            let (before, after) = (
                DISTRICT.explain(&a_without, &without),
                DISTRICT.explain(&a_with, &without),
            );
            assert!(
                (before.total - after.total).abs() < 1e-3,
                "{value}: {} and {}",
                waterfall(&a_without, &without, &before),
                waterfall(&a_with, &without, &after)
            );
        }
    }
}

#[test]
fn a_pair_of_which_nothing_is_known_stays_where_it_starts() {
    let nobody = Person::default();
    let said = DISTRICT.explain(&nobody, &nobody);
    assert_eq!(said.total, said.prior);
    assert_eq!(said.band, None);
    assert!(said.speaks_for.is_empty() && said.speaks_against.is_empty());
}

#[test]
fn a_record_and_its_copy_are_never_less_sure_than_the_record_and_anybody() {
    let mut chance = Chance(13);
    for _ in 0..60 {
        let (a, b) = (anybody(&mut chance), anybody(&mut chance));
        let (own, other) = (DISTRICT.explain(&a, &a), DISTRICT.explain(&a, &b));
        // Rare names count more in another pair; that is worth a few bits.
        assert!(
            own.total + 6.0 > other.total,
            "{}{}",
            waterfall(&a, &a, &own),
            waterfall(&a, &b, &other)
        );
    }
}

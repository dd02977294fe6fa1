//! Anybody at all: people made of few values, so that much agrees by chance.

use super::super::Person;
use super::people::{Chance, day};

/// Anybody: names of many habits, some fields empty, in a small world where much agrees by chance.
pub fn anybody(chance: &mut Chance) -> Person {
    let first = [
        "Robert",
        "Bob",
        "Rob",
        "José",
        "Pepe",
        "Mary Ann",
        "Mary",
        "Ann",
        "J",
        "Jayden",
        "Jaiden",
        "Dylan",
        "Mylan",
        "Thị Mai",
        "Mai",
        "Baby Boy",
        "",
        "Sophia",
        "Esther",
        "Ester",
        "Li",
        "Lee",
        "Lie",
        "Thomas",
        "Jordan",
    ];
    let last = [
        "García López",
        "García",
        "Lopez",
        "Garcia-Lopez",
        "Smith",
        "Smyth",
        "Le Nguyen",
        "Lee Tran",
        "Li",
        "Thomas",
        "Jordan",
        "de la Cruz",
        "Cruz",
        "O’Brien",
        "Obrien",
        "",
        "Unknown",
        "Nguyễn",
        "Tran",
    ];
    let maybe = |chance: &mut Chance, all: &[&str]| {
        if chance.below(2) == 0 {
            String::new()
        } else {
            chance.of(all).to_owned()
        }
    };
    Person {
        first_name: chance.of(&first).into(),
        last_name: chance.of(&last).into(),
        middle_name: maybe(chance, &first),
        suffix: maybe(chance, &["", "Jr", "Sr", "III"]),
        preferred_first_name: maybe(chance, &["", "", "Bob", "Mai", "Esther"]),
        preferred_last_name: maybe(chance, &["", "", "Cruz", "Smith", "Garcia"]),
        birth_date: (chance.below(12) > 0).then(|| {
            day(chance.of(&[
                "2014-03-09",
                "2014-03-09",
                "2014-09-03",
                "2014-01-01",
                "2013-03-09",
                "2014-03-19",
                "2014-03-18",
                "2011-11-20",
                "1900-01-01",
            ]))
        }),
        gender: chance.of(&["M", "F", "M", "F", ""]).into(),
        state_id: maybe(chance, &["2034517", "2034571", "2034518", "2777777", "999999999"]),
        number: maybe(chance, &["40123", "40124", "0"]),
        marked: chance.below(5) == 0,
        school: maybe(chance, &["104", "108"]),
        grade: maybe(chance, &["05", "06", "09"]),
        phone: maybe(chance, &["8014224321", "801-422-4312", "000-000-0000", "4224321"]),
        email: maybe(chance, &["ortiz@example.org", "lopez@example.org"]),
        address: maybe(
            chance,
            &[
                "12 Quail Run",
                "12 Quail Run Apt 4",
                "14 Quail Run",
                "880 N Larkspur St",
                "Homeless",
            ],
        ),
        guardian: maybe(
            chance,
            &[
                "Maria Lopez",
                "Mary Lopez",
                "Maria Mary Lopez",
                "Mary Smith",
                "Ann Anna Lee",
                "Parent",
            ],
        ),
    }
}

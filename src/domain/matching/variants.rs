//! First names that may be one person's: nicknames, short forms, spellings, and the same name in another language.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The nicknames table of the package `nicknames`, and what it lacks, gathered for this program.
const FILES: [&str; 2] = [
    include_str!("../../../assets/names/first-names.txt"),
    include_str!("../../../assets/names/first-names-more.txt"),
];

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(&FILES));

/// Formal names that a first name may stand for, as dense numbers from 0, itself first if it is one: `bob` stands for
/// robert, `ron` for aaron and for ronald. Two first names are variants when they share a number. Two formal names of one
/// origin (elena, helen) share a number of their own. Empty when the table does not know the name.
///
/// `name` is one word in the form of [`search_key`](crate::domain::text::search_key); of a name of several words each is
/// to be asked for, as Vietnamese children are called by the last one. Nothing is allocated.
pub fn formal_names(name: &str) -> &'static [u16] {
    TABLE.of(name)
}

/// Whether two different first names may be one person's: they share a formal name. Aaron and Ronald are not variants,
/// though Ron may be either. False for equal names and for those that the table does not know.
///
/// Both are one word in the form of [`search_key`](crate::domain::text::search_key).
pub fn are_variants(a: &str, b: &str) -> bool {
    let theirs = formal_names(b);
    a != b && formal_names(a).iter().any(|n| theirs.contains(n))
}

/// One line of a file: a head, and what else it is called.
struct Line<'a> {
    head: &'a str,
    others: &'a str,
    /// The others are names in their own right, each a variant of the head alone.
    apart: bool,
}

fn lines(file: &str) -> impl Iterator<Item = Line<'_>> {
    file.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        if let Some((head, others)) = line.split_once(" ~ ") {
            return Some(Line {
                head,
                others,
                apart: true,
            });
        }
        let (head, others) = line.split_once(": ")?;
        Some(Line {
            head,
            others,
            apart: false,
        })
    })
}

/// Every name with its numbers, those of one name beside each other.
struct Table {
    places: HashMap<&'static str, (u32, u32)>,
    numbers: Vec<u16>,
}

impl Table {
    fn read(files: &[&'static str]) -> Self {
        let mut names: HashMap<&'static str, Vec<u16>> = HashMap::new();
        let mut heads: HashMap<&'static str, u16> = HashMap::new();
        let mut next = 0;
        let mut give = |name, number| {
            let numbers = names.entry(name).or_default();
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        };
        // A formal name gets its own number before any other, so that it stands first.
        for line in files.iter().flat_map(|f| lines(f)).filter(|l| !l.apart) {
            if !heads.contains_key(line.head) {
                heads.insert(line.head, next);
                give(line.head, next);
                next += 1;
            }
        }
        for line in files.iter().flat_map(|f| lines(f)) {
            for other in line.others.split(' ') {
                match heads.get(line.head) {
                    Some(&own) if !line.apart => give(other, own),
                    _ => {
                        give(line.head, next);
                        give(other, next);
                        next += 1;
                    }
                }
            }
        }
        let mut numbers = Vec::new();
        let places = names
            .into_iter()
            .map(|(name, own)| {
                let from = numbers.len() as u32;
                numbers.extend(own);
                (name, (from, numbers.len() as u32))
            })
            .collect();
        Self { places, numbers }
    }

    fn of(&self, name: &str) -> &[u16] {
        match self.places.get(name) {
            Some(&(from, to)) => &self.numbers[from as usize..to as usize],
            None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::search_key;
    use std::collections::HashSet;

    #[track_caller]
    fn variants(pairs: &[(&str, &str)]) {
        for (a, b) in pairs {
            let (a, b) = (search_key(a), search_key(b));
            assert!(are_variants(&a, &b), "{a} and {b}");
            assert!(are_variants(&b, &a), "{b} and {a}");
        }
    }

    #[track_caller]
    fn unlike(pairs: &[(&str, &str)]) {
        for (a, b) in pairs {
            assert!(!are_variants(a, b), "{a} and {b}");
            assert!(!are_variants(b, a), "{b} and {a}");
        }
    }

    #[test]
    fn a_nickname_and_its_name_are_variants_both_ways_and_so_are_two_nicknames_of_one_name() {
        variants(&[
            ("Bob", "Robert"),
            ("Bob", "Rob"),
            ("Bill", "William"),
            ("Liz", "Elizabeth"),
            ("Jack", "John"),
            ("Peggy", "Margaret"),
        ]);
    }

    #[test]
    fn unlike_names_do_not_meet_through_a_nickname_they_share() {
        variants(&[("Ron", "Aaron"), ("Ron", "Ronald"), ("Chris", "Christina")]);
        unlike(&[
            ("aaron", "ronald"),
            ("christopher", "christina"),
            ("robert", "william"),
            ("alexander", "alexandra"),
            ("oliver", "olivia"),
            ("juan", "sione"),
        ]);
    }

    #[test]
    fn names_that_are_given_to_brother_and_sister_or_to_two_sisters_are_not_variants() {
        unlike(&[
            ("andrew", "andrea"),
            ("aaron", "erin"),
            ("louis", "louise"),
            ("emily", "emma"),
            ("anna", "hannah"),
            ("hassan", "hussein"),
            ("daniel", "danielle"),
        ]);
    }

    #[test]
    fn equal_and_unknown_names_are_no_variants() {
        unlike(&[("robert", "robert"), ("jayceon", "robert"), ("", "")]);
        assert!(formal_names("jayceon").is_empty());
        assert!(formal_names("").is_empty());
    }

    #[test]
    fn a_formal_name_stands_for_itself_first() {
        let robert = formal_names("robert")[0];
        assert!(formal_names("bob").contains(&robert));
        let sasha = formal_names("sasha");
        assert!(sasha.contains(&formal_names("aleksandr")[0]));
        assert!(sasha.contains(&formal_names("aleksandra")[0]));
    }

    #[test]
    fn spanish_names_are_known_by_what_children_are_called() {
        variants(&[
            ("José", "Pepe"),
            ("José", "Joseph"),
            ("Francisco", "Pancho"),
            ("Francisco", "Kiko"),
            ("Guadalupe", "Lupe"),
            ("Jesús", "Chuy"),
            ("Ignacio", "Nacho"),
            ("Dolores", "Lola"),
            ("Eduardo", "Lalo"),
            ("Guillermo", "Memo"),
            ("Guillermo", "William"),
            ("Juan", "John"),
            ("Alejandro", "Alex"),
            ("Ximena", "Jimena"),
        ]);
    }

    #[test]
    fn polynesian_names_are_known_with_their_english_counterparts() {
        variants(&[
            ("Sione", "John"),
            ("Tēvita", "David"),
            ("Viliami", "William"),
            ("Semisi", "James"),
            ("Mele", "Mary"),
            ("Sela", "Sarah"),
            ("Siaosi", "George"),
            ("Paula", "Paul"),
            ("Sālote", "Charlotte"),
            ("Samiuela", "Samuel"),
            ("Mosese", "Moses"),
            ("ʻIlaisaane", "Eliza"),
            ("Ioane", "John"),
            ("Keoni", "John"),
            ("Kimo", "James"),
            ("Hohepa", "Joseph"),
        ]);
        variants(&[("ʻAna", "Anna")]);
    }

    #[test]
    fn navajo_names_are_known_in_their_spellings_and_english_ones_by_their_nicknames() {
        variants(&[
            ("Deezbaaʼ", "Dezbah"),
            ("Nanibaaʼ", "Nanibah"),
            ("Hastiin", "Hosteen"),
        ]);
        unlike(&[("dezbah", "nanibah")]);
    }

    #[test]
    fn vietnamese_names_are_known_in_english_spelling() {
        variants(&[("Dũng", "Dzung"), ("Vinh", "Vincent"), ("Quỳnh", "Quinn")]);
    }

    #[test]
    fn arabic_and_somali_names_are_one_in_all_spellings() {
        variants(&[
            ("Mohamed", "Muhammad"),
            ("Maxamed", "Mohammed"),
            ("Hussein", "Hussain"),
            ("Cabdiraxmaan", "Abdirahman"),
            ("Faadumo", "Fatima"),
            ("Yusuf", "Joseph"),
        ]);
        unlike(&[("mohamed", "mahmoud"), ("abdiaziz", "abdirahman")]);
    }

    #[test]
    fn russian_and_yiddish_names_are_known_by_what_is_said_at_home() {
        variants(&[
            ("Dmitri", "Dima"),
            ("Mikhail", "Misha"),
            ("Volodymyr", "Vladimir"),
            ("Yitzchok", "Isaac"),
            ("Mordechai", "Motty"),
            ("Faigy", "Feiga"),
            ("Yanky", "Yaakov"),
        ]);
    }

    #[test]
    fn those_named_by_their_number_are_known_in_their_spellings_only() {
        variants(&[("Trey", "Tre"), ("Tripp", "Trip")]);
        unlike(&[("trey", "tripp"), ("trey", "robert")]);
    }

    #[test]
    fn every_name_of_both_files_is_one_word_in_search_form() {
        for line in FILES.iter().flat_map(|f| lines(f)) {
            for name in line.others.split(' ').chain([line.head]) {
                assert!(
                    name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase()),
                    "{}: {name:?}",
                    line.head
                );
                assert_eq!(name, search_key(name));
            }
        }
    }

    #[test]
    fn no_line_and_no_name_of_a_line_stands_twice_and_none_is_left_unread() {
        for file in FILES {
            let mut seen = HashSet::new();
            for line in lines(file) {
                assert!(seen.insert((line.head, line.apart)), "{}", line.head);
                let mut names = HashSet::from([line.head]);
                for name in line.others.split(' ') {
                    assert!(names.insert(name), "{} on the line of {}", name, line.head);
                }
            }
            let written = file.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
            assert_eq!(written.count(), lines(file).count());
        }
    }
}

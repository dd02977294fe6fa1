//! Tests of `date`.

use super::*;

fn d(y: i32, m: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, day).unwrap()
}

#[test]
fn the_forms_of_offices_are_the_same_day() {
    for t in [
        "2014-03-09",
        "3/9/2014",
        "03-09-2014",
        "20140309",
        "2014/3/9",
        "2014-03-09T00:00:00.000Z",
        "3/9/2014 0:00",
        "3/9/2014 12:00:00 AM",
        "2014-03-09 00:00:00.000",
        "9-Mar-2014",
        "09-MAR-2014",
        "March 9, 2014",
        "Mar 9 2014",
    ] {
        let r = parse_date(t).unwrap();
        assert_eq!((r.day, r.note), (d(2014, 3, 9), None), "{t}");
    }
    let excel = parse_date("41707").unwrap();
    assert_eq!(excel.day, d(2014, 3, 9));
    assert!(excel.note.is_some());
    assert_eq!(
        parse_date("2014-03-09T22:30:00-07:00").unwrap().day,
        d(2014, 3, 9)
    );
}

#[test]
fn nothing_is_guessed() {
    for t in [
        "",
        "31/03/2014",
        "3/9/14",
        "2014-02-30",
        "March 9",
        "0",
        "9/2014",
        "12345678",
        "9-Mar-14",
        "Marsh 9, 2014",
        "3//9/2014",
        "3/-9/2014",
        "14-03-09",
        "1/2/3/2014",
        "00000-3-9",
    ] {
        assert!(parse_date(t).is_err(), "{t}");
    }
    assert!(
        parse_date("31/03/2014")
            .unwrap_err()
            .contains("month comes before")
    );
}

#[test]
fn two_numbers_before_the_year_say_in_which_orders_they_make_a_day() {
    for (t, order) in [
        ("3/9/2014", Order::Unclear),
        ("3/13/2014", Order::MonthFirst),
        ("13/3/14", Order::DayFirst),
        ("3/3/2014", Order::Same),
        ("2014-03-09", Order::Same),
        ("9-Mar-14", Order::Same),
    ] {
        assert_eq!(LooseDate::read(t).unwrap().order(), order, "{t}");
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_day_is_read_as_it_was_written(days in 0i64..60_000, form in 0usize..8) {
            let day = d(1900, 1, 1) + chrono::Duration::days(days);
            let form = ["%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%-m/%-d/%Y 0:00", "%Y-%m-%dT00:00:00Z", "%m.%d.%Y"][form];
            prop_assert_eq!(parse_date(&day.format(form).to_string()).map(|r| r.day), Ok(day));
        }

        #[test]
        fn the_answer_about_the_century_changes_nothing_but_the_century(days in 0i64..36_000, day_first: bool) {
            let day = d(2000, 1, 1) + chrono::Duration::days(days);
            let text = day.format(if day_first { "%d/%m/%y" } else { "%m/%d/%y" }).to_string();
            let loose = LooseDate::read(&text).unwrap();
            prop_assert!(loose.short_year() && parse_date(&text).is_err());
            prop_assert_eq!(loose.day(day_first, 2000), Ok(day));
            if let Ok(earlier) = loose.day(day_first, 1900) {
                prop_assert_eq!((earlier.year() + 100, earlier.month(), earlier.day()), (day.year(), day.month(), day.day()));
            }
        }

        #[test]
        fn no_text_makes_it_fall_over(text in "\\PC{0,24}|[0-9T:/., -]{0,24}") {
            let _ = parse_date(&text);
        }
    }
}

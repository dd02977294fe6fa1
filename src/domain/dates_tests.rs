use super::*;
use crate::domain::ids::OperationId;
use crate::domain::testing::{day, noon, request, school};
use std::collections::BTreeMap;

fn dates() -> Vec<StateDate> {
    StateDate::defaults(SchoolYear(2027))
}

/// A request made on a day for schools, and answered on another unless that is empty.
fn made(function: Function, on: &str, schools: &[&str], answered: &str) -> RequestRecord {
    let mut r = request(1, function, 10);
    r.made_at = noon(on);
    r.scope.schools = schools.iter().map(|s| school(s)).collect();
    if !answered.is_empty() {
        let at = noon(answered);
        r.state = if function == Function::Verify {
            RequestState::Checked { at }
        } else {
            RequestState::Processed {
                at,
                response_file: String::new(),
                fingerprint: String::new(),
                counts: BTreeMap::new(),
                operation: OperationId(1),
            }
        };
    }
    r
}

fn at(today: &str, requests: &[RequestRecord], to_send: [usize; 4]) -> Vec<DateStatus> {
    statuses(&dates(), &[school("104")], requests, to_send, day(today))
}

/// The steps of Dec 1 on November 20.
fn december(requests: &[RequestRecord], to_send: [usize; 4]) -> DateStatus {
    at("2026-11-20", requests, to_send).remove(1)
}

#[test]
fn a_school_year_has_its_four_dates() {
    let each: Vec<(String, String)> = dates().into_iter().map(|d| (d.name, d.day.to_string())).collect();
    assert_eq!(
        each,
        [
            ("Oct 1 count", "2026-10-01"),
            ("Dec 1 count", "2026-12-01"),
            ("Testing preprint", "2027-02-12"),
            ("Year-end clearinghouse", "2027-06-30"),
        ]
        .map(|(n, d)| (n.to_owned(), d.to_owned()))
    );
}

#[test]
fn students_to_send_are_counted_for_the_next_date_only() {
    let all = at("2026-11-20", &[], [12, 12, 3, 400]);
    assert_eq!(all[0].steps, [Step::Missed; 4]);
    assert_eq!(
        all[1].steps,
        [
            Step::ToSend(12),
            Step::ToSend(12),
            Step::ToSend(3),
            Step::ToSend(400)
        ]
    );
    assert_eq!(all[2].steps, [Step::NotYet; 4]);
    assert_eq!(all[3].steps, [Step::NotYet; 4]);
    let days: Vec<i64> = all.iter().map(|s| s.days_left).collect();
    assert_eq!(days, [-50, 11, 84, 222]);
}

#[test]
fn the_day_itself_still_counts() {
    assert_eq!(at("2026-12-01", &[], [1, 0, 0, 0])[1].steps[0], Step::ToSend(1));
    assert_eq!(at("2026-12-02", &[], [1, 0, 0, 0])[1].steps[0], Step::Missed);
}

#[test]
fn nobody_to_send_and_nobody_sent_is_nothing_to_do() {
    assert_eq!(december(&[], [0; 4]).steps, [Step::NothingToSend; 4]);
}

#[test]
fn a_made_request_waits_for_its_answer_even_when_more_could_be_sent() {
    let open = made(Function::Retrieve, "2026-11-10", &["104"], "");
    let status = december(&[open], [5, 0, 0, 0]);
    assert_eq!(status.steps[0], Step::AnswerDue(day("2026-11-10")));
}

#[test]
fn a_processed_response_with_nobody_left_is_done_on_the_day_it_was_processed() {
    let done = made(Function::Retrieve, "2026-11-10", &["104"], "2026-11-12");
    assert_eq!(
        december(std::slice::from_ref(&done), [0; 4]).steps[0],
        Step::Done(day("2026-11-12"))
    );
    assert_eq!(
        december(&[done], [2, 0, 0, 0]).steps[0],
        Step::ToSend(2),
        "newcomers reopen it"
    );
}

#[test]
fn verify_is_done_once_checked_although_everyone_could_be_sent_again() {
    let open = made(Function::Verify, "2026-11-10", &["104"], "");
    assert_eq!(
        december(&[open], [0, 0, 0, 400]).steps[3],
        Step::AnswerDue(day("2026-11-10"))
    );
    let done = made(Function::Verify, "2026-11-10", &["104"], "2026-11-12");
    assert_eq!(
        december(&[done], [0, 0, 0, 400]).steps[3],
        Step::Done(day("2026-11-12"))
    );
}

#[test]
fn what_was_done_before_the_date_before_is_to_be_done_again() {
    let october = made(Function::Verify, "2026-10-01", &["104"], "2026-10-01");
    let all = at("2026-11-20", &[october], [0, 0, 0, 400]);
    assert_eq!(all[0].steps[3], Step::Done(day("2026-10-01")));
    assert_eq!(all[1].steps[3], Step::ToSend(400));
    let day_after = made(Function::Verify, "2026-10-02", &["104"], "2026-10-02");
    let all = at("2026-11-20", &[day_after], [0, 0, 0, 400]);
    assert_eq!(all[0].steps[3], Step::Missed);
    assert_eq!(all[1].steps[3], Step::Done(day("2026-10-02")));
}

#[test]
fn a_request_made_in_time_and_answered_late_counts_for_its_date() {
    let late = made(Function::New, "2026-09-30", &["104"], "2026-10-05");
    assert_eq!(
        at("2026-11-20", &[late], [0; 4])[0].steps[1],
        Step::Done(day("2026-10-05"))
    );
}

#[test]
fn withdrawn_requests_do_not_count() {
    let mut r = made(Function::Retrieve, "2026-11-10", &["104"], "");
    r.state = RequestState::Withdrawn {
        at: noon("2026-11-11"),
    };
    assert_eq!(december(&[r], [4, 0, 0, 0]).steps[0], Step::ToSend(4));
}

#[test]
fn a_function_is_done_when_it_is_done_for_every_selected_school() {
    let here = made(Function::Verify, "2026-11-10", &["104"], "2026-11-12");
    let there = made(Function::Verify, "2026-11-13", &["108", "704"], "2026-11-14");
    let both = [school("104"), school("108")];
    let on = |requests: &[RequestRecord]| {
        statuses(&dates(), &both, requests, [0, 0, 0, 9], day("2026-11-20"))[1].steps[3]
    };
    assert_eq!(on(std::slice::from_ref(&here)), Step::ToSend(9));
    assert_eq!(on(&[here, there.clone()]), Step::Done(day("2026-11-14")));
    assert_eq!(
        december(&[there], [0, 0, 0, 9]).steps[3],
        Step::ToSend(9),
        "another school's request is of no concern here"
    );
}

#[test]
fn the_next_step_is_one_plain_sentence() {
    let done = |f| made(f, "2026-11-10", &["104"], "2026-11-12");
    let open = |f| made(f, "2026-11-10", &["104"], "");
    use Function::{New, Retrieve, Update, Verify};
    for (requests, to_send, sentence) in [
        (vec![], [2, 2, 1, 9], "Next: create the Retrieve file"),
        (
            vec![open(Retrieve)],
            [2, 2, 1, 9],
            "Next: process the Retrieve response",
        ),
        (vec![done(Retrieve)], [0, 2, 1, 9], "Next: create the New file"),
        (
            vec![done(Retrieve), open(New)],
            [0, 2, 1, 9],
            "Next: process the New response",
        ),
        (
            vec![done(Retrieve), done(New)],
            [0, 0, 1, 9],
            "Next: create the Update file",
        ),
        (
            vec![open(Update)],
            [0, 0, 1, 9],
            "Next: process the Update response",
        ),
        (vec![], [0, 0, 0, 9], "Next: create the Verify file"),
        (
            vec![open(Verify)],
            [0, 0, 0, 9],
            "Next: correct what Verify found in the SSID System, then mark it as checked",
        ),
        (vec![done(Verify)], [0, 0, 0, 9], "All four are done"),
    ] {
        assert_eq!(december(&requests, to_send).next_step(), sentence);
    }
}

#[test]
fn dates_ahead_and_dates_missed_have_no_next_step() {
    let all = at("2026-11-20", &[], [1; 4]);
    assert_eq!((all[0].next_step(), all[2].next_step()), ("", ""));
}

#[test]
fn dates_in_any_order_come_out_by_day() {
    let mut mixed = dates();
    mixed.reverse();
    let out = statuses(&mixed, &[school("104")], &[], [0; 4], day("2026-11-20"));
    let days: Vec<NaiveDate> = out.iter().map(|s| s.date.day).collect();
    assert!(days.is_sorted());
}

#[test]
fn last_years_work_does_not_count_for_the_first_date() {
    let last_year = made(Function::Verify, "2026-06-20", &["104"], "2026-06-21");
    let summer = made(Function::Verify, "2026-07-01", &["104"], "2026-07-02");
    let on = |r: RequestRecord| at("2026-09-10", &[r], [0, 0, 0, 400])[0].steps[3];
    assert_eq!(on(last_year), Step::ToSend(400));
    assert_eq!(on(summer), Step::Done(day("2026-07-02")));
}

#[test]
fn a_past_date_with_one_function_missed_is_not_called_done() {
    let retrieve = made(Function::Retrieve, "2026-09-10", &["104"], "2026-09-11");
    let status = at("2026-11-20", &[retrieve], [0; 4]).remove(0);
    assert_eq!(status.steps[0], Step::Done(day("2026-09-11")));
    assert_eq!(status.next_step(), "");
}

#[test]
fn two_dates_on_one_day_stand_alike() {
    let mut two = dates();
    two[2].day = two[1].day;
    let done = made(Function::Verify, "2026-11-10", &["104"], "2026-11-12");
    let out = statuses(&two, &[school("104")], &[done], [0, 0, 0, 9], day("2026-11-20"));
    assert_eq!(out[1].steps, out[2].steps);
    assert_eq!(out[2].steps[3], Step::Done(day("2026-11-12")));
}

//! Tests of the step Questions, and of what the button says of them.

use super::{Bench, SECOND, press, step};
use crate::app::work::rosters::PlannedRoster;
use crate::app::{Command, ImportState, Tab};
use crate::domain::ids::OperationId;
use crate::domain::problem::Place;
use crate::domain::roster::{Answers, CREATE, Choice, HOLD, Plan, Question, Reading, Told, UNKNOWN_SCHOOLS};
use crate::files::parse_roster;
use crate::ui::screens::roster::purpose::{EXPORT, ROSTER};
use crate::ui::screens::roster::tally::Tally;
use crate::ui::screens::roster::{QUESTIONS, first_step, questions};
use crate::ui::theme::{Look, Theme};
use egui::{Key, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

/// A file about which that is asked.
fn asked(questions: Vec<Question>) -> ImportState {
    let text = "student_id,last_name,first_name,birth_date\n1,Lee,Ana,2/3/04\n";
    let roster = parse_roster("may.csv", text.as_bytes(), &Reading::default(), &mut |_, _| true).unwrap();
    let plan = Plan {
        file: "may.csv".into(),
        questions,
        ..Plan::default()
    };
    ImportState::of(PlannedRoster {
        roster,
        plan,
        base: OperationId(0),
    })
}

/// Which century, as far as `answers` say.
fn century(answers: &Answers) -> Question {
    let choices = vec![
        Choice::new("1900", "1900 to 1999"),
        Choice::new("2000", "2000 to 2099"),
    ];
    let place = Place {
        file: "may.csv".into(),
        line: Some(2),
        column: Some("birth_date".into()),
    };
    Question::new(
        "century",
        "In which century are these years?",
        choices,
        Some("2000"),
        answers,
    )
    .at(place, "2/3/04", 7)
}

/// A school of which nothing is suggested, with many answers.
fn school(answers: &Answers) -> Question {
    let mut choices = vec![Choice::new("hold", "Hold these rows back")];
    choices.extend((100..110).map(|n| Choice::new(n.to_string(), format!("School {n}"))));
    Question::new("school:East", "Which school is “East”?", choices, None, answers).at(
        Place::default(),
        "East",
        2,
    )
}

type Drawn = (ImportState, Option<Vec<Told>>);

fn window(import: ImportState) -> Harness<'static, Drawn> {
    Harness::builder()
        .with_size([813.0, 300.0])
        .with_context_setup(|ctx| Theme::apply(Look::Light, 1.0, ctx))
        .build_ui_state(
            |ui, (import, wanted): &mut Drawn| {
                let height = ui.available_height();
                *wanted = questions::show(ui, import, height).or(wanted.take());
            },
            (import, None),
        )
}

fn sees(window: &Harness<'_, Drawn>, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

fn answers(window: &Harness<'_, Drawn>) -> Answers {
    let (import, told) = window.state();
    let reading = import.planned.roster.reading.clone();
    reading.saying(told.clone().unwrap_or_default()).answers
}

#[test]
fn a_question_says_where_it_comes_up_and_its_suggestion_is_marked_until_it_is_confirmed() {
    let mut window = window(asked(vec![century(&Answers::new())]));
    assert!(sees(&window, "In which century are these years?"));
    assert!(sees(
        &window,
        "First at line 2, birth_date: “2/3/04” · 7 rows hang on it"
    ));
    assert!(sees(&window, "Suggested, not confirmed"));
    window
        .get_by_role_and_label(Role::RadioButton, "2000 to 2099")
        .focus();
    window.run_steps(2);
    window.key_press(Key::Space);
    window.run_steps(2);
    assert_eq!(answers(&window)["century"], "2000");
    let said = Answers::from([("century".into(), "1900".into())]);
    let window = self::window(asked(vec![century(&said)]));
    assert!(sees(&window, "Answered"));
    assert!(!sees(&window, "Suggested"));
}

#[test]
fn a_question_with_many_answers_is_a_list_and_none_of_them_is_taken_unasked() {
    let mut window = window(asked(vec![school(&Answers::new())]));
    assert!(sees(&window, "No answer yet"));
    assert!(sees(&window, "There is “East” · 2 rows hang on it"));
    window
        .get_by_role_and_label(Role::ComboBox, "Which school is “East”?")
        .click();
    window.run_steps(4);
    window
        .get_by_role_and_label(Role::Button, "School 104")
        .click_accesskit();
    window.run_steps(4);
    assert_eq!(answers(&window)["school:East"], "104");
}

#[test]
fn several_suggestions_are_taken_at_once_and_what_has_none_stays_open() {
    let none = Answers::new();
    let mut other = century(&none);
    other.key = "date-order".into();
    let mut window = window(asked(vec![century(&none), other, school(&none)]));
    window
        .get_by_role_and_label(Role::Button, "Take all suggestions")
        .click();
    window.run_steps(2);
    let keys: Vec<String> = answers(&window).into_keys().collect();
    assert_eq!(keys, ["century", "date-order"]);
}

#[test]
fn the_keyboard_stays_on_the_answer_though_the_file_is_read_again() {
    let none = Answers::new();
    let mut other = century(&none);
    (other.key, other.choices[0].label) = ("date-order".into(), "Month first".into());
    let said = Answers::from([("century".into(), "2000".into())]);
    let mut window = window(asked(vec![other.clone(), century(&none)]));
    assert!(sees(&window, "Take all suggestions"));
    window
        .get_by_role_and_label(Role::RadioButton, "Month first")
        .focus();
    window.run_steps(2);
    window.state_mut().0 = asked(vec![other, century(&said)]);
    window.run_steps(3);
    assert!(!sees(&window, "Take all suggestions"));
    let answer = window.get_by_role_and_label(Role::RadioButton, "Month first");
    assert!(answer.is_focused());
}

#[test]
fn a_file_with_open_questions_is_looked_at_there_first_and_the_button_says_what_waits() {
    let none = Answers::new();
    let import = asked(vec![century(&none), school(&none)]);
    let tally = Tally {
        added: 3,
        held: 2,
        marked: 1,
        gone: 1,
        ..Tally::of(&import, true)
    };
    assert_eq!(first_step(&tally), QUESTIONS);
    assert_eq!(
        ROSTER.will_happen(&tally),
        "Will be written: 3 students added, 1 student marked as no longer in the file; 2 rows held back. 1 question has no answer: 2 rows hang on it, held back. 1 question goes by its suggestion. You can undo it in History."
    );
    let tally = Tally {
        unanswered: 0,
        suggested: 0,
        marked: 0,
        ..tally
    };
    assert_eq!(
        EXPORT.will_happen(&tally),
        "Will be written: 3 rows added; 2 rows held back, 1 row here and not in the file. No profile is changed. You can undo it in History."
    );
}

#[test]
fn a_short_list_marks_nobody_of_a_whole_school_until_somebody_says_that_it_lists_everybody() {
    let mut bench = Bench::at(Tab::StudentEditor);
    let head = "student_number,last_name,first_name,birth_date,gender,school,grade\n";
    let letters = "abcdefghijklmnopqrstuvwxyz".chars();
    let rows: Vec<String> = letters
        .enumerate()
        .map(|(n, c)| format!("{},Lee{c},Ana{c},2014-02-03,F,104,05\n", 200_001 + n))
        .collect();
    bench.import("all.csv", &format!("{head}{}", rows.concat()));
    bench.click("Import 26 students");
    bench.import(
        "new.csv",
        &format!("{head}{}300001,Tran,Mai,2014-03-09,F,104,05\n", rows[0]),
    );
    assert!(bench.sees("Does it list everybody of its schools?"));
    assert!(bench.sees("Will be written: 1 student added; 1 row here already."));
    step(&mut bench, "What changes");
    bench.click("No longer in the file 0");
    assert!(bench.sees("The file is taken as a list of some students."));
    step(&mut bench, "Questions");
    let marked = bench.window.get_all_by_role(Role::RadioButton);
    let marked: Vec<String> = marked.filter_map(|n| n.accesskit_node().label()).collect();
    let everybody = marked.iter().find(|l| l.starts_with("Yes: mark ")).unwrap();
    press(&mut bench, Role::RadioButton, everybody);
    assert!(bench.sees("students marked as no longer in the file"));
}

#[test]
fn what_waits_is_said_of_one_question_and_of_several() {
    let tally = |unanswered| Tally {
        unanswered,
        waiting: 2,
        held: 2,
        ..Tally::default()
    };
    assert!(
        ROSTER
            .will_happen(&tally(1))
            .contains("1 question has no answer: 2 rows hang on it")
    );
    assert!(
        ROSTER
            .will_happen(&tally(2))
            .contains("2 questions have no answer: 2 rows hang on them")
    );
}

#[test]
fn a_file_without_a_needed_column_sends_to_the_columns_from_every_step() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("old.csv", "student_id,last_name,first_name,gender\n1,Lee,Ana,F\n");
    step(&mut bench, "Questions");
    assert!(bench.sees("Nothing can be asked yet"));
    assert!(!bench.sees("Look at the changes."));
    step(&mut bench, "What changes");
    assert!(bench.sees("No row can be read yet"));
    assert!(bench.sees("Say first, in the step Columns, which column holds what."));
}

#[test]
fn two_columns_for_the_birth_date_that_differ_are_asked_about_before_any_row_is_read() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import(
        "two.csv",
        "student_id,last_name,first_name,DOB,Birth Date,school\n104700,Lee,Ana,2015-04-03,2015-04-04,104\n",
    );
    assert!(bench.sees("No row can be read yet, "));
    press(&mut bench, Role::RadioButton, "Column “DOB”");
    step(&mut bench, "What changes");
    assert!(bench.sees("born 2015-04-03"));
}

#[test]
fn two_quick_answers_both_count() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import(
        "many.csv",
        &SECOND.replace(",104,05,3", ",777,05,3").replace("31/31", "03/19"),
    );
    let create = |key: &str| Command::ReadRosterAs(vec![Told::Answer(key.into(), CREATE.into())]);
    // Both are given while the same questions are seen: the first one is still being read when the second one comes.
    let core = bench.window.state_mut().core();
    core.send(create("school:777"));
    core.send(create("school:999"));
    bench.settle();
    assert!(bench.sees("Questions: 2 answered"));
    assert!(bench.sees("Will be written: 2 schools created"));
}

#[test]
fn the_answer_that_is_given_last_holds_and_a_cancelled_one_does_not() {
    let mut bench = Bench::at(Tab::StudentEditor);
    let lines: String = (0..30_000)
        .map(|n| format!("{},Lee,Ana{n},2014-02-03,104\n", 200_000 + n))
        .collect();
    bench.import(
        "long.csv",
        &format!("student_id,last_name,first_name,birth_date,school\n{lines}"),
    );
    let answer =
        |key: &str, answer: &str| Command::ReadRosterAs(vec![Told::Answer(key.into(), answer.into())]);
    let all = |said: &str| answer(UNKNOWN_SCHOOLS, said);
    let answers = |bench: &mut Bench| {
        bench.session(|s| s.import.as_ref().unwrap().planned.roster.reading.answers.clone())
    };
    bench.window.state_mut().core().send(all(HOLD));
    bench.settle();
    // Another answer, taken back before it is shown: what is shown counts, and not what was said between.
    let core = bench.window.state_mut().core();
    core.send(all(CREATE));
    core.send(all(HOLD));
    bench.settle();
    assert_eq!(answers(&mut bench)[UNKNOWN_SCHOOLS], HOLD);
    // What is cancelled is neither read later nor with the next answer.
    let core = bench.window.state_mut().core();
    core.send(all(CREATE));
    core.send(answer("school:999", CREATE));
    core.send(Command::CancelJob);
    core.send(answer("complete", "part"));
    bench.settle();
    let held = answers(&mut bench);
    assert_eq!(
        held.keys().map(String::as_str).collect::<Vec<_>>(),
        ["complete", UNKNOWN_SCHOOLS]
    );
    assert_eq!(held[UNKNOWN_SCHOOLS], HOLD);
    // A file that is closed while it is read anew does not come back.
    let core = bench.window.state_mut().core();
    core.send(all(CREATE));
    core.send(all(HOLD));
    core.send(Command::CloseRoster);
    bench.settle();
    assert!(bench.session(|s| s.import.is_none()));
}

//! Setting up, schools, status, and the safety of the file.

use super::args::Init;
use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use crate::app::Roll;
use crate::app::work::missing::look;
use crate::app::work::{backups, districts, students};
use crate::domain::dates::{DateStatus, Step, statuses};
use crate::domain::ids::SchoolCode;
use crate::domain::request::{Function, RequestRecord, RequestState, Scope};
use crate::domain::text::count;
use crate::sample;
use crate::store::{Store, StoreError};
use serde_json::{Map, Value, json};
use std::path::Path;

pub fn init(args: &Init, cx: &Cx) -> Result<Answer, Failure> {
    let district = districts::district_of(&args.lea, &args.name, &args.year, args.practice)?;
    let path = match cx.data() {
        Some(path) => path.clone(),
        None => districts::district_path(&districts::data_folder(), &district.lea, &district.name),
    };
    districts::create(&path, &district, &cx.stamp)?;
    Ok(Answer::done(
        json!({
            "lea": district.lea,
            "name": district.name,
            "year": district.year,
            "practice": district.practice,
            "file": show::path(&path),
        }),
        format!(
            "District {} (LEA {}, {}) was set up in {}.",
            district.name,
            district.lea,
            district.year.spoken(),
            path.display()
        ),
    ))
}

pub fn sample(cx: &Cx) -> Result<Answer, Failure> {
    let path = match cx.data() {
        Some(path) => path.clone(),
        None => districts::sample_path(&districts::data_folder()),
    };
    let store = districts::create_sample(&path, sample::SIZE, &cx.stamp, &cx.ticket)?;
    let reader = store.read()?;
    let (students, schools) = (reader.count()?, reader.schools()?.len());
    let registry = districts::registry_path(&path);
    Ok(Answer::done(
        json!({ "students": students, "schools": schools, "file": show::path(&path), "registry": show::path(&registry) }),
        format!(
            "The sample district with {} in {} was made in {}. What the practice SSID system knows is in {}.",
            count(students, "student", "students"),
            count(schools, "school", "schools"),
            path.display(),
            registry.display()
        ),
    ))
}

fn roll(store: &Store, cx: &Cx) -> Result<Roll, StoreError> {
    cx.ticket.phase("Reading students");
    Roll::read(&store.read()?, cx.stamp.today, &mut |d, t| {
        cx.ticket.step(d as u64, t as u64)
    })
}

pub fn schools(store: &Store, cx: &Cx) -> Result<Answer, Failure> {
    let counts = roll(store, cx)?.by_school(cx.stamp.today);
    let mut rows = Vec::new();
    let mut text = format!(
        "{:<10} {:>9} {:>9} {:>9} {:>9}  School\n",
        "Number", "Students", "No SSID", "Changed", "With SSID"
    );
    for school in store.read()?.schools()? {
        let c = counts.get(&school.code).copied().unwrap_or_default();
        text.push_str(&format!(
            "{:<10} {:>9} {:>9} {:>9} {:>9}  {}\n",
            school.code, c.students, c.no_ssid, c.changed, c.with_ssid, school.name
        ));
        rows.push(json!({
            "code": school.code,
            "name": school.name,
            "students": c.students,
            "without_ssid": c.no_ssid,
            "changed": c.changed,
            "with_ssid": c.with_ssid,
        }));
    }
    Ok(Answer::done(json!({ "schools": rows }), text))
}

pub fn add_school(code: &str, name: &str, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    if let Ok(code) = SchoolCode::parse(code)
        && let Some(known) = store.read()?.school(&code)?
    {
        return Err(Failure::wrong(format!(
            "School {code} is there already: {}.",
            known.name
        )));
    }
    students::save_school(&store, code, name, &cx.stamp)?;
    schools(&store, cx)
}

pub fn status(cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let roll = roll(&store, cx)?;
    let reader = store.read()?;
    let district = reader.district()?;
    let schools = reader.schools()?;
    let requests = reader.requests()?;
    let table = super::general::table(&store, cx)?;
    let missing = look(&store, &roll, &table, &cx.stamp, &cx.ticket)?.rows.len();
    let open: Vec<&RequestRecord> = requests
        .iter()
        .filter(|r| r.state == RequestState::Open)
        .collect();
    let scope = Scope {
        schools: schools.iter().map(|s| s.code.clone()).collect(),
        ..Scope::default()
    };
    let tally = roll.tally(&scope, cx.stamp.today);
    let dates = statuses(
        &district.dates,
        &scope.schools,
        &requests,
        tally.due,
        cx.stamp.today,
    );
    let with = |test: fn(&crate::app::Card) -> bool| roll.cards().iter().filter(|c| test(c)).count();
    let (students, with_ssid) = (roll.cards().len(), with(|c| c.facts.has_ssid));
    let changed = with(|c| c.facts.changed);
    let mut text = format!(
        "{} (LEA {}, {}{})\n{} in {}: {} without an SSID, {} with one, {} changed\n",
        district.name,
        district.lea,
        district.year.spoken(),
        if district.practice { ", practice" } else { "" },
        count(students, "student", "students"),
        count(schools.len(), "school", "schools"),
        students - with_ssid,
        with_ssid,
        changed
    );
    if missing > 0 {
        text.push_str(&format!(
            "Missing IDs: {}\n",
            count(missing, "profile", "profiles")
        ));
    }
    if !open.is_empty() {
        text.push_str("Open requests:\n");
        for r in &open {
            text.push_str(&format!("{}\n", show::request_line(r)));
        }
    }
    for d in &dates {
        text.push_str(&format!("{} {}: {}\n", d.date.day, d.date.name, in_words(d)));
    }
    Ok(Answer::done(
        json!({
            "name": district.name,
            "lea": district.lea,
            "year": district.year,
            "practice": district.practice,
            "students": students,
            "schools": schools.len(),
            "without_ssid": students - with_ssid,
            "changed": changed,
            "with_ssid": with_ssid,
            "open_requests": open.iter().map(|r| show::request(r)).collect::<Vec<_>>(),
            "missing_ids": missing,
            "dates": dates.iter().map(date).collect::<Vec<_>>(),
        }),
        text,
    ))
}

fn in_words(d: &DateStatus) -> &'static str {
    match (d.next_step(), d.days_left < 0) {
        ("", true) => "past",
        ("", false) => "not yet",
        (next, _) => next,
    }
}

fn date(d: &DateStatus) -> Value {
    let steps: Map<String, Value> = Function::ALL
        .into_iter()
        .map(|f| (f.word().to_lowercase(), step(d.steps[f as usize])))
        .collect();
    json!({
        "name": d.date.name,
        "day": d.date.day,
        "days_left": d.days_left,
        "next": show::or_null(d.next_step()),
        "steps": steps,
    })
}

fn step(step: Step) -> Value {
    match step {
        Step::Done(day) => json!({ "state": "done", "day": day }),
        Step::NothingToSend => json!({ "state": "nothing_to_send" }),
        Step::ToSend(n) => json!({ "state": "to_send", "students": n }),
        Step::ToDecide(n) => json!({ "state": "to_decide", "students": n }),
        Step::AnswerDue(day) => json!({ "state": "answer_due", "day": day }),
        Step::NotYet => json!({ "state": "not_yet" }),
        Step::Missed => json!({ "state": "missed" }),
    }
}

pub fn backup(file: &Path, cx: &Cx) -> Result<Answer, Failure> {
    let made = backups::backup(&cx.open()?, file, &cx.ticket)?;
    Ok(Answer::done(
        json!({ "file": show::path(&made.file), "students": made.students }),
        format!(
            "{} with {} was made and checked.",
            made.file.display(),
            count(made.students, "student", "students")
        ),
    ))
}

pub fn restore(file: &Path, cx: &Cx) -> Result<Answer, Failure> {
    let place = cx.store_path()?;
    let done = backups::restore(&place, file, &cx.stamp, &cx.ticket)?;
    let mut text = format!(
        "{} with {} was restored to {}.",
        done.district,
        count(done.students, "student", "students"),
        place.display()
    );
    if let Some(kept) = &done.kept {
        text.push_str(&format!(" The file before is kept as {}.", kept.display()));
    }
    Ok(Answer::done(
        json!({ "file": show::path(&place), "name": done.district, "students": done.students, "kept": done.kept.as_deref().map(show::path) }),
        text,
    ))
}

pub fn check(cx: &Cx) -> Result<Answer, Failure> {
    let not_ok = |problems: &[String]| json!({ "ok": false, "problems": problems });
    let store = cx.open().map_err(|f| {
        let said = not_ok(std::slice::from_ref(&f.error));
        f.with(said, "")
    })?;
    cx.ticket.phase("Checking");
    let problems = store.check()?;
    if problems.is_empty() {
        let students = store.read()?.count()?;
        return Ok(Answer::done(
            json!({ "ok": true, "problems": [], "students": students }),
            format!(
                "File, records and indexes are whole: {}.",
                count(students, "student", "students")
            ),
        ));
    }
    Err(Failure::store(format!(
        "The district's file is damaged: {}. Restore a backup.",
        count(problems.len(), "problem", "problems")
    ))
    .with(not_ok(&problems), problems.join("\n")))
}

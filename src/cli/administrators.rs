//! The security administrators' accounts.

use super::output::{Answer, Failure};
use super::run::Cx;
use super::signed;
use super::signed_args::Administrators;
use crate::app::work::security;
use crate::store::Store;
use serde_json::{Value, json};

pub fn run(command: &Administrators, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    match command {
        Administrators::List => return list(&store),
        Administrators::Add { name, signed } => {
            let by = signed::sign_in(&store, &signed.user, cx)?;
            let password = signed::line("new password")?;
            security::add(&store, Some(&by), name, &password, &cx.stamp)?;
        }
        Administrators::Password { name, signed } => {
            let by = signed::sign_in(&store, &signed.user, cx)?;
            let password = signed::line("new password")?;
            security::change_password(&store, Some(&by), name, &password, &cx.stamp)?;
        }
        Administrators::Close { name, signed } => {
            let by = signed::sign_in(&store, &signed.user, cx)?;
            security::close(&store, Some(&by), name, &cx.stamp)?;
        }
    }
    let newest = store.read()?.operations(1)?;
    let sentence = newest
        .first()
        .map_or_else(String::new, |o| format!("{}.", o.what.sentence()));
    Ok(Answer::done(list(&store)?.json, sentence))
}

fn list(store: &Store) -> Result<Answer, Failure> {
    let accounts = security::accounts(store)?;
    let first_use = security::first_use(store)?;
    let each: Vec<Value> = accounts
        .iter()
        .map(|a| {
            json!({
                "name": a.name,
                "password_set_at": a.set_at.map(|at| at.to_rfc3339()),
                "wrong_passwords": a.failures,
                "closed": a.closed,
            })
        })
        .collect();
    let mut lines: Vec<String> = accounts
        .iter()
        .map(|a| {
            let state = if a.closed { "closed" } else { "can sign in" };
            format!("{}  {state}", a.name)
        })
        .collect();
    if first_use {
        lines.push("The password of admin has not been set yet; its first use sets it.".into());
    }
    Ok(Answer::done(
        json!({ "administrators": each, "first_use": first_use }),
        lines.join("\n"),
    ))
}

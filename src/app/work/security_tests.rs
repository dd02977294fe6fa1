//! Tests of what signing in and accounts promise, over a store.

use super::security::{self, SignInError};
use super::{districts, history};
use crate::app::stamp::Stamp;
use crate::domain::account::ADMIN;
use crate::domain::journal::{AccountChange, What};
use crate::domain::student::Timestamp;
use crate::store::{Store, UndoAnswers};
use std::path::PathBuf;
use tempfile::TempDir;

const PASSWORD: &str = "three blind mice";

/// Second `n` of the tests' own time.
fn at(n: i64) -> Stamp {
    Stamp::at(
        Timestamp::from_timestamp(1_795_000_000 + n, 0).unwrap(),
        "registrar",
    )
}

fn made() -> (TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.ssiddesk");
    let district = districts::district_of("140", "Bear River", "2027", true).unwrap();
    let store = districts::create(&path, &district, &at(0)).unwrap();
    (folder, path, store)
}

/// What was done last, and by whom.
fn last(store: &Store) -> (What, String) {
    let o = store.read().unwrap().operations(1).unwrap().remove(0);
    (o.what, o.who)
}

fn count(store: &Store) -> u64 {
    store.read().unwrap().last_operation().unwrap().0
}

#[test]
fn the_first_password_is_set_once_and_signs_in() {
    let (_folder, _path, store) = made();
    assert!(security::first_use(&store).unwrap());
    let refused = security::sign_in(&store, ADMIN, "anything at all", &at(1)).unwrap_err();
    assert!(matches!(refused, SignInError::FirstUse));
    let short = security::set_first_password(&store, "short", &at(1)).unwrap_err();
    assert!(short.to_string().contains("5 characters"), "{short}");
    assert_eq!(count(&store), 1, "nothing was written");

    security::set_first_password(&store, PASSWORD, &at(2)).unwrap();
    assert!(!security::first_use(&store).unwrap());
    let signed = What::SignedIn {
        account: ADMIN.into(),
    };
    assert_eq!(last(&store), (signed.clone(), "registrar".into()));
    let again = security::set_first_password(&store, "another password", &at(3)).unwrap_err();
    assert!(again.to_string().contains("was set before"));
    assert_eq!(count(&store), 3);

    let hash = security::accounts(&store).unwrap()[0].hash.clone();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert_eq!(
        security::sign_in(&store, " Admin ", PASSWORD, &at(4)).unwrap(),
        ADMIN
    );
    assert_eq!(last(&store).0, signed);
}

#[test]
fn a_wrong_password_and_an_unknown_account_are_refused_alike_and_stand_in_the_journal() {
    let (_folder, _path, store) = made();
    security::set_first_password(&store, PASSWORD, &at(0)).unwrap();
    let wrong = security::sign_in(&store, ADMIN, "three blind cats", &at(1)).unwrap_err();
    let refused = |account: &str, why: &str| What::SignInRefused {
        account: account.into(),
        why: why.into(),
    };
    assert_eq!(last(&store).0, refused(ADMIN, "wrong password"));
    let typed = "my secret typed in the wrong field";
    let unknown = security::sign_in(&store, typed, "x", &at(2)).unwrap_err();
    assert_eq!(wrong.to_string(), unknown.to_string());
    assert_eq!(
        last(&store).0,
        refused("an unknown account", "there is no such account"),
        "what was typed may be the password"
    );
    let undone = history::undo(
        &store,
        store.read().unwrap().last_operation().unwrap(),
        &UndoAnswers::default(),
        Some(ADMIN),
        &at(3),
        &mut |_, _| true,
    );
    assert!(undone.unwrap_err().to_string().contains("nothing to undo"));
}

#[test]
fn wrong_passwords_make_even_the_right_one_wait_also_after_a_restart() {
    let (_folder, path, store) = made();
    security::set_first_password(&store, PASSWORD, &at(0)).unwrap();
    for n in 0..4 {
        // Each after the wait of the one before.
        let e = security::sign_in(&store, ADMIN, "three blind cats", &at(10 * n)).unwrap_err();
        assert!(matches!(e, SignInError::Wrong), "{e}");
    }
    drop(store);
    let store = Store::open(&path).unwrap();
    let e = security::sign_in(&store, ADMIN, PASSWORD, &at(30)).unwrap_err();
    assert!(e.to_string().contains("Wait 2 seconds"), "{e}");
    let (what, _) = last(&store);
    assert!(
        what.sentence()
            .contains("wrong passwords before, 2 seconds to wait"),
        "{}",
        what.sentence()
    );
    let e = security::sign_in(&store, ADMIN, PASSWORD, &at(31)).unwrap_err();
    assert!(
        matches!(e, SignInError::Wait { seconds: 1, .. }),
        "the refusal in between did not lengthen it: {e}"
    );
    security::sign_in(&store, ADMIN, PASSWORD, &at(32)).unwrap();
    assert_eq!(security::accounts(&store).unwrap()[0].failures, 0);
}

#[test]
fn only_a_signed_in_administrator_adds_changes_and_closes_accounts() {
    let (_folder, _path, store) = made();
    security::set_first_password(&store, PASSWORD, &at(0)).unwrap();
    let before = count(&store);
    for by in [None, Some("nobody")] {
        for refused in [
            security::add(&store, by, "lee", PASSWORD, &at(1)),
            security::change_password(&store, by, ADMIN, PASSWORD, &at(1)),
            security::close(&store, by, ADMIN, &at(1)),
        ] {
            let said = refused.unwrap_err().to_string();
            assert!(said.contains("Only a security administrator"), "{said}");
        }
    }
    assert_eq!(count(&store), before);

    let by = Some(ADMIN);
    let last_one = security::close(&store, by, ADMIN, &at(2)).unwrap_err();
    assert!(last_one.to_string().contains("last account"), "{last_one}");
    security::add(&store, by, "Lee", PASSWORD, &at(3)).unwrap();
    let (what, who) = last(&store);
    let added = What::AccountSaved {
        account: "lee".into(),
        how: AccountChange::Added,
    };
    assert_eq!((what, who.as_str()), (added, "registrar (admin)"));
    let twice = security::add(&store, by, "lee", PASSWORD, &at(4)).unwrap_err();
    assert!(twice.to_string().contains("already"));
    let oneself = security::close(&store, by, ADMIN, &at(5)).unwrap_err();
    assert!(oneself.to_string().contains("You are signed in"), "{oneself}");

    // A lost password of admin: another administrator sets a new one.
    security::change_password(&store, Some("lee"), ADMIN, "a new password", &at(6)).unwrap();
    assert!(security::sign_in(&store, ADMIN, PASSWORD, &at(7)).is_err());
    security::sign_in(&store, ADMIN, "a new password", &at(8)).unwrap();
    security::close(&store, Some("lee"), ADMIN, &at(9)).unwrap();
    let closed = security::sign_in(&store, ADMIN, "a new password", &at(10)).unwrap_err();
    assert!(
        matches!(closed, SignInError::Wrong),
        "a closed account is as if there were none"
    );
    assert!(
        !security::first_use(&store).unwrap(),
        "closing admin opens no back door"
    );
    assert!(security::add(&store, Some(ADMIN), "x", PASSWORD, &at(11)).is_err());
}

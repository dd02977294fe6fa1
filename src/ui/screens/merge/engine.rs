//! Temporary: stands in for the engine's words.
use crate::domain::merge::{Blocker, Way};

pub(super) fn marks(a: &str, b: &str) -> (Vec<(String, bool)>, Vec<(String, bool)>) {
    let p: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    let cut = |t: &str| vec![(t[..p].to_owned(), false), (t[p..].to_owned(), true)];
    (cut(a), cut(b))
}
pub(super) fn sentence(b: &Blocker) -> String {
    format!("{b:?}")
}
pub(super) fn ways(b: &Blocker) -> Vec<(Way, String)> {
    match b {
        Blocker::NoStateId | Blocker::NoLink => vec![(Way::OpenGeneral, "Open General Student Table".into())],
        Blocker::LooksSwapped { .. } => vec![(Way::Swap, "Swap Source and Target".into())],
        Blocker::NoRight => vec![(Way::SignIn, "Sign in".into())],
        _ => vec![(Way::ChooseAgain, "Choose again".into())],
    }
}
pub(super) fn say(desk: &super::desk::Desk<'_>, key: crate::domain::merge::Key, text: &str) -> String {
    use crate::domain::{merge::Key, student::Field};
    match key {
        Key::Field(Field::Gender) => desk.gender(text).to_owned(),
        _ => text.to_owned(),
    }
}
pub(super) fn check(
    _desk: &super::desk::Desk<'_>,
    _review: &crate::domain::merge::Review,
    _key: crate::domain::merge::Key,
    _text: &str,
) -> Option<String> {
    None
}

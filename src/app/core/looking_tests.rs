//! Tests of reports that come late.

use super::Core;
use crate::app::core::Setup;
use crate::app::state::Looking;
use crate::app::work::districts;
use crate::app::{Command, DuplicatesCommand, Scripted, Stamp};
use crate::domain::ids::StudentKey;
use crate::domain::matching::Band;
use std::sync::Arc;

fn now() -> Stamp {
    Stamp::at(
        chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
        "registrar",
    )
}

#[test]
fn what_a_stopped_comparison_found_last_is_not_listed_beside_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.ssiddesk");
    let district = districts::district_of("140", "Bear River", "2027", true).unwrap();
    drop(districts::create(&path, &district, &now()).unwrap());
    let mut core = Core::new(Setup {
        data_folder: folder.path().to_owned(),
        desktop: Box::new(Scripted::default()),
        clock: Box::new(now),
        wake: Arc::new(|| {}),
    });
    core.send(Command::OpenStore(path));
    core.run_until_idle();
    let found = || vec![((StudentKey(1), StudentKey(2)), 14.0, Band::VeryLikely)];
    let listed = |core: &mut Core| core.session().unwrap().duplicates.pairs.len();
    // One is under way, and the next one was asked for.
    core.send(Command::Duplicates(DuplicatesCommand::Scan));
    core.run_until_idle();
    let d = &mut core.session().unwrap().duplicates;
    (d.looking, d.pending.scan) = (Looking::Comparing, true);
    core.pairs_found(found());
    assert_eq!(listed(&mut core), 0);
    // The next one has begun.
    core.session().unwrap().duplicates.pending.scan = false;
    core.pairs_found(found());
    assert_eq!(listed(&mut core), 1);
}

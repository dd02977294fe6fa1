//! The long work, as the jobs of the window do it: Create, the practice answer, the response, undo, opening.

use super::desk::{Desk, Stage};
use super::peers::{PLAIN_READ, PLAIN_WRITE};
use super::table::{Figures, figure};
use criterion::Criterion;
use ssid_desk::app::work::{practice, responses};
use ssid_desk::app::{Roll, Ticket};
use ssid_desk::domain::ids::RequestId;
use ssid_desk::store::Store;

/// Measures it.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let ticket = Ticket::default();
    figures.measure(
        c,
        figure("open the district, whole file checked").beside(PLAIN_READ),
        || desk.copy_file(Stage::Applied),
        |(_, path)| Store::open(path).unwrap(),
    );
    let store = desk.look(Stage::Applied);
    figures.measure(
        c,
        figure("read the roll of students").beside(PLAIN_READ),
        || (),
        |()| Roll::read(&store.read().unwrap(), desk.stamp.today, &mut |_, _| true).unwrap(),
    );
    drop(store);
    figures.measure(
        c,
        figure("Create Retrieve for all schools")
            .under(3000)
            .beside(PLAIN_WRITE),
        || desk.copy(Stage::Fresh),
        |copy| desk.create(&copy.store, copy.folder.path()),
    );
    figures.measure(
        c,
        figure("the practice SSID system answers"),
        || {
            std::fs::remove_file(&desk.response).unwrap();
            desk.copy(Stage::Asked)
        },
        |copy| practice::send(&copy.store, RequestId(1)).unwrap(),
    );
    let store = desk.look(Stage::Asked);
    figures.measure(
        c,
        figure("read and compare the response").beside(PLAIN_READ),
        || (),
        |()| desk.check(&store),
    );
    drop(store);
    figures.measure(
        c,
        figure("apply the response").under(3000).beside(PLAIN_WRITE),
        || {
            let copy = desk.copy(Stage::Asked);
            (desk.check(&copy.store), copy)
        },
        |(checked, copy)| responses::apply(&copy.store, checked, false, &desk.stamp, &ticket).unwrap(),
    );
    figures.measure(
        c,
        figure("undo it").beside(PLAIN_WRITE),
        || desk.copy(Stage::Applied),
        |copy| {
            let undone = copy.store.undo(
                desk.applied,
                &Default::default(),
                "bench",
                desk.stamp.now,
                &mut |_, _| true,
            );
            undone.unwrap().unwrap()
        },
    );
}

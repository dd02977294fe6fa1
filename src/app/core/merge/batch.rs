//! All pairs that are ready to be merged: gone through without changing anything, then the clean ones in one go.

use super::super::Core;
use super::super::reloading::roll_after;
use crate::app::notice::{Level, Notice};
use crate::app::state::Rehearsal;
use crate::app::work::WorkError;
use crate::app::work::{merges, missing};
use std::sync::Arc;

impl Core {
    pub(super) fn rehearse(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let (roll, general) = (Arc::clone(&s.roll), Arc::clone(&s.general.rows));
        self.start(
            "Going through the pairs that are ready",
            move |ticket| -> Result<_, WorkError> {
                let pairs = missing::look(&store, &roll, &general, &stamp, ticket)?.ready_pairs();
                merges::rehearse(&store, &pairs, &stamp, ticket)
            },
            |core, result| match result {
                Ok(pairs) => core.with_merge(|m| m.rehearsal = Some(Rehearsal { pairs })),
                Err(e) => core.tell_error(&e),
            },
        );
    }

    pub(super) fn merge_clean(&mut self) {
        let Some(store) = self.store() else { return };
        let Some(account) = self.administrator().map(str::to_owned) else {
            return self.tell(Notice::failed(
                "Only a security administrator may merge profiles. Sign in first.",
            ));
        };
        let Some(pairs) = self
            .session()
            .and_then(|s| s.merge.rehearsal.as_ref())
            .map(|r| r.pairs.clone())
        else {
            return;
        };
        let stamp = self.stamp();
        let today = stamp.today;
        self.start(
            "Merging the clean pairs",
            move |ticket| -> Result<_, WorkError> {
                let done = merges::merge_clean(&store, &pairs, &account, &stamp, ticket);
                let mut rolls = None;
                if let Some(last) = done.merged.last() {
                    rolls = roll_after(&store, last, today);
                }
                Ok((done, rolls))
            },
            |core, result| match result {
                Ok((done, roll)) => {
                    let mut touched: Vec<_> = done.merged.iter().flat_map(|c| c.touched.clone()).collect();
                    touched.sort_unstable();
                    touched.dedup();
                    core.with_merge(|m| m.rehearsal = None);
                    core.reload(&touched, roll);
                    let mut notice = Notice::done(format!(
                        "{} merged. Each can be undone alone in History.",
                        crate::domain::text::count(done.merged.len(), "pair was", "pairs were")
                    ));
                    if !done.left.is_empty() {
                        notice.level = Level::Attention;
                        notice = notice.details(done.left.join("\n"));
                    }
                    core.tell(notice);
                }
                Err(e) => {
                    core.reload(&[], None);
                    core.tell_error(&e);
                }
            },
        );
    }
}

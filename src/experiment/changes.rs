//! The changes under way of an experiment ([`Live`]): read from a link, taken in, left out.

use super::field::field;
use super::limits::MAX_LIVE;
use super::live::{Live, keys, read_place};
use super::problem::{Problem, Reason};
use super::spec::Spec;
use super::value::{Read, read};
use crate::error::Allowed;

impl Spec {
    /// The changes under way as a link says them; empty for none.
    pub(super) fn live_text(&self) -> String {
        self.live.iter().map(Live::to_string).collect::<Vec<_>>().join(";")
    }

    /// Leaves out changes of settings that the solver does not have.
    pub(super) fn drop_foreign_changes(&mut self) {
        let solver = self.solver;
        self.live.retain(|change| keys(solver).any(|key| key == change.key));
    }

    /// Takes in a change at its place in the run; the one of the same setting that was made there gives way. One before the first
    /// block is no change: the run starts with that value.
    pub(super) fn change(&mut self, change: Live) {
        self.live.retain(|other| (other.place(), other.key) != (change.place(), change.key));
        if change.place() == (0, 0) {
            self.put(change.key, change.value);
            return;
        }
        let at = self.live.partition_point(|other| (other.place(), other.key) < (change.place(), change.key));
        self.live.insert(at, change);
    }

    /// Leaves out a change to the value that the setting has there without it.
    pub(super) fn forget_repeated(&mut self, change: Live) {
        let Some(at) = self.live.iter().position(|other| *other == change) else { return };
        let before = self.live[..at].iter().rfind(|other| other.key == change.key);
        if before.map_or(self.setting(change.key), |other| other.value).to_bits() == change.value.to_bits() {
            self.live.remove(at);
        }
    }

    /// What a change must be, where this is none that the experiment can have.
    pub(super) fn unlike(&self, change: &Live) -> Option<Allowed> {
        let Some(field) = field(change.key).filter(|f| f.live && f.applies_to(self.solver)) else {
            return Some(Allowed::Keys { names: keys(self.solver).collect() });
        };
        (!field.allows(&self.task, change.value)).then(|| field.allowed(&self.task))
    }

    /// Reads what a link says of changes under way. What could not be taken as given is left out or moved to the nearest, and is a
    /// problem each.
    #[inline(never)] // no part of what the page fetches first
    pub(super) fn read_live(&mut self, given: &str, problems: &mut Vec<Problem>) {
        let mut taken: Vec<((usize, usize), &str)> = Vec::new();
        let mut problem = |key: &str, reason, given: &str, allowed, used| {
            problems.push(Problem { reason, key: key.to_owned(), given: given.to_owned(), allowed, used });
        };
        let items: Vec<_> = given.split(';').map(str::trim).filter(|item| !item.is_empty()).collect();
        if items.is_empty() {
            problem("live", Reason::Value, given, Allowed::Changes, None);
        }
        for item in items {
            let parts: Vec<&str> = item.split(':').map(str::trim).collect();
            let read_item = match parts[..] {
                [place, key, value] => read_place(place).map(|place| (place, key, value)),
                _ => None,
            };
            let Some((place, key, value)) = read_item else {
                problem("live", Reason::Value, item, Allowed::Changes, None);
                continue;
            };
            let name = format!("live={key}");
            let Some(known) = field(key).filter(|f| f.live || !f.applies_to(self.solver)) else {
                problem(&name, Reason::UnknownKey, value, Allowed::Keys { names: keys(self.solver).collect() }, None);
                continue;
            };
            if taken.len() == MAX_LIVE {
                problem("live", Reason::Value, item, Allowed::AtMost { most: MAX_LIVE }, None);
                continue;
            }
            if taken.contains(&(place, key)) {
                problem("live", Reason::Repeated, item, Allowed::Once, None);
                continue;
            }
            if !known.applies_to(self.solver) {
                problem(&name, Reason::OtherSolver, value, known.owners(self.solver), None);
                continue;
            }
            let mut there = self.clone();
            match read(&mut there, known, value) {
                Read::Exact => {}
                Read::Nearest => {
                    problem(&name, Reason::Value, value, known.allowed(&self.task), Some(there.text(known)));
                }
                Read::Nothing | Read::Unfit(_) => {
                    problem(&name, Reason::Value, value, known.allowed(&self.task), None);
                    continue;
                }
            }
            taken.push((place, known.key));
            let (iteration, block) = place;
            self.change(Live { iteration, block, key: known.key, value: there.setting(known.key) });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::Parsed;
    use super::super::Solver;
    use super::super::field::{Kind, fields_of};
    use super::*;

    /// Some changes under way of an experiment.
    pub(in super::super) fn lives(spec: &Spec) -> impl Strategy<Value = Vec<Live>> + use<> {
        let live: Vec<_> = fields_of(spec.solver).filter(|f| f.live).collect();
        let task = spec.task.clone();
        let one =
            (0..200_usize, 0..5_usize, 0..live.len(), 0.0..=1.0).prop_map(move |(iteration, block, which, share)| {
                let [min, max] = live[which].range(&task);
                let value: f64 = min + share * (max - min);
                let value = if live[which].kind == Kind::Integer { value.round() } else { value };
                Live { iteration, block, key: live[which].key, value }
            });
        prop::collection::vec(one, 0..5)
    }

    fn sentences(link: &str) -> Vec<String> {
        Spec::parse(link).problems.iter().map(Problem::to_string).collect()
    }

    #[test]
    fn a_link_says_changes_in_the_order_of_the_run() {
        let Parsed { spec, problems, .. } =
            Spec::parse("task=moons&live=80.3:tau:.05;40:mu:.1;%200:margin:2;90:mu:.6;7:mu:.6");
        assert_eq!(problems, []);
        assert_eq!(spec.link(), "#v=1&task=moons&margin=2&live=7:mu:0.6;40:mu:0.1;80.3:tau:0.05;90:mu:0.6");
        assert_eq!(spec.validate(), Ok(()));
        assert_eq!(Spec::parse(&spec.link()).spec, spec);
    }

    #[test]
    fn what_cannot_be_taken_says_so() {
        let form = "it must be changes under way, like 40:mu:0.1;80:tau:0.05: an iteration, a setting and its value. It is left out.";
        let keys = "margin, mu, tau, inner, average";
        for (link, sentence) in [
            ("live=", format!("“live” was empty; {form}")),
            ("live=mu:.1", format!("“live” was mu:.1; {form}")),
            ("live=4e1:mu:.1", format!("“live” was 4e1:mu:.1; {form}")),
            ("live=-4:mu:.1", format!("“live” was -4:mu:.1; {form}")),
            ("live=10001:mu:.1", format!("“live” was 10001:mu:.1; {form}")),
            ("live=40.:mu:.1", format!("“live” was 40.:mu:.1; {form}")),
            ("live=40:n:9", format!("“live=n” (it was 9) is not a setting; there are {keys}. It is left out.")),
            ("live=40:x:9", format!("“live=x” (it was 9) is not a setting; there are {keys}. It is left out.")),
            (
                "live=40:lr:.1",
                "“live=lr” was .1; it must be left out for the solver exact: it belongs to surrogate. It is left out."
                    .into(),
            ),
            (
                "live=40:mu:NaN",
                "“live=mu” was NaN; it must be a number from 0.00000001 to 1000000. It is left out.".into(),
            ),
            ("live=40:mu:x", "“live=mu” was x; it must be a number from 0.00000001 to 1000000. It is left out.".into()),
            (
                "live=40:mu:.1;40:mu:.2",
                "“live” was given again as 40:mu:.2; it must be given once. It is left out.".into(),
            ),
            (
                "live=4:mu:.1&live=5:mu:.1",
                "“live” was given again as 5:mu:.1; it must be given once. 4:mu:.1 is used instead.".into(),
            ),
        ] {
            assert_eq!(sentences(link), [sentence], "{link}");
        }
        let moved = "live=40:inner:2.4";
        assert_eq!(
            sentences(moved),
            ["“live=inner” was 2.4; it must be a whole number from 1 to 100. 2 is used instead."]
        );
        let many: Vec<_> = (1..=MAX_LIVE + 1).map(|k| format!("{k}:mu:{k}")).collect();
        let Parsed { spec, problems, .. } = Spec::parse(&format!("live={}", many.join(";")));
        assert_eq!((spec.live.len(), problems.len()), (MAX_LIVE, 1));
    }

    proptest! {
        #[test]
        fn changes_are_kept_in_order_and_say_something(
            (spec, changes) in super::super::link::tests::specs_of(crate::tasks::Task::MOONS, Solver::Exact)
                .prop_flat_map(|spec| { let lives = lives(&spec); (Just(spec), lives) })
        ) {
            let mut changed = spec.clone();
            for change in &changes {
                changed.change(*change);
            }
            prop_assert!(changed.live.windows(2).all(|p| (p[0].place(), p[0].key) < (p[1].place(), p[1].key)));
            // Whatever the order of making, the value at any place is that of the last change before it.
            for at in changes.iter().map(Live::place) {
                for key in keys(Solver::Exact) {
                    let last = |list: &[Live]| list.iter().rfind(|c| c.key == key && c.place() <= at).map(|c| c.value);
                    let made = changes.iter().rev().find(|c| c.key == key && c.place() == at).map(|c| c.value);
                    let now = last(&changed.live).unwrap_or_else(|| changed.setting(key));
                    prop_assert!(made.is_none_or(|value| value == now));
                }
            }
            prop_assert_eq!(Spec::parse(&changed.link()).spec, changed);
        }
    }
}

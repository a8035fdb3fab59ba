//! Whatever a link holds is read or refused: texts that were once whole, and then changed. `cargo xtask fuzz` runs these for minutes.

use std::sync::LazyLock;

use base64ct::{Base64UrlUnpadded, Encoding};
use heaviside::data::Answer;
use heaviside::experiment::Spec;
use heaviside::tasks::{Points, Task, Trains};
use proptest::prelude::*;
use proptest::sample::Index;

/// Every link of the lock.
static LINKS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let tables = [
        include_str!("../links/settings.jsonl"),
        include_str!("../links/tasks.jsonl"),
        include_str!("../links/steps.jsonl"),
    ];
    let link = |row: &str| Some(row.split_once(r#""link":""#)?.1.split_once('"')?.0.to_owned());
    tables.iter().flat_map(|table| table.lines()).filter_map(link).collect()
});

/// One thing that happens to a text on its way.
#[derive(Debug, Clone)]
enum Change {
    Put(Index, char),
    Cut(Index, Index),
    Twice(Index, Index),
    End(Index),
}

fn sign() -> impl Strategy<Value = char> {
    prop_oneof![4 => prop::sample::select("AQaz09-_=&;:,.#%+/ ".chars().collect::<Vec<_>>()), 1 => any::<char>()]
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    prop_oneof![
        4 => (place(), sign()).prop_map(|(at, sign)| Change::Put(at, sign)),
        2 => (place(), place()).prop_map(|(from, to)| Change::Cut(from, to)),
        1 => (place(), place()).prop_map(|(from, to)| Change::Twice(from, to)),
        2 => place().prop_map(Change::End),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    for change in changes {
        if signs.is_empty() {
            break;
        }
        let range = |from: &Index, to: &Index, length: usize| {
            let (from, to) = (from.index(length), to.index(length));
            from.min(to)..from.max(to)
        };
        match change {
            Change::Put(at, sign) => {
                let at = at.index(signs.len());
                signs[at] = *sign;
            }
            Change::Cut(from, to) => drop(signs.drain(range(from, to, signs.len()))),
            Change::Twice(from, to) => {
                let again = signs[range(from, to, signs.len())].to_vec();
                signs.extend(again);
            }
            Change::End(at) => signs.truncate(at.index(signs.len())),
        }
    }
    signs.into_iter().collect()
}

/// What a link says of the data of a task.
fn said(task: &Task) -> String {
    task.said().expect("own data").1
}

/// The sets of a task's data: all of every sample is in range, and every class is one that there is.
fn drawn(task: &Task) -> Result<(), TestCaseError> {
    let Answer::Classes(classes) = task.answer() else { return Err(TestCaseError::fail("classes")) };
    prop_assert!((2..=5).contains(&classes));
    let defaults = task.defaults();
    let splits = task.generate::<f32>(defaults.encoder, 8, defaults.steps, defaults.noise, 1).expect("valid");
    for set in [&splits.train, &splits.validation, &splits.test] {
        prop_assert!(!set.is_empty() && set.labels.iter().all(|&label| label < classes));
        prop_assert!(set.input.values().iter().all(|v| (0.0..=1.0).contains(v)));
    }
    Ok(())
}

proptest! {
    #[test]
    fn points(classes in prop::collection::vec(prop::collection::vec(any::<[u8; 2]>(), 4..=30), 2..=5), changes in prop::collection::vec(change(), 0..5)) {
        let text = said(&Task::own(Points::new(classes).expect("few enough")));
        if let Ok(points) = Points::read(&changed(&text, &changes)) {
            let task = Task::own(points.clone());
            prop_assert_eq!(Points::read(&said(&task)), Ok(points));
            drawn(&task)?;
        }
    }

    #[test]
    fn trains(size in (1u8..=32, 2u8..=60), cells in prop::collection::vec(any::<u8>(), 1920), changes in prop::collection::vec(change(), 0..5)) {
        // Two samples of any cells, written by hand: what is read of it is written as it was.
        let (channels, steps) = size;
        let bytes = (usize::from(channels) * usize::from(steps)).div_ceil(8);
        let mut raw = vec![1, channels, steps];
        for class in [0, 1] {
            raw.push(class);
            raw.extend(cells.iter().cycle().skip(usize::from(class) * bytes).take(bytes));
        }
        let text = changed(&Base64UrlUnpadded::encode_string(&raw), &changes);
        if let Ok(trains) = Trains::read(&text) {
            let task = Task::own(trains.clone());
            prop_assert_eq!(Trains::read(&said(&task)), Ok(trains));
            drawn(&task)?;
        }
    }

    #[test]
    fn links(which: Index, changes in prop::collection::vec(change(), 0..6)) {
        let link: &String = which.get(&LINKS);
        let parsed = Spec::parse(&changed(link, &changes));
        prop_assert_eq!(parsed.spec.validate(), Ok(()));
        let again = Spec::parse(&parsed.spec.link());
        prop_assert_eq!(&again.spec, &parsed.spec);
        prop_assert!(again.problems.is_empty(), "{:?}", again.problems);
        for problem in &parsed.problems {
            let sentence = problem.to_string();
            prop_assert!(sentence.ends_with('.') && !sentence.contains('\n') && sentence.chars().count() < 1000, "{}", sentence);
        }
    }
}

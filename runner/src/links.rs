//! Many links in few words: lists and ranges in a link, many links in a file.
//!
//! ```text
//! task=moons,spirals & rho0=.1,.3,1 & seed=1..20 & hidden=50|40,40
//! ```
//!
//! A comma stands between values, `a..b` is every whole number from a to b; between the alternatives of `hidden` and `data`, whose
//! single value may itself hold commas, stands `|`. All combinations are meant, the last key changing fastest.

use std::collections::HashSet;
use std::str::FromStr;

use heaviside::experiment::{Kind, Reason, Spec, field, pairs};
use heaviside::tasks::Library;

/// Most experiments of a sweep.
const MOST: usize = 1_000_000;

/// One of `count` equal parts of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub index: usize,
    /// How many parts.
    pub count: usize,
}

impl Shard {
    /// Every `count`-th of all, so that neighbours, which cost alike, go to different shards.
    pub fn of<T>(self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip(self.index - 1).step_by(self.count).collect()
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
        match parts {
            Some((index, count)) if (1..=count).contains(&index) => Ok(Self { index, count }),
            _ => Err("a shard is two whole numbers i/n with i from 1 to n, like 1/8".into()),
        }
    }
}

/// The experiments of a file: a link, with or without lists, a line. Empty lines and comments are skipped; a comment is a
/// line that starts with `#` and a space (or is `#` alone), which no link does.
///
/// # Errors
/// A sentence for everything that cannot be taken as given, with its line.
pub fn of_file(text: &str, library: &Library) -> Result<Vec<Spec>, Vec<String>> {
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for (index, line) in text.lines().enumerate().map(|(index, line)| (index, line.trim())) {
        if line.is_empty() || line == "#" || line.starts_with("# ") || line.starts_with("#\t") {
            continue;
        }
        match of_link(line, library) {
            Ok(specs) => all.extend(specs),
            Err(sentences) => wrong.extend(sentences.iter().map(|s| format!("Line {}: {s}", index + 1))),
        }
    }
    if wrong.is_empty() { Ok(once(all)) } else { Err(wrong) }
}

/// The experiments of a link with lists, each once.
///
/// A setting of another solver is left out where the link lists several solvers, and is a fault where it names one. In
/// all else a sweep is strict: what the page would replace by the nearest valid value is a fault here.
///
/// # Errors
/// A sentence for everything that cannot be taken as given.
pub fn of_link(link: &str, library: &Library) -> Result<Vec<Spec>, Vec<String>> {
    let mut wrong = Vec::new();
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for (key, value) in pairs(link) {
        match alternatives(&key, &value) {
            Ok(values) => lists.push((key, values)),
            Err(sentence) => wrong.push(sentence),
        }
    }
    if lists.is_empty() && wrong.is_empty() {
        let start: String = link.chars().take(40).collect();
        wrong.push(format!("“{start}” is no link: a link has a key and a value, like task=moons."));
    }
    let count = lists.iter().try_fold(1_usize, |n, (_, values)| n.checked_mul(values.len()));
    let count = count.filter(|count| *count <= MOST);
    if count.is_none() {
        wrong.push(format!("These are more than {MOST} experiments: take fewer values, or several sweeps."));
    }
    let (true, Some(count)) = (wrong.is_empty(), count) else { return Err(wrong) };

    let many_solvers = lists.iter().any(|(key, values)| key == "solver" && values.len() > 1);
    let mut all = Vec::with_capacity(count);
    for index in 0..count {
        let mut link = form_urlencoded::Serializer::new(String::from("#"));
        let mut weight = count;
        for (key, values) in &lists {
            weight /= values.len();
            link.append_pair(key, &values[index / weight % values.len()]);
        }
        let parsed = Spec::parse_with(&link.finish(), library);
        let faults = parsed.problems.iter().filter(|p| !(many_solvers && p.reason == Reason::OtherSolver));
        wrong.extend(faults.map(|problem| format!("{problem:#}")));
        if let Err(error) = parsed.spec.check_memory() {
            wrong.push(format!("{error} ({})", parsed.spec.link()));
        }
        all.push(parsed.spec);
    }
    let mut said = HashSet::new();
    wrong.retain(|sentence| said.insert(sentence.clone()));
    if wrong.is_empty() { Ok(once(all)) } else { Err(wrong) }
}

/// The same without repetitions: the first of each stays.
fn once(mut all: Vec<Spec>) -> Vec<Spec> {
    let mut seen = HashSet::new();
    all.retain(|spec| seen.insert(spec.link()));
    all
}

/// The values that one value of a link with lists stands for.
fn alternatives(key: &str, value: &str) -> Result<Vec<String>, String> {
    if value.is_empty() {
        return Ok(vec![String::new()]);
    }
    let commas = key == "data" || field(key).is_some_and(|f| f.kind == Kind::Layers);
    let mut values = Vec::new();
    for part in value.split(if commas { '|' } else { ',' }).map(str::trim) {
        match part.split_once("..") {
            _ if part.is_empty() => return Err(format!("“{key}” was {value}; a value is missing there.")),
            Some((from, to)) if !commas => match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
                (Ok(from), Ok(to)) if from <= to && ((to - from) as usize) < MOST => {
                    values.extend((from..=to).map(|v| v.to_string()));
                }
                _ => {
                    return Err(format!(
                        "“{key}” was {part}; a range is two whole numbers, the smaller one first, like 1..20."
                    ));
                }
            },
            _ => values.push(part.to_owned()),
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(link: &str) -> Vec<String> {
        of_link(link, &Library::default()).expect("a sweep").iter().map(Spec::link).collect()
    }

    fn faults(link: &str) -> Vec<String> {
        of_link(link, &Library::default()).expect_err("a fault")
    }

    #[test]
    fn a_link_without_lists_is_itself() {
        assert_eq!(links("https://example.org/#v=1&task=moons&hidden=40,40"), ["#v=1&task=moons&hidden=40,40"]);
    }

    #[test]
    fn lists_and_ranges_combine_the_last_fastest() {
        assert_eq!(links("task=moons,xor&solver=surrogate&lr=.1,.3&seed=1..3").len(), 2 * 2 * 3, "the whole product");
        assert_eq!(
            links("#v=1&task=moons&theta=1,2&seed=2..3,9"),
            [
                "#v=1&task=moons&seed=2",
                "#v=1&task=moons&seed=3",
                "#v=1&task=moons&seed=9",
                "#v=1&task=moons&seed=2&theta=2",
                "#v=1&task=moons&seed=3&theta=2",
                "#v=1&task=moons&seed=9&theta=2",
            ]
        );
    }

    #[test]
    fn alternatives_of_layers_stand_between_bars() {
        assert_eq!(
            links("task=moons&hidden=20|40,40|40%2C40%2C40"),
            ["#v=1&task=moons&hidden=20", "#v=1&task=moons&hidden=40,40", "#v=1&task=moons&hidden=40,40,40"]
        );
    }

    #[test]
    fn an_experiment_that_is_said_twice_is_meant_once() {
        assert_eq!(links("task=moons&seed=1,1..2,2"), ["#v=1&task=moons", "#v=1&task=moons&seed=2"]);
        // The step size is the exact solver's alone: the surrogate is one experiment.
        assert_eq!(
            links("task=moons&solver=exact,surrogate&tau=.02,.1"),
            ["#v=1&task=moons&tau=0.02", "#v=1&task=moons&tau=0.1", "#v=1&task=moons&solver=surrogate"]
        );
    }

    #[test]
    fn what_the_page_would_replace_is_a_fault() {
        assert_eq!(
            faults("task=moons&seed=3..1")[0],
            "“seed” was 3..1; a range is two whole numbers, the smaller one first, like 1..20."
        );
        assert_eq!(faults("task=moons&seed=1,,2")[0], "“seed” was 1,,2; a value is missing there.");
        assert!(faults("task=mons").iter().any(|s| s.starts_with("“task” was mons; it must be xor, moons")));
        assert_eq!(faults("task=moons&T=1,5..6"), ["“T” was 1; it must be a whole number from 2 to 200."]);
        assert_eq!(faults("task=moons&solver=surrogate&tau=.1,.2").len(), 2, "a setting that this solver lacks");
        assert!(faults("task=moons&seed=1..900000&theta=1..3")[0].contains("more than 1000000"));
        assert!(faults("task=moons&n=5000&T=200&hidden=512,512,512")[0].contains("limit is 1024 MiB"));
        assert!(faults("moons")[0].contains("is not a setting"), "{:?}", faults("moons"));
        assert!(faults("#")[0].contains("is no link"));
    }

    #[test]
    fn a_file_holds_a_link_a_line() {
        let text = "# a comment\n#\n\n#v=1&task=moons&seed=1..2\n  task=xor\ntask=moons\n";
        let links: Vec<String> = of_file(text, &Library::default()).expect("a sweep").iter().map(Spec::link).collect();
        assert_eq!(links, ["#v=1&task=moons", "#v=1&task=moons&seed=2", "#v=1&task=xor"]);
        let faults = of_file("task=moons\n#todo\ntask=xor&n=1\n", &Library::default()).expect_err("two faults");
        assert!(faults.iter().any(|s| s.starts_with("Line 2: “todo”")), "{faults:?}");
        assert!(faults.iter().any(|s| s.starts_with("Line 3: “n” was 1")), "{faults:?}");
    }

    #[test]
    fn shards_are_disjoint_and_complete() {
        let all: Vec<usize> = (0..23).collect();
        let mut together: Vec<usize> = (1..=5).flat_map(|index| Shard { index, count: 5 }.of(all.clone())).collect();
        together.sort_unstable();
        assert_eq!(together, all);
        assert_eq!("2/8".parse(), Ok(Shard { index: 2, count: 8 }));
        for wrong in ["0/8", "9/8", "2", "a/b", "1/0", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}

//! The link that says an experiment: `#v=1&task=spirals&hidden=40,40`.
//!
//! Reading never fails. A link is written by hand, cut off by a mail program or comes from another version; the page
//! opens on the nearest valid experiment and says one sentence for each thing that it could not take as given.

use super::Solver;
use super::comparison::Comparison;
use super::field::{field, fields_of, keys};
use super::pairs::pairs;
use super::problem::{Problem, Reason, shown, take};
use super::proof::Proof;
use super::spec::{Spec, VERSION};
use super::value::{nearest, read};
use crate::error::Allowed;
use crate::tasks::{Library, Points, Task, Trains, Unfound, Unread};

/// Keys of a link that are no setting.
const OTHERS: [&str; 8] = ["points", "trains", "data", "live", "with", "sweep", "at", "fp"];

/// What a link was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The nearest valid experiment.
    pub spec: Spec,
    /// What it is compared with.
    pub comparison: Comparison,
    /// What its run is said to come to.
    pub proof: Option<Proof>,
    /// What could not be taken as given, in the order of the link.
    pub problems: Vec<Problem>,
}

impl Spec {
    /// Reads a link: `#v=1&task=..`, with or without `#` or `?`, or a whole URL. Numbers beyond their range are
    /// moved to its nearer end; what is no value at all gives way to the default. The task is read before the solver
    /// and both before the rest, layers and gap next, wherever they stand, because the defaults depend on them. Of a key that is given
    /// twice, the first counts.
    ///
    /// Data that a link names and does not hold are not here; see [`Self::parse_with`].
    pub fn parse(link: &str) -> Parsed {
        Self::parse_with(link, &Library::default())
    }

    /// As [`Self::parse`], with the data that links name.
    pub fn parse_with(link: &str, library: &Library) -> Parsed {
        let mut problems = Vec::new();
        let pairs = pairs(link);
        let first = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());

        let defaults = Spec::default();
        let mut task = first("task").and_then(|v| nearest(v, Task::from_name)).unwrap_or(defaults.task);
        for key in ["points", "trains", "data"] {
            if let Some(given) = first(key) {
                problems.extend(read_own(&mut task, key, given, library));
            }
        }
        let fits = |solver: &Solver| solver.fits(&task);
        let solver =
            first("solver").and_then(|v| nearest(v, Solver::from_name)).filter(fits).unwrap_or(defaults.solver);
        let mut spec = Spec::defaults(task, solver);
        // What else has its default by the layers and by the gap.
        for key in ["hidden", "gap"] {
            if let (Some(field), Some(given)) = (field(key), first(key)) {
                read(&mut spec, field, given);
            }
        }

        for (index, (key, given)) in pairs.iter().enumerate() {
            let earlier = pairs[..index].iter().any(|(k, _)| k == key);
            // What stands for no setting of the experiment, and what is used of it.
            let other = match key.as_str() {
                "v" => Some(VERSION.to_string()),
                "points" | "trains" | "data" | "live" | "at" | "fp" | "with" | "sweep" => {
                    Some(first(key).unwrap_or_default().to_owned())
                }
                _ => None,
            };
            let Some(used) = other else {
                let keys =
                    || Allowed::Keys { names: ["v", "task"].into_iter().chain(keys(solver)).chain(OTHERS).collect() };
                problems.extend(take(&mut spec, field(key), key, given, earlier, keys));
                continue;
            };
            let problem = |reason, allowed| {
                let used = Some(shown(&used).into_owned());
                Problem { reason, key: key.clone(), given: given.clone(), allowed, used }
            };
            if earlier {
                problems.push(problem(Reason::Repeated, Allowed::Once));
            } else if key == "v" && given.parse() != Ok(VERSION) {
                problems.push(problem(Reason::Version, VERSION.to_string().into()));
            }
        }
        if let Some(given) = first("live") {
            spec.read_live(given, &mut problems);
        }
        let comparison = Comparison::read(&spec, first("with"), first("sweep"), &mut problems);
        let proof = match (first("at"), first("fp")) {
            (None, None) => None,
            (at, fingerprint) => Proof::read(&spec, at, fingerprint, &mut problems),
        };
        Parsed { spec, comparison, proof, problems }
    }

    /// The canonical link, `#v=1&task=..`: what is as [`Spec::standard`] has it is left out, the task never.
    pub fn link(&self) -> String {
        let defaults = self.standard();
        let mut link = format!("#v={VERSION}&task={}", self.task.name());
        if let Some((key, text)) = self.task.said().filter(|_| self.task != Task::OWN) {
            link += &format!("&{key}={text}");
        }
        if self.solver != Spec::default().solver {
            link += &format!("&solver={}", self.solver.name());
        }
        for field in fields_of(self.solver).filter(|f| !matches!(f.key, "task" | "solver")) {
            let value = self.text(field);
            if value != defaults.text(field) {
                link += &format!("&{}={value}", field.key);
            }
        }
        if !self.live.is_empty() {
            link += &format!("&live={}", self.live_text());
        }
        link
    }
}

/// Reads what a link says of a visitor's own data into the task.
#[inline(never)] // no part of what the page fetches first
fn read_own(task: &mut Task, key: &'static str, given: &str, library: &Library) -> Option<Problem> {
    let own = match key {
        "points" => Points::read(given).map(Task::own).map_err(Unread::name),
        "trains" => Trains::read(given).map(Task::own).map_err(Unread::name),
        _ => library.task(given).map_err(Unfound::name),
    };
    let wrong = match own {
        // Of another task, or beside other data.
        _ if *task != Task::OWN => "task",
        Ok(own) => {
            *task = own;
            return None;
        }
        Err(wrong) => wrong,
    };
    let (allowed, given) = (Allowed::Drawn { data: key, wrong }, given.to_owned());
    Some(Problem { reason: Reason::Value, key: key.to_owned(), given, allowed, used: None })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::field::{Kind, fields};
    use super::super::limits::{MAX_LAYERS, MAX_NEURONS};
    use super::*;
    use crate::network::layer::Token::Dense;
    use crate::tasks::tests::tasks;

    /// Any valid spec.
    fn specs() -> impl Strategy<Value = Spec> {
        let heads = tasks().prop_flat_map(|task| (Just(task.clone()), prop::sample::select(Solver::of_task(&task))));
        heads.prop_flat_map(|(task, solver)| specs_of(task, solver))
    }

    /// Any valid spec of a task and a solver.
    pub(in super::super) fn specs_of(task: Task, solver: Solver) -> impl Strategy<Value = Spec> {
        let numbers: Vec<_> = fields_of(solver)
            .filter(|f| matches!(f.kind, Kind::Integer | Kind::Number))
            .map(|f| {
                let [min, max] = f.range(&task);
                let value = if f.kind == Kind::Integer {
                    (min as u64..=max as u64).prop_map(|v| v as f64).boxed()
                } else {
                    (min..=max).boxed()
                };
                (Just(f.key), prop::option::of(value))
            })
            .collect();
        let word = prop::sample::select(vec!["r", "", "c3", "c5s2", "p2", "pg"]);
        let hidden = prop::collection::vec((1..=MAX_NEURONS, word), 1..=MAX_LAYERS);
        let encoder = prop::sample::select(task.encoders());
        (numbers, hidden, encoder).prop_map(move |(numbers, hidden, encoder)| {
            let mut spec = Spec { encoder, ..Spec::defaults(task.clone(), solver) };
            let words: Vec<_> = hidden
                .iter()
                .map(|(n, word)| if word.starts_with('p') { (*word).to_owned() } else { format!("{n}{word}") })
                .collect();
            read(&mut spec, field("hidden").expect("a field"), &words.join(","));
            for (key, value) in numbers {
                match value {
                    Some(value) if key == "gap" => spec.carry(spec.hidden.clone(), value as usize),
                    Some(value) => spec.put(key, value),
                    None => {}
                }
            }
            spec
        })
    }

    /// Strings that look like links, with broken values.
    fn almost_links() -> impl Strategy<Value = String> {
        let keys: Vec<&str> = fields()
            .iter()
            .map(|f| f.key)
            .chain(["v", "", "x", "points", "trains", "data", "live", "at", "fp", "with", "sweep"])
            .collect();
        let values = prop_oneof![
            any::<f64>().prop_map(|v| v.to_string()),
            "[0-9eE+.,% -]{0,12}",
            prop::sample::select(vec![
                "",
                "NaN",
                "inf",
                "-inf",
                "1e400",
                "-1",
                "0",
                "%FF",
                "moons",
                "own",
                "AQMEAKAQAQDw",
                "iris",
                "wine~0123456789abcdef~178x13",
                "AQAEAAD__4BACQkABAECAwQFBgcI",
                "AQAEAAD__4BACQkABAECAwQFBg",
                "paper",
                "rate",
                "9007199254740993"
            ])
            .prop_map(str::to_owned),
            "\\PC{0,8}",
            "((mu|inner|hidden|solver|seed|task|lr|x):(0?\\.[1-9]|[0-9]{1,3}|4-4|exact|paper|-)[,;]?){1,4}",
            "([0-9]{1,2}(\\.[0-9])?:(mu|inner|rho|lr|n|x):(0?\\.[1-9]|[0-9]{1,3})[,;]?){1,4}",
            "([0-9a-f]{16}|[0-9a-fA-F]{30})",
        ];
        prop::collection::vec((prop::sample::select(keys), values), 0..8)
            .prop_map(|pairs| pairs.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&"))
    }

    /// What a link is read as that says an experiment and nothing else.
    fn alone(spec: Spec) -> Parsed {
        Parsed { spec, comparison: Comparison::default(), proof: None, problems: vec![] }
    }

    fn settled(link: &str) -> Result<(), TestCaseError> {
        let Parsed { spec, comparison, proof, problems } = Spec::parse(link);
        prop_assert_eq!(spec.validate(), Ok(()));
        for other in comparison.second(&spec).into_iter().chain(comparison.runs(&spec)) {
            prop_assert_eq!(other.validate(), Ok(()));
            prop_assert_eq!(&other.task, &spec.task);
        }
        let said = proof.as_ref().map_or_else(String::new, |proof| format!("&{proof}"));
        let canonical = spec.link() + &comparison.link(&spec) + &said;
        prop_assert_eq!(Spec::parse(&canonical), Parsed { spec, comparison, proof, problems: vec![] });
        for problem in problems {
            let sentence = problem.to_string();
            prop_assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{}", sentence);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn a_link_says_the_whole_spec(spec in specs()) {
            prop_assert_eq!(spec.validate(), Ok(()));
            prop_assert_eq!(Spec::parse(&spec.link()), alone(spec));
        }

        #[test]
        fn any_text_is_an_experiment(link in "\\PC*") {
            settled(&link)?;
        }

        #[test]
        fn any_almost_link_is_an_experiment(link in almost_links()) {
            settled(&link)?;
        }

        #[test]
        fn numbers_are_moved_into_their_range(value: f64, index in 0..fields().len()) {
            let field = &fields()[index];
            prop_assume!(matches!(field.kind, Kind::Integer | Kind::Number) && !value.is_nan());
            let solver = field.solvers.as_ref().map_or(Solver::Exact, |s| s[0]);
            let Parsed { spec, problems, .. } = Spec::parse(&format!("solver={}&{}={value}", solver.name(), field.key));
            let [min, max] = field.range(&Task::SPIRALS);
            let mut nearest = value.clamp(min, max);
            if field.kind == Kind::Integer {
                nearest = nearest.round();
            }
            prop_assert_eq!(spec.number(field.key), Some(nearest));
            prop_assert_eq!(problems.len(), usize::from(nearest != value));
        }
    }

    fn sentences(link: &str) -> Vec<String> {
        Spec::parse(link).problems.iter().map(Problem::to_string).collect()
    }

    #[test]
    fn one_experiment_in_many_clothes() {
        let expected =
            Spec { hidden: vec![Dense(40), Dense(40)], seed: 7, ..Spec::defaults(Task::MOONS, Solver::Paper) };
        for link in [
            "#v=1&task=moons&solver=paper&hidden=40,40&seed=7",
            "v=1&task=moons&solver=paper&hidden=40,40&seed=7",
            "?v=1&task=moons&solver=paper&hidden=40,40&seed=7",
            "https://example.org/heaviside/?lang=en#v=1&task=moons&solver=paper&hidden=40,40&seed=7",
            "https://example.org/heaviside/?v=1&task=moons&solver=paper&hidden=40,40&seed=7#",
            "#seed=7&hidden=40%2C40&solver=paper&task=moons",
            "  #task = moons&solver=paper&hidden= 40, +40&seed=+7 ",
            "#task=moons&&solver=p%61per&hidden=40,40&seed=7.0&",
            "#solver=paper&seed=7e0&task=moons&hidden=4e1,40&rho=1&v=1",
        ] {
            assert_eq!(Spec::parse(link), alone(expected.clone()), "{link}");
        }
        assert_eq!(expected.link(), "#v=1&task=moons&solver=paper&hidden=40,40&seed=7");
    }

    #[test]
    fn nothing_said_is_the_default() {
        for link in ["", "#", "?", "  ", "https://example.org/heaviside/", "#/"] {
            assert_eq!(Spec::parse(link), alone(Spec::default()), "{link}");
        }
        assert_eq!(Spec::default().link(), "#v=1&task=spirals");
    }

    #[test]
    fn a_plus_in_an_exponent_survives() {
        assert_eq!(Spec::parse("solver=targets&mu=1e+3").spec.setting("mu"), 1000.0);
        assert_eq!(sentences("solver=targets&mu=1e+3"), [""; 0]);
    }

    #[test]
    fn every_problem_is_one_sentence_that_says_what_is_used() {
        // Whatever tasks there are: a list with commas and one `or`.
        let names = Task::ALL.map(|task| task.name());
        let (last, others) = names.split_last().expect("tasks");
        let names = format!("{} or {last}", others.join(", "));
        let tasks = format!("“task” was Moons; it must be {names}. moons is used instead.");
        for (link, sentence) in [
            ("T=abc", "“T” was abc; it must be a whole number from 2 to 200. 20 is used instead."),
            ("T=", "“T” was empty; it must be a whole number from 2 to 200. 20 is used instead."),
            ("T=NaN", "“T” was NaN; it must be a whole number from 2 to 200. 20 is used instead."),
            ("T=-5", "“T” was -5; it must be a whole number from 2 to 200. 2 is used instead."),
            ("T=1e400", "“T” was 1e400; it must be a whole number from 2 to 200. 200 is used instead."),
            ("T=20.4", "“T” was 20.4; it must be a whole number from 2 to 200. 20 is used instead."),
            ("theta=-inf", "“theta” was -inf; it must be a number from 0.01 to 100. 0.01 is used instead."),
            ("noise=2000", "“noise” was 2000; it must be a number from 0 to 1. 1 is used instead."),
            (
                "seed=9007199254740993",
                "“seed” was 9007199254740993; it must be a whole number from 0 to 9007199254740991. \
                 9007199254740991 is used instead.",
            ),
            ("task=yinyang-published&noise=0.1", "“noise” was 0.1; it must be 0. 0 is used instead."),
            ("task=Moons", &tasks),
            (
                "task=own&points=AQAEAQIDBAUGBwg",
                "“points” was AQAEAQIDBAUGBwg; it must be points as the page writes them: of 2 to 5 classes. It is left out.",
            ),
            (
                "task=own&points=<b>",
                "“points” was <b>; it must be points as the page writes them: base64url without padding. It is left out.",
            ),
            (
                "task=moons&points=AQ",
                "“points” was AQ; it must be left out: it belongs to the task own, which has one kind of data. It is left out.",
            ),
            (
                "task=own&trains=AQME",
                "“trains” was AQME; it must be spike trains as the page writes them: 2 to 8 samples. It is left out.",
            ),
            (
                "solver=adam",
                "“solver” was adam; it must be exact, targets, paper, surrogate or control. exact is used instead.",
            ),
            (
                "solver=paper&task=trains",
                "“solver” was paper; it must be exact, surrogate or control for the task trains. exact is used instead.",
            ),
            (
                "encoder=current&task=order",
                "“encoder” was current; it must be latency for the task order. latency is used instead.",
            ),
            (
                "lr=0.1",
                "“lr” was 0.1; it must be left out for the solver exact: it belongs to surrogate. It is left out.",
            ),
            ("v=2", "“v” was 2; it must be 1. 1 is used instead."),
            ("seed=3&seed=4", "“seed” was given again as 4; it must be given once. 3 is used instead."),
            (
                "solver=control&colour=red",
                "“colour” (it was red) is not a setting; there are v, task, solver, hidden, n, T, noise, gap, encoder, seed, \
                 delta, theta, iterations, gain, kappa, points, trains, data, live, with, sweep, at, fp. It is left out.",
            ),
        ] {
            assert_eq!(sentences(link), [sentence], "{link}");
        }
    }

    #[test]
    fn layers_are_read_as_far_as_they_make_sense() {
        for (given, hidden) in [
            ("40,,30", vec![40, 30]),
            ("40,x", vec![40]),
            ("x", vec![50]),
            ("", vec![50]),
            ("0,9999", vec![1, 512]),
            ("1,2,3,4,5,6,7,8,9", vec![1, 2, 3, 4, 5, 6, 7, 8]),
            ("12.6", vec![13]),
        ] {
            let Parsed { spec, problems, .. } = Spec::parse(&format!("hidden={given}"));
            assert_eq!(spec.hidden, hidden.into_iter().map(Dense).collect::<Vec<_>>(), "{given}");
            assert_eq!(problems.len(), 1, "{given}");
        }
    }

    #[test]
    fn long_and_strange_values_are_cut_in_the_sentence() {
        let sentence = sentences(&format!("T={}%0A", "é".repeat(500))).remove(0);
        assert!(sentence.chars().count() < 150, "{sentence}");
        assert!(sentence.contains('…'));
    }
}

//! The link that says an experiment: `#v=1&task=spirals&hidden=40,40`.
//!
//! Reading never fails. A link is written by hand, cut off by a mail program or comes from another version; the page
//! opens on the nearest valid experiment and says one sentence for each thing that it could not take as given.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::comparison::Comparison;
use super::spec::{
    FIELDS, Field, Kind, MAX_LAYERS, MAX_NEURONS, Solver, Spec, VERSION, allowed, field, fields_of, layers_text,
};
use crate::error::Allowed;
use crate::tasks::{Encoder, Task};

/// What a link was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The nearest valid experiment.
    pub spec: Spec,
    /// What it is compared with.
    pub comparison: Comparison,
    /// What could not be taken as given, in the order of the link.
    pub problems: Vec<Problem>,
}

/// Why something in a link could not be taken as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// The version is not this one.
    Version,
    /// There is no such key.
    UnknownKey,
    /// The key belongs to other solvers.
    OtherSolver,
    /// The key stands in the link more than once.
    Repeated,
    /// The value is none that the key can have.
    Value,
}

/// One thing in a link that could not be taken as given. Its `Display` is a sentence, and one on what is done about it,
/// which the alternate form `{:#}` leaves out; serialised, it is the parts that a translation puts together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// Why.
    pub reason: Reason,
    /// The key, decoded.
    pub key: String,
    /// The value, decoded.
    pub given: String,
    /// What is allowed; for an unknown key, the keys there are.
    pub allowed: Allowed,
    /// The value that is used instead; `None` when the key is left out.
    pub used: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = shown(&self.key);
        let given = if self.given.is_empty() { "empty".into() } else { shown(&self.given) };
        let allowed = &self.allowed;
        match self.reason {
            Reason::UnknownKey => write!(f, "“{key}” (it was {given}) is not a setting; there are {allowed}.")?,
            Reason::Repeated => write!(f, "“{key}” was given again as {given}; it must be {allowed}.")?,
            _ => write!(f, "“{key}” was {given}; it must be {allowed}.")?,
        }
        if f.alternate() {
            return Ok(());
        }
        match &self.used {
            Some(used) => write!(f, " {used} is used instead."),
            None => write!(f, " It is left out."),
        }
    }
}

/// A given text as a sentence can hold it: short, on one line.
fn shown(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST && !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    Cow::Owned(if text.chars().count() > LONGEST { format!("{short}…") } else { short })
}

impl Spec {
    /// Reads a link: `#v=1&task=..`, with or without `#` or `?`, or a whole URL. Numbers beyond their range are
    /// moved to its nearer end; what is no value at all gives way to the default. The task is read before the solver
    /// and both before the rest, wherever they stand, because the defaults depend on them. Of a key that is given
    /// twice, the first counts.
    pub fn parse(link: &str) -> Parsed {
        let mut problems = Vec::new();
        let pairs = pairs(link);
        let first = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());

        let defaults = Spec::default();
        let task = first("task").and_then(|v| nearest(v, Task::from_name)).unwrap_or(defaults.task);
        let fits = |solver: &Solver| Solver::of_task(task).contains(solver);
        let solver =
            first("solver").and_then(|v| nearest(v, Solver::from_name)).filter(fits).unwrap_or(defaults.solver);
        let mut spec = Spec::defaults(task, solver);

        for (index, (key, given)) in pairs.iter().enumerate() {
            let earlier = pairs[..index].iter().any(|(k, _)| k == key);
            // What stands for no setting of the experiment, and what is used of it.
            let other = match key.as_str() {
                "v" => Some(VERSION.to_string()),
                "with" | "sweep" => Some(first(key).unwrap_or_default().to_owned()),
                _ => None,
            };
            let Some(used) = other else {
                let keys = || Allowed::Keys {
                    names: ["v", "task"].into_iter().chain(self::keys(solver)).chain(["with", "sweep"]).collect(),
                };
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
        let comparison = Comparison::read(&spec, first("with"), first("sweep"), &mut problems);
        Parsed { spec, comparison, problems }
    }

    /// The canonical link, `#v=1&task=..`: what is as [`Spec::defaults`] has it is left out, the task never.
    pub fn link(&self) -> String {
        let defaults = Spec::defaults(self.task, self.solver);
        let mut link = format!("#v={VERSION}&task={}", self.task.name());
        if self.solver != Spec::default().solver {
            link += &format!("&solver={}", self.solver.name());
        }
        for field in fields_of(self.solver).filter(|f| !matches!(f.key, "task" | "solver")) {
            let value = self.text(field);
            if value != defaults.text(field) {
                link += &format!("&{}={value}", field.key);
            }
        }
        link
    }

    /// The value of a field as a link says it; NaN for a number of another solver. Numbers are the shortest decimals that
    /// read back to the same bits.
    pub fn text(&self, field: &Field) -> String {
        match (field.kind, field.key) {
            (Kind::Choice, "task") => self.task.name().to_owned(),
            (Kind::Choice, "solver") => self.solver.name().to_owned(),
            (Kind::Choice, _) => self.encoder.name().to_owned(),
            (Kind::Layers, _) => layers_text(&self.hidden),
            (Kind::Integer | Kind::Number, key) => self.number(key).unwrap_or(f64::NAN).to_string(),
        }
    }
}

/// The keys and values that stand in a link (see [`Spec::parse`]), decoded, in its order.
pub fn pairs(link: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(pairs_of(link).as_bytes())
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .filter(|(key, value)| !(key.is_empty() && value.is_empty()))
        .collect()
}

/// Puts a value into the spec, or the nearest to it, and says what of that was not as given. `name` is the key as the
/// sentence has it, `keys` names the keys there are.
pub(super) fn take(
    spec: &mut Spec,
    field: Option<&'static Field>,
    name: &str,
    given: &str,
    earlier: bool,
    keys: impl Fn() -> Allowed,
) -> Option<Problem> {
    let problem =
        |reason, allowed, used| Some(Problem { reason, key: name.to_owned(), given: given.to_owned(), allowed, used });
    let Some(field) = field else { return problem(Reason::UnknownKey, keys(), None) };
    let applies = field.applies_to(spec.solver);
    if earlier {
        return problem(Reason::Repeated, Allowed::Once, applies.then(|| spec.text(field)));
    }
    if !applies {
        return problem(Reason::OtherSolver, owners(field, spec.solver), None);
    }
    if read(spec, field, given) == Read::Exact {
        return None;
    }
    problem(Reason::Value, allowed(field, spec.task), Some(spec.text(field)))
}

/// Where a field belongs that `solver` does not have.
pub(super) fn owners(field: &Field, solver: Solver) -> Allowed {
    let owners = field.solvers.unwrap_or_default().iter().map(|s| s.name()).collect();
    Allowed::OtherSolver { solver: solver.name(), owners }
}

/// The keys of an experiment with `solver` that can differ between two runs.
pub(super) fn keys(solver: Solver) -> impl Iterator<Item = &'static str> {
    fields_of(solver).map(|f| f.key).filter(|key| *key != "task")
}

/// The part of a link that holds the pairs.
fn pairs_of(link: &str) -> &str {
    let link = link.trim();
    let (before, fragment) = match link.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (link, None),
    };
    let query = before.split_once('?').map(|(_, query)| query);
    let pairs = match (fragment, query) {
        (Some(fragment), Some(query)) if !fragment.contains('=') => query,
        (Some(fragment), _) => fragment,
        (None, Some(query)) => query,
        (None, None) if before.contains("://") => "",
        (None, None) => before,
    };
    pairs.trim_start_matches(['#', '?', '/', '&'])
}

/// The choice of that name, written in whatever case.
pub(super) fn nearest<T>(given: &str, from_name: impl Fn(&str) -> Option<T>) -> Option<T> {
    from_name(&given.to_ascii_lowercase())
}

/// How much of a given value could be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// It as given.
    Exact,
    /// The nearest to it that is allowed.
    Nearest,
    /// Nothing: the spec is as it was.
    Nothing,
}

impl Read {
    fn of(exact: bool) -> Self {
        if exact { Self::Exact } else { Self::Nearest }
    }
}

/// Puts the value of a field into the spec, or the nearest to it.
pub(super) fn read(spec: &mut Spec, field: &'static Field, given: &str) -> Read {
    match (field.kind, field.key) {
        // Task and solver are in the spec already.
        (Kind::Choice, "task") => Read::of(given == spec.task.name()),
        (Kind::Choice, "solver") => Read::of(given == spec.solver.name()),
        (Kind::Choice, _) => {
            let accepted = spec.task.encoders();
            let Some(encoder) = nearest(given, Encoder::from_name).filter(|e| accepted.contains(e)) else {
                return Read::Nothing;
            };
            spec.encoder = encoder;
            Read::of(given == encoder.name())
        }
        (Kind::Layers, _) => {
            let layers = given.split(',').map(|part| whole(part, [1.0, MAX_NEURONS as f64]));
            let mut exact = true;
            let mut hidden = Vec::new();
            for layer in layers {
                exact &= layer.is_some_and(|(_, exact)| exact) && hidden.len() < MAX_LAYERS;
                if let Some((neurons, _)) = layer.filter(|_| hidden.len() < MAX_LAYERS) {
                    hidden.push(neurons as usize);
                }
            }
            if hidden.is_empty() {
                return Read::Nothing;
            }
            spec.hidden = hidden;
            Read::of(exact)
        }
        (kind, key) => {
            let range = field.range(spec.task);
            let value = if kind == Kind::Integer { whole(given, range) } else { real(given, range) };
            let Some((value, exact)) = value else { return Read::Nothing };
            spec.put(key, value);
            Read::of(exact)
        }
    }
}

/// The number in `[min, max]` that is nearest to what is given, and whether it is the given one; `None` for what is
/// no number.
fn real(given: &str, [min, max]: [f64; 2]) -> Option<(f64, bool)> {
    let given = given.trim();
    // A form writes a space as "+", so "1e+3" arrives as "1e 3".
    let value: f64 = given.parse().or_else(|_| given.replacen(' ', "+", 1).parse()).ok()?;
    if value.is_nan() {
        return None;
    }
    // Adding zero turns -0 into 0.
    let nearest = value.clamp(min, max) + 0.0;
    Some((nearest, nearest == value))
}

/// As [`real`], for whole numbers.
fn whole(given: &str, range: [f64; 2]) -> Option<(f64, bool)> {
    let (value, exact) = real(given, range)?;
    let rounded = value.round();
    Some((rounded, exact && rounded == value))
}

// The ranges of whole numbers end in whole numbers, so rounding stays within them.
const _: () = {
    let mut i = 0;
    while i < FIELDS.len() {
        let whole = matches!(FIELDS[i].kind, Kind::Integer | Kind::Layers);
        assert!(
            !whole || (FIELDS[i].min as u64 as f64 == FIELDS[i].min && FIELDS[i].max as u64 as f64 == FIELDS[i].max)
        );
        i += 1;
    }
};

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any valid spec.
    fn specs() -> impl Strategy<Value = Spec> {
        let heads = prop::sample::select(&Task::ALL[..])
            .prop_flat_map(|task| (Just(task), prop::sample::select(Solver::of_task(task))));
        heads.prop_flat_map(|(task, solver)| specs_of(task, solver))
    }

    /// Any valid spec of a task and a solver.
    pub(in super::super) fn specs_of(task: Task, solver: Solver) -> impl Strategy<Value = Spec> {
        let numbers: Vec<_> = fields_of(solver)
            .filter(|f| matches!(f.kind, Kind::Integer | Kind::Number))
            .map(|f| {
                let [min, max] = f.range(task);
                let value = if f.kind == Kind::Integer {
                    (min as u64..=max as u64).prop_map(|v| v as f64).boxed()
                } else {
                    (min..=max).boxed()
                };
                (Just(f.key), prop::option::of(value))
            })
            .collect();
        let hidden = prop::collection::vec(1..=MAX_NEURONS, 1..=MAX_LAYERS);
        let encoder = prop::sample::select(task.encoders());
        (numbers, hidden, encoder).prop_map(move |(numbers, hidden, encoder)| {
            let mut spec = Spec { hidden, encoder, ..Spec::defaults(task, solver) };
            for (key, value) in numbers {
                if let Some(value) = value {
                    spec.put(key, value);
                }
            }
            spec
        })
    }

    /// Strings that look like links, with broken values.
    fn almost_links() -> impl Strategy<Value = String> {
        let keys: Vec<&str> = FIELDS.iter().map(|f| f.key).chain(["v", "", "x", "with", "sweep"]).collect();
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
                "paper",
                "rate",
                "9007199254740993"
            ])
            .prop_map(str::to_owned),
            "\\PC{0,8}",
            "((mu|inner|hidden|solver|seed|task|lr|x):(0?\\.[1-9]|[0-9]{1,3}|4-4|exact|paper|-)[,;]?){1,4}",
        ];
        prop::collection::vec((prop::sample::select(keys), values), 0..8)
            .prop_map(|pairs| pairs.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&"))
    }

    /// What a link is read as that says an experiment and nothing else.
    fn alone(spec: Spec) -> Parsed {
        Parsed { spec, comparison: Comparison::default(), problems: vec![] }
    }

    fn settled(link: &str) -> Result<(), TestCaseError> {
        let Parsed { spec, comparison, problems } = Spec::parse(link);
        prop_assert_eq!(spec.validate(), Ok(()));
        for other in comparison.second(&spec).into_iter().chain(comparison.runs(&spec)) {
            prop_assert_eq!(other.validate(), Ok(()));
            prop_assert_eq!(other.task, spec.task);
        }
        let canonical = spec.link() + &comparison.link(&spec);
        prop_assert_eq!(Spec::parse(&canonical), Parsed { spec, comparison, problems: vec![] });
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
        fn numbers_are_moved_into_their_range(value: f64, index in 0..FIELDS.len()) {
            let field = &FIELDS[index];
            prop_assume!(matches!(field.kind, Kind::Integer | Kind::Number) && !value.is_nan());
            let solver = field.solvers.map_or(Solver::Exact, |s| s[0]);
            let Parsed { spec, problems, .. } = Spec::parse(&format!("solver={}&{}={value}", solver.name(), field.key));
            let [min, max] = field.range(Task::Spirals);
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
        let expected = Spec { hidden: vec![40, 40], seed: 7, ..Spec::defaults(Task::Moons, Solver::Paper) };
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
            (
                "task=Moons",
                "“task” was Moons; it must be xor, moons, circles, spirals, yinyang, yinyang-published, order, \
                 randman, match, saccade, channels or trains. moons is used instead.",
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
                "“colour” (it was red) is not a setting; there are v, task, solver, hidden, n, T, noise, encoder, seed, \
                 delta, theta, iterations, gain, kappa, with, sweep. It is left out.",
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
            assert_eq!(spec.hidden, hidden, "{given}");
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

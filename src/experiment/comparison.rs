//! What an experiment is compared with: a second run that differs in some settings, and a sweep of one setting.
//!
//! Both are said by the link, as differences from its experiment: `&with=solver:surrogate` or `&with=mu:0.03;inner:1`,
//! and `&sweep=mu:0.001,0.01,0.1`. What they leave out is as in the experiment; another solver brings its own settings
//! and leaves data, network and seed.

use serde::Serialize;

use super::Solver;
use super::field::{Field, Kind, field, fields_of, keys};
use super::limits::MAX_SWEEP;
use super::pairs::pairs;
use super::problem::{Problem, Reason, take};
use super::spec::Spec;
use super::value::{Read, nearest, read};
use crate::error::Allowed;

/// A field and a value of it as a link says it.
type Setting = (&'static Field, String);

/// What an experiment is compared with, as differences from it. It follows the experiment when that changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// What the second run does otherwise, in the order of a canonical link; empty for no second run.
    with: Vec<Setting>,
    /// The field that is swept and its values.
    sweep: Option<(&'static Field, Vec<String>)>,
}

/// How the weights of two runs start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Start {
    /// The same, to the last bit.
    Same,
    /// The same random numbers, each layer at another scale: the gain or what the layers are scaled on differs.
    Scaled,
    /// One of them from zero, as a solver without a gain does, and the other from random numbers.
    Zero,
    /// Other random numbers, or another network.
    Other,
}

/// A comparison as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The second run.
    pub with: Option<Second>,
    /// The sweep.
    pub sweep: Option<Sweep>,
    /// What the link of the experiment's own run has to be followed by: `&with=..&sweep=..`.
    pub text: String,
    /// The link of the experiment's own run.
    pub run: String,
}

/// A second run as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Second {
    /// The link of this run alone.
    pub link: String,
    /// Key and value of what differs.
    pub differences: Vec<(&'static str, String)>,
    /// Whether both are given the same samples.
    pub data: bool,
    /// How its weights start beside the first's.
    pub weights: Start,
}

/// A sweep as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sweep {
    /// The setting.
    pub key: &'static str,
    /// Its values, each with the link of that run alone.
    pub runs: Vec<(String, String)>,
}

impl Spec {
    /// The same data, network and seed with another solver, which brings its own settings and iterations.
    pub fn with_solver(&self, solver: Solver) -> Self {
        if solver == self.solver {
            return self.clone();
        }
        let Self { iterations, settings, .. } = Self::defaults(self.task, solver);
        Self { solver, iterations, settings, ..self.clone() }
    }

    /// Whether a run of `other` is given the same samples as one of this.
    pub fn same_data(&self, other: &Self) -> bool {
        let data = |s: &Self| (s.task, s.samples, s.steps, s.noise.to_bits(), s.encoder, s.seed);
        data(self) == data(other)
    }

    /// How the weights of a run of `other` start beside those of this.
    pub fn same_start(&self, other: &Self) -> Start {
        if (self.sizes(), self.seed) != (other.sizes(), other.seed) {
            return Start::Other;
        }
        match (self.solver.gain().is_none(), other.solver.gain().is_none()) {
            (true, true) => Start::Same,
            (false, false) => {
                let scale = |s: &Self| [s.delta, s.theta, s.setting("gain")].map(f64::to_bits);
                if self.same_data(other) && scale(self) == scale(other) { Start::Same } else { Start::Scaled }
            }
            _ => Start::Zero,
        }
    }
}

impl Comparison {
    /// Reads only what a link says of a comparison with `base`. What could not be taken as given is left out or moved
    /// to the nearest, and is a problem each.
    pub fn parse(base: &Spec, link: &str) -> (Self, Vec<Problem>) {
        let pairs = pairs(link);
        let first = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        let mut problems = Vec::new();
        let comparison = Self::read(base, first("with"), first("sweep"), &mut problems);
        (comparison, problems)
    }

    pub(super) fn read(base: &Spec, with: Option<&str>, sweep: Option<&str>, problems: &mut Vec<Problem>) -> Self {
        Self {
            with: with.map(|given| read_with(base, given, problems)).unwrap_or_default(),
            sweep: sweep.and_then(|given| read_sweep(base, given, problems)),
        }
    }

    /// The comparison of `base` with a second run on the same task.
    pub fn between(base: &Spec, second: &Spec) -> Self {
        Self { with: differences(base, second), sweep: None }
    }

    /// The experiment of the second run; `None` when there is none, or none that differs from `base`.
    pub fn second(&self, base: &Spec) -> Option<Spec> {
        let second = changed(base, &self.with);
        (second != *base).then_some(second)
    }

    /// The experiments of the sweep; empty when there is none.
    pub fn runs(&self, base: &Spec) -> Vec<Spec> {
        let sweep = self.sweep.iter();
        sweep.flat_map(|(field, values)| values.iter().map(|v| changed(base, &[(*field, v.clone())]))).collect()
    }

    /// What the link of `base` is followed by, `&with=..&sweep=..`; empty for no comparison.
    pub fn link(&self, base: &Spec) -> String {
        let mut link = String::new();
        if let Some(second) = self.second(base) {
            let settings: Vec<_> =
                differences(base, &second).iter().map(|(f, value)| format!("{}:{value}", f.key)).collect();
            link += &format!("&with={}", settings.join(";"));
        }
        if let Some((field, values)) = &self.sweep {
            let values: Vec<_> = values.iter().map(|v| v.replace(',', "-")).collect();
            link += &format!("&sweep={}:{}", field.key, values.join(","));
        }
        link
    }

    /// All of it as plain data.
    pub fn describe(&self, base: &Spec) -> Compared {
        let with = self.second(base).map(|second| Second {
            link: second.link(),
            differences: differences(base, &second).into_iter().map(|(f, value)| (f.key, value)).collect(),
            data: base.same_data(&second),
            weights: base.same_start(&second),
        });
        let sweep = self.sweep.as_ref().map(|(field, values)| Sweep {
            key: field.key,
            runs: values.iter().cloned().zip(self.runs(base).iter().map(Spec::link)).collect(),
        });
        Compared { with, sweep, text: self.link(base), run: base.link() }
    }
}

/// `base` with some settings changed, the solver first.
fn changed(base: &Spec, settings: &[Setting]) -> Spec {
    let solver = settings.iter().find(|(f, _)| f.key == "solver").and_then(|(_, name)| Solver::from_name(name));
    let mut spec = base.with_solver(solver.unwrap_or(base.solver));
    for (field, value) in settings.iter().filter(|(f, _)| f.key != "solver") {
        read(&mut spec, field, value);
    }
    spec
}

/// What leads from `base` to `second`, in the order of a canonical link.
fn differences(base: &Spec, second: &Spec) -> Vec<Setting> {
    let mut settings = Vec::new();
    if base.solver != second.solver {
        settings.extend(field("solver").map(|f| (f, second.solver.name().to_owned())));
    }
    let from = base.with_solver(second.solver);
    let others = fields_of(second.solver).filter(|f| !matches!(f.key, "task" | "solver"));
    settings.extend(others.map(|f| (f, second.text(f))).filter(|(f, value)| *value != from.text(f)));
    settings
}

/// The solver of that name, where the experiment's task has it.
fn solver_of(base: &Spec, given: &str) -> Option<Solver> {
    nearest(given, Solver::from_name).filter(|solver| solver.fits(base.task))
}

fn read_with(base: &Spec, given: &str, problems: &mut Vec<Problem>) -> Vec<Setting> {
    let before = problems.len();
    let refuse = |given: &str| Problem {
        reason: Reason::Value,
        key: "with".into(),
        given: given.into(),
        allowed: Allowed::Differences,
        used: None,
    };
    let items: Vec<_> = given.split(';').map(str::trim).filter(|item| !item.is_empty()).collect();
    let pairs: Vec<_> =
        items.iter().filter_map(|i| i.split_once(':')).map(|(key, value)| (key.trim(), value.trim())).collect();
    let solver = pairs.iter().find(|(key, _)| *key == "solver").and_then(|(_, v)| solver_of(base, v));
    let mut second = base.with_solver(solver.unwrap_or(base.solver));
    problems.extend(items.iter().filter(|item| !item.contains(':')).map(|item| refuse(item)));
    for (index, (key, value)) in pairs.iter().enumerate() {
        let earlier = pairs[..index].iter().any(|(k, _)| k == key);
        // Both runs have one task: other points would have another plane.
        let known = field(key).filter(|f| f.key != "task");
        problems.extend(take(&mut second, known, &format!("with={key}"), value, earlier, || Allowed::Keys {
            names: keys(solver.unwrap_or(base.solver)).collect(),
        }));
    }
    let settings = differences(base, &second);
    if settings.is_empty() && problems.len() == before {
        problems.push(refuse(given));
    }
    settings
}

fn read_sweep(base: &Spec, given: &str, problems: &mut Vec<Problem>) -> Option<(&'static Field, Vec<String>)> {
    let mut problem = |reason, key: String, given: &str, allowed: Allowed, used| {
        problems.push(Problem { reason, key, given: given.to_owned(), allowed, used });
    };
    let shape = || Allowed::Sweep { most: MAX_SWEEP };
    let Some((key, list)) = given.split_once(':').map(|(key, list)| (key.trim(), list)) else {
        problem(Reason::Value, "sweep".into(), given, shape(), None);
        return None;
    };
    let name = format!("sweep={key}");
    let Some(field) = field(key).filter(|f| f.key != "task") else {
        problem(Reason::UnknownKey, name, list, Allowed::Keys { names: keys(base.solver).collect() }, None);
        return None;
    };
    if !field.applies_to(base.solver) {
        problem(Reason::OtherSolver, name, list, field.owners(base.solver), None);
        return None;
    }
    let mut values: Vec<String> = Vec::new();
    for one in list.split(',').map(str::trim) {
        let mut spec = base.clone();
        // The layers of one network stand with "-" between them, since "," parts the values.
        let (outcome, value) = match (field.kind, field.key) {
            (Kind::Choice, "solver") => match solver_of(base, one) {
                Some(solver) if solver.name() == one => (Read::Exact, one.to_owned()),
                Some(solver) => (Read::Nearest, solver.name().to_owned()),
                None => (Read::Nothing, String::new()),
            },
            (Kind::Layers, _) => (read(&mut spec, field, &one.replace('-', ",")), spec.text(field)),
            _ => (read(&mut spec, field, one), spec.text(field)),
        };
        let allowed = field.allowed(base.task);
        if outcome == Read::Nothing {
            problem(Reason::Value, name.clone(), one, allowed, None);
        } else if values.contains(&value) {
            problem(Reason::Repeated, name.clone(), one, Allowed::Once, None);
        } else if values.len() == MAX_SWEEP {
            problem(Reason::Value, name.clone(), one, Allowed::AtMost { most: MAX_SWEEP }, None);
        } else {
            if outcome == Read::Nearest {
                problem(Reason::Value, name.clone(), one, allowed, Some(value.clone()));
            }
            values.push(value);
        }
    }
    if values.len() < 2 {
        problem(Reason::Value, "sweep".into(), given, shape(), None);
        return None;
    }
    Some((field, values))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::link::{Parsed, tests::specs_of};
    use super::*;
    use crate::tasks::Task;

    /// Two valid specs on one task.
    fn two() -> impl Strategy<Value = (Spec, Spec)> {
        let solvers = |task| prop::sample::select(Solver::of_task(task));
        let heads =
            prop::sample::select(&Task::ALL[..]).prop_flat_map(move |task| (Just(task), solvers(task), solvers(task)));
        heads.prop_flat_map(|(task, first, second)| (specs_of(task, first), specs_of(task, second)))
    }

    proptest! {
        #[test]
        fn a_link_says_the_whole_second_run((base, second) in two()) {
            let comparison = Comparison::between(&base, &second);
            prop_assert_eq!(comparison.second(&base).unwrap_or_else(|| base.clone()), second);
            let link = base.link() + &comparison.link(&base);
            prop_assert_eq!(Spec::parse(&link), Parsed { spec: base, comparison, problems: vec![] });
        }

        #[test]
        fn the_second_run_follows_the_experiment(
            base in specs_of(Task::MOONS, Solver::Exact),
            second in specs_of(Task::MOONS, Solver::Exact),
            mu in 1e-8..1e6f64,
        ) {
            let comparison = Comparison::between(&base, &second);
            let own = second.setting("mu") != base.setting("mu");
            let mut moved = base;
            prop_assert_eq!(moved.set_number("mu", mu), Ok(()));
            let followed = comparison.second(&moved).unwrap_or_else(|| moved.clone()).setting("mu");
            prop_assert_eq!(followed, if own { second.setting("mu") } else { mu });
        }
    }

    fn sentences(link: &str) -> Vec<String> {
        Spec::parse(link).problems.iter().map(Problem::to_string).collect()
    }

    /// The canonical form of a comparison with the default experiment.
    fn canonical(text: &str) -> String {
        let Parsed { spec, comparison, .. } = Spec::parse(text);
        comparison.link(&spec)
    }

    fn links(text: &str) -> Vec<String> {
        let Parsed { spec, comparison, .. } = Spec::parse(text);
        comparison.runs(&spec).iter().map(Spec::link).collect()
    }

    #[test]
    fn a_second_run_in_many_clothes() {
        for (given, canonical_form) in [
            ("with=solver:surrogate", "&with=solver:surrogate"),
            ("with=mu:.03;inner:1", "&with=mu:0.03;inner:1"),
            ("with= inner : 1 ; mu:3e-2 ;", "&with=mu:0.03;inner:1"),
            ("with=mu%3A.03%3Binner%3A1", "&with=mu:0.03;inner:1"),
            ("with=lr:.1;solver:surrogate", "&with=solver:surrogate;lr:0.1"),
            ("with=hidden:40,40", "&with=hidden:40,40"),
            ("mu=.2&with=mu:.2;inner:1", "&with=inner:1"),
            ("mu=.5&with=mu:.01", "&with=mu:0.01"),
        ] {
            assert_eq!(sentences(given), [""; 0], "{given}");
            assert_eq!(canonical(given), canonical_form, "{given}");
        }
        assert_eq!(canonical(""), "");
    }

    #[test]
    fn another_solver_brings_its_own_settings_and_leaves_data_and_network() {
        let base = Spec::parse("task=moons&n=50&T=9&seed=4&hidden=7&delta=.9&gain=5&iterations=7").spec;
        let other = base.with_solver(Solver::Surrogate);
        assert_eq!(other.link(), "#v=1&task=moons&solver=surrogate&hidden=7&n=50&T=9&seed=4&delta=0.9");
        assert_eq!(base.with_solver(Solver::Exact), base);
    }

    #[test]
    fn every_problem_is_one_sentence_that_says_what_is_used() {
        for (link, sentence) in [
            (
                "with=",
                "“with” was empty; it must be settings that differ from the experiment's, like solver:surrogate or \
                 mu:0.03;inner:1. It is left out.",
            ),
            (
                "mu=.2&with=mu:.2",
                "“with” was mu:.2; it must be settings that differ from the experiment's, like solver:surrogate or \
                 mu:0.03;inner:1. It is left out.",
            ),
            (
                "with=surrogate",
                "“with” was surrogate; it must be settings that differ from the experiment's, like solver:surrogate \
                 or mu:0.03;inner:1. It is left out.",
            ),
            (
                "mu=.2&with=mu:x",
                "“with=mu” was x; it must be a number from 0.00000001 to 1000000. 0.2 is used instead.",
            ),
            ("with=inner:1000", "“with=inner” was 1000; it must be a whole number from 1 to 100. 100 is used instead."),
            ("with=inner:1;inner:3", "“with=inner” was given again as 3; it must be given once. 1 is used instead."),
            (
                "with=inner:1;lr:.1",
                "“with=lr” was .1; it must be left out for the solver exact: it belongs to surrogate. It is left out.",
            ),
            (
                "with=solver:control;task:moons",
                "“with=task” (it was moons) is not a setting; there are solver, hidden, n, T, noise, encoder, seed, \
                 delta, theta, iterations, gain, kappa. It is left out.",
            ),
            (
                "with=inner:1&with=inner:3",
                "“with” was given again as inner:3; it must be given once. inner:1 is used instead.",
            ),
            (
                "sweep=.1,1",
                "“sweep” was .1,1; it must be a setting and 2 to 8 values of it, like mu:0.001,0.01,0.1. It is left \
                 out.",
            ),
            (
                "sweep=mu:.1",
                "“sweep” was mu:.1; it must be a setting and 2 to 8 values of it, like mu:0.001,0.01,0.1. It is left \
                 out.",
            ),
            ("sweep=mu:.1,1,x", "“sweep=mu” was x; it must be a number from 0.00000001 to 1000000. It is left out."),
            ("sweep=inner:1,2.4", "“sweep=inner” was 2.4; it must be a whole number from 1 to 100. 2 is used instead."),
            ("sweep=inner:1,2,2.0", "“sweep=inner” was given again as 2.0; it must be given once. It is left out."),
            (
                "sweep=inner:1,2,3,4,5,6,7,8,9",
                "“sweep=inner” was 9; it must be one of at most 8 values. It is left out.",
            ),
            (
                "sweep=lr:.1,.2",
                "“sweep=lr” was .1,.2; it must be left out for the solver exact: it belongs to surrogate. It is left \
                 out.",
            ),
            (
                "sweep=task:xor,moons",
                "“sweep=task” (it was xor,moons) is not a setting; there are solver, hidden, n, T, noise, encoder, \
                 seed, delta, theta, iterations, gain, margin, mu, tau, inner, batch, average. It is left out.",
            ),
        ] {
            assert_eq!(sentences(link), [sentence], "{link}");
        }
    }

    #[test]
    fn a_sweep_is_one_experiment_a_value() {
        assert_eq!(canonical("sweep=mu:.001,1e-2,.1,1"), "&sweep=mu:0.001,0.01,0.1,1");
        assert_eq!(
            links("task=moons&seed=3&sweep=mu:.001,.01,1"),
            ["#v=1&task=moons&seed=3&mu=0.001", "#v=1&task=moons&seed=3&mu=0.01", "#v=1&task=moons&seed=3&mu=1"]
        );
        assert_eq!(canonical("sweep=hidden:20,40-40"), "&sweep=hidden:20,40-40");
        assert_eq!(links("sweep=hidden:20,40-40"), ["#v=1&task=spirals&hidden=20", "#v=1&task=spirals&hidden=40,40"]);
        assert_eq!(
            links("hidden=9&sweep=solver:exact,paper"),
            ["#v=1&task=spirals&hidden=9", "#v=1&task=spirals&solver=paper&hidden=9"]
        );
        assert_eq!(links("mu=.1&with=inner:1&sweep=inner:1,2")[0], "#v=1&task=spirals&mu=0.1&inner=1");
    }

    #[test]
    fn the_page_is_told_what_both_runs_share() {
        let about = |text: &str| {
            let Parsed { spec, comparison, .. } = Spec::parse(text);
            comparison.describe(&spec).with.map(|second| (second.data, second.weights))
        };
        for (given, data, weights) in [
            ("with=mu:.03", true, Start::Same),
            ("with=solver:targets", true, Start::Same), // both have gain 3
            ("with=solver:surrogate", true, Start::Scaled),
            ("with=solver:surrogate;gain:3", true, Start::Same),
            ("with=solver:paper", true, Start::Zero),
            ("solver=paper&with=rho:2", true, Start::Same),
            ("with=delta:.9", true, Start::Scaled),
            ("with=noise:.1", false, Start::Scaled),
            ("with=hidden:40", true, Start::Other),
            ("with=seed:2", false, Start::Other),
            ("with=encoder:rate", false, Start::Scaled),
            ("with=encoder:current", false, Start::Other), // fewer channels
        ] {
            assert_eq!(about(given), Some((data, weights)), "{given}");
        }
        assert_eq!(about(""), None);
        let Parsed { spec, comparison, .. } = Spec::parse("#v=1&task=moons&with=mu:.03&sweep=inner:1,2");
        assert_eq!(
            serde_json::to_value(comparison.describe(&spec)).expect("JSON"),
            serde_json::json!({
                "run": "#v=1&task=moons",
                "text": "&with=mu:0.03&sweep=inner:1,2",
                "with": { "link": "#v=1&task=moons&mu=0.03", "differences": [["mu", "0.03"]], "data": true,
                          "weights": "same" },
                "sweep": { "key": "inner", "runs": [["1", "#v=1&task=moons&inner=1"], ["2", "#v=1&task=moons"]] },
            })
        );
    }
}

use proptest::prelude::*;

use super::super::link::{Parsed, tests::specs_of};
use super::*;
use crate::tasks::Task;
use crate::tasks::tests::tasks;

/// Two valid specs on one task.
fn two() -> impl Strategy<Value = (Spec, Spec)> {
    let solvers = |task: &Task| prop::sample::select(Solver::of_task(task));
    let heads = tasks().prop_flat_map(move |task| (Just(task.clone()), solvers(&task), solvers(&task)));
    heads.prop_flat_map(|(task, first, second)| (specs_of(task.clone(), first), specs_of(task, second)))
}

proptest! {
    #[test]
    fn a_link_says_the_whole_second_run((base, second) in two()) {
        let comparison = Comparison::between(&base, &second);
        prop_assert_eq!(comparison.second(&base).unwrap_or_else(|| base.clone()), second);
        let link = base.link() + &comparison.link(&base);
        prop_assert_eq!(Spec::parse(&link), Parsed { spec: base, comparison, proof: None, problems: vec![] });
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
        ("mu=.2&with=mu:x", "“with=mu” was x; it must be a number from 0.00000001 to 1000000. 0.2 is used instead."),
        ("with=inner:1000", "“with=inner” was 1000; it must be a whole number from 1 to 100. 100 is used instead."),
        ("with=inner:1;inner:3", "“with=inner” was given again as 3; it must be given once. 1 is used instead."),
        (
            "with=inner:1;lr:.1",
            "“with=lr” was .1; it must be left out for the solver exact: it belongs to surrogate. It is left out.",
        ),
        (
            "with=solver:control;task:moons",
            "“with=task” (it was moons) is not a setting; there are solver, hidden, n, T, noise, gap, encoder, seed, \
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
        ("sweep=inner:1,2,3,4,5,6,7,8,9", "“sweep=inner” was 9; it must be one of at most 8 values. It is left out."),
        (
            "sweep=lr:.1,.2",
            "“sweep=lr” was .1,.2; it must be left out for the solver exact: it belongs to surrogate. It is left \
             out.",
        ),
        (
            "sweep=task:xor,moons",
            "“sweep=task” (it was xor,moons) is not a setting; there are solver, hidden, n, T, noise, gap, encoder, \
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

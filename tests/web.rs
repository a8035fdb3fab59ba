//! The face that the page sees, in a browser: what links open, what is thrown, the shape of all that is handed over.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use heaviside::web::{Session, catalogue, defaults};
use js_sys::{
    Array, Float32Array, Float64Array, JSON, Map, Object, Reflect, Uint8Array, Uint8ClampedArray, Uint32Array,
};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

// Where the page runs it: in a worker of its own.
wasm_bindgen_test_configure!(run_in_dedicated_worker);

const SMALL: &str = "#v=1&task=moons&n=20&T=8&hidden=6,5&iterations=4";

fn open(link: &str) -> Session {
    Session::new(link).expect("a session")
}

/// The value at a path like `accuracy.test`.
fn at(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| {
        assert!(Reflect::has(&value, &key.into()).unwrap(), "{path}: no {key}");
        Reflect::get(&value, &key.into()).unwrap()
    })
}

fn number(value: &JsValue, path: &str) -> f64 {
    at(value, path).as_f64().unwrap_or_else(|| panic!("{path} is not a number"))
}

fn text(value: &JsValue, path: &str) -> String {
    at(value, path).as_string().unwrap_or_else(|| panic!("{path} is not a string"))
}

fn list(value: &JsValue, path: &str) -> Array {
    at(value, path).dyn_into().unwrap_or_else(|_| panic!("{path} is not a list"))
}

fn typed<T: JsCast>(value: &JsValue, path: &str) -> T {
    at(value, path).dyn_into().unwrap_or_else(|_| panic!("{path} is of another type"))
}

/// The sentences about a session's link.
fn problems(session: &Session) -> Vec<String> {
    let all: Array = session.problems().expect("plain data").unchecked_into();
    all.iter().map(|problem| text(&problem, "sentence")).collect()
}

/// The sentence of what was thrown, which must be an `Error`.
fn sentence(thrown: JsValue) -> String {
    let error: js_sys::Error = thrown.dyn_into().expect("an Error");
    let sentence = String::from(error.message());
    assert!(sentence.ends_with('.'), "{sentence}");
    sentence
}

fn thrown<T>(result: Result<T, JsValue>) -> String {
    sentence(result.err().expect("an error"))
}

fn options(pairs: &[(&str, JsValue)]) -> JsValue {
    let out = Object::new();
    for (key, value) in pairs {
        Reflect::set(&out, &(*key).into(), value).unwrap();
    }
    out.into()
}

fn plain(value: &JsValue) {
    assert!(value.is_object() && !value.is_instance_of::<Map>());
}

#[wasm_bindgen_test]
fn a_link_without_anything_opens_the_default() {
    for link in ["", "#", "#v=1&task=spirals"] {
        let session = open(link);
        assert!(problems(&session).is_empty());
        assert_eq!(session.link(), "#v=1&task=spirals");
    }
    let spec = open("").spec().unwrap();
    plain(&spec);
    assert_eq!((text(&spec, "task"), text(&spec, "solver")), ("spirals".into(), "exact".into()));
    assert_eq!(list(&spec, "hidden").join(","), "50");
    assert_eq!((number(&spec, "n"), number(&spec, "T"), number(&spec, "inner")), (200.0, 20.0, 2.0));
}

#[wasm_bindgen_test]
fn a_partial_link_keeps_the_other_defaults() {
    let session = open("#task=moons&hidden=7,3&n=24&solver=surrogate&lr=0.5");
    assert!(problems(&session).is_empty(), "{:?}", problems(&session));
    let spec = session.spec().unwrap();
    assert_eq!(list(&spec, "hidden").join(","), "7,3");
    assert_eq!((number(&spec, "lr"), number(&spec, "slope"), number(&spec, "T")), (0.5, 5.0, 20.0));
    assert!(!Reflect::has(&spec, &"mu".into()).unwrap(), "another solver's setting");
    assert_eq!(session.link(), "#v=1&task=moons&solver=surrogate&hidden=7,3&n=24&lr=0.5");
}

#[wasm_bindgen_test]
fn a_bad_link_opens_the_nearest_and_says_what_was_wrong() {
    let session = open("#v=1&task=moons&n=-5&T=NaN&noise=1e99&hidden=&bogus=3&mu=abc&seed=99999999999999999999");
    let parts: Array = session.problems().unwrap().unchecked_into();
    let of = |i: u32, path: &str| at(&parts.get(i), path);
    assert_eq!((text(&parts.get(0), "reason"), text(&parts.get(0), "allowed.kind")), ("value".into(), "range".into()));
    assert_eq!((number(&parts.get(0), "allowed.min"), number(&parts.get(0), "allowed.max")), (4.0, 5000.0));
    assert_eq!((text(&parts.get(0), "given"), text(&parts.get(0), "used")), ("-5".into(), "4".into()));
    assert_eq!(text(&parts.get(3), "allowed.kind"), "layers");
    assert_eq!(text(&parts.get(4), "reason"), "unknownKey");
    assert!(of(4, "used").is_null() && list(&parts.get(4), "allowed.names").includes(&"gain".into(), 0));
    let problems = problems(&session);
    assert_eq!(problems.len(), 7, "{problems:?}");
    for (key, problem) in ["n", "T", "noise", "hidden", "bogus", "mu", "seed"].iter().zip(&problems) {
        assert!(problem.starts_with(&format!("“{key}”")) && problem.ends_with('.'), "{problem}");
    }
    assert!(problems[0].contains("was -5; it must be a whole number from 4 to 5000. 4 is used instead."));
    assert!(problems[1].contains("was NaN"), "{}", problems[1]);
    let spec = session.spec().unwrap();
    assert_eq!((number(&spec, "n"), number(&spec, "T"), number(&spec, "noise")), (4.0, 20.0, 1.0));
    assert_eq!(list(&spec, "hidden").join(","), "50");
    for link in ["#task=nothing&solver=nothing", "%%%", "#v=2&task=xor", "#&&&=&=", "\u{0}\u{1f}#=1"] {
        assert!(Session::new(link).is_ok(), "{link}");
    }
    assert_eq!(self::problems(&open("#task=nothing")).len(), 1);
}

#[wasm_bindgen_test]
fn a_link_says_what_the_experiment_is_compared_with() {
    let mut session = open("#task=moons&n=20&T=8&hidden=6&with=mu:.03&sweep=inner:1,2");
    assert_eq!(session.problems().unwrap().unchecked_into::<Array>().length(), 0);
    let run = "#v=1&task=moons&hidden=6&n=20&T=8";
    assert_eq!(session.link(), format!("{run}&with=mu:0.03&sweep=inner:1,2"));
    let compared = session.comparison().unwrap();
    plain(&compared);
    assert_eq!((text(&compared, "run"), text(&compared, "with.weights")), (run.into(), "same".into()));
    assert_eq!(text(&compared, "with.link"), format!("{run}&mu=0.03"));
    assert_eq!(list(&compared, "sweep.runs").join(";"), format!("1,{run}&inner=1;2,{run}"));

    // The run goes on under another comparison, and under none.
    session.step_iteration().unwrap();
    let compare = |session: &mut Session, link: &str| session.compare(link).unwrap().unchecked_into::<Array>();
    assert_eq!(compare(&mut session, "#with=solver:surrogate").length(), 0);
    assert_eq!(session.link(), format!("{run}&with=solver:surrogate"));
    assert!(at(&session.comparison().unwrap(), "sweep").is_null());
    let wrong = compare(&mut session, "#with=lr:.1&sweep=mu:1");
    assert_eq!((wrong.length(), text(&wrong.get(0), "key")), (2, "with=lr".into()));
    assert!(text(&wrong.get(1), "sentence").contains("2 to 8 values"));
    assert_eq!(session.link(), format!("{run}&with=solver:surrogate"));
    // A live change moves the second run, too, but what it is said to differ in.
    compare(&mut session, "#with=inner:1");
    session.set_live("mu", 0.5).unwrap();
    assert_eq!(text(&session.comparison().unwrap(), "with.link"), format!("{run}&inner=1&live=1:mu:0.5"));
    compare(&mut session, "");
    assert!(at(&session.comparison().unwrap(), "with").is_null());
    assert_eq!(number(&session.snapshot().unwrap(), "iteration"), 1.0);
}

#[wasm_bindgen_test]
fn weights_can_be_taken_away() {
    let session = open(SMALL);
    let weights = session.weights(2);
    assert_eq!(weights.len(), 6 * 5);
    assert_eq!(f64::from(weights[2 * 6 + 3]), session.weight_at(2, 2, 3));
    assert!(session.weights(0).is_empty() && session.weights(4).is_empty());
}

#[wasm_bindgen_test]
fn a_link_that_is_too_large_throws_the_estimate() {
    let link = "#task=spirals&n=5000&T=200&hidden=512,512,512,512,512,512,512,512";
    let sentence = thrown(Session::new(link));
    assert!(sentence.starts_with("This experiment would need about ") && sentence.contains("1024 MiB"), "{sentence}");
}

#[wasm_bindgen_test]
fn the_catalogue_and_the_defaults_are_plain() {
    let all = catalogue().unwrap();
    plain(&all);
    assert!(String::from(JSON::stringify(&all).unwrap()).len() > 1000);
    let moons = defaults("moons", "paper").unwrap();
    plain(&moons);
    assert_eq!((text(&moons, "task"), number(&moons, "beta")), ("moons".into(), 0.1));
    let task = thrown(defaults("nothing", "paper"));
    assert!(task.contains("task") && task.contains("spirals"), "{task}");
    assert!(thrown(defaults("moons", "nothing")).contains("surrogate"));
}

#[wasm_bindgen_test]
fn info_has_sizes_and_names() {
    let info = open(SMALL).info().unwrap();
    plain(&info);
    assert_eq!(list(&info, "layers").join(","), "17,6,5,2");
    assert_eq!((number(&info, "inputs"), number(&info, "classes"), number(&info, "dimensions")), (17.0, 2.0, 2.0));
    assert_eq!(number(&info, "parameters"), f64::from(17 * 6 + 6 * 5 + 5 * 2));
    assert_eq!(list(&info, "inputNames").length(), 17);
    let blocks = list(&info, "blocks");
    assert_eq!(blocks.join(","), "forward,message,flip_costs_2,layer_problem_2,flip_costs_1,layer_problem_1,step");
    // A block of every time step is named once.
    let paper = open("#task=moons&solver=paper&n=20&T=8&hidden=5").info().unwrap();
    assert_eq!(list(&paper, "blocks").join(","), "W_1,a_1,z_1,W_2,z_2,lambda");
}

#[wasm_bindgen_test]
fn a_snapshot_is_plain_with_null_for_what_is_absent() {
    let mut session = open(SMALL);
    let start = session.snapshot().unwrap();
    plain(&start);
    assert!(at(&start, "objective").is_null() && at(&start, "loss").is_null() && at(&start, "message").is_null());
    session.step_iteration().unwrap();
    let now = session.snapshot().unwrap();
    for path in ["spec", "accuracy", "residuals", "history", "best"] {
        plain(&at(&now, path));
    }
    for path in ["version", "iteration", "seconds", "objective", "loss", "maxAbsPotential"] {
        assert!(number(&now, path).is_finite());
    }
    for path in ["accuracy.train", "accuracy.test", "accuracy.control"] {
        assert!((0.0..=1.0).contains(&number(&now, path)), "{path}");
    }
    assert!(at(&now, "accuracy.auxiliary").is_null());
    assert_eq!((text(&now, "status"), text(&now, "block")), ("running".into(), "forward".into()));
    assert_eq!((number(&now, "version"), number(&now, "iteration")), (1.0, 1.0));
    assert_eq!(text(&now, "weightsHash").len(), 16);
    for path in ["firingRates", "silent", "saturated"] {
        assert_eq!(list(&now, path).length(), 2, "{path}");
    }
    // By the schedule, so small a network is measured before the first iteration, but not after it.
    assert_eq!(list(&now, "history").length(), 1);
    let residuals = list(&now, "residuals");
    assert_eq!(residuals.length(), 3);
    assert_eq!(number(&residuals.get(0), "layer"), 1.0);
    assert!(at(&residuals.get(2), "dynamics").is_null());
    assert!(number(&residuals.get(0), "dynamics") >= 0.0);
    // Nothing is lost on the way to JSON.
    let again = JSON::parse(&String::from(JSON::stringify(&now).unwrap())).unwrap();
    assert_eq!(Object::keys(&again.into()).length(), Object::keys(&now.into()).length());
}

#[wasm_bindgen_test]
fn a_block_report_says_what_was_done() {
    let mut session = open(SMALL);
    let names = list(&session.info().unwrap(), "blocks");
    for name in names.iter() {
        let report = session.step_block().unwrap();
        plain(&report);
        assert_eq!(Some(text(&report, "name")), name.as_string());
        for key in [
            "kind",
            "layer",
            "time",
            "iteration",
            "quantity",
            "before",
            "after",
            "residualBefore",
            "residualAfter",
            "changed",
            "outOf",
            "change",
        ] {
            assert!(!at(&report, key).is_undefined(), "{key}");
        }
        assert!(Array::is_array(&at(&report, "extras")));
    }
    assert_eq!(number(&session.snapshot().unwrap(), "iteration"), 1.0);
    let mut paper = open("#task=moons&solver=paper&n=20&T=8&hidden=5");
    let first = paper.step_block().unwrap();
    assert_eq!((text(&first, "kind"), number(&first, "layer")), ("W".into(), 1.0));
    assert!(at(&first, "time").is_null());
    assert!(number(&first, "after") <= number(&first, "before"));
    assert!(number(&first, "residualBefore") > 0.0 && number(&first, "residualAfter") > 0.0);
    assert_eq!(number(&paper.step_block().unwrap(), "time"), 1.0);
    while text(&paper.snapshot().unwrap(), "block") != "W_2" {
        paper.step_block().unwrap();
    }
    assert_eq!(text(&paper.step_block().unwrap(), "kind"), "W_out");
}

#[wasm_bindgen_test]
fn a_frame_has_typed_arrays_of_the_right_sizes() {
    let mut session = open(SMALL);
    session.step_iteration().unwrap();
    let frame = session
        .frame(options(&[
            ("since", 0.into()),
            ("split", "train".into()),
            ("sample", 3.into()),
            ("layer", 2.into()),
            ("neuron", 4.into()),
            ("weights", true.into()),
            ("map", 16.into()),
            ("confusion", true.into()),
        ]))
        .unwrap();
    assert_eq!((text(&frame, "status"), number(&frame, "iteration")), ("running".into(), 1.0));
    assert!(at(&frame, "failure").is_null());
    let columns = list(&frame, "history.columns");
    // Eight of the run, residuals of three layers and two, and two firing rates.
    assert_eq!(columns.length(), 8 + 3 + 2 + 2 + 2);
    let rows: Float64Array = typed(&frame, "history.rows");
    assert_eq!(rows.length(), session.rows() as u32 * columns.length());
    assert!(rows.get_index(2).is_nan(), "no objective before the first iteration");
    assert!(number(&frame, "objective").is_finite(), "what stands was looked at");

    let rasters = list(&frame, "raster");
    assert_eq!(rasters.length(), 3);
    for (raster, neurons) in rasters.iter().zip([17, 6, 5]) {
        assert_eq!((number(&raster, "neurons"), number(&raster, "T")), (f64::from(neurons), 8.0));
        assert_eq!(typed::<Uint8ClampedArray>(&raster, "rgba").length(), 4 * neurons * 8);
        assert_eq!(typed::<Uint8Array>(&raster, "codes").length(), neurons * 8);
    }
    assert_eq!(typed::<Float32Array>(&frame, "readout.values").length(), 2 * 8);
    assert!(at(&frame, "readout.auxiliary").is_null());
    assert_eq!((number(&frame, "neuron.layer"), number(&frame, "neuron.neuron")), (2.0, 4.0));
    assert_eq!(typed::<Float32Array>(&frame, "neuron.potential").length(), 8);
    assert_eq!(typed::<Uint8Array>(&frame, "neuron.spikes").length(), 8);
    assert_eq!(typed::<Float32Array>(&frame, "neuron.auxiliarySpikes").length(), 8);
    assert_eq!((number(&frame, "neuron.threshold"), number(&frame, "neuron.margin")), (1.0, 1.5));
    assert_eq!((number(&frame, "sample.index"), number(&frame, "sample.count")), (3.0, 20.0));
    assert_eq!(list(&frame, "sample.xy").length(), 2);

    let weights = list(&frame, "weights");
    assert_eq!(weights.length(), 3);
    for (view, (rows, columns)) in weights.iter().zip([(6, 17), (5, 6), (2, 5)]) {
        assert_eq!((number(&view, "rows"), number(&view, "columns")), (f64::from(rows), f64::from(columns)));
        assert_eq!(typed::<Uint8ClampedArray>(&view, "rgba").length(), 4 * rows * columns);
    }
    assert_eq!(number(&frame, "map.size"), 16.0);
    assert_eq!(typed::<Uint8ClampedArray>(&frame, "map.rgba").length(), 4 * 16 * 16);
    let counts: Uint32Array = typed(&frame, "confusion.counts");
    assert_eq!((counts.length(), counts.to_vec().iter().sum::<u32>()), (4, 20));
}

#[wasm_bindgen_test]
fn a_frame_leaves_out_what_was_not_asked_for() {
    let mut session = open(SMALL);
    let frame = session.frame(options(&[("since", 1.into())])).unwrap();
    for path in ["weights", "map", "confusion", "graph", "answer", "neurons"] {
        assert!(at(&frame, path).is_null(), "{path}");
    }
    assert_eq!(typed::<Float64Array>(&frame, "history.rows").length(), 0);
    assert_eq!(number(&frame, "history.from"), 1.0);
    let mut xor = open("#task=xor&n=20&T=8&hidden=5");
    let frame = xor.frame(options(&[("map", 16.into())])).unwrap();
    assert!(at(&frame, "map").is_null() && at(&frame, "sample.xy").is_null());
}

#[wasm_bindgen_test]
fn a_frame_with_silly_options_is_a_frame() {
    let mut session = open(SMALL);
    session.step_iteration().unwrap();
    for silly in [
        JsValue::from_f64(-3.0),
        JsValue::from_f64(f64::NAN),
        JsValue::from_f64(f64::INFINITY),
        JsValue::from_f64(1e300),
        JsValue::from_f64(2.7),
        JsValue::NULL,
        JsValue::UNDEFINED,
        "text".into(),
        Array::new().into(),
    ] {
        let keys = [
            "since",
            "split",
            "sample",
            "layer",
            "neuron",
            "weights",
            "map",
            "confusion",
            "dark",
            "graph",
            "focus",
            "answer",
            "neurons",
            "measure",
        ];
        let all: Vec<_> = keys.iter().map(|key| (*key, silly.clone())).collect();
        let frame = session.frame(options(&all)).unwrap();
        assert!(number(&frame, "sample.index") < 20.0);
        assert!((1.0..=2.0).contains(&number(&frame, "neuron.layer")));
        assert!(number(&frame, "neuron.neuron") < 6.0);
        assert!(at(&frame, "map").is_null() || number(&frame, "map.size") <= 128.0);
    }
    assert_eq!(list(&session.frame(Object::new().into()).unwrap(), "raster").length(), 3);
    for nothing in [JsValue::UNDEFINED, JsValue::NULL, JsValue::from_f64(5.0), "text".into()] {
        let frame = session.frame(nothing).unwrap();
        assert_eq!(list(&frame, "raster").length(), 3);
    }
}

#[wasm_bindgen_test]
fn live_settings_change_or_are_refused_with_a_sentence() {
    let mut session = open(SMALL);
    session.set_live("tau", 0.2).unwrap();
    assert_eq!(number(&session.spec().unwrap(), "tau"), 0.2);
    assert!(session.link().ends_with("&tau=0.2"), "the start, {}", session.link());
    session.step_iteration().unwrap();
    session.set_live("mu", 2.0).unwrap();
    session.set_live_at(1, 2, "margin", 3.0).unwrap();
    assert!(session.link().ends_with("&tau=0.2&live=1:mu:2;1.2:margin:3"), "{}", session.link());
    assert_eq!((number(&session.spec().unwrap(), "mu"), session.made()), (2.0, 1));
    assert!(at(&session.start().unwrap(), "mu").as_f64() != Some(2.0));
    let changes = session.live().unwrap().unchecked_into::<Array>();
    plain(&changes);
    assert_eq!((changes.length(), text(&changes.get(1), "text")), (2, "1.2:margin:3".into()));
    for (key, value) in [("tau", f64::NAN), ("tau", 1e9), ("n", 30.0), ("lr", 0.1), ("nothing", 1.0)] {
        let sentence = thrown(session.set_live(key, value));
        assert!(sentence.starts_with(&format!("“{key}” was ")) && sentence.contains("it must be"), "{sentence}");
    }
    assert_eq!(number(&session.spec().unwrap(), "tau"), 0.2);
}

#[wasm_bindgen_test]
fn a_proof_holds_and_is_checked() {
    let mut session = open(SMALL);
    assert_eq!(session.proof_at(), None);
    assert!(session.prove().unwrap().is_null());
    (0..3).for_each(|_| session.step_iteration().unwrap());
    let proof = session.proof().expect("whole iterations");
    assert!(proof.starts_with("&at=3&fp="), "{proof}");
    let verdict = |link: &str| {
        let mut session = open(link);
        assert_eq!(session.proof_at(), Some(3));
        (0..3).for_each(|_| session.step_iteration().unwrap());
        let verdict = session.prove().unwrap();
        plain(&verdict);
        verdict
    };
    let same = verdict(&(session.link() + &proof));
    assert_eq!((at(&same, "same").as_bool(), number(&same, "iteration")), (Some(true), 3.0));
    assert!(at(&same, "firstDifference").is_null());
    let other = verdict(&format!("{}&seed=99{proof}", session.link()));
    assert_eq!((at(&other, "same").as_bool(), number(&other, "firstDifference.by")), (Some(false), 0.0));
    assert!(at(&other, "firstDifference.after").is_null());
    session.step_block().unwrap();
    assert_eq!(session.proof(), None);
}

#[wasm_bindgen_test]
fn what_was_trained_can_be_taken_away() {
    let mut session = open(SMALL);
    session.step_iteration().unwrap();
    let arrays = session.arrays().unwrap();
    for name in ["W1", "W3", "input", "labels", "spikes1", "spikes2", "potential_out", "predictions", "delta", "link"] {
        let file: Uint8Array = at(&arrays, name).unchecked_into();
        assert!(file.to_vec().starts_with(b"\x93NUMPY"), "{name}");
    }
    assert!(session.csv().starts_with("iteration,seconds,"));
}

#[wasm_bindgen_test]
fn a_reset_gives_the_same_fingerprint() {
    let mut session = open(SMALL);
    let start = session.fingerprint();
    let run = |session: &mut Session| {
        while session.advance(1e9, 1).unwrap() == 1 {}
        session.fingerprint()
    };
    let end = run(&mut session);
    assert_ne!(start, end);
    session.reset().unwrap();
    assert_eq!(session.fingerprint(), start);
    assert_eq!(run(&mut session), end);
    assert_eq!(run(&mut open(SMALL)), end);
    assert_ne!(run(&mut open(&format!("{SMALL}&seed=2"))), end);
}

#[wasm_bindgen_test]
fn advance_stops_at_its_budget_and_at_the_end() {
    let mut session = open(SMALL);
    assert_eq!(session.advance(1e9, 0).unwrap(), 0);
    assert_eq!(session.advance(0.0, 3).unwrap(), 1, "no time is enough for one");
    assert_eq!(session.advance(1e9, 2).unwrap(), 2);
    assert_eq!(session.advance(f64::NAN, 100).unwrap(), 1);
    assert_eq!(session.advance(1e9, 100).unwrap(), 0);
    assert_eq!(text(&session.snapshot().unwrap(), "status"), "max iterations");
    assert!(session.step_block().unwrap().is_null());
    session.step_iteration().unwrap();
    assert_eq!(number(&session.snapshot().unwrap(), "iteration"), 4.0);

    let mut stopped = open(SMALL);
    stopped.advance(1e9, 1).unwrap();
    stopped.stop().unwrap();
    assert_eq!(text(&stopped.snapshot().unwrap(), "status"), "stopped");
    assert_eq!(stopped.advance(1e9, 100).unwrap(), 0);
}

#[wasm_bindgen_test]
fn seconds_come_from_the_clock_of_the_page() {
    let mut session = open("#task=moons&n=200&T=20&hidden=50&iterations=5");
    session.advance(1e9, 5).unwrap();
    let seconds = number(&session.snapshot().unwrap(), "seconds");
    assert!(seconds > 0.0 && seconds < 60.0, "{seconds}");
}

#[wasm_bindgen_test]
fn every_solver_runs() {
    for solver in ["exact", "targets", "paper", "surrogate", "control"] {
        let mut session = open(&format!("#task=moons&solver={solver}&n=20&T=8&hidden=6,5"));
        assert!(problems(&session).is_empty());
        assert!(session.advance(1e9, 2).unwrap() >= 1);
        let snapshot = session.snapshot().unwrap();
        assert_eq!(text(&snapshot, "spec.solver"), solver);
        let status = text(&snapshot, "status");
        assert!(["running", "converged"].contains(&status.as_str()), "{solver}: {status}");
        let frame = session.frame(options(&[("split", "train".into()), ("weights", true.into())])).unwrap();
        let own = ["exact", "targets", "paper"].contains(&solver);
        assert_eq!(!at(&frame, "neuron.auxiliarySpikes").is_null(), own, "{solver}");
        assert_eq!(!at(&frame, "readout.auxiliary").is_null(), solver == "paper");
        assert_eq!(!at(&snapshot, "accuracy.auxiliary").is_null(), ["targets", "paper"].contains(&solver));
    }
}

#[wasm_bindgen_test]
fn a_numerical_error_is_a_status_not_an_exception() {
    let mut session = open("#task=spirals&hidden=100,100&n=4&T=3&mu=1e-8");
    session.advance(1e9, 50).unwrap();
    let snapshot = session.snapshot().unwrap();
    assert_eq!(text(&snapshot, "status"), "numerical error");
    assert!(text(&snapshot, "message").starts_with("The numbers stopped making sense in "));
    let frame = session.frame(Object::new().into()).unwrap();
    assert_eq!(text(&frame, "failure.code"), "numerical");
    assert!(!text(&frame, "failure.block").is_empty() && !text(&frame, "failure.reason").is_empty());
    assert!(number(&snapshot, "accuracy.test").is_finite());
    assert!(session.frame(Object::new().into()).is_ok());
}

#[wasm_bindgen_test]
fn weights_are_read_one_by_one() {
    let session = open(SMALL);
    assert!(session.weight_at(1, 0, 0).is_finite() && session.weight_at(3, 1, 4).is_finite());
    for (layer, out, input) in
        [(0, 0, 0), (4, 0, 0), (1, 6, 0), (1, 0, 17), (3, 2, 0), (3, 0, 5), (1, usize::MAX, 0), (usize::MAX, 0, 0)]
    {
        assert!(session.weight_at(layer, out, input).is_nan(), "{layer} {out} {input}");
    }
}

#[wasm_bindgen_test]
fn points_are_there_for_a_plane_only() {
    let session = open(SMALL);
    for split in ["train", "test"] {
        let points = session.points(split).unwrap();
        assert_eq!(typed::<Float32Array>(&points, "xy").length(), 40);
        let labels = typed::<Uint8Array>(&points, "labels").to_vec();
        assert_eq!((labels.len(), labels.iter().filter(|y| **y == 1).count()), (20, 10));
    }
    let (train, test) = (session.points("train").unwrap(), session.points("test").unwrap());
    assert_ne!(typed::<Float32Array>(&train, "xy").to_vec(), typed::<Float32Array>(&test, "xy").to_vec());
    for task in ["xor", "order", "channels"] {
        assert!(open(&format!("#task={task}&n=20&T=8&hidden=5")).points("train").unwrap().is_null());
    }
}

#[wasm_bindgen_test]
fn a_frame_has_the_graph_and_what_a_neuron_answers() {
    let mut session = open(SMALL);
    session.advance(1e9, 2).unwrap();
    let place = |layer: u32, neuron: u32| options(&[("layer", layer.into()), ("neuron", neuron.into())]);
    let mut ask = |focus: JsValue| {
        session.frame(options(&[("graph", true.into()), ("focus", focus), ("answer", 16.into())])).unwrap()
    };
    let frame = ask(place(2, 3));
    let rates = list(&frame, "graph.rates");
    let neurons = rates.iter().map(|r| r.unchecked_into::<Float32Array>().length()).collect::<Vec<_>>();
    assert_eq!(neurons, [17, 6, 5]);
    let lines = list(&frame, "graph.lines");
    for (one, count) in lines.iter().zip([17 * 6, 6 * 5, 5 * 2]) {
        let (from, to): (Uint32Array, Uint32Array) = (typed(&one, "from"), typed(&one, "to"));
        let weight: Float32Array = typed(&one, "weight");
        assert_eq!((from.length(), to.length(), weight.length()), (count, count, count));
        assert_eq!(f64::from(weight.get_index(0).abs()), number(&one, "maxAbs"));
    }
    assert_eq!((number(&frame, "answer.layer"), number(&frame, "answer.neuron")), (2.0, 3.0));
    assert_eq!(number(&frame, "answer.size"), 16.0);
    assert_eq!(typed::<Float32Array>(&frame, "answer.values").length(), 16 * 16);
    assert_eq!(typed::<Uint8ClampedArray>(&frame, "answer.rgba").length(), 4 * 16 * 16);
    for nowhere in [place(2, 5), place(4, 0), JsValue::NULL, JsValue::from_f64(2.0)] {
        assert!(at(&ask(nowhere), "answer").is_null());
    }
    let mut xor = open("#task=xor&n=20&T=8&hidden=5");
    let frame = xor.frame(options(&[("focus", place(1, 0)), ("answer", 16.into())])).unwrap();
    assert!(at(&frame, "answer").is_null());
}

#[wasm_bindgen_test]
fn a_frame_has_a_map_of_every_neuron_on_a_plane_and_its_rates_elsewhere() {
    let mut session = open(SMALL);
    session.advance(1e9, 2).unwrap();
    let mut ask = |measure: &str| {
        session.frame(options(&[("map", 16.into()), ("neurons", 16.into()), ("measure", measure.into())])).unwrap()
    };
    let frame = ask("count");
    assert_eq!(at(&frame, "neurons.measure"), "count");
    let [columns, rows, tiles, across] =
        ["columns", "rows", "tiles", "across"].map(|key| number(&frame, &format!("neurons.{key}")));
    assert_eq!([columns, rows, tiles, across], [8.0, 8.0, 6.0 + 5.0 + 2.0, 4.0]);
    assert_eq!(typed::<Uint8ClampedArray>(&frame, "neurons.rgba").length(), 4 * 32 * 32);
    assert_eq!(typed::<Uint8ClampedArray>(&frame, "map.rgba").length(), 4 * 16 * 16);
    assert!(at(&frame, "neurons.span").is_null() && number(&frame, "neurons.most") <= 8.0);
    let first = ask("first");
    assert_eq!((at(&first, "neurons.measure"), number(&first, "neurons.most")), ("first".into(), 8.0));
    let mut xor = open("#task=xor&n=20&T=8&hidden=5");
    let frame = xor.frame(options(&[("neurons", 16.into())])).unwrap();
    assert_eq!(at(&frame, "neurons.measure"), "rate");
    let found = ["columns", "rows", "tiles", "span"].map(|key| number(&frame, &format!("neurons.{key}")));
    assert_eq!(found, [8.0, 2.0, 5.0, 1.0]);
    assert_eq!(typed::<Uint8ClampedArray>(&frame, "neurons.rgba").length(), 4 * (3 * 8) * (2 * 2));
}

#[wasm_bindgen_test]
fn a_run_can_be_looked_back_on_and_gone_back_over() {
    let mut session = open(SMALL);
    session.advance(1e9, 3).unwrap();
    let (mark, hash) = (session.fingerprint(), text(&session.snapshot().unwrap(), "weightsHash"));
    let stands = |session: &mut Session| {
        let frame = session.frame(Object::new().into()).unwrap();
        let flag = |key: &str| at(&frame, key).as_bool().expect("a flag");
        (number(&frame, "iteration"), number(&frame, "newest"), flag("looksBack"), flag("exact"))
    };
    assert_eq!(stands(&mut session), (3.0, 3.0, false, true));
    assert_eq!(session.show(Some(1)).unwrap(), 1);
    assert_eq!(stands(&mut session), (1.0, 3.0, true, false));
    assert_eq!((session.newest(), session.position()), (3, 3));
    assert_eq!(text(&session.snapshot().unwrap(), "weightsHash"), hash, "a look leaves the run alone");
    assert_eq!(session.show(None).unwrap(), 3);
    assert_eq!(stands(&mut session), (3.0, 3.0, false, true));

    session.begin_replay(2).unwrap();
    assert_eq!(session.advance_replay(0.0).unwrap(), 1, "no time is enough for one");
    session.cancel_replay();
    assert_eq!(session.fingerprint(), mark);
    session.begin_replay(2).unwrap();
    assert_eq!(session.advance_replay(f64::NAN).unwrap(), 1);
    assert_eq!(session.advance_replay(1e9).unwrap(), 0);
    assert_eq!(stands(&mut session), (2.0, 3.0, true, true));
    let mut fresh = open(SMALL);
    fresh.advance(1e9, 2).unwrap();
    assert_eq!(session.fingerprint(), fresh.fingerprint());
    session.show_newest().unwrap();
    assert_eq!((session.fingerprint(), stands(&mut session)), (mark.clone(), (3.0, 3.0, false, true)));
    session.begin_replay(1).unwrap();
    while session.advance_replay(1e9).unwrap() > 0 {}
    session.advance(1e9, 2).unwrap();
    assert_eq!(session.fingerprint(), mark);
}

#[wasm_bindgen_test]
fn a_flip_tells_what_was_foretold_and_what_happened() {
    let mut session = open(SMALL);
    session.step_iteration().unwrap();
    let flip = session.flip("test", 1, 2, 4, 3).unwrap();
    plain(&flip);
    let [foretold, surrogate, real, before, after] =
        ["foretold", "surrogate", "real", "before", "after"].map(|key| number(&flip, key));
    assert!(foretold.is_finite() && surrogate.is_finite() && before > 0.0);
    assert_eq!(real, after - before);
    let first = list(&flip, "changed").get(0);
    assert_eq!(["layer", "neuron", "t"].map(|key| number(&first, key)), [2.0, 4.0, 3.0]);

    let prices: Array = session.prices("test", 1).unwrap().unchecked_into();
    assert_eq!(prices.length(), 2);
    let cells: Float64Array = prices.get(1).unchecked_into();
    assert_eq!((cells.length(), cells.get_index(2 * 5 + 4)), (8 * 5, foretold));

    let flips = session.flips(1, 40, None).unwrap();
    for key in ["foretold", "surrogate", "real"] {
        assert_eq!(typed::<Float64Array>(&flips, key).length(), 40, "{key}");
    }
    assert!((-1.0..=1.0).contains(&number(&flips, "correlation")));
}

#[wasm_bindgen_test]
fn a_flip_in_a_place_that_does_not_exist_is_refused_with_a_sentence() {
    let session = open(SMALL);
    let refused = [
        (session.flip("train", 20, 1, 0, 1), "“sample” was 20; it must be a whole number from 0 to 19."),
        (session.flip("train", 0, 3, 0, 1), "“layer” was 3; it must be a whole number from 1 to 2."),
        (session.flip("train", 0, 1, 6, 1), "“neuron” was 6; it must be a whole number from 0 to 5."),
        (session.flip("train", 0, 1, 0, 9), "“t” was 9; it must be a whole number from 1 to 8."),
        (session.flip("both", 0, 1, 0, 1), "“split” was both; it must be train or test."),
        (session.flips(0, 10, None), "“layer” was 0; it must be a whole number from 1 to 2."),
        (session.flips(1, 0, None), "“count” was 0; it must be a whole number from 1 to 2000."),
        (session.prices("train", 99), "“sample” was 99; it must be a whole number from 0 to 19."),
    ];
    for (result, told) in refused {
        assert_eq!(thrown(result), told);
    }
}

#[wasm_bindgen_test]
fn the_story_of_a_spike_goes_out_whole_for_each_method() {
    let own = |story: &JsValue| {
        let ways = ["charge", "parabolas", "smooth", "trial"];
        ways.into_iter().filter(|key| !at(story, key).is_null()).collect::<Vec<_>>()
    };
    for (solver, way) in
        [("exact", "charge"), ("paper", "parabolas"), ("surrogate", "smooth"), ("targets", "trial"), ("control", "")]
    {
        let link = format!("#v=1&task=moons&hidden=6&n=40&T=10&solver={solver}");
        let mut session = Session::new(&link).unwrap();
        session.step_iteration().unwrap();
        let story = session.story("train", 3, 1, 2, 4).unwrap();
        assert_eq!(own(&story), if way.is_empty() { vec![] } else { vec![way] }, "{solver}");
        assert_eq!(typed::<js_sys::Float32Array>(&story, "slope").length(), 10);
        assert_eq!(typed::<js_sys::Float32Array>(&story, "wants").length(), 2);
        let flip = session.flip("train", 3, 1, 2, 4).unwrap();
        assert_eq!(number(&story, "kappa"), number(&flip, "foretold"));
        let prices: Array = session.prices("train", 3).unwrap().unchecked_into();
        let kappa: Float64Array = prices.get(0).unchecked_into();
        assert_eq!(kappa.get_index(3 * 6 + 2), number(&story, "kappa"));
        let disputed = session.most_disputed("train", 3).unwrap();
        let cell = (number(&disputed, "t") - 1.0) * 6.0 + number(&disputed, "neuron");
        assert!(kappa.get_index(cell as u32) != 0.0);
        if way == "charge" {
            let charge = at(&story, "charge");
            let first = list(&charge, "stages").get(0);
            let theta = number(&story, "theta");
            let [q, lambda, rho, margin] =
                [number(&first, "start"), number(&charge, "lambda"), number(&charge, "rho"), number(&charge, "margin")];
            let put = session.proximal(q, lambda, rho, theta, margin).unwrap();
            assert!((number(&put, "z") - number(&first, "own")).abs() < 1e-5);
            assert_eq!(text(&put, "outcome"), text(&first, "outcome"));
        }
    }
    let mut session = Session::new("#v=1&task=moons&hidden=6&n=40&T=10").unwrap();
    assert_eq!(thrown(session.story("train", 3, 1, 6, 4)), "“neuron” was 6; it must be a whole number from 0 to 5.");
}

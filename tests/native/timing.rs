//! How far the optimiser's picture of the spikes is from the real network's: each method's model against its own
//! definition, and the measure on cases made by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use crate::support::{Case, cases};
use heaviside::Error;
use heaviside::admm::{exact, paper, targets};
use heaviside::baselines::control::Control;
use heaviside::baselines::surrogate::{self, Surrogate, smooth_spike, smooth_spikes, surrogate_derivative};
use heaviside::experiment::{Experiment, Solver, Spec};
use heaviside::method::timing::{SAMPLES, mismatch};
use heaviside::method::{Belief, Trainer};
use heaviside::network::{Activity, Network, Series};
use heaviside::random::{Stream, generator};
use ndarray::array;
use proptest::prelude::*;

fn iterate(trainer: &mut dyn Trainer<f64>, until: usize) {
    while trainer.iteration() < until {
        trainer.step(false).unwrap();
    }
}

fn distance(trainer: &dyn Trainer<f64>, input: &Series<f64>) -> f64 {
    let belief = trainer.belief(SAMPLES).unwrap().expect("a model");
    mismatch(&belief, trainer.iterate(), input).unwrap().all
}

fn case(seed: u64) -> Case {
    Case { sizes: vec![6, 8, 5, 2], steps: 12, samples: 9, delta: 0.9, theta: 1.0, gain: 2.0, seed }
}

#[test]
fn a_picture_that_is_the_network_is_at_distance_zero() {
    let problem = case(1).problem();
    let network = &problem.start;
    let mut activity = Activity::new(&network.sizes(), 12, 9);
    network.forward(&problem.input_trace, &mut activity).unwrap();
    let samples = vec![4, 0, 7];
    let spikes: Vec<_> = activity.spikes.iter().map(|a| a.select(&samples)).collect();
    let same = Belief { samples: samples.clone(), spikes: spikes.clone() };
    let found = mismatch(&same, network, &problem.input_trace).unwrap();
    assert_eq!((found.all, found.layers), (0.0, vec![0.0, 0.0]));

    // Other samples' spikes, or none at all, are another picture.
    let other = Belief { samples: vec![0, 4, 7], ..same.clone() };
    assert!(mismatch(&other, network, &problem.input_trace).unwrap().all > 0.0);
    let blank = spikes.iter().map(|a| Series::zeros(12, 3, a.neurons())).collect();
    let blank = Belief { samples: samples.clone(), spikes: blank };
    assert_eq!(mismatch(&blank, network, &problem.input_trace).unwrap().all, 1.0);

    let shallow = Belief { samples, spikes: spikes[..1].to_vec() };
    assert!(matches!(mismatch(&shallow, network, &problem.input_trace), Err(Error::Shape { .. })));
}

#[test]
fn layers_are_counted_apart_and_together() {
    // One sample, one neuron a layer: it passes its input on, one spike a step where there is one.
    let network = Network::dense(vec![array![[2.0]], array![[2.0]], array![[1.0]]], 0.0, 1.0).unwrap();
    let train =
        |spikes: [f64; 4]| Series::from_flat(1, array![[spikes[0]], [spikes[1]], [spikes[2]], [spikes[3]]]).unwrap();
    let input = train([1.0, 0.0, 1.0, 0.0]);
    // Without leak the trace is the input itself; a reset of 1 follows each spike, and no input does.
    let belief = Belief { samples: vec![0], spikes: vec![train([1.0, 0.0, 1.0, 0.0]), train([1.0, 0.0, 0.0, 1.0])] };
    let found = mismatch(&belief, &network, &input).unwrap();
    assert_eq!(found.layers, [0.0, 2.0 / 3.0]);
    assert_eq!(found.all, 2.0 / 5.0);
}

#[test]
fn the_smooth_spike_is_the_integral_of_the_surrogate() {
    let (theta, slope, step) = (1.0f64, 5.0, 1e-6);
    for z in [-3.0, 0.2, 0.9, 1.1, 1.7, 9.0] {
        let rise = (smooth_spike(z + step, theta, slope) - smooth_spike(z - step, theta, slope)) / (2.0 * step);
        assert!((rise - 0.5 * slope * surrogate_derivative(z, theta, slope)).abs() < 1e-8, "{z}");
    }
    assert_eq!(smooth_spike(theta, theta, slope), 0.5);
    assert!(smooth_spike(-1e9, theta, slope) < 1e-6 && smooth_spike(1e9, theta, slope) > 1.0 - 1e-6);
}

proptest! {
    #[test]
    fn the_smoothed_network_is_its_plain_recursion(case in cases(1..=3), slope in 0.5..20.0f64) {
        let (network, input) = (case.network(), case.input());
        let found = smooth_spikes(&network, &case.problem().input_trace, slope).unwrap();
        prop_assert_eq!(found.len(), network.depth() - 1);
        for n in 0..case.samples {
            let mut below: Vec<Vec<f64>> = (0..case.steps).map(|t| input.at(t).row(n).to_vec()).collect();
            for (weights, found) in network.weights().zip(&found) {
                let mut out = vec![vec![0.0; weights.nrows()]; case.steps];
                for (i, weights) in weights.outer_iter().enumerate() {
                    let (mut z, mut a) = (0.0, 0.0);
                    for t in 0..case.steps {
                        let drive: f64 = below[t].iter().zip(&weights).map(|(a, w)| a * w).sum();
                        z = network.delta * z + drive - network.theta * a;
                        let d = slope * (z - network.theta);
                        a = 0.5 * (1.0 + d / (1.0 + d.abs()));
                        out[t][i] = a;
                        // Rounding may decide a tie.
                        if (z - network.theta).abs() > 1e-9 {
                            prop_assert_eq!(found.at(t)[(n, i)], if a > 0.5 { 1.0 } else { 0.0 });
                        }
                    }
                }
                below = out;
            }
        }
    }

    /// The steeper the stand-in, the nearer the smoothed network is to the real one.
    #[test]
    fn a_step_for_a_stand_in_loses_no_spike(seed in 0u64..40) {
        let problem = case(seed).problem();
        let at = |slope| {
            let settings = surrogate::Settings { slope, ..surrogate::Settings::default() };
            distance(&Surrogate::new(problem.clone(), settings).unwrap(), &problem.input_trace)
        };
        prop_assert_eq!(at(1e12), 0.0);
        prop_assert!(at(1.0) > 0.0);
    }
}

#[test]
fn each_solver_believes_what_it_says() {
    let problem = case(3).problem();
    let few = 4;

    let mut solver = targets::Targets::new(problem.clone(), targets::Settings::default()).unwrap();
    assert_eq!(solver.belief(few).unwrap(), None);
    iterate(&mut solver, 2);
    let belief = solver.belief(few).unwrap().unwrap();
    assert_eq!(belief.samples, [0, 1, 2, 3]);
    for (own, target) in belief.spikes.iter().zip(solver.targets()) {
        assert_eq!(own, &target.select(&belief.samples));
    }

    let mut rng = generator(1, Stream::Trainer);
    let mut solver = paper::Paper::new(&problem, paper::Settings::default(), &mut rng).unwrap();
    iterate(&mut solver, 2);
    let belief = solver.belief(few).unwrap().unwrap();
    for (own, a) in belief.spikes.iter().zip(&solver.variables().a) {
        for (own, a) in own.values().iter().zip(a.select(&belief.samples).values()) {
            assert_eq!(*own == 1.0, *a >= 0.5);
        }
    }

    let mut solver = Control::new(problem.clone(), 1.0).unwrap();
    iterate(&mut solver, 1);
    assert_eq!(solver.belief(few).unwrap(), None);
}

/// The split variable `z` of the last round, by the equations of the layer problem: `z = V_before + u_before - u`.
#[test]
fn the_exact_solver_believes_the_sides_of_its_split_variable() {
    let problem = case(5).problem();
    let settings = |inner, batch| exact::Settings { inner, batch, tau: 1e-12, ..exact::Settings::default() };
    for batch in [0, 5] {
        let mut solver = exact::Exact::new(problem.clone(), settings(3, batch)).unwrap();
        assert_eq!(solver.belief(SAMPLES).unwrap(), None);
        iterate(&mut solver, 1);
        let belief = solver.belief(3).unwrap().unwrap();
        assert_eq!(belief.samples.len(), 3);
        let theta = problem.start.theta;
        // A step of no size: the forward pass of the new weights is that of the old.
        let mut activity = Activity::new(&problem.start.sizes(), 12, 3);
        problem.start.forward(&problem.input_trace.select(&belief.samples), &mut activity).unwrap();
        let mut moved = 0;
        for (l, own) in belief.spikes.iter().enumerate() {
            let (layer, settled) = (solver.layer_problem(l).unwrap(), solver.settled(l).unwrap());
            let primal = settled.primal.unwrap();
            let of = |series: &Series<f64>| series.select(&[0, 1, 2]);
            let parts = [&settled.shift, &settled.dual, &layer.lambda, &primal].map(of);
            let v0 = of(&solver.activity().potentials[l]);
            assert_eq!(v0, activity.potentials[l]);
            for k in 0..own.values().len() {
                let [shift, dual, lambda, residual] = [0, 1, 2, 3].map(|i| parts[i].values()[k]);
                let z = v0.values()[k] + shift + residual;
                assert_eq!(own.values()[k] == 1.0, z > theta);
                // On the active set the split variable has been drawn towards its side, off it z is V + u.
                assert!(lambda * dual <= 0.0);
                moved += usize::from(own.values()[k] != activity.spikes[l].values()[k]);
            }
        }
        assert!(moved > 0, "the solver would have no spike otherwise");
        assert!(distance(&solver, &problem.input_trace) > 0.0);
    }
    // One round keeps no split variable: the wanted sides stand in.
    let mut solver = exact::Exact::new(problem.clone(), settings(1, 0)).unwrap();
    iterate(&mut solver, 1);
    let belief = solver.belief(2).unwrap().unwrap();
    for n in 0..2 {
        let wanted = solver.auxiliary(n).unwrap().spikes;
        for (own, wanted) in belief.spikes.iter().zip(&wanted) {
            assert_eq!(own.sample(n).flat(), wanted.view());
        }
    }
}

#[test]
fn the_history_tells_it_for_every_layer() {
    for solver in Solver::ALL {
        let spec = Spec::parse(&format!("task=moons&hidden=9,7&n=60&T=10&solver={}", solver.name())).spec;
        let mut experiment = Experiment::<f32>::new(spec, || 0.0).unwrap();
        for _ in 0..2 {
            experiment.step_iteration().unwrap();
        }
        let last = experiment.history().last().unwrap();
        let own = solver != Solver::Control;
        assert_eq!(last.timing.is_some(), own, "{solver:?}");
        assert_eq!(last.timing_layers.len(), if own { 2 } else { 0 });
        let json = serde_json::to_value(last).unwrap();
        assert_eq!(json["timing"].is_f64(), own);
        assert_eq!(json["timingLayers"].as_array().map(Vec::len), Some(last.timing_layers.len()));
        let least = last.timing_layers.iter().copied().fold(1.0, f64::min);
        let most = last.timing_layers.iter().copied().fold(0.0, f64::max);
        if let Some(all) = last.timing {
            assert!((0.0..=1.0).contains(&least) && (least..=most).contains(&all), "{solver:?}: {last:?}");
        }
    }
}

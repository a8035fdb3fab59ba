//! A flipped spike against brute force: the whole network again, by plain recursions.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use crate::support::{Case, apart, cases};
use heaviside::admm::exact::{Exact, FlippedReset, Message, Settings, flip_costs, prices};
use heaviside::baselines::surrogate::{forecast, surrogate_derivative};
use heaviside::experiment::{Experiment, Spec};
use heaviside::loss::{self, Classes, Hold, Loss};
use heaviside::method::Trainer;
use heaviside::network::{Activity, Counterfactual, Network, Series, Spike, trace};
use heaviside::views::{Flips, Split, flip, flips, foretold};
use proptest::prelude::*;

/// Potentials and spikes of every layer, `[l][t][neuron]`, of one sample with the spike at `flip` turned over, as the
/// recursion `z_t = delta z_{t-1} + W a_t - theta a_{t-1}` gives them; and how near any potential came to the threshold.
struct World {
    spikes: Vec<Vec<Vec<f64>>>,
    output: Vec<f64>,
    nearest: f64,
}

fn world(network: &Network<f64>, input: &Series<f64>, flip: Option<Spike>) -> World {
    let (steps, depth) = (input.steps(), network.depth());
    let weights: Vec<_> = network.weights().collect();
    let mut spikes: Vec<Vec<Vec<f64>>> = weights.iter().map(|w| vec![vec![0.0; w.nrows()]; steps]).collect();
    let mut z: Vec<Vec<f64>> = weights.iter().map(|w| vec![0.0; w.nrows()]).collect();
    let mut nearest = f64::INFINITY;
    for t in 0..steps {
        for l in 0..depth {
            for i in 0..weights[l].nrows() {
                let heard = |j: usize| if l == 0 { input.at(t)[(0, j)] } else { spikes[l - 1][t][j] };
                let drive: f64 = (0..weights[l].ncols()).map(|j| weights[l][(i, j)] * heard(j)).sum();
                let reset = if t > 0 && l + 1 < depth { network.theta * spikes[l][t - 1][i] } else { 0.0 };
                z[l][i] = network.delta * z[l][i] + drive - reset;
                if l + 1 < depth {
                    nearest = nearest.min((z[l][i] - network.theta).abs());
                    let fires = z[l][i] > network.theta;
                    let turned = flip == Some(Spike { layer: l + 1, neuron: i, time: t + 1 });
                    spikes[l][t][i] = f64::from(u8::from(fires != turned));
                }
            }
        }
    }
    spikes.pop();
    World { spikes, output: z.pop().unwrap(), nearest }
}

fn cross_entropy(output: &[f64], label: usize) -> f64 {
    output.iter().map(|o| (o - output[label]).exp()).sum::<f64>().ln()
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let (network, input, labels) = (case.network(), case.input(), case.labels());
    let classes = Classes::new(case.classes());
    let mut counterfactual = Counterfactual::new(&case.sizes, case.steps);
    let sample = input.sample(0);
    counterfactual.settle(&network, &trace(&sample, network.delta)).unwrap();
    let real = world(&network, &sample, None);
    for layer in 1..case.sizes.len() - 1 {
        for neuron in 0..case.sizes[layer] {
            for time in 1..=case.steps {
                let at = Spike { layer, neuron, time };
                let brute = world(&network, &sample, Some(at));
                // On the threshold two right computations may differ.
                if real.nearest.min(brute.nearest) < 1e-9 {
                    continue;
                }
                counterfactual.flip(&network, at).unwrap();
                let flipped = counterfactual.flipped();
                prop_assert!(apart(flipped.output.row(0), &brute.output) < 1e-12);
                let before = Loss::<f64>::value(&classes, counterfactual.real().into(), &labels[..1]);
                let after = Loss::<f64>::value(&classes, flipped.into(), &labels[..1]);
                prop_assert!((before - cross_entropy(&real.output, labels[0])).abs() < 1e-12);
                prop_assert!((after - cross_entropy(&brute.output, labels[0])).abs() < 1e-12);
                let mut wanted = Vec::new();
                for (l, (a, b)) in real.spikes.iter().zip(&brute.spikes).enumerate() {
                    for (t, (a, b)) in a.iter().zip(b).enumerate() {
                        let differ = (0..a.len()).filter(|&i| a[i] != b[i]);
                        wanted.extend(differ.map(|neuron| Spike { layer: l + 1, neuron, time: t + 1 }));
                    }
                }
                prop_assert_eq!(counterfactual.changed().collect::<Vec<_>>(), wanted);
                prop_assert_eq!(counterfactual.fires(at), real.spikes[layer - 1][time - 1][neuron] > 0.0);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_flip_is_what_a_rerun_of_the_whole_network_gives(case in cases(1..=3)) {
        check(&case)?;
    }

    /// With the loss replaced by its quadratic model in the last hidden trace, the real change is the flip cost of `RunOn`.
    #[test]
    fn the_price_with_running_reset_is_exact_in_the_quadratic_model(case in cases(1..=3)) {
        let (network, labels) = (case.network(), case.labels());
        let last = case.sizes.len() - 2;
        let input = trace(&case.input().sample(0), network.delta);
        let mut activity = Activity::new(&case.sizes, case.steps, 1);
        network.forward(&input, &mut activity).unwrap();
        let mut message = loss::Message::new(Hold::Readout, &network, case.steps, 1);
        Classes::new(case.classes()).message(&activity, network.readout(), &labels[..1], &mut message);
        let loss::Message::End { slope, curvature, .. } = &message else { unreachable!("classes") };
        let (slope, curvature) = (slope.as_slice().unwrap(), curvature.as_slice().unwrap());
        let (z, a) = (&activity.potentials[last - 1], &activity.spikes[last - 1]);
        let mut kappa = a.clone();
        let mut work = vec![0.0; 2 * a.stride()];
        let to_last = Message::Last { slope, curvature };
        flip_costs(z, a, to_last, FlippedReset::RunOn, network.delta, network.theta, &mut work, &mut kappa);
        let mut counterfactual = Counterfactual::new(&case.sizes, case.steps);
        counterfactual.settle(&network, &input).unwrap();
        for neuron in 0..case.sizes[last] {
            for time in 1..=case.steps {
                counterfactual.flip(&network, Spike { layer: last, neuron, time }).unwrap();
                let end = |activity: &Activity<f64>| activity.traces[last - 1].at(case.steps - 1)[(0, neuron)];
                let d = end(counterfactual.flipped()) - end(counterfactual.real());
                let real = d * slope[neuron] + 0.5 * curvature[neuron] * d * d;
                prop_assert!((real - kappa.at(time - 1)[(0, neuron)]).abs() < 1e-12);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn prices_are_those_of_an_iteration_of_exact(case in cases(1..=3)) {
        let problem = case.problem();
        let settings = Settings { batch: 0, ..Settings::default() };
        let mut solver = Exact::new(problem.clone(), settings).unwrap();
        for _ in 0..2 + 2 * (case.sizes.len() - 2) {
            // An accident of a tiny problem (no system to solve) ends the iteration before its last price.
            prop_assume!(solver.step(false).is_ok());
        }
        let classes = Classes::new(case.classes());
        let mut activity = Activity::new(&case.sizes, case.steps, case.samples);
        problem.start.forward(&problem.input_trace, &mut activity).unwrap();
        let labels = &problem.data.labels;
        let found = prices(&problem.start, &activity, &classes, labels, settings.reset, settings.margin);
        for (l, kappa) in found.iter().enumerate() {
            prop_assert_eq!(kappa, &solver.kappa(l).unwrap());
        }
    }

    /// The derivative carried forward in time from each spike, by the recursion as it stands.
    #[test]
    fn the_surrogate_foretells_by_its_derivative(case in cases(1..=3), slope in 0.5..6.0f64) {
        let (network, labels) = (case.network(), case.labels());
        let sample = case.input().sample(0);
        let mut activity = Activity::new(&case.sizes, case.steps, 1);
        network.forward(&trace(&sample, network.delta), &mut activity).unwrap();
        let classes = Classes::new(case.classes());
        let found = forecast(&network, &activity, &classes, &labels[..1], slope);
        let (_, in_output) = crate::support::cross_entropy(&activity.output, &labels[..1]);
        let hidden = case.sizes.len() - 2;
        for (layer, found) in found.iter().enumerate() {
            for neuron in 0..case.sizes[layer + 1] {
                for time in 0..case.steps {
                    let mut dz: Vec<Vec<f64>> = network.weights().map(|w| vec![0.0; w.nrows()]).collect();
                    let mut da = dz.clone();
                    for t in 0..case.steps {
                        for (l, w) in network.weights().enumerate() {
                            for i in 0..w.nrows() {
                                let below: f64 = if l == 0 { 0.0 } else { (0..w.ncols()).map(|j| w[(i, j)] * da[l - 1][j]).sum() };
                                let reset = if l < hidden { network.theta * da[l][i] } else { 0.0 };
                                dz[l][i] = network.delta * dz[l][i] + below - reset;
                                if l < hidden {
                                    let z = activity.potentials[l].at(t)[(0, i)];
                                    da[l][i] = surrogate_derivative(z, network.theta, slope) * dz[l][i];
                                    if (l, i, t) == (layer, neuron, time) {
                                        da[l][i] = 1.0;
                                    }
                                }
                            }
                        }
                    }
                    let derivative: f64 = dz[hidden].iter().zip(in_output.row(0)).map(|(z, e)| z * e).sum();
                    let sign = 1.0 - 2.0 * activity.spikes[layer].at(time)[(0, neuron)];
                    let apart = (found.at(time)[(0, neuron)] - sign * derivative).abs();
                    prop_assert!(apart < 1e-10 * derivative.abs().max(1.0), "{apart}");
                }
            }
        }
    }
}

#[test]
fn one_flip_and_all_of_a_sample_and_a_draw_of_a_layer_tell_the_same() {
    for link in ["#v=1&task=spirals&hidden=8,6&n=40", "#v=1&task=order&hidden=8,6&n=40&solver=surrogate"] {
        let mut experiment = Experiment::<f64>::new(Spec::parse(link).spec, || 0.0).unwrap();
        experiment.step_iteration().unwrap();
        let sample = 3;
        let all = foretold(&experiment, Split::Test, sample).unwrap();
        assert_eq!(all.len(), 2);
        for (layer, neurons) in [(1, 8), (2, 6)] {
            let steps = all[layer - 1].len() / neurons;
            for (neuron, time) in [(0, 1), (neurons - 1, steps), (2, steps / 2)] {
                let at = Spike { layer, neuron, time };
                let one = flip(&experiment, Split::Test, sample, at).unwrap();
                assert_eq!(one.foretold.exact, all[layer - 1][(time - 1) * neurons + neuron]);
                assert_eq!(one.changed[0], at);
            }
            let drawn = flips(&experiment, layer, 60).unwrap();
            assert_eq!(drawn, flips(&experiment, layer, 60).unwrap());
            assert!(drawn.real.iter().any(|change| *change != 0.0));
        }
        // The prices of the last layer are those of the loss's quadratic model, so they tell most of what happens.
        let top = flips(&experiment, 2, 300).unwrap();
        assert!(top.correlation(&top.exact).unwrap() > 0.5, "{link}");
        let said = |error: heaviside::Error| error.to_string();
        let place = Spike { layer: 1, neuron: 0, time: 1 };
        let count = experiment.test_data().len();
        let sentence = format!("“sample” was {count}; it must be a whole number from 0 to {}.", count - 1);
        assert_eq!(said(flip(&experiment, Split::Test, count, place).unwrap_err()), sentence);
        assert_eq!(
            said(flips(&experiment, 3, 1).unwrap_err()),
            "“layer” was 3; it must be a whole number from 1 to 2."
        );
    }
}

#[test]
fn correlation_and_mean_change_of_what_is_recommended() {
    let flips = Flips { exact: vec![-1.0, 2.0, 3.0], surrogate: vec![1.0; 3], real: vec![-3.0, 0.0, 1.0] };
    // Deviations (-7/3, 2/3, 5/3) and (-7/3, 2/3, 5/3).
    assert!((flips.correlation(&flips.exact).unwrap() - 1.0).abs() < 1e-15);
    assert_eq!(flips.recommended(&flips.exact), Some(-3.0));
    assert_eq!((flips.correlation(&flips.surrogate), flips.recommended(&flips.surrogate)), (None, None));
}

#[test]
fn a_place_that_does_not_exist_is_said_in_a_sentence() {
    let case = Case { sizes: vec![3, 4, 5, 2], steps: 6, samples: 1, delta: 0.9, theta: 1.0, gain: 2.0, seed: 1 };
    let network = case.network();
    let mut counterfactual = Counterfactual::new(&case.sizes, case.steps);
    counterfactual.settle(&network, &trace(&case.input(), network.delta)).unwrap();
    let mut said =
        |layer, neuron, time| counterfactual.flip(&network, Spike { layer, neuron, time }).unwrap_err().to_string();
    assert_eq!(said(0, 0, 1), "“layer” was 0; it must be a whole number from 1 to 2.");
    assert_eq!(said(3, 0, 1), "“layer” was 3; it must be a whole number from 1 to 2.");
    assert_eq!(said(1, 4, 1), "“neuron” was 4; it must be a whole number from 0 to 3.");
    assert_eq!(said(2, 0, 7), "“t” was 7; it must be a whole number from 1 to 6.");
    assert_eq!(said(2, 0, 0), "“t” was 0; it must be a whole number from 1 to 6.");
    counterfactual.flip(&network, Spike { layer: 2, neuron: 4, time: 6 }).unwrap();
    assert_eq!(counterfactual.changed().count(), 1);
}

//! A flipped spike against brute force: the whole network again, by plain recursions.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use heaviside::admm::exact::{FlippedReset, Message, flip_costs};
use heaviside::loss::{self, Classes, Hold, Loss};
use heaviside::network::{Activity, Counterfactual, Network, Series, Spike, trace};
use proptest::prelude::*;
use support::{Case, apart, cases};

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

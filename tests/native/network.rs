//! The network and its surrogate gradient against plain recursions in loops.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use crate::support::{Case, apart, cases, cross_entropy, gradients, last_output, simulate};
use heaviside::baselines::surrogate::{Settings, Surrogate, surrogate_derivative};
use heaviside::linalg::rms;
use heaviside::loss::classes::{self, accuracy, predictions, softmax};
use heaviside::method::Trainer;
use heaviside::network::{Activity, Network, Reading, Series, fire, initialise, trace};
use heaviside::random::{Stream, generator};
use ndarray::{Array2, Axis, array};
use proptest::prelude::*;

fn run(network: &Network<f64>, input: &Series<f64>) -> Activity<f64> {
    let mut activity = Activity::new(&network.sizes(), input.steps(), input.samples());
    network.forward(&trace(input, network.delta), &mut activity).unwrap();
    activity
}

proptest! {
    #[test]
    fn the_trace_form_is_the_recursion(case in cases(1..=3)) {
        let (network, input) = (case.network(), case.input());
        let plain = simulate(&network, &input);
        let activity = run(&network, &input);
        for l in 0..case.sizes.len() - 2 {
            prop_assert!(apart(&plain.potentials[l], activity.potentials[l].values()) < 1e-12);
            prop_assert_eq!(plain.spikes[l].as_slice().unwrap(), activity.spikes[l].values());
            let mut carried = Array2::<f64>::zeros((case.samples, case.sizes[l + 1]));
            for t in 0..case.steps {
                carried = carried * case.delta + activity.spikes[l].at(t);
                prop_assert!(apart(&carried, activity.traces[l].at(t)) < 1e-12);
            }
        }
        prop_assert!(apart(&last_output(&plain), &activity.output) < 1e-12);
    }

    #[test]
    fn storage_that_was_used_before_changes_nothing(case in cases(1..=3)) {
        let (network, input) = (case.network(), case.input());
        let fresh = run(&network, &input);
        let mut used = Activity::new(&network.sizes(), case.steps, case.samples);
        let c = trace(&input, case.delta);
        let mut other = network.clone();
        other.weights_mut().for_each(|w| w.mapv_inplace(|w| 2.0 - w));
        other.forward(&c, &mut used).unwrap();
        network.forward(&c, &mut used).unwrap();
        prop_assert_eq!(&fresh.output, &used.output);
        prop_assert_eq!(&fresh.spikes, &used.spikes);
        prop_assert_eq!(&fresh.traces, &used.traces);
    }

    #[test]
    fn a_reading_is_what_the_whole_forward_pass_shows(case in cases(1..=3), samples in 1usize..150) {
        // More samples than run through the network at a time, and a last part that is not full.
        let case = Case { samples, ..case };
        let (network, input) = (case.network(), case.input());
        let activity = run(&network, &input);
        let mut reading = Reading::new(&network.sizes(), samples);
        for _ in 0..2 {
            network.read(&trace(&input, case.delta), &mut reading).unwrap();
            prop_assert!(apart(&activity.output, &reading.output) < 1e-12);
            for (l, spikes) in activity.spikes.iter().enumerate() {
                for i in 0..spikes.neurons() {
                    let fired: f64 = spikes.flat().column(i).sum();
                    let largest = activity.potentials[l].flat().column(i).fold(0.0f64, |m, z| m.max(z.abs()));
                    prop_assert_eq!(f64::from(reading.spikes[l][i]), fired);
                    prop_assert!((reading.largest[l][i] - largest).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn softmax_and_cross_entropy_are_their_formulas(case in cases(1..=1), scale in 0.1..50.0f64) {
        let mut activity = run(&case.network(), &case.input());
        activity.output.mapv_inplace(|o| (o * scale).clamp(-200.0, 200.0));
        let labels = case.labels();
        let mut p = Array2::zeros(activity.output.dim());
        softmax(&activity.output, &mut p);
        for (row, o) in p.outer_iter().zip(activity.output.outer_iter()) {
            prop_assert!((row.sum() - 1.0).abs() < 1e-12);
            let sum: f64 = o.iter().map(|o| o.exp()).sum();
            prop_assert!(row.iter().zip(o).all(|(p, o)| (p - o.exp() / sum).abs() < 1e-12));
        }
        // The loss is -ln p, so far from p = 0 it follows from the probabilities.
        let direct: f64 = labels.iter().enumerate().map(|(n, &y)| {
            let sum: f64 = activity.output.row(n).iter().map(|o| (o - activity.output[(n, y)]).exp()).sum();
            sum.ln()
        }).sum::<f64>() / labels.len() as f64;
        prop_assert!((classes::cross_entropy(&activity.output, &labels) - direct).abs() < 1e-12 * direct.max(1.0));
    }

    #[test]
    fn the_start_has_the_spread_that_it_promises(case in cases(1..=3)) {
        let c = trace(&case.input(), case.delta);
        // Where all samples are alike there may be no spread to scale.
        let differ = (0..case.steps).any(|t| c.at(t).std_axis(Axis(0), 0.0).sum() > 1e-6);
        let start = |gain| {
            let mut rng = generator(case.seed, Stream::Weights);
            initialise(&case.sizes, &c, case.delta, case.theta, gain, &mut rng).unwrap()
        };
        let network = start(case.gain);
        let activity = {
            let mut activity = Activity::new(&case.sizes, case.steps, case.samples);
            network.forward(&c, &mut activity).unwrap();
            activity
        };
        for l in 0..network.depth() {
            let below = if l == 0 { &c } else { &activity.traces[l - 1] };
            let free = below.flat().dot(&network.layers[l].parameters().t()).as_standard_layout().into_owned();
            let free = Series::from_flat(case.samples, free).unwrap();
            let found = spread(&free);
            let wanted = case.gain * case.theta * if l + 1 == network.depth() { 0.1 } else { 1.0 };
            // A layer below that never fires, or alike for all samples, leaves nothing to scale by.
            let silent = found <= 1e-6 * rms(free.values());
            prop_assert!(silent || (found - wanted).abs() < 1e-9 * wanted, "layer {}: {} {}", l, found, wanted);
            prop_assert!(l > 0 || !differ || !silent);
        }
    }

    #[test]
    fn single_and_double_precision_start_alike(case in cases(1..=1)) {
        let input = case.input();
        let single = Series::from_flat(case.samples, input.flat().mapv(|v| v as f32)).unwrap();
        let rng = || generator(case.seed, Stream::Weights);
        let double =
            initialise(&case.sizes, &trace(&input, case.delta), case.delta, case.theta, case.gain, &mut rng()).unwrap();
        let (delta, theta) = (case.delta as f32, case.theta as f32);
        let single = initialise(&case.sizes, &trace(&single, delta), delta, theta, case.gain, &mut rng()).unwrap();
        let widened: Vec<f64> = single.layers[0].parameters().iter().map(|w| f64::from(*w)).collect();
        // Rounding is as much larger as the potentials are larger than the spread that the weights are scaled by.
        let free = trace(&input, case.delta).flat().dot(&double.layers[0].parameters().t()).as_standard_layout().into_owned();
        let largest = free.iter().fold(0.0f64, |m, v| m.max(v.abs()));
        let condition = largest / spread(&Series::from_flat(case.samples, free).unwrap()).max(1e-9);
        prop_assert!(apart(double.layers[0].parameters(), &widened) < 1e-6 * (10.0 + condition));
    }

    #[test]
    fn the_readouts_gradient_is_that_of_finite_differences(case in cases(1..=2)) {
        let mut solver = Surrogate::new(case.problem(), Settings::default()).unwrap();
        solver.step(false).unwrap();
        solver.step(false).unwrap();
        let (input, labels, mut network) = (case.input(), case.labels(), case.network());
        let last = network.depth() - 1;
        // The readout is smooth: no surrogate is in this gradient. The loss is convex and its third derivative is
        // bounded by the cube of the traces, which delta < .99 and T < 12 keep below 12.
        const H: f64 = 1e-5;
        for (index, &found) in solver.gradients()[last].indexed_iter() {
            let mut loss = |shift: f64| {
                let kept = network.layers[last].parameters()[index];
                network.layers[last].parameters_mut()[index] += shift;
                let loss = classes::cross_entropy(&run(&network, &input).output, &labels);
                network.layers[last].parameters_mut()[index] = kept;
                loss
            };
            let difference = (loss(H) - loss(-H)) / (2.0 * H);
            prop_assert!((difference - found).abs() < 1e-6, "{:?}: {} {}", index, difference, found);
        }
    }

    #[test]
    fn backpropagation_is_the_derivative_carried_forward(case in cases(1..=3), slope in 0.5..20.0f64) {
        let mut solver = Surrogate::new(case.problem(), Settings { slope, ..Settings::default() }).unwrap();
        solver.step(false).unwrap();
        solver.step(true).unwrap();
        let (input, network) = (case.input(), case.network());
        let (loss, error) = cross_entropy(&last_output(&simulate(&network, &input)), &case.labels());
        prop_assert!((solver.measures().loss.unwrap() - loss).abs() < 1e-10 * loss.max(1.0));
        let sigma = |z: f64| 1.0 / (1.0 + slope * (z - case.theta).abs()).powi(2);
        let expected = gradients(&network, &input, &error, &sigma, true);
        for (expected, found) in expected.iter().zip(solver.gradients()) {
            prop_assert!(apart(expected, found) < 1e-10, "{}", apart(expected, found));
        }
    }
}

/// Standard deviation over samples and neurons, averaged over time.
fn spread(series: &Series<f64>) -> f64 {
    (0..series.steps()).map(|t| series.at(t).std(0.0)).sum::<f64>() / series.steps() as f64
}

#[test]
fn a_spike_needs_more_than_the_threshold() {
    let series = |values: Array2<f64>| Series::from_flat(1, values).unwrap();
    // Exactly at the threshold, one bit above, one bit below.
    let mut z = series(array![[1.0, 1.0 + f64::EPSILON, 1.0 - f64::EPSILON]]);
    let (mut a, mut c) = (series(Array2::zeros((1, 3))), series(Array2::zeros((1, 3))));
    fire(&mut z, &mut a, &mut c, 0.95, 1.0);
    assert_eq!(a.values(), [0.0, 1.0, 0.0]);
    assert_eq!(c.values(), [0.0, 1.0, 0.0]);
}

#[test]
fn a_spike_takes_the_threshold_off_the_next_potential_only_once() {
    // delta = .5, theta = 1, a constant drive of 1.5: z = 1.5, then .75 + 1.5 - 1 = 1.25, then .625 + .5 = 1.125.
    let network = Network::dense(vec![array![[1.5]], array![[2.0]]], 0.5, 1.0).unwrap();
    let activity = run(&network, &Series::from_flat(1, Array2::ones((3, 1))).unwrap());
    assert_eq!(activity.potentials[0].values(), [1.5, 1.25, 1.125]);
    assert_eq!(activity.spikes[0].values(), [1.0, 1.0, 1.0]);
    // The readout leaks and never resets: 2, 1 + 2, 1.5 + 2.
    assert_eq!(activity.output, array![[3.5]]);
}

#[test]
fn the_first_of_equal_classes_wins() {
    let mut activity = Activity::<f64>::new(&[1, 1, 3], 1, 3);
    activity.output = array![[0.0, 0.0, 0.0], [-1.0, 2.0, 2.0], [0.0, 1.0, 3.0]];
    assert_eq!(predictions(&activity.output).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(accuracy(&activity.output, &[0, 2, 2]), 2.0 / 3.0);
    assert_eq!(accuracy(&activity.output, &[0, 1, 2]), 1.0);
}

#[test]
fn large_potentials_do_not_overflow_the_loss() {
    let mut activity = Activity::<f64>::new(&[1, 1, 2], 1, 2);
    activity.output = array![[1e4, 0.0], [1e4, 0.0]];
    assert_eq!(classes::cross_entropy(&activity.output, &[0, 1]), 5e3);
    let mut p = Array2::zeros((2, 2));
    softmax(&activity.output, &mut p);
    assert_eq!(p, array![[1.0, 0.0], [1.0, 0.0]]);
}

#[test]
fn sizes_that_do_not_fit_are_named_one_by_one() {
    let network = Network::dense(vec![Array2::<f64>::zeros((3, 2)), Array2::zeros((2, 3))], 0.9, 1.0).unwrap();
    let sentence = |input: Series<f64>, mut activity: Activity<f64>| {
        network.forward(&input, &mut activity).expect_err("another size").to_string()
    };
    let right = || Activity::new(&[2, 3, 2], 4, 5);
    assert!(network.forward(&Series::zeros(4, 5, 2), &mut right()).is_ok());
    assert!(sentence(Series::zeros(4, 5, 3), right()).starts_with("input"));
    assert!(sentence(Series::zeros(3, 5, 2), right()).starts_with("activity"));
    assert!(sentence(Series::zeros(4, 6, 2), right()).starts_with("activity"));
    assert!(sentence(Series::zeros(4, 5, 2), Activity::new(&[2, 4, 2], 4, 5)).starts_with("activity"));
    assert!(sentence(Series::zeros(4, 5, 2), Activity::new(&[2, 3, 3], 4, 5)).starts_with("activity"));
    assert!(sentence(Series::zeros(4, 5, 2), Activity::new(&[2, 3, 3, 2], 4, 5)).starts_with("activity"));
    assert!(Network::dense(vec![Array2::<f64>::zeros((3, 2))], 0.9, 1.0).is_err());
    assert!(Network::dense(vec![Array2::<f64>::zeros((3, 2)), Array2::zeros((2, 4))], 0.9, 1.0).is_err());
}

#[test]
fn the_fast_sigmoid_is_one_at_the_threshold_and_even_about_it() {
    assert_eq!(surrogate_derivative(1.0f64, 1.0, 5.0), 1.0);
    assert_eq!(surrogate_derivative(1.2f64, 1.0, 5.0), surrogate_derivative(0.8f64, 1.0, 5.0));
    assert!((surrogate_derivative(1.2f64, 1.0, 5.0) - 0.25).abs() < 1e-12);
}

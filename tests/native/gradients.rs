//! The surrogate's gradient in layers of every kind, against derivatives carried forward in time.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::sync::Arc;

use heaviside::baselines::surrogate::{Settings, Surrogate, surrogate_derivative};
use heaviside::data::Dataset;
use heaviside::linalg::Scalar;
use heaviside::method::{Problem, Trainer};
use heaviside::network::layer::{Form, Order, Picture, Plan, Token};
use heaviside::network::{Activity, Heard, Layer, Network, Series, trace};
use heaviside::random::{Stream, gaussian, generator, uniform};
use ndarray::{Array2, s};
use proptest::prelude::*;

const STEPS: usize = 7;
const SAMPLES: usize = 3;
const CLASSES: usize = 3;
const DELTA: f64 = 0.85;

/// Layers upon one picture of 6 x 6 pixels.
fn layers() -> impl Strategy<Value = Vec<Token>> {
    let conv = |maps, kernel, stride| Token::Conv { maps, kernel, stride };
    prop::sample::select(vec![
        vec![Token::Recurrent(4)],
        vec![Token::Dense(5), Token::Recurrent(4), Token::Recurrent(3)],
        vec![conv(3, 3, 1), Token::Pool(2), Token::Recurrent(4)],
        vec![conv(2, 3, 2), conv(3, 3, 1), Token::PoolAll],
        vec![Token::Pool(2), Token::Dense(4)],
        vec![conv(2, 5, 1), Token::Pool(3), conv(2, 1, 1)],
    ])
}

/// `P x` of what depends on the traces below: without what a bias adds.
fn linear(layer: &dyn Layer<f64>, below: &Array2<f64>) -> Array2<f64> {
    let rows = |below: &Array2<f64>| {
        let mut out = Array2::zeros((below.nrows(), layer.shape().outputs));
        layer.apply(1.0, Heard::step(below.view(), 0), 0.0, out.view_mut());
        out
    };
    rows(below) - rows(&Array2::zeros(below.dim()))
}

/// The derivative of the loss along `directions`, one a hidden layer, with the surrogate's in place of that of the spike.
fn forward_mode(
    network: &Network<f64>,
    input: &Series<f64>,
    labels: &[usize],
    directions: &[Array2<f64>],
    (slope, reset): (f64, f64),
) -> f64 {
    let traces = trace(input, DELTA);
    let mut activity = Activity::new(&network.sizes(), STEPS, SAMPLES);
    network.forward(&traces, &mut activity).unwrap();
    // Change of the spikes below, a matrix a step.
    let mut below: Vec<Array2<f64>> = vec![Array2::zeros((SAMPLES, input.neurons())); STEPS];
    for (l, direction) in directions.iter().enumerate() {
        let layer = &*network.layers[l];
        let (spikes, of) = match l.checked_sub(1) {
            Some(k) => (&activity.spikes[k], &activity.traces[k]),
            None => (input, &traces),
        };
        let mut direct = Array2::zeros((STEPS * SAMPLES, layer.shape().outputs));
        let heard = Heard { events: None, ..Heard::spikes(spikes, of, &activity.spikes[l]) };
        layer.apply_with(direction, 1.0, heard, 0.0, direct.view_mut());
        let mut potential: Array2<f64> = Array2::zeros((SAMPLES, layer.shape().outputs));
        let mut fired = potential.clone();
        for (t, change) in below.iter_mut().enumerate() {
            potential = potential * DELTA + direct.slice(s![t * SAMPLES..(t + 1) * SAMPLES, ..]) - &fired * reset;
            potential += &linear(layer, change);
            layer.hear_own(fired.view(), potential.view_mut());
            fired = activity.potentials[l].at(t).mapv(|z| surrogate_derivative(z, network.theta, slope)) * &potential;
            *change = fired.clone();
        }
    }
    let mut last: Array2<f64> = Array2::zeros(below[0].dim());
    below.iter().for_each(|change| last = &last * DELTA + change);
    let output = linear(network.readout(), &last);
    let mut found = 0.0;
    for (n, (change, &label)) in output.outer_iter().zip(labels).enumerate() {
        let whole: f64 = activity.output.row(n).iter().map(|o| o.exp()).sum();
        for (k, change) in change.iter().enumerate() {
            found += (activity.output[(n, k)].exp() / whole - f64::step(k == label)) * change / SAMPLES as f64;
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn backwards_in_time_is_forwards_in_time(hidden in layers(), detach in 0usize..2, slope in 0.5..4.0f64, seed in any::<u64>()) {
        let picture = Picture { width: 6, height: 6, maps: 1, order: Order::Pictures };
        let (plan, wrong) = Plan::nearest(Form { neurons: 37, picture: Some(picture) }, &hidden, &[CLASSES]);
        prop_assert!(wrong.is_none());
        let mut rng = generator(seed, Stream::Weights);
        let cells = Array2::from_shape_fn((STEPS * SAMPLES, 37), |(_, c)| f64::step(c == 36 || uniform(&mut rng) < 0.3));
        let input = Series::from_flat(SAMPLES, cells).unwrap();
        let input_trace = trace(&input, DELTA);
        let mut start = Network::new(plan.build(DELTA), DELTA, 1.0).unwrap();
        start.initialise(&input_trace, 1.5, &mut rng).unwrap();
        let labels: Vec<usize> = (0..SAMPLES).map(|n| n % CLASSES).collect();
        let data = Dataset { input: input.clone(), labels: labels.clone(), classes: CLASSES, points: None, target: None };
        let problem = Problem { input_trace, data, start: start.clone() };
        let settings = Settings { slope, detach, batch: 0, ..Settings::default() };
        let mut trainer = Surrogate::new(Arc::new(problem), settings).unwrap();
        trainer.step(false).unwrap();
        trainer.step(false).unwrap();
        let gradients = &trainer.gradients()[..start.depth() - 1];
        let directions: Vec<_> = gradients.iter().map(|g| Array2::from_shape_fn(g.dim(), |_| gaussian(&mut rng))).collect();
        let reset = if detach == 1 { 0.0 } else { 1.0 };
        let expected = forward_mode(&start, &input, &labels, &directions, (slope, reset));
        let found: f64 = gradients.iter().zip(&directions).map(|(g, d)| (g * d).sum()).sum();
        let size: f64 = gradients.iter().zip(&directions).map(|(g, d)| (g * d).mapv(f64::abs).sum()).sum();
        prop_assert!((found - expected).abs() <= 1e-11 * size.max(1e-3), "{found} {expected}");
    }
}

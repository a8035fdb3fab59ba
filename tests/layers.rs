//! Every kind of layer against the definitions of the trait: its adjoints, its moments, and the start that it draws.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use heaviside::experiment::{Experiment, Spec};
use heaviside::network::layer::{Heard, Layer, Shape};
use heaviside::network::{Dense, Network, Series};
use heaviside::random::{Stream, gaussian, generator};
use ndarray::Array2;
use proptest::prelude::*;
use support::apart;

/// One layer of every kind, with about so many inputs and outputs.
fn kinds(inputs: usize, outputs: usize, seed: u64) -> Vec<Box<dyn Layer<f64>>> {
    let mut rng = generator(seed, Stream::Weights);
    let mut kinds: Vec<Box<dyn Layer<f64>>> = vec![Box::new(Dense::zeros(inputs, outputs))];
    kinds.iter_mut().for_each(|layer| layer.draw(&mut || gaussian(&mut rng)));
    kinds
}

fn noise(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    let mut rng = generator(seed, Stream::Trainer);
    Array2::from_shape_simple_fn((rows, columns), || gaussian(&mut rng))
}

fn dot<'a>(one: impl IntoIterator<Item = &'a f64>, other: impl IntoIterator<Item = &'a f64>) -> f64 {
    one.into_iter().zip(other).map(|(a, b)| a * b).sum()
}

/// `W x` for these rows.
fn applied(layer: &dyn Layer<f64>, c: &Array2<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((c.nrows(), layer.shape().outputs));
    layer.apply(1.0, Heard::step(c.view(), 0), 0.0, out.view_mut());
    out
}

proptest! {
    #[test]
    fn the_adjoints_are_adjoint(
        inputs in 1usize..9, outputs in 1usize..9, rows in 1usize..9, seed in any::<u64>(), factor in -2.0..2.0f64, keep in -2.0..2.0f64,
    ) {
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, maps, row } = layer.shape();
            prop_assert_eq!(layer.parameters().dim(), (maps, row));
            prop_assert_eq!(layer.shape().parameters(), layer.parameters().len());
            let (c, message) = (noise(rows, inputs, seed ^ 1), noise(rows, outputs, seed ^ 2));
            let (old_down, old_up) = (noise(rows, inputs, seed ^ 3), noise(rows, outputs, seed ^ 4));
            let heard = Heard::step(c.view(), 0);
            let image = applied(&*layer, &c);

            // <message, W c> = <W' message, c>, towards the layer below and towards the parameters.
            let mut down = old_down.clone();
            layer.adjoint(factor, message.view(), keep, down.view_mut());
            let expected = factor * dot(&image, &message) + keep * dot(&old_down, &c);
            prop_assert!((dot(&down, &c) - expected).abs() < 1e-11 * (1.0 + dot(&c, &c) + dot(&message, &message)) * outputs as f64);
            let mut kept = old_up.clone();
            layer.apply(factor, heard, keep, kept.view_mut());
            prop_assert!(apart(&kept, &(&image * factor + &old_up * keep)) < 1e-12);
            let (other, old) = (noise(maps, row, seed ^ 5), noise(maps, row, seed ^ 6));
            let mut statistics = old.clone();
            layer.statistics(factor, message.view(), heard, keep, statistics.view_mut());
            let mut moved = Array2::zeros((rows, outputs));
            layer.apply_with(&other, 1.0, heard, 0.0, moved.view_mut());
            let expected = factor * dot(&moved, &message) + keep * dot(&old, &other);
            prop_assert!((dot(&statistics, &other) - expected).abs() < 1e-10 * (1.0 + dot(&moved, &moved) + dot(&message, &message)));
        }
    }

    /// The curvature `q_k` of each output gives `sum_k q_k (dV_k / dc_i)^2` below.
    #[test]
    fn squares_travel_by_squared_entries(inputs in 1usize..7, outputs in 1usize..7, rows in 1usize..5, seed in any::<u64>()) {
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, maps, row } = layer.shape();
            let q = noise(rows, outputs, seed ^ 1);
            let old = noise(rows, inputs, seed ^ 2);
            let mut found = old.clone();
            layer.adjoint_of_squares(q.view(), &mut Array2::zeros((maps, row)), found.view_mut());
            for i in 0..inputs {
                let mut unit = Array2::zeros((rows, inputs));
                unit.column_mut(i).fill(1.0);
                let column = applied(&*layer, &unit);
                for n in 0..rows {
                    let expected: f64 = old[(n, i)] + column.row(n).iter().zip(q.row(n)).map(|(w, q)| q * w * w).sum::<f64>();
                    prop_assert!((found[(n, i)] - expected).abs() < 1e-11 * expected.abs().max(1.0));
                }
                let mut outgoing = vec![f64::NAN; outputs];
                layer.outgoing(i, &mut outgoing);
                prop_assert!(apart(&outgoing, &column.row(0).to_vec()) < 1e-14);
            }
        }
    }

    #[test]
    fn moments_are_sums_over_the_rows(inputs in 1usize..7, outputs in 1usize..7, rows in 1usize..9, seed in any::<u64>()) {
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, maps, row } = layer.shape();
            let positions = layer.shape().positions();
            let c = noise(rows, inputs, seed ^ 1);
            let heard = Heard::step(c.view(), 0);
            let mut wide = Array2::zeros((rows * positions, row));
            layer.wide_rows(heard, 0..rows, wide.view_mut());
            let mut part = Array2::zeros((positions, row));
            layer.wide_rows(heard, rows - 1..rows, part.view_mut());
            prop_assert_eq!(&part, &wide.slice(ndarray::s![(rows - 1) * positions.., ..]));
            // Rows times parameters are the potentials: what the moments are of is what `apply` uses.
            let by_rows = wide.dot(&layer.parameters().t());
            let image = applied(&*layer, &c);
            prop_assert!(apart(&by_rows, &image) < 1e-12);
            let mut gram = Array2::zeros((row, row));
            layer.gram(0.5, heard, gram.view_mut());
            prop_assert!(apart(&gram, &(wide.t().dot(&wide) * 0.5)) < 1e-12);
            // W'W by the images of unit vectors.
            let whole = applied(&*layer, &Array2::eye(inputs));
            let expected = whole.dot(&whole.t());
            let (mut normal, mut exact) = (Array2::zeros((inputs, inputs)), Array2::zeros((inputs, inputs)));
            layer.normal(normal.view_mut());
            layer.wide_normal(&mut Array2::zeros((maps, row)), exact.view_mut());
            prop_assert!(apart(&normal, &expected) < 1e-12 && apart(&exact, &expected) < 1e-12);
            prop_assert_eq!(outputs, maps * positions);
        }
    }

    #[test]
    fn steps_and_averages_are_their_formulas(inputs in 1usize..7, outputs in 1usize..7, seed in any::<u64>(), by in -2.0..2.0f64) {
        for layer in kinds(inputs, outputs, seed) {
            let w = layer.parameters().clone();
            let d = noise(w.nrows(), w.ncols(), seed ^ 1);
            let mut moved = layer.clone();
            moved.add(by, &d);
            prop_assert!(apart(moved.parameters(), &(&w + &(&d * by))) < 1e-14);
            prop_assert!(*moved != *layer || by == 0.0);
            let mut mean = layer.clone();
            mean.approach(&*moved, 0.25);
            prop_assert!(apart(mean.parameters(), &(&w + &(&d * (0.25 * by)))) < 1e-13);
            prop_assert!((layer.norm_squared() - dot(&w, &w)).abs() < 1e-12 * (1.0 + layer.norm_squared()));
        }
    }
}

#[test]
fn a_shape_says_what_a_pass_costs() {
    let shape = Shape::dense(17, 50);
    assert_eq!((shape.parameters(), shape.positions()), (850, 1));
    // One multiplication and one addition a weight, sample and step; three series of the layer's size.
    assert_eq!((shape.flops(4000), shape.numbers(4000)), (6_800_000, 600_000));
    // Four positions share two maps of nine weights.
    let shared = Shape { inputs: 16, outputs: 8, maps: 2, row: 9 };
    assert_eq!((shared.parameters(), shared.positions(), shared.flops(1)), (18, 4, 144));
}

#[test]
fn layers_that_do_not_fit_are_refused() {
    let dense = |inputs, outputs| Box::new(Dense::<f64>::zeros(inputs, outputs)) as Box<dyn Layer<f64>>;
    assert!(Network::new(vec![dense(2, 3), dense(3, 2)], 0.9, 1.0).is_ok());
    assert!(Network::new(vec![dense(2, 3), dense(4, 2)], 0.9, 1.0).is_err());
    assert!(Network::new(vec![dense(2, 3)], 0.9, 1.0).is_err());
    let mut network = Network::new(vec![dense(2, 3), dense(3, 2)], 0.9, 1.0).unwrap();
    let mut rng = generator(1, Stream::Weights);
    assert!(network.initialise(&Series::zeros(3, 2, 3), 1.0, &mut rng).is_err());
}

/// The weights that a seed gives are part of every link: these are the hashes of release 0.1.
#[test]
fn a_seed_gives_the_weights_that_it_always_gave() {
    for (link, hash) in [
        ("task=spirals&n=40&T=12&hidden=20", "b4a0d95542fe9a97"),
        ("task=moons&n=30&T=10&hidden=9,8,7&gain=0.7", "0d4e3822f72f3cf7"),
        ("task=trains&n=20&T=30&hidden=15", "08ac843b3533e26d"),
        ("task=saccade&n=20&T=10&hidden=12,5", "f7e6e85c61e4f5e1"),
        ("task=xor&n=20&T=10&hidden=6&gain=0.01&seed=7", "8a070394d47a01dd"),
    ] {
        let parsed = Spec::parse(link);
        assert_eq!(parsed.problems, [], "{link}");
        let experiment = Experiment::<f32>::new(parsed.spec, || 0.0).unwrap();
        assert_eq!(experiment.weights_hash(), hash, "{link}");
    }
}

//! Every kind of layer against the definitions of the trait: its adjoints, its moments, and the start that it draws.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use crate::support::apart;
use heaviside::experiment::{Experiment, Spec};
use heaviside::network::layer::{Conv, Form, Heard, Layer, Order, Picture, Plan, Recurrent, Shape, Token};
use heaviside::network::{Dense, Fired, Network, Neuron, Series, trace};
use heaviside::random::{Stream, gaussian, generator};
use ndarray::Array2;
use proptest::prelude::*;

/// One layer of every kind, with about so many inputs and outputs.
fn kinds(inputs: usize, outputs: usize, seed: u64) -> Vec<Box<dyn Layer<f64>>> {
    let mut rng = generator(seed, Stream::Weights);
    let mut kinds: Vec<Box<dyn Layer<f64>>> =
        vec![Box::new(Dense::zeros(inputs, outputs)), Box::new(Recurrent::zeros(inputs, outputs))];
    let conv = |maps, kernel, stride| Token::Conv { maps, kernel, stride };
    let maps = 1 + outputs % 3;
    for order in [Order::Pictures, Order::Pixels] {
        for bias in [0, 1] {
            let picture = Picture { width: 2 + inputs % 5, height: 2 + outputs % 4, maps: 1 + inputs % 2, order };
            let form = Form { neurons: picture.neurons() + bias, picture: Some(picture) };
            for hidden in [
                vec![conv(maps, 1, 1)],
                vec![conv(maps, 3, 1)],
                vec![conv(maps, 3, 2)],
                vec![Token::Pool(2), Token::Dense(outputs)],
                vec![Token::PoolAll, Token::Recurrent(outputs)],
                vec![Token::Pool(2), conv(maps, 3, 1)],
                vec![Token::Pool(1), Token::Pool(2), conv(maps, 1, 2)],
            ] {
                let (plan, _) = Plan::nearest(form, &hidden, &[2]);
                let shape = plan.shapes()[0];
                let layer = plan.build(LEAK).swap_remove(0);
                assert_eq!((layer.shape(), layer.shape().inputs), (shape, form.neurons));
                kinds.push(layer);
            }
        }
    }
    kinds.iter_mut().for_each(|layer| layer.draw(&mut || gaussian(&mut rng)));
    kinds
}

/// Leak of the traces that these layers hear.
const LEAK: f64 = 0.9;

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

/// What of it depends on the traces: without the trace of a constant 1.
fn linear(layer: &dyn Layer<f64>, c: &Array2<f64>) -> Array2<f64> {
    applied(layer, c) - applied(layer, &Array2::zeros(c.dim()))
}

/// Spikes, some fifth of them.
fn spikes(steps: usize, samples: usize, neurons: usize, seed: u64) -> Series<f64> {
    let flat = noise(steps * samples, neurons, seed).mapv(|v| f64::from(u8::from(v > 0.8)));
    Series::from_flat(samples, flat).unwrap()
}

/// The same numbers, row by row, in rows of another length.
fn regrouped(rows: Array2<f64>, dim: (usize, usize)) -> Array2<f64> {
    Array2::from_shape_vec(dim, rows.iter().copied().collect()).unwrap()
}

/// Potentials, spikes and traces.
struct Room([Series<f64>; 3]);

impl Room {
    fn new(steps: usize, samples: usize, neurons: usize) -> Self {
        Self([0; 3].map(|_| Series::zeros(steps, samples, neurons)))
    }

    fn fired(&mut self) -> Fired<'_, f64> {
        let [potential, spikes, traces] = &mut self.0;
        Fired { potential, spikes, traces }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_adjoints_are_adjoint(
        inputs in 1usize..9, outputs in 1usize..9, rows in 1usize..9, seed in any::<u64>(), factor in -2.0..2.0f64, keep in -2.0..2.0f64,
    ) {
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, maps, row, .. } = layer.shape();
            prop_assert_eq!(layer.parameters().dim(), (maps, row));
            prop_assert_eq!(layer.shape().parameters(), layer.parameters().len());
            let (c, message) = (noise(rows, inputs, seed ^ 1), noise(rows, outputs, seed ^ 2));
            let (old_down, old_up) = (noise(rows, inputs, seed ^ 3), noise(rows, outputs, seed ^ 4));
            let heard = Heard::step(c.view(), 0);
            let image = applied(&*layer, &c);
            let heard_alone = linear(&*layer, &c);

            // <message, W c> = <W' message, c>, towards the layer below and towards the parameters.
            let mut down = old_down.clone();
            layer.adjoint(factor, message.view(), keep, down.view_mut());
            let expected = factor * dot(&heard_alone, &message) + keep * dot(&old_down, &c);
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
            let Shape { inputs, outputs, maps, row, .. } = layer.shape();
            let q = noise(rows, outputs, seed ^ 1);
            let old = noise(rows, inputs, seed ^ 2);
            let mut found = old.clone();
            layer.adjoint_of_squares(q.view(), &mut Array2::zeros((maps, row)), found.view_mut());
            for i in 0..inputs {
                let mut unit = Array2::zeros((rows, inputs));
                unit.column_mut(i).fill(1.0);
                let column = linear(&*layer, &unit);
                for n in 0..rows {
                    let expected: f64 = old[(n, i)] + column.row(n).iter().zip(q.row(n)).map(|(w, q)| q * w * w).sum::<f64>();
                    prop_assert!((found[(n, i)] - expected).abs() < 1e-11 * expected.abs().max(1.0));
                }
                let mut outgoing = vec![f64::NAN; outputs];
                layer.outgoing(i, &mut outgoing);
                prop_assert!(apart(&outgoing, &column.row(0).to_vec()) < 1e-13);
            }
        }
    }

    #[test]
    fn moments_are_sums_over_the_rows(inputs in 1usize..7, outputs in 1usize..7, rows in 1usize..9, seed in any::<u64>()) {
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, maps, row, .. } = layer.shape();
            let positions = layer.shape().positions();
            let c = noise(rows, inputs, seed ^ 1);
            let heard = Heard::step(c.view(), 0);
            let mut wide = Array2::zeros((rows * positions, row));
            layer.wide_rows(heard, 0..rows, wide.view_mut());
            let mut part = Array2::zeros((positions, row));
            layer.wide_rows(heard, rows - 1..rows, part.view_mut());
            prop_assert_eq!(&part, &wide.slice(ndarray::s![(rows - 1) * positions.., ..]));
            // Rows times parameters are the potentials: what the moments are of is what `apply` uses.
            let by_rows = regrouped(wide.dot(&layer.parameters().t()), (rows, outputs));
            let image = applied(&*layer, &c);
            prop_assert!(apart(&by_rows, &image) < 1e-12);
            let mut gram = Array2::zeros((row, row));
            layer.gram(0.5, heard, gram.view_mut());
            prop_assert!(apart(&gram, &(wide.t().dot(&wide) * 0.5)) < 1e-12);
            // W'W by the images of unit vectors.
            let whole = linear(&*layer, &Array2::eye(inputs));
            let expected = whole.dot(&whole.t());
            let (mut normal, mut exact) = (Array2::zeros((inputs, inputs)), Array2::zeros((inputs, inputs)));
            layer.normal(normal.view_mut());
            layer.wide_normal(&mut Array2::zeros((maps, row)), exact.view_mut());
            prop_assert!(apart(&normal, &expected) < 1e-12 && apart(&exact, &expected) < 1e-12);
            prop_assert_eq!(outputs, maps * positions);
        }
    }

    /// Wide inputs that know their spikes: the sums of one half are those of the other.
    #[test]
    fn a_gram_matrix_of_spikes_is_that_of_their_traces(inputs in 1usize..110, steps in 1usize..9, samples in 1usize..5, seed in any::<u64>()) {
        let below = trace(&spikes(steps, samples, inputs, seed), LEAK);
        // A tenth are spikes; of a handful, by chance, so many that they are not listed.
        prop_assert!(below.events().is_some() || inputs * steps * samples < 100);
        let mut gram = Array2::from_elem((inputs, inputs), f64::NAN);
        Dense::<f64>::zeros(inputs, 1).gram(0.5, Heard::all(&below), gram.view_mut());
        let wide = below.flat();
        prop_assert!(apart(&gram, &(wide.t().dot(&wide) * 0.5)) < 1e-12);
    }

    /// What a layer hears of itself is in its rows one step late, and its adjoint is one.
    #[test]
    fn a_layer_hears_itself_one_step_late(
        inputs in 1usize..7, outputs in 1usize..7, steps in 1usize..6, samples in 1usize..4, seed in any::<u64>(),
    ) {
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, maps, row, .. } = layer.shape();
            let below = trace(&spikes(steps, samples, inputs, seed ^ 1), LEAK);
            let own = trace(&spikes(steps, samples, outputs, seed ^ 2), LEAK);
            let below = Series::from_flat(samples, below.flat().to_owned()).unwrap();
            let mut expected = Array2::zeros((steps * samples, outputs));
            layer.apply(1.0, Heard::all(&below), 0.0, expected.view_mut());
            let alone = expected.clone();
            for t in 1..steps {
                layer.hear_own(own.at(t - 1), expected.slice_mut(ndarray::s![t * samples..(t + 1) * samples, ..]));
            }
            prop_assert!(layer.hears_itself() || expected == alone);
            let heard = Heard::with_own(&below, &own);
            let mut found = Array2::zeros(expected.dim());
            layer.apply(1.0, heard, 0.0, found.view_mut());
            prop_assert!(apart(&found, &expected) < 1e-12);

            let mut wide = Array2::zeros((steps * samples * layer.shape().positions(), row));
            layer.wide_rows(heard, 0..steps * samples, wide.view_mut());
            let by_rows = regrouped(wide.dot(&layer.parameters().t()), expected.dim());
            prop_assert!(apart(&by_rows, &expected) < 1e-12);
            let mut gram = Array2::zeros((row, row));
            layer.gram(0.5, heard, gram.view_mut());
            prop_assert!(apart(&gram, &(wide.t().dot(&wide) * 0.5)) < 1e-10);
            let message = noise(steps * samples, outputs, seed ^ 3);
            let mut statistics = noise(maps, row, seed ^ 4);
            let old = statistics.clone();
            layer.statistics(2.0, message.view(), heard, 0.5, statistics.view_mut());
            let message_rows = regrouped(message.clone(), (wide.nrows(), maps));
            prop_assert!(apart(&statistics, &(message_rows.t().dot(&wide) * 2.0 + &old * 0.5)) < 1e-11);

            let (past, later) = (noise(samples, outputs, seed ^ 5), noise(samples, outputs, seed ^ 6));
            let (mut up, mut down) = (Array2::zeros(past.dim()), Array2::zeros(past.dim()));
            layer.hear_own(past.view(), up.view_mut());
            layer.own_adjoint(1.0, later.view(), down.view_mut());
            prop_assert!((dot(&up, &later) - dot(&past, &down)).abs() < 1e-11 * (1.0 + dot(&up, &up) + dot(&later, &later)));
        }
    }

    /// A layer fires by its equation; a flipped spike stands and the layer runs on, as a rerun with it held does.
    #[test]
    fn a_flip_runs_on_as_a_rerun_does(
        inputs in 1usize..7, outputs in 1usize..7, steps in 1usize..7, seed in any::<u64>(), place in any::<prop::sample::Index>(),
    ) {
        let neuron = Neuron { delta: LEAK, theta: 1.0 };
        for layer in kinds(inputs, outputs, seed) {
            let Shape { inputs, outputs, .. } = layer.shape();
            let below = trace(&spikes(steps, 1, inputs, seed ^ 1), LEAK);
            let mut given = Series::zeros(steps, 1, outputs);
            layer.apply(1.0, Heard::all(&below), 0.0, given.flat_mut());
            let mut room = Room::new(steps, 1, outputs);
            layer.forward(&below, neuron, room.fired());
            let at = place.index(steps * outputs);
            let rerun = |flipped: Option<usize>| {
                let mut out = Room::new(steps, 1, outputs);
                let mut past = Array2::<f64>::zeros((1, outputs));
                for t in 0..steps {
                    let mut z = given.at(t).to_owned();
                    layer.hear_own(past.view(), z.view_mut());
                    z -= &past;
                    let mut a = z.mapv(|z| f64::from(u8::from(z > 1.0)));
                    if let Some(at) = flipped.filter(|at| at / outputs == t) {
                        a[(0, at % outputs)] = 1.0 - a[(0, at % outputs)];
                    }
                    past = past * LEAK + &a;
                    out.0[0].at_mut(t).assign(&z);
                    out.0[1].at_mut(t).assign(&a);
                    out.0[2].at_mut(t).assign(&past);
                }
                out
            };
            for (found, expected) in room.0.iter().zip(&rerun(None).0) {
                prop_assert!(apart(found.values(), expected.values()) < 1e-12);
            }
            layer.flip(&given, at % outputs, at / outputs, neuron, room.fired());
            for (found, expected) in room.0.iter().zip(&rerun(Some(at)).0) {
                prop_assert!(apart(found.values(), expected.values()) < 1e-12);
            }
        }
    }

    /// A convolution is the dense layer of its unrolled matrix, from its definition.
    #[test]
    fn a_convolution_is_its_unrolled_matrix(
        width in 1usize..8, height in 1usize..8, pictures in 1usize..4, maps in 1usize..4, kernel in 0usize..3, stride in 1usize..4,
        pixels in any::<bool>(), bias in any::<bool>(), time in 0usize..5, seed in any::<u64>(),
    ) {
        let kernel = 2 * kernel + 1;
        prop_assume!(kernel <= width.min(height));
        let order = if pixels { Order::Pixels } else { Order::Pictures };
        let below = Picture { width, height, maps: pictures, order };
        let form = Form { neurons: below.neurons() + usize::from(bias), picture: Some(below) };
        let mut layer = Conv::<f64>::zeros(form, maps, kernel, stride, LEAK).unwrap();
        let mut rng = generator(seed, Stream::Weights);
        layer.draw(&mut || gaussian(&mut rng));
        let w = layer.parameters().clone();
        let to = layer.picture().unwrap();
        let pad = (kernel - 1) / 2;
        prop_assert_eq!((to.width, to.height), ((width - 1) / stride + 1, (height - 1) / stride + 1));
        let mut matrix = Array2::<f64>::zeros((to.neurons(), form.neurons));
        let mut constant = vec![0.0; to.neurons()];
        for (map, y, x) in (0..maps).flat_map(|m| (0..to.height).flat_map(move |y| (0..to.width).map(move |x| (m, y, x)))) {
            let out = to.neuron(map, x, y);
            for (picture, dy, dx) in (0..pictures).flat_map(|p| (0..kernel).flat_map(move |dy| (0..kernel).map(move |dx| (p, dy, dx)))) {
                let (from_x, from_y) = ((stride * x + dx) as isize - pad as isize, (stride * y + dy) as isize - pad as isize);
                if (0..width as isize).contains(&from_x) && (0..height as isize).contains(&from_y) {
                    let weight = w[(map, (picture * kernel + dy) * kernel + dx)];
                    matrix[(out, below.neuron(picture, from_x as usize, from_y as usize))] = weight;
                }
            }
            let own = w[(map, kernel * kernel * pictures)];
            if bias {
                matrix[(out, form.neurons - 1)] = own;
            } else {
                constant[out] = own * (0..=time).map(|j| LEAK.powi(j as i32)).sum::<f64>();
            }
        }
        let c = noise(3, form.neurons, seed ^ 1);
        let mut found = Array2::zeros((3, to.neurons()));
        layer.apply(1.0, Heard::step(c.view(), time), 0.0, found.view_mut());
        let expected = c.dot(&matrix.t()) + Array2::from_shape_vec((1, to.neurons()), constant).unwrap();
        prop_assert!(apart(&found, &expected) < 1e-12);
    }

    /// Without weights to itself a recurrent layer is the dense one, to the bit.
    #[test]
    fn without_weights_to_itself_a_recurrent_layer_is_dense(
        inputs in 1usize..9, outputs in 1usize..9, steps in 1usize..9, samples in 1usize..5, seed in any::<u64>(),
    ) {
        let w = noise(outputs, inputs, seed);
        let mut recurrent = Recurrent::<f64>::zeros(inputs, outputs);
        recurrent.parameters_mut().slice_mut(ndarray::s![.., ..inputs]).assign(&w);
        let below = trace(&spikes(steps, samples, inputs, seed ^ 1), LEAK);
        // The same products: of traces, not of spikes.
        let below = Series::from_flat(samples, below.flat().to_owned()).unwrap();
        let neuron = Neuron { delta: LEAK, theta: 1.0 };
        let [mut one, mut other] = [0; 2].map(|_| Room::new(steps, samples, outputs));
        recurrent.forward(&below, neuron, one.fired());
        Dense::new(w).forward(&below, neuron, other.fired());
        prop_assert_eq!(one.0, other.0);
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

/// The mean over windows from its definition: what fills no window is dropped.
#[test]
fn a_pool_is_the_mean_over_windows() {
    let picture = Picture { width: 5, height: 3, maps: 2, order: Order::Pictures };
    let form = Form { neurons: 31, picture: Some(picture) };
    let (plan, wrong) = Plan::nearest(form, &[Token::Pool(2), Token::Dense(5)], &[2]);
    assert_eq!(wrong, None);
    let mut layer = plan.build::<f64>(LEAK).swap_remove(0);
    assert_eq!(layer.shape(), Shape { inputs: 31, outputs: 5, maps: 5, row: 5, own: 0 });
    layer.parameters_mut().assign(&Array2::eye(5));
    let c = noise(2, 31, 3);
    let found = applied(&*layer, &c);
    for n in 0..2 {
        for x in 0..2 {
            for map in 0..2 {
                let window =
                    [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(dy, dx)| c[(n, picture.neuron(map, 2 * x + dx, dy))]);
                assert!((found[(n, x * 2 + map)] - window.iter().sum::<f64>() / 4.0).abs() < 1e-14);
            }
        }
        assert_eq!(found[(n, 4)], c[(n, 30)]);
    }
}

#[test]
fn a_shape_says_what_a_pass_costs() {
    let shape = Shape::dense(17, 50);
    assert_eq!((shape.parameters(), shape.positions()), (850, 1));
    // One multiplication and one addition a weight, sample and step; three series of the layer's size.
    assert_eq!((shape.flops(4000), shape.numbers(4000)), (6_800_000, 600_000));
    // Four positions share two maps of nine weights.
    let shared = Shape { inputs: 16, outputs: 8, maps: 2, row: 9, own: 0 };
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

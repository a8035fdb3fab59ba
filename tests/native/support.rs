//! Random small networks and their independent simulation: plain recursions in loops, one sample and one neuron at a
//! time, and derivatives carried forward in time. Slow and simple on purpose.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use heaviside::data::Dataset;
use heaviside::method::Problem;
use heaviside::network::{Network, Series, trace};
use heaviside::random::{Stream, gaussian, generator, uniform};
use ndarray::{Array2, Array3};
use proptest::prelude::*;

/// A random network with random data.
#[derive(Debug, Clone)]
pub struct Case {
    pub sizes: Vec<usize>,
    pub steps: usize,
    pub samples: usize,
    pub delta: f64,
    pub theta: f64,
    pub gain: f64,
    pub seed: u64,
}

/// Cases with a number of hidden layers in `hidden`.
pub fn cases(hidden: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Case> {
    let sizes = (1usize..6, prop::collection::vec(1usize..6, hidden), 2usize..4);
    (sizes, 2usize..12, 1usize..5, prop_oneof![Just(0.0), 0.3..0.99f64], 0.3..2.0f64, 0.5..4.0f64, any::<u64>())
        .prop_map(|((inputs, hidden, classes), steps, samples, delta, theta, gain, seed)| {
            let sizes = std::iter::once(inputs).chain(hidden).chain([classes]).collect();
            Case { sizes, steps, samples, delta, theta, gain, seed }
        })
}

impl Case {
    /// Spikes with probability .4, and a last channel that is constantly 1.
    pub fn input(&self) -> Series<f64> {
        let mut rng = generator(self.seed, Stream::TrainSpikes);
        let channels = self.sizes[0];
        let flat = Array2::from_shape_fn((self.steps * self.samples, channels), |(_, i)| {
            let draw = uniform(&mut rng);
            if i + 1 == channels || draw < 0.4 { 1.0 } else { 0.0 }
        });
        Series::from_flat(self.samples, flat).unwrap()
    }

    pub fn network(&self) -> Network<f64> {
        let mut rng = generator(self.seed, Stream::Weights);
        let weights = self.sizes.windows(2).map(|pair| {
            let scale = self.gain * self.theta / (pair[0] as f64).sqrt();
            Array2::from_shape_simple_fn((pair[1], pair[0]), || scale * gaussian(&mut rng))
        });
        Network::dense(weights.collect(), self.delta, self.theta).unwrap()
    }

    pub fn classes(&self) -> usize {
        *self.sizes.last().unwrap()
    }

    pub fn labels(&self) -> Vec<usize> {
        let mut rng = generator(self.seed, Stream::Prototypes);
        (0..self.samples).map(|_| (uniform(&mut rng) * self.classes() as f64) as usize).collect()
    }

    pub fn problem(&self) -> Arc<Problem<f64>> {
        let input = self.input();
        let data = Dataset {
            input: input.clone(),
            labels: self.labels(),
            classes: self.classes(),
            points: None,
            target: None,
        };
        Arc::new(Problem { input_trace: trace(&input, self.delta), data, start: self.network() })
    }

    /// Numbers of a series of this case, standard normal times `scale`.
    pub fn noise(&self, neurons: usize, scale: f64, salt: u64) -> Series<f64> {
        let mut rng = generator(self.seed ^ salt, Stream::Trainer);
        let flat = Array2::from_shape_simple_fn((self.steps * self.samples, neurons), || scale * gaussian(&mut rng));
        Series::from_flat(self.samples, flat).unwrap()
    }
}

/// What the plain recursion gives, `[t][n][neuron]` a layer; the readout is the last of `potentials`.
pub struct Simulation {
    pub potentials: Vec<Array3<f64>>,
    pub spikes: Vec<Array3<f64>>,
}

/// `z_t = delta z_{t-1} + W a_t - theta a_{t-1}`, `a_t = H(z_t - theta)`, as it stands.
pub fn simulate(network: &Network<f64>, input: &Series<f64>) -> Simulation {
    let (steps, samples) = (input.steps(), input.samples());
    let mut below = Array3::from_shape_fn((steps, samples, input.neurons()), |(t, n, i)| input.at(t)[(n, i)]);
    let mut out = Simulation { potentials: Vec::new(), spikes: Vec::new() };
    for (l, weights) in network.weights().enumerate() {
        let readout = l + 1 == network.depth();
        let mut z = Array3::zeros((steps, samples, weights.nrows()));
        let mut a = z.clone();
        for n in 0..samples {
            for i in 0..weights.nrows() {
                for t in 0..steps {
                    let mut now = 0.0;
                    for j in 0..weights.ncols() {
                        now += weights[(i, j)] * below[(t, n, j)];
                    }
                    if t > 0 {
                        now += network.delta * z[(t - 1, n, i)];
                        if !readout {
                            now -= network.theta * a[(t - 1, n, i)];
                        }
                    }
                    z[(t, n, i)] = now;
                    if now > network.theta {
                        a[(t, n, i)] = 1.0;
                    }
                }
            }
        }
        out.potentials.push(z);
        if !readout {
            out.spikes.push(a.clone());
            below = a;
        }
    }
    out
}

/// Mean cross-entropy of the softmax of rows, and its derivative in them.
pub fn cross_entropy(output: &Array2<f64>, labels: &[usize]) -> (f64, Array2<f64>) {
    let mut loss = 0.0;
    let mut slope = output.clone();
    let samples = labels.len() as f64;
    for (n, &label) in labels.iter().enumerate() {
        let sum: f64 = output.row(n).iter().map(|o| o.exp()).sum();
        loss -= (output[(n, label)].exp() / sum).ln() / samples;
        for k in 0..output.ncols() {
            let wanted = if k == label { 1.0 } else { 0.0 };
            slope[(n, k)] = (output[(n, k)].exp() / sum - wanted) / samples;
        }
    }
    (loss, slope)
}

/// Gradient in every weight of a loss with derivative `slope` (`[n][class]`) in the readout's last potential. Each
/// weight's derivative is carried forward through the recursion, with `surrogate(z)` in place of the derivative of the
/// step function; `reset` says whether the reset is differentiated.
pub fn gradients(
    network: &Network<f64>,
    input: &Series<f64>,
    slope: &Array2<f64>,
    surrogate: &dyn Fn(f64) -> f64,
    reset: bool,
) -> Vec<Array2<f64>> {
    let last = input.steps() - 1;
    gradients_over_time(network, input, &|t, n, k| if t == last { slope[(n, k)] } else { 0.0 }, surrogate, reset)
}

/// As [`gradients`], of a loss with derivative `slope(t, n, k)` in the readout's potential at every step.
pub fn gradients_over_time(
    network: &Network<f64>,
    input: &Series<f64>,
    slope: &dyn Fn(usize, usize, usize) -> f64,
    surrogate: &dyn Fn(f64) -> f64,
    reset: bool,
) -> Vec<Array2<f64>> {
    let simulation = simulate(network, input);
    let (steps, samples) = (input.steps(), input.samples());
    let mut out: Vec<_> = network.weights().map(|w| Array2::zeros(w.dim())).collect();
    for (layer, gradient) in out.iter_mut().enumerate() {
        for ((row, column), entry) in gradient.indexed_iter_mut() {
            for n in 0..samples {
                // Derivatives in the one weight: of the potentials and of the spikes, [layer][neuron].
                let empty: Vec<Vec<f64>> = network.weights().map(|w| vec![0.0; w.nrows()]).collect();
                let (mut dz, mut da) = (empty.clone(), empty);
                for t in 0..steps {
                    for l in layer..network.depth() {
                        let weights = &network.layers[l].parameters();
                        for i in 0..weights.nrows() {
                            let mut now = network.delta * dz[l][i];
                            if l == layer && i == row {
                                now += match l.checked_sub(1) {
                                    None => input.at(t)[(n, column)],
                                    Some(below) => simulation.spikes[below][(t, n, column)],
                                };
                            }
                            if l > layer {
                                now += (0..weights.ncols()).map(|j| weights[(i, j)] * da[l - 1][j]).sum::<f64>();
                            }
                            if l + 1 < network.depth() {
                                if reset {
                                    now -= network.theta * da[l][i];
                                }
                                da[l][i] = surrogate(simulation.potentials[l][(t, n, i)]) * now;
                            }
                            dz[l][i] = now;
                        }
                    }
                    *entry += dz[network.depth() - 1].iter().enumerate().map(|(k, d)| d * slope(t, n, k)).sum::<f64>();
                }
            }
        }
    }
    out
}

/// Output potentials at the last step, `[n][class]`.
pub fn last_output(simulation: &Simulation) -> Array2<f64> {
    let readout = simulation.potentials.last().unwrap();
    readout.index_axis(ndarray::Axis(0), readout.dim().0 - 1).to_owned()
}

/// Largest absolute difference, relative to the largest entry where that is above 1.
pub fn apart<'a>(one: impl IntoIterator<Item = &'a f64>, other: impl IntoIterator<Item = &'a f64>) -> f64 {
    let (one, other): (Vec<_>, Vec<_>) = (one.into_iter().collect(), other.into_iter().collect());
    assert_eq!(one.len(), other.len(), "number of entries");
    let largest = one.iter().fold(1.0f64, |m, v| m.max(v.abs()));
    one.iter().zip(&other).fold(0.0, |m: f64, (a, b)| {
        let d = (*a - *b).abs() / largest;
        if d.is_nan() { f64::INFINITY } else { m.max(d) }
    })
}

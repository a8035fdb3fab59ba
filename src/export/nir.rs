//! A network in the Neuromorphic Intermediate Representation (Pedersen et al., Nature Communications 15, 8122, 2024;
//! doi:10.1038/s41467-024-52259-9): nodes that compute and edges that carry spikes, in a file of HDF5.
//!
//! NIR's leaky integrate-and-fire neuron is `tau dv/dt = v_leak - v + r I`, which fires at `v_threshold` and goes to `v_reset`. By the step
//! `dt` of Euler, with `tau = dt / (1 - delta)` and `r = 1 / (1 - delta)`, the potential is that of here: `delta z + I`. But NIR has no
//! soft reset: the words of what it can't say stand in `nir.txt`, which whoever makes the file adds to its metadata.
//!
//! The constant channel of the input is no input there: its weights are the bias of the first layer. Pictures are `[map][row][column]`,
//! and so are the weights of what hears them.

use ndarray::{ArrayView2, Axis, s};

use crate::Error;
use crate::experiment::Experiment;
use crate::linalg::Scalar;
use crate::network::layer::{Form, Picture, Token};

/// Seconds of a time step: NIR wants them, Heaviside has none.
const DT: f64 = 1e-3;
/// The version of NIR whose nodes these are.
const VERSION: &str = "1.0";
/// What an array of a file holds, row by row.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Words.
    Words(Vec<String>),
    /// Numbers in single precision.
    Floats(Vec<f32>),
    /// Whole numbers.
    Whole(Vec<i32>),
}

/// An array of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it stands: groups and its name, with `/` between.
    pub path: String,
    /// Its shape; none for a single value.
    pub shape: Vec<usize>,
    /// What it holds.
    pub values: Values,
}

/// A graph under way: its nodes stand below a path.
struct Graph {
    path: String,
    entries: Vec<Entry>,
    edges: Vec<[String; 2]>,
    /// The node that what comes next hears.
    last: Option<String>,
}

impl Graph {
    fn new(path: String) -> Self {
        let mut graph = Self { path, entries: Vec::new(), edges: Vec::new(), last: None };
        graph.put("type".into(), &[], Values::Words(vec!["NIRGraph".into()]));
        graph
    }

    fn put(&mut self, name: String, shape: &[usize], values: Values) {
        self.entries.push(Entry { path: format!("{}/{name}", self.path), shape: shape.to_vec(), values });
    }

    /// A node, which hears the one before; what it holds are its name in NIR, its shape and its values.
    fn node(&mut self, name: &str, kind: &str, holds: impl IntoIterator<Item = (&'static str, Vec<usize>, Values)>) {
        self.put(format!("nodes/{name}/type"), &[], Values::Words(vec![kind.into()]));
        for (what, shape, values) in holds {
            self.put(format!("nodes/{name}/{what}"), &shape, values);
        }
        self.follow(name);
    }

    fn follow(&mut self, name: &str) {
        if let Some(before) = self.last.replace(name.to_owned()) {
            self.edges.push([before, name.to_owned()]);
        }
    }

    /// A graph as a node of this one.
    fn inside(&mut self, name: &str, graph: Self) {
        self.entries.extend(graph.finish());
        self.follow(name);
    }

    fn finish(mut self) -> Vec<Entry> {
        let edges: Vec<String> = self.edges.iter().flatten().cloned().collect();
        self.put("edges".into(), &[edges.len() / 2, 2], Values::Words(edges));
        self.entries
    }

    /// What is heard: neurons, or pictures of so many maps, rows and columns.
    fn input(&mut self, shape: Vec<usize>) {
        self.node("input", "Input", [("shape", vec![shape.len()], whole(shape))]);
    }

    fn output(&mut self, neurons: usize) {
        self.node("output", "Output", [("shape", vec![1], whole([neurons]))]);
    }

    /// A matrix `[neuron][input]`, with a bias where there is one.
    fn weights<F: Scalar>(&mut self, name: &str, matrix: ArrayView2<'_, F>, bias: Option<Vec<f32>>) {
        let weight = ("weight", matrix.shape().to_vec(), floats(matrix.iter()));
        match bias {
            Some(bias) => {
                self.node(name, "Affine", [weight, ("bias", vec![bias.len()], Values::Floats(bias))]);
            }
            None => self.node(name, "Linear", [weight]),
        }
    }

    /// Neurons in this shape, which fire where they have a threshold.
    fn neurons(&mut self, name: &str, shape: &[usize], delta: f64, theta: Option<f64>) {
        let all = |value: f64| Values::Floats(vec![value as f32; shape.iter().product()]);
        let of = |what: &'static str, value: f64| (what, shape.to_vec(), all(value));
        let leaks = [of("tau", DT / (1.0 - delta)), of("r", 1.0 / (1.0 - delta)), of("v_leak", 0.0)];
        match theta {
            Some(theta) => {
                self.node(name, "LIF", leaks.into_iter().chain([of("v_threshold", theta), of("v_reset", 0.0)]));
            }
            None => self.node(name, "LI", leaks),
        }
    }

    /// So many maps whose kernel has so many pixels a side and moves by a stride; its weights are a row a map, the bias last.
    fn convolution<F: Scalar>(
        &mut self,
        name: &str,
        weights: ArrayView2<'_, F>,
        from: Picture,
        [maps, kernel, stride]: [usize; 3],
    ) {
        let (weights, bias) = parted(weights, true);
        let pair = |what, value| (what, vec![2], whole([value; 2]));
        self.node(
            name,
            "Conv2d",
            [
                ("input_shape", vec![2], whole([from.height, from.width])),
                ("weight", vec![maps, from.maps, kernel, kernel], floats(weights.iter())),
                ("bias", vec![maps], Values::Floats(bias.unwrap_or_default())),
                pair("stride", stride),
                pair("padding", (kernel - 1) / 2),
                pair("dilation", 1),
                ("groups", vec![], whole([1])),
            ],
        );
    }

    fn pool(&mut self, name: &str, height: usize, width: usize) {
        let pair = |what, pair: [usize; 2]| (what, vec![2], whole(pair));
        let window = [height, width];
        self.node(name, "AvgPool2d", [pair("kernel_size", window), pair("stride", window), pair("padding", [0, 0])]);
    }

    fn flatten(&mut self, name: &str, from: Picture) {
        let input = ("input_type", vec![3], whole([from.maps, from.height, from.width]));
        self.node(
            name,
            "Flatten",
            [("start_dim", vec![], whole([0])), ("end_dim", vec![], Values::Whole(vec![-1])), input],
        );
    }
}

fn whole(values: impl IntoIterator<Item = usize>) -> Values {
    Values::Whole(values.into_iter().map(|n| n as i32).collect())
}

fn floats<'a, F: Scalar>(values: impl IntoIterator<Item = &'a F>) -> Values {
    Values::Floats(values.into_iter().map(|v| v.f64() as f32).collect())
}

/// The columns of weights upon pictures, map after map, each row by row.
fn columns(from: Picture) -> Vec<usize> {
    let pixels = (0..from.height).flat_map(move |y| (0..from.width).map(move |x| [x, y]));
    (0..from.maps).flat_map(|map| pixels.clone().map(move |[x, y]| from.neuron(map, x, y))).collect()
}

/// The last column of weights as a bias, where the layer has one.
fn parted<'a, F: Scalar>(weights: ArrayView2<'a, F>, biased: bool) -> (ArrayView2<'a, F>, Option<Vec<f32>>) {
    let end = weights.ncols() - usize::from(biased);
    let bias = biased.then(|| weights.column(end).iter().map(|w| w.f64() as f32).collect());
    (weights.slice_move(s![.., ..end]), bias)
}

/// The file of the network that stands: its arrays by their paths.
///
/// # Errors
/// [`Error::Setting`] or [`Error::Shape`] would be faults of ours.
pub fn nir<F: Scalar>(experiment: &Experiment<F>) -> Result<Vec<Entry>, Error> {
    let (network, spec) = (experiment.network(), experiment.spec());
    let [delta, theta] = [network.delta, network.theta].map(Scalar::f64);
    let input = spec.shape().form();
    let plan = spec.plan_on(&spec.shape())?;
    let mut graph = Graph::new("node".into());

    let tokens = plan.tokens().iter().copied().map(Some).zip(plan.forms().into_iter().map(Some));
    let mut below = input;
    let mut layers = network.layers.iter().enumerate();
    let readout = network.layers.len() - 1;
    // Pictures are told as such only to what needs them.
    let seen =
        input.picture.filter(|_| !matches!(plan.tokens().first(), Some(Token::Dense(_) | Token::Recurrent(_)) | None));
    graph.input(seen.map_or_else(|| vec![input.neurons - 1], |p| vec![p.maps, p.height, p.width]));
    let mut flat = seen.is_none();
    let mut pools = 0;
    let rest = std::iter::repeat((None, None));
    for (token, gives) in tokens.chain(rest) {
        if let (Some(Token::Pool(_) | Token::PoolAll), Some(gives), Some(from)) = (token, gives, below.picture) {
            pools += 1;
            let [height, width] = match token {
                Some(Token::Pool(side)) => [side; 2],
                _ => [from.height, from.width],
            };
            graph.pool(&format!("pool{pools}"), height, width);
            below = gives;
            continue;
        }
        let Some((k, layer)) = layers.next() else { break };
        let (l, layer) = (k + 1, layer.as_ref());
        let fires = (k < readout).then_some(theta);
        let neurons = if k < readout { format!("lif{l}") } else { "readout".to_owned() };
        if let (Some(Token::Conv { maps, kernel, stride }), Some(from), Some(to)) =
            (token, below.picture, gives.and_then(|form| form.picture))
        {
            graph.convolution(&format!("conv{l}"), layer.parameters().view(), from, [maps, kernel, stride]);
            graph.neurons(&neurons, &[to.maps, to.height, to.width], delta, fires);
            below = Form { neurons: to.neurons(), picture: Some(to) };
            continue;
        }
        let weights = layer.parameters();
        let outputs = layer.shape().outputs;
        let (own, from) =
            (weights.slice(s![.., layer.entries_below()..]), weights.slice(s![.., ..layer.entries_below()]));
        let (from, bias) = parted(from, k == 0);
        let from = match below.picture {
            Some(picture) if !flat => {
                graph.flatten(&format!("flatten{l}"), picture);
                flat = true;
                from.select(Axis(1), &columns(picture))
            }
            _ => from.to_owned(),
        };
        graph.weights(&format!("linear{l}"), from.view(), bias);
        if layer.hears_itself() {
            let inner = recurrent(&format!("node/nodes/{neurons}"), own, delta, theta);
            graph.inside(&neurons, inner);
        } else {
            graph.neurons(&neurons, &[outputs], delta, fires);
        }
        below = Form::plain(outputs);
    }
    graph.output(network.readout().shape().outputs);
    graph.put("metadata/link".into(), &[], Values::Words(vec![experiment.origin().link()]));
    graph.put("metadata/dt".into(), &[], Values::Floats(vec![DT as f32]));
    let mut entries = graph.finish();
    entries.push(Entry { path: "version".into(), shape: vec![], values: Values::Words(vec![VERSION.into()]) });
    Ok(entries)
}

/// Neurons that hear each other: a graph with a circle.
fn recurrent<F: Scalar>(path: &str, own: ArrayView2<'_, F>, delta: f64, theta: f64) -> Graph {
    let neurons = own.nrows();
    let mut graph = Graph::new(path.to_owned());
    graph.input(vec![neurons]);
    graph.neurons("lif", &[neurons], delta, Some(theta));
    graph.weights("w_rec", own, None);
    graph.follow("lif");
    graph.output(neurons);
    graph
}

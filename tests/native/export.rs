//! What is taken away is the network that was trained: a plain simulation of the arrays gives its spikes, potentials and answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::Cursor;

use heaviside::experiment::{Experiment, Spec};
use heaviside::export::{Entry, Kind, Values, export, nir};
use ndarray::{Array1, Array2, Array3, ArrayD, Axis, s};
use ndarray_npy::{NpzReader, ReadableElement};

fn trained(link: &str, iterations: usize) -> Experiment<f32> {
    let parsed = Spec::parse(link);
    assert_eq!(parsed.problems, [], "{link}");
    let mut experiment = Experiment::new(parsed.spec, || 0.0).unwrap();
    (0..iterations).for_each(|_| experiment.step_iteration().unwrap());
    // The answers that are compared are those of the network that stands.
    experiment.look().unwrap();
    experiment
}

/// An archive that was read.
struct Arrays(NpzReader<Cursor<Vec<u8>>>);

impl Arrays {
    fn of(experiment: &mut Experiment<f32>) -> Self {
        Self(NpzReader::new(Cursor::new(export(experiment, Kind::Npz).unwrap())).unwrap())
    }

    fn get<T: ReadableElement>(&mut self, name: &str) -> Option<ArrayD<T>> {
        self.0.by_name(name).ok()
    }

    fn matrix(&mut self, name: &str) -> Option<Array2<f64>> {
        Some(self.get::<f32>(name)?.into_dimensionality().unwrap().mapv(f64::from))
    }

    /// `[n][t][neuron]`, whatever it is stored as.
    fn series(&mut self, name: &str) -> Array3<f64> {
        let bytes = self.get::<u8>(name).map(|a| a.mapv(f64::from));
        bytes.or_else(|| Some(self.get::<f32>(name)?.mapv(f64::from))).unwrap().into_dimensionality().unwrap()
    }
}

#[test]
fn the_arrays_simulated_plainly_are_the_network() {
    for (link, iterations) in [
        ("#v=1&task=moons&hidden=12,8&n=40", 5),
        ("#v=1&task=xor&solver=surrogate&encoder=current&n=40", 10),
        ("#v=1&task=gap&hidden=15r&n=30", 5),
        ("#v=1&task=saccade&hidden=3c5s2,p2,4c3,6r&n=20", 2),
        ("#v=1&task=shifted&hidden=p2,4c3,pg&n=20", 2),
        ("#v=1&task=trains&hidden=10&n=20", 3),
        ("#v=1&task=moons&solver=paper&hidden=6&n=20", 3),
    ] {
        let mut experiment = trained(link, iterations);
        let mut arrays = Arrays::of(&mut experiment);
        let constant = |arrays: &mut Arrays, name: &str| f64::from(arrays.get::<f32>(name).unwrap()[[]]);
        let (delta, theta) = (constant(&mut arrays, "delta"), constant(&mut arrays, "theta"));
        let mut heard = arrays.series("input");
        let (samples, steps, _) = heard.dim();
        assert_eq!((samples, steps), (experiment.test_data().len(), experiment.spec().steps));
        let depth = experiment.network().depth();
        for l in 1..=depth {
            let weights = arrays.matrix(&format!("W{l}")).unwrap();
            let own = arrays.matrix(&format!("U{l}"));
            let bias = arrays.get::<f32>(&format!("b{l}")).map(|b| b.mapv(f64::from));
            let neurons = weights.nrows();
            let mut spikes = Array3::<f64>::zeros((samples, steps, neurons));
            let mut potential = Array2::<f64>::zeros((samples, neurons));
            let mut fired = Array2::<f64>::zeros((samples, neurons));
            let wanted =
                (l < depth).then(|| (arrays.series(&format!("spikes{l}")), arrays.series(&format!("potential{l}"))));
            for t in 0..steps {
                let mut now = heard.index_axis(Axis(1), t).dot(&weights.t());
                if let Some(own) = &own {
                    now += &fired.dot(&own.t());
                }
                if let Some(bias) = &bias {
                    now += bias;
                }
                potential = potential * delta + now;
                if let Some((theirs, z)) = &wanted {
                    potential.scaled_add(-theta, &fired);
                    let z = z.index_axis(Axis(1), t);
                    let off = (&potential - &z).iter().fold(0.0, |most: f64, d| most.max(d.abs()));
                    assert!(
                        off < 1e-3 * (1.0 + z.iter().fold(0.0, |most: f64, v| most.max(v.abs()))),
                        "{link}: layer {l}, step {t}: {off}"
                    );
                    // What single precision puts on the other side of the threshold goes on as it went.
                    fired = theirs.index_axis(Axis(1), t).to_owned();
                    for (v, a) in potential.iter().zip(&fired) {
                        assert!((v - theta).abs() < 1e-3 || f64::from(*v > theta) == *a, "{link}: layer {l}, step {t}");
                    }
                    spikes.slice_mut(s![.., t, ..]).assign(&fired);
                }
            }
            if l == depth {
                let out = arrays.matrix("potential_out").unwrap();
                assert!((&potential - &out).iter().all(|d| d.abs() < 1e-3), "{link}");
            }
            heard = spikes;
        }
        let answers: Vec<_> =
            experiment.test_predictions().map(|(label, answer)| [label as i64, answer as i64]).collect();
        let column = |arrays: &mut Arrays, name: &str| -> Array1<i64> {
            arrays.get(name).unwrap().into_dimensionality().unwrap()
        };
        for (name, which) in [("labels", 0), ("predictions", 1)] {
            assert_eq!(
                column(&mut arrays, name).to_vec(),
                answers.iter().map(|pair| pair[which]).collect::<Vec<_>>(),
                "{link}: {name}"
            );
        }
        let file = Cursor::new(export(&mut experiment, Kind::Npz).unwrap());
        let spec: serde_json::Value =
            serde_json::from_reader(zip::ZipArchive::new(file).unwrap().by_name("spec").unwrap()).unwrap();
        assert_eq!(spec, serde_json::to_value(experiment.spec()).unwrap());
    }
}

#[test]
fn a_convolution_goes_with_its_kernels() {
    let mut experiment = trained("#v=1&task=detect&hidden=4c3,pg&n=20", 1);
    let kernels = experiment.network().layers[0].parameters().mapv(f64::from);
    assert_eq!(Arrays::of(&mut experiment).matrix("K1"), Some(kernels));
    assert!(Arrays::of(&mut trained("#v=1&task=moons&hidden=6&n=20", 1)).matrix("K1").is_none());
}

#[test]
fn json_and_history_say_what_the_page_says() {
    let mut experiment = trained("#v=1&task=moons&hidden=6&n=20&live=2:mu:0.1", 5);
    let file: serde_json::Value = serde_json::from_slice(&export(&mut experiment, Kind::Json).unwrap()).unwrap();
    assert_eq!((&file["format"], &file["version"]), (&"heaviside".into(), &1.into()));
    assert_eq!(file["link"], "#v=1&task=moons&hidden=6&n=20&live=2:mu:0.1");
    let proof = Spec::parse(file["proof"].as_str().unwrap()).proof.unwrap();
    assert!(proof.check(&experiment).same);
    assert_eq!(file["fingerprint"], experiment.fingerprint());
    assert_eq!(file["snapshot"]["iteration"], 5);

    let text = String::from_utf8(export(&mut experiment, Kind::Csv).unwrap()).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 1 + experiment.history_so_far().len());
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{text}");
    let at = |row: usize, name: &str| rows[row][rows[0].iter().position(|column| *column == name).unwrap()];
    for (k, row) in experiment.history_so_far().iter().enumerate() {
        assert_eq!(at(k + 1, "iteration"), row.iteration.to_string());
        assert_eq!(at(k + 1, "test").parse(), Ok(row.accuracy.test));
        assert_eq!(at(k + 1, "loss"), row.loss.map_or_else(String::new, |v| v.to_string()));
        assert_eq!(at(k + 1, "firing_1").parse(), Ok(row.firing_rates[0]));
    }
}

#[test]
fn the_script_names_its_experiment() {
    let script =
        String::from_utf8(export(&mut trained("#v=1&task=moons&hidden=6&n=20", 0), Kind::SnnTorch).unwrap()).unwrap();
    assert!(script.contains("#v=1&task=moons&hidden=6&n=20") && !script.contains("{link}") && script.starts_with("#!"));
}

/// Words, numbers or whole numbers of a path.
fn stored<'a>(entries: &'a [Entry], path: &str) -> (&'a [usize], &'a Values) {
    let entry = entries.iter().find(|entry| entry.path == path).unwrap_or_else(|| panic!("{path}"));
    (&entry.shape, &entry.values)
}

#[test]
fn nir_has_the_nodes_of_the_network_in_its_own_order_of_pictures() {
    let experiment = trained("#v=1&task=saccade&hidden=3c5s2,p2,6r&n=20", 1);
    let entries = nir(&experiment).unwrap();
    let words = |path: &str| match stored(&entries, path).1 {
        Values::Words(words) => words.clone(),
        _ => panic!("{path}"),
    };
    let floats = |path: &str| match stored(&entries, path) {
        (shape, Values::Floats(floats)) => ArrayD::from_shape_vec(shape, floats.clone()).unwrap(),
        _ => panic!("{path}"),
    };
    let edges = "input conv1 conv1 lif1 lif1 pool1 pool1 flatten2 flatten2 linear2 linear2 lif2 lif2 linear3 linear3 readout readout output";
    assert_eq!(words("node/edges"), edges.split(' ').collect::<Vec<_>>());
    assert_eq!(words("node/nodes/lif2/edges"), ["input", "lif", "lif", "w_rec", "w_rec", "lif", "lif", "output"]);
    for (node, kind) in
        [("conv1", "Conv2d"), ("lif1", "LIF"), ("pool1", "AvgPool2d"), ("linear2", "Linear"), ("readout", "LI")]
    {
        assert_eq!(words(&format!("node/nodes/{node}/type")), [kind]);
    }
    // The kernel of map 2 upon OFF events, third row, fourth column: parameters are map after map, each row by row.
    let kernels = experiment.network().layers[0].parameters();
    let weight = floats("node/nodes/conv1/weight");
    assert_eq!(weight.shape(), [3, 2, 5, 5]);
    assert_eq!(weight[[2, 1, 2, 3]], kernels[(2, 25 + 2 * 5 + 3)]);
    assert_eq!(floats("node/nodes/conv1/bias")[[1]], kernels[(1, 50)]);
    // Pooled pixels: there map after map, here all maps of a pixel.
    let shape = stored(&entries, "node/nodes/flatten2/input_type").1.clone();
    let Values::Whole(shape) = shape else { panic!() };
    let [_, height, width] = [0, 1, 2].map(|k| shape[k] as usize);
    let heard = experiment.network().layers[1].parameters();
    let weight = floats("node/nodes/linear2/weight");
    assert_eq!(weight.shape(), [6, 3 * height * width]);
    assert_eq!(weight[[4, height * width + width + 2]], heard[(4, (width + 2) * 3 + 1)]);
    assert_eq!(floats("node/nodes/lif2/nodes/w_rec/weight")[[5, 2]], heard[(5, 3 * height * width + 2)]);
    // One Euler step is the leak, and the input goes in as it is.
    let (tau, r) = (floats("node/nodes/lif1/tau"), floats("node/nodes/lif1/r"));
    let keep = 1.0 - floats("node/metadata/dt")[[]] / tau[[0, 0, 0]];
    assert!((keep - 0.95).abs() < 1e-6 && (r[[0, 0, 0]] * (1.0 - keep) - 1.0).abs() < 1e-5, "{keep}");
    assert_eq!(tau.shape()[0], 3);
    assert_eq!(words("node/metadata/link"), [experiment.origin().link()]);
}

#[test]
fn the_first_bias_of_dense_layers_is_a_parameter() {
    let mut experiment = trained("#v=1&task=moons&hidden=6&n=20", 1);
    let entries = nir(&experiment).unwrap();
    let Values::Floats(bias) = stored(&entries, "node/nodes/linear1/bias").1 else { panic!() };
    let weights = experiment.network().layers[0].parameters();
    assert_eq!(bias[..], weights.column(weights.ncols() - 1).to_vec());
    assert_eq!(stored(&entries, "node/nodes/linear1/weight").0, [6, weights.ncols() - 1]);
    assert_eq!(*stored(&entries, "node/nodes/input/shape").1, Values::Whole(vec![weights.ncols() as i32 - 1]));
    let file = export(&mut experiment, Kind::Nir).unwrap();
    assert_eq!(file[..8], *b"\x89HDF\r\n\x1a\n");
}

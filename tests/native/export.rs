//! What is taken away is the network that was trained: a plain simulation of the arrays gives its spikes, potentials and answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::Cursor;

use heaviside::experiment::{Experiment, Spec};
use heaviside::export::{Kind, export};
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

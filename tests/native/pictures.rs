//! Pictures of all neurons at once: one pass finds what a pass for each finds, and every number stands in its place.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use heaviside::data::encode_points;
use heaviside::experiment::{Experiment, Spec};
use heaviside::loss::classes::softmax;
use heaviside::network::{Activity, trace};
use heaviside::views::{Ask, Atlas, DecisionMap, Measure, Palette, Place, RateMaps};
use ndarray::Array2;

fn after(link: &str, iterations: usize) -> Experiment<f32> {
    let parsed = Spec::parse(link);
    assert!(parsed.problems.is_empty(), "{}", parsed.problems[0]);
    let mut experiment = Experiment::new(parsed.spec, || 0.0).unwrap();
    for _ in 0..iterations {
        experiment.step_iteration().unwrap();
    }
    experiment
}

/// The texel of a cell in the picture of all tiles.
fn texel(atlas: &Atlas, tile: usize, cell: usize) -> [u8; 4] {
    let (x, y) = (cell % atlas.columns, cell / atlas.columns);
    let row = tile / atlas.across * atlas.rows + y;
    let column = tile % atlas.across * atlas.columns + x;
    atlas.rgba[4 * (row * atlas.across * atlas.columns + column)..][..4].try_into().unwrap()
}

#[test]
fn one_pass_finds_the_map_and_what_every_neuron_answers() {
    for link in [
        "#v=1&task=moons&hidden=8,6&n=30&T=8",
        "#v=1&task=yinyang&hidden=9&n=30&T=12",
        "#v=1&task=circles&hidden=4,5&n=30&T=8",
    ] {
        let experiment = after(link, 3);
        let (spec, network, palette) = (experiment.spec(), experiment.network(), Palette::theme(true));
        let size = 34; // more texels than run at a time, and not a multiple of that
        let mut grid = DecisionMap::new(&experiment, size).unwrap().unwrap();
        let map = grid.draw(&experiment, &palette).unwrap().to_vec();
        let place = |k: usize| (k as f64 + 0.5) / size as f64;
        let points: Vec<_> = (0..size * size).map(|k| [place(k % size), 1.0 - place(k / size)]).collect();
        let input = encode_points(spec.encoder, &points, spec.steps, spec.seed).unwrap();
        let sizes = network.sizes();
        let mut activity = Activity::new(&sizes, spec.steps, points.len());
        network.forward(&trace(&input, network.delta), &mut activity).unwrap();
        let mut probabilities = Array2::zeros(activity.output.dim());
        softmax(&activity.output, &mut probabilities);
        let hidden: usize = sizes[1..sizes.len() - 1].iter().sum();
        for (measure, neuron) in [(Measure::Count, 2), (Measure::First, 0)] {
            let focus = Place { layer: 1, neuron };
            let alone = grid.answer(&experiment, focus, &palette).unwrap();
            let ask = Ask { map: true, answer: Some(focus), neurons: Some(measure) };
            let pass = grid.pass(&experiment, &palette, ask).unwrap();
            assert!(pass.map.unwrap() == map, "{link}");
            assert_eq!(pass.answer, alone);
            let atlas = pass.neurons.unwrap();
            assert_eq!((atlas.columns, atlas.rows, atlas.tiles), (17, 17, hidden + sizes[sizes.len() - 1]));
            let mut tile = 0;
            let mut told_apart = 0;
            let mut most = 0.0f32;
            for spikes in &activity.spikes {
                for i in 0..spikes.neurons() {
                    let values = &atlas.values[tile * 17 * 17..][..17 * 17];
                    for (cell, value) in values.iter().enumerate() {
                        let n = cell / 17 * 2 * size + cell % 17 * 2;
                        let train: Vec<f32> = (0..spec.steps).map(|t| spikes.at(t)[[n, i]]).collect();
                        let expected = match measure {
                            Measure::Count => train.iter().sum(),
                            Measure::First => train.iter().position(|a| *a > 0.0).map_or(0, |t| spec.steps - t) as f32,
                        };
                        assert_eq!(*value, expected, "{link}, {measure:?}, tile {tile}, cell {cell}");
                        most = most.max(expected);
                    }
                    told_apart += usize::from(values.iter().any(|v| *v != values[0]));
                    tile += 1;
                }
            }
            assert!(told_apart > 2, "{link}: {told_apart} neurons tell points apart");
            assert_eq!(atlas.most, if measure == Measure::First { spec.steps as f32 } else { most });
            for (k, p) in probabilities.columns().into_iter().enumerate() {
                for cell in 0..17 * 17 {
                    let value = atlas.values[(tile + k) * 17 * 17 + cell];
                    assert_eq!(value, p[cell / 17 * 2 * size + cell % 17 * 2], "class {k}, cell {cell}");
                    assert_eq!(texel(atlas, tile + k, cell), palette.share(k, f64::from(value)));
                }
            }
            for tile in 0..hidden {
                for cell in 0..17 * 17 {
                    let share = f64::from(atlas.values[tile * 17 * 17 + cell]) / f64::from(atlas.most);
                    let share = if measure == Measure::First { share } else { share.sqrt() };
                    let (found, wanted) = (texel(atlas, tile, cell), palette.amount(share));
                    assert!(found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 1), "{found:?}, not {wanted:?}");
                }
            }
        }
    }
}

#[test]
fn a_pass_finds_only_what_is_asked_for() {
    let experiment = after("#v=1&task=moons&hidden=8&n=30&T=8", 1);
    let palette = Palette::theme(false);
    let mut grid = DecisionMap::new(&experiment, 12).unwrap().unwrap();
    let pass = grid.pass(&experiment, &palette, Ask::default()).unwrap();
    assert!(pass.map.is_none() && pass.answer.is_none() && pass.neurons.is_none());
    let nobody = Ask { answer: Some(Place { layer: 1, neuron: 8 }), ..Ask::default() };
    assert!(grid.pass(&experiment, &palette, nobody).unwrap().answer.is_none());
}

#[test]
fn very_many_neurons_have_smaller_tiles() {
    let experiment = after("#v=1&task=moons&hidden=500,500&n=10&T=2", 0);
    let mut grid = DecisionMap::new(&experiment, 80).unwrap().unwrap();
    let ask = Ask { neurons: Some(Measure::Count), ..Ask::default() };
    let pass = grid.pass(&experiment, &Palette::theme(false), ask).unwrap();
    let atlas = pass.neurons.unwrap();
    assert_eq!(atlas.tiles, 1002);
    assert!(atlas.values.len() <= 1 << 18 && atlas.columns >= 14, "{} cells a side", atlas.columns);
    assert_eq!(atlas.rgba.len(), 4 * atlas.across * atlas.columns * atlas.rows * atlas.tiles.div_ceil(atlas.across));
}

#[test]
fn rates_by_class_and_time_are_those_of_the_samples() {
    for link in [
        "#v=1&task=order&hidden=7,5&n=40&T=30",
        "#v=1&task=randman&hidden=6&n=20&T=10",
        "#v=1&task=trains&hidden=8&n=12",
    ] {
        let experiment = after(link, 2);
        let (network, data, palette) = (experiment.network(), &experiment.problem().data, Palette::theme(false));
        let steps = experiment.shape().steps;
        let mut maps = RateMaps::new(&experiment);
        let samples = maps.samples().to_vec();
        let span = maps.span();
        let classes = experiment.shape().answer.classes();
        let of_class = |class: usize| samples.iter().filter(move |n| data.labels[**n] == class).count();
        assert!((classes..=64).contains(&samples.len()), "{link}: {}", samples.len());
        assert!((0..classes).all(|class| of_class(class) > 0), "{link}: a class has no sample");
        let atlas = maps.draw(&experiment, &palette).unwrap();
        assert!(atlas.columns <= 24 && atlas.columns == steps.div_ceil(span));
        assert_eq!(atlas.rows, classes);
        let mut tile = 0;
        let mut most = 0.0f32;
        for l in 0..network.depth() - 1 {
            for i in 0..network.sizes()[l + 1] {
                for class in 0..classes {
                    for column in 0..atlas.columns {
                        let (mut sum, mut cells) = (0.0f64, 0);
                        for &n in samples.iter().filter(|n| data.labels[**n] == class) {
                            let mut activity = Activity::new(&network.sizes(), steps, 1);
                            network.forward(&trace(&data.input.sample(n), network.delta), &mut activity).unwrap();
                            for t in column * span..steps.min((column + 1) * span) {
                                sum += f64::from(activity.spikes[l].at(t)[[0, i]]);
                                cells += 1;
                            }
                        }
                        let expected = (sum / f64::from(cells)) as f32;
                        let value = atlas.values[(tile * classes + class) * atlas.columns + column];
                        assert!((value - expected).abs() < 1e-5, "{link}: {value}, not {expected}");
                        most = most.max(value);
                    }
                }
                tile += 1;
            }
        }
        assert_eq!((atlas.tiles, atlas.most), (tile, most));
        assert!(most > 0.0, "{link}: silence");
        let before = atlas.rgba.clone();
        assert_eq!(maps.draw(&experiment, &palette).unwrap().rgba, before, "the same once more");
    }
}

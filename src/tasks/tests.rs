use proptest::prelude::*;

use super::*;
use crate::data::encode_points;

fn sets<F: Scalar>(task: &Task, encoder: Encoder, n: usize, steps: usize, noise: f64, seed: u64) -> [Dataset<F>; 3] {
    let splits = task.generate(encoder, n, steps, noise.min(task.max_noise()), seed).expect("valid arguments");
    [splits.train, splits.validation, splits.test]
}

/// Every task, and drawings of any points.
pub(crate) fn tasks() -> impl Strategy<Value = Task> {
    let classes = prop::collection::vec(prop::collection::vec(any::<[u8; 2]>(), 4..=80), 2..=5);
    let own = classes.prop_map(|classes| Task::own(Points::new(classes).expect("few enough")));
    let trains = own::trains::tests::drawings().prop_map(Task::own);
    prop_oneof![8 => prop::sample::select(&Task::ALL[..]), 1 => own, 1 => trains]
}

/// Every task with every encoder that it accepts.
fn pairs() -> impl Strategy<Value = (Task, Encoder)> {
    let all: Vec<_> = Task::ALL.iter().flat_map(|t| t.encoders().iter().map(move |&e| (t.clone(), e))).collect();
    prop::sample::select(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn sizes_labels_and_ranges((task, encoder) in pairs(), n in 1_usize..40, steps in 1_usize..40, noise in 0.0..1.0, seed: u64) {
        for (set, size) in sets::<f64>(&task, encoder, n, steps, noise, seed).into_iter().zip(task.set_sizes(n)) {
            prop_assert_eq!(set.len(), size);
            prop_assert_eq!((set.input.steps(), set.input.samples(), set.input.neurons()), (steps, size, task.inputs(encoder)));
            prop_assert!(set.input.values().iter().all(|v| (0.0..=1.0).contains(v)));
            if encoder != Encoder::Current {
                prop_assert!(set.input.values().iter().all(|&v| v == 0.0 || v == 1.0));
            }
            let bias = set.input.neurons() - 1;
            prop_assert!(set.input.flat().column(bias).iter().all(|&v| v == 1.0));
            prop_assert_eq!(set.classes, task.answer().classes());
            prop_assert!(set.labels.iter().all(|&l| l < set.classes));
            prop_assert_eq!(set.points.is_some(), task.view().is_plane());
            for p in set.points.iter().flatten() {
                prop_assert!(p.iter().all(|v| (0.0..=1.0).contains(v)));
            }
        }
    }

    #[test]
    fn classes_are_balanced((task, encoder) in pairs(), rounds in 1_usize..4, seed: u64) {
        prop_assume!(task != Task::YINYANG_PUBLISHED && task != Task::OWN);
        let n = 60 * rounds; // a multiple of 2, 3, 4, 5 and 10
        for set in sets::<f32>(&task, encoder, n, 4, 0.1, seed) {
            for class in 0..set.classes {
                prop_assert_eq!(set.labels.iter().filter(|&&l| l == class).count(), n / set.classes);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bits((task, encoder) in pairs(), n in 8_usize..20, noise in 0.0..1.0, seed: u64) {
        prop_assert_eq!(sets::<f64>(&task, encoder, n, 9, noise, seed), sets::<f64>(&task, encoder, n, 9, noise, seed));
        if task != Task::YINYANG_PUBLISHED {
            prop_assert_ne!(sets::<f64>(&task, encoder, 8, 20, 0.1, seed), sets::<f64>(&task, encoder, 8, 20, 0.1, seed ^ 1));
        }
    }

    #[test]
    fn splits_differ((task, encoder) in pairs(), seed: u64) {
        let [train, validation, test] = sets::<f64>(&task, encoder, 24, 20, 0.1, seed);
        prop_assert_ne!(&train.input, &validation.input);
        prop_assert_ne!(&train.input, &test.input);
        prop_assert_ne!(&validation.input, &test.input);
    }

    #[test]
    fn more_samples_keep_the_first((task, encoder) in pairs(), few in 1_usize..12, more in 0_usize..12, noise in 0.0..1.0, seed: u64) {
        let small = sets::<f64>(&task, encoder, few, 7, noise, seed);
        let large = sets::<f64>(&task, encoder, few + more, 7, noise, seed);
        for (small, large) in small.into_iter().zip(large) {
            let few = small.len();
            let first: Vec<usize> = (0..few).collect();
            prop_assert_eq!(small.input, large.input.select(&first));
            prop_assert_eq!(&small.labels[..], &large.labels[..few]);
            prop_assert_eq!(small.points, large.points.map(|p| p[..few].to_vec()));
        }
    }

    #[test]
    fn f32_is_f64_rounded((task, encoder) in pairs(), n in 1_usize..20, noise in 0.0..1.0, seed: u64) {
        for (single, double) in sets::<f32>(&task, encoder, n, 9, noise, seed).into_iter().zip(sets::<f64>(&task, encoder, n, 9, noise, seed)) {
            let rounded: Vec<f32> = double.input.values().iter().map(|&v| v as f32).collect();
            prop_assert_eq!(single.input.values(), &rounded[..]);
            prop_assert_eq!(single.labels, double.labels);
            prop_assert_eq!(single.points, double.points);
        }
    }

    #[test]
    fn another_encoder_keeps_the_points(seed: u64) {
        for task in Task::ALL.into_iter().filter(|t| t.view().is_plane()) {
            let of = |encoder| sets::<f32>(&task, encoder, 20, 5, 0.1, seed).map(|s| s.points);
            prop_assert_eq!(of(Encoder::Rate), of(Encoder::Current));
        }
    }

    #[test]
    fn yinyang_without_noise_lies_in_the_disk_and_in_its_class(seed: u64) {
        for set in sets::<f32>(&Task::YINYANG, Encoder::Current, 60, 2, 0.0, seed) {
            for (point, label) in set.points.iter().flatten().zip(&set.labels) {
                prop_assert!((point[0] - 0.5).hypot(point[1] - 0.5) <= 0.5 + 1e-12);
                prop_assert_eq!(yinyang::class_of(*point), *label);
            }
        }
    }

    #[test]
    fn order_and_randman_spike_once_a_channel(noise in 0.0..10.0, steps in 1_usize..60, seed: u64) {
        for (task, channels) in [(Task::ORDER, order::CHANNELS), (Task::RANDMAN, randman::CHANNELS)] {
            for set in sets::<f64>(&task, Encoder::Latency, 12, steps, noise, seed) {
                for k in 0..set.len() {
                    let one = set.input.sample(k);
                    prop_assert!((0..channels).all(|c| one.flat().column(c).sum() == 1.0));
                }
            }
        }
    }

    #[test]
    fn match_labels_say_whether_cue_and_probe_are_the_same(steps in 20_usize..80, seed: u64) {
        let [cue, probe] = delayed_match::windows(steps);
        let gap = cue.end..probe.start;
        prop_assert!(gap.len() >= steps / 3);
        for set in sets::<f64>(&Task::MATCH, Encoder::Rate, 20, steps, 0.0, seed) {
            for k in 0..set.len() {
                let one = set.input.sample(k);
                let fires = |window: &std::ops::Range<usize>| {
                    let spikes = |c: usize| window.clone().map(|t| one.flat()[(t, c)]).sum::<f64>();
                    let pattern = |p: usize| (0..delayed_match::CHANNELS).any(|c| spikes(p * delayed_match::CHANNELS + c) > 0.0);
                    (0..delayed_match::PATTERNS).filter(|&p| pattern(p)).collect::<Vec<_>>()
                };
                prop_assert_eq!((fires(&cue).len(), fires(&gap).len(), fires(&probe).len()), (1, 0, 1));
                prop_assert_eq!(usize::from(fires(&cue) == fires(&probe)), set.labels[k]);
            }
        }
    }

    #[test]
    fn points_are_encoded_as_the_data_are(seed: u64) {
        for task in Task::ALL.into_iter().filter(|t| t.view().is_plane()) {
            for encoder in [Encoder::Latency, Encoder::Population, Encoder::Current] {
                let [train, ..] = sets::<f64>(&task, encoder, 10, 12, 0.1, seed);
                let points = train.points.expect("a plane");
                prop_assert_eq!(encode_points::<f64>(encoder, &points, 12, 5), Ok(train.input));
            }
        }
    }
}

#[test]
fn published_points_are_those_of_the_publication() {
    let all = sets::<f64>(&Task::YINYANG_PUBLISHED, Encoder::Current, 5000, 1, 0.0, 1);
    let counts = all.each_ref().map(|set| [0, 1, 2].map(|c| set.labels.iter().filter(|&&l| l == c).count()));
    assert_eq!((counts[0], counts[2]), ([1681, 1702, 1617], [350, 316, 334]));
    assert_eq!(all.each_ref().map(Dataset::len), Task::YINYANG_PUBLISHED.set_sizes(5000));
    let [train, validation, _] = &all;
    assert_eq!(validation.len(), 1000);
    let first = train.points.as_ref().expect("a plane")[0];
    assert_eq!((first, train.labels[0]), ([0.680_307_538_587_779_7, 0.450_499_251_969_543], 2));
    for (point, label) in all.iter().flat_map(|set| set.points.iter().flatten().zip(&set.labels)) {
        assert_eq!(yinyang::class_of(*point), *label);
    }
    // No seed and no smaller number changes a point.
    let few = sets::<f64>(&Task::YINYANG_PUBLISHED, Encoder::Current, 1200, 1, 0.0, 2);
    assert_eq!(few.each_ref().map(Dataset::len), [1200, 1000, 1000]);
    for (few, all) in few.iter().zip(&all) {
        let (few, all) = (few.points.as_ref().expect("a plane"), all.points.as_ref().expect("a plane"));
        assert_eq!(few[..], all[..few.len()]);
    }
}

#[test]
fn channel_counts_and_names() {
    use Encoder::{Current, Latency, Population, Rate};
    for (task, encoder, channels) in [
        (Task::MOONS, Population, 17),
        (Task::CIRCLES, Rate, 17),
        (Task::SPIRALS, Latency, 5),
        (Task::YINYANG, Current, 5),
        (Task::XOR, Rate, 11),
        (Task::YINYANG_PUBLISHED, Population, 17),
        (Task::ORDER, Latency, 13),
        (Task::RANDMAN, Latency, 21),
        (Task::MATCH, Rate, 17),
        (Task::SACCADE, Encoder::Events, 513),
        (Task::CHANNELS, Rate, 301),
    ] {
        assert_eq!(task.inputs(encoder), channels);
        let names = task.input_names(encoder);
        assert!(names.is_empty() || names.len() == channels, "{names:?}");
    }
}

#[test]
fn neither_cue_nor_probe_alone_tells_a_match() {
    let [train, ..] = sets::<f64>(&Task::MATCH, Encoder::Rate, 2000, 20, 0.0, 1);
    for window in delayed_match::windows(20) {
        for pattern in 0..delayed_match::PATTERNS {
            let shown = |label: usize| {
                let spikes = |k: usize| {
                    let of =
                        events(&train, k, pattern * delayed_match::CHANNELS..(pattern + 1) * delayed_match::CHANNELS);
                    of[window.clone()].iter().sum::<f64>()
                };
                (0..2000).filter(|&k| train.labels[k] == label && spikes(k) > 0.0).count() as f64 / 1000.0
            };
            for label in 0..2 {
                assert!((shown(label) - 0.25).abs() < 0.05, "pattern {pattern}, class {label}: {}", shown(label));
            }
        }
    }
}

#[test]
fn a_pixel_is_named_by_polarity_column_and_row() {
    let names = Task::SACCADE.input_names(Encoder::Events);
    assert_eq!(
        [0, 15, 16, 255, 256, 511, 512].map(|c| &names[c][..]),
        ["+1,1", "+16,1", "+1,2", "+16,16", "\u{2212}1,1", "\u{2212}16,16", "1"]
    );
}

/// Events of a sample without the bias, by step.
fn events(set: &Dataset<f64>, sample: usize, channels: std::ops::Range<usize>) -> Vec<f64> {
    let one = set.input.sample(sample);
    one.flat().rows().into_iter().map(|row| channels.clone().map(|c| row[c]).sum()).collect()
}

#[test]
fn saccades_make_both_polarities_each_at_the_edges_alone() {
    for steps in [12, 30, 200] {
        let [train, validation, test] = sets::<f64>(&Task::SACCADE, Encoder::Events, 20, steps, 0.0, 1);
        for sample in 0..20 {
            for channels in [0..saccade::PIXELS, saccade::PIXELS..saccade::CHANNELS] {
                let all = events(&train, sample, channels.clone());
                for third in 0..3 {
                    let seen: f64 = all[third * steps / 3..(third + 1) * steps / 3].iter().sum();
                    assert!(seen >= 10.0, "T = {steps}, sample {sample}, saccade {third}: {seen} events");
                }
                // The first and the last row and column lie beside every glyph.
                for c in channels.filter(|c| [c % 16, c % 256 / 16].iter().any(|i| [0, 15].contains(i))) {
                    assert_eq!(events(&train, sample, c..c + 1).iter().sum::<f64>(), 0.0, "channel {c}");
                }
            }
        }
        // Without jitter there is one picture a class, and no two classes share it.
        assert_eq!((&train.input, &train.input), (&validation.input, &test.input));
        for a in 0..20 {
            for b in 0..20 {
                assert_eq!(train.input.sample(a) == train.input.sample(b), a % 10 == b % 10, "{a}, {b}");
            }
        }
        // A seven has its bar at the top.
        let half = |rows: std::ops::Range<usize>| events(&train, 7, 16 * rows.start..16 * rows.end).iter().sum::<f64>();
        assert!(half(0..8) > 1.2 * half(8..16));
    }
}

#[test]
fn noise_before_the_camera_is_as_rare_as_it_says() {
    let [train, ..] = sets::<f64>(&Task::SACCADE, Encoder::Events, 50, 40, 1.0, 1);
    // Pixel in the upper left corner: no stroke comes there.
    let spurious: f64 = (0..50)
        .map(|k| events(&train, k, 0..1).iter().sum::<f64>() + events(&train, k, 256..257).iter().sum::<f64>())
        .sum();
    assert!((spurious / (2.0 * 50.0 * 40.0) - 0.01).abs() < 0.005, "{spurious}");
}

#[test]
fn names_are_found_again() {
    for task in Task::ALL {
        assert_eq!(Task::from_name(task.name()), Some(task));
    }
    for encoder in Encoder::ALL {
        assert_eq!(Encoder::from_name(encoder.name()), Some(encoder));
    }
    assert_eq!(Task::from_name("Moons"), None);
}

#[test]
fn rates_of_xor_follow_the_bits_and_the_noise() {
    let rate = |noise: f64, bit: usize| {
        let [train, ..] = sets::<f64>(&Task::XOR, Encoder::Rate, 400, 50, noise, 1);
        let samples: Vec<usize> = (0..400).filter(|k| k / 2 % 2 == bit).collect();
        let chosen = train.input.select(&samples);
        chosen.flat().column(0).sum() / chosen.flat().nrows() as f64
    };
    for (noise, bit, expected) in [(0.0, 0, 0.1), (0.0, 1, 0.7), (0.5, 1, 0.55), (1.0, 0, 0.4), (1.0, 1, 0.4)] {
        assert!((rate(noise, bit) - expected).abs() < 0.02, "noise {noise}, bit {bit}: {}", rate(noise, bit));
    }
}

#[test]
fn refusals_are_sentences() {
    let refuse = |task: Task, encoder, n, steps, noise| {
        task.generate::<f32>(encoder, n, steps, noise, 1).expect_err("must be refused").to_string()
    };
    assert_eq!(
        refuse(Task::ORDER, Encoder::Rate, 4, 4, 0.0),
        "“encoder” was rate; it must be latency for the task order."
    );
    assert_eq!(refuse(Task::MOONS, Encoder::Rate, 0, 4, 0.0), "“n” was 0; it must be at least 1.");
    assert_eq!(refuse(Task::MOONS, Encoder::Rate, 4, 0, 0.0), "“T” was 0; it must be at least 1.");
    assert_eq!(refuse(Task::MOONS, Encoder::Rate, 4, 4, f64::NAN), "“noise” was NaN; it must be a number from 0 to 1.");
    assert_eq!(refuse(Task::MOONS, Encoder::Rate, 4, 4, -0.1), "“noise” was -0.1; it must be a number from 0 to 1.");
    assert_eq!(refuse(Task::YINYANG_PUBLISHED, Encoder::Rate, 4, 4, 0.1), "“noise” was 0.1; it must be 0.");
    assert!(encode_points::<f32>(Encoder::Events, &[[0.0, 0.0]], 4, 1).is_err());
}

//! The story of one spike against what the methods themselves compute.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use crate::support::cases;
use heaviside::admm::exact::{Averages, FlippedReset, LayerProblem, Place, Settings, part, prices, quote};
use heaviside::baselines::surrogate::{derivatives, surrogate_derivative};
use heaviside::experiment::{Experiment, Spec};
use heaviside::loss::{Classes, Loss};
use heaviside::network::{Activity, Heard, Network, Series, Spike, trace};
use heaviside::views::learn::{Branch, Outcome};
use heaviside::views::{Charge, Split, Story, Storyteller, Way, flip, foretold, most_disputed};
use proptest::prelude::*;

fn trained(link: &str, iterations: usize) -> Experiment<f64> {
    let mut experiment = Experiment::new(Spec::parse(link).spec, || 0.0).unwrap();
    for _ in 0..iterations {
        experiment.step_iteration().unwrap();
    }
    experiment
}

fn charge(story: &Story) -> &Charge {
    let Way::Exact(charge) = &story.way else { panic!("{:?}", story.way) };
    charge
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What all spikes of a batch add together is the step that the layer problem finds, for any number of rounds.
    #[test]
    fn the_parts_of_all_spikes_make_the_step(case in cases(1..=2), inner in 1..=4usize) {
        let (network, input) = (case.network(), trace(&case.input(), case.delta));
        let mut activity = Activity::new(&case.sizes, case.steps, case.samples);
        network.forward(&input, &mut activity).unwrap();
        let classes = Classes::new(case.classes());
        let settings = Settings { inner, margin: 0.7, ..Settings::default() };
        let told = quote(&network, &activity, &classes, &case.labels(), FlippedReset::Frozen, settings.margin);
        for l in 0..case.sizes.len() - 2 {
            let heard = Heard::all(l.checked_sub(1).map_or(&input, |below| &activity.traces[below]));
            let layer = &*network.layers[l];
            let mut averages = Averages::new(layer.shape(), case.samples);
            prop_assume!(averages.observe(layer, heard, 1.0, settings.mu, "test").is_ok());
            let v0 = &activity.potentials[l];
            let mut problem = LayerProblem::new(case.steps, case.samples, layer.shape());
            problem.lambda = told.lambda[l].clone();
            problem.solve(layer, v0, heard, averages.solver(), inner, case.theta, settings.margin).unwrap();
            let step = problem.last_step(averages.solver()).unwrap();
            for neuron in 0..case.sizes[l + 1] {
                let mut sum = vec![0.0; case.sizes[l]];
                for (sample, time) in (0..case.samples).flat_map(|n| (0..case.steps).map(move |t| (n, t))) {
                    let place = Place { sample, neuron, time };
                    let found = part(layer, &told.lambda[l], v0, heard, averages.solver(), &settings, case.theta, place).unwrap();
                    prop_assert_eq!(&found.row, &step.row(neuron).to_vec());
                    for (sum, add) in sum.iter_mut().zip(found.weights.last().unwrap()) {
                        *sum += add;
                    }
                    // Each round starts from V + u and ends where the proximal step says.
                    for round in found.rounds.iter().filter(|_| problem.charged()) {
                        let branch = Branch { lambda: found.lambda, rho: found.rho, theta: case.theta, margin: settings.margin };
                        prop_assert!((branch.step(round.start()).0 - round.own).abs() < 1e-9, "{:?}", round);
                    }
                    prop_assert_eq!((found.rounds[0].dual, found.rounds[0].given), (0.0, v0.at(time)[(sample, neuron)]));
                }
                let size = step.iter().fold(1.0f64, |m, w| m.max(w.abs()));
                for (sum, step) in sum.iter().zip(step.row(neuron)) {
                    prop_assert!((sum - step).abs() < 1e-9 * size, "{inner} rounds: {sum} {step}");
                }
            }
        }
    }
}

#[test]
fn the_price_is_that_of_the_message_and_of_a_flip() {
    for link in ["#v=1&task=spirals&hidden=8,6&n=60", "#v=1&task=trains&n=40&hidden=8"] {
        let experiment = trained(link, 2);
        let mut teller = Storyteller::default();
        let sizes = experiment.shown_network().sizes();
        for split in [Split::Train, Split::Test] {
            let worth = foretold(&experiment, split, 5).unwrap();
            let at = |spike: Spike| worth[spike.layer - 1][(spike.time - 1) * sizes[spike.layer] + spike.neuron];
            for (layer, &size) in sizes.iter().enumerate().skip(1).take(sizes.len() - 2) {
                for (neuron, time) in [(0, 1), (2, 7), (size - 1, 12)] {
                    let spike = Spike { layer, neuron, time };
                    let story = teller.story(&experiment, split, 5, spike).unwrap();
                    let one = flip(&experiment, split, 5, spike).unwrap();
                    assert_eq!((story.kappa, story.surrogate), (one.foretold.exact, one.foretold.surrogate));
                    assert_eq!(story.kappa, at(spike));
                    let toll = if story.fires { -story.reach } else { story.reach };
                    let told = toll + 0.5 * story.reach_curvature;
                    assert!((told - story.kappa).abs() < 1e-12 * story.kappa.abs().max(1.0), "{told} {}", story.kappa);
                    let charge = charge(&story);
                    let inside = (story.potential - story.theta).abs() < charge.margin;
                    let lambda =
                        if inside { f64::from(charge.side) * charge.kappa.abs() / (2.0 * charge.margin) } else { 0.0 };
                    assert!((charge.lambda - lambda).abs() < 1e-12);
                    assert!(charge.kappa <= story.kappa, "two flips together are taken where they cost less");
                }
            }
        }
    }
}

/// The page's own choice: no cell that adds something to the weights of what has spiked has a larger price. The first of all
/// cells, with the sum of all that follows in its price, often has one, and has heard nothing but the bias.
#[test]
fn the_most_disputed_spike_is_the_dearest_that_teaches_something() {
    let mut passed_over = 0;
    for (link, iterations) in [
        ("#v=1&task=spirals&hidden=8,6&n=60", 2),
        ("#v=1&task=yinyang&hidden=10&n=60", 2),
        ("#v=1&task=trains&n=40&hidden=8", 2),
        ("#v=1&task=moons&hidden=6&n=40&T=10&solver=paper", 1),
    ] {
        let experiment = trained(link, iterations);
        let exact = trained(&link.replace("&solver=paper", ""), iterations);
        let mut teller = Storyteller::default();
        let sizes = experiment.shown_network().sizes();
        for sample in 0..6 {
            let worth = foretold(&experiment, Split::Train, sample).unwrap();
            let cells = worth.iter().enumerate().flat_map(|(l, kappa)| {
                let neurons = sizes[l + 1];
                let place = move |k| Spike { layer: l + 1, neuron: k % neurons, time: k / neurons + 1 };
                kappa.iter().enumerate().map(move |(k, kappa)| (kappa.abs(), place(k)))
            });
            let cells: Vec<_> = cells.collect();
            let disputed = most_disputed(&experiment, Split::Train, sample).unwrap();
            let price = cells.iter().find(|(_, at)| *at == disputed).unwrap().0;
            if experiment.spec() != exact.spec() {
                assert!(price > 0.0);
                continue;
            }
            let mut teaches = |at: Spike| {
                let heard = experiment.problem().input_trace.at(at.time - 1);
                let heard = heard.row(sample);
                if at.layer == 1 && heard.iter().take(heard.len() - 1).all(|heard| *heard == 0.0) {
                    return false;
                }
                let story = teller.story(&experiment, Split::Train, sample, at).unwrap();
                // A spike that is not charged only goes along with what the others move.
                let charge = charge(&story);
                charge.lambda != 0.0 && charge.stages[0].weights.iter().any(|w| *w != 0.0)
            };
            assert!(teaches(disputed), "{link} {sample}: {disputed:?}");
            let dearer: Vec<_> = cells.iter().filter(|(kappa, _)| *kappa > price).collect();
            passed_over += dearer.len();
            for (kappa, at) in dearer {
                assert!(!teaches(*at), "{link} {sample}: {at:?} has {kappa}, {disputed:?} {price}");
            }
        }
    }
    assert!(passed_over > 0);
    // Nothing is worth anything where all weights are 0.
    let blank = trained("#v=1&task=moons&hidden=6&n=40&T=10&solver=paper", 0);
    assert!(foretold(&blank, Split::Train, 0).unwrap().iter().flatten().all(|kappa| *kappa == 0.0));
    assert!(most_disputed(&blank, Split::Train, 0).is_ok());
}

#[test]
fn a_class_is_wanted_by_what_its_probability_lacks() {
    let experiment = trained("#v=1&task=yinyang&hidden=10&n=200", 1);
    let at = Spike { layer: 1, neuron: 0, time: 3 };
    let story = Storyteller::default().story(&experiment, Split::Train, 4, at).unwrap();
    assert_eq!(story.wants.len(), 3);
    assert!(story.wants.iter().sum::<f64>().abs() < 1e-12);
    assert!(story.wants.iter().enumerate().all(|(k, want)| (*want > 0.0) == (k == story.label)));
}

#[test]
fn every_outcome_of_the_proximal_step_is_met_and_a_batch_holds_the_sample() {
    let experiment = trained("#v=1&task=spirals&hidden=20&n=120&batch=50", 3);
    let mut teller = Storyteller::default();
    let mut met = std::collections::HashSet::new();
    for (neuron, time) in (0..20).flat_map(|i| (1..=10).map(move |t| (i, t))) {
        let story = teller.story(&experiment, Split::Train, 100, Spike { layer: 1, neuron, time }).unwrap();
        let charge = charge(&story);
        assert_eq!((charge.batch, charge.stages.len(), charge.stages[1].number), (50, 2, 2));
        assert_eq!(charge.stages[0].given, story.potential);
        for stage in &charge.stages {
            let moved = (stage.own - stage.start).abs();
            let reach = charge.lambda.abs() / charge.rho;
            match stage.outcome {
                Outcome::Untouched => assert!(moved < 1e-12),
                Outcome::Moved => assert!((moved - reach).abs() < 1e-12),
                Outcome::Stopped => {
                    let stop = story.theta + f64::from(charge.side) * charge.margin;
                    assert!((stage.own - stop).abs() < 1e-12);
                }
            }
            met.insert(stage.outcome as u8);
            assert!(charge.axis[0] < stage.own && stage.own < charge.axis[1]);
        }
    }
    assert_eq!(met.len(), 3);
}

#[test]
fn both_branches_of_the_paper_are_at_least_as_good_as_a_grid() {
    let experiment = trained("#v=1&task=moons&hidden=6,5&n=30&T=12&solver=paper", 4);
    let mut teller = Storyteller::default();
    let mut winners = [0; 2];
    for (layer, neuron, time, sample) in
        (1..=2).flat_map(|l| (0..5).flat_map(move |i| (1..=12).map(move |t| (l, i, t, (i + t) % 30))))
    {
        let at = Spike { layer, neuron, time };
        let story = teller.story(&experiment, Split::Train, sample, at).unwrap();
        let Way::Paper(Some(found)) = &story.way else { panic!("{:?}", story.way) };
        let [rho, beta] = found.penalties;
        let delta = if time == 12 { 0.0 } else { experiment.iterate().delta };
        let cost = |z: f64| {
            let side = f64::from(u8::from(z > story.theta));
            rho / 2.0 * ((z - found.past).powi(2) + (found.future - delta * z).powi(2))
                + beta / 2.0 * (found.spike - side).powi(2)
        };
        let [silent, firing] = found.least;
        for [z, value] in found.least {
            assert!((cost(z) - value).abs() < 1e-9 * value.max(1.0), "{at:?}");
        }
        let best = silent[1].min(firing[1]);
        for z in (0..1403).map(|k| -4.0 + 8.0 * f64::from(k) / 1402.0) {
            let [_, least] = if z > story.theta { firing } else { silent };
            assert!(least <= cost(z) + 1e-4, "{at:?}: {z}");
            assert!(best <= cost(z) + 1e-4);
        }
        assert_eq!(found.fires, firing[1] < silent[1] || (firing[1] == silent[1] && found.free > story.theta));
        winners[usize::from(found.fires)] += 1;
    }
    assert!(winners.iter().all(|n| *n > 0), "{winners:?}");
    let at = Spike { layer: 1, neuron: 0, time: 1 };
    assert_eq!(teller.story(&experiment, Split::Test, 0, at).unwrap().way, Way::Paper(None));
}

/// What the paper's own block then does is what the winner says: the update of every later neuron leaves this one alone.
#[test]
fn the_winner_is_what_the_block_takes() {
    let mut experiment = trained("#v=1&task=moons&hidden=5&n=20&T=8&solver=paper", 2);
    let block = |experiment: &Experiment<f64>| experiment.next_block();
    while !(block(&experiment).kind == "z" && block(&experiment).layer == Some(1) && block(&experiment).time == Some(4))
    {
        experiment.step_block().unwrap();
    }
    let mut teller = Storyteller::default();
    let told: Vec<_> = (0..5)
        .map(|neuron| {
            let at = Spike { layer: 1, neuron, time: 4 };
            let Way::Paper(Some(found)) = teller.story(&experiment, Split::Train, 7, at).unwrap().way else { panic!() };
            found.least[usize::from(found.fires)][0]
        })
        .collect();
    experiment.step_block().unwrap();
    let z = experiment.auxiliary(7).unwrap().potentials[0].clone().unwrap();
    for (neuron, told) in told.iter().enumerate() {
        assert!((z[(3, neuron)] - told).abs() < 1e-9, "{} {told}", z[(3, neuron)]);
    }
}

#[test]
fn the_surrogate_tells_its_derivative_and_its_share_of_the_gradient() {
    let experiment = trained("#v=1&task=order&hidden=7,6&n=40&solver=surrogate", 2);
    let mut teller = Storyteller::default();
    let (network, data) = (experiment.shown_network(), &experiment.problem().data);
    let sample = 3;
    let mut activity = Activity::new(&network.sizes(), data.input.steps(), 1);
    network.forward(&trace(&data.input.sample(sample), network.delta), &mut activity).unwrap();
    for layer in [1, 2] {
        let mut sum = vec![0.0; network.sizes()[layer - 1]];
        let mut slope = 0.0;
        for time in 1..=data.input.steps() {
            let story = teller.story(&experiment, Split::Train, sample, Spike { layer, neuron: 2, time }).unwrap();
            let Way::Surrogate(found) = story.way else { panic!() };
            assert!((found.derivative - surrogate_derivative(story.potential, story.theta, found.slope)).abs() < 1e-12);
            assert!(found.curve.iter().all(|v| *v <= 1.0) && found.curve.len() == 121);
            sum.iter_mut().zip(&found.weights).for_each(|(sum, add)| *sum += add);
            slope = found.slope;
        }
        // Its own gradient: the adjoint in the potentials times the spikes below.
        let classes = Classes::new(data.classes);
        let found = derivatives(network, &activity, &classes, &[data.labels[sample]], slope);
        let below: Series<f64> = if layer == 1 { data.input.sample(sample) } else { activity.spikes[0].clone() };
        let wanted = found[layer - 1].in_potential.flat().column(2).dot(&below.flat());
        assert!(crate::support::apart(&sum, &wanted) < 1e-12);
    }
}

#[test]
fn a_trial_of_targets_is_the_loss_with_the_spike_flipped() {
    let experiment = trained("#v=1&task=moons&hidden=8,6&n=40&solver=targets", 2);
    let mut teller = Storyteller::default();
    let network: &Network<f64> = experiment.shown_network();
    let (mut lowered, mut not) = (0, 0);
    for (neuron, time) in (0..6).flat_map(|i| (1..=20).map(move |t| (i, t))) {
        let at = Spike { layer: 2, neuron, time };
        let story = teller.story(&experiment, Split::Train, 9, at).unwrap();
        let Way::Targets(Some(found)) = &story.way else { panic!("{:?}", story.way) };
        let mut world = heaviside::network::Counterfactual::new(&network.sizes(), 20.max(experiment.shape().steps));
        world.settle(network, &trace(&experiment.problem().data.input.sample(9), network.delta)).unwrap();
        world.flip(network, at).unwrap();
        let squares = |activity: &Activity<f64>| -> f64 {
            let off = |(k, o): (usize, &f64)| (o - f64::from(u8::from(k == story.label))).powi(2);
            activity.output.iter().enumerate().map(off).sum()
        };
        assert!((found.before - squares(world.real())).abs() < 1e-12);
        assert!((found.after - squares(world.flipped())).abs() < 1e-12);
        let own = found.rho / 2.0 * (story.potential - story.theta).powi(2);
        assert!((found.penalty - own).abs() < 1e-12 && !found.violation);
        assert_eq!(found.lowers, found.after + found.penalty < found.before);
        assert!(found.best.is_some() || !found.lowers);
        if found.lowers { lowered += 1 } else { not += 1 }
    }
    assert!(lowered > 0 && not > 0, "{lowered} {not}");
    let below = Spike { layer: 1, neuron: 0, time: 3 };
    let Way::Targets(Some(found)) = teller.story(&experiment, Split::Train, 9, below).unwrap().way else { panic!() };
    assert!(found.violation);
    assert_eq!(teller.story(&experiment, Split::Test, 9, below).unwrap().way, Way::Targets(None));
}

#[test]
fn a_draw_in_pieces_is_the_draw() {
    use heaviside::views::{flips, flips_from};
    let experiment = trained("#v=1&task=spirals&hidden=8,6&n=40", 1);
    let whole = flips(&experiment, 1, 30).unwrap();
    let mut pieces = heaviside::views::Flips::default();
    for skip in [0, 10, 20] {
        let piece = flips_from(&experiment, 1, skip, 10).unwrap();
        pieces.exact.extend(piece.exact);
        pieces.surrogate.extend(piece.surrogate);
        pieces.real.extend(piece.real);
    }
    assert_eq!(pieces, whole);
}

#[test]
fn a_story_of_a_place_that_does_not_exist_is_a_sentence() {
    let experiment = trained("#v=1&task=circles&hidden=5&n=40", 0);
    let mut teller = Storyteller::default();
    let mut said = |sample, layer, neuron, time| {
        teller.story(&experiment, Split::Train, sample, Spike { layer, neuron, time }).unwrap_err().to_string()
    };
    assert_eq!(said(0, 2, 0, 1), "“layer” was 2; it must be a whole number from 1 to 1.");
    assert_eq!(said(0, 1, 5, 1), "“neuron” was 5; it must be a whole number from 0 to 4.");
    assert!(said(40, 1, 0, 1).starts_with("“sample” was 40"));
    let control = trained("#v=1&task=circles&hidden=5&n=40&solver=control", 0);
    let at = Spike { layer: 1, neuron: 0, time: 2 };
    let story = teller_of(&control, at);
    assert_eq!(story.way, Way::Control);
    let kappa = prices_of(&control, at);
    assert_eq!(story.kappa, kappa);
}

fn teller_of(experiment: &Experiment<f64>, at: Spike) -> Story {
    Storyteller::default().story(experiment, Split::Train, 0, at).unwrap()
}

fn prices_of(experiment: &Experiment<f64>, at: Spike) -> f64 {
    let (network, data) = (experiment.shown_network(), &experiment.problem().data);
    let mut activity = Activity::new(&network.sizes(), data.input.steps(), 1);
    network.forward(&trace(&data.input.sample(0), network.delta), &mut activity).unwrap();
    let classes = Classes::new(data.classes);
    let found = prices(network, &activity, &classes as &dyn Loss<f64>, &data.labels[..1], FlippedReset::Frozen, 1.5);
    found[at.layer - 1].at(at.time - 1)[(0, at.neuron)]
}

//! An experiment at work, as the page sees it.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::arrays::{Bytes, Floats};
use super::frame::{self, named_split};
use super::js::{Real, plain, plain_problems, seconds, sentence};
use super::pictures::Kept;
use super::tables::with_library;
use crate::experiment::{Comparison, Experiment, Live, Parsed, Problem, Proof, Spec};
use crate::method::{Block, Report, Status};
use crate::views::{Split, Storyteller};

/// Sizes and names of an experiment.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct Info {
    classes: usize,
    /// Whether the target is a spike train of the output neurons.
    trains: bool,
    dimensions: usize,
    inputs: usize,
    layers: Vec<usize>,
    /// What the picture of the network shows of each layer: how many units, neurons or maps.
    columns: Vec<usize>,
    /// The neuron that stands for the first of them.
    middles: Vec<usize>,
    #[serde(rename = "T")]
    steps: usize,
    samples: usize,
    parameters: usize,
    bytes: u64,
    iterations: usize,
    input_names: Vec<String>,
    /// Names of the classes, where they have any but their numbers.
    class_names: Vec<String>,
    /// Pixels a side of the camera that sees the sample: ON events row by row, then OFF; none without one.
    camera: Option<usize>,
    blocks: Vec<String>,
}

/// What a block did.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct BlockReport<'a> {
    name: String,
    kind: &'a str,
    layer: Option<usize>,
    time: Option<usize>,
    iteration: usize,
    quantity: Option<&'a str>,
    before: Option<f64>,
    after: Option<f64>,
    residual_before: Option<f64>,
    residual_after: Option<f64>,
    changed: Option<usize>,
    out_of: Option<usize>,
    change: Option<f64>,
    extras: &'a [(&'a str, f64)],
}

/// Points of a planar task in the unit square, x and y in turn, with their classes.
#[derive(Serialize, Tsify)]
struct Points {
    xy: Floats,
    labels: Bytes,
}

/// A change of a setting under way.
#[derive(Serialize, Tsify)]
struct Change {
    /// Iterations that are done.
    iteration: usize,
    /// Block updates that are done of the next one.
    block: usize,
    key: &'static str,
    value: f64,
    /// As a link says it.
    text: String,
}

impl Change {
    fn of(live: &Live) -> Self {
        let Live { iteration, block, key, value } = *live;
        Self { iteration, block, key, value, text: live.to_string() }
    }
}

/// An experiment at work, as the page sees it.
#[wasm_bindgen]
pub struct Session {
    experiment: Experiment<Real>,
    comparison: Comparison,
    proof: Option<Proof>,
    problems: Vec<Problem>,
    kept: Kept,
    teller: Storyteller<Real>,
}

#[wasm_bindgen]
impl Session {
    /// Opens the nearest valid experiment of a link. Throws only when that experiment is too large.
    #[wasm_bindgen(constructor)]
    pub fn new(link: &str) -> Result<Session, JsValue> {
        let Parsed { spec, comparison, proof, problems } = with_library(|library| Spec::parse_with(link, library));
        let experiment = Experiment::new(spec, seconds).map_err(sentence)?;
        Ok(Self { experiment, comparison, proof, problems, kept: Kept::default(), teller: Storyteller::default() })
    }

    /// What was wrong with the link.
    pub fn problems(&self) -> Result<JsValue, JsValue> {
        plain_problems(&self.problems)
    }

    /// Every setting of the experiment as it is now, by link key.
    #[wasm_bindgen(unchecked_return_type = "Spec")]
    pub fn spec(&self) -> Result<JsValue, JsValue> {
        plain(self.experiment.spec())
    }

    /// Every setting as the link says it: those of the start, and `live` with what is changed under way.
    #[wasm_bindgen(unchecked_return_type = "Spec")]
    pub fn start(&self) -> Result<JsValue, JsValue> {
        plain(self.experiment.origin())
    }

    /// How many changes under way have been made.
    pub fn made(&self) -> usize {
        self.experiment.changes_made()
    }

    /// The canonical link, with what the experiment is compared with.
    pub fn link(&self) -> String {
        let spec = self.experiment.origin();
        spec.link() + &self.comparison.link(spec)
    }

    /// What an experiment with this task, solver, layers and gap has when its link says nothing else, by link key.
    #[wasm_bindgen(unchecked_return_type = "Spec")]
    pub fn standard(&self) -> Result<JsValue, JsValue> {
        plain(&self.experiment.spec().standard())
    }

    /// The other runs, as links.
    #[wasm_bindgen(unchecked_return_type = "Compared")]
    pub fn comparison(&self) -> Result<JsValue, JsValue> {
        plain(&self.comparison.describe(self.experiment.origin()))
    }

    /// Takes from a link only what the experiment is compared with: the run goes on. Returns all that is wrong with it,
    /// as [`Self::problems`] does, and changes nothing then.
    pub fn compare(&mut self, link: &str) -> Result<JsValue, JsValue> {
        let (comparison, problems) = Comparison::parse(self.experiment.origin(), link);
        if problems.is_empty() {
            self.comparison = comparison;
        }
        plain_problems(&problems)
    }

    /// Sizes and names of the experiment.
    #[wasm_bindgen(unchecked_return_type = "Info")]
    pub fn info(&self) -> Result<JsValue, JsValue> {
        let spec = self.experiment.spec();
        let shape = self.experiment.shape();
        let network = self.experiment.network();
        let mut blocks: Vec<String> = Vec::new();
        for name in self.experiment.blocks().iter().map(Block::name) {
            if !blocks.contains(&name) {
                blocks.push(name);
            }
        }
        plain(&Info {
            classes: shape.answer.classes(),
            trains: shape.answer.is_trains(),
            dimensions: if shape.view.is_plane() { 2 } else { 0 },
            inputs: shape.inputs,
            layers: network.sizes(),
            columns: network.columns().into_iter().map(|(units, _)| units).collect(),
            middles: network.columns().into_iter().map(|(_, first)| first).collect(),
            steps: shape.steps,
            samples: shape.samples[0],
            parameters: network.parameters(),
            bytes: spec.memory_on(&shape),
            iterations: spec.iterations,
            input_names: self.experiment.input_names().to_vec(),
            class_names: spec.task.class_names(),
            camera: shape.view.camera(),
            blocks,
        })
    }

    /// Updates one block and says what it did; `null` after the end of the run.
    #[wasm_bindgen(js_name = stepBlock, unchecked_return_type = "BlockReport | null")]
    pub fn step_block(&mut self) -> Result<JsValue, JsValue> {
        match self.experiment.step_block().map_err(sentence)? {
            Some(report) => self.report(report),
            None => Ok(JsValue::NULL),
        }
    }

    /// Updates one block and, of a sweep over time, all that is left of it, as kind `sweep`; `null` after the end of the run.
    #[wasm_bindgen(js_name = stepSweep, unchecked_return_type = "BlockReport | null")]
    pub fn step_sweep(&mut self) -> Result<JsValue, JsValue> {
        match self.experiment.step_sweep().map_err(sentence)? {
            Some(report) => self.report(report),
            None => Ok(JsValue::NULL),
        }
    }

    fn report(&self, report: Report) -> Result<JsValue, JsValue> {
        let depth = self.experiment.network().depth();
        let kind = match (report.block.kind, report.block.layer == Some(depth)) {
            ("W", true) => "W_out",
            ("z", true) => "z_out",
            (kind, _) => kind,
        };
        let iteration = self.experiment.position();
        plain(&BlockReport {
            name: report.block.name(),
            kind,
            layer: report.block.layer,
            time: report.block.time,
            iteration,
            quantity: report.quantity,
            before: report.before,
            after: report.after,
            residual_before: report.residual.map(|r| r.0),
            residual_after: report.residual.map(|r| r.1),
            changed: report.changed.map(|c| c.0),
            out_of: report.changed.map(|c| c.1),
            change: report.change,
            extras: &report.extras,
        })
    }

    /// Updates blocks to the end of the current iteration.
    #[wasm_bindgen(js_name = stepIteration)]
    pub fn step_iteration(&mut self) -> Result<(), JsValue> {
        self.experiment.step_iteration().map_err(sentence)
    }

    /// Iterates for about so many milliseconds and at most so many iterations; returns how many were done.
    pub fn advance(&mut self, milliseconds: f64, iterations: u32) -> Result<u32, JsValue> {
        let until = seconds() + milliseconds / 1000.0;
        let mut done = 0;
        while done < iterations && self.experiment.status() == Status::Running {
            self.experiment.step_iteration().map_err(sentence)?;
            done += 1;
            if seconds() >= until {
                break;
            }
        }
        Ok(done)
    }

    /// Changes a setting of the solver during the run.
    #[wasm_bindgen(js_name = setLive)]
    pub fn set_live(&mut self, key: &str, value: f64) -> Result<(), JsValue> {
        self.experiment.set_live(key, value).map_err(sentence)
    }

    /// The same at a place in the run that it has not left behind, see [`Self::live`].
    #[wasm_bindgen(js_name = setLiveAt)]
    pub fn set_live_at(&mut self, iteration: usize, block: usize, key: &str, value: f64) -> Result<(), JsValue> {
        self.experiment.set_live_at(iteration, block, key, value).map_err(sentence)
    }

    /// What is changed under way.
    #[wasm_bindgen(unchecked_return_type = "Change[]")]
    pub fn live(&self) -> Result<JsValue, JsValue> {
        plain(&self.experiment.origin().live.iter().map(Change::of).collect::<Vec<_>>())
    }

    /// What a link can say of the run as it stands, to be put after it: `&at=40&fp=..`. `null` where no number of whole iterations
    /// leads to it.
    pub fn proof(&self) -> Option<String> {
        self.experiment.proof().map(|proof| format!("&{proof}"))
    }

    /// The iteration of the proof that the link has; `undefined` for none.
    #[wasm_bindgen(js_name = proofAt)]
    pub fn proof_at(&self) -> Option<usize> {
        self.proof.as_ref().map(|proof| proof.at)
    }

    /// What becomes of that proof by the run as it stands; `null` for none.
    #[wasm_bindgen(unchecked_return_type = "Verdict | null")]
    pub fn prove(&self) -> Result<JsValue, JsValue> {
        match &self.proof {
            Some(proof) => plain(&proof.check(&self.experiment)),
            None => Ok(JsValue::NULL),
        }
    }

    /// Ends the run; the best iterate stands.
    pub fn stop(&mut self) -> Result<(), JsValue> {
        self.experiment.stop().map_err(sentence)
    }

    /// Back to iteration 0 with the same data and the same weights.
    pub fn reset(&mut self) -> Result<(), JsValue> {
        self.experiment.reset().map_err(sentence)
    }

    /// How the run stands, in the word of a snapshot.
    pub fn status(&self) -> String {
        self.experiment.status().name().to_owned()
    }

    /// Seconds of training so far.
    pub fn seconds(&self) -> f64 {
        self.experiment.seconds()
    }

    /// Rows of the history that stay when the run goes on from where the trainer stands.
    pub fn rows(&self) -> usize {
        self.experiment.history_so_far().len()
    }

    /// The last iteration that the run has come to.
    pub fn newest(&self) -> usize {
        self.experiment.newest()
    }

    /// The iteration at which the trainer stands.
    pub fn position(&self) -> usize {
        self.experiment.position()
    }

    /// Shows the kept iterate nearest to an iteration, or without one where the trainer stands; returns the one shown.
    pub fn show(&mut self, iteration: Option<usize>) -> Result<usize, JsValue> {
        self.experiment.show(iteration).map_err(sentence)
    }

    /// Back to the newest iteration, in the trainer and in the pictures.
    #[wasm_bindgen(js_name = showNewest)]
    pub fn show_newest(&mut self) -> Result<(), JsValue> {
        self.experiment.show_newest().map_err(sentence)
    }

    /// Begins to replay the run to the end of an iteration; nothing changes until it arrives.
    #[wasm_bindgen(js_name = beginReplay)]
    pub fn begin_replay(&mut self, iteration: usize) -> Result<(), JsValue> {
        self.experiment.begin_replay(iteration).map_err(sentence)
    }

    /// Replays for about so many milliseconds; returns the iterations left, 0 on arrival.
    #[wasm_bindgen(js_name = advanceReplay)]
    pub fn advance_replay(&mut self, milliseconds: f64) -> Result<usize, JsValue> {
        let until = seconds() + milliseconds / 1000.0;
        let mut left = self.experiment.advance_replay().map_err(sentence)?;
        while left > 0 && seconds() < until {
            left = self.experiment.advance_replay().map_err(sentence)?;
        }
        Ok(left)
    }

    /// Gives up a replay under way.
    #[wasm_bindgen(js_name = cancelReplay)]
    pub fn cancel_replay(&mut self) {
        self.experiment.cancel_replay();
    }

    /// Everything as plain data; absent numbers are `null`.
    #[wasm_bindgen(unchecked_return_type = "Snapshot")]
    pub fn snapshot(&mut self) -> Result<JsValue, JsValue> {
        plain(&self.experiment.snapshot().map_err(sentence)?)
    }

    /// Hash of the weights and the history: the same link gives the same one in every browser.
    pub fn fingerprint(&self) -> String {
        self.experiment.fingerprint()
    }

    /// Points and classes of a planar task's data; `null` for other tasks.
    #[wasm_bindgen(unchecked_return_type = "Points | null")]
    pub fn points(&self, split: &str) -> Result<JsValue, JsValue> {
        let data = match named_split(split) {
            Split::Train => &self.experiment.problem().data,
            Split::Test => self.experiment.test_data(),
        };
        let Some(points) = &data.points else { return Ok(JsValue::NULL) };
        let xy: Vec<f32> = points.iter().flatten().map(|v| *v as f32).collect();
        let labels: Vec<u8> = data.labels.iter().map(|y| *y as u8).collect();
        plain(&Points { xy: xy[..].into(), labels: labels[..].into() })
    }

    /// Weight of `input` on neuron `out` (both from 0) of `layer` (from 1); NaN outside.
    #[wasm_bindgen(js_name = weightAt)]
    pub fn weight_at(&self, layer: usize, out: usize, input: usize) -> f64 {
        let weights = layer.checked_sub(1).and_then(|l| self.experiment.shown_network().weights().nth(l));
        weights.and_then(|w| w.get((out, input))).map_or(f64::NAN, |w| f64::from(*w))
    }

    /// The weights of `layer` (from 1), row by row; empty outside.
    pub fn weights(&self, layer: usize) -> Vec<f32> {
        let weights = layer.checked_sub(1).and_then(|l| self.experiment.network().weights().nth(l));
        weights.map_or_else(Vec::new, |w| w.iter().copied().collect())
    }

    /// What the page draws now.
    #[wasm_bindgen(unchecked_return_type = "State & Pictures")]
    pub fn frame(&mut self, options: JsValue) -> Result<JsValue, JsValue> {
        frame::frame(&mut self.experiment, &mut self.kept, &options)
    }
}

impl Session {
    /// The experiment at work.
    pub(super) fn experiment(&self) -> &Experiment<Real> {
        &self.experiment
    }

    /// Who tells of its spikes.
    pub(super) fn teller(&mut self) -> (&mut Storyteller<Real>, &Experiment<Real>) {
        (&mut self.teller, &self.experiment)
    }
}

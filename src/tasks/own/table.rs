//! The task of a table: every column is an input, scaled to the range that it has in the training set.

use std::sync::Arc;

use super::super::source::{Defaults, Draw, Set, Sketch, Source, encode, to_unit};
use super::split::{held_out, shuffle, split};
use super::text::NAME;
use crate::data::table::{Carried, Table};
use crate::data::{Answer, Encoder, Slot, View, value_channels, value_names, write_values};
use crate::network::layer::Token;
use crate::random::{Stream, generator};

/// Samples that an experiment has at most where its link says no number.
const USUAL: usize = 2000;

/// The task of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Tabular {
    table: Arc<Table>,
    /// What a link says of it.
    said: String,
}

impl Tabular {
    /// The task of a table that a link calls `said`.
    pub fn new(table: Arc<Table>, said: String) -> Self {
        Self { table, said }
    }

    /// The rows of each class.
    fn by_class<'a>(&'a self, rows: impl Iterator<Item = usize> + Clone + 'a) -> impl Iterator<Item = Vec<usize>> + 'a {
        let of = move |class| rows.clone().filter(|&row| self.table.labels[row] == class).collect();
        (0..self.table.classes.len()).map(of)
    }

    /// The rows for training, validation and test: as the file says, else a fifth of each class for validation and a fifth for the test;
    /// where the file leaves no row for validation, a fifth of the training rows.
    fn sets(&self, seed: u64) -> [Vec<usize>; 3] {
        let mut rng = generator(seed, Stream::Prototypes);
        let Some(sets) = &self.table.sets else {
            return split(self.by_class(0..self.table.rows()), &mut rng);
        };
        let [mut train, mut validation, mut test] = sets.clone();
        shuffle(&mut train, &mut rng);
        if validation.is_empty() {
            validation = train.split_off(train.len() - lent(train.len()));
        }
        shuffle(&mut validation, &mut rng);
        shuffle(&mut test, &mut rng);
        [train, validation, test]
    }

    /// Samples in training, validation and test set.
    fn sizes(&self) -> [usize; 3] {
        match &self.table.sets {
            Some(sets) => {
                let [train, validation, test] = sets.each_ref().map(Vec::len);
                let lent = if validation == 0 { lent(train) } else { 0 };
                [train - lent, validation + lent, test]
            }
            None => {
                let held = self.by_class(0..self.table.rows()).map(|rows| held_out(rows.len())).sum();
                [self.table.rows() - 2 * held, held, held]
            }
        }
    }
}

/// What training lends to validation of so many rows: no more than leaves one.
const fn lent(rows: usize) -> usize {
    if rows < 2 { 0 } else { held_out(rows) }
}

impl Source for Tabular {
    fn name(&self) -> &'static str {
        NAME
    }

    fn said(&self) -> Option<(&'static str, String)> {
        Some(("data", self.said.clone()))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.table.classes.len())
    }

    fn class_names(&self) -> Vec<String> {
        self.table.classes.clone()
    }

    /// What ships with the page needs no carrying.
    fn carried(&self) -> Option<Carried> {
        let (name, _) = self.said.split_once('~')?;
        Some(Carried::new(name, &self.table))
    }

    /// Two columns are a plane.
    fn view(&self) -> View {
        if self.table.columns.len() == 2 { View::Plane } else { View::Channels }
    }

    fn encoders(&self) -> &'static [Encoder] {
        &Encoder::PLANE
    }

    fn channels(&self, encoder: Encoder) -> usize {
        value_channels(encoder, self.table.columns.len())
    }

    fn channel_names(&self, encoder: Encoder) -> Vec<String> {
        value_names(encoder, &self.table.columns)
    }

    fn max_noise(&self) -> f64 {
        0.0
    }

    /// No more than there are.
    fn set_sizes(&self, n: usize) -> [usize; 3] {
        let [train, validation, test] = self.sizes();
        [train.min(n), validation, test]
    }

    fn defaults(&self) -> Defaults {
        let [samples, ..] = self.sizes();
        let samples = samples.clamp(4, USUAL);
        Defaults { hidden: &[Token::Dense(50)], samples, steps: 20, noise: 0.0, encoder: Encoder::Population }
    }

    /// The range of a column is that of all training rows, however many of them are asked for.
    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let table = &*self.table;
        let [train, validation, test] = self.sets(draw.seed);
        let ranges: Vec<[f64; 2]> = (0..table.columns.len())
            .map(|c| {
                let column = train.iter().map(|&row| table.row(row)[c]);
                column.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], v| [low.min(v), high.max(v)])
            })
            .collect();
        let rows = match draw.set {
            Set::Train => train,
            Set::Validation => validation,
            Set::Test => test,
        };
        let unit = |row: usize| {
            let cells = table.row(row).iter().zip(&ranges);
            cells.map(|(&v, &[low, high])| if high > low { to_unit(v, low, high) } else { 0.0 }).collect::<Vec<_>>()
        };
        for (label, &row) in sketch.labels.iter_mut().zip(&rows) {
            *label = table.labels[row];
        }
        let rows = rows.into_iter().take(sketch.labels.len());
        if self.view().is_plane() {
            return encode(draw, rows.map(unit).map(|at| [at[0], at[1]]).collect(), sketch);
        }
        for (k, row) in rows.enumerate() {
            write_values(draw.encoder, &unit(row), &mut Slot::new(sketch.canvas, k, draw.steps), &mut sketch.spikes);
        }
    }
}

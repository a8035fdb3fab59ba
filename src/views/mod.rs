//! Pictures of an experiment: one RGBA texel a cell, and the numbers behind it.
//!
//! A row of a raster is a neuron and a column a time step; a row of a weight picture is a neuron and a column one of its
//! inputs. Colours are safe for colour-blind eyes: blue and vermillion for the two classes or signs, ink for what is
//! settled.

mod atlas;
mod cell;
mod decision;
mod flip;
mod graph;
pub mod learn;
mod palette;
mod rates;
mod sample;
mod story;
mod weights;

pub use atlas::{Atlas, Measure};
pub use cell::Cell;
pub use decision::{Answer, Ask, DecisionMap, Pass};
pub use flip::{Flip, Flips, Foretold, MOST_FLIPS, correlation, flip, flips, flips_from, foretold, most_disputed};
pub use graph::{Graph, Lines, Place, graph};
pub use palette::{Palette, Rgb};
pub use rates::RateMaps;
pub use sample::{NeuronTrace, Raster, SampleView, Split, TargetView, sample};
pub use story::{Charge, Parabolas, Slope, Stage, Story, Storyteller, Trial, Way};
pub use weights::{WeightView, confusion, weights};

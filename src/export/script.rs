//! The script that runs an exported network in snnTorch. The page has the same file among its own.

use crate::experiment::Experiment;
use crate::linalg::Scalar;

/// The script, which is the same for every network but for the link in its head.
const SCRIPT: &str = include_str!("script.py");

/// See [`super::Kind::SnnTorch`].
pub fn script<F: Scalar>(experiment: &Experiment<F>) -> String {
    // Of a canonical link no character ends a docstring.
    SCRIPT.replacen("{link}", &experiment.origin().link(), 1)
}

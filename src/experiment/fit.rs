//! What the layers of a link come to, before it is opened.

use serde::Serialize;

use super::problem::Problem;
use super::spec::Spec;
use crate::network::layer::{Form, Plan};
use crate::tasks::Library;

/// What one word of `hidden` gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gives {
    /// Neurons, or values that the next layer hears.
    pub neurons: usize,
    /// `[maps, width, height]`, where those are pictures.
    pub picture: Option<[usize; 3]>,
}

/// The layers of a link, or of the nearest valid one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// The word and what it gives, in order.
    pub layers: Vec<(String, Gives)>,
    /// What of `hidden` could not be taken as given.
    pub problem: Option<Problem>,
}

impl From<Form> for Gives {
    fn from(form: Form) -> Self {
        let picture = form.picture.map(|picture| [picture.maps, picture.width, picture.height]);
        Self { neurons: form.picture.map_or(form.neurons, |picture| picture.neurons()), picture }
    }
}

/// What the layers of `link` come to, with the data that links name.
pub fn fit(link: &str, library: &Library) -> Fit {
    let parsed = Spec::parse_with(link, library);
    let shape = parsed.spec.shape();
    let (plan, _) = Plan::nearest(shape.form(), &parsed.spec.hidden, &shape.answer.last());
    let words = plan.tokens().iter().map(ToString::to_string);
    Fit {
        layers: words.zip(plan.forms().into_iter().map(Gives::from)).collect(),
        problem: parsed.problems.into_iter().find(|problem| problem.key == "hidden"),
    }
}

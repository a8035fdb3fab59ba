//! What could not be taken as given, and how a value is taken all the same.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::field::Field;
use super::spec::Spec;
use super::value::{Read, read};
use crate::error::Allowed;

/// Why something in a link could not be taken as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// The version is not this one.
    Version,
    /// There is no such key.
    UnknownKey,
    /// The key belongs to other solvers.
    OtherSolver,
    /// The key stands in the link more than once.
    Repeated,
    /// The value is none that the key can have.
    Value,
}

/// One thing in a link that could not be taken as given. Its `Display` is a sentence, and one on what is done about it,
/// which the alternate form `{:#}` leaves out; serialised, it is the parts that a translation puts together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// Why.
    pub reason: Reason,
    /// The key, decoded.
    pub key: String,
    /// The value, decoded.
    pub given: String,
    /// What is allowed; for an unknown key, the keys there are.
    pub allowed: Allowed,
    /// The value that is used instead; `None` when the key is left out.
    pub used: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = shown(&self.key);
        let given = if self.given.is_empty() { "empty".into() } else { shown(&self.given) };
        let allowed = &self.allowed;
        match self.reason {
            Reason::UnknownKey => write!(f, "“{key}” (it was {given}) is not a setting; there are {allowed}.")?,
            Reason::Repeated => write!(f, "“{key}” was given again as {given}; it must be {allowed}.")?,
            _ => write!(f, "“{key}” was {given}; it must be {allowed}.")?,
        }
        if f.alternate() {
            return Ok(());
        }
        match &self.used {
            Some(used) => write!(f, " {used} is used instead."),
            None => write!(f, " It is left out."),
        }
    }
}

/// A given text as a sentence can hold it: short, on one line.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST && !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    Cow::Owned(if text.chars().count() > LONGEST { format!("{short}…") } else { short })
}

/// Puts a value into the spec, or the nearest to it, and says what of that was not as given. `name` is the key as the
/// sentence has it, `keys` names the keys there are.
pub(super) fn take(
    spec: &mut Spec,
    field: Option<&'static Field>,
    name: &str,
    given: &str,
    earlier: bool,
    keys: impl Fn() -> Allowed,
) -> Option<Problem> {
    let problem =
        |reason, allowed, used| Some(Problem { reason, key: name.to_owned(), given: given.to_owned(), allowed, used });
    let Some(field) = field else { return problem(Reason::UnknownKey, keys(), None) };
    let applies = field.applies_to(spec.solver);
    if earlier {
        return problem(Reason::Repeated, Allowed::Once, applies.then(|| spec.text(field)));
    }
    if !applies {
        return problem(Reason::OtherSolver, field.owners(spec.solver), None);
    }
    let allowed = match read(spec, field, given) {
        Read::Exact => return None,
        Read::Unfit(allowed) => allowed,
        Read::Nearest | Read::Nothing => field.allowed(&spec.task),
    };
    problem(Reason::Value, allowed, Some(spec.text(field)))
}

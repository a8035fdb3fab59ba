//! One place for each knob of a method: its field, its default, what a link can say, what the mathematics allows.

use crate::Error;

/// Whether a number is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// A whole number.
    Whole,
    /// A real number.
    Real,
}

/// What the mathematics of a setting allows. What a link can say ([`Knob::range`]) lies within it and is narrower, so that
/// single precision holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Above 0 and finite.
    Positive,
    /// At least 1.
    Counting,
    /// From 0 to 1.
    Fraction,
    /// At least 0 and below 1.
    Decay,
    /// Above 0 and below 2.
    Relaxation,
    /// Whatever the type holds.
    Any,
}

impl Bound {
    /// Whether `value` is within it.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Positive => value > 0.0 && value.is_finite(),
            Self::Counting => value >= 1.0,
            Self::Fraction => (0.0..=1.0).contains(&value),
            Self::Decay => (0.0..1.0).contains(&value),
            Self::Relaxation => value > 0.0 && value < 2.0,
            Self::Any => true,
        }
    }

    /// Checks the setting `key`.
    ///
    /// # Errors
    /// [`Error::Setting`] when `value` is not within it.
    pub fn check(self, key: &str, value: f64) -> Result<(), Error> {
        if self.holds(value) {
            return Ok(());
        }
        let allowed = match self {
            Self::Positive => "a positive number",
            Self::Counting => "a whole number from 1",
            Self::Fraction => "a number from 0 to 1",
            Self::Decay => "a number from 0, below 1",
            Self::Relaxation => "a number above 0, below 2",
            Self::Any => "any number",
        };
        Err(Error::Setting { key: key.to_owned(), given: value.to_string(), allowed: allowed.into() })
    }
}

/// A setting of a method that a link can say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knob {
    /// Key in a link.
    pub key: &'static str,
    /// Whether it is whole.
    pub number: Number,
    /// Smallest and largest value in a link.
    pub range: [f64; 2],
    /// Value when the link says nothing else.
    pub default: f64,
    /// Whether it can change during a run.
    pub live: bool,
}

/// A type that a setting can have.
pub trait Value: Copy {
    /// Whether it is whole.
    const NUMBER: Number;
    /// The value, rounded where it must be whole; conversion saturates.
    fn of(value: f64) -> Self;
    /// The value as a number.
    fn number(self) -> f64;
}

impl Value for f64 {
    const NUMBER: Number = Number::Real;
    fn of(value: f64) -> Self {
        value
    }
    fn number(self) -> f64 {
        self
    }
}

impl Value for usize {
    const NUMBER: Number = Number::Whole;
    fn of(value: f64) -> Self {
        value.round() as usize
    }
    fn number(self) -> f64 {
        self as f64
    }
}

/// The answer of [`super::Trainer::set_live`] to a key that it does not know, or that cannot change during a run.
pub fn not_live(key: &str, value: f64) -> Error {
    Error::Setting {
        key: key.to_owned(),
        given: value.to_string(),
        allowed: "set before the run: start again to change it".into(),
    }
}

/// Makes the settings of a method: a struct, its defaults, its [`Knob`]s and how a value is put in, from one row a setting,
///
/// ```text
/// key: type = default, [least, most] in a link, live | fixed, bound;
/// ```
///
/// and after `beside` what a link does not say of the method alone.
macro_rules! settings {
    (
        $(#[$about:meta])*
        pub struct $name:ident {
            $($(#[$doc:meta])* $key:ident: $type:ty = $default:expr, $range:expr, $live:ident, $bound:ident;)*
        }
        beside {
            $($(#[$beside_doc:meta])* $beside:ident: $beside_type:ty = $beside_default:expr;)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $key: $type,)*
            $($(#[$beside_doc])* pub $beside: $beside_type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)* $($beside: $beside_default,)* }
            }
        }

        impl $name {
            /// What a link can say of them.
            pub const KNOBS: &'static [$crate::method::Knob] = &[$(
                $crate::method::Knob {
                    key: stringify!($key),
                    number: <$type as $crate::method::Value>::NUMBER,
                    range: $range,
                    default: $default as f64,
                    live: $crate::method::settings::is_live(stringify!($live)),
                },
            )*];

            /// Takes over what `values` has; the rest stays.
            pub fn with(mut self, values: &std::collections::BTreeMap<&'static str, f64>) -> Self {
                $(if let Some(&value) = values.get(stringify!($key)) {
                    self.$key = <$type as $crate::method::Value>::of(value);
                })*
                self
            }

            /// Checks every setting against what the mathematics allows.
            ///
            /// # Errors
            /// [`Error::Setting`](crate::Error::Setting) naming the first that is out of its bounds.
            pub fn validate(&self) -> Result<(), $crate::Error> {
                $($crate::method::Bound::$bound
                    .check(stringify!($key), $crate::method::Value::number(self.$key))?;)*
                $crate::method::Bound::Counting.check("iterations", self.iterations as f64)
            }

            /// The settings with one of them changed during a run.
            ///
            /// # Errors
            /// [`Error::Setting`](crate::Error::Setting) for a key that cannot change in a run or a value out of its bounds.
            pub fn changed(&self, key: &str, value: f64) -> Result<Self, $crate::Error> {
                if !Self::KNOBS.iter().any(|knob| knob.key == key && knob.live) {
                    return Err($crate::method::not_live(key, value));
                }
                let mut settings = *self;
                $(if key == stringify!($key) {
                    settings.$key = <$type as $crate::method::Value>::of(value);
                })*
                settings.validate()?;
                Ok(settings)
            }
        }
    };
}
pub(crate) use settings;

/// Whether a row of [`settings!`] says `live`; anything but `live` and `fixed` does not compile.
pub const fn is_live(word: &str) -> bool {
    match word.as_bytes() {
        b"live" => true,
        b"fixed" => false,
        _ => panic!("a setting is `live` or `fixed`"),
    }
}

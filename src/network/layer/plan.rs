//! The hidden layers of a network as a link says them, and whether they fit one upon the other.

use std::fmt;

use super::{Conv, Dense, Form, Layer, Pool, Pooled, Recurrent, Shape};
use crate::error::Allowed;
use crate::linalg::Scalar;

/// Most neurons of a convolution, over all its maps.
const MAX_PIXELS: usize = 1 << 14;

/// A layer, or what is done to what the next one hears. Its `Display` is what a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// `40`: so many neurons.
    Dense(usize),
    /// `40r`: so many neurons that hear each other.
    Recurrent(usize),
    /// `8c5s2`: a convolution.
    Conv {
        /// Maps.
        maps: usize,
        /// Pixels a side of the kernel.
        kernel: usize,
        /// By how much it moves.
        stride: usize,
    },
    /// `p2`: the mean over windows of so many pixels a side.
    Pool(usize),
    /// `pg`: the mean over the whole picture.
    PoolAll,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Dense(neurons) => write!(f, "{neurons}"),
            Self::Recurrent(neurons) => write!(f, "{neurons}r"),
            Self::Conv { maps, kernel, stride: 1 } => write!(f, "{maps}c{kernel}"),
            Self::Conv { maps, kernel, stride } => write!(f, "{maps}c{kernel}s{stride}"),
            Self::Pool(side) => write!(f, "p{side}"),
            Self::PoolAll => f.write_str("pg"),
        }
    }
}

impl Token {
    /// Whether it is a dense layer, which every method can train.
    pub const fn is_dense(self) -> bool {
        matches!(self, Self::Dense(_))
    }

    /// Dense layers of as many neurons, for a method that can train no others; what is no number of neurons is left out.
    pub fn dense(hidden: &[Self]) -> Vec<Self> {
        let neurons = hidden.iter().filter_map(|token| match *token {
            Self::Dense(neurons) | Self::Recurrent(neurons) => Some(neurons),
            _ => None,
        });
        neurons.map(Self::Dense).collect()
    }

    /// Whether neurons fire in it: a pool is part of the layer above.
    pub const fn fires(self) -> bool {
        !matches!(self, Self::Pool(_) | Self::PoolAll)
    }
}

/// Why a layer does not fit where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// A convolution or a pool, and there is no picture.
    NoPicture,
    /// A kernel without a middle.
    EvenKernel,
    /// A kernel larger than the picture.
    Kernel,
    /// A window larger than the picture: less than a pixel would be left.
    Pool,
    /// A convolution of more neurons than there can be.
    Neurons,
    /// Pools, and no layer that fires.
    Silent,
}

impl Misfit {
    /// Layers that fit, where `token` does not upon `below`.
    pub fn allowed(self, token: Token, below: Form) -> Allowed {
        let misfit = match self {
            Self::NoPicture => "noPicture",
            Self::EvenKernel => "evenKernel",
            Self::Kernel => "kernel",
            Self::Pool => "pool",
            Self::Neurons => "neurons",
            Self::Silent => "silent",
        };
        let pictures = below.picture.map(|picture| [picture.maps, picture.width, picture.height].map(|n| n as u32));
        Allowed::Fitting { token: token.to_string(), misfit, below: pictures, neurons: below.neurons }
    }
}

/// One layer of parameters with the pools below it.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    token: Token,
    /// What the first pool hears, or the layer where there is none.
    below: Form,
    pools: Vec<Pool>,
}

impl Place {
    fn hears(&self) -> Form {
        self.pools.last().map_or(self.below, Pool::gives)
    }

    fn gives(&self) -> Form {
        match self.token {
            Token::Conv { maps, kernel, stride } => {
                let picture = self.hears().picture.map(|from| Conv::<f32>::gives(from, maps, kernel, stride));
                Form { neurons: picture.map_or(0, |picture| picture.neurons()), picture }
            }
            Token::Dense(neurons) | Token::Recurrent(neurons) => Form::plain(neurons),
            Token::Pool(_) | Token::PoolAll => self.hears(),
        }
    }

    fn shape(&self) -> Shape {
        let (inputs, heard) = (self.below.neurons, self.hears());
        match self.token {
            Token::Conv { maps, kernel, .. } => {
                let row = kernel * kernel * heard.picture.map_or(0, |picture| picture.maps) + 1;
                Shape { inputs, outputs: self.gives().neurons, maps, row, own: 0 }
            }
            Token::Recurrent(neurons) => {
                Shape { inputs, outputs: neurons, maps: neurons, row: heard.neurons + neurons, own: neurons }
            }
            _ => Shape { inputs, row: heard.neurons, ..Shape::dense(inputs, self.gives().neurons) },
        }
    }

    fn build<F: Scalar>(&self, delta: F) -> Box<dyn Layer<F>> {
        let heard = self.hears();
        let dense = |neurons| Box::new(Dense::zeros(heard.neurons, neurons)) as Box<dyn Layer<F>>;
        let layer = match self.token {
            Token::Recurrent(neurons) => Box::new(Recurrent::zeros(heard.neurons, neurons)),
            Token::Conv { maps, kernel, stride } => Conv::zeros(heard, maps, kernel, stride, delta)
                .map_or_else(|| dense(maps), |conv| Box::new(conv) as Box<dyn Layer<F>>),
            _ => dense(self.gives().neurons),
        };
        self.pools.iter().rev().fold(layer, |layer, pool| Box::new(Pooled::new(pool.clone(), layer)))
    }
}

/// The layers of a network, each upon the one below.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    places: Vec<Place>,
    /// Words of `hidden` that are in it.
    tokens: Vec<Token>,
}

impl Plan {
    /// The network nearest to `hidden` upon `input`, with dense layers of so many neurons after it; and, where that is not
    /// it as given, the first word that does not fit, why, and what it stands upon.
    pub fn nearest(input: Form, hidden: &[Token], last: &[usize]) -> (Self, Option<(Token, Misfit, Form)>) {
        let mut plan = Self { places: Vec::new(), tokens: Vec::new() };
        let (mut below, mut pools): (Form, Vec<Pool>) = (input, Vec::new());
        let mut wrong = None;
        let end = last.iter().map(|&neurons| Token::Dense(neurons));
        for (k, given) in hidden.iter().copied().chain(end).enumerate() {
            let heard = pools.last().map_or(below, Pool::gives);
            let (token, misfit) = fitting(given, heard);
            if let Some(misfit) = misfit {
                wrong.get_or_insert((given, misfit, heard));
            }
            let Some(token) = token else { continue };
            if k < hidden.len() {
                plan.tokens.push(token);
            }
            match token {
                Token::Pool(side) => pools.extend(Pool::new(heard, side, side)),
                Token::PoolAll => pools.extend(heard.picture.and_then(|p| Pool::new(heard, p.width, p.height))),
                _ => {
                    let place = Place { token, below, pools: std::mem::take(&mut pools) };
                    below = place.gives();
                    plan.places.push(place);
                }
            }
        }
        if wrong.is_none() && !hidden.iter().any(|token| token.fires()) {
            wrong = hidden.first().map(|&token| (token, Misfit::Silent, input));
        }
        (plan, wrong)
    }

    /// The words of the hidden layers.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// What each of [`Self::tokens`] gives, where it stands.
    pub fn forms(&self) -> Vec<Form> {
        let places = self.places.iter();
        let all = places.flat_map(|place| place.pools.iter().map(Pool::gives).chain([place.gives()]));
        all.take(self.tokens.len()).collect()
    }

    /// The sizes of every layer, the readout last.
    pub fn shapes(&self) -> Vec<Shape> {
        self.places.iter().map(Place::shape).collect()
    }

    /// Neurons a layer, `[n_0, ..., n_L]`.
    pub fn sizes(&self) -> Vec<usize> {
        let inputs = self.places.first().map(|place| place.below.neurons);
        inputs.into_iter().chain(self.places.iter().map(|place| place.gives().neurons)).collect()
    }

    /// The layers, all weights 0, for traces of leak `delta`.
    pub fn build<F: Scalar>(&self, delta: F) -> Vec<Box<dyn Layer<F>>> {
        self.places.iter().map(|place| place.build(delta)).collect()
    }
}

/// The nearest to a word that fits upon `heard`, none where nothing like it does; and why it does not itself.
fn fitting(given: Token, heard: Form) -> (Option<Token>, Option<Misfit>) {
    let side = heard.picture.map_or(0, |picture| picture.width.min(picture.height));
    match given {
        Token::Dense(_) | Token::Recurrent(_) => (Some(given), None),
        _ if heard.picture.is_none() => (None, Some(Misfit::NoPicture)),
        Token::PoolAll => (Some(given), None),
        Token::Pool(window) if window > side => (Some(Token::PoolAll), Some(Misfit::Pool)),
        Token::Pool(_) => (Some(given), None),
        Token::Conv { maps, kernel, stride } => {
            let odd = |kernel: usize| kernel - (kernel + 1) % 2;
            let nearest = odd(kernel.min(side));
            let pixels = heard.picture.map_or(0, |from| Conv::<f32>::gives(from, 1, nearest, stride).pixels());
            let most = (MAX_PIXELS / pixels.max(1)).max(1);
            let misfit = if kernel.is_multiple_of(2) {
                Some(Misfit::EvenKernel)
            } else if kernel > side {
                Some(Misfit::Kernel)
            } else if maps > most {
                Some(Misfit::Neurons)
            } else {
                None
            };
            (Some(Token::Conv { maps: maps.min(most), kernel: nearest, stride }), misfit)
        }
    }
}

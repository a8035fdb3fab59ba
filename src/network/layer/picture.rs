//! Where the neurons of a layer lie, when they are the pixels of pictures.

/// In which order the neurons of pictures stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Picture after picture, each row by row from the top: what a camera sends.
    Pictures,
    /// Pixel after pixel, at each all pictures: what a convolution gives.
    Pixels,
}

/// So many pictures of one size, a neuron a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Pixels along a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Pictures: polarities of a camera, maps of a convolution.
    pub maps: usize,
    /// How the neurons stand.
    pub order: Order,
}

impl Picture {
    /// Pixels of one picture.
    pub const fn pixels(self) -> usize {
        self.width * self.height
    }

    /// The pixel in the middle.
    pub const fn middle(self) -> usize {
        self.height / 2 * self.width + self.width / 2
    }

    /// Neurons of all pictures.
    pub const fn neurons(self) -> usize {
        self.pixels() * self.maps
    }

    /// The neuron of a pixel.
    pub const fn neuron(self, map: usize, x: usize, y: usize) -> usize {
        let pixel = y * self.width + x;
        match self.order {
            Order::Pictures => map * self.pixels() + pixel,
            Order::Pixels => pixel * self.maps + map,
        }
    }
}

/// What a layer can be put upon: so many neurons or channels, of which the first may be pictures. One after those is the
/// bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Neurons, or input channels with the bias.
    pub neurons: usize,
    /// The pictures.
    pub picture: Option<Picture>,
}

impl Form {
    /// Neurons without places.
    pub const fn plain(neurons: usize) -> Self {
        Self { neurons, picture: None }
    }

    /// Whether a neuron stands behind those of the pictures: the bias.
    pub fn biased(self) -> bool {
        self.picture.is_some_and(|picture| picture.neurons() < self.neurons)
    }
}

//! Writes files of HDF5: arrays of numbers and of words, by path.
//!
//! Apart from the rest, since the format weighs as much as a third of the playground and few ask for it.

#[cfg(target_arch = "wasm32")]
mod web;

use std::collections::BTreeMap;

use hdf5_pure::{DatasetBuilder, FileBuilder, FinishedGroup, GroupBuilder};

/// What an array holds, row by row.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Words, of any length each.
    Words(Vec<String>),
    /// Numbers in single precision.
    Floats(Vec<f32>),
    /// Whole numbers.
    Whole(Vec<i64>),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Words(words) => words.len(),
            Self::Floats(floats) => floats.len(),
            Self::Whole(whole) => whole.len(),
        }
    }
}

/// What can be wrong with what is to be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another number of values than the shape says.
    #[error("{path} has {found} values, and its shape says {expected}")]
    Shape {
        /// The array.
        path: String,
        /// What the shape says.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// One path for two things, or none.
    #[error("{0:?} is no path of its own")]
    Path(String),
    /// What the format says.
    #[error("HDF5: {0}")]
    Format(String),
}

/// A file under way.
#[derive(Debug, Default)]
pub struct Writer(Group);

#[derive(Debug, Default)]
struct Group {
    groups: BTreeMap<String, Group>,
    arrays: BTreeMap<String, (Vec<usize>, Values)>,
}

impl Writer {
    /// Adds an array at a path such as `node/edges`, whose groups come with it. No shape is a single value.
    ///
    /// # Errors
    /// [`Error`] for a path that is taken or empty, and for values that do not fill the shape.
    pub fn add(&mut self, path: &str, shape: &[usize], values: Values) -> Result<(), Error> {
        let expected = shape.iter().product();
        if values.len() != expected {
            return Err(Error::Shape { path: path.to_owned(), expected, found: values.len() });
        }
        let wrong = || Error::Path(path.to_owned());
        let mut names: Vec<&str> = path.split('/').collect();
        let last = names.pop().filter(|name| !name.is_empty()).ok_or_else(wrong)?;
        let mut group = &mut self.0;
        for name in names {
            if name.is_empty() || group.arrays.contains_key(name) {
                return Err(wrong());
            }
            group = group.groups.entry(name.to_owned()).or_default();
        }
        if group.groups.contains_key(last) || group.arrays.contains_key(last) {
            return Err(wrong());
        }
        group.arrays.insert(last.to_owned(), (shape.to_vec(), values));
        Ok(())
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// [`Error::Format`] where the format can't hold it.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        let mut file = FileBuilder::new();
        for (name, (shape, values)) in &self.0.arrays {
            write(file.create_dataset(name), shape, values);
        }
        for (name, group) in &self.0.groups {
            let builder = file.create_group(name);
            file.add_group(filled(builder, group));
        }
        file.finish().map_err(|error| Error::Format(error.to_string()))
    }
}

fn filled(mut builder: GroupBuilder, group: &Group) -> FinishedGroup {
    for (name, (shape, values)) in &group.arrays {
        write(builder.create_dataset(name), shape, values);
    }
    for (name, group) in &group.groups {
        let below = builder.create_group(name);
        builder.add_group(filled(below, group));
    }
    builder.finish()
}

fn write(array: &mut DatasetBuilder, shape: &[usize], values: &Values) {
    match values {
        Values::Words(words) => {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            array.with_vlen_strings(&words)
        }
        Values::Floats(floats) => array.with_f32_data(floats),
        Values::Whole(whole) => array.with_i64_data(whole),
    };
    let shape: Vec<u64> = shape.iter().map(|&n| n as u64).collect();
    array.with_shape(&shape);
}

#[cfg(test)]
mod tests {
    use hdf5_pure::File;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        writer.add("version", &[], Values::Words(vec!["1.0".into()])).expect("one word");
        writer
            .add("node/edges", &[2, 2], Values::Words(["a", "b", "b", "ç"].map(str::to_owned).to_vec()))
            .expect("words");
        writer
            .add("node/nodes/a/weight", &[2, 3], Values::Floats(vec![1.0, -2.5, 0.0, 1e-30, 4.0, 5.0]))
            .expect("floats");
        writer.add("node/nodes/a/groups", &[], Values::Whole(vec![-7])).expect("a number");
        let file = File::from_bytes(writer.finish().expect("a file")).expect("a file");
        let at = |path: &str| file.dataset(path).expect("there");
        assert_eq!(at("node/nodes/a/weight").shape().expect("a shape"), [2, 3]);
        assert_eq!(at("node/nodes/a/weight").read::<f32>().expect("floats"), [1.0, -2.5, 0.0, 1e-30, 4.0, 5.0]);
        assert_eq!(at("node/nodes/a/groups").shape().expect("a shape"), [0_u64; 0]);
        assert_eq!(at("node/nodes/a/groups").read::<i64>().expect("whole"), [-7]);
        assert_eq!(at("node/edges").read_string().expect("words"), ["a", "b", "b", "ç"]);
        assert_eq!(at("version").read_string().expect("a word"), ["1.0"]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut writer = Writer::default();
        let one = || Values::Floats(vec![1.0]);
        assert!(matches!(writer.add("a", &[2], one()), Err(Error::Shape { expected: 2, found: 1, .. })));
        writer.add("a/b", &[1], one()).expect("new");
        for path in ["", "a", "a/b", "a/b/c", "a/", "/c", "a//c"] {
            assert!(matches!(writer.add(path, &[1], one()), Err(Error::Path(_))), "{path}");
        }
    }
}

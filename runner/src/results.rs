//! A file of results: one JSON object a line, added to and never changed.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError, create_dir_all};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::links::Shard;

/// An open file of results, locked against other sweeps.
pub struct Results {
    file: File,
    done: HashSet<String>,
}

/// What every result has.
#[derive(Deserialize)]
struct Key {
    link: String,
}

impl Results {
    /// Opens or creates the file, takes off a last line that an interruption has torn, and reads which links are done.
    ///
    /// # Errors
    /// A file that cannot be opened, that another sweep writes to, or that holds lines that are no results.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display();
        if let Some(folder) = path.parent() {
            create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .with_context(|| format!("{name} cannot be opened"))?;
        // A file system without locks is no reason not to train.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            bail!("Another sweep is writing to {name}: give each a shard or a file of its own.");
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).with_context(|| format!("{name} cannot be read"))?;
        let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
        if whole < bytes.len() {
            // The start of an object is no object, so a last line that is one lacks its end of line alone.
            if serde_json::from_slice::<Key>(&bytes[whole..]).is_ok() {
                file.write_all(b"\n").with_context(|| format!("{name} cannot be written"))?;
            } else {
                file.set_len(whole as u64).with_context(|| format!("{name} cannot be repaired"))?;
                bytes.truncate(whole);
            }
        }
        let mut done = HashSet::new();
        let lines = bytes.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
        for (index, line) in lines {
            match serde_json::from_slice(line) {
                Ok(Key { link }) => done.insert(link),
                Err(_) => bail!("Line {} of {name} is no result: take another file with --out.", index + 1),
            };
        }
        Ok(Self { file, done })
    }

    /// Whether this canonical link has a result.
    pub fn has(&self, link: &str) -> bool {
        self.done.contains(link)
    }

    /// Adds a result, in one write, so that an interruption leaves whole lines and at most one torn one.
    ///
    /// # Errors
    /// A file that cannot be written, e.g. because the disk is full.
    pub fn add(&mut self, result: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(result)?;
        line.push(b'\n');
        self.file.write_all(&line).context("The result cannot be written")
    }
}

/// The file of a shard: `results.jsonl` becomes `results.2-of-8.jsonl`; of one shard, the file itself.
pub fn file_of(out: &Path, shard: Shard) -> PathBuf {
    if shard.count == 1 {
        return out.to_owned();
    }
    let mut name = out.file_stem().unwrap_or_default().to_owned();
    name.push(format!(".{}-of-{}", shard.index, shard.count));
    if let Some(extension) = out.extension() {
        name.push(".");
        name.push(extension);
    }
    out.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;

    fn holding(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("results.jsonl");
        fs::write(&path, text).expect("a file");
        (folder, path)
    }

    #[test]
    fn a_torn_last_line_is_taken_off() {
        let (_folder, path) = holding("{\"link\":\"a\"}\n{\"link\":\"b\",\"sta");
        let mut results = Results::open(&path).expect("repaired");
        assert!(results.has("a") && !results.has("b"));
        results.add(&json!({ "link": "c" })).expect("added");
        assert_eq!(fs::read_to_string(&path).expect("text"), "{\"link\":\"a\"}\n{\"link\":\"c\"}\n");
    }

    #[test]
    fn a_last_line_that_only_lacks_its_end_is_kept() {
        let (_folder, path) = holding("{\"link\":\"a\"}\n{\"link\":\"b\"}");
        let results = Results::open(&path).expect("repaired");
        assert!(results.has("a") && results.has("b"));
        assert_eq!(fs::read_to_string(&path).expect("text"), "{\"link\":\"a\"}\n{\"link\":\"b\"}\n");
    }

    #[test]
    fn another_kind_of_file_is_left_alone() {
        let text = "name,value\na,1\n";
        let (_folder, path) = holding(text);
        let sentence = Results::open(&path).err().expect("refused").to_string();
        assert!(sentence.starts_with("Line 1 of ") && sentence.contains("is no result"), "{sentence}");
        assert_eq!(fs::read_to_string(&path).expect("text"), text);
    }

    #[test]
    fn two_sweeps_do_not_share_a_file() {
        let (_folder, path) = holding("");
        let _first = Results::open(&path).expect("open");
        assert!(Results::open(&path).err().expect("refused").to_string().starts_with("Another sweep"));
    }

    #[test]
    fn each_shard_has_its_file() {
        let out = Path::new("some/results.jsonl");
        assert_eq!(file_of(out, Shard { index: 1, count: 1 }), out);
        assert_eq!(file_of(out, Shard { index: 2, count: 8 }), Path::new("some/results.2-of-8.jsonl"));
        assert_eq!(file_of(Path::new("all"), Shard { index: 2, count: 8 }), Path::new("all.2-of-8"));
    }
}

//! The step `modules`: who calls whom in src/. Nothing calls up, and no files call each other in a circle. And how long a
//! file is.
//!
//! Read from the code by `syn`: `use` lines and paths in expressions, types and macros. A name that a module passes on
//! (`pub use`) leads to the file that defines it. What is compiled for tests only does not count, nor does `lib.rs`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::visit::{self, Visit};

use crate::process::root;

/// The modules of the crate from the top down: each may call those that stand lower and, without a circle, those beside it.
const ORDER: &[&[&str]] = &[
    &["web"],
    &["views", "export"],
    &["experiment"],
    &["admm", "baselines"],
    &["method"],
    &["loss", "tasks", "data"],
    &["network"],
    &["linalg"],
    &["error", "random"],
];

/// Most lines of a file, its tests among them, without a reason in its first lines.
const LONGEST: usize = 450;

/// What the reason begins with.
const REASON: &str = "//! Long because ";

/// Prints what is wrong in src/, a line each; returns whether nothing is.
pub fn check() -> Result<bool> {
    let folder = root().join("src");
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files)?;
    let mut faults = faults(&files, ORDER)?;
    faults.extend(files.iter().filter_map(|(name, text)| too_long(name, text)));
    for fault in &faults {
        println!("{fault}");
    }
    Ok(faults.is_empty())
}

/// The fault of a file that is too long.
fn too_long(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let excused = text.lines().take(10).any(|line| line.starts_with(REASON));
    (lines > LONGEST && !excused).then(|| {
        format!("src/{name} has {lines} lines, at most {LONGEST}: split it, or say `{REASON}..` in its first lines.")
    })
}

/// Name (with `/`, below `base`) and text of every Rust file of a folder.
fn collect(base: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let read = |path: &Path| format!("{} cannot be read", path.display());
    for entry in fs::read_dir(folder).with_context(|| read(folder))? {
        let path = entry.with_context(|| read(folder))?.path();
        if path.is_dir() {
            collect(base, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let parts: Vec<_> = path.strip_prefix(base)?.iter().map(|part| part.to_string_lossy()).collect();
            files.push((parts.join("/"), fs::read_to_string(&path).with_context(|| read(&path))?));
        }
    }
    Ok(())
}

/// A module by the names that lead to it from the root of the crate.
type Module = Vec<String>;

/// A path as it is written, with its line.
struct Reference {
    segments: Vec<String>,
    line: usize,
}

/// What a name at the top of a file is.
enum Name {
    Defined,
    /// Brought in by `use` from this path.
    Used(Vec<String>),
}

/// A file as far as it matters here.
#[derive(Default)]
struct Source {
    file: String,
    names: BTreeMap<String, Name>,
    /// Paths whose every name is brought in.
    globs: Vec<Vec<String>>,
    references: Vec<Reference>,
    /// Modules that are compiled for tests only.
    tests: Vec<String>,
    /// Inline modules that the visitor is in.
    depth: usize,
}

/// Everything wrong with files `(name below src, text)`, a sentence each.
fn faults(files: &[(String, String)], order: &[&[&str]]) -> Result<Vec<String>> {
    let mut sources = BTreeMap::new();
    for (file, text) in files {
        let parsed = syn::parse_file(text).with_context(|| format!("src/{file} is no Rust"))?;
        let mut source = Source { file: file.clone(), ..Source::default() };
        source.visit_file(&parsed);
        sources.insert(module_of(file), source);
    }
    let tests: Vec<Module> =
        sources.iter().flat_map(|(module, source)| source.tests.iter().map(|name| child(module, name))).collect();
    sources.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));

    let sources = Sources(sources);
    let calls = sources.calls();
    let rank = |module: &Module| order.iter().position(|row| row.contains(&module[0].as_str()));
    let mut faults = Vec::new();
    for top in sources.0.keys().filter(|module| module.len() == 1 && rank(module).is_none()) {
        faults.push(format!("`{}` has no place in the order of xtask/src/modules.rs: give it one.", top[0]));
    }
    for ((from, to), line) in &calls {
        if let (Some(upper), Some(lower)) = (rank(to), rank(from))
            && upper < lower
        {
            faults.push(format!("src/{}:{line} calls up: `{}` uses `{}`.", sources.0[from].file, from[0], to[0]));
        }
    }
    let lines = |circle: &[Module]| {
        let next = circle.iter().cycle().skip(1);
        let steps = circle.iter().zip(next).map(|(from, to)| {
            format!(
                "src/{}:{} uses src/{}",
                sources.0[from].file,
                calls[&(from.clone(), to.clone())],
                sources.0[to].file
            )
        });
        steps.collect::<Vec<_>>().join(", ")
    };
    let edges: BTreeSet<_> = calls.keys().cloned().collect();
    faults.extend(circles(edges).iter().map(|circle| format!("A circle: {}.", lines(circle))));
    // Two modules can call each other without two files that do.
    let folders = calls.keys().map(|(from, to)| (from[0].clone(), to[0].clone())).filter(|(from, to)| from != to);
    for circle in circles(folders.collect()) {
        faults.push(format!("A circle of modules: {} and back.", circle.join(" uses ")));
    }
    Ok(faults)
}

/// The module that a file is.
fn module_of(file: &str) -> Module {
    let mut module: Module = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}

fn child(module: &[String], name: &str) -> Module {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

/// All files by module.
struct Sources(BTreeMap<Module, Source>);

/// Where a path leads.
enum Target {
    /// To a module itself.
    Module(Module),
    /// To something that this module's file defines.
    Item(Module),
}

/// Steps from name to name after which a path leads nowhere.
const STEPS: usize = 32;

impl Sources {
    /// Who uses a definition of whom, with the first line that does.
    fn calls(&self) -> BTreeMap<(Module, Module), usize> {
        let mut calls = BTreeMap::new();
        for (from, source) in self.0.iter().filter(|(module, _)| !module.is_empty()) {
            for reference in &source.references {
                if let Some(Target::Item(to)) = self.resolve(from, &reference.segments, STEPS)
                    && !to.is_empty()
                    && to != *from
                {
                    let line = calls.entry((from.clone(), to)).or_insert(reference.line);
                    *line = reference.line.min(*line);
                }
            }
        }
        calls
    }

    /// Where a path leads that is written in a module; `None` for what does not belong to the crate.
    fn resolve(&self, from: &[String], path: &[String], steps: usize) -> Option<Target> {
        let steps = steps.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.walk(vec![], rest, steps),
            "self" => self.walk(from.to_vec(), rest, steps),
            "super" => {
                let parent = from.split_last()?.1;
                match rest.first().map(String::as_str) {
                    Some("super") => self.resolve(parent, rest, steps),
                    _ => self.walk(parent.to_vec(), rest, steps),
                }
            }
            name if self.0.contains_key(&child(from, name)) => self.walk(child(from, name), rest, steps),
            name => match self.0.get(from)?.names.get(name)? {
                Name::Defined => None,
                Name::Used(path) => self.pass_on(from, path, rest, steps),
            },
        }
    }

    /// Where `rest` leads from within a module.
    fn walk(&self, module: Module, rest: &[String], steps: usize) -> Option<Target> {
        let steps = steps.checked_sub(1)?;
        let Some((name, after)) = rest.split_first() else { return Some(Target::Module(module)) };
        if self.0.contains_key(&child(&module, name)) {
            return self.walk(child(&module, name), after, steps);
        }
        let source = self.0.get(&module)?;
        match source.names.get(name) {
            Some(Name::Defined) => return Some(Target::Item(module)),
            // What it passes on from elsewhere is its own.
            Some(Name::Used(path)) => {
                return self.pass_on(&module, path, after, steps).or(Some(Target::Item(module)));
            }
            None => {}
        }
        for glob in &source.globs {
            if let Some(Target::Module(other)) = self.resolve(&module, glob, steps)
                && self.0.get(&other).is_some_and(|source| source.names.contains_key(name))
            {
                return self.walk(other, rest, steps);
            }
        }
        Some(Target::Item(module))
    }

    /// Where a name leads that a module has from `path`, followed by `rest`.
    fn pass_on(&self, module: &[String], path: &[String], rest: &[String], steps: usize) -> Option<Target> {
        match self.resolve(module, path, steps)? {
            Target::Module(found) => self.walk(found, rest, steps),
            item => Some(item),
        }
    }
}

/// The names below a `use`, each with the path that it stands for; `None` for all names of the path.
fn leaves(tree: &syn::UseTree, path: &mut Vec<String>, see: &mut impl FnMut(Option<String>, &[String])) {
    match tree {
        syn::UseTree::Path(part) => {
            path.push(part.ident.unraw().to_string());
            leaves(&part.tree, path, see);
            path.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, path, see)),
        syn::UseTree::Glob(_) => see(None, path),
        syn::UseTree::Name(syn::UseName { ident }) if ident == "self" => see(path.last().cloned(), path),
        syn::UseTree::Name(syn::UseName { ident }) | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
            let name = match tree {
                syn::UseTree::Rename(renamed) => renamed.rename.unraw().to_string(),
                _ => ident.unraw().to_string(),
            };
            let itself = ident == "self";
            if !itself {
                path.push(ident.unraw().to_string());
            }
            see(Some(name), path);
            if !itself {
                path.pop();
            }
        }
    }
}

/// Whether something is compiled for tests only: `cfg(test)`, or `cfg(all(test, ..))`.
fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => needs_test(list.tokens.clone()),
        _ => false,
    })
}

fn needs_test(condition: TokenStream) -> bool {
    let mut all = false;
    condition.into_iter().any(|token| match token {
        TokenTree::Ident(word) => {
            all = word == "all";
            word == "test"
        }
        TokenTree::Group(group) => all && needs_test(group.stream()),
        _ => false,
    })
}

impl Source {
    /// Notes a path; one that leads out of an inline module starts at the file's module.
    fn note(&mut self, mut segments: Vec<String>, line: usize) {
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        let inner = ups.min(self.depth);
        segments.drain(..inner);
        if inner > 0 && ups == inner {
            segments.insert(0, "self".to_owned());
        }
        self.references.push(Reference { segments, line });
    }

    fn define(&mut self, ident: &syn::Ident) {
        if self.depth == 0 {
            self.names.insert(ident.unraw().to_string(), Name::Defined);
        }
    }

    /// The paths in a macro's arguments, which only the macro could read in full.
    fn scan(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end_of_path(&mut path, line);
                        line = ident.span().start().line;
                    }
                    path.push(ident.unraw().to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.scan(group.stream()),
                _ => {}
            }
            self.end_of_path(&mut path, line);
            colons = 0;
        }
        self.end_of_path(&mut path, line);
    }

    fn end_of_path(&mut self, path: &mut Vec<String>, line: usize) {
        if !path.is_empty() {
            self.note(std::mem::take(path), line);
        }
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item;
        match item {
            Item::Const(item) => self.define(&item.ident),
            Item::Enum(item) => self.define(&item.ident),
            Item::Fn(item) => self.define(&item.sig.ident),
            Item::Static(item) => self.define(&item.ident),
            Item::Struct(item) => self.define(&item.ident),
            Item::Trait(item) => self.define(&item.ident),
            Item::Type(item) => self.define(&item.ident),
            Item::Union(item) => self.define(&item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_none() && for_tests(&item.attrs) {
            self.tests.push(item.ident.unraw().to_string());
        } else if !for_tests(&item.attrs) {
            self.depth += 1;
            visit::visit_item_mod(self, item);
            self.depth -= 1;
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if !for_tests(&item.attrs) {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if for_tests(&item.attrs) {
            return;
        }
        let line = item.use_token.span.start().line;
        // What is only passed on is not used here.
        let passed_on = !matches!(item.vis, syn::Visibility::Inherited);
        leaves(&item.tree, &mut Vec::new(), &mut |name, path| {
            if !passed_on {
                self.note(path.to_vec(), line);
            }
            match name {
                Some(name) if self.depth == 0 => {
                    self.names.entry(name).or_insert_with(|| Name::Used(path.to_vec()));
                }
                None if self.depth == 0 => self.globs.push(path.to_vec()),
                _ => {}
            }
        });
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments = path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
            let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
            self.note(segments, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.visit_path(&mac.path);
        self.scan(mac.tokens.clone());
    }

    /// Attributes call nobody.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}

/// Circles that share no edge, the shortest first: together they use up every circle of the graph.
fn circles<T: Ord + Clone>(mut edges: BTreeSet<(T, T)>) -> Vec<Vec<T>> {
    let mut found = Vec::new();
    while let Some(circle) = shortest(&edges) {
        let next = circle.iter().cycle().skip(1);
        for edge in circle.iter().cloned().zip(next.cloned()) {
            edges.remove(&edge);
        }
        found.push(circle);
    }
    found
}

/// The shortest circle, from its least node on.
fn shortest<T: Ord + Clone>(edges: &BTreeSet<(T, T)>) -> Option<Vec<T>> {
    let starts: BTreeSet<&T> = edges.iter().map(|(from, _)| from).collect();
    starts.into_iter().filter_map(|start| way_back(edges, start)).min_by_key(Vec::len)
}

/// The nodes of a shortest way from a node back to itself.
fn way_back<T: Ord + Clone>(edges: &BTreeSet<(T, T)>, start: &T) -> Option<Vec<T>> {
    let mut before: BTreeMap<&T, &T> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for (_, to) in edges.iter().filter(|(from, _)| from == node) {
            if to == start {
                let mut way = vec![node.clone()];
                let mut at = node;
                while let Some(previous) = before.get(at) {
                    way.push((*previous).clone());
                    at = previous;
                }
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(to) {
                before.insert(to, node);
                queue.push_back(to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_needs_a_reason() {
        let text = |lines: usize| "// x\n".repeat(lines);
        assert_eq!(too_long("a.rs", &text(LONGEST)), None);
        assert!(too_long("a.rs", &text(LONGEST + 1)).is_some_and(|fault| fault.contains("src/a.rs has 451 lines")));
        assert_eq!(too_long("a.rs", &format!("//! A.\n{REASON}it is a table.\n{}", text(LONGEST))), None);
    }

    const SMALL: &[&[&str]] = &[&["top"], &["middle", "beside"], &["bottom"]];

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        faults(&files, SMALL).expect("Rust")
    }

    const LIB: (&str, &str) = ("lib.rs", "pub mod top; pub mod bottom; pub use bottom::Error;");

    #[test]
    fn down_is_allowed() {
        let up = ("top/mod.rs", "use crate::bottom::x;\nfn f() { crate::middle::y(); }");
        let files = [LIB, up, ("middle.rs", "pub fn y() -> crate::Error { E }"), ("bottom.rs", "pub struct Error;")];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn a_call_up_is_found_however_it_is_written() {
        let top = ("top/mod.rs", "pub mod part; pub use part::Thing;");
        let part = ("top/part.rs", "pub struct Thing; pub const X: u8 = 0;");
        for text in [
            "\nuse crate::top::Thing;",
            "\nuse crate::{top::part, x};\nfn f() -> part::Thing {}",
            "\nfn f() -> Vec<crate::top::Thing> {}",
            "\nfn f() { assert!(g(crate::top::part::X)); }",
            "\nfn f() { super::top::part::X; }",
            "\nmod inner { fn f() { super::super::top::part::X; } }",
            "\nuse super::top as other;\nfn f(_: &dyn other::Thing) {}",
            "\npub(crate) use crate::top::part::*;\nuse crate::top::part::X as Y;",
        ] {
            let faults = found(&[LIB, top, part, ("bottom.rs", text)]);
            assert_eq!(faults.len(), 1, "{text}: {faults:?}");
            assert!(faults[0].starts_with("src/bottom.rs:") && faults[0].ends_with("calls up: `bottom` uses `top`."));
        }
        let faults = found(&[LIB, top, part, ("bottom.rs", "\nuse crate::top::Thing;")]);
        assert_eq!(faults, ["src/bottom.rs:2 calls up: `bottom` uses `top`."]);
    }

    #[test]
    fn a_circle_of_two_files_is_found_through_what_is_passed_on() {
        let files = [
            LIB,
            ("top/mod.rs", "mod link; mod other; pub use link::Link; pub use other::Other;"),
            ("top/link.rs", "use super::Other;\npub struct Link;"),
            ("top/other.rs", "pub struct Other;\nfn f(link: super::Link) {}"),
        ];
        assert_eq!(
            found(&files),
            ["A circle: src/top/link.rs:1 uses src/top/other.rs, src/top/other.rs:2 uses src/top/link.rs."]
        );
    }

    #[test]
    fn a_circle_of_three_files_and_one_of_two_are_two() {
        let files = [
            ("top/mod.rs", "mod a; mod b; mod c; mod d;"),
            ("top/a.rs", "pub struct A; use super::b::B;"),
            ("top/b.rs", "pub struct B; use super::c::C;"),
            ("top/c.rs", "pub struct C; use super::a::A; use super::d::D;"),
            ("top/d.rs", "pub struct D; fn f() { matches!(x, super::c::C) }"),
        ];
        let faults = found(&files);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].starts_with("A circle: src/top/c.rs:1 uses src/top/d.rs, "), "{faults:?}");
        assert!(faults[1].starts_with("A circle: src/top/a.rs:1 uses src/top/b.rs, "), "{faults:?}");
    }

    #[test]
    fn modules_beside_each_other_call_in_one_direction() {
        let beside = ("beside/mod.rs", "pub mod x; pub mod y;");
        let x = ("beside/x.rs", "pub struct X; use crate::middle::b::B;");
        let y = ("beside/y.rs", "pub struct Y;");
        let middle = ("middle/mod.rs", "pub mod a; pub mod b;");
        let b = ("middle/b.rs", "pub struct B;");
        assert_eq!(found(&[beside, x, y, middle, ("middle/a.rs", ""), b]), [""; 0]);
        let a = ("middle/a.rs", "fn f() { crate::beside::y::Y; }");
        assert_eq!(found(&[beside, x, y, middle, a, b]), ["A circle of modules: beside uses middle and back."]);
    }

    #[test]
    fn tests_comments_and_other_crates_do_not_count() {
        let text = "//! [`crate::top::Thing`]\nuse rand::top::Thing; #[cfg(test)] mod tests { use crate::top::Thing; }\n\
                    #[cfg(not(test))] fn h() {} #[cfg(test)] mod more; #[cfg(all(test, x))] fn f() { crate::top::Thing; }\n\
                    /// See [`crate::top`].\nfn g() { let top = 1; top.x(); \"crate::top::Thing\"; }";
        let more = ("bottom/more.rs", "use crate::top::Thing;");
        assert_eq!(found(&[LIB, ("top.rs", "pub struct Thing;"), ("bottom/mod.rs", text), more]), [""; 0]);
    }

    #[test]
    fn a_new_module_needs_a_place() {
        let faults = found(&[LIB, ("new.rs", "use crate::top::x;")]);
        assert_eq!(faults, ["`new` has no place in the order of xtask/src/modules.rs: give it one."]);
    }

    #[test]
    fn no_module_stands_twice_in_the_order() {
        let all: Vec<_> = ORDER.iter().copied().flatten().collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}

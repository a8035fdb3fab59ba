//! From the sources to a folder that any static host serves: core to wasm, bindings, optimisation, page.

use std::fs;
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::need;
use crate::process::{cargo_wasm, command, npm_program, progress, quietly, root, target_dir};

/// How much effort goes into the size of the wasm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// As rustc leaves it: for work on the page.
    Plain,
    /// After wasm-opt: for what is published and tested.
    Optimised,
}

/// Without inlining: where one function calls another they may belong to different parts of the core. And what wasm-opt may
/// use: what rustc and wasm-bindgen emit, and SIMD.
const WASM_OPT: [&str; 14] = [
    "-O3",
    "--always-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-producers",
    "--strip-target-features",
];

/// Where the generated bindings lie, beside the page that imports them.
pub fn bindings_dir() -> PathBuf {
    root().join("www/pkg")
}

/// Builds all of it into `out`.
pub fn build(out: &Path, finish: Finish) -> Result<()> {
    need::wasm_target()?;
    need::npm_packages()?;
    core(finish)?;
    page(out)
}

/// The core: optimised wasm in its two parts (build/split.js), and its bindings, in www/pkg; beside it what writes files of HDF5.
pub fn core(finish: Finish) -> Result<()> {
    let wasm = progress("Core to wasm, optimised, with SIMD", || compile("heaviside", "heaviside", "page"))?;
    progress("Bindings", || bindgen(&wasm, "heaviside", |bindgen| bindgen.generate(bindings_dir())))?;
    if finish == Finish::Optimised {
        optimise(&bindings_dir().join("heaviside_bg.wasm"))?;
    }
    progress("The core in two parts", || quietly(command("node").arg("build/split.js").arg(bindings_dir())))?;
    let files = library("Files of HDF5 to wasm", "heaviside-hdf5", "hdf5", &bindings_dir())?;
    if finish == Finish::Optimised { optimise(&files) } else { Ok(()) }
}

/// Another library of the workspace as a wasm with its bindings by that name; where it lies.
pub fn library(what: &str, package: &str, name: &str, out: &Path) -> Result<PathBuf> {
    let wasm = progress(what, || compile(package, &package.replace('-', "_"), "page"))?;
    progress("Bindings", || bindgen(&wasm, name, |bindgen| bindgen.generate(out)))?;
    Ok(out.join(format!("{name}_bg.wasm")))
}

/// Optimises a wasm where it lies.
pub fn optimise(wasm: &Path) -> Result<()> {
    progress("wasm-opt", || {
        quietly(npm_program("npx").args(["--no", "--", "wasm-opt"]).args(WASM_OPT).arg(wasm).arg("-o").arg(wasm))
    })
}

/// The page, bundled with the bindings that are there.
pub fn page(out: &Path) -> Result<()> {
    progress("Page", || {
        quietly(npm_program("npx").args(["--no", "--", "vite", "build", "--emptyOutDir", "--outDir"]).arg(out))
    })
}

/// Only the types of the bindings, from a quick unoptimised build: enough for the type check of the page, never stale.
pub fn types() -> Result<()> {
    need::wasm_target()?;
    progress("Types of the bindings", || {
        fs::create_dir_all(bindings_dir())?;
        for (package, name) in [("heaviside", "heaviside"), ("heaviside-hdf5", "hdf5")] {
            let wasm = compile(package, &package.replace('-', "_"), "dev")?;
            bindgen(&wasm, name, |bindgen| {
                let output = bindgen.generate_output()?;
                let types = output.ts().context("The bindings have no types")?;
                Ok(fs::write(bindings_dir().join(name).with_extension("d.ts"), types)?)
            })?;
        }
        Ok(())
    })
}

/// Compiles the library of a package to wasm and says where it lies.
fn compile(package: &str, library: &str, profile: &str) -> Result<PathBuf> {
    quietly(cargo_wasm().args(["build", "--package", package, "--lib", "--target", need::WASM, "--profile", profile]))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(target_dir()?.join(need::WASM).join(folder).join(format!("{library}.wasm")))
}

/// Prepares the binding generator, the library of exactly the crate's version, and lets `write` use it.
fn bindgen(wasm: &Path, name: &str, write: impl FnOnce(&mut Bindgen) -> Result<()>) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).typescript(true).web(true)?;
    write(&mut bindgen).context("The bindings to JavaScript could not be generated")
}

/// The command `dist`.
pub fn dist(out: &Path) -> Result<()> {
    let out = absolute(out).with_context(|| format!("{} is no folder that can be written", out.display()))?;
    // The bundler empties the folder first.
    let mut entries = fs::read_dir(&out).into_iter().flatten();
    if entries.next().is_some() && !out.join("index.html").is_file() {
        bail!("{} holds other things than a page: name an empty or a new folder with --out.", out.display());
    }
    build(&out, Finish::Optimised)?;
    println!("The page is in {}: any static host serves it.", out.display());
    Ok(())
}

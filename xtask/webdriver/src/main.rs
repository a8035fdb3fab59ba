//! The runner that `cargo test --target wasm32-unknown-unknown` hands each test binary to.
//!
//! It is wasm-bindgen's own runner behind a crate of this workspace, so that Cargo.lock pins it to exactly the version
//! whose format the tests are compiled for, and nobody has to install it.

/// Passes cargo's arguments on: the test binary and the filters.
fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}

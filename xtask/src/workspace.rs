//! Where things are in the workspace, and how the binaries that the tests run are built.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("xtask"), PathBuf::from);
    here.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Cargo as the caller ran it, started at the root.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // What `cargo run` sets for xtask itself is not meant for the builds that it starts: build scripts that look at it would run
    // again, and all that depends on them would be compiled again, whenever cargo is started by xtask and by hand in turn.
    for (name, _) in std::env::vars_os() {
        let is_of_xtask = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if name.to_str().is_some_and(is_of_xtask) {
            command.env_remove(name);
        }
    }
    command
}

/// The user's cache folder of this project: suites and packages that are fetched, never committed.
pub fn cache_dir() -> Result<PathBuf, String> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")));
    cache.map(|cache| cache.join("jenny")).ok_or_else(|| "neither XDG_CACHE_HOME nor HOME is set".to_owned())
}

/// The folder that holds what cargo built.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A binary that the tests run, or why there is none.
#[derive(Debug)]
pub enum Binary {
    Built(PathBuf),
    /// Its source does not exist yet.
    NotYet,
    Broken,
}

/// Builds `binary` of `krate` with `profile`.
pub fn build(krate: &str, binary: &str, profile: &str) -> Binary {
    if !root().join("crates").join(krate).join("src/main.rs").is_file() {
        return Binary::NotYet;
    }
    if !crate::process::show(cargo().args(["build", "-q", "--profile", profile, "-p", krate])) {
        return Binary::Broken;
    }
    let path = target_dir().join(profile).join(format!("{binary}{}", std::env::consts::EXE_SUFFIX));
    if path.is_file() { Binary::Built(path) } else { Binary::Broken }
}

/// The `jenny` binary of the tests; `$JENNY` names another one.
pub fn jenny() -> Binary {
    named_or_built("JENNY", "jenny_cli", "jenny", "fast")
}

/// The worker of test262; `$JENNY_TEST262` names another one. `checked`: with overflow checks and debug assertions.
pub fn test262_worker(checked: bool) -> Binary {
    let profile = if checked { "checked" } else { "fast" };
    named_or_built("JENNY_TEST262", "jenny_test262", "jenny_test262", profile)
}

fn named_or_built(variable: &str, krate: &str, binary: &str, profile: &str) -> Binary {
    match std::env::var_os(variable) {
        Some(path) => Binary::Built(root().join(path)),
        None => build(krate, binary, profile),
    }
}

/// Every file below `dir`, sorted, without folders that hold what is built, fetched or private to a tool.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_dir && ![".git", "target", "node_modules"].iter().any(|&skip| name == skip) {
                open.push(entry.path());
            } else if !is_dir {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// `path` below the root, with forward slashes.
pub fn relative(path: &Path) -> String {
    let root = root();
    path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

//! Names the build of compiler and bytecode, so that code kept on disk by another build is not taken for this one's.

// A build script runs on the maker's machine: the rules about the runtime's clock and files do not concern it.
#![allow(clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

/// Adds the files below `folder`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../..");
    let mut files = vec![root.join("Cargo.lock")];
    for folder in ["jenny_bytecode/src", "jenny_compiler/src", "jenny_runtime/src/compile_source"] {
        let folder = root.join("crates").join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, &mut files);
    }
    println!("cargo::rerun-if-changed={}", files[0].display());
    files.sort();
    // FNV-1a, 64 bits: it tells builds apart, nobody attacks it.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in files.iter().filter_map(|file| fs::read(file).ok()).flatten() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    println!("cargo::rustc-env=JENNY_CODE_BUILD={hash:016x}");
}

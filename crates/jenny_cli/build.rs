//! Asks the linker for a program at a fixed address, with the functions of a start side by side, on Linux.

// A build script runs on the maker's machine: the rules about the runtime's clock and files do not concern it.
#![allow(clippy::disallowed_methods)]

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=startup.order");
    let target = |name: &str| std::env::var(name).unwrap_or_default();
    let is_linux = target("CARGO_CFG_TARGET_OS") == "linux" && target("CARGO_CFG_TARGET_ENV") == "gnu";
    // The tables of the program are full of pointers. At an address that is chosen at the start, each start has to write all of
    // their pages, 1.7 MB; at a fixed one they are read from the file as they are needed. Node and Bun are linked so, too; the
    // heap, the stacks and the libraries stay where the system puts them at random.
    if is_linux {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    // A start runs some 1,000 functions, 0.7 MB of 14. The system maps 64 KiB around each page that is touched, so scattered they
    // take 6.4 MB of memory. The list is what `cargo x order` saw, without the hashes in names; a name that is no more is passed
    // over, and a function that is not in the list lies where it lay before: the list may be old, only memory depends on it.
    // Such a script is for the linker that comes with Rust for this target: who asks for another goes without.
    let chooses_linker = target("CARGO_ENCODED_RUSTFLAGS").contains("link") || !target("RUSTC_LINKER").is_empty();
    let is_release = target("DEBUG") == "false";
    if is_linux && target("CARGO_CFG_TARGET_ARCH") == "x86_64" && is_release && !chooses_linker {
        let script = PathBuf::from(target("OUT_DIR")).join("startup.ld");
        let list = std::fs::read_to_string("startup.order").expect("the list of functions");
        // The optimizer may have added something to a name.
        let sections: String = list.lines().map(|name| format!("*(.text.{name}*)\n")).collect();
        let text = format!("SECTIONS {{ .text.start : {{\n{sections}}} }} INSERT BEFORE .text;\n");
        std::fs::write(&script, text).expect("writing the script");
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    }
}

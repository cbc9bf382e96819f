//! Asks the linker for a program at a fixed address, on Linux.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| std::env::var(name).unwrap_or_default();
    // The tables of the program are full of pointers. At an address that is chosen at the start, each start has to write all of
    // their pages, 1.7 MB; at a fixed one they are read from the file as they are needed. Node and Bun are linked so, too; the
    // heap, the stacks and the libraries stay where the system puts them at random.
    if target("CARGO_CFG_TARGET_OS") == "linux" && target("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

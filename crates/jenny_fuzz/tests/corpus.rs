//! Every target over every file of its corpus in `fuzz/corpus`: what fuzzing found, and what it started from.

use jenny_fuzz::targets::TARGETS;
use std::path::Path;

// The corpus lies in files, and this is no program that runs scripts.
#[expect(clippy::disallowed_methods)]
#[test]
fn targets_take_their_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for (name, target) in TARGETS {
        let folder = corpus.join(name);
        let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut count = 0;
        for entry in files {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            let bytes = std::fs::read(&path).unwrap();
            // As much stack as a program of cargo-fuzz has.
            let run = std::thread::Builder::new().stack_size(8 << 20).spawn(move || target(&bytes)).unwrap();
            run.join().unwrap_or_else(|_| panic!("{}", path.display()));
            count += 1;
        }
        assert!(count > 0, "no corpus of {name}");
    }
}

//! Reads the front matter of the whole suite where it is present, so that no form of it goes unread.

use jenny_test262::metadata::Metadata;
use std::path::{Path, PathBuf};

fn suite() -> Option<PathBuf> {
    let named = std::env::var_os("TEST262_DIR").map(PathBuf::from);
    let dir = named.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/jenny/test262")))?;
    dir.join("features.txt").is_file().then_some(dir)
}

fn visit(dir: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, see);
        } else if path.extension().is_some_and(|ext| ext == "js") && !path.to_string_lossy().contains("_FIXTURE") {
            see(&path, &std::fs::read_to_string(&path).expect("UTF-8"));
        }
    }
}

#[test]
fn flags_features_and_includes_are_ones_that_exist() {
    let Some(suite) = suite() else {
        println!("the suite is not here");
        return;
    };
    let text = std::fs::read_to_string(suite.join("features.txt")).expect("features.txt");
    let features: Vec<&str> =
        text.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty()).collect();
    let flags = [
        "onlyStrict",
        "noStrict",
        "module",
        "raw",
        "async",
        "generated",
        "CanBlockIsFalse",
        "CanBlockIsTrue",
        "non-deterministic",
    ];
    let mut count = 0;
    for area in
        ["language/expressions", "language/statements", "built-ins/Array", "built-ins/Promise", "harness", "annexB"]
    {
        visit(&suite.join("test").join(area), &mut |path, source| {
            count += 1;
            let found = Metadata::parse(source).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            let unknown = found.flags.iter().filter(|flag| !flags.contains(&flag.as_str()));
            let unknown: Vec<_> =
                unknown.chain(found.features.iter().filter(|f| !features.contains(&f.as_str()))).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", path.display());
            for include in &found.includes {
                assert!(suite.join("harness").join(include).is_file(), "{}: {include}", path.display());
            }
        });
    }
    assert!(count > 10_000, "{count} tests were read");
}

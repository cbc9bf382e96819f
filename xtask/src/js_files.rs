//! JavaScript file tests: `tests/js/**` and `examples/learn` run by `jenny`, each held to the `.out` (and `.err`) beside it.
//!
//! Files below a folder `fixtures` and files whose name begins with `_` are read by tests and are none themselves.
//! Directives stand in the comment lines at the top of a file; see docs/testing.md.

use crate::workspace::Binary;
use crate::{parallel, pattern, process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const EXTENSIONS: [&str; 8] = ["js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx"];

/// What the comments at the top of a test say.
#[derive(Debug, Default, PartialEq)]
pub struct Directives {
    pub flags: Vec<String>,
    pub args: Vec<String>,
    pub env: Vec<(String, String)>,
    pub exit: i32,
    pub stdin: String,
    timeout: Option<u64>,
    /// Allocations between two collections under `--gc-stress`, where 1 would take far too long.
    gc_stress_every: Option<u32>,
    platform: Option<String>,
    unknown: Option<String>,
}

/// Reads them.
pub fn directives(source: &str) -> Directives {
    let mut found = Directives::default();
    let words = |value: &str| value.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for line in source.lines() {
        let Some(comment) = line.strip_prefix("//") else {
            if line.trim().is_empty() || line.starts_with("#!") {
                continue;
            }
            break;
        };
        // A directive is one lower-case word and a colon; other comments are for people.
        let Some((name, value)) = comment.trim().split_once(':') else { continue };
        let value = value.trim();
        match name {
            "flags" => found.flags = words(value),
            "args" => found.args = words(value),
            "env" => {
                let (name, value) = value.split_once('=').unwrap_or((value, ""));
                found.env.push((name.to_owned(), value.to_owned()));
            }
            "exit" => found.exit = value.parse().unwrap_or(0),
            "stdin" => found.stdin = value.replace("\\n", "\n"),
            "timeout" => found.timeout = value.parse().ok(),
            "gc-stress-every" => found.gc_stress_every = value.parse().ok(),
            "platform" => found.platform = Some(value.to_owned()),
            _ if !name.contains(' ') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') => {
                found.unknown = Some(name.to_owned());
            }
            _ => {}
        }
    }
    found
}

/// Whether a file of the folder is a test, and none that tests read.
pub fn is_test(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let fixture = path.components().any(|part| part.as_os_str() == "fixtures");
    !fixture && !name.starts_with('_') && EXTENSIONS.contains(&&*extension)
}

/// How the run is to be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    pub filter: Option<&'a str>,
    pub bless: bool,
    pub gc_stress: bool,
}

enum Outcome {
    Passed,
    Blessed,
    Skipped,
    Failed(String),
}

/// Runs the folder.
pub fn run(options: Options<'_>) -> Tally {
    let binary = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let dir = workspace::root().join("tests/js");
    let learn = workspace::root().join("examples/learn");
    let tests: Vec<PathBuf> = [&dir, &learn]
        .into_iter()
        .flat_map(|dir| workspace::files(dir))
        .filter(|path| is_test(path))
        .filter(|path| options.filter.is_none_or(|filter| workspace::relative(path).contains(filter)))
        .collect();
    let list = if options.gc_stress { "failing-gc-stress.txt" } else { "failing.txt" };
    let known = known_failures_of(&dir.join(list));
    let mut known_failures = 0;
    let mut tally = Tally::default();
    for pair in tests.windows(2) {
        if pair[0].with_extension("") == pair[1].with_extension("") {
            println!("FAIL {}: shares its .out with a file of the same stem", workspace::relative(&pair[1]));
            tally.failed += 1;
        }
    }
    let outcomes = parallel::map(&tests, |test| run_one(test, &binary, options));
    let (mut blessed, mut skipped) = (0, 0);
    for (test, outcome) in tests.iter().zip(outcomes) {
        match outcome {
            Outcome::Passed if known.contains(&workspace::relative(test)) => {
                println!("FAIL {}: passes, so its line in {list} must go", workspace::relative(test));
                tally.failed += 1;
            }
            Outcome::Passed => tally.passed += 1,
            Outcome::Blessed => {
                println!("blessed {}", workspace::relative(test));
                blessed += 1;
                tally.passed += 1;
            }
            Outcome::Skipped => skipped += 1,
            Outcome::Failed(_) if known.contains(&workspace::relative(test)) => known_failures += 1,
            Outcome::Failed(why) => {
                println!("FAIL {}: {why}", workspace::relative(test));
                tally.failed += 1;
            }
        }
    }
    let notes = [(blessed, "blessed"), (skipped, "skipped"), (known_failures, "known failures")];
    let notes: Vec<String> = notes.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    tally.note = (!notes.is_empty()).then(|| notes.join(", "));
    tally
}

/// The tests that a list names as failing: one path a line, reasons in `#` lines above their group.
fn known_failures_of(list: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(list).unwrap_or_default();
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn run_one(test: &Path, binary: &Path, options: Options<'_>) -> Outcome {
    let source = match std::fs::read(test) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let directives = directives(&source);
    if let Some(name) = &directives.unknown {
        return Outcome::Failed(format!("there is no directive `{name}`"));
    }
    let other_platform = directives.platform.as_ref().is_some_and(|name| name != std::env::consts::OS);
    if other_platform {
        return Outcome::Skipped;
    }
    let mut command = Command::new(binary);
    command.current_dir(test.parent().unwrap_or(Path::new("."))).env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    command.envs(directives.env.iter().map(|(name, value)| (name, value)));
    if source.contains("TEST_SERVER")
        && let Some(address) = crate::test_server::address()
    {
        command.env("TEST_SERVER", address);
    }
    if options.gc_stress {
        command.arg(format!("--gc-stress={}", directives.gc_stress_every.unwrap_or(1)));
    }
    command.args(&directives.flags).arg(test.file_name().unwrap_or_default()).args(&directives.args);
    let limit = directives.timeout.unwrap_or(20) * if options.gc_stress { 3 } else { 1 };
    let ended = process::run(&mut command, directives.stdin.as_bytes(), Duration::from_secs(limit));

    let root = workspace::root().to_string_lossy().into_owned();
    let stdout = pattern::normalise(&ended.stdout, &root);
    let stderr = pattern::normalise(&ended.stderr, &root);
    if ended.exit != process::Exit::Code(directives.exit) {
        let tail: String = stderr.lines().take(12).map(|line| format!("    | {line}\n")).collect();
        return Outcome::Failed(format!("{} where {} was expected\n{tail}", ended.exit, directives.exit));
    }
    let expectations = [("out", stdout), ("err", stderr)];
    if options.bless {
        return bless(test, &expectations);
    }
    for (extension, got) in &expectations {
        let path = test.with_extension(extension);
        let expected = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(_) if *extension == "err" => String::new(),
            Err(_) => return Outcome::Failed("it has no .out; --bless writes one".to_owned()),
        };
        if !pattern::matches(&expected, got) {
            return Outcome::Failed(format!("std{extension}\n{}", pattern::difference(&expected, got)));
        }
    }
    Outcome::Passed
}

/// Writes what the test printed, unless what stands there matches it already (it may hold wildcards).
fn bless(test: &Path, expectations: &[(&str, String)]) -> Outcome {
    let mut changed = false;
    for (extension, got) in expectations {
        let path = test.with_extension(extension);
        let expected = std::fs::read_to_string(&path);
        if expected.as_ref().is_ok_and(|expected| pattern::matches(expected, got)) {
            continue;
        }
        if *extension == "err" && got.is_empty() {
            changed |= std::fs::remove_file(&path).is_ok();
            continue;
        }
        if let Err(error) = std::fs::write(&path, got) {
            return Outcome::Failed(error.to_string());
        }
        changed = true;
    }
    if changed { Outcome::Blessed } else { Outcome::Passed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_read_from_the_top_only() {
        let source = "// What this holds: nothing.\n// flags: --expose-gc --script\n// exit: 3\n// stdin: a\\nb\n// env: A=b=c\nlet x;\n// exit: 4\n";
        let found = directives(source);
        assert_eq!(found.flags, ["--expose-gc", "--script"]);
        assert_eq!((found.exit, found.stdin.as_str()), (3, "a\nb"));
        assert_eq!(found.env, [("A".to_owned(), "b=c".to_owned())]);
        assert_eq!(found.unknown, None);
        assert_eq!(directives("// flagz: x\n").unknown.as_deref(), Some("flagz"));
    }

    #[test]
    fn fixtures_are_no_tests() {
        assert!(is_test(Path::new("tests/js/a/b.mts")));
        for path in ["tests/js/fixtures/a.js", "tests/js/_a.js", "tests/js/a.out", "tests/js/a.json"] {
            assert!(!is_test(Path::new(path)), "{path}");
        }
    }
}

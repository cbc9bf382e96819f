//! Which sections `cargo x test` and `cargo x ready` run, and the sections that are cargo's own.

use crate::report::{Report, Tally};
use crate::{bytecode_goldens, cli_specs, fuzz, js_files, npm, process, test262, tidy, traces, view, workspace};
use std::process::ExitCode;

const SECTIONS: [&str; 13] =
    ["fmt", "clippy", "tidy", "rust", "models", "js", "bytecode", "specs", "traces", "view", "npm", "fuzz", "test262"];

/// `cargo x test`.
pub fn test(args: &[String]) -> ExitCode {
    let mut chosen = Vec::new();
    let mut filter = None;
    let (mut bless, mut gc_stress) = (false, false);
    for arg in args {
        match arg.as_str() {
            "--bless" => bless = true,
            "--gc-stress" => gc_stress = true,
            name if SECTIONS.contains(&name) => chosen.push(name),
            flag if flag.starts_with('-') => {
                eprintln!("cargo x test has no flag `{flag}`");
                return ExitCode::FAILURE;
            }
            word => filter = Some(word),
        }
    }
    // A filter, a blessing or a stressed run is about the tests that are files.
    if chosen.is_empty() && gc_stress {
        chosen = vec!["js"];
    } else if chosen.is_empty() && (bless || filter.is_some()) {
        chosen = vec!["js", "bytecode", "specs"];
    }
    let everything = chosen.is_empty();
    let mut report = Report::default();
    for section in SECTIONS {
        if everything || chosen.contains(&section) {
            let options = js_files::Options { filter, bless, gc_stress };
            report.section(section, || run_section(section, options));
            if everything && section == "js" {
                let options = js_files::Options { gc_stress: true, ..options };
                report.section("js --gc-stress", || js_files::run(options));
            }
        }
    }
    report.finish()
}

/// `cargo x ready`.
pub fn ready() -> ExitCode {
    if !process::show(workspace::cargo().args(["fmt", "--all"])) {
        return ExitCode::FAILURE;
    }
    let tests = test(&[]);
    if tests != ExitCode::SUCCESS {
        return tests;
    }
    test262::run(&[])
}

fn run_section(section: &str, options: js_files::Options<'_>) -> Tally {
    match section {
        "fmt" => Tally::of(process::show(workspace::cargo().args(["fmt", "--all", "--check"]))),
        "clippy" => {
            let args = ["clippy", "-q", "--workspace", "--all-targets", "--", "-D", "warnings"];
            Tally::of(process::show(workspace::cargo().args(args)))
        }
        "tidy" => tidy::check_and_print(),
        "rust" => rust_tests(),
        "models" => models(),
        "js" => js_files::run(options),
        "bytecode" => bytecode_goldens::run(options.filter, options.bless),
        "specs" => cli_specs::run(options.filter),
        "traces" => traces::run(options.filter),
        "view" => view::run(),
        "npm" => npm::run(options.filter, options.bless),
        "fuzz" => fuzz::smoke(),
        "test262" => test262::stressed_tenth(),
        other => Tally::failure(format!("no section {other}")),
    }
}

/// What threads share, under the model checker loom: a crate of its own, since the rest of the house never compiles loom.
fn models() -> Tally {
    let manifest = workspace::root().join("models/Cargo.toml");
    let target = workspace::target_dir().join("models");
    let cargo = |command: &str| {
        let mut cargo = workspace::cargo();
        cargo.arg(command).arg("--manifest-path").arg(&manifest).env("CARGO_TARGET_DIR", &target);
        cargo
    };
    if !cargo("fetch").arg("-q").output().is_ok_and(|output| output.status.success()) {
        return Tally::skipped("loom is not to be had");
    }
    let (ok, output) = process::show_and_keep(cargo("test").arg("-q"));
    let (passed, failed) = libtest_counts(&output);
    Tally { passed, failed: if ok { failed } else { failed.max(1) }, note: None }
}

/// Rust tests through nextest where it is installed, else through cargo itself.
fn rust_tests() -> Tally {
    let has_nextest =
        workspace::cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    let args: &[&str] = if has_nextest {
        &["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail", "--no-tests", "pass"]
    } else {
        &["test", "-q", "--workspace", "--no-fail-fast"]
    };
    let (ok, output) = process::show_and_keep(workspace::cargo().args(args));
    let (passed, failed) = if has_nextest { nextest_counts(&output) } else { libtest_counts(&output) };
    // A run that failed without a failing test did not build.
    Tally { passed, failed: if ok { failed } else { failed.max(1) }, note: None }
}

/// The number before `word`.
fn number_before(line: &str, word: &str) -> usize {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|w| !w.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

fn nextest_counts(output: &str) -> (usize, usize) {
    let summary = output.lines().rev().find(|line| line.contains("tests run:") || line.contains("test run:"));
    let line = summary.unwrap_or_default();
    (number_before(line, "passed"), number_before(line, "failed") + number_before(line, "timed"))
}

fn libtest_counts(output: &str) -> (usize, usize) {
    let results = output.lines().filter(|line| line.starts_with("test result:"));
    results.fold((0, 0), |(passed, failed), line| {
        (passed + number_before(line, "passed"), failed + number_before(line, "failed"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_both_runners() {
        let nextest = "     Summary [   0.031s] 26 tests run: 24 passed (1 slow), 2 failed, 0 skipped\n";
        assert_eq!(nextest_counts(nextest), (24, 2));
        let libtest = "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 4 passed; 1 failed;\n";
        assert_eq!(libtest_counts(libtest), (7, 1));
    }
}

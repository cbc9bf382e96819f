//! The page of a record: programs are recorded and made pages of, and `view/test` looks at them in Node, in Jenny and in Chromium.

use crate::workspace::Binary;
use crate::{parallel, process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Programs that are recorded besides those of `view/test/programs` and `examples/learn`: folders below `tests/js`.
const FOLDERS: [&str; 6] = ["async", "builtins", "language", "modules", "web", "workers"];
/// The version of axe-core that says whether everybody can use the page.
const AXE: &str = "axe-core@4.10.3";
/// DevTools' own readers of timelines, CPU profiles and heap snapshots, from npm.
const DEVTOOLS: [&str; 2] = ["@paulirish/trace_engine@0.0.65", "heap-snapshot-toolkit@1.1.3"];
/// Perfetto's descriptors, from PyPI.
const PERFETTO: [&str; 2] = ["perfetto==0.59.1", "protobuf==7.36.2"];

/// Runs the section.
pub fn run() -> Tally {
    let jenny = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let folder = workspace::target_dir().join("view-tests");
    if let Err(why) = make_pages(&jenny, &folder) {
        return Tally::failure(why);
    }
    let tests = workspace::root().join("view/test");
    let mut notes = Vec::new();
    let node = PathBuf::from("node");
    let has_node = Command::new(&node).arg("--version").output().is_ok_and(|output| output.status.success());
    // The longest first: they run side by side.
    let mut runs: Vec<(&Path, &str, Vec<PathBuf>)> = Vec::new();
    if has_node {
        install_chromium();
        let node = node.as_path();
        let (devtools, perfetto) = (devtools(), perfetto());
        for (reader, what) in [(&devtools, &DEVTOOLS), (&perfetto, &PERFETTO)] {
            if reader.is_none() {
                notes.push(format!("exports in {} not run: it could not be fetched", what[0]));
            }
        }
        let readers = vec![jenny.clone(), devtools.unwrap_or_default(), perfetto.unwrap_or_default()];
        runs.extend([
            (node, "page.mjs", Vec::new()),
            (node, "learn.mjs", Vec::new()),
            (node, "keys.mjs", axe().into_iter().collect()),
            (node, "live.mjs", vec![jenny.clone()]),
            (node, "calls.mjs", vec![jenny.clone()]),
            (node, "all.mjs", Vec::new()),
            (node, "exports.mjs", readers),
        ]);
    }
    runs.insert(runs.len().min(1), (&jenny, "all.mjs", Vec::new()));
    let run_one = |(runner, test, more): &(&Path, &str, Vec<PathBuf>)| {
        let mut command = Command::new(runner);
        command.arg(tests.join(test)).arg(&folder).args(more).env("NO_COLOR", "1");
        let begun = Instant::now();
        (process::run(&mut command, &[], Duration::from_secs(600)), begun.elapsed())
    };
    let mut ended = parallel::map(&runs, run_one);
    if has_node {
        // Alone, since it tells times.
        runs.push((&node, "load.mjs", Vec::new()));
        ended.push(run_one(&runs[runs.len() - 1]));
    }
    let mut tally = Tally::default();
    for ((runner, test, more), (ended, took)) in runs.iter().zip(ended) {
        println!("  {:>4} s  {} {test}", took.as_secs(), runner.file_name().unwrap_or_default().display());
        let last = ended.stdout.lines().last().unwrap_or_default();
        match counts(last) {
            Some((passed, failed)) => {
                tally.passed += passed;
                tally.failed += failed;
                if failed > 0 || *test == "load.mjs" {
                    print!("{}", ended.stdout);
                }
                if *test == "keys.mjs" && more.is_empty() {
                    notes.push(format!("{AXE} not run: it could not be fetched"));
                }
            }
            None if last.starts_with("not run") => notes.push(format!("{test} {last}")),
            None => {
                println!("FAIL {} {test}: {}\n{}{}", runner.display(), ended.exit, ended.stdout, ended.stderr);
                tally.failed += 1;
            }
        }
    }
    if !has_node {
        notes.push("the page in Chromium not run: Node is not installed".to_owned());
    }
    tally.note = (!notes.is_empty()).then(|| notes.join("; "));
    tally
}

/// Installs Chromium where it is missing and the system's packages may be installed; else its tests say that they were not run.
fn install_chromium() {
    let is_there =
        |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if std::env::var_os("CHROMIUM").is_some()
        || ["chromium", "chromium-browser", "google-chrome"].iter().any(is_there)
        || !is_root
    {
        return;
    }
    let install = ["install", "--yes", "--no-install-recommends", "chromium"];
    let ended = process::run(
        Command::new("apt-get").args(install).env("DEBIAN_FRONTEND", "noninteractive"),
        &[],
        Duration::from_secs(600),
    );
    if ended.exit != process::Exit::Code(0) {
        println!("chromium could not be installed: {}", ended.stderr.lines().last().unwrap_or_default());
    }
}

/// axe-core's script, fetched once.
fn axe() -> Option<PathBuf> {
    let folder = workspace::target_dir().join("view-tests-packages");
    fetched(&folder, &folder.join("node_modules/axe-core/axe.min.js"), &[AXE], npm)
}

/// The folder of npm with DevTools' readers.
fn devtools() -> Option<PathBuf> {
    let folder = workspace::target_dir().join("view-tests-readers");
    fetched(&folder, &folder.join("node_modules/heap-snapshot-toolkit"), &DEVTOOLS, npm).map(|_| folder)
}

/// The folder of Python's packages with Perfetto's descriptors.
fn perfetto() -> Option<PathBuf> {
    let folder = workspace::target_dir().join("view-tests-perfetto");
    fetched(&folder, &folder.join("perfetto/protos"), &PERFETTO, pip).map(|_| folder)
}

/// `found`, after `packages` were put into `folder` if it was not there yet.
fn fetched(folder: &Path, found: &Path, packages: &[&str], install: fn(&Path) -> Command) -> Option<PathBuf> {
    if !found.exists() {
        std::fs::create_dir_all(folder).ok()?;
        process::run(install(folder).args(packages), &[], Duration::from_secs(120));
    }
    found.exists().then(|| found.to_owned())
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(folder);
    npm
}

fn pip(folder: &Path) -> Command {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"]).arg(folder);
    pip
}

/// Whether a program of `tests/js` runs with no flag and no input.
fn is_plain(program: &Path) -> bool {
    let is_program =
        program.extension().is_some_and(|kind| ["js", "mjs", "ts", "cjs"].iter().any(|known| kind == *known));
    let text = std::fs::read_to_string(program).unwrap_or_default();
    // Files in folders of fixtures are parts of programs; only programs have their output beside them.
    is_program && program.with_extension("out").exists() && !text.starts_with("// flags") && !text.starts_with("#!")
}

/// Records the programs; of each a record, its JSON and its page lie in `folder` then. What `page.mjs` looks at lies there, and more
/// records for the reducer in `folder/records`.
fn make_pages(jenny: &Path, folder: &Path) -> Result<(), String> {
    // What an earlier run left is of an earlier binary.
    let _ = std::fs::remove_dir_all(folder);
    let records = folder.join("records");
    std::fs::create_dir_all(&records).map_err(|error| format!("{}: {error}", records.display()))?;
    let root = workspace::root();
    let learn = workspace::files(&root.join("examples/learn"));
    let learn = learn.into_iter().filter(|program| program.extension().is_some_and(|kind| kind == "mjs"));
    let shown = workspace::files(&root.join("view/test/programs")).into_iter().chain(learn);
    let shown = shown.chain([root.join("view/test/large.mjs")]).map(|program| (program, true));
    let more = FOLDERS.iter().flat_map(|name| workspace::files(&root.join("tests/js").join(name)));
    let more = more.filter(|program| is_plain(program)).map(|program| (program, false));
    let programs: Vec<(PathBuf, bool)> = shown.chain(more).collect();
    let made = parallel::map(&programs, |(program, is_held)| {
        make_page(jenny, if *is_held { folder } else { &records }, program, *is_held)
    });
    made.into_iter().collect()
}

/// Records a program and makes its page. `is_held`: it must end with 0, and its JSON is kept.
fn make_page(jenny: &Path, folder: &Path, program: &Path, is_held: bool) -> Result<(), String> {
    let record = folder.join(program.file_name().unwrap_or_default()).with_extension("jtrace");
    let page = record.with_extension("html");
    let ended = process::run(
        Command::new(jenny).arg("trace").arg("-o").arg(&record).arg(program),
        &[],
        Duration::from_secs(60),
    );
    if is_held && ended.exit != process::Exit::Code(0) {
        return Err(format!("jenny trace {}: {}\n{}", program.display(), ended.exit, ended.stderr));
    }
    jenny_says(jenny, &[Path::new("view"), &record, Path::new("-o"), &page])?;
    if is_held && program.file_stem().is_some_and(|name| name != "large") {
        let json = jenny_says(jenny, &[Path::new("trace"), Path::new("--json"), &record])?;
        std::fs::write(record.with_extension("json"), json).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn jenny_says(jenny: &Path, words: &[&Path]) -> Result<String, String> {
    let ended = process::run(Command::new(jenny).args(words), &[], Duration::from_secs(60));
    if ended.exit == process::Exit::Code(0) {
        return Ok(ended.stdout);
    }
    Err(format!("jenny {words:?}: {}\n{}{}", ended.exit, ended.stdout, ended.stderr))
}

/// The numbers of `N passed, N failed`.
fn counts(line: &str) -> Option<(usize, usize)> {
    let (passed, failed) = line.split_once(" passed, ")?;
    Some((passed.parse().ok()?, failed.strip_suffix(" failed")?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_read() {
        assert_eq!(counts("12 passed, 3 failed"), Some((12, 3)));
        assert_eq!(counts("not run: Chromium is not installed"), None);
    }
}

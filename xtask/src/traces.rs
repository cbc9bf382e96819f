//! Picture and truth: programs are recorded, their events must fold to what the loop itself had at the end of each turn, and the
//! record must run again to the same output.

use crate::workspace::Binary;
use crate::{js_files, parallel, process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Folders of `tests/js` whose programs keep the loop busy, or ask the world for something.
const FOLDERS: [&str; 9] = ["async", "seeds", "workers", "node", "web", "modules", "errors", "language", "builtins"];

/// Programs whose replay is not expected to print the same, and why: what the record does not hold.
const NOT_REPLAYED: [(&str, &str); 3] = [
    ("child_process_exec.js", "a child writes to our own standard output"),
    ("child_process_spawn.mjs", "a child writes to our own standard output"),
    ("process_module_os.js", "loads modules that it writes itself"),
];

/// Fewest programs that must be recorded, checked and replayed when all are run.
const FEWEST: usize = 100;

/// Runs the section.
pub fn run(filter: Option<&str>) -> Tally {
    let binary = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let tests: Vec<PathBuf> = FOLDERS
        .iter()
        .map(|folder| workspace::root().join("tests/js").join(folder))
        .chain([workspace::root().join("examples/learn")])
        .flat_map(|folder| workspace::files(&folder))
        .filter(|path| js_files::is_test(path))
        .filter(|path| filter.is_none_or(|filter| workspace::relative(path).contains(filter)))
        .collect();
    let mut tally = Tally::default();
    let (mut turns, mut replayed) = (0, 0);
    for (test, outcome) in tests.iter().zip(parallel::map(&tests, |test| run_one(test, &binary))) {
        match outcome {
            Some(Ok((count, again))) => {
                turns += count;
                replayed += usize::from(again);
                tally.passed += 1;
            }
            Some(Err(why)) => {
                println!("FAIL {}: {why}", workspace::relative(test));
                tally.failed += 1;
            }
            None => {}
        }
    }
    if filter.is_none() && replayed < FEWEST {
        println!("FAIL: {replayed} programs were replayed, and {FEWEST} are the fewest");
        tally.failed += 1;
    }
    tally.note = Some(format!("{turns} turns, {replayed} replayed"));
    tally
}

/// How many turns agree, and whether the record was replayed; None for a program that is not for this section.
fn run_one(test: &Path, binary: &Path) -> Option<Result<(u64, bool), String>> {
    let source = std::fs::read_to_string(test).ok()?;
    let directives = js_files::directives(&source);
    // Flags of the engine's are other tests' business.
    if !directives.flags.is_empty() {
        return None;
    }
    let folder = test.parent().unwrap_or(Path::new("."));
    let name = test.file_name().unwrap_or_default();
    let record = std::env::temp_dir().join(format!(
        "jenny-traces-{}-{}",
        std::process::id(),
        workspace::relative(test).replace('/', "-")
    ));
    let run = |words: &[&std::ffi::OsStr], args: &[String], stdin: &str| {
        let mut command = Command::new(binary);
        command.current_dir(folder).env("NO_COLOR", "1").env_remove("FORCE_COLOR").args(words).args(args);
        command.envs(directives.env.iter().map(|(name, value)| (name, value)));
        if source.contains("TEST_SERVER")
            && let Some(address) = crate::test_server::address()
        {
            command.env("TEST_SERVER", address);
        }
        process::run(&mut command, stdin.as_bytes(), Duration::from_secs(60))
    };
    let recorded = run(&["trace".as_ref(), "-o".as_ref(), record.as_ref(), name], &directives.args, &directives.stdin);
    let checked = run(&["trace".as_ref(), "--check".as_ref(), record.as_ref()], &[], "");
    let replayed = run(&["replay".as_ref(), record.as_ref()], &[], "");
    // Left behind, it is one file more among the temporary ones.
    let _ = std::fs::remove_file(&record);
    let turns = checked.stdout.split(' ').next().and_then(|count| count.parse().ok());
    let Some(turns) = turns.filter(|_| checked.exit == process::Exit::Code(0)) else {
        return Some(Err(format!("{}\n{}{}", checked.exit, checked.stdout, checked.stderr)));
    };
    let replayable = !NOT_REPLAYED.iter().any(|(known, _)| name == *known);
    if replayable && (&replayed.stdout, &replayed.exit) != (&recorded.stdout, &recorded.exit) {
        return Some(Err(format!(
            "the replay differs: {} where {} was recorded\n{}",
            replayed.exit, recorded.exit, replayed.stderr
        )));
    }
    Some(Ok((turns, replayable)))
}

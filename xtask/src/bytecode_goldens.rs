//! Bytecode goldens: `tests/bytecode/*.js`, each held to the `.txt` that `jenny --dump=bytecode` wrote.
//!
//! A first line `// module` or `// commonjs` leaves the kind of source to `jenny`; without one it is a script. `// eval` is for the
//! test of the compiler alone, since the command line compiles no eval code.

use crate::workspace::Binary;
use crate::{parallel, pattern, process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Runs the folder.
pub fn run(filter: Option<&str>, bless: bool) -> Tally {
    let binary = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let tests: Vec<PathBuf> = workspace::files(&workspace::root().join("tests/bytecode"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "js"))
        .filter(|path| first_line(path) != "// eval")
        .filter(|path| filter.is_none_or(|filter| workspace::relative(path).contains(filter)))
        .collect();
    let mut tally = Tally::default();
    for (test, result) in tests.iter().zip(parallel::map(&tests, |test| run_one(test, &binary, bless))) {
        if let Err(why) = &result {
            println!("FAIL {}: {why}", workspace::relative(test));
        }
        tally.count(result.is_ok());
    }
    tally
}

fn first_line(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default().lines().next().unwrap_or_default().to_owned()
}

fn run_one(test: &Path, binary: &Path, bless: bool) -> Result<(), String> {
    let mut command = Command::new(binary);
    command.current_dir(test.parent().unwrap_or(Path::new("."))).arg("--dump=bytecode");
    if !matches!(first_line(test).as_str(), "// module" | "// commonjs") {
        command.arg("--script");
    }
    command.arg(test.file_name().unwrap_or_default());
    let ended = process::run(&mut command, b"", Duration::from_secs(20));
    if ended.exit != process::Exit::Code(0) {
        return Err(format!("{}\n{}", ended.exit, ended.stderr));
    }
    let got = pattern::normalise(&ended.stdout, &workspace::root().to_string_lossy());
    let golden = test.with_extension("txt");
    if bless {
        return std::fs::write(&golden, got).map_err(|error| error.to_string());
    }
    let expected = std::fs::read_to_string(&golden).map_err(|_| "it has no .txt; --bless writes one".to_owned())?;
    if expected == got { Ok(()) } else { Err(format!("bytecode\n{}", pattern::difference(&expected, &got))) }
}

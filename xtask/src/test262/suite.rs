//! Finds the suite, checks that it is the pinned revision, and lists its tests.

use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The revision that `tests/test262/failing.txt` speaks of.
const REVISION: &str = "be13516fb6441b950ba8a3df97eb34062c186972";

const REPOSITORY: &str = "https://github.com/tc39/test262";

/// The folder of the suite, or what to do to have one.
pub fn find() -> Result<PathBuf, String> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let dir = match variable("TEST262_DIR") {
        Some(dir) => dir,
        None => workspace::cache_dir()?.join("test262"),
    };
    if dir.join("harness/assert.js").is_file() {
        return Ok(dir);
    }
    let shown = dir.display();
    Err(format!(
        "the suite is not in {shown}. To have it:\n  git clone {REPOSITORY} {shown} && git -C {shown} checkout {REVISION}"
    ))
}

/// Whether the checkout is the pinned revision.
pub fn check_revision(dir: &Path) -> Result<(), String> {
    let output = Command::new("git").arg("-C").arg(dir).args(["rev-parse", "HEAD"]).output();
    let output = output.map_err(|error| format!("git: {error}"))?;
    let found = String::from_utf8_lossy(&output.stdout);
    if found.trim() == REVISION {
        return Ok(());
    }
    Err(format!("the suite is at {}, not at the pinned {REVISION}", found.trim()))
}

/// Paths of the tests, below the suite, that hold one of the filters. Fixtures are none.
pub fn tests(dir: &Path, filters: &[String]) -> Vec<String> {
    let wanted = |path: &String| filters.is_empty() || filters.iter().any(|filter| path.contains(filter.as_str()));
    workspace::files(&dir.join("test"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "js"))
        .map(|path| path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().replace('\\', "/"))
        .filter(|path| !path.contains("_FIXTURE"))
        .filter(wanted)
        .collect()
}

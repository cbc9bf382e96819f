//! `cargo x wpt`: those web-platform-tests that a runtime without a window or a server can run, held to `tests/wpt/failing.txt`.
//!
//! Each `.any.js` file runs in a process of its own as a classic script: prelude, testharness.js, the scripts that its `META` lines
//! name, the test. The list says how many of a file's tests fail; a file that is not on it has none that do.

use crate::workspace::Binary;
use crate::{parallel, process, workspace};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// The parts of the suite that fit what exists.
const FOLDERS: &[&str] = &[
    "compression/",
    "dom/abort/",
    "dom/events/",
    "encoding/",
    "fetch/api/abort/",
    "fetch/api/body/",
    "fetch/api/headers/",
    "fetch/api/request/",
    "fetch/api/response/",
    "FileAPI/blob/",
    "FileAPI/file/",
    "hr-time/",
    "html/webappapis/atob/",
    "html/webappapis/microtask-queuing/",
    "html/webappapis/structured-clone/",
    "html/webappapis/timers/",
    "performance-timeline/",
    "scheduler/",
    "streams/",
    "url/",
    "urlpattern/",
    "user-timing/",
    "WebCryptoAPI/digest/",
    "WebCryptoAPI/getRandomValues.any.js",
    "WebCryptoAPI/randomUUID.https.any.js",
    "web-locks/",
    "webmessaging/",
];

/// What needs a server, other origins, frames or the interfaces of a browser.
const LEFT_OUT: &[&str] = &[
    "idlharness",
    "streams/transferable/",
    "encoding/replacement-encodings",
    "encoding/unsupported-encodings",
    "fetch/api/headers/header-values",
    "fetch/api/headers/headers-no-cors",
    "fetch/api/response/response-blob-realm",
    "FileAPI/file/send-file",
    "message-channels/close-event/garbage-collected",
    "web-locks/query.https",
    "web-locks/non-secure-context",
    "web-locks/secure-context",
    "web-locks/storage-buckets",
    "message-channels/user-activation",
    "message-channels/worker",
    "performance-timeline/droppedentriescount",
    "urlpattern/urlpattern-compare",
    "shadowrealm",
    "fetch/api/abort/cache.https.any.js",
    "fetch/api/abort/keepalive",
    "fetch/api/request/request-cache",
    "fetch/api/request/destination/",
    "/remote-context-",
    "back-forward-cache",
];

const LIST: &str = "tests/wpt/failing.txt";

const HEADER: &str = "\
# Files of the web-platform-tests in which tests fail, and how many of how many do. A file that is not here must pass whole; one that
# fails less must have its line changed: `cargo x wpt --bless` rewrites the lines of the files that it ran.
";

/// What a file's run came to.
struct Outcome {
    failed: Vec<String>,
    total: usize,
    /// It ended before its report.
    broken: Option<String>,
}

/// Runs the files whose path holds one of the filters.
pub fn run(args: &[String]) -> ExitCode {
    let (flags, filters): (Vec<&String>, Vec<&String>) = args.iter().partition(|arg| arg.starts_with("--"));
    let bless = flags.iter().any(|flag| *flag == "--bless");
    let root = match find() {
        Ok(root) => root,
        Err(why) => {
            println!("{why}");
            return ExitCode::FAILURE;
        }
    };
    let Binary::Built(binary) = workspace::jenny() else {
        println!("jenny did not build");
        return ExitCode::FAILURE;
    };
    let list_path = workspace::root().join(LIST);
    let mut list = read_list(&list_path);
    let tests = tests(&root, &filters);
    let outcomes = parallel::map(&tests, |test| run_file(&root, test, &binary));
    let (mut passed, mut failed, mut wrong) = (0, 0, 0);
    for (test, outcome) in tests.iter().zip(&outcomes) {
        let count = outcome.failed.len();
        failed += count;
        passed += outcome.total - count;
        let now = match &outcome.broken {
            Some(why) => Some(format!("broken: {why}")),
            None => (count > 0).then(|| format!("{count} of {}", outcome.total)),
        };
        let is_expected = list.get(test).map(String::as_str) == now.as_deref();
        if !is_expected || !filters.is_empty() {
            let mark = if is_expected { "    " } else { "FAIL" };
            println!("{mark} {test}: {}", now.as_deref().unwrap_or("all pass"));
            for line in outcome.failed.iter().take(if filters.is_empty() { 5 } else { 100 }) {
                println!("       {line}");
            }
        }
        wrong += usize::from(!is_expected);
        match now {
            Some(now) => list.insert(test.clone(), now),
            None => list.remove(test),
        };
    }
    println!("{passed} passed, {failed} failed in {} files; {wrong} files differ from {LIST}", tests.len());
    if bless && let Err(error) = write_list(&list_path, &list) {
        println!("{LIST}: {error}");
        return ExitCode::FAILURE;
    }
    if wrong == 0 || bless { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn find() -> Result<PathBuf, String> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")));
    let dir = variable("WPT_DIR").or_else(|| cache().map(|cache| cache.join("jenny/wpt")));
    let dir = dir.ok_or("neither WPT_DIR nor HOME is set")?;
    match dir.join("resources/testharness.js").is_file() {
        true => Ok(dir),
        false => Err(format!("the web-platform-tests are not in {}; WPT_DIR names another folder", dir.display())),
    }
}

fn tests(root: &Path, filters: &[&String]) -> Vec<String> {
    workspace::files(root)
        .into_iter()
        .map(|path| path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/"))
        .filter(|path| path.ends_with(".any.js") && FOLDERS.iter().any(|folder| path.starts_with(folder)))
        .filter(|path| !LEFT_OUT.iter().any(|part| path.contains(part)))
        .filter(|path| filters.is_empty() || filters.iter().any(|filter| path.contains(filter.as_str())))
        .collect()
}

fn run_file(root: &Path, test: &str, binary: &Path) -> Outcome {
    let text = match std::fs::read_to_string(root.join(test)) {
        Ok(text) => text,
        Err(error) => return Outcome { failed: Vec::new(), total: 0, broken: Some(error.to_string()) },
    };
    let meta = |key: &str| -> Vec<String> {
        let prefix = format!("// META: {key}=");
        text.lines().filter_map(|line| line.trim().strip_prefix(&prefix)).map(str::to_owned).collect()
    };
    let mut variants = meta("variant");
    if variants.is_empty() {
        variants.push(String::new());
    }
    let scripts = meta("script");
    let mut sum = Outcome { failed: Vec::new(), total: 0, broken: None };
    for variant in variants {
        let one = run_variant(root, test, &variant, &scripts, &text, binary);
        sum.failed.extend(one.failed);
        sum.total += one.total;
        sum.broken = sum.broken.or(one.broken);
    }
    sum
}

fn run_variant(root: &Path, test: &str, variant: &str, scripts: &[String], text: &str, binary: &Path) -> Outcome {
    let broken = |why: String| Outcome { failed: Vec::new(), total: 0, broken: Some(why) };
    let settings = serde_json::json!({ "root": root, "test": test, "variant": variant });
    // All is one script, so a strict test makes it strict as a whole.
    let code = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("//"));
    let is_strict = code.is_some_and(|line| line.starts_with("'use strict'") || line.starts_with("\"use strict\""));
    let directive = if is_strict { "'use strict';\n" } else { "" };
    let mut program = directive.to_owned() + &include_str!("prelude.js").replacen("__WPT__", &settings.to_string(), 1);
    let mut add = |text: &str| {
        program.push('\n');
        program.push_str(text);
    };
    let folder = Path::new(test).parent().unwrap_or(Path::new(""));
    let wanted = std::iter::once("/resources/testharness.js".to_owned()).chain(scripts.iter().cloned());
    for (index, script) in wanted.enumerate() {
        let path = match script.strip_prefix('/') {
            Some(path) => root.join(path),
            None => root.join(folder).join(&script),
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => add(&text),
            Err(error) => return broken(format!("{script}: {error}")),
        }
        if index == 0 {
            add("add_completion_callback(WPT.report);");
        }
    }
    add(text);
    add("done();");
    let name = test.replace('/', "-") + &variant.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let file = workspace::target_dir().join("wpt").join(name);
    let written =
        std::fs::create_dir_all(workspace::target_dir().join("wpt")).and_then(|()| std::fs::write(&file, &program));
    if let Err(error) = written {
        return broken(error.to_string());
    }
    let mut command = Command::new(binary);
    command.args(["--script".as_ref(), file.as_os_str()]).env("NO_COLOR", "1");
    let ended = process::run(&mut command, b"", Duration::from_secs(30));
    read_report(&ended)
}

fn read_report(ended: &process::Ended) -> Outcome {
    let mut outcome = Outcome { failed: Vec::new(), total: 0, broken: None };
    for line in ended.stdout.lines() {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        if let Some(name) = value["name"].as_str() {
            let message: String = value["message"].as_str().unwrap_or("").chars().take(300).collect();
            outcome.failed.push(format!("{name}: {}", message.replace('\n', " ")));
        } else if let Some(total) = value["total"].as_u64() {
            outcome.total = total as usize;
            if value["harness"].as_u64() == Some(0) || total > 0 {
                return outcome;
            }
        }
    }
    let last = ended.stderr.lines().find(|line| !line.trim().is_empty()).unwrap_or("no report").trim();
    // A path of this machine says nothing elsewhere.
    let last = last.rsplit('/').next().unwrap_or(last);
    outcome.failed.push(ended.stderr.lines().take(8).collect::<Vec<_>>().join(" | "));
    outcome.total = outcome.total.max(outcome.failed.len());
    outcome.broken =
        Some(if ended.exit == process::Exit::TimedOut { "it does not end".into() } else { last.to_owned() });
    outcome
}

fn read_list(path: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).map(|(test, what)| (test.to_owned(), what.to_owned())).collect()
}

fn write_list(path: &Path, list: &BTreeMap<String, String>) -> std::io::Result<()> {
    let mut text = HEADER.to_owned();
    for (test, what) in list {
        text.push_str(&format!("{test}: {what}\n"));
    }
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(path, text)
}

//! `cargo x wpt`: those web-platform-tests that a runtime without a window or a server can run, held to `tests/wpt/failing.txt`.
//!
//! Each `.any.js` file runs in a process of its own as a classic script: prelude, testharness.js, the scripts that its `META` lines
//! name, the test. In the parts about Workers it also runs in a dedicated and in a shared Worker where its `META` names them, and so
//! do `.worker.js` files; pages run whose scripts need no document. The list says how many of a file's tests fail; a file that is
//! not on it has none that do.

mod stage;

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
    "FileAPI/reading-data-section/",
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
    "workers/",
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
    "importscripts_mime.any.js",
    "importScripts/report-error",
    "modules/dedicated-worker-import-data-url-cross-origin",
    "modules/shared-worker-import-data-url-cross-origin",
    "nested_worker_sync_xhr",
    "semantics/encodings/003",
    "semantics/encodings/004",
    "userAgentData",
    "user_activation",
    "Worker-location.sub",
    "back-forward-cache",
];

const LIST: &str = "tests/wpt/failing.txt";

const HEADER: &str = "\
# Files of the web-platform-tests in which tests fail, and how many of how many do. A file that is not here must pass whole; one that
# fails less must have its line changed: `cargo x wpt --bless` rewrites the lines of the files that it ran. What follows `#` is why.
";

/// A line of the list.
#[derive(Default)]
struct Line {
    what: String,
    reason: String,
}

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
    let copy = match stage::make(&root) {
        Ok(copy) => copy,
        Err(error) => {
            println!("the suite could not be copied: {error}");
            return ExitCode::FAILURE;
        }
    };
    let suite = Suite { root, copy };
    let outcomes = parallel::map(&tests, |test| run_file(&suite, test, &binary));
    let (mut passed, mut failed, mut wrong) = (0, 0, 0);
    for (test, outcome) in tests.iter().zip(&outcomes) {
        let count = outcome.failed.len();
        failed += count;
        passed += outcome.total - count;
        let now = match &outcome.broken {
            Some(why) => Some(format!("broken: {why}")),
            None => (count > 0).then(|| format!("{count} of {}", outcome.total)),
        };
        let is_expected = list.get(test).map(|line| line.what.as_str()) == now.as_deref();
        if !is_expected || !filters.is_empty() {
            let mark = if is_expected { "    " } else { "FAIL" };
            println!("{mark} {test}: {}", now.as_deref().unwrap_or("all pass"));
            for line in outcome.failed.iter().take(if filters.is_empty() { 5 } else { 100 }) {
                println!("       {line}");
            }
        }
        wrong += usize::from(!is_expected);
        match now {
            Some(what) => {
                let line = list.entry(test.clone()).or_default();
                // What a reason was written for may be something else by now.
                if line.what.split(' ').next() != what.split(' ').next() {
                    line.reason.clear();
                }
                line.what = what;
            }
            None => drop(list.remove(test)),
        }
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

/// Where a test runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The program's own.
    Program,
    Dedicated,
    Shared,
}

impl Scope {
    /// What follows the file's name in the list.
    fn mark(self) -> &'static str {
        match self {
            Scope::Program => "",
            Scope::Dedicated => " (dedicated)",
            Scope::Shared => " (shared)",
        }
    }
}

/// Tests by their names in the list: the path, and the scope if it is a Worker's.
fn tests(root: &Path, filters: &[&String]) -> Vec<String> {
    let mut names = Vec::new();
    for path in workspace::files(root) {
        let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let fits = FOLDERS.iter().any(|folder| path.starts_with(folder))
            && !LEFT_OUT.iter().any(|part| path.contains(part))
            && !["/resources/", "/support/"].iter().any(|part| path.contains(part));
        if fits {
            names.extend(scopes(root, &path).into_iter().map(|scope| format!("{path}{}", scope.mark())));
        }
    }
    names.retain(|name| filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str())));
    names
}

/// In which scopes a file is a test.
fn scopes(root: &Path, path: &str) -> Vec<Scope> {
    if !stage::holds(path) {
        return if path.ends_with(".any.js") { vec![Scope::Program] } else { Vec::new() };
    }
    let text = || std::fs::read_to_string(root.join(path)).unwrap_or_default();
    if path.ends_with(".worker.js") {
        return vec![Scope::Dedicated];
    }
    if path.ends_with(".window.js") {
        return if stage::scripts_of(&text()).is_some() { vec![Scope::Program] } else { Vec::new() };
    }
    if path.ends_with(".html") {
        let text = text();
        let is_test = text.contains("testharness.js") && stage::scripts_of(&text).is_some();
        return if is_test { vec![Scope::Program] } else { Vec::new() };
    }
    if !path.ends_with(".any.js") {
        return Vec::new();
    }
    let text = text();
    let globals = meta(&text, "global").concat();
    let globals = if globals.is_empty() { "window,dedicatedworker" } else { &globals };
    let has = |name: &str| globals.split(',').any(|global| global.trim() == name || global.trim() == "worker");
    let mut scopes = Vec::new();
    if globals.contains("window") || !path.starts_with("workers/") {
        scopes.push(Scope::Program);
    }
    if has("dedicatedworker") {
        scopes.push(Scope::Dedicated);
    }
    if has("sharedworker") {
        scopes.push(Scope::Shared);
    }
    scopes
}

fn meta(text: &str, key: &str) -> Vec<String> {
    let prefix = format!("META: {key}=");
    let comments = text.lines().filter_map(|line| line.trim().strip_prefix("//"));
    comments.filter_map(|line| line.trim().strip_prefix(&prefix)).map(str::to_owned).collect()
}

/// The suite, and the copy from which a part of it runs.
struct Suite {
    root: PathBuf,
    copy: PathBuf,
}

fn run_file(suite: &Suite, name: &str, binary: &Path) -> Outcome {
    let scope = [Scope::Dedicated, Scope::Shared].into_iter().find(|scope| name.ends_with(scope.mark()));
    let scope = scope.unwrap_or(Scope::Program);
    let test = name.strip_suffix(scope.mark()).unwrap_or(name);
    let root = if stage::holds(test) { &suite.copy } else { &suite.root };
    let text = match std::fs::read_to_string(root.join(test)) {
        Ok(text) => text,
        Err(error) => return Outcome { failed: Vec::new(), total: 0, broken: Some(error.to_string()) },
    };
    let mut variants = meta(&text, "variant");
    if variants.is_empty() {
        variants.push(String::new());
    }
    let mut sum = Outcome { failed: Vec::new(), total: 0, broken: None };
    for variant in variants {
        let one = run_variant(root, test, &variant, scope, &text, binary);
        sum.failed.extend(one.failed);
        sum.total += one.total;
        sum.broken = sum.broken.or(one.broken);
    }
    sum
}

fn run_variant(root: &Path, test: &str, variant: &str, scope: Scope, text: &str, binary: &Path) -> Outcome {
    let broken = |why: String| Outcome { failed: Vec::new(), total: 0, broken: Some(why) };
    let is_staged = stage::holds(test);
    let settings = serde_json::json!({ "root": root, "test": test, "variant": variant, "isStaged": is_staged });
    let folder = Path::new(test).parent().unwrap_or(Path::new(""));
    let prelude = include_str!("prelude.js").replacen("__WPT__", &settings.to_string(), 1);
    let harness = [stage::Script::File("/resources/testharness.js".into())].into_iter();
    let report = stage::Script::Text("add_completion_callback(WPT.report);".into());
    let files = |names: Vec<String>| names.into_iter().map(stage::Script::File);
    let done = || stage::Script::Text("done();".into());
    let (directive, scripts): (&str, Vec<stage::Script>) = if scope != Scope::Program {
        if let Err(error) = write_worker(root, test, text) {
            return broken(error.to_string());
        }
        let class = if scope == Scope::Shared { "SharedWorker" } else { "Worker" };
        let run = format!("fetch_tests_from_worker(new {class}(WPT.worker)).then(() => done());");
        ("", harness.chain([report, stage::Script::Text(run)]).collect())
    } else if test.ends_with(".html") {
        let Some(scripts) = stage::scripts_of(text) else { return broken("it needs a document".into()) };
        let own = scripts.into_iter().filter(
            |script| !matches!(script, stage::Script::File(name) if name.ends_with("testharness.js") || name.ends_with("testharnessreport.js")),
        );
        // A page that ends its tests itself says so.
        let ends = ["explicit_done", "single_test"].iter().any(|word| text.contains(word));
        ("", harness.chain([report]).chain(own).chain((!ends).then(done)).collect())
    } else {
        // All is one script, so a strict test makes it strict as a whole.
        let code = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("//"));
        let is_strict = code.is_some_and(|line| line.starts_with("'use strict'") || line.starts_with("\"use strict\""));
        let own = files(meta(text, "script")).chain([stage::Script::Text(text.to_owned()), done()]);
        (if is_strict { "'use strict';\n" } else { "" }, harness.chain([report]).chain(own).collect())
    };
    let mut program = directive.to_owned() + &prelude;
    for script in scripts {
        program.push('\n');
        match script {
            stage::Script::Text(text) => program.push_str(&text),
            stage::Script::File(name) => {
                let name = name.split('?').next().unwrap_or_default();
                let path = match name.strip_prefix("file://").or(name.strip_prefix('/')) {
                    Some(path) => root.join(path),
                    None => root.join(folder).join(name),
                };
                match std::fs::read_to_string(&path) {
                    Ok(text) => program.push_str(&text),
                    Err(error) => return broken(format!("{name}: {error}")),
                }
            }
        }
    }
    let mark = variant.replace(|c: char| !c.is_ascii_alphanumeric(), "-") + scope.mark().trim();
    // A program's Workers are named relative to itself.
    let file = match is_staged {
        true => root.join(format!("{test}{mark}.program.js")),
        false => workspace::target_dir().join("wpt").join(test.replace('/', "-") + &mark),
    };
    if let Err(error) = std::fs::write(&file, &program) {
        return broken(error.to_string());
    }
    let mut command = Command::new(binary);
    command.args(["--script".as_ref(), file.as_os_str()]).env("NO_COLOR", "1");
    let ended = process::run(&mut command, b"", Duration::from_secs(30));
    read_report(&ended)
}

/// The Worker's script of an `.any.js` test, as the suite's server makes it; that of a `.worker.js` test is the file itself.
fn write_worker(root: &Path, test: &str, text: &str) -> std::io::Result<()> {
    let Some(name) = test.strip_suffix(".any.js") else { return Ok(()) };
    let import = |path: &str| match path.strip_prefix('/') {
        Some(path) => format!("importScripts({:?});\n", format!("file://{}", root.join(path).display())),
        None => format!("importScripts({path:?});\n"),
    };
    let mut script =
        "self.GLOBAL = { isWindow: () => false, isWorker: () => true, isShadowRealm: () => false };\n".to_owned();
    script += &import("/resources/testharness.js");
    for path in meta(text, "script") {
        script += &import(&path);
    }
    script += &import(&format!("/{test}"));
    script += "done();\n";
    // As in a page, a test may wait for what keeps no Worker alive.
    script += "setInterval(() => {}, 1000);\n";
    std::fs::write(root.join(format!("{name}.any.worker.js")), script)
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

fn read_list(path: &Path) -> BTreeMap<String, Line> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let parse = |line: &str| {
        let (test, rest) = line.split_once(": ")?;
        let (what, reason) = rest.split_once(" # ").unwrap_or((rest, ""));
        Some((test.to_owned(), Line { what: what.to_owned(), reason: reason.to_owned() }))
    };
    lines.filter_map(parse).collect()
}

fn write_list(path: &Path, list: &BTreeMap<String, Line>) -> std::io::Result<()> {
    let mut text = HEADER.to_owned();
    for (test, Line { what, reason }) in list {
        let reason = if reason.is_empty() { String::new() } else { format!(" # {reason}") };
        text.push_str(&format!("{test}: {what}{reason}\n"));
    }
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(path, text)
}

//! A copy of those parts of the suite that start Workers, in which addresses that begin at a server's root lead into the copy:
//! Workers, their scripts and their `location` are then files, and nothing of the suite is different inside a Worker.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::workspace;

/// What is copied.
const FOLDERS: &[&str] = &[
    "common",
    "dom/abort",
    "dom/events",
    "fetch/data-urls/resources",
    "html/webappapis",
    "resources",
    "scheduler",
    "web-locks",
    "webmessaging",
    "workers",
];

/// Whether a test runs from the copy.
pub fn holds(test: &str) -> bool {
    FOLDERS.iter().any(|folder| test.starts_with(&format!("{folder}/")))
}

/// Makes the copy anew; its folder.
pub fn make(suite: &Path) -> io::Result<PathBuf> {
    let copy = workspace::target_dir().join("wpt/suite");
    if copy.exists() {
        std::fs::remove_dir_all(&copy)?;
    }
    let mut roots = BTreeSet::new();
    for entry in std::fs::read_dir(suite)? {
        roots.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    for folder in FOLDERS {
        for path in workspace::files(&suite.join(folder)) {
            let Ok(inside) = path.strip_prefix(suite) else { continue };
            let target = copy.join(inside);
            std::fs::create_dir_all(target.parent().unwrap_or(&copy))?;
            let bytes = std::fs::read(&path)?;
            match String::from_utf8(bytes) {
                Ok(text) => std::fs::write(&target, with_files_for_addresses(&text, &copy, &roots))?,
                Err(error) => std::fs::write(&target, error.as_bytes())?,
            }
        }
    }
    Ok(copy)
}

/// `"/resources/x.js"` becomes `"file:///…/resources/x.js"` in every kind of quotes.
fn with_files_for_addresses(text: &str, copy: &Path, roots: &BTreeSet<String>) -> String {
    let base = format!("file://{}", copy.display());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let folder = rest.strip_prefix('/').and_then(|after| after.split_once('/')).map(|(folder, _)| folder);
        if folder.is_some_and(|folder| roots.contains(folder)) {
            out.push_str(&base);
        }
    }
    out + rest
}

/// The scripts of a page: texts, and the files that `src` names, in order.
pub enum Script {
    Text(String),
    File(String),
}

/// None for a page that needs a document.
pub fn scripts_of(page: &str) -> Option<Vec<Script>> {
    const NEEDS: &[&str] = &[
        "document",
        "window",
        "frame",
        "XMLHttpRequest",
        "get_host_info",
        ".py",
        "erviceWorker",
        "onload",
        "getElement",
        "MouseEvent",
        "WheelEvent",
        "HTMLElement",
        "requestIdleCallback",
        "webkit",
        "<body",
        "<input",
        "dispatchEvent(new UIEvent",
    ];
    // A page's own postMessage() is the window's.
    let posts = page
        .match_indices("postMessage(")
        .any(|(at, _)| !page[..at].ends_with(|c: char| c == '.' || c == '_' || c.is_alphanumeric()));
    if posts || NEEDS.iter().any(|word| page.contains(word)) {
        return None;
    }
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("<script") {
        let (tag, after) = rest[at + "<script".len()..].split_once('>')?;
        let (text, after) = after.split_once("</script>")?;
        rest = after;
        if tag.contains("module") {
            return None;
        }
        match tag.split_once("src=") {
            Some((_, source)) => {
                let source = source.trim_start_matches(['"', '\'']);
                let source = source.split(['"', '\'', ' ', '>']).next().unwrap_or_default();
                scripts.push(Script::File(source.to_owned()));
            }
            None => scripts.push(Script::Text(text.to_owned())),
        }
    }
    Some(scripts)
}

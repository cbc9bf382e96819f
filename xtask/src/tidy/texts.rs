//! Rules of every text file: it names no package registry and no path of one machine.

use super::Finding;
use std::path::Path;

/// Hosts of package registries, in pieces so that this file does not name them either.
const REGISTRIES: [&[&str]; 5] = [
    &["crates", ".io"],
    &["registry.", "npmjs"],
    &["registry.", "yarnpkg"],
    &["proxy.", "golang"],
    &["files.", "pythonhosted"],
];

/// Files in which cargo itself writes where a crate came from.
const EXEMPT: [&str; 3] = ["Cargo.lock", "fuzz/Cargo.lock", "models/Cargo.lock"];

/// Checks one file; `path` is below `root`.
pub fn check(root: &Path, path: &str, text: &str, findings: &mut Vec<Finding>) {
    if EXEMPT.contains(&path) {
        return;
    }
    // A checkout at the top of the file system has a path too short to be told from other text.
    let checkout = (root.components().count() > 2).then(|| root.to_string_lossy());
    let beside = root.parent().filter(|parent| parent.components().count() > 2).map(Path::to_string_lossy);
    let machine = [("a path of this checkout", checkout), ("a path beside this checkout", beside)];
    let registries: Vec<String> = REGISTRIES.iter().map(|pieces| pieces.concat()).collect();
    for (index, line) in text.lines().enumerate() {
        for registry in registries.iter().filter(|registry| line.contains(registry.as_str())) {
            findings.push(Finding::new(path, index + 1, format!("names the registry {registry}")));
        }
        let holds =
            |needle: &Option<std::borrow::Cow<'_, str>>| needle.as_deref().is_some_and(|path| line.contains(path));
        if let Some((what, _)) = machine.iter().find(|(_, needle)| holds(needle)) {
            findings.push(Finding::new(path, index + 1, format!("holds {what}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_and_checkouts_are_seen() {
        let registry = REGISTRIES[1].concat();
        let text = format!("a\nresolved: https://{registry}.org/x\n/srv/checkout/jenny/a.js\n");
        let mut found = Vec::new();
        check(Path::new("/srv/checkout/jenny"), "package-lock.json", &text, &mut found);
        assert_eq!(found.iter().map(|f| f.line).collect::<Vec<_>>(), [2, 3]);
    }
}

//! What kind of module a file is: by extension, by the nearest package.json, and where neither says, by its syntax.

use std::path::Path;

use super::{LoadError, Loader};
use crate::compile_source::{Language, has_module_syntax};

/// How a module's source is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModuleFormat {
    /// An ECMAScript module.
    Module,
    /// A function body in a CommonJS wrapper.
    CommonJs,
    /// A JSON text, whose value is the default export.
    Json,
    /// The text itself is the default export.
    Text,
    /// The bytes are the default export.
    Bytes,
}

/// The `type` field of a package.json.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PackageType {
    Module,
    CommonJs,
}

/// The grammar that a file's extension stands for; `None` if it is not one of source files.
pub fn language_of_extension(extension: &str) -> Option<Language> {
    Some(match extension {
        "js" | "mjs" | "cjs" => Language::JavaScript,
        "jsx" => Language::Jsx,
        "ts" | "mts" | "cts" => Language::TypeScript,
        "tsx" => Language::Tsx,
        _ => return None,
    })
}

impl Loader {
    /// The `type` that holds for files in `directory`: that of the nearest package.json above, none beyond a
    /// `node_modules`.
    pub fn package_type(&self, directory: &Path) -> Option<PackageType> {
        if let Some(&known) = self.package_types.borrow().get(directory) {
            return known;
        }
        let found = match std::fs::read(directory.join("package.json")) {
            Ok(bytes) => type_field(&bytes),
            Err(_) => match directory.parent() {
                Some(parent) if !directory.ends_with("node_modules") => self.package_type(parent),
                _ => None,
            },
        };
        self.package_types.borrow_mut().insert(directory.to_owned(), found);
        found
    }

    /// The format and the language of the file at `path`; no format where only its text tells. With `lenient` an unknown
    /// extension counts as `.js`, as it does for `require` and for the entry.
    pub(super) fn format_of(&self, path: &Path, lenient: bool) -> Result<(Option<ModuleFormat>, Language), LoadError> {
        let extension = path.extension().map(|extension| extension.to_string_lossy());
        let language = match extension.as_deref() {
            Some("json") => return Ok((Some(ModuleFormat::Json), Language::JavaScript)),
            None => Language::JavaScript,
            Some(extension) => match language_of_extension(extension) {
                Some(language) => language,
                None if lenient => Language::JavaScript,
                None => {
                    return Err(LoadError::type_error(
                        "ERR_UNKNOWN_FILE_EXTENSION",
                        format!("Unknown file extension \".{extension}\" for {}", path.display()),
                    ));
                }
            },
        };
        let format = match extension.as_deref() {
            Some("mjs" | "mts") => Some(ModuleFormat::Module),
            Some("cjs" | "cts") => Some(ModuleFormat::CommonJs),
            _ => path.parent().and_then(|directory| self.package_type(directory)).map(|kind| match kind {
                PackageType::Module => ModuleFormat::Module,
                PackageType::CommonJs => ModuleFormat::CommonJs,
            }),
        };
        Ok((format, language))
    }
}

/// The format of a source whose file does not tell it.
pub(super) fn format_of_text(text: &str, language: Language) -> ModuleFormat {
    match has_module_syntax(text, language) {
        true => ModuleFormat::Module,
        false => ModuleFormat::CommonJs,
    }
}

/// Whether a line begins as the declarations of modules do: then a source is rather one.
pub(super) fn looks_like_module(text: &str) -> bool {
    ["import", "export"].iter().any(|word| {
        memchr::memmem::find_iter(text.as_bytes(), word).any(|at| {
            let before = at.checked_sub(1).map(|before| text.as_bytes()[before]);
            let after = text.as_bytes().get(at + word.len());
            matches!(before, None | Some(b'\n'))
                && after.is_some_and(|byte| matches!(byte, b' ' | b'{' | b'*' | b'"' | b'\''))
        })
    })
}

fn type_field(package_json: &[u8]) -> Option<PackageType> {
    let text = package_json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(package_json);
    let value: serde_json::Value = serde_json::from_slice(text).ok()?;
    match value.get("type")?.as_str()? {
        "module" => Some(PackageType::Module),
        "commonjs" => Some(PackageType::CommonJs),
        _ => None,
    }
}

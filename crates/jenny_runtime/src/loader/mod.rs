//! From a specifier to source text: resolution as Node does it, formats, reading.
//!
//! Nothing is made before it is asked for: a program of one file never makes a resolver.

mod builtin_url;
mod error;
mod format;
mod read;
mod resolve;
mod typescript_settings;

#[cfg(test)]
mod tests;

use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};

use oxc_resolver::Resolver;
use rustc_hash::FxHashMap;
use url::Url;

pub use builtin_url::{builtin_url, parse_data_url};
pub use error::{LoadError, LoadErrorKind};
pub use format::{ModuleFormat, PackageType, language_of_extension};
pub use read::{decode_source, read_source_text};

use crate::compile_source::{Language, TypeScriptSettings};

/// How a module is asked for, which decides conditions and what may be left out of a specifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportKind {
    /// `import` declarations and `import()`.
    Import,
    /// `require` and `require.resolve`.
    Require,
}

/// The URL of a file; a path that is not absolute counts from the root.
pub fn file_url(path: &Path) -> Url {
    let absolute = Path::new("/").join(path);
    match Url::from_file_path(absolute) {
        Ok(url) => url,
        Err(()) => unreachable!("an absolute path has a URL"),
    }
}

/// Where a specifier leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A module of the runtime's own, by its name without `node:`.
    Builtin(String),
    /// A file. `url` is its identity as a module: its real path and what followed `?` or `#`.
    File { path: PathBuf, url: Url },
    /// A `data:` URL.
    Data(Url),
    /// A helper that transformed TypeScript asks for; see [`crate::compile_source::helper_source`].
    Helper(String),
}

impl Resolved {
    /// The module's identity.
    pub fn url(&self) -> String {
        match self {
            Resolved::Builtin(name) => builtin_url(name),
            Resolved::File { url, .. } | Resolved::Data(url) => url.as_str().to_owned(),
            Resolved::Helper(specifier) => specifier.clone(),
        }
    }

    /// The file's path, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Resolved::File { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// A module's source as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub url: String,
    pub path: Option<PathBuf>,
    pub content: Content,
    pub format: ModuleFormat,
    pub language: Language,
    /// Meaningful if `language` needs a transform.
    pub typescript: TypeScriptSettings,
}

/// What a module's source consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// For `with { type: "bytes" }`.
    Bytes(Vec<u8>),
}

impl Content {
    /// The text; empty if the content is bytes.
    pub fn into_text(self) -> String {
        match self {
            Content::Text(text) => text,
            Content::Bytes(_) => String::new(),
        }
    }
}

impl Source {
    /// The text; empty if the content is bytes.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Bytes(_) => "",
        }
    }
}

/// What the loader knows about package.json and tsconfig.json files, and the resolvers. One per agent.
pub struct Loader {
    /// Whether a name without `node:` is a module of the runtime's own.
    is_builtin: fn(&str) -> bool,
    /// Conditions besides Node's own, as from `--conditions`.
    conditions: Vec<String>,
    imports: OnceCell<Resolver>,
    requires: OnceCell<Resolver>,
    typescript: OnceCell<Resolver>,
    package_types: RefCell<FxHashMap<PathBuf, Option<PackageType>>>,
}

impl Loader {
    /// `is_builtin` tells the runtime's own modules by their names without `node:`.
    pub fn new(is_builtin: fn(&str) -> bool, conditions: Vec<String>) -> Loader {
        Loader {
            is_builtin,
            conditions,
            imports: OnceCell::new(),
            requires: OnceCell::new(),
            typescript: OnceCell::new(),
            package_types: RefCell::default(),
        }
    }

    /// The entry file named on the command line, relative to `directory`. As Node, it may lack its extension, and a
    /// directory stands for its package.json's `main` or its index file.
    pub fn resolve_entry(&self, name: &Path, directory: &Path) -> Result<Resolved, LoadError> {
        let path = directory.join(name);
        if path.is_file() {
            return resolve::file(&path, None, None);
        }
        let absolute = path.to_string_lossy();
        self.requires().resolve(directory, &absolute).map_or_else(
            |_| Err(LoadError::entry_not_found(&path)),
            |resolution| resolve::file(resolution.path(), None, None),
        )
    }
}

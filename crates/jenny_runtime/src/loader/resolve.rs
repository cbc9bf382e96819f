//! Resolution: Node's algorithms for `import` and `require`, and what TypeScript sources expect beyond them.

use std::path::{Path, PathBuf};

use oxc_resolver::{Resolution, ResolveError, ResolveOptions, Resolver, TsconfigDiscovery};
use url::Url;

use super::read::unknown_builtin;
use super::{ImportKind, LoadError, Loader, Resolved, language_of_extension};
use crate::compile_source::HELPER_PACKAGE;

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&item| item.to_owned()).collect()
}

impl Loader {
    fn options(&self, condition: &str) -> ResolveOptions {
        let mut condition_names = strings(&["node", condition, "module-sync", "node-addons"]);
        condition_names.extend(self.conditions.iter().cloned());
        ResolveOptions {
            condition_names,
            extensions: strings(&[".js", ".json", ".node"]),
            main_fields: strings(&["main"]),
            main_files: strings(&["index"]),
            symlinks: true,
            node_path: condition == "require",
            ..ResolveOptions::default()
        }
    }

    pub(super) fn imports(&self) -> &Resolver {
        self.imports.get_or_init(|| {
            Resolver::new(ResolveOptions { fully_specified: true, node_path: false, ..self.options("import") })
        })
    }

    pub(super) fn requires(&self) -> &Resolver {
        self.requires.get_or_init(|| Resolver::new(self.options("require")))
    }

    /// Takes TypeScript's liberties: extensions left out, `.js` for `.ts`, the `paths` of tsconfig.json.
    pub(super) fn typescript(&self) -> &Resolver {
        self.typescript.get_or_init(|| {
            let alias = |from: &str, to: &[&str]| (from.to_owned(), strings(to));
            Resolver::new(ResolveOptions {
                tsconfig: Some(TsconfigDiscovery::Auto),
                extensions: strings(&[".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"]),
                extension_alias: vec![
                    alias(".js", &[".js", ".ts", ".tsx"]),
                    alias(".jsx", &[".jsx", ".tsx"]),
                    alias(".mjs", &[".mjs", ".mts"]),
                    alias(".cjs", &[".cjs", ".cts"]),
                ],
                ..self.options("import")
            })
        })
    }

    /// Where `specifier` leads from the module whose identity is `referrer`.
    ///
    /// # Errors
    /// It leads nowhere; the message names the specifier and the referrer.
    pub fn resolve(&self, specifier: &str, referrer: &Url, kind: ImportKind) -> Result<Resolved, LoadError> {
        if let Some(name) = specifier.strip_prefix("node:") {
            return if (self.is_builtin)(name) && !name.starts_with("jenny:") {
                Ok(Resolved::Builtin(name.to_owned()))
            } else {
                Err(unknown_builtin(specifier))
            };
        }
        if (self.is_builtin)(specifier) {
            return Ok(Resolved::Builtin(specifier.to_owned()));
        }
        if specifier.strip_prefix(HELPER_PACKAGE).is_some_and(|rest| rest.starts_with('/')) {
            return Ok(Resolved::Helper(specifier.to_owned()));
        }
        let from = referrer.to_file_path().ok();
        let answer = match kind {
            ImportKind::Import => self.resolve_import(specifier, referrer, from.as_deref()),
            ImportKind::Require => self.resolve_require(specifier, from.as_deref()),
        };
        match (answer, from) {
            (Err(error), Some(from)) if is_transformed(&from) => {
                let relative = self.typescript().resolve_file(&from, specifier);
                relative.map_or(Err(error), |resolution| found(&resolution))
            }
            (answer, _) => answer,
        }
    }

    fn resolve_import(&self, specifier: &str, referrer: &Url, from: Option<&Path>) -> Result<Resolved, LoadError> {
        let is_path = ["/", "./", "../"].iter().any(|start| specifier.starts_with(start))
            || specifier == "."
            || specifier == "..";
        if is_path {
            // A data: URL is no base for a path.
            let url = referrer.join(specifier).map_err(|_| invalid_specifier(specifier, referrer))?;
            return self.resolve_url(specifier, &url, referrer);
        }
        if !specifier.starts_with('#')
            && let Ok(url) = Url::parse(specifier)
        {
            return self.resolve_url(specifier, &url, referrer);
        }
        let Some(directory) = from.and_then(Path::parent) else {
            return Err(invalid_specifier(specifier, referrer));
        };
        match self.imports().resolve(directory, specifier) {
            Ok(resolution) => found(&resolution),
            Err(error) => Err(import_error(&error, specifier, &show(referrer))),
        }
    }

    fn resolve_url(&self, specifier: &str, url: &Url, referrer: &Url) -> Result<Resolved, LoadError> {
        match url.scheme() {
            "file" => {}
            "data" => return Ok(Resolved::Data(url.clone())),
            scheme => {
                return Err(LoadError::new(
                    "ERR_UNSUPPORTED_ESM_URL_SCHEME",
                    format!(
                        "Only URLs with a scheme in: file, data, and node are supported by the default module loader. Received protocol '{scheme}:'"
                    ),
                ));
            }
        }
        let path = url.to_file_path().map_err(|()| invalid_specifier(specifier, referrer))?;
        if path.is_dir() {
            return Err(LoadError::new(
                "ERR_UNSUPPORTED_DIR_IMPORT",
                format!(
                    "Directory import '{}' is not supported resolving ES modules imported from {}",
                    path.display(),
                    show(referrer)
                ),
            ));
        }
        if !path.is_file() {
            let hint = nearby(&path, specifier).map(|near| format!("\nDid you mean to import '{near}'?"));
            return Err(LoadError::new(
                "ERR_MODULE_NOT_FOUND",
                format!(
                    "Cannot find module '{specifier}' imported from {}{}",
                    show(referrer),
                    hint.unwrap_or_default()
                ),
            ));
        }
        file(&path, url.query(), url.fragment())
    }

    fn resolve_require(&self, specifier: &str, from: Option<&Path>) -> Result<Resolved, LoadError> {
        let directory = from.and_then(Path::parent).unwrap_or(Path::new("/"));
        match self.requires().resolve(directory, specifier) {
            Ok(resolution) => found(&resolution),
            Err(error) => {
                let stack = from.map_or(String::new(), |from| format!("\nRequire stack:\n- {}", from.display()));
                Err(match import_error(&error, specifier, &from.unwrap_or(Path::new("")).display().to_string()) {
                    LoadError { code: "ERR_MODULE_NOT_FOUND", .. } => {
                        LoadError::new("MODULE_NOT_FOUND", format!("Cannot find module '{specifier}'{stack}"))
                    }
                    other => other,
                })
            }
        }
    }
}

/// Whether the file's sources go through the transformer, and so may be written with TypeScript's liberties.
fn is_transformed(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy());
    extension.and_then(|extension| language_of_extension(&extension)).is_some_and(|language| language.needs_transform())
}

/// A referrer as a person would write it: a path for a file.
fn show(url: &Url) -> String {
    url.to_file_path().map_or_else(|()| url.as_str().to_owned(), |path| path.display().to_string())
}

fn found(resolution: &Resolution) -> Result<Resolved, LoadError> {
    let without = |mark: char, text: Option<&str>| text.map(|text| text.trim_start_matches(mark).to_owned());
    let query = without('?', resolution.query());
    let fragment = without('#', resolution.fragment());
    file(resolution.path(), query.as_deref(), fragment.as_deref())
}

/// The module that the file at `path` is.
pub(super) fn file(path: &Path, query: Option<&str>, fragment: Option<&str>) -> Result<Resolved, LoadError> {
    let path = crate::fs_ops::real_path(path).map_err(|error| LoadError::new(error.code, error.to_string()))?;
    let mut url = Url::from_file_path(&path).map_err(|()| {
        LoadError::type_error("ERR_INVALID_FILE_URL_PATH", format!("'{}' is not an absolute path", path.display()))
    })?;
    url.set_query(query);
    url.set_fragment(fragment);
    Ok(Resolved::File { path, url })
}

/// The specifier that would have worked: with an extension, or with an index file.
fn nearby(path: &Path, specifier: &str) -> Option<String> {
    let extensions = ["js", "mjs", "cjs", "ts", "mts", "tsx", "jsx", "json"];
    let with = |suffix: &str| -> Option<String> {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name).is_file().then(|| format!("{specifier}{suffix}"))
    };
    extensions.iter().find_map(|extension| with(&format!(".{extension}"))).or_else(|| {
        // `./x.js` for a file that is called `./x.ts`.
        let known = path.extension()?.to_string_lossy().into_owned();
        let stem = specifier.strip_suffix(&format!(".{known}"))?;
        extensions
            .iter()
            .find(|extension| path.with_extension(extension).is_file())
            .map(|extension| format!("{stem}.{extension}"))
    })
}

fn invalid_specifier(specifier: &str, referrer: &Url) -> LoadError {
    LoadError::type_error(
        "ERR_INVALID_MODULE_SPECIFIER",
        format!("Invalid module specifier '{specifier}' imported from {}", show(referrer)),
    )
}

fn import_error(error: &ResolveError, specifier: &str, from: &str) -> LoadError {
    match error {
        ResolveError::PackagePathNotExported { subpath, package_json_path, .. } => {
            let package_json = package_json_path.display();
            let subject = match subpath.as_str() {
                "." => "No \"exports\" main defined".to_owned(),
                subpath => format!("Package subpath '{subpath}' is not defined by \"exports\""),
            };
            LoadError::new("ERR_PACKAGE_PATH_NOT_EXPORTED", format!("{subject} in {package_json} imported from {from}"))
        }
        ResolveError::PackageImportNotDefined(name, package_json) => LoadError::type_error(
            "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            format!(
                "Package import specifier \"{name}\" is not defined in package {} imported from {from}",
                package_json.display()
            ),
        ),
        ResolveError::InvalidPackageTarget(..) => {
            LoadError::new("ERR_INVALID_PACKAGE_TARGET", format!("{error} imported from {from}"))
        }
        ResolveError::InvalidPackageConfig(_)
        | ResolveError::InvalidPackageConfigDefault(_)
        | ResolveError::InvalidPackageConfigDirectory(_) => {
            LoadError::new("ERR_INVALID_PACKAGE_CONFIG", error.to_string())
        }
        ResolveError::Json(json) => LoadError::new(
            "ERR_INVALID_PACKAGE_CONFIG",
            format!(
                "Invalid package config {}: {} (line {}, column {})",
                json.path.display(),
                json.message,
                json.line,
                json.column
            ),
        ),
        ResolveError::InvalidModuleSpecifier(..) | ResolveError::Specifier(_) => LoadError::type_error(
            "ERR_INVALID_MODULE_SPECIFIER",
            format!("Invalid module specifier '{specifier}' imported from {from}"),
        ),
        _ => {
            let is_path = specifier.starts_with(['.', '/']) || specifier.starts_with('#');
            let package: Vec<&str> = specifier.split('/').take(1 + usize::from(specifier.starts_with('@'))).collect();
            // Node blames the package if nothing of it is there, and the file if only that is missing.
            let (what, name) = match (is_path, package.len() < specifier.split('/').count()) {
                (false, false) => ("package", specifier.to_owned()),
                (false, true) if !package_exists(Path::new(from), &package.join("/")) => ("package", package.join("/")),
                _ => ("module", specifier.to_owned()),
            };
            LoadError::new("ERR_MODULE_NOT_FOUND", format!("Cannot find {what} '{name}' imported from {from}"))
        }
    }
}

fn package_exists(from: &Path, package: &str) -> bool {
    from.ancestors().skip(1).any(|directory| directory.join("node_modules").join(package).is_dir())
}

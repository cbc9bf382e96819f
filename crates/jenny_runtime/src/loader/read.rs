//! Reading source files: text that is UTF-8 for certain, and an error that says where it is not.

use std::path::Path;

use super::format::{format_of_text, looks_like_module};
use super::{Content, LoadError, Loader, ModuleFormat, Resolved, Source, parse_data_url};
use crate::compile_source::{Language, TypeScriptSettings, helper_source, locate};
use crate::fs_ops::read_file;

/// The text of the source file at `path`, without a byte order mark.
///
/// # Errors
/// The file cannot be read, or it is not UTF-8; the message then names the byte.
pub fn read_source_text(path: &Path) -> Result<String, LoadError> {
    decode_source(read_bytes(path)?, &path.display().to_string())
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    read_file(path).map_err(|error| {
        let error = if error.path.is_some() { error } else { error.at(path) };
        LoadError::new(error.code, error.to_string())
    })
}

/// `bytes` as text, without a byte order mark. `name` is what the message calls the source.
pub fn decode_source(bytes: Vec<u8>, name: &str) -> Result<String, LoadError> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let (valid, rest) = error.as_bytes().split_at(at);
        let line = locate(str::from_utf8(valid).unwrap_or_default(), at as u32).0;
        LoadError {
            kind: super::LoadErrorKind::SyntaxError,
            code: "ERR_INVALID_UTF8",
            message: format!("{name} is not valid UTF-8: byte 0x{:02x} at offset {at}, line {line}", rest[0]),
        }
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

impl Loader {
    /// Reads what `resolved` names. `type_attribute` is the value of `type` in the import's attributes; `lenient` is for
    /// `require` and the entry, to which an unknown extension and a missing attribute are no errors.
    ///
    /// # Errors
    /// The file cannot be read, is not UTF-8, or is not what the attribute says. Builtins have no source.
    pub fn load(&self, resolved: &Resolved, type_attribute: Option<&str>, lenient: bool) -> Result<Source, LoadError> {
        let url = resolved.url();
        match resolved {
            Resolved::File { path, .. } => self.load_file(path, url, type_attribute, lenient),
            Resolved::Data(data) => {
                let (mime, bytes) = parse_data_url(data).ok_or_else(|| {
                    LoadError::type_error("ERR_INVALID_URL", format!("Invalid data: URL '{}'", data.as_str()))
                })?;
                let format = match (type_attribute, mime.as_str()) {
                    (Some("text"), _) => ModuleFormat::Text,
                    (Some("bytes"), _) => ModuleFormat::Bytes,
                    (_, "application/json") => ModuleFormat::Json,
                    (_, "text/javascript" | "application/javascript") => ModuleFormat::Module,
                    _ => {
                        return Err(LoadError::type_error(
                            "ERR_UNKNOWN_MODULE_FORMAT",
                            format!("Unknown module format: {mime} for URL {url}"),
                        ));
                    }
                };
                check_attribute(format, type_attribute, &url, lenient)?;
                let content = match format {
                    ModuleFormat::Bytes => Content::Bytes(bytes),
                    _ => Content::Text(decode_source(bytes, &url)?),
                };
                Ok(source(url, None, content, format, Language::JavaScript, TypeScriptSettings::default()))
            }
            Resolved::Helper(specifier) => {
                let (name, text) = helper_source(specifier).ok_or_else(|| unknown_builtin(specifier))?;
                let (format, export) = if lenient {
                    (ModuleFormat::CommonJs, "module.exports =")
                } else {
                    (ModuleFormat::Module, "export default")
                };
                let content = Content::Text(format!("{text}{export} {name};\n"));
                Ok(source(url, None, content, format, Language::JavaScript, TypeScriptSettings::default()))
            }
            Resolved::Builtin(name) => Err(unknown_builtin(name)),
        }
    }

    fn load_file(
        &self,
        path: &Path,
        url: String,
        type_attribute: Option<&str>,
        lenient: bool,
    ) -> Result<Source, LoadError> {
        let bytes = read_bytes(path)?;
        match type_attribute {
            Some("bytes") => {
                let settings = TypeScriptSettings::default();
                let content = Content::Bytes(bytes);
                return Ok(source(url, Some(path), content, ModuleFormat::Bytes, Language::JavaScript, settings));
            }
            Some("text") => {
                let content = Content::Text(decode_source(bytes, &path.display().to_string())?);
                let settings = TypeScriptSettings::default();
                return Ok(source(url, Some(path), content, ModuleFormat::Text, Language::JavaScript, settings));
            }
            _ => {}
        }
        let text = decode_source(bytes, &path.display().to_string())?;
        let (format, language) = self.format_of(path, lenient)?;
        let format = format.unwrap_or_else(|| format_of_text(&text, language));
        check_attribute(format, type_attribute, &url, lenient)?;
        let settings =
            if language.needs_transform() { self.typescript_settings(path)? } else { TypeScriptSettings::default() };
        Ok(source(url, Some(path), Content::Text(text), format, language, settings))
    }

    /// Reads what `resolved` names for `require` or as the entry. True if it is plain JavaScript that most likely is CommonJS
    /// but is so for certain only if it can be compiled so: `has_module_syntax` tells about one that cannot.
    ///
    /// # Errors
    /// As [`Loader::load`].
    pub fn load_for_require(&self, resolved: &Resolved) -> Result<(Source, bool), LoadError> {
        let Resolved::File { path, .. } = resolved else { return Ok((self.load(resolved, None, true)?, false)) };
        match self.format_of(path, true)? {
            (None, Language::JavaScript) => {}
            _ => return Ok((self.load(resolved, None, true)?, false)),
        }
        let text = decode_source(read_bytes(path)?, &path.display().to_string())?;
        let unsure = !looks_like_module(&text);
        let format = if unsure { ModuleFormat::CommonJs } else { format_of_text(&text, Language::JavaScript) };
        let (content, settings) = (Content::Text(text), TypeScriptSettings::default());
        Ok((source(resolved.url(), Some(path), content, format, Language::JavaScript, settings), unsure))
    }
}

fn source(
    url: String,
    path: Option<&Path>,
    content: Content,
    format: ModuleFormat,
    language: Language,
    typescript: TypeScriptSettings,
) -> Source {
    Source { url, path: path.map(Path::to_owned), content, format, language, typescript }
}

pub(super) fn unknown_builtin(name: &str) -> LoadError {
    LoadError::new("ERR_UNKNOWN_BUILTIN_MODULE", format!("No such built-in module: {name}"))
}

/// JSON must be asked for as JSON, and nothing else may be (ECMA-262, import attributes; HTML, module types).
fn check_attribute(
    format: ModuleFormat,
    type_attribute: Option<&str>,
    url: &str,
    lenient: bool,
) -> Result<(), LoadError> {
    match (format, type_attribute) {
        (ModuleFormat::Json, None) if !lenient => Err(LoadError::type_error(
            "ERR_IMPORT_ATTRIBUTE_MISSING",
            format!("Module \"{url}\" needs an import attribute of \"type: json\""),
        )),
        (ModuleFormat::Json, Some("json")) | (_, None | Some("text" | "bytes")) => Ok(()),
        (_, Some("json")) => Err(LoadError::type_error(
            "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
            format!("Module \"{url}\" is not of type \"json\""),
        )),
        (_, Some(other)) => Err(LoadError::type_error(
            "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
            format!("Import attribute \"type\" with value \"{other}\" is not supported"),
        )),
    }
}

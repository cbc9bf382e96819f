//! What the nearest tsconfig.json says about a file.

use std::path::Path;

use super::{LoadError, Loader};
use crate::compile_source::{JsxTransform, TypeScriptSettings};

impl Loader {
    /// The settings for the file at `path`. Without a tsconfig.json, TypeScript's own defaults, with JSX on.
    ///
    /// # Errors
    /// A tsconfig.json is there but cannot be read.
    pub fn typescript_settings(&self, path: &Path) -> Result<TypeScriptSettings, LoadError> {
        let found = self
            .typescript()
            .find_tsconfig(path)
            .map_err(|error| LoadError::new("ERR_INVALID_TSCONFIG", format!("{error} (for {})", path.display())))?;
        let Some(found) = found else { return Ok(TypeScriptSettings::default()) };
        let options = &found.compiler_options;
        let jsx = match options.jsx.as_deref() {
            Some("react") => JsxTransform::Classic {
                factory: options.jsx_factory.clone().unwrap_or_else(|| "React.createElement".to_owned()),
                fragment: options.jsx_fragment_factory.clone().unwrap_or_else(|| "React.Fragment".to_owned()),
            },
            Some("react-jsxdev") => JsxTransform::Development(options.jsx_import_source.clone()),
            _ => options.jsx_import_source.clone().map_or(JsxTransform::Automatic, JsxTransform::AutomaticFrom),
        };
        Ok(TypeScriptSettings {
            experimental_decorators: options.experimental_decorators.unwrap_or(false),
            emit_decorator_metadata: options.emit_decorator_metadata.unwrap_or(false),
            fields_are_assigned: options.use_define_for_class_fields == Some(false),
            verbatim_module_syntax: options.verbatim_module_syntax.unwrap_or(false),
            jsx,
        })
    }
}

//! Why a module cannot be had, with the codes and words of Node.

use std::fmt;
use std::path::Path;

/// Which JavaScript error it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadErrorKind {
    Error,
    TypeError,
    RangeError,
    SyntaxError,
}

/// A module that cannot be had. `Display` is the error's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    pub kind: LoadErrorKind,
    /// Such as `ERR_MODULE_NOT_FOUND`.
    pub code: &'static str,
    pub message: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LoadError {}

impl LoadError {
    pub(super) fn new(code: &'static str, message: String) -> LoadError {
        LoadError { kind: LoadErrorKind::Error, code, message }
    }

    pub(super) fn type_error(code: &'static str, message: String) -> LoadError {
        LoadError { kind: LoadErrorKind::TypeError, code, message }
    }

    pub(super) fn entry_not_found(path: &Path) -> LoadError {
        LoadError::new("MODULE_NOT_FOUND", format!("Cannot find module '{}'", path.display()))
    }
}

//! Compile errors: what went wrong, where, and of which class.

use crate::diagnostic_wording;
use jenny_bytecode::SourceText;
use oxc_diagnostics::OxcDiagnostic;
use std::fmt;

/// The class of the error that is thrown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// SyntaxError
    SyntaxError,
    /// ReferenceError
    ReferenceError,
    /// RangeError
    RangeError,
}

/// An early error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    /// class
    pub kind: ErrorKind,
    /// message
    pub message: String,
    /// byte offset into the source
    pub offset: u32,
    /// line, from 1
    pub line: u32,
    /// column, from 1, in UTF-16 code units
    pub column: u32,
    /// bytes that the error covers
    pub length: u32,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.message)
    }
}

impl std::error::Error for CompileError {}

impl CompileError {
    /// An error at a place of a source.
    pub fn new(
        source: &SourceText,
        kind: ErrorKind,
        message: impl Into<String>,
        offset: u32,
        length: u32,
    ) -> CompileError {
        let offset = offset.min(source.text.len() as u32);
        let (line, column) = source.line_column(offset);
        CompileError { kind, message: message.into(), offset, line, column, length }
    }

    /// A diagnostic of the parser. `shift` is the length of what was put in front of the source.
    pub fn from_diagnostic(source: &SourceText, diagnostic: &OxcDiagnostic, shift: u32) -> CompileError {
        let labels: Vec<(usize, usize)> =
            diagnostic.labels.iter().map(|l| (l.offset().saturating_sub(shift) as usize, l.len() as usize)).collect();
        let said = diagnostic_wording::translate(&diagnostic.message, &labels, &source.text);
        CompileError::new(source, ErrorKind::SyntaxError, said.message, said.offset as u32, said.length as u32)
    }
}

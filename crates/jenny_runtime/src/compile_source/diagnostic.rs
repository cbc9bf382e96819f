//! What is wrong with a source, with its place.

use std::ops::Range;

use oxc_diagnostics::{Diagnostics, Severity};

/// Which error a diagnostic becomes in JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagnosticKind {
    SyntaxError,
    RangeError,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub kind: DiagnosticKind,
    pub message: String,
    /// How it could be put right, if the parser knows.
    pub help: Option<String>,
    /// Counted from 1; 0 if no place is known.
    pub line: u32,
    /// Counted from 1, in UTF-16 code units.
    pub column: u32,
    /// Bytes of the source.
    pub span: Range<u32>,
}

impl Diagnostic {
    /// A source that no acceptable stack suffices for; `at` is the byte where it became too deep.
    pub(super) fn too_deep(source: &str, at: u32) -> Diagnostic {
        let (line, column) = locate(source, at);
        Diagnostic {
            kind: DiagnosticKind::RangeError,
            message: "Maximum call stack size exceeded".to_owned(),
            help: None,
            line,
            column,
            span: at..at + 1,
        }
    }
}

/// The line and the column of a byte of `source`, both counted from 1, the column in UTF-16 code units. Lines end as
/// ECMA-262's LineTerminatorSequence says.
pub fn locate(source: &str, offset: u32) -> (u32, u32) {
    let mut end = (offset as usize).min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let (mut line, mut column, mut previous) = (1, 1, '\0');
    for c in source[..end].chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => (line, column) = (line + 1, 1),
            _ => column += c.len_utf16() as u32,
        }
        previous = c;
    }
    (line, column)
}

/// The errors among the parser's diagnostics, in source order.
pub(super) fn from_parser(source: &str, diagnostics: &Diagnostics) -> Vec<Diagnostic> {
    let mut errors: Vec<Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| {
            let span = diagnostic.labels.first().map(|label| {
                let start = label.offset();
                start..start + label.len()
            });
            let (line, column) = span.as_ref().map_or((0, 0), |span| locate(source, span.start));
            Diagnostic {
                kind: DiagnosticKind::SyntaxError,
                message: diagnostic.message.to_string(),
                help: diagnostic.help.as_ref().map(ToString::to_string),
                line,
                column,
                span: span.unwrap_or(0..0),
            }
        })
        .collect();
    errors.sort_by_key(|error| error.span.start);
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_utf16_and_in_any_line_terminator() {
        for (source, offset, place) in [
            ("abc", 0, (1, 1)),
            ("a\r\nb", 3, (2, 1)),
            ("a\u{2028}😀b", 8, (2, 3)),
            ("é", 1, (1, 1)),
            ("a", 99, (1, 2)),
        ] {
            assert_eq!(locate(source, offset), place, "{source:?}");
        }
    }
}

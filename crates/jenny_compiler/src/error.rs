//! Compile errors, in the wording users know from V8.

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
        let label = diagnostic.labels.last().or(diagnostic.labels.first());
        let first = diagnostic.labels.first();
        let label = if diagnostic.message.contains("already been declared") { label } else { first };
        let (offset, length) = label.map_or((0, 0), |l| (l.offset() as u32, l.len() as u32));
        let offset = offset.saturating_sub(shift);
        let end = (offset + length).min(source.text.len() as u32);
        let token = source.text.get(offset as usize..end as usize).unwrap_or_default();
        let message = message(&diagnostic.message, token, &source.text, offset as usize);
        CompileError::new(source, ErrorKind::SyntaxError, message, offset, length)
    }
}

/// The name between the first pair of quotes or backticks.
fn quoted(message: &str) -> Option<&str> {
    let start = message.find(['`', '\''])?;
    let quote = message[start..].chars().next()?;
    let rest = &message[start + 1..];
    let end = rest.find(quote)?;
    Some(&rest[..end])
}

/// V8's wording for what is at a place where it does not belong.
pub fn unexpected(text: &str, offset: usize) -> String {
    let rest = text.get(offset..).unwrap_or_default();
    let Some(first) = rest.chars().next() else {
        return "Unexpected end of input".to_owned();
    };
    if first.is_alphabetic() || first == '_' || first == '$' {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$').collect();
        const WORDS: &[&str] = &[
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "debugger",
            "default",
            "delete",
            "do",
            "else",
            "export",
            "extends",
            "false",
            "finally",
            "for",
            "function",
            "if",
            "import",
            "in",
            "instanceof",
            "new",
            "null",
            "return",
            "super",
            "switch",
            "this",
            "throw",
            "true",
            "try",
            "typeof",
            "var",
            "void",
            "while",
            "with",
            "enum",
        ];
        if WORDS.contains(&word.as_str()) {
            return format!("Unexpected token '{word}'");
        }
        const STRICT: &[&str] =
            &["implements", "interface", "let", "package", "private", "protected", "public", "static", "yield"];
        if STRICT.contains(&word.as_str()) {
            return "Unexpected strict mode reserved word".to_owned();
        }
        return format!("Unexpected identifier '{word}'");
    }
    match first {
        '0'..='9' => "Unexpected number".to_owned(),
        '"' | '\'' => "Unexpected string".to_owned(),
        '`' => "Unexpected template string".to_owned(),
        '#' | '@' | '\\' => "Invalid or unexpected token".to_owned(),
        c if !c.is_ascii() => "Invalid or unexpected token".to_owned(),
        _ => {
            const PUNCTUATORS: &[&str] = &[
                ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=",
                ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>",
                "**",
            ];
            let token = PUNCTUATORS
                .iter()
                .find(|p| rest.starts_with(**p))
                .map_or_else(|| first.to_string(), |p| (*p).to_owned());
            format!("Unexpected token '{token}'")
        }
    }
}

fn message(text: &str, token: &str, source: &str, offset: usize) -> String {
    let name = quoted(text).unwrap_or(token);
    let lower = text.to_ascii_lowercase();
    let has = |part: &str| lower.contains(part);
    if has("already been declared") {
        return format!("Identifier '{name}' has already been declared");
    }
    if has("unexpected token") && !has("did you mean") {
        return unexpected(source, offset);
    }
    if has("unterminated string") || has("invalid character") || has("unexpected character") {
        return "Invalid or unexpected token".to_owned();
    }
    if has("unterminated template") {
        return "Unterminated template literal".to_owned();
    }
    if has("unterminated regular") || has("unterminated regexp") {
        return "Invalid regular expression: missing /".to_owned();
    }
    if has("return") && has("outside") || has("'return' statement") {
        return "Illegal return statement".to_owned();
    }
    if has("illegal break") {
        return "Illegal break statement".to_owned();
    }
    if has("illegal continue") {
        return "Illegal continue statement: no surrounding iteration statement".to_owned();
    }
    if has("undefined label") || has("use of undefined label") {
        return format!("Undefined label '{name}'");
    }
    if has("await") && (has("only allowed") || has("only valid") || has("outside")) {
        return "await is only valid in async functions and the top level bodies of modules".to_owned();
    }
    if has("missing initializer in const") {
        return "Missing initializer in const declaration".to_owned();
    }
    if has("missing initializer in destructuring") {
        return "Missing initializer in destructuring declaration".to_owned();
    }
    if has("cannot assign to this expression") || has("invalid assignment") {
        return "Invalid left-hand side in assignment".to_owned();
    }
    if has("in strict mode") && (has("`eval`") || has("`arguments`") || has("'eval'") || has("'arguments'")) {
        return "Unexpected eval or arguments in strict mode".to_owned();
    }
    if has("cannot assign to 'eval'") || has("cannot assign to 'arguments'") {
        return "Unexpected eval or arguments in strict mode".to_owned();
    }
    if has("reserved word") || has("reserved in strict") || has("keyword cannot be used") {
        return unexpected(source, offset);
    }
    if has("delete") && has("strict mode") {
        return "Delete of an unqualified identifier in strict mode.".to_owned();
    }
    if has("'with' statements are not allowed") || has("with") && has("strict") {
        return "Strict mode code may not include a with statement".to_owned();
    }
    if has("octal") && has("strict") || has("legacy octal") {
        return "Octal literals are not allowed in strict mode.".to_owned();
    }
    if has("expected") {
        // `Expected `,` or `)` but found ...`: in an argument list V8 says what is missing.
        if has("`)`") && has("`,`") {
            return "missing ) after argument list".to_owned();
        }
        return unexpected(source, offset);
    }
    text.trim_end_matches('.').to_owned()
}

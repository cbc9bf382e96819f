//! Parsing: nesting check, oxc's parser and semantic checks, early errors, all on a stack that is large enough.

use crate::scope_collector::{TopLevel, analyse};
use crate::{CompileError, ErrorKind};
use jenny_bytecode::SourceText;
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::{SemanticBuilder, Stats};
use oxc_span::SourceType;

/// Deepest nesting of brackets.
const MAX_NESTING: usize = 10_000;
/// Stack per bracket level, in bytes.
const STACK_PER_LEVEL: usize = if cfg!(debug_assertions) { 24 * 1024 } else { 10 * 1024 };
/// Stack per token of a statement, which may be a nesting without brackets (`!!!a`, `a+b+c`, `else if`).
const STACK_PER_TOKEN: usize = 1536;
/// Stack that every compilation has.
const STACK_BASE: usize = 1024 * 1024;

/// How a text is parsed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Script
    Script,
    /// Module
    Module,
    /// CommonJS body: `return` and `new.target` are allowed
    CommonJs,
}

/// What a context allows beyond the goal, for direct eval.
#[derive(Clone, Copy, Default, Debug)]
pub struct Allowances {
    /// `new.target`
    pub new_target: bool,
    /// `super.x`
    pub super_property: bool,
    /// `super()`
    pub super_call: bool,
    /// any private name: the caller checks which
    pub private_names: bool,
}

/// What a byte of a source is, as far as nesting goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Separates words and counts nothing.
    Space,
    Word,
    Open,
    Close,
    Semicolon,
    /// A token of its own.
    Other,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        classes[at] = match byte {
            b'(' | b'[' | b'{' => Class::Open,
            b')' | b']' | b'}' => Class::Close,
            b';' => Class::Semicolon,
            b' ' | b'\t' | b'\n' | b'\r' | b',' => Class::Space,
            b'_' | b'$' | 0x80.. => Class::Word,
            _ if byte.is_ascii_alphanumeric() => Class::Word,
            _ => Class::Other,
        };
        at += 1;
    }
    classes
};

/// Bracket depth and longest run of tokens in a statement: `(depth, tokens)`.
fn nesting(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let class = |at: usize| CLASSES[bytes[at] as usize];
    let mut depth: usize = 0;
    let mut deepest = 0;
    // Tokens of the open statement at each outer level, and at this one.
    let mut outer: Vec<usize> = Vec::new();
    let mut count = 0;
    let (mut sum, mut most) = (0, 0);
    let mut elses = 0;
    let mut at = 0;
    while at < bytes.len() {
        match class(at) {
            Class::Space => {}
            Class::Word => {
                // Every `else if` is one level deeper than the one before, whatever stands between.
                if bytes[at] == b'e' && bytes[at..].starts_with(b"else") {
                    elses += 3;
                }
                while at + 1 < bytes.len() && class(at + 1) == Class::Word {
                    at += 1;
                }
                count += 1;
                sum += 1;
                most = most.max(sum);
            }
            Class::Other => {
                count += 1;
                sum += 1;
                most = most.max(sum);
            }
            Class::Open => {
                depth += 1;
                deepest = deepest.max(depth);
                outer.push(count);
                count = 0;
            }
            Class::Close => {
                depth = depth.saturating_sub(1);
                if let Some(around) = outer.pop() {
                    sum -= count;
                    count = around;
                }
            }
            Class::Semicolon => {
                sum -= count;
                count = 0;
            }
        }
        at += 1;
    }
    (deepest, most + elses)
}

/// Runs a compilation of `text` on a stack that is large enough for it.
pub fn with_stack<R>(
    source: &SourceText,
    text: &str,
    f: impl FnOnce() -> Result<R, CompileError>,
) -> Result<R, CompileError> {
    let (depth, tokens) = nesting(text);
    let size = STACK_BASE + depth * STACK_PER_LEVEL + tokens * STACK_PER_TOKEN;
    // Brackets in strings and comments count too, so the limit on tokens is what memory allows.
    if (depth > MAX_NESTING && real_depth(text) > MAX_NESTING) || size > 16 << 30 {
        return Err(CompileError::new(source, ErrorKind::RangeError, "Maximum call stack size exceeded", 0, 0));
    }
    stacker::maybe_grow(size, size, f)
}

/// Bracket depth without strings, templates' text and comments.
fn real_depth(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut deepest, mut at) = (0usize, 0usize, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += 2;
                while at + 1 < bytes.len() && !(bytes[at] == b'*' && bytes[at + 1] == b'/') {
                    at += 1;
                }
            }
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    deepest
}

/// Parses and checks a text. `shift` is the length of what was put in front of the source.
pub fn parse<'a>(
    allocator: &'a Allocator,
    source: &SourceText,
    text: &'a str,
    goal: Goal,
    allowances: Allowances,
    shift: u32,
) -> Result<Program<'a>, CompileError> {
    let source_type = match goal {
        Goal::Script => SourceType::script(),
        Goal::Module => SourceType::mjs(),
        Goal::CommonJs => SourceType::cjs(),
    };
    let parsed = Parser::new(allocator, text, source_type)
        .with_options(ParseOptions {
            parse_regular_expression: true,
            allow_return_outside_function: goal == Goal::CommonJs,
            ..ParseOptions::default()
        })
        .parse();
    let first_error = |list: Vec<OxcDiagnostic>| {
        list.into_iter()
            .filter(|d| !is_allowed(d, allowances))
            .min_by_key(|d| d.labels.first().map_or(0, |l| l.offset()))
    };
    if let Some(diagnostic) = first_error(parsed.diagnostics.errors().cloned().collect()) {
        return Err(CompileError::from_diagnostic(source, &diagnostic, shift));
    }
    if parsed.panicked {
        return Err(CompileError::new(source, ErrorKind::SyntaxError, "Invalid or unexpected token", 0, 0));
    }
    check(source, &parsed.program, allowances, shift)?;
    Ok(parsed.program)
}

/// The early errors that need the whole tree.
pub fn check(
    source: &SourceText,
    program: &Program<'_>,
    allowances: Allowances,
    shift: u32,
) -> Result<(), CompileError> {
    // How much room the tables get at first. Without an estimate the checker walks the whole tree once more to count.
    let length = source.text.len() as u32;
    let room = Stats::new(length / 8, length / 48, length / 24, length / 8);
    let checked = SemanticBuilder::new().with_check_syntax_error(true).with_stats(room).build(program);
    let diagnostic = checked
        .diagnostics
        .errors()
        .filter(|d| !is_allowed(d, allowances))
        .min_by_key(|d| d.labels.first().map_or(0, |l| l.offset()));
    match diagnostic {
        Some(diagnostic) => Err(CompileError::from_diagnostic(source, diagnostic, shift)),
        None => Ok(()),
    }
}

/// Whether a diagnostic is about something that the context of an eval allows.
fn is_allowed(diagnostic: &OxcDiagnostic, allowances: Allowances) -> bool {
    let message: &str = &diagnostic.message;
    if allowances.new_target && message.contains("new.target") {
        return true;
    }
    if message.contains("'super' can only be referenced in members") {
        return allowances.super_property;
    }
    if message.contains("Super calls are not permitted")
        || message.contains("'super' can only be referenced in a derived class")
    {
        return allowances.super_call;
    }
    allowances.private_names && (message.contains("Private identifier") || message.contains("Private name"))
}

/// Text form of the scopes, for `--dump=scopes`.
pub fn dump_scopes(source: &SourceText, is_module: bool) -> Result<String, CompileError> {
    with_stack(source, &source.text, || {
        let allocator = Allocator::default();
        let goal = if is_module { Goal::Module } else { Goal::Script };
        let top = if is_module { TopLevel::Module } else { TopLevel::Script };
        let program = parse(&allocator, source, &source.text, goal, Allowances::default(), 0)?;
        Ok(analyse(&program, &allocator, top, false).analysis.dump())
    })
}

/// Text form of the tree, for `--dump=ast`.
pub fn dump_ast(source: &SourceText, is_module: bool) -> Result<String, CompileError> {
    with_stack(source, &source.text, || {
        let allocator = Allocator::default();
        let goal = if is_module { Goal::Module } else { Goal::Script };
        let program = parse(&allocator, source, &source.text, goal, Allowances::default(), 0)?;
        Ok(format!("{:#?}", program.body))
    })
}

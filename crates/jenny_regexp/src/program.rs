//! A compiled regular expression.

use std::sync::OnceLock;

use crate::compiler;
use crate::error::SyntaxError;
use crate::flags::Flags;
use crate::instruction::{BackReference, CharClass, Counted, Guard, Instruction, Loop};
use crate::linear_compiler::{self, LinearProgram};
use crate::parser;
use crate::prefilter::Prefilter;

/// A compiled pattern: plain data, to be shared freely.
#[derive(Debug)]
pub struct Program {
    pub(crate) flags: Flags,
    pub(crate) group_count: usize,
    pub(crate) names: Vec<(Box<[u16]>, Vec<usize>)>,
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) classes: Vec<CharClass>,
    pub(crate) literals: Vec<u16>,
    pub(crate) guards: Vec<Guard>,
    pub(crate) loops: Vec<Loop>,
    pub(crate) counted: Vec<Counted>,
    pub(crate) back_references: Vec<BackReference>,
    /// Captures, counters and saved positions.
    pub(crate) register_count: usize,
    /// Every match begins at index 0.
    pub(crate) anchored: bool,
    /// The first of the loops begins every match, see [`crate::prefilter::has_leading_run`].
    pub(crate) leading_run: bool,
    pub(crate) min_length: usize,
    pub(crate) prefilter: Prefilter,
    /// The pattern, kept only where a linear form can be made from it.
    pub(crate) linear_source: Option<Box<[u16]>>,
    pub(crate) linear: OnceLock<Option<Box<LinearProgram>>>,
}

/// Compiles a pattern.
pub fn compile(pattern: &[u16], flags: Flags) -> Result<Program, SyntaxError> {
    let parsed = parser::parse(pattern, flags).map_err(|fault| SyntaxError::new(pattern, flags, fault))?;
    compiler::compile(parsed, pattern, flags).map_err(|fault| SyntaxError::new(pattern, flags, fault))
}

impl Program {
    /// The flags it was compiled with.
    pub fn flags(&self) -> Flags {
        self.flags
    }

    /// The number of capturing groups, group 0 included.
    pub fn capture_count(&self) -> usize {
        self.group_count + 1
    }

    /// Each group name with the groups that bear it, in the order of the source.
    pub fn group_names(&self) -> &[(Box<[u16]>, Vec<usize>)] {
        &self.names
    }

    /// The form for the linear matcher, made when it is first wanted.
    pub(crate) fn linear(&self) -> Option<&LinearProgram> {
        let source = self.linear_source.as_ref()?;
        self.linear
            .get_or_init(|| {
                let pattern = parser::parse(source, self.flags).ok()?;
                linear_compiler::compile(&pattern).map(Box::new)
            })
            .as_deref()
    }
}

//! From source text to bytecode: parse with oxc, analyse scopes, emit register code.
//!
//! - [`parse`]: the parser and its early errors, on a stack that is large enough
//! - [`scope_analysis`], [`scope_collector`], [`mentions`]: which bindings live in registers and which in heap scopes
//! - [`compiler`], [`function_state`]: the state of a compilation
//! - one file per family of the specification's algorithms: `class_definition_evaluation`, `destructuring`, ...
//! - [`script`], [`module`], [`prompt_input`]: the entry points' bodies
//!
//! The result is plain data ([`FunctionTemplate`], [`ModuleTemplate`]); nothing here sees the heap.

mod assignment;
mod call_printer;
mod calls;
mod class_decorators;
mod class_definition_evaluation;
pub mod compiler;
mod conditions;
mod control_flow;
mod declared_names;
mod destructuring;
mod diagnostic_wording;
mod disposal;
mod early_errors;
mod error;
mod expressions;
mod function_declaration_instantiation;
mod function_definitions;
pub mod function_state;
mod generator_functions;
mod identifiers;
mod iteration_statements;
mod literals;
mod member_expressions;
mod mentions;
pub mod module;
mod object_initializer;
pub mod parse;
mod prompt_input;
pub mod scope_analysis;
pub mod scope_collector;
pub mod script;
mod statements;
mod try_statement;

pub use call_printer::{FailedOperation, Printed, print_failed};
pub use error::{CompileError, ErrorKind};
pub use module::{compile_module, compile_module_program};
pub use parse::{dump_ast, dump_scopes};
pub use prompt_input::{PromptInput, compile_prompt_input, is_incomplete};
pub use script::{
    compile_commonjs, compile_commonjs_program, compile_eval, compile_function, compile_script, compile_script_program,
};

use jenny_bytecode::{EvalSite, ScopeInfo};

/// Choices of the host.
#[derive(Clone, Debug, Default)]
pub struct CompileOptions {
    /// keep the completion value of a Script (REPL, vm, eval-like hosts)
    pub completion_value: bool,
    /// keep the names of bindings that live in registers, for those who look at frames
    pub names: bool,
    /// begin each statement with an instruction at which an observer is told of it
    pub statements: bool,
}

/// A scope around eval code.
#[derive(Clone, Debug)]
pub enum OuterScope {
    /// a declarative scope
    Scope(ScopeInfo),
    /// a with scope
    With,
}

/// Where eval code runs.
#[derive(Clone, Debug, Default)]
pub struct EvalContext {
    /// direct eval
    pub direct: bool,
    /// the caller is strict mode code
    pub strict: bool,
    /// what the caller's compiler left, for direct eval
    pub site: Option<EvalSite>,
    /// scopes around the call, innermost first
    pub outer: Vec<OuterScope>,
}

/// Kinds of functions that `Function` and its relatives make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DynamicFunctionKind {
    /// `Function`
    Normal,
    /// `GeneratorFunction`
    Generator,
    /// `AsyncFunction`
    Async,
    /// `AsyncGeneratorFunction`
    AsyncGenerator,
}

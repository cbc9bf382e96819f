//! Sources of every language to code: scripts, CommonJS functions, modules; syntax errors with their place.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jenny_bytecode::{FunctionTemplate, ModuleTemplate, SourceText};
use jenny_compiler::{CompileError, CompileOptions, ErrorKind};
use jenny_engine::embed::{Gc, HeldValue};
use jenny_engine::{Agent, AsObject, JsResult, Object, Throw, Value};

use super::report::frame_of_source;
use super::state::state_of;
use crate::code_cache::Entry;
use crate::compile_source::{
    Diagnostic, DiagnosticKind, Goal, Language, SourceOptions, TypeScriptSettings, with_program,
};
use crate::loader::{LoadError, LoadErrorKind};

/// Whether code keeps the names of what its registers hold.
static KEEPS_NAMES: AtomicBool = AtomicBool::new(false);

/// Has all code that is compiled from now on keep the names of bindings in registers: the program is to be looked at.
pub fn keep_names() {
    KEEPS_NAMES.store(true, Ordering::Relaxed);
}

/// Whether code tells of its statements.
static TELLS_STATEMENTS: AtomicBool = AtomicBool::new(false);

/// Has all code that is compiled from now on tell an observer of each statement.
pub fn tell_statements() {
    TELLS_STATEMENTS.store(true, Ordering::Relaxed);
}

fn choices() -> CompileOptions {
    CompileOptions {
        names: KEEPS_NAMES.load(Ordering::Relaxed),
        statements: TELLS_STATEMENTS.load(Ordering::Relaxed),
        ..CompileOptions::default()
    }
}

/// A source text and how to read it.
#[derive(Clone, Debug)]
pub struct SourceUnit {
    pub text: Arc<SourceText>,
    pub language: Language,
    pub typescript: TypeScriptSettings,
}

impl SourceUnit {
    /// A JavaScript source; `name` is what stacks show.
    pub fn javascript(name: impl Into<String>, text: impl Into<String>) -> SourceUnit {
        SourceUnit {
            text: SourceText::new(name, text),
            language: Language::JavaScript,
            typescript: TypeScriptSettings::default(),
        }
    }

    fn options(&self, goal: Goal) -> SourceOptions<'_> {
        let path = (!self.text.name.contains("://")).then(|| Path::new(&self.text.name));
        SourceOptions { path, language: self.language, goal, typescript: self.typescript.clone() }
    }

    /// Tells a record of the source; a replay compares it.
    pub fn record(&self, agent: &Agent) {
        let state = state_of(agent);
        if let Some(recording) = &state.recording {
            recording.script(&self.text);
        }
        if let Some(replay) = &state.replay {
            replay.compare_source(&self.text.name, &self.text.text);
        }
    }

    /// Where code of this source is kept, if it is. `goal` tells the ways of reading a text apart.
    fn kept(&self, goal: &str) -> Option<Entry> {
        let CompileOptions { names, statements, .. } = choices();
        if names || statements {
            // Code that is kept has no names of registers and tells of no statements.
            return None;
        }
        let SourceUnit { text, language, typescript } = self;
        let reading = match language.needs_transform() {
            // The transformer may write the file's name into the code.
            true => format!("{goal} {language:?} {typescript:?} {}", text.name),
            false => goal.to_owned(),
        };
        Entry::of(text, &reading)
    }

    /// The function that is kept for this source, or the one that `compile` makes, which is kept then.
    fn function(
        &self,
        goal: &str,
        compile: impl FnOnce() -> Result<Arc<FunctionTemplate>, CompileError>,
    ) -> Result<Arc<FunctionTemplate>, CompileError> {
        let kept = self.kept(goal);
        if let Some(known) = kept.as_ref().and_then(|kept| kept.function(&self.text)) {
            return Ok(known);
        }
        let template = compile()?;
        if let Some(kept) = kept {
            kept.keep_function(&template);
        }
        Ok(template)
    }

    /// Compiles a Script.
    pub fn script(&self, completion_value: bool) -> Result<Arc<FunctionTemplate>, CompileError> {
        let goal = if completion_value { "script with its value" } else { "script" };
        self.function(goal, || self.compile_script(completion_value))
    }

    fn compile_script(&self, completion_value: bool) -> Result<Arc<FunctionTemplate>, CompileError> {
        let choices = CompileOptions { completion_value, ..choices() };
        if !self.language.needs_transform() {
            return jenny_compiler::compile_script(self.text.clone(), &choices);
        }
        with_program(&self.text.text, &self.options(Goal::Script), |parsed| {
            jenny_compiler::compile_script_program(self.text.clone(), parsed.program, parsed.allocator, &choices)
        })
        .map_err(|found| self.first_error(&found))?
    }

    /// The same as a function's body: `#!` cannot begin one, so its two characters become a comment's.
    pub fn as_function_body(self) -> SourceUnit {
        let text = self.text.text.strip_prefix("#!").map(|rest| format!("//{rest}"));
        match text {
            Some(text) => SourceUnit { text: SourceText::new(self.text.name.clone(), text), ..self },
            None => self,
        }
    }

    /// Compiles the body of a CommonJS wrapper: a function (exports, require, module, __filename, __dirname).
    pub fn commonjs(&self) -> Result<Arc<FunctionTemplate>, CompileError> {
        self.function("commonjs", || self.compile_commonjs())
    }

    fn compile_commonjs(&self) -> Result<Arc<FunctionTemplate>, CompileError> {
        let choices = choices();
        if !self.language.needs_transform() {
            return jenny_compiler::compile_commonjs(self.text.clone(), &choices);
        }
        with_program(&self.text.text, &self.options(Goal::CommonJs), |parsed| {
            jenny_compiler::compile_commonjs_program(self.text.clone(), parsed.program, parsed.allocator, &choices)
        })
        .map_err(|found| self.first_error(&found))?
    }

    /// Compiles a Module.
    pub fn module(&self) -> Result<Arc<ModuleTemplate>, CompileError> {
        let kept = self.kept("module");
        if let Some(known) = kept.as_ref().and_then(|kept| kept.module(&self.text)) {
            return Ok(known);
        }
        let module = self.compile_module()?;
        if let Some(kept) = kept {
            kept.keep_module(&module);
        }
        Ok(module)
    }

    fn compile_module(&self) -> Result<Arc<ModuleTemplate>, CompileError> {
        let choices = choices();
        if !self.language.needs_transform() {
            return jenny_compiler::compile_module(self.text.clone(), &choices);
        }
        with_program(&self.text.text, &self.options(Goal::Module), |parsed| {
            jenny_compiler::compile_module_program(self.text.clone(), parsed.program, parsed.allocator, &choices)
        })
        .map_err(|found| self.first_error(&found))?
    }

    fn first_error(&self, found: &[Diagnostic]) -> CompileError {
        let Some(first) = found.first() else {
            return CompileError::new(&self.text, ErrorKind::SyntaxError, "Invalid or unexpected token", 0, 1);
        };
        let kind = match first.kind {
            DiagnosticKind::SyntaxError => ErrorKind::SyntaxError,
            DiagnosticKind::RangeError => ErrorKind::RangeError,
        };
        let length = first.span.end.saturating_sub(first.span.start).max(1);
        CompileError::new(&self.text, kind, first.message.clone(), first.span.start, length)
    }

    /// Throws what compiling found. The error's stack begins with its place, and a report of it shows the line.
    pub fn throw(&self, agent: &mut Agent, error: &CompileError) -> Throw {
        let thrown = jenny_engine::script::throw_compile_error(agent, error);
        let value = agent.take_exception(thrown);
        let place = frame_of_source(
            &self.text.name,
            &self.text.text,
            self.text.line_starts(),
            error.line,
            error.column,
            error.length,
        );
        let state = state_of(agent);
        *state.syntax_error.borrow_mut() = Some((HeldValue::new(agent, value), place));
        if let Some(object) = value.as_object() {
            let class = match error.kind {
                ErrorKind::SyntaxError => "SyntaxError",
                ErrorKind::ReferenceError => "ReferenceError",
                ErrorKind::RangeError => "RangeError",
            };
            let name = &self.text.name;
            let text = format!("{class}: {}\n    at {name}:{}:{}", error.message, error.line, error.column);
            let text = agent.string_value(&text);
            let key = agent.key("stack");
            // A fresh error object: only memory can be short, and then it keeps the stack that it has.
            let _ = object.define_builtin(agent, key, text, jenny_engine::Attributes::BUILTIN);
        }
        agent.throw(value)
    }
}

/// A function of the current realm that runs compiled code. `referrer`: what `import()` in it is relative to.
pub fn instantiate(agent: &mut Agent, template: Arc<FunctionTemplate>, referrer: Value) -> JsResult<Gc<Object>> {
    let code = agent.new_code(template, referrer);
    Ok(agent.new_closure(code, Value::UNDEFINED, Value::UNDEFINED).as_object())
}

/// Throws why a module cannot be had, with its code.
pub fn throw_load_error(agent: &mut Agent, error: &LoadError) -> Throw {
    use jenny_engine::Intrinsic;
    let prototype = match error.kind {
        LoadErrorKind::Error => Intrinsic::ErrorPrototype,
        LoadErrorKind::TypeError => Intrinsic::TypeErrorPrototype,
        LoadErrorKind::RangeError => Intrinsic::RangeErrorPrototype,
        LoadErrorKind::SyntaxError => Intrinsic::SyntaxErrorPrototype,
    };
    let object = agent.new_error(prototype, &error.message).as_object();
    let code = agent.string_value(error.code);
    // A fresh error object: only memory can be short, and then it lacks its code.
    let _ = object.create_str(agent, "code", code);
    agent.throw(object.into())
}

//! The compiler proper: its state, scopes as they are entered and left, nested functions.

use crate::function_state::FunctionState;
use crate::scope_analysis::*;
use crate::{CompileError, CompileOptions, ErrorKind, OuterScope};
use jenny_bytecode::*;
use oxc_allocator::Allocator;
use oxc_span::Span;
use std::sync::Arc;

/// State of one compilation.
pub struct Compiler<'a> {
    /// the text
    pub source: Arc<SourceText>,
    /// bytes that were put in front of the source to parse it
    pub shift: u32,
    /// scopes
    pub analysis: Analysis<'a>,
    /// current scope
    pub scope: ScopeId,
    /// current function
    pub f: FunctionState<'a>,
    /// scopes around eval code, innermost first
    pub outer: &'a [OuterScope],
    /// the eval site, for direct eval
    pub site: Option<&'a EvalSite>,
    /// what the tree's strings live in
    pub names: &'a Allocator,
    /// the first error found
    pub error: Option<CompileError>,
    /// private names in sight, innermost class last
    pub private_names: Vec<Vec<&'a str>>,
    /// names of registers are kept
    pub keeps_names: bool,
    /// an observer is told of statements
    pub tells_statements: bool,
}

/// What to restore when a scope is left.
#[must_use]
pub struct EnteredScope {
    outer: ScopeId,
    mark: u32,
}

impl<'a> Compiler<'a> {
    /// Takes over what the host chose for all functions.
    pub fn choose(&mut self, options: &CompileOptions) {
        self.keeps_names = options.names;
        self.tells_statements = options.statements;
    }

    /// A step of the program begins, at that parser offset; nodes that a transformation made are at none.
    pub fn step(&mut self, span: Span) {
        if self.tells_statements && !span.is_unspanned() {
            self.at(span.start);
            self.f.e.debugger();
        }
    }

    /// Source offset of a parser offset.
    pub fn offset(&self, offset: u32) -> u32 {
        offset.saturating_sub(self.shift)
    }

    /// The next instructions come from that parser offset.
    pub fn at(&mut self, offset: u32) {
        let offset = self.offset(offset);
        self.f.at(offset);
    }

    /// Notes an error; the first one counts.
    pub fn fail(&mut self, kind: ErrorKind, message: impl Into<String>, span: Span) {
        if self.error.is_none() {
            let offset = self.offset(span.start);
            self.error = Some(CompileError::new(&self.source, kind, message, offset, span.size()));
        }
    }

    /// The register of the innermost heap scope.
    pub fn scope_register(&mut self) -> Register {
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = self.analysis.scope(id);
            if scope.function != self.f.id {
                break;
            }
            if scope.materialized
                && let Some(register) = scope.register
            {
                return register;
            }
            at = scope.parent;
        }
        self.function_scope_register()
    }

    /// The register of the scope that the function closed over.
    pub fn function_scope_register(&mut self) -> Register {
        match self.f.function_scope {
            Some(register) => register,
            None => {
                // The prologue loads it wherever analysis sees a use; this is the rare rest.
                let register = self.f.temp();
                self.f.e.load_function_scope(register);
                register
            }
        }
    }

    /// Descriptor of a heap scope; gives the captured bindings their slots.
    pub fn scope_info(&mut self, id: ScopeId) -> ScopeInfo {
        let function = self.analysis.scope(id).function;
        let function_kind = self.analysis.function(function).kind;
        let expressions = self.analysis.function(function).parameter_expressions;
        let is_body = self.analysis.function(function).body_scope == Some(id);
        let own_scope = self.analysis.function(function).scope == id;
        let has_body = self.analysis.function(function).body_scope.is_some();
        let scope = self.analysis.scope_mut(id);
        let mut info = ScopeInfo {
            is_extensible: scope.is_extensible,
            is_catch_parameter: scope.simple_catch,
            is_variable_scope: is_body
                || (own_scope && !has_body && scope.kind == ScopeKind::Function)
                || scope.kind == ScopeKind::ParameterEval
                || (scope.kind == ScopeKind::Eval && scope.strict),
            ..ScopeInfo::default()
        };
        for binding in &mut scope.bindings {
            if !binding.captured {
                continue;
            }
            let slot = info.bindings.len() as u32;
            binding.slot = Some(slot);
            match binding.name {
                THIS => info.this_slot = Some(slot),
                NEW_TARGET => info.new_target_slot = Some(slot),
                HOME_OBJECT => info.home_slot = Some(slot),
                ACTIVE_FUNCTION => info.function_slot = Some(slot),
                _ => {}
            }
            let kind = binding.kind;
            info.bindings.push(BindingInfo {
                name: Text::from_str(binding.name),
                lexical: kind.is_lexical()
                    || (kind == BindingKind::Parameter && expressions)
                    || (binding.name == THIS && function_kind == FunctionKind::DerivedConstructor),
                constant: kind == BindingKind::Const,
                function_name: kind == BindingKind::FunctionName,
                import: kind == BindingKind::Import,
            });
        }
        info
    }

    /// Makes the heap scope of `id`, if it has one.
    pub fn materialize(&mut self, id: ScopeId) {
        if !self.analysis.scope(id).materialized {
            return;
        }
        let parent = self.scope_register();
        let info = self.scope_info(id);
        self.f.scopes.push(info);
        let index = self.f.scopes.len() as u32 - 1;
        let register = self.f.temp();
        self.f.e.new_scope(register, parent, index);
        self.analysis.scope_mut(id).register = Some(register);
        self.name_register("", register);
    }

    /// From here on the register holds what is called so; empty: a heap scope.
    pub fn name_register(&mut self, name: &str, register: Register) {
        if self.keeps_names {
            let (name, start) = (Text::from_str(name), self.f.e.position());
            self.f.locals.push(LocalName { name, register: register.0, start, end: u32::MAX });
        }
    }

    /// Names the registers of a scope's bindings.
    fn name_bindings(&mut self, id: ScopeId) {
        if !self.keeps_names {
            return;
        }
        for index in 0..self.analysis.scope(id).bindings.len() {
            let binding = &self.analysis.scope(id).bindings[index];
            let internal = matches!(binding.kind, BindingKind::Pseudo | BindingKind::Internal);
            if let (false, Some(register), name) = (internal, binding.register, binding.name) {
                self.name_register(name, register);
            }
        }
    }

    /// Enters a block-like scope: makes its heap scope and gives the other bindings registers.
    pub fn enter_scope(&mut self, id: ScopeId) -> EnteredScope {
        let entered = EnteredScope { outer: self.scope, mark: self.f.mark() };
        self.materialize(id);
        self.allocate_bindings(id);
        self.scope = id;
        entered
    }

    /// Gives the register bindings of a scope their registers.
    pub fn allocate_bindings(&mut self, id: ScopeId) {
        for index in 0..self.analysis.scope(id).bindings.len() {
            let binding = &self.analysis.scope(id).bindings[index];
            if binding.captured || binding.register.is_some() {
                continue;
            }
            let needs_tdz = binding.needs_tdz;
            let lexical = binding.kind.is_lexical();
            let register = self.f.temp();
            self.analysis.scope_mut(id).bindings[index].register = Some(register);
            // Whoever looks at it must not see what was there before.
            if (needs_tdz && lexical) || self.keeps_names {
                self.f.e.load_empty(register);
            }
        }
        self.name_bindings(id);
    }

    /// Leaves a scope.
    pub fn leave_scope(&mut self, entered: EnteredScope) {
        self.scope = entered.outer;
        let end = self.f.e.position();
        for local in self.f.locals.iter_mut().filter(|local| local.end == u32::MAX && local.register >= entered.mark) {
            local.end = end;
        }
        self.f.release(entered.mark);
    }

    /// Compiles a nested function with `content` and returns its template.
    pub fn nested_function(
        &mut self,
        id: FunctionId,
        name: Text,
        source_range: (u32, u32),
        content: impl FnOnce(&mut Self),
    ) -> Arc<FunctionTemplate> {
        let info = self.analysis.function(id);
        let mut state = FunctionState::new(id, info.kind, info.strict);
        state.flags.is_async = info.is_async;
        state.flags.is_generator = info.is_generator;
        state.flags.has_direct_eval = info.contains_eval;
        let outer = std::mem::replace(&mut self.f, state);
        let outer_scope = self.scope;
        content(self);
        self.scope = outer_scope;
        let state = std::mem::replace(&mut self.f, outer);
        self.finish(state, name, source_range, None)
    }

    /// Finishes a function.
    pub fn finish(
        &mut self,
        state: FunctionState<'a>,
        name: Text,
        source_range: (u32, u32),
        declarations: Option<Box<Declarations>>,
    ) -> Arc<FunctionTemplate> {
        if state.overflow {
            self.fail(
                ErrorKind::SyntaxError,
                "Too many variables declared (only 65520 allowed)",
                Span::new(source_range.0, source_range.0 + 1),
            );
        }
        let template = state.finish(name, self.source.clone(), source_range, declarations);
        if cfg!(debug_assertions)
            && self.error.is_none()
            && let Err(problem) = jenny_bytecode::verify(&template)
        {
            panic!("the compiler made bad code: {problem}\n{}", jenny_bytecode::disassembler::disassemble(&template));
        }
        Arc::new(template)
    }

    /// Adds a nested function to the current one; returns its index.
    pub fn add_function(&mut self, template: Arc<FunctionTemplate>) -> u32 {
        self.f.functions.push(template);
        self.f.functions.len() as u32 - 1
    }

    /// Source range of a span.
    pub fn range(&self, span: Span) -> (u32, u32) {
        (self.offset(span.start), self.offset(span.end))
    }
}

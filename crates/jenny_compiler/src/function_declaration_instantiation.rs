//! FunctionDeclarationInstantiation (10.2.11): the code at the start of every function.

use crate::compiler::Compiler;
use crate::identifiers::Place;
use crate::scope_analysis::*;
use jenny_bytecode::*;
use oxc_ast::ast::*;

impl<'a> Compiler<'a> {
    /// Binds `this`, arguments, parameters, vars and functions; then a generator stops for its first `next`.
    pub fn function_declaration_instantiation(
        &mut self,
        params: Option<&FormalParameters<'a>>,
        body: &[Statement<'a>],
    ) {
        let id = self.f.id;
        let (name_scope, eval_scope, scope, body_scope) = {
            let info = self.analysis.function(id);
            (info.name_scope, info.parameter_eval_scope, info.scope, info.body_scope)
        };
        let count = params.map_or(0, |p| p.items.len() as u32);
        self.f.parameter_count = count;
        self.f.length = params.map_or(0, |p| p.items.iter().take_while(|p| p.initializer.is_none()).count() as u32);
        self.f.run(count);
        self.load_function_scope_if_used(name_scope.or(eval_scope).unwrap_or(scope));
        let kind = self.f.kind;
        let info = self.analysis.function(id);
        if !info.strict && info.uses_this && matches!(kind, FunctionKind::Normal | FunctionKind::Method) {
            self.f.e.coerce_this();
        }
        if kind == FunctionKind::BaseConstructor && self.f.flags.has_instance_initializer {
            let mark = self.f.mark();
            let callee = self.f.temp();
            self.f.e.load_callee(callee);
            self.f.e.initialize_instance(Register::THIS, callee, callee);
            self.f.release(mark);
        }
        if let Some(name_scope) = name_scope {
            let _ = self.enter_scope(name_scope);
            let name = self.analysis.scope(name_scope).bindings[0].name;
            let mark = self.f.mark();
            let callee = self.initialization_register(name).unwrap_or_else(|| self.f.temp());
            self.f.e.load_callee(callee);
            self.initialize_identifier(name, callee);
            self.f.release(mark);
        }
        if let Some(eval_scope) = eval_scope {
            let _ = self.enter_scope(eval_scope);
        }
        self.enter_function_scope(scope, params);
        self.bind_parameters(scope, params);
        if let Some(body_scope) = body_scope {
            self.enter_body_scope(body_scope, scope);
        }
        self.instantiate_functions(body);
        if self.f.flags.is_generator {
            self.f.e.generator_start();
        }
    }

    /// As above for the CommonJS wrapper, whose parameters are names that are not in the tree.
    pub fn function_declaration_instantiation_named(&mut self, parameters: &[&'a str], body: &[Statement<'a>]) {
        let scope = self.analysis.function(self.f.id).scope;
        self.f.parameter_count = parameters.len() as u32;
        self.f.length = parameters.len() as u32;
        self.f.run(parameters.len() as u32);
        self.load_function_scope_if_used(scope);
        if !self.f.strict && self.analysis.function(self.f.id).uses_this {
            self.f.e.coerce_this();
        }
        for (index, name) in parameters.iter().enumerate() {
            let record = self.analysis.scope_mut(scope);
            if let Some(at) = record.find(name)
                && !record.bindings[at].captured
            {
                record.bindings[at].register = Some(Register(index as u32 + 1));
            }
        }
        self.enter_function_scope(scope, None);
        for (index, name) in parameters.iter().enumerate() {
            self.initialize_identifier(name, Register(index as u32 + 1));
        }
        self.instantiate_functions(body);
    }

    /// Loads the scope that the function closed over, if anything in it needs that.
    pub fn load_function_scope_if_used(&mut self, outermost: ScopeId) {
        let info = self.analysis.function(self.f.id);
        let mut used = info.has_inner_functions || info.has_heap_scopes || info.contains_eval;
        if !used {
            let names = info.free_names.clone();
            let inner = self.scope;
            if let Some(parent) = self.analysis.scope(outermost).parent {
                self.scope = parent;
            }
            // Resolving from outside asks for the scope register, so pretend there is one.
            self.f.function_scope = Some(Register::THIS);
            for name in names {
                if self.resolve(name).place != Place::Global {
                    used = true;
                    break;
                }
            }
            self.f.function_scope = None;
            self.scope = inner;
        }
        if used {
            let register = self.f.temp();
            self.f.e.load_function_scope(register);
            self.f.function_scope = Some(register);
            self.name_register("", register);
        }
    }

    fn enter_function_scope(&mut self, id: ScopeId, params: Option<&FormalParameters<'a>>) {
        // A parameter that is a plain name keeps the register it arrives in; the last of equal names counts.
        for (index, parameter) in params.iter().flat_map(|p| p.items.iter()).enumerate() {
            if let BindingPattern::BindingIdentifier(name) = &parameter.pattern {
                let scope = self.analysis.scope_mut(id);
                if let Some(at) = scope.find(name.name.as_str()) {
                    let binding = &mut scope.bindings[at];
                    if !binding.captured && !binding.needs_tdz {
                        binding.register = Some(Register(index as u32 + 1));
                    }
                }
            }
        }
        self.materialize(id);
        self.allocate_bindings(id);
        self.scope = id;
        let expressions = self.analysis.function(self.f.id).parameter_expressions;
        for index in 0..self.analysis.scope(id).bindings.len() {
            let binding = &self.analysis.scope(id).bindings[index];
            let (kind, name, register, slot, needs_tdz) =
                (binding.kind, binding.name, binding.register, binding.slot, binding.needs_tdz);
            match kind {
                BindingKind::Var => {
                    if let Some(register) = register
                        && slot.is_none()
                    {
                        self.f.e.load_undefined(register);
                    }
                }
                BindingKind::Parameter if expressions && needs_tdz => {
                    if let Some(register) = register
                        && slot.is_none()
                    {
                        self.f.e.load_empty(register);
                    }
                }
                BindingKind::Pseudo => {
                    if let Some(slot) = slot {
                        self.initialize_pseudo(id, name, slot);
                    }
                }
                BindingKind::Arguments => self.create_arguments(id, index, params),
                _ => {}
            }
        }
    }

    fn initialize_pseudo(&mut self, id: ScopeId, name: &str, slot: u32) {
        let Some(scope) = self.analysis.scope(id).register else {
            return;
        };
        let mark = self.f.mark();
        let value = match name {
            THIS if self.f.kind == FunctionKind::DerivedConstructor => return,
            THIS => Register::THIS,
            NEW_TARGET => {
                let value = self.f.temp();
                self.f.e.load_new_target(value);
                value
            }
            HOME_OBJECT => {
                let value = self.f.temp();
                self.f.e.load_home_object(value);
                value
            }
            _ => {
                let value = self.f.temp();
                self.f.e.load_callee(value);
                value
            }
        };
        self.f.e.set_scoped(value, scope, 0, slot as i32);
        self.f.release(mark);
    }

    fn create_arguments(&mut self, id: ScopeId, index: usize, params: Option<&FormalParameters<'a>>) {
        self.f.flags.needs_arguments_list = true;
        let info = self.analysis.function(self.f.id);
        let mapped = !info.strict && info.simple_parameters;
        let binding = &self.analysis.scope(id).bindings[index];
        let (register, slot) = (binding.register, binding.slot);
        let mark = self.f.mark();
        let value = register.unwrap_or_else(|| self.f.temp());
        if mapped {
            let mut slots: Vec<Option<u32>> = Vec::new();
            let names: Vec<&str> = params
                .iter()
                .flat_map(|p| p.items.iter())
                .filter_map(|p| p.pattern.get_identifier_name())
                .map(|n| n.as_str())
                .collect();
            // Of parameters with one name the last is mapped.
            let mut seen = rustc_hash::FxHashSet::default();
            for name in names.iter().rev() {
                let scope = self.analysis.scope(id);
                let is_last = seen.insert(*name);
                slots.push(if is_last { scope.find(name).and_then(|i| scope.bindings[i].slot) } else { None });
            }
            slots.reverse();
            self.f.mapped_parameters = slots;
            let scope = self.scope_register();
            self.f.e.create_mapped_arguments(value, scope);
        } else {
            self.f.e.create_unmapped_arguments(value);
        }
        if let Some(slot) = slot
            && let Some(scope) = self.analysis.scope(id).register
        {
            self.f.e.set_scoped(value, scope, 0, slot as i32);
        }
        self.f.release(mark);
    }

    /// IteratorBindingInitialization of the formal parameters.
    fn bind_parameters(&mut self, id: ScopeId, params: Option<&FormalParameters<'a>>) {
        let Some(params) = params else { return };
        self.f.in_parameters = true;
        // Captured parameters go to their slots; the order matters only where there are expressions.
        for (index, parameter) in params.items.iter().enumerate() {
            let register = Register(index as u32 + 1);
            let mark = self.f.mark();
            if let Some(initializer) = &parameter.initializer {
                let given = self.f.e.new_label();
                self.f.e.jump_if_not_undefined(register, given);
                let name = self.binding_name(&parameter.pattern);
                self.named_evaluation(initializer, name, Some(register));
                self.f.e.bind(given);
            }
            match &parameter.pattern {
                BindingPattern::BindingIdentifier(name) => {
                    let name = name.name.as_str();
                    let scope = self.analysis.scope(id);
                    let in_place = scope.find(name).is_some_and(|i| scope.bindings[i].register == Some(register));
                    let replaced = scope.find(name).is_some_and(|i| {
                        scope.bindings[i].slot.is_none()
                            && scope.bindings[i].register.is_some_and(|r| r.0 <= params.items.len() as u32)
                    });
                    if in_place || !replaced {
                        self.initialize_identifier(name, register);
                    }
                }
                pattern => self.bind_pattern(pattern, register, true),
            }
            self.f.release(mark);
        }
        if let Some(rest) = &params.rest {
            self.f.flags.needs_arguments_list = true;
            let mark = self.f.mark();
            let array = self.f.temp();
            self.f.e.create_rest(array, params.items.len() as i32);
            self.bind_pattern(&rest.rest.argument, array, true);
            self.f.release(mark);
        }
        self.f.in_parameters = false;
    }

    /// The var scope of a body whose parameters have expressions: vars start with the values of equally named parameters.
    fn enter_body_scope(&mut self, id: ScopeId, parameters: ScopeId) {
        let _ = self.enter_scope(id);
        for index in 0..self.analysis.scope(id).bindings.len() {
            let binding = &self.analysis.scope(id).bindings[index];
            if !matches!(binding.kind, BindingKind::Var | BindingKind::Function) {
                continue;
            }
            let (name, slot, register) = (binding.name, binding.slot, binding.register);
            let is_parameter = self.analysis.scope(parameters).find(name).is_some();
            let mark = self.f.mark();
            if is_parameter {
                self.scope = parameters;
                let value = self.load_identifier(name, None, 0);
                self.scope = id;
                self.initialize_identifier(name, value);
            } else if slot.is_none()
                && let Some(register) = register
            {
                self.f.e.load_undefined(register);
            }
            self.f.release(mark);
        }
    }

    /// Function declarations of a statement list: made on entry.
    pub fn instantiate_functions(&mut self, statements: &[Statement<'a>]) {
        for statement in statements {
            self.instantiate_function(statement);
        }
    }

    /// The function declaration that a statement is, if it is one.
    pub fn instantiate_function(&mut self, statement: &Statement<'a>) {
        let mut statement = statement;
        while let Statement::LabeledStatement(labeled) = statement {
            statement = &labeled.body;
        }
        match statement {
            Statement::FunctionDeclaration(function) => {
                if let Some(id) = &function.id {
                    self.instantiate_named_function(function, id.name.as_str(), id.name.as_str());
                }
            }
            Statement::ExportDeclaration(export) => {
                if let Declaration::FunctionDeclaration(function) = &export.declaration
                    && let Some(id) = &function.id
                {
                    self.instantiate_named_function(function, id.name.as_str(), id.name.as_str());
                }
            }
            Statement::ExportDefaultDeclaration(export) => {
                if let ExportDefaultDeclarationKind::FunctionDeclaration(function) = &export.declaration {
                    match &function.id {
                        Some(id) => self.instantiate_named_function(function, id.name.as_str(), id.name.as_str()),
                        None => {
                            self.instantiate_named_function(function, crate::scope_collector::DEFAULT_EXPORT, "default")
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn instantiate_named_function(&mut self, it: &Function<'a>, binding: &'a str, name: &str) {
        if it.body.is_none() {
            return;
        }
        let mark = self.f.mark();
        let range = self.range(it.span);
        let index = self.function_template(it, Text::from_str(name), range, false);
        let closure = self.initialization_register(binding).unwrap_or_else(|| self.f.temp());
        let scope = self.scope_register();
        self.f.e.new_closure(closure, scope, index);
        self.initialize_identifier(binding, closure);
        self.f.release(mark);
    }
}

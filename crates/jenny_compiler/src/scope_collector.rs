//! The walk that fills an [`Analysis`]: opens and leaves scopes, declares names and notes who mentions them.

mod argument_count;

use crate::class_decorators::{decorator_slots, element_decorators};
pub use crate::declared_names::{declared_names, pattern_has_expression};
use crate::mentions::{Mentions, OpenMention};
use crate::scope_analysis::*;
use jenny_bytecode::FunctionKind;
use oxc_allocator::Allocator;
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::ScopeFlags;
use rustc_hash::FxHashSet;

/// Stack that must be left before a recursive step.
pub const RED_ZONE: usize = 192 * 1024;
/// Size of a new stack segment.
pub const SEGMENT: usize = 4 * 1024 * 1024;

/// Runs a recursive step on a stack that is large enough.
pub fn guard<R>(f: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(RED_ZONE, SEGMENT, f)
}

/// What the top level is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TopLevel {
    /// Script
    Script,
    /// Module
    Module,
    /// eval code
    Eval,
    /// a CommonJS body: a sloppy function with the five wrapper parameters
    CommonJs,
}

/// The parameters of the CommonJS wrapper.
pub const COMMON_JS_PARAMETERS: [&str; 5] = ["exports", "require", "module", "__filename", "__dirname"];

struct Collector<'a> {
    analysis: Analysis<'a>,
    mentions: Mentions<'a>,
    names: &'a Allocator,
    scope: ScopeId,
    function: FunctionId,
    strict: bool,
    next_kind: Option<FunctionKind>,
    eval_var_names: Vec<&'a str>,
    annex_b: Vec<AnnexBCandidate<'a>>,
}

struct AnnexBCandidate<'a> {
    declaration: usize,
    name: &'a str,
    scope: ScopeId,
    function: FunctionId,
}

/// What scope analysis gives beside the scopes.
pub struct Collected<'a> {
    /// the scopes
    pub analysis: Analysis<'a>,
    /// scope of the top level
    pub scope: ScopeId,
    /// function of the top level
    pub function: FunctionId,
    /// vars and functions of a sloppy eval, which the engine declares
    pub eval_var_names: Vec<&'a str>,
    /// Annex B.3.3 functions of the top level of a script or a sloppy eval
    pub annex_b_names: Vec<&'a str>,
}

/// Analyses a whole program. `strict` is the strictness that a direct eval inherits.
pub fn analyse<'a>(program: &Program<'a>, names: &'a Allocator, top: TopLevel, strict: bool) -> Collected<'a> {
    let strict =
        strict || top == TopLevel::Module || program.directives.iter().any(|d| d.directive.as_str() == "use strict");
    let function = FunctionId(0);
    let mut analysis = Analysis::default();
    let kind = match top {
        TopLevel::Script => ScopeKind::Global,
        TopLevel::Module => ScopeKind::Module,
        TopLevel::Eval => ScopeKind::Eval,
        TopLevel::CommonJs => ScopeKind::Function,
    };
    let scope = analysis.new_scope(kind, None, function, strict);
    analysis.functions.push(FunctionInfo {
        kind: match top {
            TopLevel::Script => FunctionKind::Script,
            TopLevel::Module => FunctionKind::Module,
            TopLevel::Eval => FunctionKind::Eval,
            TopLevel::CommonJs => FunctionKind::Normal,
        },
        strict,
        is_generator: false,
        is_async: false,
        name_scope: None,
        parameter_eval_scope: None,
        scope,
        body_scope: None,
        simple_parameters: true,
        parameter_expressions: false,
        uses_this: false,
        counts_arguments: false,
        has_inner_functions: false,
        has_heap_scopes: false,
        contains_eval: false,
        free_names: Vec::new(),
        annex_b: Vec::new(),
        is_class_element: false,
    });
    let mut collector = Collector {
        analysis,
        mentions: Mentions::default(),
        names,
        scope,
        function,
        strict,
        next_kind: None,
        eval_var_names: Vec::new(),
        annex_b: Vec::new(),
    };
    if top == TopLevel::CommonJs {
        for name in COMMON_JS_PARAMETERS {
            collector.declare(name, BindingKind::Parameter, 0);
        }
    }
    for statement in &program.body {
        collector.visit_statement(statement);
    }
    let annex_b_names = collector.leave_function();
    Collected { analysis: collector.analysis, scope, function, eval_var_names: collector.eval_var_names, annex_b_names }
}

impl<'a> Collector<'a> {
    fn open(&mut self, kind: ScopeKind, node: usize, role: NodeRole) -> ScopeId {
        let id = self.analysis.new_scope(kind, Some(self.scope), self.function, self.strict);
        self.analysis.scope_of.insert((node, role), id);
        self.enter(id);
        id
    }

    /// A scope that was just made becomes the current one.
    fn enter(&mut self, id: ScopeId) {
        self.analysis.scope_mut(id).first_mention = self.mentions.open.len() as u32;
        self.scope = id;
    }

    fn declare(&mut self, name: &'a str, kind: BindingKind, declared_at: u32) -> usize {
        let scope = self.scope;
        self.analysis.scope_mut(scope).declare(name, kind, declared_at)
    }

    /// Declares a `var` in the nearest variable scope.
    fn declare_var(&mut self, name: &'a str, kind: BindingKind) {
        let mut at = self.scope;
        loop {
            let scope = self.analysis.scope(at);
            match scope.kind {
                ScopeKind::Global | ScopeKind::Module | ScopeKind::Body | ScopeKind::Function => {
                    break;
                }
                ScopeKind::Eval => {
                    if scope.strict {
                        break;
                    }
                    if !self.eval_var_names.contains(&name) {
                        self.eval_var_names.push(name);
                    }
                    return;
                }
                _ => at = scope.parent.expect("a variable scope encloses every scope"),
            }
        }
        self.analysis.scope_mut(at).declare(name, kind, 0);
    }

    fn mention(&mut self, name: &'a str, offset: u32, assigned: bool) {
        self.mentions.note(self.scope, name, Mention { first: offset, captured: false, assigned });
    }

    /// Getters have no parameter, setters have one.
    fn check_accessor_parameters(&mut self, params: &FormalParameters<'a>, is_getter: bool) {
        let message = match (is_getter, params.items.len(), params.rest.is_some()) {
            (true, 0, false) | (false, 1, false) => return,
            (true, ..) => "Getter must not have any formal parameters.",
            (false, 0, true) => "Setter function argument must not be a rest parameter",
            (false, ..) => "Setter must have exactly one formal parameter.",
        };
        self.analysis.early_error.get_or_insert((message, params.span));
    }

    fn private_name(&self, name: &str) -> &'a str {
        self.names.alloc_str(&format!("#{name}"))
    }

    /// Resolves the mentions of the current scope and goes back to its parent.
    fn leave(&mut self) {
        let id = self.scope;
        let scope = &mut self.analysis.scopes[id.0 as usize];
        let first_mention = scope.first_mention as usize;
        self.mentions.bind(id, &scope.bindings);
        let (kind, function, parent) = (scope.kind, scope.function, scope.parent);
        let crosses = kind == ScopeKind::With
            || scope.is_extensible
            || parent.is_some_and(|p| self.analysis.scope(p).function != function);
        let leaves_function = parent.is_none_or(|p| self.analysis.scope(p).function != function);
        // What goes to the parent takes the place of what went before.
        let mut kept = first_mention;
        for at in first_mention..self.mentions.open.len() {
            let OpenMention { name, mention, below, .. } = self.mentions.open[at];
            let seen = &mut self.mentions.names[name as usize];
            seen.innermost = below;
            if seen.bound_in == Some(id) {
                let binding = &mut self.analysis.scopes[id.0 as usize].bindings[seen.bound_at as usize];
                binding.captured |= mention.captured;
                binding.assigned |= mention.assigned;
                if mention.first < binding.declared_at || (kind == ScopeKind::Switch && binding.kind.is_lexical()) {
                    binding.needs_tdz = true;
                }
                continue;
            }
            if leaves_function {
                self.analysis.functions[function.0 as usize].free_names.push(seen.name);
            }
            if let Some(parent) = parent {
                let mention = Mention { captured: mention.captured || crosses, ..mention };
                match self.mentions.open.get_mut(below as usize) {
                    Some(known) if known.scope == parent => known.mention.add(mention),
                    _ => {
                        self.mentions.open[kept] = OpenMention { scope: parent, name, mention, below };
                        seen.innermost = kept as u32;
                        kept += 1;
                    }
                }
            }
        }
        self.mentions.open.truncate(kept);
        let scope = &mut self.analysis.scopes[id.0 as usize];
        if scope.contains_eval {
            for binding in &mut scope.bindings {
                binding.captured = true;
            }
        }
        if kind == ScopeKind::Global {
            scope.materialized = false;
        } else {
            scope.materialized = scope.is_extensible
                || matches!(kind, ScopeKind::With | ScopeKind::Module)
                || scope.bindings.iter().any(|b| b.captured);
        }
        if scope.materialized {
            self.analysis.function_mut(function).has_heap_scopes = true;
        }
        if let Some(parent) = parent {
            self.scope = parent;
        }
    }

    /// Decides which block functions of the current function also assign to a var (Annex B.3.3).
    fn resolve_annex_b(&mut self) -> Vec<&'a str> {
        let function = self.function;
        let mut names = Vec::new();
        // Inner functions have taken theirs by now, so this one's are the last.
        let first = self.annex_b.iter().rposition(|c| c.function != function).map_or(0, |at| at + 1);
        let mine = self.annex_b.split_off(first);
        let mut known = FxHashSet::default();
        'candidate: for candidate in mine {
            let mut at = self.analysis.scope(candidate.scope).parent.expect("a block function is inside a function");
            loop {
                let scope = self.analysis.scope(at);
                let found = scope.find(candidate.name).map(|i| scope.bindings[i].kind);
                match scope.kind {
                    ScopeKind::Global | ScopeKind::Eval | ScopeKind::Function | ScopeKind::Body | ScopeKind::Module => {
                        if found.is_some_and(BindingKind::is_lexical) {
                            continue 'candidate;
                        }
                        let mut is_parameter = found == Some(BindingKind::Parameter);
                        if scope.kind == ScopeKind::Body
                            && let Some(parent) = scope.parent
                        {
                            let parent = self.analysis.scope(parent);
                            is_parameter |= parent
                                .find(candidate.name)
                                .is_some_and(|i| parent.bindings[i].kind == BindingKind::Parameter);
                        }
                        // The arguments object counts as a parameter.
                        is_parameter |= candidate.name == "arguments"
                            && self.has_arguments_object(function)
                            && found != Some(BindingKind::Function);
                        if is_parameter {
                            continue 'candidate;
                        }
                        let kind = scope.kind;
                        if known.insert(candidate.name) {
                            names.push(candidate.name);
                        }
                        if !matches!(kind, ScopeKind::Global | ScopeKind::Eval) {
                            self.analysis.scope_mut(at).declare(candidate.name, BindingKind::Var, 0);
                            // The declaration assigns to the var whenever it is evaluated.
                            let mention = Mention { first: u32::MAX, captured: false, assigned: true };
                            self.mentions.note(at, candidate.name, mention);
                        }
                        self.analysis.annex_b_declarations.insert(candidate.declaration, ());
                        continue 'candidate;
                    }
                    ScopeKind::Catch if scope.simple_catch => {}
                    _ => {
                        if found.is_some() {
                            continue 'candidate;
                        }
                    }
                }
                at = scope.parent.expect("a variable scope encloses every scope");
            }
        }
        names
    }

    /// Leaves the scopes of the current function; returns its Annex B.3.3 names.
    fn leave_function(&mut self) -> Vec<&'a str> {
        let function = self.function;
        let names = self.resolve_annex_b();
        let (scope, body_scope, kind) = {
            let info = self.analysis.function(function);
            (info.scope, info.body_scope, info.kind)
        };
        let is_plain = self.has_arguments_object(function);
        if let Some(body) = body_scope {
            self.scope = body;
            let record = self.analysis.scope(body);
            let var_arguments =
                is_plain && record.find("arguments").is_some_and(|i| record.bindings[i].kind == BindingKind::Var);
            self.leave();
            if var_arguments {
                self.mention("arguments", u32::MAX, false);
            }
        }
        self.scope = scope;
        let contains_eval = self.analysis.function(function).contains_eval;
        if is_plain {
            for name in [THIS, NEW_TARGET, HOME_OBJECT, ACTIVE_FUNCTION] {
                let wanted = match name {
                    _ if self.mentions.has(scope, name) => true,
                    _ if !contains_eval => false,
                    HOME_OBJECT => !matches!(kind, FunctionKind::Normal),
                    ACTIVE_FUNCTION => matches!(kind, FunctionKind::DerivedConstructor),
                    _ => true,
                };
                if wanted {
                    self.declare(name, BindingKind::Pseudo, 0);
                }
            }
            self.settle_argument_count(scope);
            let uses_this = self.analysis.scope(scope).find(THIS).is_some();
            let arguments_mentioned = self.mentions.has(scope, "arguments") || contains_eval;
            self.analysis.function_mut(function).uses_this = uses_this;
            let is_class_element = self.analysis.function(function).is_class_element;
            match self.analysis.scope(scope).find("arguments") {
                None if arguments_mentioned && !is_class_element => {
                    self.declare("arguments", BindingKind::Arguments, 0);
                }
                Some(at) => {
                    let binding = &mut self.analysis.scope_mut(scope).bindings[at];
                    if binding.kind == BindingKind::Var {
                        binding.kind = BindingKind::Arguments;
                    }
                }
                None => {}
            }
            let info = self.analysis.function(function);
            if !info.strict && info.simple_parameters {
                let record = self.analysis.scope_mut(scope);
                if record.find("arguments").is_some_and(|i| record.bindings[i].kind == BindingKind::Arguments) {
                    for binding in &mut record.bindings {
                        if binding.kind == BindingKind::Parameter {
                            binding.captured = true;
                        }
                    }
                }
            }
        } else if kind == FunctionKind::Module && (contains_eval || self.mentions.has(scope, THIS)) {
            self.declare(THIS, BindingKind::Pseudo, 0);
        }
        self.leave();
        let (eval_scope, name_scope) = {
            let info = self.analysis.function(function);
            (info.parameter_eval_scope, info.name_scope)
        };
        if let Some(eval_scope) = eval_scope {
            self.scope = eval_scope;
            self.leave();
        }
        if let Some(name_scope) = name_scope {
            self.scope = name_scope;
            self.leave();
        }
        names
    }

    fn new_function(
        &mut self,
        kind: FunctionKind,
        node: usize,
        role: NodeRole,
        is_async: bool,
        is_generator: bool,
    ) -> FunctionId {
        let id = FunctionId(self.analysis.functions.len() as u32);
        self.analysis.function_mut(self.function).has_inner_functions = true;
        self.analysis.functions.push(FunctionInfo {
            kind,
            strict: self.strict,
            is_generator,
            is_async,
            name_scope: None,
            parameter_eval_scope: None,
            scope: ScopeId(0),
            body_scope: None,
            simple_parameters: true,
            parameter_expressions: false,
            uses_this: false,
            counts_arguments: false,
            has_inner_functions: false,
            has_heap_scopes: false,
            contains_eval: false,
            free_names: Vec::new(),
            annex_b: Vec::new(),
            is_class_element: false,
        });
        self.analysis.function_of.insert((node, role), id);
        id
    }

    /// A function without parameters whose content is visited by `content`.
    fn synthetic_function(&mut self, node: usize, role: NodeRole, content: impl FnOnce(&mut Self)) {
        let (outer_function, outer_scope) = (self.function, self.scope);
        let id = self.new_function(FunctionKind::Method, node, role, false, false);
        self.function = id;
        let scope = self.open(ScopeKind::Function, node, role);
        let info = self.analysis.function_mut(id);
        info.scope = scope;
        info.is_class_element = true;
        info.has_inner_functions = true;
        content(self);
        self.leave_function();
        self.function = outer_function;
        self.scope = outer_scope;
    }

    fn parameters_and_body(
        &mut self,
        id: FunctionId,
        node: usize,
        params: &FormalParameters<'a>,
        body: impl FnOnce(&mut Self),
    ) {
        let parameter_expressions =
            params.items.iter().any(|p| p.initializer.is_some() || pattern_has_expression(&p.pattern))
                || params.rest.as_ref().is_some_and(|r| pattern_has_expression(&r.rest.argument));
        let simple = params.rest.is_none()
            && params
                .items
                .iter()
                .all(|p| p.initializer.is_none() && matches!(p.pattern, BindingPattern::BindingIdentifier(_)));
        if parameter_expressions && !self.strict {
            let scope = self.open(ScopeKind::ParameterEval, node, NodeRole::Head);
            self.analysis.function_mut(id).parameter_eval_scope = Some(scope);
        }
        let scope = self.open(ScopeKind::Function, node, NodeRole::Own);
        {
            let info = self.analysis.function_mut(id);
            info.scope = scope;
            info.simple_parameters = simple;
            info.parameter_expressions = parameter_expressions;
        }
        for parameter in &params.items {
            let end = if parameter_expressions { parameter.span.end } else { 0 };
            self.declare_pattern(&parameter.pattern, BindingKind::Parameter, end);
        }
        if let Some(rest) = &params.rest {
            let end = if parameter_expressions { rest.span.end } else { 0 };
            self.declare_pattern(&rest.rest.argument, BindingKind::Parameter, end);
        }
        for parameter in &params.items {
            self.visit_pattern_expressions(&parameter.pattern);
            if let Some(initializer) = &parameter.initializer {
                self.visit_expression(initializer);
            }
        }
        if let Some(rest) = &params.rest {
            self.visit_pattern_expressions(&rest.rest.argument);
        }
        if parameter_expressions {
            let body_scope = self.analysis.new_scope(ScopeKind::Body, Some(scope), id, self.strict);
            self.analysis.function_mut(id).body_scope = Some(body_scope);
            self.enter(body_scope);
        }
        body(self);
    }

    fn declare_pattern(&mut self, pattern: &BindingPattern<'a>, kind: BindingKind, declared_at: u32) {
        match pattern {
            BindingPattern::BindingIdentifier(id) => {
                if kind == BindingKind::Var {
                    self.declare_var(id.name.as_str(), kind);
                } else {
                    self.declare(id.name.as_str(), kind, declared_at);
                }
            }
            BindingPattern::AssignmentPattern(p) => {
                self.declare_pattern(&p.left, kind, declared_at);
            }
            BindingPattern::ObjectPattern(p) => {
                for property in &p.properties {
                    self.declare_pattern(&property.value, kind, declared_at);
                }
                if let Some(rest) = &p.rest {
                    self.declare_pattern(&rest.argument, kind, declared_at);
                }
            }
            BindingPattern::ArrayPattern(p) => {
                for element in p.elements.iter().flatten() {
                    self.declare_pattern(element, kind, declared_at);
                }
                if let Some(rest) = &p.rest {
                    self.declare_pattern(&rest.argument, kind, declared_at);
                }
            }
        }
    }

    /// Visits the expressions of a binding pattern and, for vars, notes the names as assigned.
    fn visit_pattern_expressions(&mut self, pattern: &BindingPattern<'a>) {
        match pattern {
            BindingPattern::BindingIdentifier(_) => {}
            BindingPattern::AssignmentPattern(p) => {
                self.visit_pattern_expressions(&p.left);
                self.visit_expression(&p.right);
            }
            BindingPattern::ObjectPattern(p) => {
                for property in &p.properties {
                    if property.computed {
                        self.visit_property_key(&property.key);
                    }
                    self.visit_pattern_expressions(&property.value);
                }
                if let Some(rest) = &p.rest {
                    self.visit_pattern_expressions(&rest.argument);
                }
            }
            BindingPattern::ArrayPattern(p) => {
                for element in p.elements.iter().flatten() {
                    self.visit_pattern_expressions(element);
                }
                if let Some(rest) = &p.rest {
                    self.visit_pattern_expressions(&rest.argument);
                }
            }
        }
    }

    /// A `var` pattern assigns by name: through with scopes and catch parameters.
    fn mention_pattern(&mut self, pattern: &BindingPattern<'a>) {
        for id in pattern.get_binding_identifiers() {
            self.mention(id.name.as_str(), id.span.start, true);
        }
    }

    fn direct_eval(&mut self) {
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = self.analysis.scope_mut(id);
            scope.contains_eval = true;
            at = scope.parent;
        }
        // Arrows share this, arguments and the rest with the function around them.
        let mut scope = Some(self.scope);
        while let Some(id) = scope {
            let function = self.analysis.scope(id).function;
            let info = self.analysis.function_mut(function);
            info.contains_eval = true;
            info.has_inner_functions = true;
            if info.kind != FunctionKind::Arrow {
                break;
            }
            let outermost = info.name_scope.or(info.parameter_eval_scope).unwrap_or(info.scope);
            scope = self.analysis.scope(outermost).parent;
        }
        if !self.strict {
            let mut at = self.scope;
            loop {
                let record = self.analysis.scope(at);
                let next = record.parent;
                let stop = match record.kind {
                    ScopeKind::Body | ScopeKind::ParameterEval => true,
                    ScopeKind::Function => {
                        // In a parameter list the vars go to the scope around the parameters.
                        !self.analysis.function(record.function).parameter_expressions
                    }
                    ScopeKind::Global | ScopeKind::Module | ScopeKind::Eval => return,
                    _ => false,
                };
                if stop {
                    self.analysis.scope_mut(at).is_extensible = true;
                    return;
                }
                match next {
                    Some(parent) => at = parent,
                    None => return,
                }
            }
        }
    }

    /// A block; it has a scope only if it declares something.
    fn block(&mut self, node: usize, statements: &[Statement<'a>]) {
        let has_scope = statements.iter().any(declares_lexically);
        if has_scope {
            self.open(ScopeKind::Block, node, NodeRole::Own);
        }
        for statement in statements {
            self.visit_statement(statement);
        }
        if has_scope {
            self.leave();
        }
    }

    fn for_in_of(&mut self, node: usize, left: &ForStatementLeft<'a>, right: &Expression<'a>, body: &Statement<'a>) {
        match left {
            ForStatementLeft::VariableDeclaration(declaration) if !declaration.kind.is_var() => {
                let kind = declaration_kind(declaration.kind);
                // While the right-hand side is evaluated, the names are there and uninitialised.
                self.open(ScopeKind::For, node, NodeRole::Head);
                for declarator in &declaration.declarations {
                    self.declare_pattern(&declarator.id, kind, u32::MAX);
                }
                self.visit_expression(right);
                self.leave();
                self.open(ScopeKind::For, node, NodeRole::Own);
                for declarator in &declaration.declarations {
                    self.declare_pattern(&declarator.id, kind, declarator.span.end);
                    self.visit_pattern_expressions(&declarator.id);
                }
                self.visit_statement(body);
                self.leave();
            }
            ForStatementLeft::VariableDeclaration(declaration) => {
                for declarator in &declaration.declarations {
                    self.declare_pattern(&declarator.id, BindingKind::Var, 0);
                    if let Some(init) = &declarator.init {
                        self.visit_expression(init);
                    }
                }
                self.visit_expression(right);
                for declarator in &declaration.declarations {
                    self.mention_pattern(&declarator.id);
                    self.visit_pattern_expressions(&declarator.id);
                }
                self.visit_statement(body);
            }
            _ => {
                self.visit_expression(right);
                self.visit_for_statement_left(left);
                self.visit_statement(body);
            }
        }
    }
}

/// Whether a statement of a block binds names of the block.
fn declares_lexically(statement: &Statement) -> bool {
    match statement {
        Statement::VariableDeclaration(d) => !d.kind.is_var(),
        Statement::FunctionDeclaration(_) | Statement::ClassDeclaration(_) => true,
        Statement::LabeledStatement(s) => declares_lexically(&s.body),
        _ => false,
    }
}

/// The binding kind of a lexical declaration.
pub fn declaration_kind(kind: VariableDeclarationKind) -> BindingKind {
    match kind {
        VariableDeclarationKind::Var => BindingKind::Var,
        VariableDeclarationKind::Let => BindingKind::Let,
        _ => BindingKind::Const,
    }
}

impl<'a> Visit<'a> for Collector<'a> {
    fn visit_expression(&mut self, it: &Expression<'a>) {
        guard(|| walk::walk_expression(self, it));
    }

    fn visit_statement(&mut self, it: &Statement<'a>) {
        guard(|| walk::walk_statement(self, it));
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.mention(it.name.as_str(), it.span.start, false);
    }

    fn visit_binary_expression(&mut self, it: &BinaryExpression<'a>) {
        self.visit_operand(&it.left);
        self.visit_operand(&it.right);
    }

    fn visit_this_expression(&mut self, it: &ThisExpression) {
        self.mention(THIS, it.span.start, false);
    }

    fn visit_new_target(&mut self, it: &NewTarget) {
        self.mention(NEW_TARGET, it.span.start, false);
    }

    fn visit_super(&mut self, it: &Super) {
        self.mention(HOME_OBJECT, it.span.start, false);
        self.mention(THIS, it.span.start, false);
    }

    fn visit_private_identifier(&mut self, it: &PrivateIdentifier<'a>) {
        let name = self.private_name(it.name.as_str());
        self.mention(name, it.span.start, false);
    }

    fn visit_private_field_expression(&mut self, it: &PrivateFieldExpression<'a>) {
        self.visit_expression(&it.object);
        self.visit_private_identifier(&it.field);
    }

    fn visit_private_in_expression(&mut self, it: &PrivateInExpression<'a>) {
        self.visit_private_identifier(&it.left);
        self.visit_expression(&it.right);
    }

    fn visit_simple_assignment_target(&mut self, it: &SimpleAssignmentTarget<'a>) {
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = it {
            self.mention(id.name.as_str(), id.span.start, true);
        } else {
            walk::walk_simple_assignment_target(self, it);
        }
    }

    fn visit_assignment_target_property_identifier(&mut self, it: &AssignmentTargetPropertyIdentifier<'a>) {
        self.mention(it.binding.name.as_str(), it.binding.span.start, true);
        if let Some(init) = &it.init {
            self.visit_expression(init);
        }
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        match it.callee.without_parentheses() {
            Expression::Super(sup) => {
                for name in [THIS, NEW_TARGET, ACTIVE_FUNCTION] {
                    self.mention(name, sup.span.start, false);
                }
            }
            Expression::Identifier(id) if id.name.as_str() == "eval" && !it.optional => {
                self.visit_identifier_reference(id);
                self.direct_eval();
            }
            callee => self.visit_expression(callee),
        }
        for argument in &it.arguments {
            self.visit_argument(argument);
        }
    }

    fn visit_object_property(&mut self, it: &ObjectProperty<'a>) {
        if it.computed {
            self.visit_property_key(&it.key);
        }
        if let Expression::FunctionExpression(function) = &it.value
            && it.kind != PropertyKind::Init
        {
            self.check_accessor_parameters(&function.params, it.kind == PropertyKind::Get);
        }
        if it.method || it.kind != PropertyKind::Init {
            self.next_kind = Some(FunctionKind::Method);
        }
        self.visit_expression(&it.value);
        self.next_kind = None;
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.note_await();
        self.visit_expression(&it.argument);
    }

    fn visit_block_statement(&mut self, it: &BlockStatement<'a>) {
        self.block(address(it), &it.body);
    }

    fn visit_switch_statement(&mut self, it: &SwitchStatement<'a>) {
        self.visit_expression(&it.discriminant);
        self.open(ScopeKind::Switch, address(it), NodeRole::Own);
        for case in &it.cases {
            if let Some(test) = &case.test {
                self.visit_expression(test);
            }
            for statement in &case.consequent {
                self.visit_statement(statement);
            }
        }
        self.leave();
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.visit_expression(&it.test);
        for branch in [Some(&it.consequent), it.alternate.as_ref()].into_iter().flatten() {
            // Annex B.3.3: a function declaration as the branch of an `if` has a block of its own.
            if let Statement::FunctionDeclaration(function) = branch {
                self.open(ScopeKind::Block, address(function.as_ref()), NodeRole::StaticElement);
                self.visit_statement(branch);
                self.leave();
            } else {
                self.visit_statement(branch);
            }
        }
    }

    fn visit_with_statement(&mut self, it: &WithStatement<'a>) {
        self.visit_expression(&it.object);
        self.open(ScopeKind::With, address(it), NodeRole::Own);
        self.visit_statement(&it.body);
        self.leave();
    }

    fn visit_for_statement(&mut self, it: &ForStatement<'a>) {
        let has_scope = matches!(&it.init, Some(ForStatementInit::VariableDeclaration(d)) if !d.kind.is_var());
        if has_scope {
            self.open(ScopeKind::For, address(it), NodeRole::Own);
        }
        if let Some(init) = &it.init {
            self.visit_for_statement_init(init);
        }
        if let Some(test) = &it.test {
            self.visit_expression(test);
        }
        if let Some(update) = &it.update {
            self.visit_expression(update);
        }
        self.visit_statement(&it.body);
        if has_scope {
            self.leave();
        }
    }

    fn visit_for_in_statement(&mut self, it: &ForInStatement<'a>) {
        self.for_in_of(address(it), &it.left, &it.right, &it.body);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await {
            self.note_await();
        }
        if let ForStatementLeft::VariableDeclaration(d) = &it.left
            && d.kind.is_await()
        {
            self.note_await();
        }
        self.for_in_of(address(it), &it.left, &it.right, &it.body);
    }

    fn visit_catch_clause(&mut self, it: &CatchClause<'a>) {
        let id = self.open(ScopeKind::Catch, address(it), NodeRole::Own);
        if let Some(parameter) = &it.param {
            let simple = matches!(parameter.pattern, BindingPattern::BindingIdentifier(_));
            self.analysis.scope_mut(id).simple_catch = simple;
            let (kind, end) =
                if simple { (BindingKind::CatchParameter, 0) } else { (BindingKind::Let, parameter.span.end) };
            self.declare_pattern(&parameter.pattern, kind, end);
            self.visit_pattern_expressions(&parameter.pattern);
        }
        self.visit_block_statement(&it.body);
        self.leave();
    }

    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.declare {
            return;
        }
        if it.kind.is_await() {
            self.note_await();
        }
        let kind = declaration_kind(it.kind);
        for declarator in &it.declarations {
            self.declare_pattern(&declarator.id, kind, declarator.span.end);
            if kind == BindingKind::Var && declarator.init.is_some() {
                self.mention_pattern(&declarator.id);
            }
            self.visit_pattern_expressions(&declarator.id);
            if let Some(init) = &declarator.init {
                self.visit_expression(init);
            }
        }
    }

    fn visit_function(&mut self, it: &Function<'a>, _flags: ScopeFlags) {
        let Some(body) = &it.body else { return };
        let kind = self.next_kind.take().unwrap_or(FunctionKind::Normal);
        let node = address(it);
        if it.r#type == FunctionType::FunctionDeclaration
            && let Some(id) = &it.id
        {
            let name = id.name.as_str();
            match self.analysis.scope(self.scope).kind {
                ScopeKind::Global | ScopeKind::Module | ScopeKind::Function | ScopeKind::Body | ScopeKind::Eval => {
                    self.declare_var(name, BindingKind::Function)
                }
                _ => {
                    self.declare(name, BindingKind::Function, 0);
                    if !self.strict && !it.generator && !it.r#async {
                        self.annex_b.push(AnnexBCandidate {
                            declaration: node,
                            name,
                            scope: self.scope,
                            function: self.function,
                        });
                    }
                }
            }
        }
        let (outer_function, outer_scope, outer_strict) = (self.function, self.scope, self.strict);
        self.strict |= it.has_use_strict_directive();
        let id = self.new_function(kind, node, NodeRole::Own, it.r#async, it.generator);
        self.function = id;
        if it.r#type == FunctionType::FunctionExpression
            && let Some(name) = &it.id
        {
            let scope = self.open(ScopeKind::FunctionName, node, NodeRole::InstanceInitializer);
            self.declare(name.name.as_str(), BindingKind::FunctionName, 0);
            self.analysis.function_mut(id).name_scope = Some(scope);
        }
        self.parameters_and_body(id, node, &it.params, |this| {
            for statement in &body.statements {
                this.visit_statement(statement);
            }
        });
        self.leave_function();
        self.function = outer_function;
        self.scope = outer_scope;
        self.strict = outer_strict;
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.next_kind = None;
        let (outer_function, outer_scope, outer_strict) = (self.function, self.scope, self.strict);
        self.strict |= it.has_use_strict_directive();
        let node = address(it);
        let id = self.new_function(FunctionKind::Arrow, node, NodeRole::Own, it.r#async, false);
        self.function = id;
        self.parameters_and_body(id, node, &it.params, |this| match &it.body {
            ArrowFunctionBody::FunctionBody(body) => {
                for statement in &body.statements {
                    this.visit_statement(statement);
                }
            }
            body => this.visit_expression(body.to_expression()),
        });
        self.leave_function();
        self.function = outer_function;
        self.scope = outer_scope;
        self.strict = outer_strict;
    }

    fn visit_class(&mut self, it: &Class<'a>) {
        if it.declare {
            return;
        }
        self.next_kind = None;
        let node = address(it);
        if it.r#type == ClassType::ClassDeclaration
            && let Some(id) = &it.id
        {
            self.declare(id.name.as_str(), BindingKind::Class, it.span.end);
        }
        for decorator in &it.decorators {
            self.visit_expression(&decorator.expression);
        }
        self.analysis.function_mut(self.function).has_inner_functions = true;
        let outer_strict = self.strict;
        self.strict = true;
        self.open(ScopeKind::Class, node, NodeRole::Own);
        if let Some(id) = &it.id {
            self.declare(id.name.as_str(), BindingKind::Const, it.span.end);
        }
        let mut has_instance_elements = false;
        for (index, element) in it.body.body.iter().enumerate() {
            let internal = |this: &mut Self, name: String| {
                let name = this.names.alloc_str(&name);
                let at = this.declare(name, BindingKind::Internal, 0);
                let scope = this.scope;
                this.analysis.scope_mut(scope).bindings[at].captured = true;
            };
            if let Some(key) = element.property_key() {
                let is_method = matches!(element, ClassElement::MethodDefinition(_));
                if let PropertyKey::PrivateIdentifier(id) = key {
                    let name = id.name.as_str();
                    internal(self, format!("#{name}"));
                    if let ClassElement::MethodDefinition(method) = element
                        && !method.r#static
                    {
                        internal(self, private_method_binding(name, method.kind));
                    }
                } else if element.computed() && !is_method {
                    internal(self, format!("%key{index}"));
                }
                if !element.r#static() && (!is_method || matches!(key, PropertyKey::PrivateIdentifier(_))) {
                    has_instance_elements = true;
                }
                if let ClassElement::AccessorProperty(accessor) = element {
                    internal(self, format!("%accessor{index}"));
                    if let PropertyKey::PrivateIdentifier(id) = key
                        && !accessor.r#static
                    {
                        for kind in [MethodDefinitionKind::Get, MethodDefinitionKind::Set] {
                            internal(self, private_method_binding(id.name.as_str(), kind));
                        }
                    }
                }
            }
        }
        for slot in decorator_slots(it) {
            let slot = self.names.alloc_str(&slot);
            let at = self.declare(slot, BindingKind::Internal, 0);
            let scope = self.scope;
            self.analysis.scope_mut(scope).bindings[at].captured = true;
            has_instance_elements = true;
        }
        if let Some(heritage) = &it.heritage {
            self.visit_expression(&heritage.expression);
        }
        for element in &it.body.body {
            for decorator in element_decorators(element) {
                self.visit_expression(&decorator.expression);
            }
            if element.computed()
                && let Some(key) = element.property_key()
            {
                self.visit_property_key(key);
            }
            match element {
                ClassElement::MethodDefinition(method) => {
                    if method.kind.is_accessor() {
                        self.check_accessor_parameters(&method.value.params, method.kind.is_get());
                    }
                    self.next_kind = Some(match method.kind {
                        MethodDefinitionKind::Constructor if it.heritage.is_some() => FunctionKind::DerivedConstructor,
                        MethodDefinitionKind::Constructor => FunctionKind::BaseConstructor,
                        _ => FunctionKind::Method,
                    });
                    self.visit_function(&method.value, ScopeFlags::Function);
                    self.next_kind = None;
                }
                ClassElement::StaticBlock(block) => {
                    self.synthetic_function(address(block.as_ref()), NodeRole::StaticElement, |this| {
                        for statement in &block.body {
                            this.visit_statement(statement);
                        }
                    });
                }
                ClassElement::PropertyDefinition(field) if field.r#static && !field.declare => {
                    self.synthetic_function(address(field.as_ref()), NodeRole::StaticElement, |this| {
                        if let Some(value) = &field.value {
                            this.visit_expression(value);
                        }
                    });
                }
                ClassElement::AccessorProperty(field) if field.r#static => {
                    self.synthetic_function(address(field.as_ref()), NodeRole::StaticElement, |this| {
                        if let Some(value) = &field.value {
                            this.visit_expression(value);
                        }
                    });
                }
                _ => {}
            }
        }
        if has_instance_elements {
            self.synthetic_function(node, NodeRole::InstanceInitializer, |this| {
                for element in &it.body.body {
                    match element {
                        ClassElement::PropertyDefinition(field) if !field.r#static && !field.declare => {
                            if let Some(value) = &field.value {
                                this.visit_expression(value);
                            }
                        }
                        ClassElement::AccessorProperty(field) if !field.r#static => {
                            if let Some(value) = &field.value {
                                this.visit_expression(value);
                            }
                        }
                        _ => {}
                    }
                }
            });
        }
        self.leave();
        self.strict = outer_strict;
    }

    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        if it.import_kind.is_type() {
            return;
        }
        for specifier in it.specifiers.iter().flatten() {
            if let ImportDeclarationSpecifier::ImportSpecifier(s) = specifier
                && s.import_kind.is_type()
            {
                continue;
            }
            let at = self.declare(specifier.local().name.as_str(), BindingKind::Import, 0);
            let scope = self.scope;
            self.analysis.scope_mut(scope).bindings[at].captured = true;
        }
    }

    fn visit_export_declaration(&mut self, it: &ExportDeclaration<'a>) {
        self.visit_declaration(&it.declaration);
        for name in declared_names(&it.declaration) {
            self.capture_export(name);
        }
    }

    fn visit_export_named_declaration(&mut self, it: &ExportNamedDeclaration<'a>) {
        for specifier in &it.specifiers {
            if let ModuleExportName::IdentifierReference(id) = &specifier.local {
                self.capture_export(id.name.as_str());
            }
        }
    }

    fn visit_export_from_declaration(&mut self, _it: &ExportFromDeclaration<'a>) {}

    fn visit_export_all_declaration(&mut self, _it: &ExportAllDeclaration<'a>) {}

    fn visit_export_default_declaration(&mut self, it: &ExportDefaultDeclaration<'a>) {
        match &it.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                self.visit_function(function, ScopeFlags::Function);
                if let Some(id) = &function.id {
                    self.capture_export(id.name.as_str());
                } else {
                    self.declare(DEFAULT_EXPORT, BindingKind::Function, 0);
                    self.capture_export(DEFAULT_EXPORT);
                }
            }
            ExportDefaultDeclarationKind::ClassDeclaration(class) => {
                self.visit_class(class);
                if let Some(id) = &class.id {
                    self.capture_export(id.name.as_str());
                } else {
                    self.declare(DEFAULT_EXPORT, BindingKind::Let, it.span.end);
                    self.capture_export(DEFAULT_EXPORT);
                }
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {}
            expression => {
                self.visit_expression(expression.to_expression());
                self.declare(DEFAULT_EXPORT, BindingKind::Let, it.span.end);
                self.capture_export(DEFAULT_EXPORT);
            }
        }
    }
}

/// Name of the binding of `export default expression`.
pub const DEFAULT_EXPORT: &str = "*default*";

/// Name of the class scope binding that holds the function of a private instance method.
pub fn private_method_binding(name: &str, kind: MethodDefinitionKind) -> String {
    match kind {
        MethodDefinitionKind::Get => format!("#{name}%get"),
        MethodDefinitionKind::Set => format!("#{name}%set"),
        _ => format!("#{name}%method"),
    }
}

impl<'a> Collector<'a> {
    fn capture_export(&mut self, name: &'a str) {
        // The binding may be declared further down, so this is a captured mention at the end of the text.
        self.mentions.note(self.scope, name, Mention { first: u32::MAX, captured: true, assigned: false });
    }

    fn note_await(&mut self) {
        if matches!(self.analysis.function(self.function).kind, FunctionKind::Module | FunctionKind::Script) {
            self.analysis.has_top_level_await = true;
        }
    }
}

//! Statements: lists, blocks, declarations, if, switch, labels, with, throw, return, break, continue.

use crate::ErrorKind;
use crate::compiler::Compiler;
use crate::expressions::writes_destination_last;
use crate::function_state::{Control, ControlKind, Exit};
use crate::identifiers::Place;
use crate::literals;
use crate::scope_analysis::*;
use crate::scope_collector::guard;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::{GetSpan, Span};

/// Whether evaluating the statement is a step of its own. Blocks and labels are not, nor is what was done before the list began;
/// `while` and `do` tell of each test.
fn is_step(it: &Statement<'_>) -> bool {
    match it {
        Statement::BlockStatement(_)
        | Statement::EmptyStatement(_)
        | Statement::FunctionDeclaration(_)
        | Statement::LabeledStatement(_)
        | Statement::WhileStatement(_)
        | Statement::DoWhileStatement(_)
        | Statement::TryStatement(_) => false,
        Statement::ExportDeclaration(it) => {
            matches!(it.declaration, Declaration::VariableDeclaration(_) | Declaration::ClassDeclaration(_))
        }
        Statement::ExportDefaultDeclaration(it) => {
            !matches!(it.declaration, ExportDefaultDeclarationKind::FunctionDeclaration(_))
        }
        it => !it.is_typescript_syntax() && it.as_module_declaration().is_none(),
    }
}

impl<'a> Compiler<'a> {
    /// StatementList; one with `using` declarations disposes of their resources at its end.
    pub fn statements(&mut self, list: &[Statement<'a>]) {
        let has_using = list.iter().any(|s| matches!(s, Statement::VariableDeclaration(d) if d.kind.is_using()));
        if has_using {
            let is_async = list.iter().any(|s| matches!(s, Statement::VariableDeclaration(d) if d.kind.is_await()));
            return self.disposing(is_async, |this| this.plain_statements(list));
        }
        self.plain_statements(list);
    }

    fn plain_statements(&mut self, list: &[Statement<'a>]) {
        for statement in list {
            // What follows a return, throw or jump is never evaluated; functions in it exist already.
            if !self.f.e.is_reachable() {
                break;
            }
            self.statement(statement);
        }
    }

    /// A statement.
    pub fn statement(&mut self, it: &Statement<'a>) {
        guard(|| {
            let mark = self.f.mark();
            self.statement_inner(it);
            self.f.release(mark);
        });
    }

    fn statement_inner(&mut self, it: &Statement<'a>) {
        if is_step(it) {
            self.step(it.span());
        }
        match it {
            Statement::ExpressionStatement(s) => match self.f.completion {
                Some(completion) => {
                    let value = self.expression(&s.expression, None);
                    self.move_to(value, Some(completion));
                }
                None => self.effect(&s.expression),
            },
            Statement::VariableDeclaration(d) => self.variable_declaration(d),
            Statement::FunctionDeclaration(f) => self.evaluate_function_declaration(f),
            Statement::ClassDeclaration(c) => self.class_declaration(c),
            Statement::BlockStatement(b) => self.block(b),
            Statement::IfStatement(s) => self.if_statement(s),
            Statement::ForStatement(s) => self.for_statement(s),
            Statement::ForInStatement(s) => self.for_in_statement(s),
            Statement::ForOfStatement(s) => self.for_of_statement(s),
            Statement::WhileStatement(s) => self.while_statement(s),
            Statement::DoWhileStatement(s) => self.do_while_statement(s),
            Statement::ReturnStatement(s) => self.return_statement(s),
            Statement::BreakStatement(s) => {
                self.jump_statement(s.label.as_ref(), false, s.span);
            }
            Statement::ContinueStatement(s) => {
                self.jump_statement(s.label.as_ref(), true, s.span);
            }
            Statement::ThrowStatement(s) => {
                let value = self.expression(&s.argument, None);
                self.at(s.span.start);
                self.f.e.throw(value);
            }
            Statement::TryStatement(s) => self.try_statement(s),
            Statement::SwitchStatement(s) => self.switch_statement(s),
            Statement::LabeledStatement(s) => self.labeled_statement(s),
            Statement::WithStatement(s) => self.with_statement(s),
            Statement::DebuggerStatement(s) => {
                self.at(s.span.start);
                // Its step is the same instruction.
                if !self.tells_statements {
                    self.f.e.debugger();
                }
            }
            Statement::EmptyStatement(_) => {}
            Statement::ImportDeclaration(_)
            | Statement::ExportAllDeclaration(_)
            | Statement::ExportNamedDeclaration(_)
            | Statement::ExportFromDeclaration(_) => {}
            Statement::ExportDeclaration(s) => match &s.declaration {
                Declaration::VariableDeclaration(d) => self.variable_declaration(d),
                Declaration::ClassDeclaration(c) => self.class_declaration(c),
                _ => {}
            },
            Statement::ExportDefaultDeclaration(s) => self.export_default(s),
            Statement::TSTypeAliasDeclaration(_)
            | Statement::TSInterfaceDeclaration(_)
            | Statement::TSGlobalDeclaration(_)
            | Statement::TSExternalModuleDeclaration(_)
            | Statement::TSNamespaceExportDeclaration(_) => {}
            Statement::TSEnumDeclaration(_)
            | Statement::TSNamespaceDeclaration(_)
            | Statement::TSImportEqualsDeclaration(_)
            | Statement::TSExportAssignment(_) => self.fail(
                ErrorKind::SyntaxError,
                "TypeScript syntax must be transformed before it is compiled",
                it.span(),
            ),
        }
    }

    /// UpdateEmpty(stmtResult, undefined): the statement that starts here is undefined unless something in it has a value.
    pub fn undefined_completion(&mut self) {
        if let Some(completion) = self.f.completion {
            self.f.e.load_undefined(completion);
        }
    }

    /// Block
    pub fn block(&mut self, it: &BlockStatement<'a>) {
        let Some(&id) = self.analysis.scope_of.get(&(address(it), NodeRole::Own)) else {
            return self.statements(&it.body);
        };
        let entered = self.enter_scope(id);
        self.instantiate_functions(&it.body);
        self.statements(&it.body);
        self.leave_scope(entered);
    }

    /// VariableDeclaration
    pub fn variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.declare {
            return;
        }
        for declarator in &it.declarations {
            let mark = self.f.mark();
            match it.kind {
                VariableDeclarationKind::Var => self.var_declarator(declarator),
                VariableDeclarationKind::Let | VariableDeclarationKind::Const => {
                    self.lexical_binding(declarator);
                }
                VariableDeclarationKind::Using | VariableDeclarationKind::AwaitUsing => {
                    self.using_binding(declarator, it.kind.is_await());
                }
            }
            self.f.release(mark);
        }
    }

    fn var_declarator(&mut self, it: &VariableDeclarator<'a>) {
        let Some(init) = &it.init else { return };
        let BindingPattern::BindingIdentifier(id) = &it.id else {
            let value = self.expression(init, None);
            return self.bind_pattern(&it.id, value, false);
        };
        let name = id.name.as_str();
        let function_name = self.binding_name(&it.id);
        let resolution = self.resolve(name);
        if let Place::Register(register) = resolution.place {
            let dst = writes_destination_last(init).then_some(register);
            let value = self.named_evaluation(init, function_name, dst);
            self.move_to(value, Some(register));
            return;
        }
        let base = self.resolve_base(name, resolution, id.span.start);
        let value = self.named_evaluation(init, function_name, None);
        self.store_resolved(name, resolution, base, value, id.span.start);
    }

    fn lexical_binding(&mut self, it: &VariableDeclarator<'a>) {
        if let BindingPattern::BindingIdentifier(id) = &it.id {
            let name = id.name.as_str();
            let register = self.initialization_register(name);
            let value = match &it.init {
                Some(init) => {
                    let function_name = self.binding_name(&it.id);
                    self.named_evaluation(init, function_name, register)
                }
                None => {
                    let value = self.dst(register);
                    self.f.e.load_undefined(value);
                    value
                }
            };
            return self.initialize_identifier(name, value);
        }
        if let Some(init) = &it.init {
            let value = self.expression(init, None);
            self.bind_pattern(&it.id, value, true);
        }
    }

    /// Annex B.3.3: evaluating a block function assigns it to the var of the same name.
    fn evaluate_function_declaration(&mut self, it: &Function<'a>) {
        if !self.analysis.annex_b_declarations.contains_key(&address(it)) {
            return;
        }
        let Some(id) = &it.id else { return };
        let name = id.name.as_str();
        let value = self.load_identifier(name, None, id.span.start);
        let inner = self.scope;
        let mut at = inner;
        loop {
            let scope = self.analysis.scope(at);
            match scope.kind {
                ScopeKind::Function | ScopeKind::Body | ScopeKind::Global | ScopeKind::Module => {
                    break;
                }
                ScopeKind::Eval => {
                    if scope.strict {
                        break;
                    }
                    let scope = self.scope_register();
                    let name = self.f.string(name);
                    return self.f.e.declare_eval_var(value, scope, name);
                }
                _ => match scope.parent {
                    Some(parent) => at = parent,
                    None => break,
                },
            }
        }
        self.scope = at;
        self.store_identifier(name, value, id.span.start);
        self.scope = inner;
    }

    fn if_statement(&mut self, it: &IfStatement<'a>) {
        self.undefined_completion();
        let otherwise = self.f.e.new_label();
        self.jump_if(&it.test, otherwise, false);
        self.branch(&it.consequent);
        match &it.alternate {
            Some(alternate) => {
                let end = self.f.e.new_label();
                self.f.jump(end);
                self.f.e.bind(otherwise);
                self.branch(alternate);
                self.f.e.bind(end);
            }
            None => self.f.e.bind(otherwise),
        }
    }

    /// A branch of an if statement: a function declaration there has a block of its own.
    fn branch(&mut self, it: &Statement<'a>) {
        if let Statement::FunctionDeclaration(function) = it
            && let Some(&id) = self.analysis.scope_of.get(&(address(function.as_ref()), NodeRole::StaticElement))
        {
            let entered = self.enter_scope(id);
            self.instantiate_function(it);
            self.statement(it);
            return self.leave_scope(entered);
        }
        self.statement(it);
    }

    fn switch_statement(&mut self, it: &SwitchStatement<'a>) {
        let discriminant = self.f.temp();
        self.expression(&it.discriminant, Some(discriminant));
        self.undefined_completion();
        let id = self.analysis.scope_of[&(address(it), NodeRole::Own)];
        let entered = self.enter_scope(id);
        for case in &it.cases {
            self.instantiate_functions(&case.consequent);
        }
        let has_using = it
            .cases
            .iter()
            .flat_map(|c| c.consequent.iter())
            .any(|s| matches!(s, Statement::VariableDeclaration(d) if d.kind.is_using()));
        let is_async = it
            .cases
            .iter()
            .flat_map(|c| c.consequent.iter())
            .any(|s| matches!(s, Statement::VariableDeclaration(d) if d.kind.is_await()));
        if has_using {
            self.disposing(is_async, |this| this.case_block(it, discriminant));
        } else {
            self.case_block(it, discriminant);
        }
        self.leave_scope(entered);
    }

    /// CaseBlockEvaluation
    fn case_block(&mut self, it: &SwitchStatement<'a>, discriminant: Register) {
        let end = self.f.e.new_label();
        let labels: Vec<Label> = it.cases.iter().map(|_| self.f.e.new_label()).collect();
        for (case, &label) in it.cases.iter().zip(&labels) {
            let Some(test) = &case.test else { continue };
            let mark = self.f.mark();
            if let Some(int) = literals::fold_number(test, 2).and_then(literals::as_int) {
                self.f.e.jump_strict_eq_i(discriminant, int, label);
            } else {
                let value = self.expression(test, None);
                self.f.e.jump_strict_eq(discriminant, value, label);
            }
            self.f.release(mark);
        }
        let default = it.cases.iter().position(|c| c.test.is_none());
        self.f.jump(default.map_or(end, |at| labels[at]));
        self.f.control.push(Control {
            kind: ControlKind::Target { labels: Vec::new(), break_label: end, continue_label: None, unlabelled: true },
            region: None,
        });
        for (case, &label) in it.cases.iter().zip(&labels) {
            self.f.e.bind(label);
            self.plain_statements(&case.consequent);
        }
        self.f.control.pop();
        self.f.e.bind(end);
    }

    fn labeled_statement(&mut self, it: &LabeledStatement<'a>) {
        self.f.labels.push(it.label.name.as_str());
        if it.body.is_iteration_statement() || matches!(it.body, Statement::LabeledStatement(_)) {
            return self.statement(&it.body);
        }
        let labels = std::mem::take(&mut self.f.labels);
        let end = self.f.e.new_label();
        self.f.control.push(Control {
            kind: ControlKind::Target { labels, break_label: end, continue_label: None, unlabelled: false },
            region: None,
        });
        self.statement(&it.body);
        self.f.control.pop();
        self.f.e.bind(end);
    }

    fn with_statement(&mut self, it: &WithStatement<'a>) {
        let object = self.expression(&it.object, None);
        self.undefined_completion();
        let id = self.analysis.scope_of[&(address(it), NodeRole::Own)];
        let parent = self.scope_register();
        let register = self.f.temp();
        self.at(it.object.span().start);
        self.f.e.new_with_scope(register, parent, object);
        self.analysis.scope_mut(id).register = Some(register);
        let outer = self.scope;
        self.scope = id;
        self.statement(&it.body);
        self.scope = outer;
    }

    fn return_statement(&mut self, it: &ReturnStatement<'a>) {
        let value = match &it.argument {
            Some(argument) => {
                let value = self.expression(argument, None);
                if self.f.flags.is_async && self.f.flags.is_generator {
                    let awaited = self.f.temp();
                    self.at(it.span.start);
                    self.f.e.await_(awaited, value);
                    awaited
                } else if self.f.control.is_empty() {
                    value
                } else {
                    // A finally block may assign to the variable.
                    let kept = self.f.temp();
                    self.move_to(value, Some(kept))
                }
            }
            None => {
                let value = self.f.temp();
                self.f.e.load_undefined(value);
                value
            }
        };
        self.at(it.span.start);
        self.exit(Exit::Return, Some(value));
    }

    /// break and continue
    fn jump_statement(&mut self, label: Option<&LabelIdentifier<'a>>, is_continue: bool, span: Span) {
        let name = label.map(|l| l.name.as_str());
        let target = self.f.control.iter().rposition(|c| match &c.kind {
            ControlKind::Target { labels, continue_label, unlabelled, .. } => match name {
                Some(name) => labels.contains(&name) && (!is_continue || continue_label.is_some()),
                None if is_continue => continue_label.is_some(),
                None => *unlabelled,
            },
            _ => false,
        });
        match target {
            Some(index) if is_continue => self.exit(Exit::Continue(index), None),
            Some(index) => self.exit(Exit::Break(index), None),
            None => {
                let message = match (name, is_continue) {
                    (Some(name), _) => format!("Undefined label '{name}'"),
                    (None, true) => "Illegal continue statement: no surrounding iteration statement".to_owned(),
                    (None, false) => "Illegal break statement".to_owned(),
                };
                self.fail(ErrorKind::SyntaxError, message, span);
            }
        }
    }
}

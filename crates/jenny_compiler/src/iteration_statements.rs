//! Iteration statements.
//!
//! Every loop has one backward jump, a LoopJump at its end; `continue` jumps forward to it.

use crate::compiler::{Compiler, EnteredScope};
use crate::function_state::{Control, ControlKind};
use crate::identifiers::Place;
use crate::scope_analysis::*;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// Labels of a loop.
struct Loop {
    top: Label,
    next: Label,
    end: Label,
    index: usize,
}

impl<'a> Compiler<'a> {
    fn begin_loop(&mut self, labels: Vec<&'a str>) -> Loop {
        let top = self.f.e.new_label();
        let next = self.f.e.new_label();
        let end = self.f.e.new_label();
        let index = self.f.control.len();
        self.f.control.push(Control {
            kind: ControlKind::Target { labels, break_label: end, continue_label: Some(next), unlabelled: true },
            region: None,
        });
        Loop { top, next, end, index }
    }

    /// WhileStatement
    pub fn while_statement(&mut self, it: &WhileStatement<'a>) {
        let labels = std::mem::take(&mut self.f.labels);
        self.undefined_completion();
        let l = self.begin_loop(labels);
        self.f.e.bind(l.top);
        self.step(it.test.span());
        self.jump_if(&it.test, l.end, false);
        self.statement(&it.body);
        self.f.e.bind(l.next);
        self.f.loop_jump(l.top);
        self.f.control.pop();
        self.f.e.bind(l.end);
    }

    /// DoWhileStatement
    pub fn do_while_statement(&mut self, it: &DoWhileStatement<'a>) {
        let labels = std::mem::take(&mut self.f.labels);
        self.undefined_completion();
        let l = self.begin_loop(labels);
        self.f.e.bind(l.top);
        self.statement(&it.body);
        self.f.e.bind(l.next);
        self.step(it.test.span());
        self.jump_if(&it.test, l.end, false);
        self.f.loop_jump(l.top);
        self.f.control.pop();
        self.f.e.bind(l.end);
    }

    /// ForStatement
    pub fn for_statement(&mut self, it: &ForStatement<'a>) {
        let labels = std::mem::take(&mut self.f.labels);
        let id = self.analysis.scope_of.get(&(address(it), NodeRole::Own)).copied();
        let entered = id.map(|id| self.enter_scope(id));
        let using = match &it.init {
            Some(ForStatementInit::VariableDeclaration(d)) if d.kind.is_using() => Some(d.kind.is_await()),
            _ => None,
        };
        match using {
            Some(is_async) => self.disposing(is_async, |this| this.for_loop(it, id, labels)),
            None => self.for_loop(it, id, labels),
        }
        if let Some(entered) = entered {
            self.leave_scope(entered);
        }
    }

    fn for_loop(&mut self, it: &ForStatement<'a>, id: Option<ScopeId>, labels: Vec<&'a str>) {
        match &it.init {
            Some(ForStatementInit::VariableDeclaration(d)) => self.variable_declaration(d),
            Some(init) => self.effect(init.to_expression()),
            None => {}
        }
        let is_let = matches!(&it.init, Some(ForStatementInit::VariableDeclaration(d)) if d.kind == VariableDeclarationKind::Let);
        let copied = id.map(|id| self.analysis.scope(id)).filter(|s| is_let && s.materialized).and_then(|s| s.register);
        self.undefined_completion();
        let l = self.begin_loop(labels);
        if let Some(scope) = copied {
            self.f.e.copy_scope(scope, scope);
        }
        self.f.e.bind(l.top);
        if let Some(test) = &it.test {
            self.step(test.span());
            self.jump_if(test, l.end, false);
        }
        self.statement(&it.body);
        self.f.e.bind(l.next);
        if let Some(scope) = copied {
            self.f.e.copy_scope(scope, scope);
        }
        if let Some(update) = &it.update {
            self.step(update.span());
            self.effect(update);
        }
        self.f.loop_jump(l.top);
        self.f.control.pop();
        self.f.e.bind(l.end);
    }

    /// The right-hand side of for-in/of, in the scope where the loop's names are uninitialised.
    fn for_head(&mut self, node: usize, right: &Expression<'a>) -> Register {
        let value = self.f.temp();
        let head = self.analysis.scope_of.get(&(node, NodeRole::Head)).copied();
        match head {
            Some(head) => {
                let entered = self.enter_scope(head);
                self.expression(right, Some(value));
                self.leave_scope(entered);
            }
            None => {
                self.expression(right, Some(value));
            }
        }
        value
    }

    /// The register that the loop's value can be put into directly: that of a plain variable which needs no fresh binding in
    /// each iteration. The scope of such a variable is entered before the loop.
    fn loop_variable(&mut self, node: usize, left: &ForStatementLeft<'a>) -> Option<(Option<EnteredScope>, Register)> {
        let ForStatementLeft::VariableDeclaration(d) = left else {
            return None;
        };
        let Some(BindingPattern::BindingIdentifier(id)) = d.declarations.first().map(|d| &d.id) else {
            return None;
        };
        let name = id.name.as_str();
        match d.kind {
            VariableDeclarationKind::Var => {
                let resolution = self.resolve(name);
                match resolution.place {
                    Place::Register(register) if !resolution.check => Some((None, register)),
                    _ => None,
                }
            }
            VariableDeclarationKind::Let | VariableDeclarationKind::Const => {
                let scope = *self.analysis.scope_of.get(&(node, NodeRole::Own))?;
                let record = self.analysis.scope(scope);
                if record.materialized || record.bindings.iter().any(|b| b.needs_tdz) {
                    return None;
                }
                let entered = self.enter_scope(scope);
                let register = self.initialization_register(name)?;
                self.initialize_identifier(name, register);
                Some((Some(entered), register))
            }
            _ => None,
        }
    }

    /// Binds the value of an iteration.
    fn bind_loop_value(&mut self, left: &ForStatementLeft<'a>, value: Register) {
        match left {
            ForStatementLeft::VariableDeclaration(d) => {
                if let Some(declarator) = d.declarations.first() {
                    self.bind_pattern(&declarator.id, value, !d.kind.is_var());
                }
            }
            left => self.assign_pattern(left.to_assignment_target(), value),
        }
    }

    /// Body of a for-in/of iteration: its scope, its binding, the statement.
    fn iteration_body(&mut self, node: usize, left: &ForStatementLeft<'a>, value: Register, body: &Statement<'a>) {
        let scope = self.analysis.scope_of.get(&(node, NodeRole::Own)).copied();
        let entered = scope.map(|id| self.enter_scope(id));
        let using = match left {
            ForStatementLeft::VariableDeclaration(d) if d.kind.is_using() => Some(d.kind.is_await()),
            _ => None,
        };
        match using {
            Some(is_async) => self.disposing(is_async, |this| {
                this.add_disposable(value, is_async, left.span().start);
                this.bind_loop_value(left, value);
                this.statement(body);
            }),
            None => {
                self.bind_loop_value(left, value);
                self.statement(body);
            }
        }
        if let Some(entered) = entered {
            self.leave_scope(entered);
        }
    }

    /// ForInStatement
    pub fn for_in_statement(&mut self, it: &ForInStatement<'a>) {
        let labels = std::mem::take(&mut self.f.labels);
        if let ForStatementLeft::VariableDeclaration(d) = &it.left
            && d.kind.is_var()
        {
            // Annex B.3.5: `for (var x = 1 in o)`.
            self.variable_declaration(d);
        }
        let node = address(it);
        let object = self.for_head(node, &it.right);
        self.undefined_completion();
        let iterator = self.f.temp();
        self.at(it.right.span().start);
        self.f.e.for_in_prepare(iterator, object);
        let l = self.begin_loop(labels);
        let variable = self.loop_variable(node, &it.left);
        let key = match variable {
            Some((_, register)) => register,
            None => self.f.temp(),
        };
        self.f.e.bind(l.top);
        self.step(it.left.span());
        self.at(it.right.span().start);
        self.f.e.for_in_next(key, iterator, l.end);
        match variable {
            Some((entered, _)) => {
                self.statement(&it.body);
                if let Some(entered) = entered {
                    self.leave_scope(entered);
                }
            }
            None => self.iteration_body(node, &it.left, key, &it.body),
        }
        self.f.e.bind(l.next);
        self.f.loop_jump(l.top);
        self.f.control.pop();
        self.f.e.bind(l.end);
    }

    /// ForOfStatement
    pub fn for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        let labels = std::mem::take(&mut self.f.labels);
        let node = address(it);
        let iterable = self.for_head(node, &it.right);
        self.undefined_completion();
        let record = self.f.run(3);
        let exception = self.f.temp();
        let offset = it.right.span().start;
        self.at(offset);
        if it.r#await {
            self.f.e.get_async_iterator(record, iterable);
        } else {
            self.f.e.get_iterator(record, iterable);
        }
        let done = self.f.e.new_label();
        let l = self.begin_loop(labels);
        let variable = self.loop_variable(node, &it.left);
        let value = match variable {
            Some((_, register)) => register,
            None => self.f.temp(),
        };
        self.f.e.bind(l.top);
        self.step(it.left.span());
        self.at(offset);
        if it.r#await {
            // The variable keeps its value until the next one has arrived.
            let target = value;
            let (result, state) = (self.f.temp(), self.f.temp());
            self.f.e.async_iterator_step(result, record, state);
            self.f.e.iterator_unwrap(target, result, state, done);
        } else {
            self.f.e.iterator_step(value, record, done);
        }
        let handler = self.f.e.new_label();
        let region = self.f.open_region(handler, exception);
        self.f.control.push(Control {
            kind: ControlKind::Iterator { record, is_async: it.r#await, done: None, loop_index: Some(l.index) },
            region: Some(region),
        });
        match variable {
            Some((entered, _)) => {
                self.statement(&it.body);
                if let Some(entered) = entered {
                    self.leave_scope(entered);
                }
            }
            None => self.iteration_body(node, &it.left, value, &it.body),
        }
        if let Some(region) = self.f.control.pop().and_then(|c| c.region) {
            self.f.close_region(region);
        }
        self.f.e.bind(l.next);
        self.f.loop_jump(l.top);
        self.f.e.bind(handler);
        self.close_iterator_silently(record, it.r#await);
        self.f.e.throw(exception);
        self.f.control.pop();
        self.f.e.bind(done);
        self.f.e.bind(l.end);
    }
}

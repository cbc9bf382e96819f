//! TryStatement.

use crate::compiler::Compiler;
use crate::function_state::{Control, ControlKind};
use crate::scope_analysis::*;
use oxc_ast::ast::*;

impl<'a> Compiler<'a> {
    /// TryStatement
    pub fn try_statement(&mut self, it: &TryStatement<'a>) {
        self.undefined_completion();
        if it.finalizer.is_some() {
            self.begin_finally();
        }
        match &it.handler {
            Some(handler) => self.guarded_block(it, handler),
            None => self.block(&it.block),
        }
        if let Some(finalizer) = &it.finalizer {
            self.end_finally(|this| match this.f.completion {
                Some(completion) => {
                    // The value of a finally block that ends normally does not count.
                    let mark = this.f.mark();
                    let saved = this.f.temp();
                    this.f.e.mov(saved, completion);
                    this.f.e.load_undefined(completion);
                    this.block(finalizer);
                    this.f.e.mov(completion, saved);
                    this.f.release(mark);
                }
                None => this.block(finalizer),
            });
        }
    }

    fn guarded_block(&mut self, it: &TryStatement<'a>, handler: &CatchClause<'a>) {
        let exception = self.f.temp();
        let target = self.f.e.new_label();
        let end = self.f.e.new_label();
        let region = self.f.open_region(target, exception);
        self.f.control.push(Control { kind: ControlKind::Guarded, region: Some(region) });
        self.block(&it.block);
        if let Some(region) = self.f.control.pop().and_then(|c| c.region) {
            self.f.close_region(region);
        }
        self.f.jump(end);
        self.f.e.bind(target);
        self.undefined_completion();
        let id = self.analysis.scope_of[&(address(handler), NodeRole::Own)];
        let entered = self.enter_scope(id);
        if let Some(parameter) = &handler.param {
            self.bind_pattern(&parameter.pattern, exception, true);
        }
        self.block(&handler.body);
        self.leave_scope(entered);
        self.f.e.bind(end);
    }
}

//! Explicit resource management: `using` and `await using`, DisposeResources at the end of their block.

use crate::compiler::Compiler;
use crate::control_flow::THROW;
use crate::function_state::ControlKind;
use jenny_bytecode::*;
use oxc_ast::ast::*;

impl<'a> Compiler<'a> {
    /// Runs `body`, whose `using` declarations add to a new capability, and disposes of the resources however it ends.
    pub fn disposing(&mut self, is_async: bool, body: impl FnOnce(&mut Self)) {
        let capability = self.f.temp();
        self.f.e.new_dispose_capability(capability);
        let (kind, value) = self.begin_finally();
        self.f.capabilities.push(capability);
        body(self);
        self.f.capabilities.pop();
        debug_assert!(matches!(self.f.control.last().map(|c| &c.kind), Some(ControlKind::Finally { .. })));
        self.end_finally(|this| this.dispose_resources(capability, is_async, kind, value));
    }

    fn dispose_resources(&mut self, capability: Register, is_async: bool, kind: Register, value: Register) {
        let mark = self.f.mark();
        let has_error = self.f.temp();
        let error = self.f.temp();
        let thrown = self.f.e.new_label();
        let start = self.f.e.new_label();
        let end = self.f.e.new_label();
        self.f.e.load_true(has_error);
        self.f.e.mov(error, value);
        self.f.e.jump_strict_eq_i(kind, THROW, thrown);
        self.f.e.load_false(has_error);
        self.f.e.load_undefined(error);
        self.f.e.bind(thrown);
        if is_async {
            let rejected = self.f.e.new_label();
            let next = self.f.e.new_label();
            let done = self.f.e.new_label();
            let step = self.f.temp();
            self.f.e.bind(start);
            self.f.e.dispose_async_step(step, capability, has_error, error);
            self.f.e.jump_if_empty(step, done);
            let region = self.f.open_region(rejected, step);
            self.f.e.await_(step, step);
            self.f.close_region(region);
            self.f.jump(next);
            self.f.e.bind(rejected);
            self.f.e.dispose_fold_error(has_error, error, step);
            self.f.e.bind(next);
            self.f.loop_jump(start);
            self.f.e.bind(done);
        } else {
            self.f.e.bind(start);
            self.f.e.dispose_resources(capability, has_error, error);
        }
        self.f.e.jump_if_false(has_error, end);
        self.f.e.throw(error);
        self.f.e.bind(end);
        self.f.release(mark);
    }

    /// AddDisposableResource to the innermost capability.
    pub fn add_disposable(&mut self, value: Register, is_async: bool, offset: u32) {
        if let Some(&capability) = self.f.capabilities.last() {
            self.at(offset);
            self.f.e.add_disposable(capability, value, u32::from(is_async));
        }
    }

    /// A declarator of a `using` declaration.
    pub fn using_binding(&mut self, it: &VariableDeclarator<'a>, is_async: bool) {
        let value = self.f.temp();
        if let Some(init) = &it.init {
            let name = self.binding_name(&it.id);
            self.named_evaluation(init, name, Some(value));
        }
        self.add_disposable(value, is_async, it.span.start);
        self.bind_pattern(&it.id, value, true);
    }
}

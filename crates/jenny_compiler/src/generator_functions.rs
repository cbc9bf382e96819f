//! YieldExpression: `yield` and `yield*` (15.5.5).

use crate::compiler::Compiler;
use crate::function_state::Exit;
use jenny_bytecode::*;
use oxc_ast::ast::*;

/// Resumption modes of [`Op::YieldDelegate`].
const NEXT: i32 = 0;
const THROW: i32 = 1;

impl<'a> Compiler<'a> {
    /// YieldExpression
    pub fn yield_expression(&mut self, e: &YieldExpression<'a>, dst: Option<Register>) -> Register {
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let is_async = self.f.flags.is_async;
        let received = self.f.temp();
        if e.delegate {
            if let Some(argument) = &e.argument {
                self.expression(argument, Some(received));
            }
            self.yield_delegate(received, is_async, e.span.start);
        } else {
            match &e.argument {
                Some(argument) => {
                    self.expression(argument, Some(received));
                }
                None => self.f.e.load_undefined(received),
            }
            if is_async {
                self.at(e.span.start);
                self.f.e.await_(received, received);
            }
            self.yield_value(received, is_async, e.span.start);
        }
        self.f.e.mov(dst, received);
        self.f.release(mark);
        dst
    }

    /// Yields the register; afterwards it holds what was sent in. A return resumption leaves the function.
    fn yield_value(&mut self, register: Register, is_async: bool, offset: u32) {
        let is_return = self.f.temp();
        let resumed = self.f.e.new_label();
        self.at(offset);
        self.f.e.yield_(register, register, is_return);
        self.f.e.jump_if_false(is_return, resumed);
        if is_async {
            self.f.e.await_(register, register);
        }
        self.exit(Exit::Return, Some(register));
        self.f.e.bind(resumed);
    }

    /// `yield*`: the register holds the iterable, and at the end the value of the inner return.
    fn yield_delegate(&mut self, register: Register, is_async: bool, offset: u32) {
        let record = self.f.run(3);
        let received = self.f.temp();
        let mode = self.f.temp();
        let result = self.f.temp();
        let done = self.f.temp();
        self.at(offset);
        if is_async {
            self.f.e.get_async_iterator(record, register);
        } else {
            self.f.e.get_iterator(record, register);
        }
        self.f.e.load_undefined(received);
        self.f.e.load_int(mode, NEXT);
        let top = self.f.e.new_label();
        let not_next = self.f.e.new_label();
        let on_return = self.f.e.new_label();
        let have_result = self.f.e.new_label();
        let finished = self.f.e.new_label();
        let end = self.f.e.new_label();
        self.f.e.bind(top);
        self.f.e.jump_strict_ne_i(mode, NEXT, not_next);
        self.at(offset);
        self.f.e.iterator_next(result, record, received);
        self.f.jump(have_result);

        self.f.e.bind(not_next);
        self.f.e.jump_strict_ne_i(mode, THROW, on_return);
        let has_throw = self.f.e.new_label();
        self.f.e.iterator_throw(result, record, received);
        self.f.e.jump_if_not_empty(result, has_throw);
        self.close_iterator(record, is_async);
        self.throw_error(0, "The iterator does not provide a 'throw' method", offset);
        self.f.e.bind(has_throw);
        self.f.jump(have_result);

        self.f.e.bind(on_return);
        let has_return = self.f.e.new_label();
        self.f.e.iterator_return(result, record, received);
        self.f.e.jump_if_not_empty(result, has_return);
        if is_async {
            self.f.e.await_(received, received);
        }
        self.exit(Exit::Return, Some(received));
        self.f.e.bind(has_return);

        self.f.e.bind(have_result);
        self.at(offset);
        if is_async {
            self.f.e.await_(result, result);
        }
        self.f.e.check_object(result);
        self.get_named(done, result, "done");
        self.f.e.jump_if_true(done, finished);
        if is_async {
            self.get_named(result, result, "value");
        }
        self.f.e.yield_delegate(received, result, mode);
        if is_async {
            // AsyncGeneratorYield awaits the value of a return resumption; a rejection becomes a throw.
            let no_return = self.f.e.new_label();
            let rejected = self.f.e.new_label();
            self.f.e.jump_strict_eq_i(mode, NEXT, no_return);
            self.f.e.jump_strict_eq_i(mode, THROW, no_return);
            let region = self.f.open_region(rejected, received);
            self.f.e.await_(received, received);
            self.f.close_region(region);
            self.f.jump(no_return);
            self.f.e.bind(rejected);
            self.f.e.load_int(mode, THROW);
            self.f.e.bind(no_return);
        }
        self.f.loop_jump(top);

        self.f.e.bind(finished);
        self.at(offset);
        self.get_named(register, result, "value");
        // After a return the value is returned, else it is the value of the expression.
        self.f.e.jump_strict_eq_i(mode, NEXT, end);
        self.f.e.jump_strict_eq_i(mode, THROW, end);
        self.exit(Exit::Return, Some(register));
        self.f.e.bind(end);
    }
}

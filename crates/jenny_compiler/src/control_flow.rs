//! Ways out: break, continue and return through finally blocks and open iterators.

use crate::compiler::Compiler;
use crate::function_state::{Control, ControlKind, Exit};
use jenny_bytecode::*;

/// Completion kind of a finally part that was reached normally.
pub const NORMAL: i32 = 0;
/// Completion kind after a throw.
pub const THROW: i32 = 1;
/// Completion kind of the first exit.
pub const FIRST_EXIT: i32 = 2;

impl<'a> Compiler<'a> {
    /// Leaves for `exit`; `value` is what a return carries.
    pub fn exit(&mut self, exit: Exit, value: Option<Register>) {
        let target = match exit {
            Exit::Break(index) | Exit::Continue(index) => Some(index),
            Exit::Return => None,
        };
        let mark = self.f.mark();
        // The structures being left are set aside, so that code made on the way is only guarded by those outside.
        let mut left: Vec<Control<'a>> = Vec::new();
        let mut arrived = true;
        while self.f.control.len() > target.map_or(0, |t| t + 1) {
            let depth = self.f.control.len();
            let Some(mut control) = self.f.control.pop() else {
                break;
            };
            if let ControlKind::Iterator { loop_index, .. } = &control.kind
                && let Exit::Continue(index) = exit
                && *loop_index == Some(index)
                && depth == index + 2
            {
                self.f.control.push(control);
                break;
            }
            if let Some(region) = &mut control.region {
                self.f.suspend(region);
            }
            match &mut control.kind {
                ControlKind::Iterator { record, is_async, done, .. } => {
                    let (record, is_async, done) = (*record, *is_async, *done);
                    left.push(control);
                    let skip = self.f.e.new_label();
                    if let Some(done) = done {
                        self.f.e.jump_if_true(done, skip);
                    }
                    self.close_iterator(record, is_async);
                    self.f.e.bind(skip);
                }
                ControlKind::Finally { kind, value: slot, entry, exits } => {
                    let index = exits.iter().position(|e| *e == exit).unwrap_or_else(|| {
                        exits.push(exit);
                        exits.len() - 1
                    });
                    let (kind, slot, entry) = (*kind, *slot, *entry);
                    left.push(control);
                    if let Some(value) = value {
                        self.f.e.mov(slot, value);
                    }
                    self.f.e.load_int(kind, FIRST_EXIT + index as i32);
                    self.f.jump(entry);
                    arrived = false;
                    break;
                }
                _ => left.push(control),
            }
        }
        if arrived {
            match exit {
                Exit::Return => {
                    let value = value.unwrap_or(Register::THIS);
                    self.emit_return(value);
                }
                Exit::Break(index) => {
                    if let ControlKind::Target { break_label, .. } = &self.f.control[index].kind {
                        let label = *break_label;
                        self.f.jump(label);
                    }
                }
                Exit::Continue(index) => {
                    if let ControlKind::Target { continue_label: Some(label), .. } = &self.f.control[index].kind {
                        let label = *label;
                        self.f.jump(label);
                    }
                }
            }
        }
        while let Some(mut control) = left.pop() {
            if let Some(region) = &mut control.region {
                self.f.resume(region);
            }
            self.f.control.push(control);
        }
        self.f.release(mark);
    }

    /// IteratorClose or AsyncIteratorClose after a break, continue or return.
    pub fn close_iterator(&mut self, record: Register, is_async: bool) {
        if !is_async {
            return self.f.e.iterator_close(record);
        }
        let mark = self.f.mark();
        let result = self.f.temp();
        let end = self.f.e.new_label();
        self.f.e.load_empty(result);
        self.f.e.iterator_return(result, record, result);
        self.f.e.jump_if_empty(result, end);
        self.f.e.await_(result, result);
        self.f.e.check_object(result);
        self.f.e.bind(end);
        self.f.release(mark);
    }

    /// AsyncIteratorClose or IteratorClose after a throw: its own errors are dropped.
    pub fn close_iterator_silently(&mut self, record: Register, is_async: bool) {
        if !is_async {
            return self.f.e.iterator_close_silently(record);
        }
        let mark = self.f.mark();
        let result = self.f.temp();
        let ignored = self.f.temp();
        let end = self.f.e.new_label();
        let region = self.f.open_region(end, ignored);
        self.f.e.load_empty(result);
        self.f.e.iterator_return(result, record, result);
        self.f.e.jump_if_empty(result, end);
        self.f.e.await_(result, result);
        self.f.close_region(region);
        self.f.e.bind(end);
        self.f.release(mark);
    }

    /// Begins code with a finally part; returns the registers of completion kind and value.
    pub fn begin_finally(&mut self) -> (Register, Register) {
        let kind = self.f.temp();
        let value = self.f.temp();
        let entry = self.f.e.new_label();
        let handler = self.f.e.new_label();
        // The handler sets the kind to THROW and falls into the finally part.
        let region = self.f.open_region(handler, value);
        self.f.control.push(Control {
            kind: ControlKind::Finally { kind, value, entry, exits: Vec::new() },
            region: Some(region),
        });
        (kind, value)
    }

    /// Ends the guarded code, makes the finally part with `body`, and dispatches on the completion kind.
    pub fn end_finally(&mut self, body: impl FnOnce(&mut Self)) {
        let Some(Control { kind: ControlKind::Finally { kind, value, entry, exits }, region: Some(region) }) =
            self.f.control.pop()
        else {
            return;
        };
        let handler = region.target;
        self.f.close_region(region);
        self.f.e.load_int(kind, NORMAL);
        self.f.jump(entry);
        self.f.e.bind(handler);
        self.f.e.load_int(kind, THROW);
        self.f.e.bind(entry);
        body(self);
        let end = self.f.e.new_label();
        self.f.e.jump_strict_eq_i(kind, NORMAL, end);
        let labels: Vec<(Exit, Label)> = exits.into_iter().map(|exit| (exit, self.f.e.new_label())).collect();
        for (index, (_, label)) in labels.iter().enumerate() {
            self.f.e.jump_strict_eq_i(kind, FIRST_EXIT + index as i32, *label);
        }
        self.f.e.throw(value);
        for (exit, label) in labels {
            self.f.e.bind(label);
            self.exit(exit, Some(value));
        }
        self.f.e.bind(end);
    }
}

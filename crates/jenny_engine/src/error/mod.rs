//! Error objects as the engine throws them: V8's wording, the captured stack.

pub mod describe;
pub(crate) mod out_of_memory;
pub mod stack_overflow;
pub mod stack_trace;

pub use describe::{describe, describe_argument};

use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::property::Attributes;
use crate::object::{AsObject, Object, ObjectType};
use crate::string::PropertyKey;
use crate::{Intrinsic, JsResult, Throw, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use stack_trace::CapturedStack;
use std::cell::RefCell;

/// Longest message text taken from a program's own strings.
const MAX_QUOTED: usize = 1 << 20;

/// An object with [[ErrorData]].
#[repr(C)]
pub struct ErrorObject {
    object: Object,
    stack: RefCell<Option<Box<CapturedStack>>>,
}

// SAFETY: visits the object part and what the captured frames hold.
unsafe impl Trace for ErrorObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        if let Some(stack) = &*self.stack.borrow() {
            stack.trace(tracer);
        }
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ErrorObject {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for ErrorObject {
    const KIND: Kind = Kind::Error;
}

impl ErrorObject {
    /// Runs `f` over the frames captured when the error was made.
    pub fn with_stack<R>(&self, f: impl FnOnce(Option<&CapturedStack>) -> R) -> R {
        f(self.stack.borrow().as_deref())
    }
    pub fn set_stack(&self, stack: CapturedStack) {
        jenny_gc::write_barrier(self.object.header());
        *self.stack.borrow_mut() = Some(Box::new(stack));
    }
}

impl Agent {
    /// A bare error object with a prototype: no message, no stack.
    pub fn alloc_error(&mut self, prototype: Gc<Object>) -> Gc<ErrorObject> {
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(ErrorObject { object: Object::new(Kind::Error, shape), stack: RefCell::new(None) })
    }
    /// An error object that only holds frames; no program sees it.
    pub(crate) fn alloc_error_for_frames(&mut self, stack: CapturedStack) -> Gc<ErrorObject> {
        let prototype = self.intrinsic(Intrinsic::ErrorPrototype);
        let error = self.alloc_error(prototype);
        error.set_stack(stack);
        error
    }
    /// A new error with a message and the stack of now, in the current realm.
    pub fn new_error(&mut self, prototype: Intrinsic, message: &str) -> Gc<ErrorObject> {
        let prototype = self.intrinsic(prototype);
        let error = self.alloc_error(prototype);
        let text = self.string(message);
        // The stack is captured before the message is set, as V8 orders own properties: stack, message.
        stack_trace::capture(self, error, None);
        let _ = self.add_property(error.as_object(), self.names.message, text.into(), Attributes::BUILTIN);
        error
    }
    /// A new error of a kind, with a message, thrown.
    pub fn throw_error_of(&mut self, prototype: Intrinsic, message: &str) -> Throw {
        let error = self.new_error(prototype, message);
        self.throw(error.into())
    }
    pub fn throw_type_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error_of(Intrinsic::TypeErrorPrototype, message.as_ref())
    }
    pub fn throw_range_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error_of(Intrinsic::RangeErrorPrototype, message.as_ref())
    }
    pub fn throw_reference_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error_of(Intrinsic::ReferenceErrorPrototype, message.as_ref())
    }
    pub fn throw_syntax_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error_of(Intrinsic::SyntaxErrorPrototype, message.as_ref())
    }
    pub fn throw_uri_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error_of(Intrinsic::URIErrorPrototype, message.as_ref())
    }
    /// A plain Error.
    pub fn throw_plain_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error_of(Intrinsic::ErrorPrototype, message.as_ref())
    }
    #[cold]
    pub(crate) fn throw_stack_overflow(&mut self) -> Throw {
        // Calls that all end here never come to a place that polls.
        if self.interrupts.pending() & crate::agent::interrupt::TERMINATE != 0 {
            return self.terminate();
        }
        // Making the error needs some native stack itself.
        let limit = std::mem::replace(&mut self.native_stack_limit, 0);
        let thrown = self.throw_range_error("Maximum call stack size exceeded");
        self.note_stack_overflow(self.exception);
        self.native_stack_limit = limit;
        thrown
    }
    /// "Cannot assign to read only property 'x' of object '#<Object>'"
    #[cold]
    pub fn throw_read_only(&mut self, key: PropertyKey, object: Value) -> Throw {
        if object.is_kind(Kind::Proxy) {
            return self.throw_proxy_refused("set", key);
        }
        let own = object.as_object().and_then(|o| crate::object::internal_methods::ordinary_own_property(self, o, key));
        let text = describe(self, object);
        if own.is_some_and(|p| p.attributes.is_accessor())
            || own.is_none() && object.as_object().is_some_and(|o| has_setterless_accessor(self, o, key))
        {
            return self.throw_type_error(format!(
                "Cannot set property {} of {text} which has only a getter",
                key.to_display()
            ));
        }
        let is_export = object.as_kind::<crate::module::ModuleNamespace>().is_some_and(|n| n.has_export(key));
        if own.is_none()
            && !is_export
            && object.as_object().is_some_and(|o| o.has_flag(crate::object::flags::NON_EXTENSIBLE))
        {
            return self
                .throw_type_error(format!("Cannot add property {}, object is not extensible", key.to_display()));
        }
        let kind = object.type_of();
        self.throw_type_error(format!("Cannot assign to read only property '{}' of {kind} '{text}'", key.to_display()))
    }
    /// "Cannot redefine property: x"
    #[cold]
    pub fn throw_cannot_define(&mut self, key: PropertyKey) -> Throw {
        self.throw_type_error(format!("Cannot redefine property: {}", key.to_display()))
    }
    /// "x is not a function" for a value.
    #[cold]
    pub fn throw_not_callable(&mut self, value: Value) -> Throw {
        let text = describe(self, value);
        self.throw_type_error(format!("{text} is not a function"))
    }
    /// "number 1 is not a function" for an argument of a builtin.
    #[cold]
    pub fn throw_not_callable_argument(&mut self, value: Value) -> Throw {
        let text = describe_argument(self, value);
        self.throw_type_error(format!("{text} is not a function"))
    }
    /// "Method Map.prototype.get called on incompatible receiver x"
    #[cold]
    pub fn throw_incompatible_receiver(&mut self, method: &str, this: Value) -> Throw {
        let mut text = describe(self, this);
        text.truncate(text.floor_char_boundary(MAX_QUOTED));
        self.throw_type_error(format!("Method {method} called on incompatible receiver {text}"))
    }
    /// "Constructor Map requires 'new'"
    #[cold]
    pub fn throw_requires_new(&mut self, class: &str) -> Throw {
        self.throw_type_error(format!("Constructor {class} requires 'new'"))
    }
}

fn has_setterless_accessor(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> bool {
    let mut next = object.prototype().as_object();
    while let Some(o) = next {
        if let Some(p) = crate::object::internal_methods::ordinary_own_property(agent, o, key) {
            return p.attributes.is_accessor();
        }
        next = o.prototype().as_object();
    }
    false
}

/// Whether a source of that name is the runtime's own, which users do not look for.
pub fn is_internal_source(name: &str) -> bool {
    name.starts_with("node:") || name.starts_with("jenny:")
}

/// InstallErrorCause (20.5.8.1)
pub fn install_error_cause(agent: &mut Agent, error: Gc<Object>, options: Value) -> JsResult<()> {
    if let Some(options) = options.as_object()
        && options.has_property(agent, agent.names.cause)?
    {
        let cause = options.get(agent, agent.names.cause)?;
        error.define_builtin(agent, agent.names.cause, cause, Attributes::BUILTIN)?;
    }
    Ok(())
}

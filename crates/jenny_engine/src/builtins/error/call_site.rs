//! CallSite objects, which Error.prepareStackTrace gets, and how a frame is printed (V8's stack trace API).

use crate::error::stack_trace::CapturedFrame;
use crate::function::{Closure, Code, NativeFunctionObject};
use crate::kind::Kind;
use crate::object::internal_methods::ordinary_own_property;
use crate::object::{Object, ObjectType, flags};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_bytecode::FunctionKind;
use jenny_gc::{Gc, GcCell, Trace, Tracer};

/// One frame as an object.
#[repr(C)]
pub struct CallSite {
    object: Object,
    frame: CapturedFrame,
}

// SAFETY: visits the object part and what the frame holds.
unsafe impl Trace for CallSite {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.frame.code.trace(tracer);
        self.frame.function.trace(tracer);
        self.frame.this.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for CallSite {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for CallSite {
    const KIND: Kind = Kind::CallSite;
}

/// CallSite.prototype.
pub static CALL_SITE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        method("getColumnNumber", get_column_number, 0),
        method("getEnclosingColumnNumber", get_enclosing_column_number, 0),
        method("getEnclosingLineNumber", get_enclosing_line_number, 0),
        method("getEvalOrigin", get_eval_origin, 0),
        method("getFileName", get_file_name, 0),
        method("getFunction", get_function, 0),
        method("getFunctionName", get_function_name, 0),
        method("getLineNumber", get_line_number, 0),
        method("getMethodName", get_method_name, 0),
        method("getPosition", get_position, 0),
        method("getPromiseIndex", get_promise_index, 0),
        method("getScriptNameOrSourceURL", get_file_name, 0),
        method("getScriptHash", get_script_hash, 0),
        method("getThis", get_this, 0),
        method("getTypeName", get_type_name, 0),
        method("isAsync", is_async, 0),
        method("isConstructor", is_constructor, 0),
        method("isEval", is_eval, 0),
        method("isNative", is_native, 0),
        method("isPromiseAll", is_promise_all, 0),
        method("isToplevel", is_toplevel, 0),
        method("toString", to_string, 0),
    ],
};

/// A CallSite for a frame.
pub(crate) fn new_call_site(agent: &mut Agent, frame: CapturedFrame) -> Value {
    let prototype = agent.intrinsic(Intrinsic::CallSitePrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    agent.alloc(CallSite { object: Object::new(Kind::CallSite, shape), frame }).into()
}

fn frame_of(agent: &mut Agent, this: Value, method: &str) -> JsResult<CapturedFrame> {
    match this.as_kind::<CallSite>() {
        Some(site) => Ok(site.frame),
        None => Err(agent.throw_type_error(format!("CallSite method {method} expects CallSite as receiver"))),
    }
}

impl CapturedFrame {
    /// Whether it is the code of an eval.
    pub fn is_eval(&self) -> bool {
        self.code.is_some_and(|code| code.template().kind == FunctionKind::Eval)
    }
    /// The function's name as it is now if it is a string, else as compiled.
    pub fn function_name(&self, agent: &mut Agent) -> String {
        if self.is_eval() {
            return "eval".into();
        }
        if let Some(function) = self.function.as_object()
            && let Ok(Some(own)) = function.get_own_property_without_code(agent, agent.names.name)
            && let Some(name) = own.value.as_string()
            && !own.attributes.is_accessor()
        {
            return name.to_rust_string();
        }
        if let Some(native) = self.function.as_kind::<NativeFunctionObject>() {
            return native.initial_name().as_string().map_or_else(String::new, |s| s.to_rust_string());
        }
        match self.code {
            Some(code) => code.template().name.to_display(),
            None => String::new(),
        }
    }
    /// Byte offset of the instruction in its source text.
    pub fn source_offset(&self) -> Option<u32> {
        Some(source_offset(self.code?, self.pc))
    }
    /// Line and column from 1; None for natives.
    pub fn line_column(&self) -> Option<(u32, u32)> {
        let offset = self.source_offset()?;
        Some(self.code?.template().source.line_column(offset))
    }
    /// The name of the source; None for natives.
    pub fn file_name(&self) -> Option<String> {
        Some(self.code?.template().source.name.clone())
    }
    /// The text of the call that the frame is at.
    pub fn call_text(&self) -> Option<String> {
        let code = self.code?;
        match jenny_compiler::print_failed(
            &code.template().source,
            self.source_offset()?,
            jenny_compiler::FailedOperation::WholeCall,
        ) {
            Some(jenny_compiler::Printed::Expression { text, .. }) => Some(text),
            _ => None,
        }
    }
    /// Whether the receiver is absent or the global object.
    pub fn is_toplevel(&self, agent: &Agent) -> bool {
        self.this.is_nullish() || self.this.is_empty() || self.this == agent.realm().global_this()
    }
    /// The class of the receiver as V8 names it.
    pub fn type_name(&self, agent: &mut Agent) -> Option<String> {
        if self.this.is_nullish() || self.this.is_empty() {
            return None;
        }
        if let Some(object) = self.this.as_object() {
            if object.is_kind(Kind::Proxy) {
                return Some("Proxy".into());
            }
            if object.has_flag(flags::CLASS_CONSTRUCTOR)
                && let Some(closure) = self.this.as_kind::<Closure>()
            {
                let name = closure.template().name.to_display();
                if !name.is_empty() {
                    return Some(name);
                }
            }
            if object.is_callable() {
                let name = object.get_own_property_without_code(agent, agent.names.name).ok().flatten();
                let name = name.and_then(|own| own.value.as_string()).filter(|name| !name.is_empty());
                return Some(name.map_or_else(|| "Function".into(), |name| name.to_rust_string()));
            }
        } else {
            let prototype = agent.primitive_prototype(self.this);
            return Some(crate::error::describe::constructor_name(agent, prototype.into()));
        }
        Some(crate::error::describe::constructor_name(agent, self.this))
    }
    /// The property of the receiver (or its prototypes) that holds the function.
    pub fn method_name(&self, agent: &mut Agent) -> Option<String> {
        let mut receiver = match self.this.as_object() {
            Some(object) => object,
            None if self.this.is_nullish() || self.this.is_empty() => return None,
            None => agent.primitive_prototype(self.this),
        };
        let name = self.function_name(agent);
        if !name.is_empty() {
            let key = agent.key(&name);
            let mut next = Some(receiver);
            while let Some(object) = next.filter(|o| is_plain(o)) {
                if let Some(own) = ordinary_own_property(agent, object, key) {
                    if own.value == self.function {
                        return Some(name);
                    }
                    break;
                }
                next = object.prototype().as_object();
            }
        }
        // A search of all properties; one that is found twice is no answer.
        let mut found = None;
        for _ in 0..64 {
            if !is_plain(&receiver) {
                break;
            }
            for entry in receiver.shape().entries() {
                let value = receiver.raw_slot(entry.slot);
                let matches = if entry.attributes.is_accessor() && !value.is_lazy() {
                    // SAFETY: the value of an accessor property that is not lazy is an Accessor cell.
                    let pair = unsafe { value.as_gc_unchecked::<crate::object::Accessor>() };
                    pair.getter() == self.function || pair.setter() == self.function
                } else {
                    value == self.function
                };
                if matches && entry.key.is_string() {
                    if found.is_some() {
                        return None;
                    }
                    found = Some(entry.key.to_display());
                }
            }
            match receiver.prototype().as_object() {
                Some(prototype) => receiver = prototype,
                None => break,
            }
        }
        found
    }
    /// `file:line:column` or `<anonymous>`.
    fn location(&self) -> String {
        let Some((line, column)) = self.line_column() else { return "<anonymous>".into() };
        let file = self.file_name().filter(|f| !f.is_empty()).unwrap_or_else(|| "<anonymous>".into());
        format!("{file}:{line}:{column}")
    }
    /// The frame as V8 prints it, without "    at ".
    pub fn to_text(&self, agent: &mut Agent) -> String {
        let location = self.location();
        self.to_text_at(agent, location)
    }
    /// The frame of an eval as V8 prints it, with where it was called from.
    pub fn to_eval_text(&self, agent: &mut Agent, caller: &CapturedFrame) -> String {
        let name = caller.function_name(agent);
        let name = if name.is_empty() { "<anonymous>" } else { &name };
        let at = self.line_column().map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        format!("eval (eval at {name} ({}), <anonymous>{at})", caller.location())
    }
    fn to_text_at(&self, agent: &mut Agent, location: String) -> String {
        let name = self.function_name(agent);
        let mut text = String::new();
        if self.is_async {
            text.push_str("async ");
        }
        if self.is_construct {
            text.push_str("new ");
            text.push_str(if name.is_empty() { "<anonymous>" } else { &name });
        } else if !self.is_toplevel(agent) {
            self.push_method_call(agent, &name, &mut text);
        } else if !name.is_empty() {
            text.push_str(&name);
        } else {
            text.push_str(&location);
            return text;
        }
        text.push_str(" (");
        text.push_str(&location);
        text.push(')');
        text
    }
    fn push_method_call(&self, agent: &mut Agent, name: &str, text: &mut String) {
        let type_name = self.type_name(agent).unwrap_or_default();
        let method_name = self.method_name(agent);
        if name.is_empty() {
            if !type_name.is_empty() {
                text.push_str(&type_name);
                text.push('.');
            }
            text.push_str(method_name.as_deref().unwrap_or("<anonymous>"));
            return;
        }
        let is_accessor = name.starts_with("get ") || name.starts_with("set ");
        if !type_name.is_empty() && !is_accessor && !name.starts_with(&type_name) {
            text.push_str(&type_name);
            text.push('.');
        }
        text.push_str(name);
        if let Some(method_name) = method_name
            && !ends_with_method_name(name, &method_name)
        {
            text.push_str(" [as ");
            text.push_str(&method_name);
            text.push(']');
        }
    }
}

/// Whether named properties can be read from the shape.
fn is_plain(object: &Object) -> bool {
    object.internal_methods().named_properties_are_ordinary || object.is_kind(Kind::Error)
}

/// Whether a function's name ends with the method's after a dot or a space, or equals it.
fn ends_with_method_name(name: &str, method: &str) -> bool {
    match name.strip_suffix(method) {
        Some(rest) => rest.is_empty() || rest.ends_with(['.', ' ']),
        None => false,
    }
}

/// Byte offset into the source of the instruction at `pc`.
pub fn source_offset(code: Gc<Code>, pc: u32) -> u32 {
    template_offset(code.template(), pc)
}

/// As `source_offset`, of a template.
pub fn template_offset(template: &jenny_bytecode::FunctionTemplate, pc: u32) -> u32 {
    let positions = &template.positions;
    let after = positions.partition_point(|p| p.pc <= pc);
    match after.checked_sub(1).and_then(|i| positions.get(i)) {
        Some(position) => position.offset,
        None => template.source_range.0,
    }
}

fn optional_text(agent: &mut Agent, text: Option<String>) -> Value {
    match text {
        Some(text) => agent.string_value(&text),
        None => Value::NULL,
    }
}

fn get_column_number(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getColumnNumber")?;
    Ok(frame.line_column().map_or(Value::NULL, |(_, column)| column.into()))
}

fn get_line_number(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getLineNumber")?;
    Ok(frame.line_column().map_or(Value::NULL, |(line, _)| line.into()))
}

fn enclosing(frame: CapturedFrame) -> Option<(u32, u32)> {
    let template = frame.code?.template().clone();
    Some(template.source.line_column(template.source_range.0))
}

fn get_enclosing_line_number(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getEnclosingLineNumber")?;
    Ok(enclosing(frame).map_or(Value::NULL, |(line, _)| line.into()))
}

fn get_enclosing_column_number(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getEnclosingColumnNumber")?;
    Ok(enclosing(frame).map_or(Value::NULL, |(_, column)| column.into()))
}

fn get_eval_origin(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    frame_of(agent, this, "getEvalOrigin")?;
    Ok(Value::UNDEFINED)
}

fn get_file_name(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getFileName")?;
    Ok(optional_text(agent, frame.file_name()))
}

/// Strict functions keep themselves to themselves.
fn is_strict(frame: &CapturedFrame) -> bool {
    frame.code.is_some_and(|code| code.template().flags.strict)
}

fn get_function(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getFunction")?;
    Ok(if is_strict(&frame) || !frame.function.is_object() { Value::UNDEFINED } else { frame.function })
}

fn get_this(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getThis")?;
    Ok(if is_strict(&frame) || frame.this.is_empty() { Value::UNDEFINED } else { frame.this })
}

fn get_function_name(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getFunctionName")?;
    let name = frame.function_name(agent);
    Ok(optional_text(agent, (!name.is_empty()).then_some(name)))
}

fn get_method_name(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getMethodName")?;
    let name = frame.method_name(agent);
    Ok(optional_text(agent, name))
}

fn get_type_name(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getTypeName")?;
    let name = frame.type_name(agent);
    Ok(optional_text(agent, name))
}

fn get_position(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "getPosition")?;
    Ok(frame.source_offset().unwrap_or(0).into())
}

fn get_promise_index(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    frame_of(agent, this, "getPromiseIndex")?;
    Ok(Value::NULL)
}

fn get_script_hash(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    frame_of(agent, this, "getScriptHash")?;
    Ok(agent.names.empty_string().into())
}

fn is_async(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    Ok(frame_of(agent, this, "isAsync")?.is_async.into())
}

fn is_constructor(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    Ok(frame_of(agent, this, "isConstructor")?.is_construct.into())
}

fn is_eval(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "isEval")?;
    Ok(frame.is_eval().into())
}

fn is_native(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    Ok(frame_of(agent, this, "isNative")?.code.is_none().into())
}

fn is_promise_all(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    frame_of(agent, this, "isPromiseAll")?;
    Ok(Value::FALSE)
}

fn is_toplevel(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "isToplevel")?;
    Ok(frame.is_toplevel(agent).into())
}

fn to_string(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let frame = frame_of(agent, this, "toString")?;
    let text = frame.to_text(agent);
    Ok(agent.string_value(&text))
}

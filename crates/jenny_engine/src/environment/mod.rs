//! Environment records that live in the heap: scopes of captured bindings, with-scopes, import bindings.

use crate::agent::Agent;
use crate::function::Code;
use crate::kind::Kind;
use crate::{JsResult, Value};
use jenny_bytecode::ScopeInfo;
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};

/// A declarative record: slots described by a ScopeInfo of some template.
#[repr(C)]
pub struct Scope {
    header: Header,
    /// whose template describes the slots
    code: Gc<Code>,
    info: u32,
    count: u32,
    /// a Scope, a WithScope, or undefined at the top
    parent: Value,
    /// bindings that sloppy direct evals added: an object without prototype, or undefined
    dynamic: Field<Value>,
}

impl Scope {
    #[inline(always)]
    pub fn parent(&self) -> Value {
        self.parent
    }
    pub fn code(&self) -> Gc<Code> {
        self.code
    }
    /// What the slots are.
    pub fn info(&self) -> &ScopeInfo {
        &self.code.template.scopes[self.info as usize]
    }
    /// Index of the scope's descriptor in its template.
    pub fn info_index(&self) -> u32 {
        self.info
    }
    pub fn count(&self) -> u32 {
        self.count
    }
    pub fn dynamic(&self) -> Value {
        self.dynamic.get()
    }
    pub fn set_dynamic(&self, object: Value) {
        self.dynamic.set(&self.header, object);
    }
    #[inline(always)]
    fn field(&self, i: u32) -> &Field<Value> {
        debug_assert!(i < self.count);
        // SAFETY: `count` values follow the fixed part; the verifier bounds slots in bytecode.
        unsafe { &*((self as *const Scope).add(1) as *const Field<Value>).add(i as usize) }
    }
    #[inline(always)]
    pub fn get(&self, slot: u32) -> Value {
        self.field(slot).get()
    }
    #[inline(always)]
    pub fn set(&self, slot: u32, value: Value) {
        self.field(slot).set(&self.header, value);
    }
}
// SAFETY: visits all fields and slots.
unsafe impl Trace for Scope {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(self.code);
        self.parent.trace(tracer);
        self.dynamic.get().trace(tracer);
        for i in 0..self.count {
            self.get(i).trace(tracer);
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Scope {}

/// An object record of a `with` statement.
#[repr(C)]
pub struct WithScope {
    header: Header,
    parent: Value,
    object: Value,
}

impl WithScope {
    #[inline(always)]
    pub fn parent(&self) -> Value {
        self.parent
    }
    /// The binding object.
    pub fn object(&self) -> Value {
        self.object
    }
}
// SAFETY: visits both.
unsafe impl Trace for WithScope {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.parent.trace(tracer);
        self.object.trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for WithScope {}

/// What the slot of an imported binding holds: the exporting module's scope and slot.
#[repr(C)]
pub struct ImportBinding {
    header: Header,
    scope: Gc<Scope>,
    slot: u32,
}

impl ImportBinding {
    #[inline(always)]
    pub fn get(&self) -> Value {
        self.scope.get(self.slot)
    }
    pub fn target(&self) -> (Gc<Scope>, u32) {
        (self.scope, self.slot)
    }
}
// SAFETY: visits the scope.
unsafe impl Trace for ImportBinding {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(self.scope);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for ImportBinding {}

impl Agent {
    /// A scope of descriptor `info` of the code's template: lexical slots empty, others undefined.
    #[inline]
    pub fn new_scope(&mut self, code: Gc<Code>, info: u32, parent: Value) -> JsResult<Gc<Scope>> {
        let descriptor = &code.template.scopes[info as usize];
        let count = descriptor.bindings.len() as u32
            + [descriptor.this_slot, descriptor.function_slot, descriptor.home_slot, descriptor.new_target_slot]
                .iter()
                .flatten()
                .filter(|s| **s as usize >= descriptor.bindings.len())
                .count() as u32;
        let header = Header::new(Kind::Scope as u8);
        let Some(cell) = self.heap.try_alloc_raw(header, std::mem::size_of::<Scope>() + 8 * count as usize) else {
            return Err(self.throw_out_of_memory());
        };
        let cell = cell.cast::<Scope>();
        // SAFETY: freshly allocated with room for the scope and its slots; every field is written before anything reads it.
        let scope = unsafe {
            let at = cell.as_ptr();
            std::ptr::addr_of_mut!((*at).code).write(code);
            (*at).info = info;
            (*at).count = count;
            std::ptr::addr_of_mut!((*at).parent).write(parent);
            std::ptr::addr_of_mut!((*at).dynamic).write(Field::new(Value::UNDEFINED));
            Gc::from_ptr(cell)
        };
        for i in 0..count {
            let lexical = descriptor.bindings.get(i as usize).is_some_and(|b| b.lexical);
            scope.field(i).init(if lexical { Value::EMPTY } else { Value::UNDEFINED });
        }
        Ok(scope)
    }
    /// A copy with the same parent: per-iteration bindings.
    pub fn copy_scope(&mut self, from: Gc<Scope>) -> JsResult<Gc<Scope>> {
        let copy = self.new_scope(from.code, from.info, from.parent)?;
        for i in 0..from.count {
            copy.field(i).init(from.get(i));
        }
        copy.dynamic.init(from.dynamic.get());
        Ok(copy)
    }
    /// An object record.
    pub fn new_with_scope(&mut self, parent: Value, object: Value) -> Gc<WithScope> {
        self.alloc(WithScope { header: Header::new(Kind::WithScope as u8), parent, object })
    }
    /// CreateImportBinding's content.
    pub fn new_import_binding(&mut self, scope: Gc<Scope>, slot: u32) -> Gc<ImportBinding> {
        self.alloc(ImportBinding { header: Header::new(Kind::ImportBinding as u8), scope, slot })
    }
}

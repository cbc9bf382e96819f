//! Host objects: JavaScript objects that carry a Rust value of a crate above the engine.

use super::{AsObject, Object, ObjectType};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::realm::host_class::HostClass;
use crate::{JsResult, Value};
use jenny_gc::{Gc, GcCell, Header, Trace, Tracer};
use std::any::Any;
use std::ops::Deref;
use std::ptr::NonNull;

/// What a host object carries. It changes through cells; values in it are [`jenny_gc::Field`]s set with the object's header.
pub trait HostData: Any {
    /// Visits every value held in `Field`s; those in `HeldValue`s and roots need no visit.
    fn trace(&self, _tracer: &mut Tracer<'_>) {}
    /// The part that belongs to the parent class, so that its methods take this object as a receiver.
    fn base(&self) -> Option<&dyn HostData> {
        None
    }
}

/// The object.
#[repr(C)]
pub struct HostObject {
    object: Object,
    data: Box<dyn HostData>,
}

// SAFETY: visits the object part and what the data holds.
unsafe impl Trace for HostObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.data.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for HostObject {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for HostObject {
    const KIND: Kind = Kind::HostObject;
}

impl HostObject {
    /// The data, or that of a parent class, if it is a `T`.
    pub fn data<T: HostData>(&self) -> Option<&T> {
        let mut data: &dyn HostData = &*self.data;
        loop {
            if let Some(found) = (data as &dyn Any).downcast_ref() {
                return Some(found);
            }
            data = data.base()?;
        }
    }
    pub fn header(&self) -> &Header {
        self.object.header()
    }
}

/// A host object together with its data; keeps the object alive.
pub struct HostRef<T> {
    object: Gc<HostObject>,
    data: NonNull<T>,
}

impl<T: HostData> HostRef<T> {
    /// The object's data as a `T`, if it is one.
    pub fn of(value: Value) -> Option<HostRef<T>> {
        let object = value.as_kind::<HostObject>()?;
        let data = NonNull::from(object.data::<T>()?);
        Some(HostRef { object, data })
    }
}

impl<T> HostRef<T> {
    pub fn object(&self) -> Gc<Object> {
        self.object.as_object()
    }
    /// The header for `Field::set` and `write_barrier`.
    pub fn header(&self) -> &Header {
        self.object.header()
    }
}

impl<T> Deref for HostRef<T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the data is boxed, is never replaced, and lives as long as the object, which `drop` keeps alive until then.
        unsafe { self.data.as_ref() }
    }
}

impl<T> Drop for HostRef<T> {
    fn drop(&mut self) {
        std::hint::black_box(self.object);
    }
}

impl Agent {
    /// A new object of a class. `new_target`: that of the constructor call, or undefined for the class itself.
    pub fn new_host_object<T: HostData>(
        &mut self,
        class: &'static HostClass,
        new_target: Value,
        data: T,
    ) -> JsResult<Gc<Object>> {
        let prototype = self.prototype_for_host_class(class, new_target)?;
        Ok(self.new_host_object_with_prototype(prototype.into(), data))
    }
    /// A new object with a prototype (an object or null).
    pub fn new_host_object_with_prototype<T: HostData>(&mut self, prototype: Value, data: T) -> Gc<Object> {
        let data: Box<dyn HostData> = Box::new(data);
        let shape = self.root_shape(prototype, 0);
        self.alloc(HostObject { object: Object::new(Kind::HostObject, shape), data }).as_object()
    }
    /// The data of `this`. Errors: TypeError "Illegal invocation" naming the method if it is no `T`.
    pub fn receiver<T: HostData>(&mut self, this: Value, method: &str) -> JsResult<HostRef<T>> {
        match HostRef::of(this) {
            Some(found) => Ok(found),
            None => Err(self.throw_incompatible_receiver(method, this)),
        }
    }
}

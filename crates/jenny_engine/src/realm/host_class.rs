//! Classes that crates above the engine define: tables like the engine's own, made once a realm when first touched.

use super::property_spec::{PropertySpec, install, new_builtin_object};
use super::{Intrinsic, Realm};
use crate::agent::Agent;
use crate::function::NativeFunction;
use crate::object::property::Attributes;
use crate::object::{AsObject, Object};
use crate::{JsResult, Value};
use jenny_gc::Gc;

/// What a host class extends.
#[derive(Clone, Copy)]
pub enum HostParent {
    /// nothing: %Function.prototype% and %Object.prototype%
    None,
    /// another host class
    Class(&'static HostClass),
    /// an intrinsic constructor and prototype
    Intrinsic(Intrinsic, Intrinsic),
    /// %Function.prototype% and this prototype object, as DOMException has
    Prototype(Intrinsic),
}

/// A constructor and its prototype object.
pub struct HostClass {
    pub name: &'static str,
    pub parent: HostParent,
    /// runs for [[Call]] and [[Construct]]; `args.new_target()` tells which. None: TypeError "Illegal constructor"
    pub construct: Option<NativeFunction>,
    pub length: u32,
    pub statics: &'static [PropertySpec],
    pub methods: &'static [PropertySpec],
}

impl HostClass {
    pub const fn new(name: &'static str, construct: NativeFunction, length: u32) -> HostClass {
        HostClass { name, parent: HostParent::None, construct: Some(construct), length, statics: &[], methods: &[] }
    }
    /// A class that programs cannot construct.
    pub const fn without_constructor(name: &'static str) -> HostClass {
        HostClass { name, parent: HostParent::None, construct: None, length: 0, statics: &[], methods: &[] }
    }
    pub const fn statics(mut self, statics: &'static [PropertySpec]) -> HostClass {
        self.statics = statics;
        self
    }
    pub const fn methods(mut self, methods: &'static [PropertySpec]) -> HostClass {
        self.methods = methods;
        self
    }
    pub const fn parent(mut self, parent: HostParent) -> HostClass {
        self.parent = parent;
        self
    }
}

fn illegal_constructor(agent: &mut Agent, _this: Value, _args: crate::Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Illegal constructor"))
}

impl Realm {
    /// The constructor and the prototype of a host class in this realm.
    pub fn host_class(&self, agent: &mut Agent, class: &'static HostClass) -> (Gc<Object>, Gc<Object>) {
        let address = std::ptr::from_ref(class) as usize;
        let found = self.host_classes.borrow().get(&address).copied();
        if let Some((constructor, prototype)) = found
            && let (Some(constructor), Some(prototype)) = (constructor.as_object(), prototype.as_object())
        {
            return (constructor, prototype);
        }
        self.make_host_class(agent, class, address)
    }
    #[cold]
    fn make_host_class(
        &self,
        agent: &mut Agent,
        class: &'static HostClass,
        address: usize,
    ) -> (Gc<Object>, Gc<Object>) {
        let realm = self.gc();
        let old = agent.realm.replace(realm);
        let (constructor_parent, prototype_parent) = match class.parent {
            HostParent::None => {
                (agent.intrinsic(Intrinsic::FunctionPrototype), agent.intrinsic(Intrinsic::ObjectPrototype))
            }
            HostParent::Class(parent) => realm.host_class(agent, parent),
            HostParent::Intrinsic(constructor, prototype) => (agent.intrinsic(constructor), agent.intrinsic(prototype)),
            HostParent::Prototype(prototype) => {
                (agent.intrinsic(Intrinsic::FunctionPrototype), agent.intrinsic(prototype))
            }
        };
        let prototype = new_builtin_object(agent, realm, prototype_parent.into());
        let shape = agent.dictionary_shape(constructor_parent.into(), 0);
        shape.set_realm(realm);
        let name = agent.string(class.name);
        let construct = class.construct.unwrap_or(illegal_constructor);
        let constructor = agent.new_native_with(name.into(), class.length, construct, &[], true).as_object();
        constructor.set_shape(shape);
        jenny_gc::write_barrier(realm.header());
        realm.host_classes.borrow_mut().insert(address, (constructor.into(), prototype.into()));
        let names = (agent.names.prototype, agent.names.constructor);
        // A class is made while memory is ample; a failure leaves the property out.
        let _ = crate::function::reify(agent, constructor);
        let _ = agent.add_property(constructor, names.0, prototype.into(), Attributes::NONE);
        install(agent, constructor, class.statics);
        let _ = agent.add_property(prototype, names.1, constructor.into(), Attributes::BUILTIN);
        install(agent, prototype, class.methods);
        agent.realm = old;
        (constructor, prototype)
    }
}

impl Agent {
    /// The constructor and the prototype of a host class in the current realm.
    pub fn host_class(&mut self, class: &'static HostClass) -> (Gc<Object>, Gc<Object>) {
        let realm = self.realm();
        realm.host_class(self, class)
    }
    /// GetPrototypeFromConstructor with a host class as the default.
    pub fn prototype_for_host_class(&mut self, class: &'static HostClass, new_target: Value) -> JsResult<Gc<Object>> {
        let Some(constructor) = new_target.as_object() else { return Ok(self.host_class(class).1) };
        if let Some(prototype) = constructor.get(self, self.names.prototype)?.as_object() {
            return Ok(prototype);
        }
        let realm = self.get_function_realm(constructor)?;
        Ok(realm.host_class(self, class).1)
    }
}

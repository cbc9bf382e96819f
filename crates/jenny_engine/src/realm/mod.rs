//! Realm: intrinsics (made at first touch), the global object and the global EnvironmentRecord (ECMA-262 9.3).

pub mod host_class;
pub mod intrinsics;
pub mod property_spec;

pub use intrinsics::Intrinsic;

use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::{Object, OwnProperty, Shape};
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use intrinsics::{INTRINSIC_COUNT, IntrinsicSpec};
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use property_spec::PropertySpec;
use std::cell::RefCell;

/// A global lexical binding (let, const, class of a Script).
#[derive(Clone, Copy, Debug)]
pub struct GlobalLexical {
    /// EMPTY before initialisation
    pub value: Value,
    pub constant: bool,
}

/// Shapes that objects are born with, once there was one.
#[derive(Clone, Copy, Default)]
pub(crate) struct CommonShapes {
    /// of a promise of %Promise%
    pub promise: Option<Gc<Shape>>,
    /// of CreateIterResultObject: `value` and `done`
    pub iterator_result: Option<Gc<Shape>>,
}

/// A Realm Record.
#[repr(C)]
pub struct Realm {
    header: Header,
    intrinsics: [Field<Value>; INTRINSIC_COUNT],
    global_object: Field<Value>,
    /// globalThis; the global object unless the host chose otherwise
    global_this: Field<Value>,
    /// The declarative record of the global environment: names and values by index.
    lexical_index: RefCell<rustc_hash::FxHashMap<PropertyKey, u32>>,
    lexicals: RefCell<Vec<GlobalLexical>>,
    /// Constructor and prototype of the host classes touched so far, by the address of their table.
    host_classes: RefCell<rustc_hash::FxHashMap<usize, (Value, Value)>>,
    pub(crate) common_shapes: std::cell::Cell<CommonShapes>,
    /// What the realm's arguments objects have in common, once there was one.
    pub(crate) arguments_parts: std::cell::Cell<Option<crate::function::arguments::ArgumentsParts>>,
    /// Host data (a number the host chooses).
    pub host_defined: std::cell::Cell<u64>,
}

// SAFETY: visits all cells held.
unsafe impl Trace for Realm {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.intrinsics.iter().for_each(|i| i.get().trace(tracer));
        self.global_object.get().trace(tracer);
        self.global_this.get().trace(tracer);
        self.lexical_index.borrow().keys().for_each(|k| k.trace(tracer));
        self.lexicals.borrow().iter().for_each(|l| l.value.trace(tracer));
        if let Some(parts) = self.arguments_parts.get() {
            parts.trace(tracer);
        }
        let CommonShapes { promise, iterator_result } = self.common_shapes.get();
        promise.trace(tracer);
        iterator_result.trace(tracer);
        for (constructor, prototype) in self.host_classes.borrow().values() {
            constructor.trace(tracer);
            prototype.trace(tracer);
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Realm {}

impl Realm {
    /// InitializeHostDefinedRealm without a host: a realm with its global object.
    pub fn create(agent: &mut Agent) -> Gc<Realm> {
        let realm = agent.alloc(Realm {
            header: Header::new(Kind::Realm as u8),
            intrinsics: std::array::from_fn(|_| Field::new(Value::UNDEFINED)),
            global_object: Field::new(Value::UNDEFINED),
            global_this: Field::new(Value::UNDEFINED),
            lexical_index: RefCell::default(),
            lexicals: RefCell::default(),
            host_classes: RefCell::default(),
            common_shapes: Default::default(),
            arguments_parts: Default::default(),
            host_defined: Default::default(),
        });
        let old = agent.realm.replace(realm);
        agent.making_builtins += 1;
        let prototype = realm.intrinsic(agent, Intrinsic::ObjectPrototype);
        let global = property_spec::new_builtin_object(agent, realm, prototype.into());
        realm.global_object.set(&realm.header, global.into());
        realm.global_this.set(&realm.header, global.into());
        property_spec::install(agent, global, crate::builtins::GLOBALS);
        agent.making_builtins -= 1;
        agent.realm = old;
        realm
    }
    fn gc(&self) -> Gc<Realm> {
        // SAFETY: realms exist in the heap only.
        unsafe { Gc::from_ptr(std::ptr::NonNull::from(self)) }
    }
    #[inline]
    pub fn global_object(&self) -> Gc<Object> {
        match self.global_object.get().as_object() {
            Some(o) => o,
            None => unreachable!("a realm has its global object from its creation on"),
        }
    }
    #[inline(always)]
    pub fn global_this(&self) -> Value {
        self.global_this.get()
    }
    /// An intrinsic of this realm, made at its first touch.
    #[inline]
    pub fn intrinsic(&self, agent: &mut Agent, which: Intrinsic) -> Gc<Object> {
        match self.intrinsics[which as usize].get().as_object() {
            Some(object) => object,
            None => self.make_intrinsic(agent, which),
        }
    }
    /// The intrinsic if it was made already.
    pub fn existing_intrinsic(&self, which: Intrinsic) -> Option<Gc<Object>> {
        self.intrinsics[which as usize].get().as_object()
    }
    /// Stores an intrinsic while it is being made (so that it can refer to itself).
    pub fn set_intrinsic(&self, which: Intrinsic, object: Gc<Object>) {
        self.intrinsics[which as usize].set(&self.header, object.into());
    }
    #[cold]
    fn make_intrinsic(&self, agent: &mut Agent, which: Intrinsic) -> Gc<Object> {
        let realm = self.gc();
        let old = agent.realm.replace(realm);
        agent.making_builtins += 1;
        match which.spec() {
            IntrinsicSpec::Class(spec) => property_spec::make_class(agent, realm, spec),
            IntrinsicSpec::Object(spec) => property_spec::make_object(agent, realm, which, spec),
            IntrinsicSpec::Custom(make) => {
                let object = make(agent);
                realm.set_intrinsic(which, object);
            }
        }
        agent.making_builtins -= 1;
        agent.realm = old;
        match self.intrinsics[which as usize].get().as_object() {
            Some(object) => object,
            None => unreachable!("making an intrinsic stores it"),
        }
    }
    fn set_common_shapes(&self, shapes: CommonShapes) {
        jenny_gc::write_barrier(&self.header);
        self.common_shapes.set(shapes);
    }
    /// The index of a global lexical binding.
    pub fn lexical(&self, key: PropertyKey) -> Option<u32> {
        self.lexical_index.borrow().get(&key).copied()
    }
    pub fn lexical_binding(&self, index: u32) -> GlobalLexical {
        self.lexicals.borrow()[index as usize]
    }
    pub fn set_lexical(&self, index: u32, value: Value) {
        jenny_gc::write_barrier(&self.header);
        self.lexicals.borrow_mut()[index as usize].value = value;
    }
    /// Creates an uninitialised global lexical binding.
    pub fn declare_lexical(&self, key: PropertyKey, constant: bool) -> u32 {
        jenny_gc::write_barrier(&self.header);
        let mut lexicals = self.lexicals.borrow_mut();
        lexicals.push(GlobalLexical { value: Value::EMPTY, constant });
        let index = lexicals.len() as u32 - 1;
        self.lexical_index.borrow_mut().insert(key, index);
        index
    }
    /// Takes back a global lexical binding; code that runs keeps what it has found.
    pub fn forget_lexical(&self, key: PropertyKey) {
        self.lexical_index.borrow_mut().remove(&key);
    }
    /// Names of all global lexical bindings.
    pub fn lexical_names(&self) -> Vec<PropertyKey> {
        self.lexical_index.borrow().keys().copied().collect()
    }
}

impl Agent {
    /// The shape of new promises of the current realm's %Promise%.
    #[inline]
    pub(crate) fn promise_shape(&mut self) -> Gc<Shape> {
        match self.realm().common_shapes.get().promise {
            Some(shape) => shape,
            None => self.make_promise_shape(),
        }
    }
    #[cold]
    fn make_promise_shape(&mut self) -> Gc<Shape> {
        let prototype = self.intrinsic(Intrinsic::PromisePrototype);
        let shape = self.root_shape(prototype.into(), 0);
        let realm = self.realm();
        realm.set_common_shapes(CommonShapes { promise: Some(shape), ..realm.common_shapes.get() });
        shape
    }
    /// The shape of new iterator results: `value` in the first slot, `done` in the second.
    #[inline]
    pub(crate) fn iterator_result_shape(&mut self) -> Gc<Shape> {
        match self.realm().common_shapes.get().iterator_result {
            Some(shape) => shape,
            None => self.make_iterator_result_shape(),
        }
    }
    #[cold]
    fn make_iterator_result_shape(&mut self) -> Gc<Shape> {
        let (value, done) = (self.names.value, self.names.done);
        let root = self.plain_object_shape(4);
        let shape = self.shape_with_property(root, value, crate::Attributes::ALL);
        let shape = self.shape_with_property(shape, done, crate::Attributes::ALL);
        let realm = self.realm();
        realm.set_common_shapes(CommonShapes { iterator_result: Some(shape), ..realm.common_shapes.get() });
        shape
    }
}

/// Bytes with which a builtin can certainly be made.
const ROOM_OF_A_BUILTIN: usize = 4 << 20;

impl Agent {
    /// Makes a lazy property real and returns it. The object is a builtin, so its shape is its own.
    #[cold]
    pub(crate) fn materialize_lazy(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        found: crate::object::shape::Found,
        lazy: Value,
    ) -> OwnProperty {
        // SAFETY: lazy values are made of `&'static PropertySpec` only.
        let spec = unsafe { &*(lazy.lazy_address() as *const PropertySpec) };
        let realm = object.shape().realm().unwrap_or_else(|| self.realm());
        let old = self.realm.replace(realm);
        self.making_builtins += 1;
        let mut made = property_spec::make_value(self, object, spec);
        if made.is_err() {
            // A full heap? A look-up cannot throw, and there are only so many builtins.
            made = self.with_room(ROOM_OF_A_BUILTIN, |agent| property_spec::make_value(agent, object, spec));
        }
        self.making_builtins -= 1;
        self.realm = old;
        let Ok(value) = made else {
            // It stays lazy, so that it can be there another time.
            return OwnProperty { value: Value::UNDEFINED, attributes: found.attributes };
        };
        if let Some(found) = object.shape().find(key) {
            object.set_raw_slot(found.slot, value);
        }
        OwnProperty { value, attributes: found.attributes }
    }
    /// OrdinaryCreateFromConstructor's prototype: `new_target.prototype`, or the default of its realm (10.1.14).
    pub fn get_prototype_from_constructor(&mut self, new_target: Value, default: Intrinsic) -> JsResult<Gc<Object>> {
        let Some(constructor) = new_target.as_object() else { return Ok(self.intrinsic(default)) };
        let prototype = constructor.get(self, self.names.prototype)?;
        if let Some(prototype) = prototype.as_object() {
            return Ok(prototype);
        }
        let realm = self.get_function_realm(constructor)?;
        Ok(realm.intrinsic(self, default))
    }
    /// GetFunctionRealm (10.2.4)
    pub fn get_function_realm(&mut self, function: Gc<Object>) -> JsResult<Gc<Realm>> {
        let mut function = function;
        loop {
            let value = Value::from(function);
            if let Some(closure) = value.as_kind::<crate::function::Closure>() {
                return Ok(closure.code().realm());
            }
            if let Some(native) = value.as_kind::<crate::function::NativeFunctionObject>() {
                return Ok(native.realm());
            }
            if let Some(bound) = value.as_kind::<crate::function::BoundFunction>() {
                function = bound.target();
                continue;
            }
            return match crate::builtins::proxy_target(self, function)? {
                Some(target) => {
                    function = target;
                    continue;
                }
                None => Ok(self.realm()),
            };
        }
    }
}

//! Function objects: closures over compiled code, natives, bound functions; Code, a template made ready to run in a realm.

pub mod arguments;
mod lazy_properties;

pub use lazy_properties::FUNCTION_METHODS;
pub(crate) use lazy_properties::reify;

use crate::agent::Agent;
use crate::inline_cache::FeedbackVector;
use crate::kind::Kind;
use crate::object::{Elements, Object, ObjectType, Shape, flags};
use crate::realm::Realm;
use crate::string::StringView;
use crate::{Intrinsic, JsResult, Value};
use jenny_bytecode::{Constant, FunctionBody, FunctionKind, FunctionTemplate, Text};
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// The actual arguments of a native call. They lie on the register stack and stay there for the duration of the call.
#[derive(Clone, Copy)]
pub struct Args {
    pub(crate) base: *const Value,
    pub(crate) count: u32,
    pub(crate) new_target: Value,
    pub(crate) callee: Gc<Object>,
}

impl Args {
    /// Argument `i`, undefined if it is missing.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        if i < self.count as usize {
            // SAFETY: `count` arguments lie at `base` while the native runs.
            unsafe { *self.base.add(i) }
        } else {
            Value::UNDEFINED
        }
    }
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.count as usize
    }
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
    /// All arguments.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        if self.count == 0 {
            return &[];
        }
        // SAFETY: as in `get`; nested calls use the stack above.
        unsafe { std::slice::from_raw_parts(self.base, self.count as usize) }
    }
    /// Arguments from `i` on.
    pub fn rest(&self, i: usize) -> &[Value] {
        self.as_slice().get(i..).unwrap_or(&[])
    }
    /// new.target: undefined in a [[Call]], the constructor in a [[Construct]].
    #[inline(always)]
    pub fn new_target(&self) -> Value {
        self.new_target
    }
    /// The native function object being run.
    #[inline(always)]
    pub fn callee(&self) -> Gc<Object> {
        self.callee
    }
    /// Captured value `i` of the native function being run.
    pub fn data(&self, i: usize) -> Value {
        // SAFETY: only native functions run with Args.
        unsafe { self.callee.cast::<NativeFunctionObject>() }.data(i)
    }
    /// Replaces a captured value.
    pub fn set_data(&self, i: usize, value: Value) {
        // SAFETY: as above.
        let function = unsafe { self.callee.cast::<NativeFunctionObject>() };
        function.set_data(i, value);
    }
}

/// A builtin: `this`, arguments, and the agent, which may allocate and run JavaScript.
pub type NativeFunction = fn(&mut Agent, Value, Args) -> JsResult<Value>;

/// What the interpreter reads of a Code at every call or instruction, at fixed offsets.
#[repr(C)]
pub struct HotCode {
    /// first instruction; null, as the next two are 0, before the first call
    pub entry: Cell<*const u32>,
    /// null, as `caches`, while the code is cold
    pub constants: Cell<*const Value>,
    pub caches: Cell<*const crate::inline_cache::InlineCache>,
    pub register_count: Cell<u32>,
    pub parameter_count: Cell<u32>,
    /// 0: a call needs nothing but its frame; see `call_flags`
    pub call_flags: Cell<u32>,
}

/// Why a call must take the slow way in.
pub mod call_flags {
    pub const CLASS_CONSTRUCTOR: u32 = 1;
    pub const ARGUMENTS_LIST: u32 = 2;
    pub const ASYNC: u32 = 4;
    /// besides being a class constructor: `this` is not made by whoever constructs
    pub const DERIVED: u32 = 8;
    /// has never been called: its constants and its feedback are made when it is
    pub const COLD: u32 = 16;
}

/// A template instantiated in a realm: constants as values, feedback, nested Code.
#[repr(C)]
pub struct Code {
    header: Header,
    pub(crate) hot: HotCode,
    /// shape and flags of closures of it, compressed; 0 before the first one
    closure_shape: Cell<u32>,
    closure_flags: u16,
    pub(crate) template: Arc<FunctionTemplate>,
    pub(crate) realm: Gc<Realm>,
    /// None while the code is cold
    constants: Cell<Option<Gc<Elements>>>,
    feedback: Cell<Option<Gc<FeedbackVector>>>,
    /// Script record or Module that the code belongs to (referrer of dynamic imports, import.meta); undefined if none.
    pub(crate) script_or_module: Field<Value>,
    pub(crate) children: RefCell<Vec<Option<Gc<Code>>>>,
    pub(crate) template_objects: RefCell<Vec<Option<Gc<Object>>>>,
}

// SAFETY: visits all cells held.
unsafe impl Trace for Code {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(self.realm);
        tracer.visit_compressed(self.closure_shape.get());
        self.constants.get().trace(tracer);
        self.feedback.get().trace(tracer);
        self.script_or_module.get().trace(tracer);
        self.children.borrow().iter().for_each(|c| c.trace(tracer));
        self.template_objects.borrow().iter().for_each(|o| o.trace(tracer));
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Code {}

impl Code {
    /// The compiled function.
    pub fn template(&self) -> &Arc<FunctionTemplate> {
        &self.template
    }
    pub fn realm(&self) -> Gc<Realm> {
        self.realm
    }
    /// The feedback of code that has been called.
    pub(crate) fn feedback(&self) -> Gc<FeedbackVector> {
        match self.feedback.get() {
            Some(feedback) => feedback,
            None => unreachable!("code that runs was warmed up"),
        }
    }
    pub fn script_or_module(&self) -> Value {
        self.script_or_module.get()
    }
}

/// Constants that are longer are no names.
const LONGEST_NAME: usize = 64;

impl Agent {
    /// Instantiates a template in the current realm.
    pub fn new_code(&mut self, template: Arc<FunctionTemplate>, script_or_module: Value) -> Gc<Code> {
        let realm = self.realm();
        let f = &template.flags;
        let mut flags = call_flags::COLD;
        if f.is_class_constructor {
            flags |= call_flags::CLASS_CONSTRUCTOR;
        }
        if template.kind == FunctionKind::DerivedConstructor {
            flags |= call_flags::DERIVED;
        }
        if f.needs_arguments_list {
            flags |= call_flags::ARGUMENTS_LIST;
        }
        if f.is_async && !f.is_generator {
            flags |= call_flags::ASYNC;
        }
        let hot = HotCode {
            entry: Cell::new(std::ptr::null()),
            constants: Cell::new(std::ptr::null()),
            caches: Cell::new(std::ptr::null()),
            register_count: Cell::new(0),
            parameter_count: Cell::new(0),
            call_flags: Cell::new(flags),
        };
        self.alloc(Code {
            header: Header::new(Kind::Code as u8),
            hot,
            closure_shape: Cell::new(0),
            closure_flags: closure_flags(&template),
            template,
            realm,
            constants: Cell::new(None),
            feedback: Cell::new(None),
            script_or_module: Field::new(script_or_module),
            children: RefCell::default(),
            template_objects: RefCell::default(),
        })
    }
    /// Reads the body of cold code and makes its constants and its feedback: most functions of a program are never called,
    /// and need none of them.
    /// Errors: RangeError when the heap is full.
    #[cold]
    #[inline(never)]
    pub(crate) fn warm_up(&mut self, code: Gc<Code>) -> JsResult<()> {
        let template = Arc::clone(&code.template);
        let body: &FunctionBody = &template;
        let constants = self.new_elements(template.constants.len() as u32)?;
        for constant in &template.constants {
            let value = match constant {
                Constant::Number(n) => Value::number(*n),
                Constant::String(text) => self.string_constant(text),
                Constant::BigInt(digits) => {
                    let n = digits.parse().unwrap_or_default();
                    self.new_bigint(n).into()
                }
            };
            constants.push_within_capacity(value);
        }
        let feedback = FeedbackVector::new(self, &template, constants)?;
        jenny_gc::write_barrier(code.header());
        code.constants.set(Some(constants));
        code.feedback.set(Some(feedback));
        if code.template_objects.borrow().len() < body.template_strings.len() {
            code.template_objects.borrow_mut().resize(body.template_strings.len(), None);
        }
        let hot = &code.hot;
        hot.entry.set(body.code.as_ptr());
        hot.register_count.set(body.register_count);
        hot.parameter_count.set(body.parameter_count);
        hot.constants.set(constants.as_slice().as_ptr());
        hot.caches.set(feedback.caches());
        hot.call_flags.set(hot.call_flags.get() & !call_flags::COLD);
        Ok(())
    }
    /// Gives back the constants and the feedback of code that has run and is not expected to run again: the body of a module.
    /// They are made anew if it does. No frame may be running it.
    pub fn cool_down(&mut self, function: Gc<Closure>) {
        let code = function.code();
        if let Some(feedback) = code.feedback.take() {
            feedback.clear();
        }
        code.constants.set(None);
        let hot = &code.hot;
        hot.constants.set(std::ptr::null());
        hot.caches.set(std::ptr::null());
        hot.call_flags.set(hot.call_flags.get() | call_flags::COLD);
    }
    /// String constants are atoms where they can be property names.
    fn string_constant(&mut self, text: &Text) -> Value {
        let view = match text {
            Text::Latin1(units) => StringView::Latin1(units),
            Text::Utf16(units) => StringView::Utf16(units),
        };
        if view.len() > LONGEST_NAME {
            return self.string_from_text(text).into();
        }
        if let Some(atom) = self.atoms.find(view) {
            return atom.into();
        }
        let string = self.string_from_text(text);
        match string.as_array_index() {
            Some(_) => string.into(),
            None => self.key_from_string(string).raw_value(),
        }
    }
    /// The Code of nested function `index`, made once.
    #[inline(always)]
    pub fn child_code(&mut self, code: Gc<Code>, index: u32) -> Gc<Code> {
        if let Some(&Some(child)) = code.children.borrow().get(index as usize) {
            return child;
        }
        self.first_child_code(code, index)
    }
    #[cold]
    #[inline(never)]
    fn first_child_code(&mut self, code: Gc<Code>, index: u32) -> Gc<Code> {
        let template = Arc::clone(&code.template.functions[index as usize]);
        let child = self.with_realm(code.realm, |agent| agent.new_code(template, code.script_or_module.get()));
        jenny_gc::write_barrier(code.header());
        let mut children = code.children.borrow_mut();
        if children.is_empty() {
            children.resize(code.template.functions.len(), None);
        }
        children[index as usize] = Some(child);
        child
    }
}

/// Where a closure keeps `prototype`, after `length` and `name`, unless properties were deleted.
pub(crate) const PROTOTYPE_SLOT: u32 = 2;

/// An ECMAScript function object.
#[repr(C)]
pub struct Closure {
    object: Object,
    pub(crate) code: Gc<Code>,
    /// [[Environment]]: a scope, or undefined at the top
    pub(crate) scope: Value,
    /// [[HomeObject]] or undefined
    pub(crate) home: Field<Value>,
    /// class constructors: the instance initializer, or undefined
    pub(crate) initializer: Field<Value>,
    /// constructors: own shape and the shape of instances as last constructed, by id, or 0
    instances: Cell<(u32, u32)>,
}

// SAFETY: visits the object part and all fields.
unsafe impl Trace for Closure {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.code);
        self.scope.trace(tracer);
        self.home.get().trace(tracer);
        self.initializer.get().trace(tracer);
        let (own, instances) = self.instances.get();
        if own != 0 {
            tracer.visit_compressed(own);
            tracer.visit_compressed(instances);
        }
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for Closure {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for Closure {
    const KIND: Kind = Kind::Closure;
}

impl Closure {
    pub fn code(&self) -> Gc<Code> {
        self.code
    }
    pub fn template(&self) -> &FunctionTemplate {
        &self.code.template
    }
    #[inline(always)]
    pub fn scope(&self) -> Value {
        self.scope
    }
    #[inline(always)]
    pub fn home(&self) -> Value {
        self.home.get()
    }
    pub fn set_home(&self, home: Value) {
        self.home.set(self.object.header(), home);
    }
    #[inline(always)]
    pub fn initializer(&self) -> Value {
        self.initializer.get()
    }
    pub fn set_initializer(&self, initializer: Value) {
        self.initializer.set(self.object.header(), initializer);
    }
    /// The ids of the shape that this function had when it last constructed, and of the empty shape of its instances; or 0.
    #[inline(always)]
    pub(crate) fn instance_shape(&self) -> (u32, u32) {
        self.instances.get()
    }
    /// `prototype` of a function that has constructed with the properties that it has now.
    #[inline]
    pub(crate) fn known_prototype(&self) -> Option<Value> {
        let (own, _) = self.instances.get();
        (own != 0 && own == self.object.shape_id()).then(|| self.object.overflow_slot(PROTOTYPE_SLOT))
    }
    pub(crate) fn set_instance_shape(&self, own: Gc<Shape>, instances: Gc<Shape>) {
        jenny_gc::write_barrier(self.object.header());
        self.instances.set((own.compress(), instances.compress()));
    }
}

impl Agent {
    /// OrdinaryFunctionCreate for compiled code, in the code's realm; the prototype follows from the function's kind.
    #[inline]
    pub fn new_closure(&mut self, code: Gc<Code>, scope: Value, home: Value) -> Gc<Closure> {
        let shape = match code.closure_shape.get() {
            0 => self.learn_closure_shape(code),
            // SAFETY: the code keeps the shape alive.
            known => unsafe { Gc::decompress(code.as_ptr().cast(), known) },
        };
        self.alloc_closure(code, scope, home, shape)
    }
    #[cold]
    #[inline(never)]
    fn learn_closure_shape(&mut self, code: Gc<Code>) -> Gc<Shape> {
        let f = code.template.flags;
        let which = match (f.is_async, f.is_generator) {
            (false, false) => Intrinsic::FunctionPrototype,
            (true, false) => Intrinsic::AsyncFunctionPrototype,
            (false, true) => Intrinsic::GeneratorFunctionPrototype,
            (true, true) => Intrinsic::AsyncGeneratorFunctionPrototype,
        };
        let prototype = code.realm.intrinsic(self, which);
        let shape = self.root_shape(prototype.into(), 0);
        jenny_gc::write_barrier(code.header());
        code.closure_shape.set(shape.compress());
        shape
    }
    /// As `new_closure`, with a given [[Prototype]] (classes, Reflect.construct of Function).
    pub fn new_closure_with_prototype(
        &mut self,
        code: Gc<Code>,
        scope: Value,
        home: Value,
        prototype: Value,
    ) -> Gc<Closure> {
        let shape = self.root_shape(prototype, 0);
        self.alloc_closure(code, scope, home, shape)
    }
    #[inline(always)]
    fn alloc_closure(&mut self, code: Gc<Code>, scope: Value, home: Value, shape: Gc<Shape>) -> Gc<Closure> {
        self.alloc(Closure {
            object: Object::with_flags(Kind::Closure, shape, code.closure_flags),
            code,
            scope,
            home: Field::new(home),
            initializer: Field::new(Value::UNDEFINED),
            instances: Cell::new((0, 0)),
        })
    }
}

/// The flags of closures of a function, as objects.
fn closure_flags(template: &FunctionTemplate) -> u16 {
    let mut object_flags = flags::CALLABLE | flags::LAZY_FUNCTION;
    let constructs = match template.kind {
        FunctionKind::Normal => !template.flags.is_async && !template.flags.is_generator,
        FunctionKind::BaseConstructor | FunctionKind::DerivedConstructor => true,
        _ => false,
    };
    if constructs {
        object_flags |= flags::CONSTRUCTOR;
    }
    if template.flags.is_class_constructor {
        object_flags |= flags::CLASS_CONSTRUCTOR;
    }
    object_flags
}

/// How many values a native function can capture.
pub const NATIVE_DATA: usize = 3;

/// A builtin function object.
#[repr(C)]
pub struct NativeFunctionObject {
    object: Object,
    pub(crate) function: NativeFunction,
    pub(crate) realm: Gc<Realm>,
    name: Value,
    length: u32,
    data: [Field<Value>; NATIVE_DATA],
}

// SAFETY: visits the object part and all fields.
unsafe impl Trace for NativeFunctionObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.realm);
        self.name.trace(tracer);
        self.data.iter().for_each(|d| d.get().trace(tracer));
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for NativeFunctionObject {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for NativeFunctionObject {
    const KIND: Kind = Kind::NativeFunction;
}

impl NativeFunctionObject {
    pub fn function(&self) -> NativeFunction {
        self.function
    }
    pub fn realm(&self) -> Gc<Realm> {
        self.realm
    }
    /// Initial name (a string).
    pub fn initial_name(&self) -> Value {
        self.name
    }
    pub fn data(&self, i: usize) -> Value {
        self.data[i].get()
    }
    pub fn set_data(&self, i: usize, value: Value) {
        self.data[i].set(self.object.header(), value);
    }
}

impl Agent {
    /// CreateBuiltinFunction in the current realm: not a constructor. `data` are captured values (at most NATIVE_DATA).
    pub fn new_native(
        &mut self,
        name: &str,
        length: u32,
        function: NativeFunction,
        data: &[Value],
    ) -> Gc<NativeFunctionObject> {
        let name = self.string(name);
        self.new_native_with(name.into(), length, function, data, false)
    }
    /// CreateBuiltinFunction; `constructor`: it has [[Construct]].
    pub fn new_native_with(
        &mut self,
        name: Value,
        length: u32,
        function: NativeFunction,
        data: &[Value],
        constructor: bool,
    ) -> Gc<NativeFunctionObject> {
        let prototype = self.intrinsic(Intrinsic::FunctionPrototype);
        let shape = self.root_shape(prototype.into(), 0);
        let constructor = if constructor { flags::CONSTRUCTOR } else { 0 };
        self.alloc_native(shape, flags::CALLABLE | flags::LAZY_FUNCTION | constructor, name, length, function, data)
    }
    /// A native function of a given shape and with given header flags.
    pub(crate) fn alloc_native(
        &mut self,
        shape: Gc<Shape>,
        object_flags: u16,
        name: Value,
        length: u32,
        function: NativeFunction,
        data: &[Value],
    ) -> Gc<NativeFunctionObject> {
        let realm = self.realm();
        let captured = |i: usize| Field::new(data.get(i).copied().unwrap_or(Value::UNDEFINED));
        self.alloc(NativeFunctionObject {
            object: Object::with_flags(Kind::NativeFunction, shape, object_flags),
            function,
            realm,
            name,
            length,
            data: [captured(0), captured(1), captured(2)],
        })
    }
}

/// A bound function exotic object (10.4.1).
#[repr(C)]
pub struct BoundFunction {
    object: Object,
    pub(crate) target: Gc<Object>,
    pub(crate) bound_this: Value,
    pub(crate) arguments: Gc<Elements>,
}

// SAFETY: visits the object part and all fields.
unsafe impl Trace for BoundFunction {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.target);
        self.bound_this.trace(tracer);
        tracer.visit(self.arguments);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for BoundFunction {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for BoundFunction {
    const KIND: Kind = Kind::BoundFunction;
}

impl BoundFunction {
    pub fn target(&self) -> Gc<Object> {
        self.target
    }
    pub fn bound_this(&self) -> Value {
        self.bound_this
    }
    pub fn arguments(&self) -> &[Value] {
        // SAFETY: the elements cell is held by this function and never changes.
        unsafe { std::slice::from_raw_parts(self.arguments.as_slice().as_ptr(), self.arguments.len() as usize) }
    }
}

impl Agent {
    /// BoundFunctionCreate
    pub fn bound_function_create(
        &mut self,
        target: Gc<Object>,
        bound_this: Value,
        arguments: &[Value],
    ) -> JsResult<Gc<BoundFunction>> {
        let prototype = target.get_prototype_of(self)?;
        let shape = self.root_shape(prototype, 0);
        let arguments = self.elements_from_slice(arguments)?;
        let object_flags = flags::CALLABLE | if target.is_constructor() { flags::CONSTRUCTOR } else { 0 };
        let object = Object::with_flags(Kind::BoundFunction, shape, object_flags);
        Ok(self.alloc(BoundFunction { object, target, bound_this, arguments }))
    }
}

//! Decorators (the stage 3 proposal): evaluation, application to elements and classes, and the initializers they add.
//!
//! What has to live from the evaluation of an element to its decoration, or until instances are made, is kept in internal
//! slots of the class scope, numbered by the index of the element in the class body:
//!
//! | slot | holds |
//! |---|---|
//! | `%dec{i}` | the decorators and their receivers, alternately, as an array |
//! | `%fn{i}`, `%get{i}`, `%set{i}` | the function of a method or accessor half |
//! | `%key{i}` | the key, if it is computed |
//! | `%init{i}` | functions that a field's initial value passes through |
//! | `%extra{i}` | functions that run after a field was defined |
//! | `%protoExtra`, `%staticExtra`, `%classExtra` | functions added for methods and for the class |
//! | `%metadata` | the metadata object |

use crate::class_definition_evaluation::ClassRegisters;
use crate::compiler::Compiler;
use crate::function_state::FunctionState;
use crate::object_initializer::property_key_text;
use crate::scope_collector::private_method_binding;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// The decorators of an element.
pub fn element_decorators<'t, 'a>(element: &'t ClassElement<'a>) -> &'t [Decorator<'a>] {
    match element {
        ClassElement::MethodDefinition(m) => &m.decorators,
        ClassElement::PropertyDefinition(p) => &p.decorators,
        ClassElement::AccessorProperty(p) => &p.decorators,
        _ => &[],
    }
}

/// Whether a class or one of its elements is decorated.
pub fn is_decorated(class: &Class) -> bool {
    !class.decorators.is_empty() || class.body.body.iter().any(|e| !element_decorators(e).is_empty())
}

/// The internal slots that the decorators of a class need.
pub fn decorator_slots(class: &Class) -> Vec<String> {
    if !is_decorated(class) {
        return Vec::new();
    }
    let mut slots: Vec<String> =
        ["%protoExtra", "%staticExtra", "%classExtra", "%metadata"].iter().map(|s| (*s).to_owned()).collect();
    for (index, element) in class.body.body.iter().enumerate() {
        if element_decorators(element).is_empty() {
            continue;
        }
        slots.push(format!("%dec{index}"));
        slots.push(format!("%key{index}"));
        match element {
            ClassElement::MethodDefinition(_) => slots.push(format!("%fn{index}")),
            ClassElement::AccessorProperty(_) => {
                for part in ["get", "set", "init", "extra"] {
                    slots.push(format!("%{part}{index}"));
                }
            }
            _ => {
                slots.push(format!("%init{index}"));
                slots.push(format!("%extra{index}"));
            }
        }
    }
    slots
}

/// What an element is to its decorators.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ElementKind {
    Method,
    Getter,
    Setter,
    Field,
    Accessor,
}

impl ElementKind {
    fn of(element: &ClassElement) -> ElementKind {
        match element {
            ClassElement::MethodDefinition(m) => match m.kind {
                MethodDefinitionKind::Get => ElementKind::Getter,
                MethodDefinitionKind::Set => ElementKind::Setter,
                _ => ElementKind::Method,
            },
            ClassElement::AccessorProperty(_) => ElementKind::Accessor,
            _ => ElementKind::Field,
        }
    }
    fn name(self) -> &'static str {
        match self {
            ElementKind::Method => "method",
            ElementKind::Getter => "getter",
            ElementKind::Setter => "setter",
            ElementKind::Field => "field",
            ElementKind::Accessor => "accessor",
        }
    }
}

impl<'a> Compiler<'a> {
    /// DecoratorListEvaluation: an array of decorators and receivers.
    pub fn evaluate_decorators(&mut self, decorators: &[Decorator<'a>]) -> Register {
        let array = self.f.temp();
        self.f.e.new_array(array, decorators.len() as i32 * 2);
        for decorator in decorators {
            let mark = self.f.mark();
            let callee = self.callee(&decorator.expression, &[], true);
            self.f.e.array_push(array, callee.function);
            self.f.e.array_push(array, callee.window);
            self.f.release(mark);
        }
        array
    }

    /// The value of an internal slot of the class scope, while the class is evaluated.
    pub fn internal(&mut self, class: ClassRegisters, name: &str) -> Register {
        let dst = self.f.temp();
        let record = self.analysis.scope(class.scope);
        if let Some(scope) = record.register
            && let Some(slot) = record.find(name).and_then(|i| record.bindings[i].slot)
        {
            self.f.e.get_scoped(dst, scope, 0, slot as i32);
        } else {
            self.f.e.load_undefined(dst);
        }
        dst
    }

    /// Lists and metadata, before the elements are evaluated.
    pub fn begin_decoration(&mut self, superclass: Register, class: ClassRegisters) {
        let mark = self.f.mark();
        for slot in ["%protoExtra", "%staticExtra", "%classExtra"] {
            let list = self.f.temp();
            self.f.e.new_array(list, 0);
            self.store_internal(class.scope, slot, list);
        }
        // The metadata object inherits from that of the superclass.
        let metadata = self.f.temp();
        let parent = self.f.temp();
        let key = self.f.temp();
        let has_parent = self.f.e.new_label();
        self.f.e.new_object(metadata, 0);
        self.f.e.load_null(parent);
        self.f.e.jump_if_empty(superclass, has_parent);
        self.f.e.jump_if_nullish(superclass, has_parent);
        self.metadata_symbol(key);
        self.f.e.jump_if_undefined(key, has_parent);
        let cache = self.f.feedback(FeedbackKind::GetKeyed);
        self.f.e.get_keyed(parent, superclass, key, cache);
        self.f.e.jump_if_not_nullish(parent, has_parent);
        self.f.e.load_null(parent);
        self.f.e.bind(has_parent);
        self.f.e.set_literal_prototype(metadata, parent);
        self.store_internal(class.scope, "%metadata", metadata);
        self.f.release(mark);
    }

    /// dst = Symbol.metadata, or undefined where there is no such symbol.
    fn metadata_symbol(&mut self, dst: Register) {
        let end = self.f.e.new_label();
        let cache = self.f.named_feedback(FeedbackKind::GetGlobal, "Symbol");
        self.f.e.get_global_or_undefined(dst, cache);
        self.f.e.jump_if_undefined(dst, end);
        self.get_named(dst, dst, "metadata");
        self.f.e.bind(end);
    }

    /// Applies the decorators of all elements in the order of the proposal: methods and accessors before fields, static ones
    /// before the others.
    pub fn decorate_elements(&mut self, it: &Class<'a>, class: ClassRegisters) {
        for fields in [false, true] {
            for is_static in [true, false] {
                for (index, element) in it.body.body.iter().enumerate() {
                    let decorators = element_decorators(element);
                    let is_field = ElementKind::of(element) == ElementKind::Field;
                    if !decorators.is_empty() && is_field == fields && element.r#static() == is_static {
                        let mark = self.f.mark();
                        self.decorate_element(element, index, decorators.len(), class);
                        self.f.release(mark);
                    }
                }
            }
        }
    }

    /// ApplyDecoratorsToElementDefinition
    fn decorate_element(&mut self, element: &ClassElement<'a>, index: usize, count: usize, class: ClassRegisters) {
        let kind = ElementKind::of(element);
        let Some(key) = element.property_key() else { return };
        let offset = key.span().start;
        let is_private = matches!(key, PropertyKey::PrivateIdentifier(_));
        let is_static = element.r#static();
        let name = self.element_name(key, element.computed(), index, class);
        let decorators = self.internal(class, &format!("%dec{index}"));
        let access = self.access_object(kind, key, index, class);
        // Fields and accessors have lists of their own; methods share one.
        let extra = match kind {
            ElementKind::Field | ElementKind::Accessor => {
                let list = self.f.temp();
                self.f.e.new_array(list, 0);
                self.store_internal(class.scope, &format!("%extra{index}"), list);
                list
            }
            _ if is_static => self.internal(class, "%staticExtra"),
            _ => self.internal(class, "%protoExtra"),
        };
        let value = match kind {
            ElementKind::Field => {
                let value = self.f.temp();
                self.f.e.load_undefined(value);
                value
            }
            ElementKind::Accessor => self.internal(class, &format!("%get{index}")),
            _ => self.internal(class, &format!("%fn{index}")),
        };
        let setter = match kind {
            ElementKind::Accessor => Some(self.internal(class, &format!("%set{index}"))),
            _ => None,
        };
        let inits = self.f.run(count as u32);
        // The decorator nearest to the element is called first.
        for at in (0..count).rev() {
            let init = Register(inits.0 + at as u32);
            self.f.e.load_undefined(init);
            let mark = self.f.mark();
            let context = self.f.temp();
            self.f.e.new_object(context, 7);
            self.define_text(context, "kind", kind.name());
            self.define(context, "access", access);
            self.define_boolean(context, "static", is_static);
            self.define_boolean(context, "private", is_private);
            self.define(context, "name", name);
            let argument = match setter {
                Some(setter) => {
                    let pair = self.f.temp();
                    self.f.e.new_object(pair, 2);
                    self.define(pair, "get", value);
                    self.define(pair, "set", setter);
                    pair
                }
                None => value,
            };
            let result = self.call_decorator(decorators, at, argument, context, extra, class, offset);
            let keep = self.f.e.new_label();
            self.f.e.jump_if_undefined(result, keep);
            match (kind, setter) {
                (ElementKind::Accessor, Some(setter)) => {
                    self.check_type(result, "object", "Accessor decorators must return an object or undefined", offset);
                    for (part, target) in [("get", value), ("set", setter), ("init", init)] {
                        let found = self.f.temp();
                        let absent = self.f.e.new_label();
                        self.at(offset);
                        self.get_named(found, result, part);
                        self.f.e.jump_if_undefined(found, absent);
                        self.check_type(found, "function", "Accessor decorators must return functions", offset);
                        self.f.e.mov(target, found);
                        self.f.e.bind(absent);
                    }
                }
                (ElementKind::Field, _) => {
                    self.check_type(result, "function", "Field decorators must return a function or undefined", offset);
                    self.f.e.mov(init, result);
                }
                _ => {
                    self.check_type(
                        result,
                        "function",
                        "Method decorators must return a function or undefined",
                        offset,
                    );
                    self.f.e.mov(value, result);
                }
            }
            self.f.e.bind(keep);
            self.f.release(mark);
        }
        match (kind, setter) {
            (ElementKind::Field, _) => self.store_initializers(inits, count, index, class),
            (ElementKind::Accessor, Some(setter)) => {
                self.store_initializers(inits, count, index, class);
                self.redefine(element, key, name, value, 1, class);
                self.redefine(element, key, name, setter, 2, class);
            }
            (ElementKind::Getter, _) => self.redefine(element, key, name, value, 1, class),
            (ElementKind::Setter, _) => self.redefine(element, key, name, value, 2, class),
            _ => self.redefine(element, key, name, value, 0, class),
        }
    }

    /// `%init{i}`: the initializers that decorators returned, the outermost first.
    fn store_initializers(&mut self, inits: Register, count: usize, index: usize, class: ClassRegisters) {
        let list = self.f.temp();
        self.f.e.new_array(list, count as i32);
        for at in 0..count {
            let init = Register(inits.0 + at as u32);
            let absent = self.f.e.new_label();
            self.f.e.jump_if_undefined(init, absent);
            self.f.e.array_push(list, init);
            self.f.e.bind(absent);
        }
        self.store_internal(class.scope, &format!("%init{index}"), list);
    }

    /// Defines a method or accessor half anew, with the function that the decorators left.
    fn redefine(
        &mut self,
        element: &ClassElement<'a>,
        key: &PropertyKey<'a>,
        name: Register,
        function: Register,
        prefix: u32,
        class: ClassRegisters,
    ) {
        let is_static = element.r#static();
        let home = if is_static { class.constructor } else { class.prototype };
        self.at(key.span().start);
        if let PropertyKey::PrivateIdentifier(id) = key {
            if is_static {
                let name = self.load_private_name(id.name.as_str(), id.span.start);
                self.f.e.define_private_method(home, name, function, prefix as i32);
            } else {
                let kind = match prefix {
                    1 => MethodDefinitionKind::Get,
                    2 => MethodDefinitionKind::Set,
                    _ => MethodDefinitionKind::Method,
                };
                self.store_internal(class.scope, &private_method_binding(id.name.as_str(), kind), function);
            }
            return;
        }
        match prefix {
            0 => self.f.e.define_method(home, name, function, 0),
            1 => self.f.e.define_accessor(home, name, function, 0),
            _ => self.f.e.define_accessor(home, name, function, 2),
        }
    }

    /// The name that decorators see: the key, or the text of a private name.
    fn element_name(&mut self, key: &PropertyKey<'a>, computed: bool, index: usize, class: ClassRegisters) -> Register {
        match property_key_text(key) {
            Some(text) if !computed => self.load_text(text, None),
            _ => self.internal(class, &format!("%key{index}")),
        }
    }

    /// ClassDecorators: the class may be replaced; then the name is bound.
    pub fn decorate_class(&mut self, it: &Class<'a>, decorators: Register, name: Register, class: ClassRegisters) {
        for at in (0..it.decorators.len()).rev() {
            let mark = self.f.mark();
            let offset = it.decorators[at].span.start;
            let context = self.f.temp();
            self.f.e.new_object(context, 4);
            self.define_text(context, "kind", "class");
            self.define(context, "name", name);
            let extra = self.internal(class, "%classExtra");
            let result = self.call_decorator(decorators, at, class.constructor, context, extra, class, offset);
            let keep = self.f.e.new_label();
            self.f.e.jump_if_undefined(result, keep);
            self.check_type(result, "function", "Class decorators must return a function or undefined", offset);
            self.f.e.mov(class.constructor, result);
            self.f.e.bind(keep);
            self.f.release(mark);
        }
        let mark = self.f.mark();
        let key = self.f.temp();
        let end = self.f.e.new_label();
        self.metadata_symbol(key);
        self.f.e.jump_if_undefined(key, end);
        let metadata = self.internal(class, "%metadata");
        self.f.e.define_method(class.constructor, key, metadata, 0);
        self.f.e.bind(end);
        self.f.release(mark);
    }

    /// Calls decorator `at` with (value, context); `addInitializer` of the context adds to `extra` until it returns.
    fn call_decorator(
        &mut self,
        decorators: Register,
        at: usize,
        value: Register,
        context: Register,
        extra: Register,
        class: ClassRegisters,
        offset: u32,
    ) -> Register {
        let result = self.f.temp();
        let mark = self.f.mark();
        let metadata = self.internal(class, "%metadata");
        let scope = self.f.temp();
        let parent = self.scope_register();
        let binding = |name: &str| BindingInfo {
            name: Text::from_str(name),
            lexical: false,
            constant: false,
            function_name: false,
            import: false,
        };
        self.f.scopes.push(ScopeInfo { bindings: vec![binding("%list"), binding("%open")], ..ScopeInfo::default() });
        let info = self.f.scopes.len() as u32 - 1;
        self.f.e.new_scope(scope, parent, info);
        self.f.e.set_scoped(extra, scope, 0, 0);
        let open = self.f.temp();
        self.f.e.load_true(open);
        self.f.e.set_scoped(open, scope, 0, 1);
        let add = self.f.temp();
        let template = self.add_initializer_template(offset);
        self.f.e.new_closure(add, scope, template);
        self.define(context, "addInitializer", add);
        self.define(context, "metadata", metadata);
        let function = self.f.temp();
        let index = self.f.temp();
        let window = self.f.window();
        let this = Register(window.0 + FRAME_HEADER);
        for (dst, index_value) in [(function, at * 2), (this, at * 2 + 1)] {
            self.f.e.load_int(index, index_value as i32);
            let cache = self.f.feedback(FeedbackKind::GetKeyed);
            self.f.e.get_keyed(dst, decorators, index, cache);
        }
        let first = self.f.temp();
        let second = self.f.temp();
        self.f.e.mov(first, value);
        self.f.e.mov(second, context);
        let cache = self.f.feedback(FeedbackKind::Call);
        self.at(offset);
        self.f.e.call(result, function, window, 2, cache);
        self.f.e.load_false(open);
        self.f.e.set_scoped(open, scope, 0, 1);
        self.f.release(mark);
        result
    }

    fn define(&mut self, object: Register, name: &str, value: Register) {
        let cache = self.f.named_feedback(FeedbackKind::DefineNamed, name);
        self.f.e.define_named(object, value, cache);
    }

    fn define_text(&mut self, object: Register, name: &str, text: &str) {
        let mark = self.f.mark();
        let value = self.load_text(Text::from_str(text), None);
        self.define(object, name, value);
        self.f.release(mark);
    }

    fn define_boolean(&mut self, object: Register, name: &str, value: bool) {
        let mark = self.f.mark();
        let register = self.f.temp();
        if value {
            self.f.e.load_true(register);
        } else {
            self.f.e.load_false(register);
        }
        self.define(object, name, register);
        self.f.release(mark);
    }

    /// Throws a TypeError unless `typeof value` is `wanted` (an object may be a function too, and null is none).
    fn check_type(&mut self, value: Register, wanted: &str, message: &str, offset: u32) {
        let mark = self.f.mark();
        let fine = self.f.e.new_label();
        let bad = self.f.e.new_label();
        let found = self.f.temp();
        let name = self.f.temp();
        self.f.e.jump_if_nullish(value, bad);
        self.f.e.type_of(found, value);
        for accepted in [wanted, "function"] {
            let index = self.f.string(accepted);
            self.f.e.load_const(name, index);
            self.f.e.jump_strict_eq(found, name, fine);
        }
        self.f.e.bind(bad);
        self.throw_error(0, message, offset);
        self.f.e.bind(fine);
        self.f.release(mark);
    }

    /// `addInitializer(function)` over a scope of [list, open].
    fn add_initializer_template(&mut self, offset: u32) -> u32 {
        let mut state = FunctionState::new(self.f.id, FunctionKind::Arrow, true);
        let argument = state.temp();
        state.parameter_count = 1;
        state.length = 1;
        let (scope, list, found, name) = (state.temp(), state.temp(), state.temp(), state.temp());
        let (is_open, is_function) = (state.e.new_label(), state.e.new_label());
        state.e.load_function_scope(scope);
        state.e.get_scoped(found, scope, 0, 1);
        state.e.jump_if_true(found, is_open);
        let message = state.string("addInitializer was called after decoration was finished");
        state.at(self.offset(offset));
        state.e.throw_error(0, message);
        state.e.bind(is_open);
        state.e.type_of(found, argument);
        let text = state.string("function");
        state.e.load_const(name, text);
        state.e.jump_strict_eq(found, name, is_function);
        let message = state.string("An initializer must be a function");
        state.e.throw_error(0, message);
        state.e.bind(is_function);
        state.e.get_scoped(list, scope, 0, 0);
        state.e.array_push(list, argument);
        state.e.load_undefined(list);
        state.e.ret(list);
        let range = (self.offset(offset), self.offset(offset));
        let template = self.finish(state, Text::from_str("addInitializer"), range, None);
        self.add_function(template)
    }

    /// `context.access`: functions over the class scope.
    fn access_object(
        &mut self,
        kind: ElementKind,
        key: &PropertyKey<'a>,
        index: usize,
        class: ClassRegisters,
    ) -> Register {
        let object = self.f.temp();
        self.f.e.new_object(object, 3);
        let can_get = kind != ElementKind::Setter;
        let can_set = matches!(kind, ElementKind::Setter | ElementKind::Field | ElementKind::Accessor);
        for (name, wanted) in [("has", true), ("get", can_get), ("set", can_set)] {
            if !wanted {
                continue;
            }
            let mark = self.f.mark();
            let template = self.access_template(name, key, index, class);
            let closure = self.f.temp();
            let scope = self.scope_register();
            self.f.e.new_closure(closure, scope, template);
            self.define(object, name, closure);
            self.f.release(mark);
        }
        object
    }

    fn access_template(&mut self, name: &str, key: &PropertyKey<'a>, index: usize, class: ClassRegisters) -> u32 {
        let offset = self.offset(key.span().start);
        let record = self.analysis.scope(class.scope);
        let slot_of = |name: &str| record.find(name).and_then(|i| record.bindings[i].slot).unwrap_or(0);
        let mut state = FunctionState::new(self.f.id, FunctionKind::Arrow, true);
        let object = state.temp();
        let value = state.temp();
        state.parameter_count = 2;
        state.length = if name == "set" { 2 } else { 1 };
        let (scope, property) = (state.temp(), state.temp());
        state.e.load_function_scope(scope);
        state.at(offset);
        if let PropertyKey::PrivateIdentifier(id) = key {
            state.e.get_scoped(property, scope, 0, slot_of(&format!("#{}", id.name)) as i32);
            match name {
                "has" => state.e.has_private(value, object, property),
                "get" => {
                    let cache = state.feedback(FeedbackKind::GetPrivate);
                    state.e.get_private(value, object, property, cache);
                }
                _ => {
                    let cache = state.feedback(FeedbackKind::SetPrivate);
                    state.e.set_private(object, property, value, cache);
                    state.e.load_undefined(value);
                }
            }
        } else {
            match property_key_text(key) {
                Some(text) => {
                    let text = state.text(text);
                    state.e.load_const(property, text);
                }
                None => state.e.get_scoped(property, scope, 0, slot_of(&format!("%key{index}")) as i32),
            }
            match name {
                "has" => {
                    let cache = state.feedback(FeedbackKind::HasProperty);
                    state.e.has_property(value, property, object, cache);
                }
                "get" => {
                    let cache = state.feedback(FeedbackKind::GetKeyed);
                    state.e.get_keyed(value, object, property, cache);
                }
                _ => {
                    let cache = state.feedback(FeedbackKind::SetKeyed);
                    state.e.set_keyed(object, property, value, cache);
                    state.e.load_undefined(value);
                }
            }
        }
        state.e.ret(value);
        let template = self.finish(state, Text::from_str(name), (offset, offset), None);
        self.add_function(template)
    }

    /// Calls the functions of a list with `this`; a value is passed through them if there is one.
    pub fn run_initializers(&mut self, list: Register, this: Register, value: Option<Register>, offset: u32) {
        let mark = self.f.mark();
        let (index, length, function) = (self.f.temp(), self.f.temp(), self.f.temp());
        let (top, end) = (self.f.e.new_label(), self.f.e.new_label());
        self.f.e.jump_if_nullish(list, end);
        self.f.e.load_int(index, 0);
        self.get_named(length, list, "length");
        self.f.e.bind(top);
        self.f.e.jump_not_lt(index, length, end);
        let cache = self.f.feedback(FeedbackKind::GetKeyed);
        self.f.e.get_keyed(function, list, index, cache);
        let window = self.f.window();
        self.f.e.mov(Register(window.0 + FRAME_HEADER), this);
        if let Some(value) = value {
            let argument = self.f.temp();
            self.f.e.mov(argument, value);
        }
        let cache = self.f.feedback(FeedbackKind::Call);
        self.at(offset);
        self.f.e.call(value.unwrap_or(function), function, window, i32::from(value.is_some()), cache);
        self.f.e.inc(index, index);
        self.f.loop_jump(top);
        self.f.e.bind(end);
        self.f.release(mark);
    }
}

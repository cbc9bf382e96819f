//! ClassDefinitionEvaluation (15.7.14).

use crate::class_decorators::{element_decorators, is_decorated};
use crate::compiler::Compiler;
use crate::function_definitions::FunctionName;
use crate::function_state::FunctionState;
use crate::literals;
use crate::object_initializer::{prefixed, property_key_text};
use crate::scope_analysis::*;
use crate::scope_collector::{DEFAULT_EXPORT, private_method_binding};
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// Registers of a class under construction.
#[derive(Clone, Copy)]
pub struct ClassRegisters {
    /// the constructor
    pub constructor: Register,
    /// its prototype object
    pub prototype: Register,
    /// the class scope
    pub scope: ScopeId,
}

impl<'a> Compiler<'a> {
    /// ClassDeclaration
    pub fn class_declaration(&mut self, it: &Class<'a>) {
        if it.declare {
            return;
        }
        let Some(id) = &it.id else { return };
        let name = FunctionName::Static(Text::from_str(id.name.as_str()));
        let mark = self.f.mark();
        let value = self.class_expression(it, name, None);
        self.initialize_identifier(id.name.as_str(), value);
        self.f.release(mark);
    }

    /// `export default`
    pub fn export_default(&mut self, it: &ExportDefaultDeclaration<'a>) {
        let mark = self.f.mark();
        let name = FunctionName::Static(Text::from_str("default"));
        match &it.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(_)
            | ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {}
            ExportDefaultDeclarationKind::ClassDeclaration(class) => match &class.id {
                Some(_) => self.class_declaration(class),
                None => {
                    let value = self.class_expression(class, name, None);
                    self.initialize_identifier(DEFAULT_EXPORT, value);
                }
            },
            expression => {
                let value = self.named_evaluation(expression.to_expression(), name, None);
                self.initialize_identifier(DEFAULT_EXPORT, value);
            }
        }
        self.f.release(mark);
    }

    /// ClassExpression and the value of a ClassDeclaration
    pub fn class_expression(&mut self, it: &Class<'a>, name: FunctionName, dst: Option<Register>) -> Register {
        let constructor = self.fresh_dst(dst);
        let mark = self.f.mark();
        let outer_strict = self.f.strict;
        self.f.strict = true;
        let id = self.analysis.scope_of[&(address(it), NodeRole::Own)];
        let decorated = is_decorated(it);
        let decorators = (!it.decorators.is_empty()).then(|| self.evaluate_decorators(&it.decorators));
        let prototype = self.f.temp();
        let entered = self.enter_scope(id);
        let registers = ClassRegisters { constructor, prototype, scope: id };
        self.private_names.push(
            it.body
                .body
                .iter()
                .filter_map(|e| match e.property_key() {
                    Some(PropertyKey::PrivateIdentifier(id)) => Some(id.name.as_str()),
                    _ => None,
                })
                .collect(),
        );
        self.make_private_names(it, registers);
        let superclass = match &it.heritage {
            Some(heritage) => self.to_temp(&heritage.expression),
            None => {
                let register = self.f.temp();
                self.f.e.load_empty(register);
                register
            }
        };
        let text = match &it.id {
            Some(id) => Text::from_str(id.name.as_str()),
            None => name.text(),
        };
        let has_initializer = self.analysis.function_of.contains_key(&(address(it), NodeRole::InstanceInitializer));
        let index = self.constructor_template(it, id, text.clone(), has_initializer);
        let scope = self.scope_register();
        let offset = it.heritage.as_ref().map_or(it.span.start, |h| h.expression.span().start);
        self.at(offset);
        self.f.e.new_class(constructor, superclass, scope, prototype, index);
        if it.id.is_none() {
            self.set_computed_name(constructor, &name);
        }
        if decorated {
            self.begin_decoration(superclass, registers);
        }
        for (index, element) in it.body.body.iter().enumerate() {
            let mark = self.f.mark();
            self.class_element(element, index, registers);
            self.f.release(mark);
        }
        if has_initializer {
            let mark = self.f.mark();
            let initializer = self.instance_initializer(it, registers);
            self.f.e.set_class_initializer(constructor, initializer);
            self.f.release(mark);
        }
        if decorated {
            self.decorate_elements(it, registers);
            let name = match &name {
                FunctionName::Computed { key, .. } => *key,
                _ => self.load_text(text, None),
            };
            self.decorate_class(it, decorators.unwrap_or(constructor), name, registers);
        }
        if let Some(id) = &it.id {
            self.initialize_identifier(id.name.as_str(), constructor);
        }
        if decorated {
            let list = self.internal(registers, "%staticExtra");
            self.run_initializers(list, constructor, None, it.span.start);
        }
        for (index, element) in it.body.body.iter().enumerate() {
            let mark = self.f.mark();
            self.static_element(element, index, registers);
            self.f.release(mark);
        }
        if decorated {
            let list = self.internal(registers, "%classExtra");
            self.run_initializers(list, constructor, None, it.span.start);
        }
        self.private_names.pop();
        self.leave_scope(entered);
        self.f.strict = outer_strict;
        self.f.release(mark);
        constructor
    }

    /// Stores into an internal slot of the class scope.
    pub fn store_internal(&mut self, scope: ScopeId, name: &str, value: Register) {
        let record = self.analysis.scope(scope);
        if let Some(register) = record.register
            && let Some(slot) = record.find(name).and_then(|i| record.bindings[i].slot)
        {
            self.f.e.set_scoped(value, register, 0, slot as i32);
        }
    }

    fn make_private_names(&mut self, it: &Class<'a>, class: ClassRegisters) {
        let mut made: Vec<&str> = Vec::new();
        for (index, element) in it.body.body.iter().enumerate() {
            let mark = self.f.mark();
            if let Some(PropertyKey::PrivateIdentifier(id)) = element.property_key()
                && !made.contains(&id.name.as_str())
            {
                made.push(id.name.as_str());
                let name = format!("#{}", id.name);
                let register = self.f.temp();
                let description = self.f.string(&name);
                self.f.e.new_private_name(register, description);
                self.store_internal(class.scope, &name, register);
            }
            if let ClassElement::AccessorProperty(_) = element {
                let register = self.f.temp();
                let description = self.f.string("#accessor storage");
                self.f.e.new_private_name(register, description);
                self.store_internal(class.scope, &format!("%accessor{index}"), register);
            }
            self.f.release(mark);
        }
    }

    fn constructor_template(&mut self, it: &Class<'a>, scope: ScopeId, name: Text, has_initializer: bool) -> u32 {
        let range = self.range(it.span);
        let explicit = it.body.body.iter().find_map(|element| match element {
            ClassElement::MethodDefinition(m) if m.kind.is_constructor() && m.value.body.is_some() => Some(m),
            _ => None,
        });
        match explicit {
            Some(method) => self.with_initialized_class(scope, |this| {
                this.function_template(&method.value, name, range, has_initializer)
            }),
            None => self.default_constructor(it.heritage.is_some(), name, range, has_initializer),
        }
    }

    /// Functions of a class cannot run before its inner name is bound.
    fn with_initialized_class<R>(&mut self, scope: ScopeId, content: impl FnOnce(&mut Self) -> R) -> R {
        if self.analysis.scope(scope).find("%metadata").is_some() {
            // Decorators may call them earlier.
            return content(self);
        }
        let mut old = Vec::new();
        for binding in &mut self.analysis.scope_mut(scope).bindings {
            old.push(binding.initialized);
            binding.initialized = true;
        }
        let result = content(self);
        for (binding, old) in self.analysis.scope_mut(scope).bindings.iter_mut().zip(old) {
            binding.initialized = old;
        }
        result
    }

    fn default_constructor(&mut self, is_derived: bool, name: Text, range: (u32, u32), has_initializer: bool) -> u32 {
        let kind = if is_derived { FunctionKind::DerivedConstructor } else { FunctionKind::BaseConstructor };
        let mut state = FunctionState::new(self.f.id, kind, true);
        state.flags.is_class_constructor = true;
        state.flags.has_instance_initializer = has_initializer;
        let function = state.temp();
        if is_derived {
            // The arguments still lie where the caller put them: in the registers of this frame and above.
            let this = state.temp();
            state.at(range.0);
            state.e.construct_forward(this);
            if has_initializer {
                state.e.load_callee(function);
                state.e.initialize_instance(this, function, function);
            }
            state.e.ret(this);
        } else {
            if has_initializer {
                state.e.load_callee(function);
                state.at(range.0);
                state.e.initialize_instance(Register::THIS, function, function);
            }
            state.e.load_undefined(function);
            state.e.ret(function);
        }
        let template = self.finish(state, name, range, None);
        self.add_function(template)
    }

    /// ClassElementEvaluation, except that static fields and blocks only keep their keys.
    fn class_element(&mut self, element: &ClassElement<'a>, index: usize, class: ClassRegisters) {
        let decorators = element_decorators(element);
        if !decorators.is_empty() {
            let array = self.evaluate_decorators(decorators);
            self.store_internal(class.scope, &format!("%dec{index}"), array);
        }
        match element {
            ClassElement::MethodDefinition(method) => self.class_method(method, index, class),
            ClassElement::PropertyDefinition(field) if !field.declare && field.computed => {
                let key = self.computed_key(&field.key);
                self.store_internal(class.scope, &format!("%key{index}"), key);
            }
            ClassElement::AccessorProperty(field) => {
                self.accessor_property(field, index, class);
            }
            _ => {}
        }
    }

    fn class_method(&mut self, method: &MethodDefinition<'a>, index: usize, class: ClassRegisters) {
        if method.kind.is_constructor() || method.value.body.is_none() {
            return;
        }
        let home = if method.r#static { class.constructor } else { class.prototype };
        let prefix = match method.kind {
            MethodDefinitionKind::Get => 1,
            MethodDefinitionKind::Set => 2,
            _ => 0,
        };
        let range = self.method_range(method);
        let text = if method.computed { None } else { property_key_text(&method.key) };
        if let PropertyKey::PrivateIdentifier(id) = &method.key {
            let name = prefixed(prefix, &Text::from_str(&format!("#{}", id.name)));
            let function = self.with_initialized_class(class.scope, |this| {
                this.method(&method.value, FunctionName::Static(name), home, range, None)
            });
            self.store_internal(class.scope, &format!("%fn{index}"), function);
            if method.r#static {
                if !method.decorators.is_empty() {
                    return;
                }
                let name = self.load_private_name(id.name.as_str(), id.span.start);
                self.at(method.span.start);
                self.f.e.define_private_method(class.constructor, name, function, prefix as i32);
            } else {
                let slot = private_method_binding(id.name.as_str(), method.kind);
                self.store_internal(class.scope, &slot, function);
            }
            return;
        }
        let key = match &text {
            Some(text) => self.load_text(text.clone(), None),
            None => {
                let key = self.computed_key(&method.key);
                self.store_internal(class.scope, &format!("%key{index}"), key);
                key
            }
        };
        let name = match &text {
            Some(text) => FunctionName::Static(prefixed(prefix, text)),
            None => FunctionName::Computed { key, prefix },
        };
        let function =
            self.with_initialized_class(class.scope, |this| this.method(&method.value, name, home, range, None));
        self.store_internal(class.scope, &format!("%fn{index}"), function);
        self.at(method.key.span().start);
        match prefix {
            0 => self.f.e.define_method(home, key, function, 0),
            1 => self.f.e.define_accessor(home, key, function, 0),
            _ => self.f.e.define_accessor(home, key, function, 2),
        }
    }

    /// The text of a method: without decorators and `static`.
    fn method_range(&self, method: &MethodDefinition<'a>) -> (u32, u32) {
        let (mut start, end) = self.range(method.span);
        if let Some(last) = method.decorators.last() {
            start = self.skip_trivia(self.offset(last.span.end));
        }
        if method.r#static {
            start = self.skip_trivia(start + "static".len() as u32);
        }
        (start.min(end), end)
    }

    /// The offset after white space and comments.
    fn skip_trivia(&self, offset: u32) -> u32 {
        let mut rest = self.source.text.get(offset as usize..).unwrap_or_default();
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("//") {
                rest = comment.find(['\n', '\r']).map_or("", |at| &comment[at..]);
            } else if let Some(comment) = rest.strip_prefix("/*") {
                rest = comment.find("*/").map_or("", |at| &comment[at + 2..]);
            } else {
                return (self.source.text.len() - rest.len()) as u32;
            }
        }
    }

    /// `accessor x`: a getter and a setter over a private field.
    fn accessor_property(&mut self, field: &AccessorProperty<'a>, index: usize, class: ClassRegisters) {
        let home = if field.r#static { class.constructor } else { class.prototype };
        let text = if field.computed { None } else { property_key_text(&field.key) };
        let private = matches!(field.key, PropertyKey::PrivateIdentifier(_));
        let key = match (&text, &field.key) {
            (_, PropertyKey::PrivateIdentifier(id)) => self.load_private_name(id.name.as_str(), id.span.start),
            (Some(text), _) => self.load_text(text.clone(), None),
            (None, _) => {
                let key = self.computed_key(&field.key);
                self.store_internal(class.scope, &format!("%key{index}"), key);
                key
            }
        };
        let range = self.range(field.span);
        for prefix in [1, 2] {
            let name = match &text {
                Some(text) => FunctionName::Static(prefixed(prefix, text)),
                None => FunctionName::Computed { key, prefix },
            };
            let template = self.accessor_template(prefix == 2, name.text(), range, index, class);
            let template = self.add_function(template);
            let function = self.f.temp();
            let scope = self.scope_register();
            self.f.e.new_method(function, scope, home, template);
            self.set_computed_name(function, &name);
            let part = if prefix == 1 { "get" } else { "set" };
            self.store_internal(class.scope, &format!("%{part}{index}"), function);
            if private && field.r#static && !field.decorators.is_empty() {
                // Defined once, when it is decorated.
            } else if let PropertyKey::PrivateIdentifier(id) = &field.key
                && !field.r#static
            {
                let kind = if prefix == 1 { MethodDefinitionKind::Get } else { MethodDefinitionKind::Set };
                let slot = private_method_binding(id.name.as_str(), kind);
                self.store_internal(class.scope, &slot, function);
            } else if private {
                self.f.e.define_private_method(class.constructor, key, function, prefix as i32);
            } else {
                self.f.e.define_accessor(home, key, function, if prefix == 1 { 0 } else { 2 });
            }
        }
    }

    fn accessor_template(
        &mut self,
        is_setter: bool,
        name: Text,
        range: (u32, u32),
        index: usize,
        class: ClassRegisters,
    ) -> std::sync::Arc<FunctionTemplate> {
        let record = self.analysis.scope(class.scope);
        let slot = record.find(&format!("%accessor{index}")).and_then(|i| record.bindings[i].slot).unwrap_or(0);
        let mut state = FunctionState::new(self.f.id, FunctionKind::Method, true);
        let argument = state.temp();
        state.parameter_count = u32::from(is_setter);
        state.length = u32::from(is_setter);
        let scope = state.temp();
        let storage = state.temp();
        state.e.load_function_scope(scope);
        state.e.get_scoped(storage, scope, 0, slot as i32);
        state.at(range.0);
        if is_setter {
            let cache = state.feedback(FeedbackKind::SetPrivate);
            state.e.set_private(Register::THIS, storage, argument, cache);
            state.e.load_undefined(argument);
        } else {
            let cache = state.feedback(FeedbackKind::GetPrivate);
            state.e.get_private(argument, Register::THIS, storage, cache);
        }
        state.e.ret(argument);
        self.finish(state, name, range, None)
    }

    /// The function that InitializeInstanceElements runs: private methods first, then the fields in order.
    fn instance_initializer(&mut self, it: &Class<'a>, class: ClassRegisters) -> Register {
        self.with_initialized_class(class.scope, |this| {
            this.synthetic_method(
                address(it),
                NodeRole::InstanceInitializer,
                "<instance_members_initializer>",
                it.span,
                class.prototype,
                |this| {
                    this.function_declaration_instantiation(None, &[]);
                    for element in &it.body.body {
                        this.instance_private_methods(element);
                    }
                    if is_decorated(it) {
                        let list = this.load_identifier("%protoExtra", None, it.span.start);
                        this.run_initializers(list, Register::THIS, None, it.span.start);
                    }
                    for (index, element) in it.body.body.iter().enumerate() {
                        let mark = this.f.mark();
                        match element {
                            ClassElement::PropertyDefinition(field) if !field.r#static && !field.declare => {
                                this.define_field(&field.key, field.value.as_ref(), field.computed, index);
                            }
                            ClassElement::AccessorProperty(field) if !field.r#static => {
                                this.define_storage(&field.key, field.value.as_ref(), field.computed, index);
                            }
                            _ => {}
                        }
                        this.f.release(mark);
                    }
                    this.return_undefined();
                },
            )
        })
    }

    /// PrivateMethodOrAccessorAdd of an element, on the instance.
    fn instance_private_methods(&mut self, element: &ClassElement<'a>) {
        let (key, kinds): (_, &[MethodDefinitionKind]) = match element {
            ClassElement::MethodDefinition(m) if !m.r#static && m.value.body.is_some() => {
                (&m.key, std::slice::from_ref(&m.kind))
            }
            ClassElement::AccessorProperty(p) if !p.r#static => {
                (&p.key, &[MethodDefinitionKind::Get, MethodDefinitionKind::Set])
            }
            _ => return,
        };
        let PropertyKey::PrivateIdentifier(id) = key else {
            return;
        };
        for kind in kinds {
            let mark = self.f.mark();
            let slot = private_method_binding(id.name.as_str(), *kind);
            let function = self.load_identifier(&slot, None, id.span.start);
            let name = self.load_private_name(id.name.as_str(), id.span.start);
            let code = match kind {
                MethodDefinitionKind::Get => 1,
                MethodDefinitionKind::Set => 2,
                _ => 0,
            };
            self.at(id.span.start);
            self.f.e.define_private_method(Register::THIS, name, function, code);
            self.f.release(mark);
        }
    }

    /// Static fields, accessors and blocks, in order, with `this` the constructor.
    fn static_element(&mut self, element: &ClassElement<'a>, index: usize, class: ClassRegisters) {
        let function = match element {
            ClassElement::StaticBlock(block) => self.synthetic_method(
                address(block.as_ref()),
                NodeRole::StaticElement,
                "<static_initializer>",
                block.span,
                class.constructor,
                |this| {
                    this.function_declaration_instantiation(None, &block.body);
                    this.statements(&block.body);
                    this.return_undefined();
                },
            ),
            ClassElement::PropertyDefinition(field) if field.r#static && !field.declare => self.synthetic_method(
                address(field.as_ref()),
                NodeRole::StaticElement,
                "<static_initializer>",
                field.span,
                class.constructor,
                |this| {
                    this.function_declaration_instantiation(None, &[]);
                    this.define_field(&field.key, field.value.as_ref(), field.computed, index);
                    this.return_undefined();
                },
            ),
            ClassElement::AccessorProperty(field) if field.r#static => self.synthetic_method(
                address(field.as_ref()),
                NodeRole::StaticElement,
                "<static_initializer>",
                field.span,
                class.constructor,
                |this| {
                    this.function_declaration_instantiation(None, &[]);
                    this.define_storage(&field.key, field.value.as_ref(), field.computed, index);
                    this.return_undefined();
                },
            ),
            _ => return,
        };
        let window = self.f.window();
        self.f.e.mov(Register(window.0 + FRAME_HEADER), class.constructor);
        let cache = self.f.feedback(FeedbackKind::Call);
        self.at(element.span().start);
        self.f.e.call(function, function, window, 0, cache);
    }

    /// The value of a field initializer, named after the field.
    fn field_value(
        &mut self,
        key: &PropertyKey<'a>,
        value: Option<&Expression<'a>>,
        key_register: Option<Register>,
    ) -> Register {
        let Some(value) = value else {
            let register = self.f.temp();
            self.f.e.load_undefined(register);
            return register;
        };
        let name = match key_register {
            Some(key) => FunctionName::Computed { key, prefix: 0 },
            None => property_key_text(key).map_or(FunctionName::None, FunctionName::Static),
        };
        self.named_evaluation(value, name, None)
    }

    /// DefineField
    fn define_field(&mut self, key: &PropertyKey<'a>, value: Option<&Expression<'a>>, computed: bool, index: usize) {
        let offset = key.span().start;
        if let PropertyKey::PrivateIdentifier(id) = key {
            let value = self.field_value(key, value, None);
            let value = self.decorated_value(value, index, offset);
            let name = self.load_private_name(id.name.as_str(), offset);
            self.at(offset);
            let cache = self.f.feedback(FeedbackKind::DefinePrivateField);
            self.f.e.define_private_field(Register::THIS, name, value, cache);
            return self.extra_initializers(index, offset);
        }
        let text = if computed { None } else { property_key_text(key) };
        match text {
            Some(text) => {
                let value = self.field_value(key, value, None);
                let value = self.decorated_value(value, index, offset);
                let display = text.to_display();
                if literals::is_array_index(&display) || matches!(text, Text::Utf16(_)) {
                    let key = self.load_text(text, None);
                    self.at(offset);
                    self.f.e.define_keyed(Register::THIS, key, value);
                } else {
                    let cache = self.f.named_feedback(FeedbackKind::DefineNamed, &display);
                    self.at(offset);
                    self.f.e.define_field(Register::THIS, value, cache);
                }
            }
            None => {
                let key_register = self.f.temp();
                self.load_identifier(&format!("%key{index}"), Some(key_register), offset);
                let value = self.field_value(key, value, Some(key_register));
                let value = self.decorated_value(value, index, offset);
                self.at(offset);
                self.f.e.define_keyed(Register::THIS, key_register, value);
            }
        }
        self.extra_initializers(index, offset);
    }

    /// Whether the class whose element is being compiled has that internal slot.
    fn has_slot(&self, name: &str) -> bool {
        let function = self.analysis.function(self.f.id).scope;
        let class = self.analysis.scope(function).parent;
        class.is_some_and(|class| self.analysis.scope(class).find(name).is_some())
    }

    /// The value of a field after the initializers that its decorators returned.
    fn decorated_value(&mut self, value: Register, index: usize, offset: u32) -> Register {
        let slot = format!("%init{index}");
        if !self.has_slot(&slot) {
            return value;
        }
        let changed = self.f.temp();
        self.f.e.mov(changed, value);
        let list = self.load_identifier(&slot, None, offset);
        self.run_initializers(list, Register::THIS, Some(changed), offset);
        changed
    }

    /// What the decorators of a field added with `addInitializer`.
    fn extra_initializers(&mut self, index: usize, offset: u32) {
        let slot = format!("%extra{index}");
        if self.has_slot(&slot) {
            let list = self.load_identifier(&slot, None, offset);
            self.run_initializers(list, Register::THIS, None, offset);
        }
    }

    /// The private field behind an `accessor`.
    fn define_storage(&mut self, key: &PropertyKey<'a>, value: Option<&Expression<'a>>, computed: bool, index: usize) {
        let offset = key.span().start;
        let key_register = if computed {
            let register = self.f.temp();
            Some(self.load_identifier(&format!("%key{index}"), Some(register), offset))
        } else {
            None
        };
        let value = self.field_value(key, value, key_register);
        let value = self.decorated_value(value, index, offset);
        let storage = self.load_identifier(&format!("%accessor{index}"), None, offset);
        self.at(offset);
        let cache = self.f.feedback(FeedbackKind::DefinePrivateField);
        self.f.e.define_private_field(Register::THIS, storage, value, cache);
        self.extra_initializers(index, offset);
    }
}

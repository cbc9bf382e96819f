//! Destructuring: BindingInitialization of binding patterns and DestructuringAssignmentEvaluation of assignment patterns.

use crate::assignment::Reference;
use crate::compiler::Compiler;
use crate::function_definitions::FunctionName;
use crate::function_state::{Control, ControlKind};
use crate::identifiers::Place;
use crate::literals;
use crate::object_initializer::property_key_text;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// An array iteration that destructuring drives.
struct ArrayIteration {
    record: Register,
    done: Register,
    exception: Register,
    handler: Label,
}

impl<'a> Compiler<'a> {
    /// Name for an anonymous function that initialises a binding.
    pub fn binding_name(&self, pattern: &BindingPattern<'a>) -> FunctionName {
        match pattern {
            BindingPattern::BindingIdentifier(id) => FunctionName::Static(Text::from_str(id.name.as_str())),
            _ => FunctionName::None,
        }
    }

    /// Binds a pattern to a value: initialises lexical names and parameters, assigns to vars.
    pub fn bind_pattern(&mut self, pattern: &BindingPattern<'a>, value: Register, initialize: bool) {
        match pattern {
            BindingPattern::BindingIdentifier(id) => {
                let name = id.name.as_str();
                if initialize {
                    self.initialize_identifier(name, value);
                } else {
                    self.store_identifier(name, value, id.span.start);
                }
            }
            BindingPattern::AssignmentPattern(p) => {
                // Only reached through an element, which evaluates the default itself.
                let mark = self.f.mark();
                let register = self.f.temp();
                self.f.e.mov(register, value);
                self.default_value(&p.right, self.binding_name(&p.left), register);
                self.bind_pattern(&p.left, register, initialize);
                self.f.release(mark);
            }
            BindingPattern::ObjectPattern(p) => self.bind_object_pattern(p, value, initialize),
            BindingPattern::ArrayPattern(p) => self.bind_array_pattern(p, value, initialize),
        }
    }

    /// If the register is undefined, it becomes the value of the initializer.
    fn default_value(&mut self, initializer: &Expression<'a>, name: FunctionName, register: Register) {
        let given = self.f.e.new_label();
        self.f.e.jump_if_not_undefined(register, given);
        self.named_evaluation(initializer, name, Some(register));
        self.f.e.bind(given);
    }

    /// The register to compute an element in: the variable's own if it can be initialised there.
    fn element_register(&mut self, pattern: &BindingPattern<'a>, initialize: bool) -> Register {
        let target = match pattern {
            BindingPattern::AssignmentPattern(p) => &p.left,
            pattern => pattern,
        };
        if initialize
            && let BindingPattern::BindingIdentifier(id) = target
            && let Some(register) = self.initialization_register(id.name.as_str())
        {
            return register;
        }
        self.f.temp()
    }

    fn bind_element(&mut self, pattern: &BindingPattern<'a>, register: Register, initialize: bool) {
        match pattern {
            BindingPattern::AssignmentPattern(p) => {
                self.default_value(&p.right, self.binding_name(&p.left), register);
                self.bind_pattern(&p.left, register, initialize);
            }
            pattern => self.bind_pattern(pattern, register, initialize),
        }
    }

    fn check_object_coercible(&mut self, value: Register, offset: u32) {
        self.at(offset);
        self.f.e.check_object_coercible(value);
    }

    fn bind_object_pattern(&mut self, p: &ObjectPattern<'a>, value: Register, initialize: bool) {
        self.check_object_coercible(value, p.span.start);
        let mut keys = Vec::new();
        let outer = self.f.mark();
        for property in &p.properties {
            let key = if p.rest.is_some() { Some(self.excluded_key(&property.key, property.computed)) } else { None };
            keys.extend(key);
            let mark = self.f.mark();
            let computed = match (key, property.computed) {
                (None, true) => Some(self.computed_key(&property.key)),
                (key, _) => key,
            };
            // For a var, the binding is resolved before the value is read.
            let reference = self.var_reference(&property.value, initialize);
            let register = self.element_register(&property.value, initialize);
            self.get_property(register, value, &property.key, computed, property.computed);
            match reference {
                Some(reference) => {
                    if let BindingPattern::AssignmentPattern(a) = &property.value {
                        self.default_value(&a.right, self.binding_name(&a.left), register);
                    }
                    self.put_value(&reference, register);
                }
                None => self.bind_element(&property.value, register, initialize),
            }
            self.f.release(mark);
        }
        if let Some(rest) = &p.rest {
            let object = self.rest_object(value, &keys, rest.span.start);
            self.bind_pattern(&rest.argument, object, initialize);
        }
        self.f.release(outer);
    }

    /// For `var` patterns, the reference of a plain name with a dynamic binding.
    fn var_reference(&mut self, pattern: &BindingPattern<'a>, initialize: bool) -> Option<Reference<'a>> {
        if initialize {
            return None;
        }
        let target = match pattern {
            BindingPattern::AssignmentPattern(p) => &p.left,
            pattern => pattern,
        };
        let BindingPattern::BindingIdentifier(id) = target else {
            return None;
        };
        Some(self.name_reference(id.name.as_str(), id.span.start))
    }

    /// A key kept in a register for the rest element.
    fn excluded_key(&mut self, key: &PropertyKey<'a>, computed: bool) -> Register {
        if !computed && let Some(text) = property_key_text(key) {
            let register = self.f.temp();
            return self.load_text(text, Some(register));
        }
        self.computed_key(key)
    }

    fn get_property(
        &mut self,
        dst: Register,
        object: Register,
        key: &PropertyKey<'a>,
        register: Option<Register>,
        computed: bool,
    ) {
        let offset = key.span().start;
        if !computed && let Some(text) = property_key_text(key) {
            let name = text.to_display();
            if !literals::is_array_index(&name) && !matches!(text, Text::Utf16(_)) {
                self.at(offset);
                return self.get_named(dst, object, &name);
            }
            let mark = self.f.mark();
            let key = register.unwrap_or_else(|| self.load_text(text, None));
            let cache = self.f.feedback(FeedbackKind::GetKeyed);
            self.at(offset);
            self.f.e.get_keyed(dst, object, key, cache);
            return self.f.release(mark);
        }
        let key = match register {
            Some(register) => register,
            None => self.computed_key(key),
        };
        let cache = self.f.feedback(FeedbackKind::GetKeyed);
        self.at(offset);
        self.f.e.get_keyed(dst, object, key, cache);
    }

    /// The object of a rest property.
    fn rest_object(&mut self, source: Register, keys: &[Register], offset: u32) -> Register {
        let object = self.f.temp();
        self.f.e.new_object(object, 0);
        let mut first = object;
        for (index, key) in keys.iter().enumerate() {
            let register = self.f.temp();
            if index == 0 {
                first = register;
            }
            self.f.e.mov(register, *key);
        }
        self.at(offset);
        self.f.e.copy_data_properties(object, source, first, keys.len() as i32);
        object
    }

    // ---- arrays ----

    /// Whether every element is a plain variable in a register (or nothing), so that nothing between steps can throw.
    fn simple_array_pattern(&mut self, p: &ArrayPattern<'a>, initialize: bool) -> bool {
        initialize
            && p.rest.is_none()
            && p.elements.iter().all(|e| match e {
                None => true,
                Some(BindingPattern::BindingIdentifier(id)) => self.initialization_register(id.name.as_str()).is_some(),
                Some(_) => false,
            })
    }

    fn bind_array_pattern(&mut self, p: &ArrayPattern<'a>, value: Register, initialize: bool) {
        let outer = self.f.mark();
        if self.simple_array_pattern(p, initialize) {
            let registers: Vec<Register> = p
                .elements
                .iter()
                .map(|element| match element {
                    Some(pattern) => self.element_register(pattern, initialize),
                    None => self.f.temp(),
                })
                .collect();
            self.simple_array(value, &registers, p.span.start);
            for (element, register) in p.elements.iter().zip(registers) {
                if let Some(pattern) = element {
                    self.bind_pattern(pattern, register, initialize);
                }
            }
            return self.f.release(outer);
        }
        let iteration = self.begin_array(value, p.span.start);
        for element in &p.elements {
            let mark = self.f.mark();
            match element {
                None => {
                    let register = self.f.temp();
                    self.step_array(&iteration, register, p.span.start);
                }
                Some(pattern) => {
                    let reference = self.var_reference(pattern, initialize);
                    let register = match reference {
                        Some(_) => self.f.temp(),
                        None => self.element_register(pattern, initialize),
                    };
                    self.step_array(&iteration, register, pattern.span().start);
                    match reference {
                        Some(reference) => {
                            if let BindingPattern::AssignmentPattern(a) = pattern {
                                self.default_value(&a.right, self.binding_name(&a.left), register);
                            }
                            self.put_value(&reference, register);
                        }
                        None => self.bind_element(pattern, register, initialize),
                    }
                }
            }
            self.f.release(mark);
        }
        if let Some(rest) = &p.rest {
            let reference = self.var_reference(&rest.argument, initialize);
            let array = self.rest_array(&iteration, rest.span.start);
            match reference {
                Some(reference) => self.put_value(&reference, array),
                None => self.bind_pattern(&rest.argument, array, initialize),
            }
        }
        self.end_array(iteration);
        self.f.release(outer);
    }

    /// Fetches values straight into variables: nothing between the steps can throw, so no handler is needed.
    fn simple_array(&mut self, value: Register, registers: &[Register], offset: u32) {
        let record = self.f.run(3);
        self.at(offset);
        self.f.e.get_iterator(record, value);
        let mut exhausted = Vec::new();
        for &register in registers {
            let label = self.f.e.new_label();
            self.f.e.iterator_step(register, record, label);
            exhausted.push((label, register));
        }
        let end = self.f.e.new_label();
        self.f.e.iterator_close(record);
        self.f.jump(end);
        for (label, register) in exhausted {
            self.f.e.bind(label);
            self.f.e.load_undefined(register);
        }
        self.f.e.bind(end);
    }

    /// The local variables that an assignment pattern consists of, if it has nothing else.
    fn simple_array_targets(&mut self, p: &ArrayAssignmentTarget<'a>) -> Option<Vec<Register>> {
        if p.rest.is_some() {
            return None;
        }
        let mut registers = Vec::new();
        for element in &p.elements {
            registers.push(match element {
                None => self.f.temp(),
                Some(AssignmentTargetMaybeDefault::AssignmentTargetIdentifier(id)) => {
                    let resolution = self.resolve(id.name.as_str());
                    match resolution.place {
                        Place::Register(register)
                            if !resolution.check && !resolution.constant && !resolution.function_name =>
                        {
                            register
                        }
                        _ => return None,
                    }
                }
                Some(_) => return None,
            });
        }
        Some(registers)
    }

    /// GetIterator, and from here on a throw closes the iterator unless it is exhausted.
    fn begin_array(&mut self, value: Register, offset: u32) -> ArrayIteration {
        let record = self.f.run(3);
        let done = self.f.temp();
        let exception = self.f.temp();
        self.at(offset);
        self.f.e.get_iterator(record, value);
        self.f.e.load_false(done);
        let handler = self.f.e.new_label();
        let region = self.f.open_region(handler, exception);
        self.f.control.push(Control {
            kind: ControlKind::Iterator { record, is_async: false, done: Some(done), loop_index: None },
            region: Some(region),
        });
        ArrayIteration { record, done, exception, handler }
    }

    /// IteratorStepValue: the next value, or undefined once exhausted. A throwing iterator counts as exhausted.
    fn step_array(&mut self, iteration: &ArrayIteration, register: Register, offset: u32) {
        let (exhausted, end) = (self.f.e.new_label(), self.f.e.new_label());
        self.f.e.jump_if_true(iteration.done, exhausted);
        self.f.e.load_true(iteration.done);
        self.at(offset);
        self.f.e.iterator_step(register, iteration.record, exhausted);
        self.f.e.load_false(iteration.done);
        self.f.jump(end);
        self.f.e.bind(exhausted);
        self.f.e.load_undefined(register);
        self.f.e.bind(end);
    }

    fn rest_array(&mut self, iteration: &ArrayIteration, offset: u32) -> Register {
        let array = self.f.temp();
        let (exhausted, end) = (self.f.e.new_label(), self.f.e.new_label());
        self.f.e.jump_if_true(iteration.done, exhausted);
        self.f.e.load_true(iteration.done);
        self.at(offset);
        self.f.e.iterator_rest(array, iteration.record);
        self.f.jump(end);
        self.f.e.bind(exhausted);
        self.f.e.new_array(array, 0);
        self.f.e.bind(end);
        array
    }

    /// Closes the iterator on the normal way out, and writes the handler of the others.
    fn end_array(&mut self, iteration: ArrayIteration) {
        let control = self.f.control.pop();
        if let Some(region) = control.and_then(|c| c.region) {
            self.f.close_region(region);
        }
        let end = self.f.e.new_label();
        self.f.e.jump_if_true(iteration.done, end);
        self.f.e.iterator_close(iteration.record);
        self.f.jump(end);
        self.f.e.bind(iteration.handler);
        let rethrow = self.f.e.new_label();
        self.f.e.jump_if_true(iteration.done, rethrow);
        self.f.e.iterator_close_silently(iteration.record);
        self.f.e.bind(rethrow);
        self.f.e.throw(iteration.exception);
        self.f.e.bind(end);
    }

    // ---- assignment patterns ----

    /// DestructuringAssignmentEvaluation
    pub fn assign_pattern(&mut self, target: &AssignmentTarget<'a>, value: Register) {
        match target {
            AssignmentTarget::ArrayAssignmentTarget(p) => self.assign_array_pattern(p, value),
            AssignmentTarget::ObjectAssignmentTarget(p) => self.assign_object_pattern(p, value),
            target => {
                let mark = self.f.mark();
                let reference = self.reference(target.to_simple_assignment_target(), &[]);
                self.put_value(&reference, value);
                self.f.release(mark);
            }
        }
    }

    fn split_default<'t>(
        element: &'t AssignmentTargetMaybeDefault<'a>,
    ) -> (&'t AssignmentTarget<'a>, Option<&'t Expression<'a>>) {
        match element {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(d) => (&d.binding, Some(&d.init)),
            element => (element.to_assignment_target(), None),
        }
    }

    /// The reference of a target that is not a pattern, evaluated before the value is fetched.
    fn element_reference(&mut self, target: &AssignmentTarget<'a>) -> Option<Reference<'a>> {
        match target {
            AssignmentTarget::ArrayAssignmentTarget(_) | AssignmentTarget::ObjectAssignmentTarget(_) => None,
            target => {
                let simple = target.to_simple_assignment_target();
                let reference = self.reference(simple, &[]);
                Some(self.stable_reference(reference))
            }
        }
    }

    /// Moves the parts of a reference out of variables that later code might assign to.
    fn stable_reference(&mut self, reference: Reference<'a>) -> Reference<'a> {
        match reference {
            Reference::Named { object, name, offset } => {
                let kept = self.f.temp();
                self.f.e.mov(kept, object);
                Reference::Named { object: kept, name, offset }
            }
            Reference::Keyed { object, key, offset } => {
                let kept = self.f.run(2);
                let kept_key = Register(kept.0 + 1);
                self.f.e.mov(kept, object);
                self.f.e.mov(kept_key, key);
                Reference::Keyed { object: kept, key: kept_key, offset }
            }
            reference => reference,
        }
    }

    fn target_name(target: &AssignmentTarget<'a>, start: u32) -> FunctionName {
        match target {
            AssignmentTarget::AssignmentTargetIdentifier(id) if id.span.start == start => {
                FunctionName::Static(Text::from_str(id.name.as_str()))
            }
            _ => FunctionName::None,
        }
    }

    fn assign_element(
        &mut self,
        target: &AssignmentTarget<'a>,
        reference: Option<Reference<'a>>,
        init: Option<&Expression<'a>>,
        start: u32,
        register: Register,
    ) {
        if let Some(init) = init {
            self.default_value(init, Self::target_name(target, start), register);
        }
        match reference {
            Some(reference) => self.put_value(&reference, register),
            None => self.assign_pattern(target, register),
        }
    }

    fn assign_array_pattern(&mut self, p: &ArrayAssignmentTarget<'a>, value: Register) {
        let outer = self.f.mark();
        if let Some(registers) = self.simple_array_targets(p) {
            self.simple_array(value, &registers, p.span.start);
            return self.f.release(outer);
        }
        self.f.release(outer);
        let iteration = self.begin_array(value, p.span.start);
        for element in &p.elements {
            let mark = self.f.mark();
            match element {
                None => {
                    let register = self.f.temp();
                    self.step_array(&iteration, register, p.span.start);
                }
                Some(element) => {
                    let (target, init) = Self::split_default(element);
                    let reference = self.element_reference(target);
                    let register = self.f.temp();
                    self.step_array(&iteration, register, element.span().start);
                    self.assign_element(target, reference, init, element.span().start, register);
                }
            }
            self.f.release(mark);
        }
        if let Some(rest) = &p.rest {
            let reference = self.element_reference(&rest.target);
            let array = self.rest_array(&iteration, rest.span.start);
            match reference {
                Some(reference) => self.put_value(&reference, array),
                None => self.assign_pattern(&rest.target, array),
            }
        }
        self.end_array(iteration);
        self.f.release(outer);
    }

    fn assign_object_pattern(&mut self, p: &ObjectAssignmentTarget<'a>, value: Register) {
        self.check_object_coercible(value, p.span.start);
        let outer = self.f.mark();
        let mut keys = Vec::new();
        for property in &p.properties {
            match property {
                AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(property) => {
                    let name = property.binding.name.as_str();
                    if p.rest.is_some() {
                        let key = self.f.temp();
                        keys.push(self.load_text(Text::from_str(name), Some(key)));
                    }
                    let mark = self.f.mark();
                    let offset = property.binding.span.start;
                    let reference = self.name_reference(name, offset);
                    let register = self.f.temp();
                    self.at(offset);
                    self.get_named(register, value, name);
                    if let Some(init) = &property.init {
                        let name = FunctionName::Static(Text::from_str(name));
                        self.default_value(init, name, register);
                    }
                    self.put_value(&reference, register);
                    self.f.release(mark);
                }
                AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) => {
                    let key = if p.rest.is_some() {
                        Some(self.excluded_key(&property.name, property.computed))
                    } else {
                        None
                    };
                    keys.extend(key);
                    let mark = self.f.mark();
                    let key = match (key, property.computed) {
                        (None, true) => Some(self.computed_key(&property.name)),
                        (key, _) => key,
                    };
                    let (target, init) = Self::split_default(&property.binding);
                    let reference = self.element_reference(target);
                    let register = self.f.temp();
                    self.get_property(register, value, &property.name, key, property.computed);
                    let start = property.binding.span().start;
                    self.assign_element(target, reference, init, start, register);
                    self.f.release(mark);
                }
            }
        }
        if let Some(rest) = &p.rest {
            let reference = self.element_reference(&rest.target);
            let object = self.rest_object(value, &keys, rest.span.start);
            match reference {
                Some(reference) => self.put_value(&reference, object),
                None => self.assign_pattern(&rest.target, object),
            }
        }
        self.f.release(outer);
    }
}

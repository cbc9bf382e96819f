//! Array and object initializers, and template literals.

use crate::ErrorKind;
use crate::compiler::Compiler;
use crate::expressions::may_assign;
use crate::function_definitions::FunctionName;
use crate::literals;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// Longer runs of registers are split.
const MAX_RUN: usize = 64;

impl<'a> Compiler<'a> {
    /// ArrayLiteral; built in its destination, which is never a variable that the elements can see.
    pub fn array_literal(&mut self, e: &ArrayExpression<'a>, dst: Option<Register>) -> Register {
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let plain = e
            .elements
            .iter()
            .all(|el| !matches!(el, ArrayExpressionElement::SpreadElement(_) | ArrayExpressionElement::Elision(_)));
        if plain && !e.elements.is_empty() && e.elements.len() <= MAX_RUN {
            let mut first = None;
            for element in &e.elements {
                let register = self.f.temp();
                first.get_or_insert(register);
                self.expression(element.to_expression(), Some(register));
                self.f.release(register.0 + 1);
            }
            let first = first.unwrap_or(Register::THIS);
            self.f.e.new_array_from(dst, first, e.elements.len() as u32);
            self.f.release(mark);
            return dst;
        }
        let array = dst;
        self.f.e.new_array(array, e.elements.len() as i32);
        for element in &e.elements {
            let inner = self.f.mark();
            match element {
                ArrayExpressionElement::SpreadElement(spread) => {
                    let value = self.expression(&spread.argument, None);
                    self.at(spread.argument.span().start);
                    self.f.e.array_append_spread(array, value);
                }
                ArrayExpressionElement::Elision(_) => {
                    let value = self.f.temp();
                    self.f.e.load_empty(value);
                    self.f.e.array_push(array, value);
                }
                element => {
                    let value = self.expression(element.to_expression(), None);
                    self.f.e.array_push(array, value);
                }
            }
            self.f.release(inner);
        }
        self.f.release(mark);
        dst
    }

    /// ObjectLiteral
    pub fn object_literal(&mut self, e: &ObjectExpression<'a>, dst: Option<Register>) -> Register {
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let object = dst;
        self.f.e.new_object(object, e.properties.len() as i32);
        for property in &e.properties {
            let inner = self.f.mark();
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    let source = self.expression(&spread.argument, None);
                    self.at(spread.argument.span().start);
                    self.f.e.copy_data_properties(object, source, source, 0);
                }
                ObjectPropertyKind::ObjectProperty(property) => {
                    self.property_definition_evaluation(property, object);
                }
            }
            self.f.release(inner);
        }
        self.f.release(mark);
        dst
    }

    /// PropertyDefinitionEvaluation
    fn property_definition_evaluation(&mut self, p: &ObjectProperty<'a>, object: Register) {
        let name = if p.computed { None } else { property_key_text(&p.key) };
        let is_method = p.method || p.kind != PropertyKind::Init;
        if is_method {
            let Expression::FunctionExpression(function) = &p.value else {
                return;
            };
            let key = match &name {
                Some(text) => self.load_text(text.clone(), None),
                None => self.computed_key(&p.key),
            };
            let prefix = match p.kind {
                PropertyKind::Init => 0,
                PropertyKind::Get => 1,
                PropertyKind::Set => 2,
            };
            let function_name = match &name {
                Some(text) => FunctionName::Static(prefixed(prefix, text)),
                None => FunctionName::Computed { key, prefix },
            };
            if let (PropertyKind::Set, Some(rest)) = (p.kind, &function.params.rest) {
                self.fail(ErrorKind::SyntaxError, "Setter function argument must not be a rest parameter", rest.span);
            }
            let register = self.method(function, function_name, object, self.range(p.span), None);
            match p.kind {
                PropertyKind::Init => self.f.e.define_method(object, key, register, 1),
                PropertyKind::Get => self.f.e.define_accessor(object, key, register, 1),
                PropertyKind::Set => self.f.e.define_accessor(object, key, register, 3),
            }
            return;
        }
        match name {
            Some(text) => {
                let display = text.to_display();
                if display == "__proto__" && !p.shorthand {
                    let value = self.expression(&p.value, None);
                    self.f.e.set_literal_prototype(object, value);
                    return;
                }
                let value = self.named_evaluation(&p.value, FunctionName::Static(text.clone()), None);
                if literals::is_array_index(&display) || matches!(&text, Text::Utf16(_)) {
                    let key = self.load_text(text, None);
                    self.f.e.define_keyed(object, key, value);
                } else {
                    let cache = self.f.named_feedback(FeedbackKind::DefineNamed, &display);
                    self.f.e.define_named(object, value, cache);
                }
            }
            None => {
                let key = self.computed_key(&p.key);
                let value = self.named_evaluation(&p.value, FunctionName::Computed { key, prefix: 0 }, None);
                self.f.e.define_keyed(object, key, value);
            }
        }
    }

    /// A computed property name: evaluated and converted.
    pub fn computed_key(&mut self, key: &PropertyKey<'a>) -> Register {
        let key = key.to_expression();
        let register = self.f.temp();
        self.expression(key, Some(register));
        if !matches!(key.without_parentheses(), Expression::StringLiteral(_) | Expression::NumericLiteral(_)) {
            self.at(key.span().start);
            self.f.e.to_property_key(register, register);
        }
        self.f.release(register.0 + 1);
        register
    }

    /// TemplateLiteral
    pub fn template_literal(&mut self, e: &TemplateLiteral<'a>, dst: Option<Register>) -> Register {
        let cooked = |q: &TemplateElement| {
            q.value
                .cooked
                .as_ref()
                .map_or_else(|| Text::from_str(""), |c| literals::decode(c.as_str(), q.lone_surrogates))
        };
        if e.expressions.is_empty() {
            return self.load_text(cooked(&e.quasis[0]), dst);
        }
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let mut first = None;
        let mut count = 0;
        let flush = |this: &mut Self, first: &mut Option<Register>, count: &mut u32| {
            if let Some(start) = *first {
                this.f.e.concat(start, start, *count);
                this.f.release(start.0 + 1);
                *count = 1;
            }
        };
        for (index, quasi) in e.quasis.iter().enumerate() {
            let text = cooked(quasi);
            if !text.is_empty() {
                let register = self.f.temp();
                first.get_or_insert(register);
                count += 1;
                self.load_text(text, Some(register));
            }
            if let Some(expression) = e.expressions.get(index) {
                let register = self.f.temp();
                first.get_or_insert(register);
                count += 1;
                self.expression(expression, Some(register));
                self.f.release(register.0 + 1);
                self.at(expression.span().start);
                // Each substitution becomes a string before the next one is evaluated.
                let is_last = index + 1 == e.expressions.len();
                if !is_last && !is_primitive_literal(expression) {
                    self.f.e.to_string(register, register);
                }
            }
            if count as usize >= MAX_RUN {
                flush(self, &mut first, &mut count);
            }
        }
        let first = first.unwrap_or(Register::THIS);
        self.f.e.concat(dst, first, count);
        self.f.release(mark);
        dst
    }
}

fn is_primitive_literal(it: &Expression) -> bool {
    matches!(it, Expression::StringLiteral(_) | Expression::NumericLiteral(_) | Expression::TemplateLiteral(_))
        && !may_assign(it, &mut 8)
}

/// `get x`, `set x` or `x`.
pub fn prefixed(prefix: u32, name: &Text) -> Text {
    let word: &[u8] = match prefix {
        1 => b"get ",
        2 => b"set ",
        _ => return name.clone(),
    };
    match name {
        Text::Latin1(bytes) => Text::Latin1(word.iter().chain(bytes.iter()).copied().collect()),
        Text::Utf16(units) => Text::Utf16(word.iter().map(|&b| u16::from(b)).chain(units.iter().copied()).collect()),
    }
}

/// PropName of a key that is not computed.
pub fn property_key_text(key: &PropertyKey) -> Option<Text> {
    match key {
        PropertyKey::StaticIdentifier(id) => Some(Text::from_str(id.name.as_str())),
        PropertyKey::PrivateIdentifier(id) => Some(Text::from_str(&format!("#{}", id.name))),
        PropertyKey::StringLiteral(l) => Some(literals::string_value(l)),
        PropertyKey::NumericLiteral(l) => Some(Text::from_str(&literals::number_to_string(l.value))),
        PropertyKey::BigIntLiteral(l) => Some(Text::from_str(l.value.as_str())),
        _ => None,
    }
}

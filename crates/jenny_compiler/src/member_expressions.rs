//! Property accessors, optional chains, super properties and `delete`.

use crate::compiler::Compiler;
use crate::identifiers::Place;
use crate::literals;
use crate::scope_analysis::*;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

impl<'a> Compiler<'a> {
    /// dst = object.name
    pub fn get_named(&mut self, dst: Register, object: Register, name: &str) {
        let cache = self.f.named_feedback(FeedbackKind::GetNamed, name);
        if name == "length" {
            self.f.e.get_length(dst, object, cache);
        } else {
            self.f.e.get_named(dst, object, cache);
        }
    }

    /// object.name = value
    pub fn set_named(&mut self, object: Register, value: Register, name: &str) {
        let cache = self.f.named_feedback(FeedbackKind::SetNamed, name);
        self.f.e.set_named(object, value, cache);
    }

    /// The name that a constant key expression is, if it is not an array index.
    pub fn constant_key(it: &Expression<'a>) -> Option<&'a str> {
        match it.without_parentheses() {
            Expression::StringLiteral(l) if !l.lone_surrogates && !literals::is_array_index(l.value.as_str()) => {
                Some(l.value.as_str())
            }
            _ => None,
        }
    }

    /// dst = object[key]
    pub fn get_keyed(&mut self, dst: Register, object: Register, key: &Expression<'a>, offset: u32) {
        if let Some(name) = Self::constant_key(key) {
            self.at(offset);
            return self.get_named(dst, object, name);
        }
        let key = self.expression(key, None);
        let cache = self.f.feedback(FeedbackKind::GetKeyed);
        self.at(offset);
        self.f.e.get_keyed(dst, object, key, cache);
    }

    /// In an optional chain: leave the chain if the base is nullish.
    pub fn chain_exit(&mut self, optional: bool, base: Register) {
        if optional && let Some(&exit) = self.f.chains.last() {
            self.f.e.jump_if_nullish(base, exit);
        }
    }

    /// MemberExpression as a value.
    pub fn member_expression(&mut self, it: &MemberExpression<'a>, dst: Option<Register>) -> Register {
        match it {
            MemberExpression::StaticMemberExpression(e) => self.static_member(e, dst),
            MemberExpression::ComputedMemberExpression(e) => self.computed_member(e, dst),
            MemberExpression::PrivateFieldExpression(e) => self.private_member(e, dst),
        }
    }

    /// GetSuperBase: the prototype of the home object.
    pub fn super_base(&mut self) -> Register {
        let home = self.load_pseudo(HOME_OBJECT, None);
        let base = self.f.temp();
        self.f.e.get_super_base(base, home);
        base
    }

    /// `arguments.length` in a function that mentions `arguments` nowhere else.
    fn is_argument_count(&self, e: &StaticMemberExpression<'a>) -> bool {
        self.analysis.function(self.f.id).counts_arguments
            && matches!(&e.object, Expression::Identifier(id) if id.name.as_str() == "arguments")
    }

    fn static_member(&mut self, e: &StaticMemberExpression<'a>, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        if let Expression::Super(_) = e.object {
            let this = self.load_this(None, e.span.start);
            let base = self.super_base();
            let key = self.load_text(Text::from_str(e.property.name.as_str()), None);
            self.at(e.property.span.start);
            self.f.e.get_super(dst, base, key, this);
        } else if self.is_argument_count(e) {
            self.f.e.load_argument_count(dst);
        } else {
            let object = self.left_operand(&e.object, &[], dst, mark);
            self.chain_exit(e.optional, object);
            self.at(e.property.span.start);
            self.get_named(dst, object, e.property.name.as_str());
        }
        self.release_above(mark, dst);
        dst
    }

    fn computed_member(&mut self, e: &ComputedMemberExpression<'a>, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let offset = e.expression.span().start;
        if let Expression::Super(_) = e.object {
            let this = self.load_this(None, e.span.start);
            let key = self.to_temp(&e.expression);
            let base = self.super_base();
            self.at(offset);
            self.f.e.get_super(dst, base, key, this);
        } else {
            let object = self.left_operand(&e.object, &[&e.expression], dst, mark);
            self.chain_exit(e.optional, object);
            self.get_keyed(dst, object, &e.expression, offset);
        }
        self.release_above(mark, dst);
        dst
    }

    fn private_member(&mut self, e: &PrivateFieldExpression<'a>, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let object = self.left_operand(&e.object, &[], dst, mark);
        self.chain_exit(e.optional, object);
        let offset = e.field.span.start;
        let name = self.load_private_name(e.field.name.as_str(), offset);
        let cache = self.f.feedback(FeedbackKind::GetPrivate);
        self.at(offset);
        self.f.e.get_private(dst, object, name, cache);
        self.release_above(mark, dst);
        dst
    }

    /// OptionalExpression
    pub fn chain_expression(&mut self, e: &ChainExpression<'a>, dst: Option<Register>) -> Register {
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let (exit, end) = (self.f.e.new_label(), self.f.e.new_label());
        self.f.chains.push(exit);
        match &e.expression {
            ChainElement::CallExpression(call) => {
                self.call_expression(call, Some(dst));
            }
            ChainElement::TSNonNullExpression(inner) => {
                self.expression(&inner.expression, Some(dst));
            }
            ChainElement::StaticMemberExpression(e) => {
                self.static_member(e, Some(dst));
            }
            ChainElement::ComputedMemberExpression(e) => {
                self.computed_member(e, Some(dst));
            }
            ChainElement::PrivateFieldExpression(e) => {
                self.private_member(e, Some(dst));
            }
        }
        self.f.chains.pop();
        self.f.jump(end);
        self.f.e.bind(exit);
        self.f.e.load_undefined(dst);
        self.f.e.bind(end);
        self.f.release(mark);
        dst
    }

    /// `delete UnaryExpression`
    pub fn delete_expression(&mut self, e: &UnaryExpression<'a>, dst: Option<Register>) -> Register {
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        self.at(e.span.start);
        match e.argument.get_inner_expression() {
            Expression::Identifier(id) => {
                let name = id.name.as_str();
                match self.resolve(name).place {
                    Place::Global => {
                        let scope = self.scope_register();
                        let name = self.f.string(name);
                        self.f.e.delete_dynamic(dst, scope, name);
                    }
                    Place::Dynamic(scope) => {
                        let name = self.f.string(name);
                        self.f.e.delete_dynamic(dst, scope, name);
                    }
                    _ => self.f.e.load_false(dst),
                }
            }
            Expression::StaticMemberExpression(member) => {
                self.delete_static(member, dst, e.span.start);
            }
            Expression::ComputedMemberExpression(member) => {
                self.delete_computed(member, dst, e.span.start);
            }
            Expression::ChainExpression(chain) => {
                let (exit, end) = (self.f.e.new_label(), self.f.e.new_label());
                self.f.chains.push(exit);
                match &chain.expression {
                    ChainElement::StaticMemberExpression(member) => {
                        self.delete_static(member, dst, e.span.start);
                    }
                    ChainElement::ComputedMemberExpression(member) => {
                        self.delete_computed(member, dst, e.span.start);
                    }
                    ChainElement::CallExpression(call) => {
                        self.call_expression(call, Some(dst));
                        self.f.e.load_true(dst);
                    }
                    _ => self.f.e.load_true(dst),
                }
                self.f.chains.pop();
                self.f.jump(end);
                self.f.e.bind(exit);
                self.f.e.load_true(dst);
                self.f.e.bind(end);
            }
            argument => {
                self.effect(argument);
                self.f.e.load_true(dst);
            }
        }
        self.f.release(mark);
        dst
    }

    fn delete_static(&mut self, e: &StaticMemberExpression<'a>, dst: Register, offset: u32) {
        if let Expression::Super(_) = e.object {
            self.load_this(None, e.span.start);
            return self.throw_error(1, "Unsupported reference to 'super'", offset);
        }
        let object = self.expression(&e.object, None);
        self.chain_exit(e.optional, object);
        let key = self.load_text(Text::from_str(e.property.name.as_str()), None);
        self.at(offset);
        self.f.e.delete_keyed(dst, object, key);
    }

    fn delete_computed(&mut self, e: &ComputedMemberExpression<'a>, dst: Register, offset: u32) {
        if let Expression::Super(_) = e.object {
            self.load_this(None, e.span.start);
            self.effect(&e.expression);
            return self.throw_error(1, "Unsupported reference to 'super'", offset);
        }
        let object = self.operand(&e.object, &[&e.expression]);
        self.chain_exit(e.optional, object);
        let key = self.expression(&e.expression, None);
        self.at(offset);
        self.f.e.delete_keyed(dst, object, key);
    }

    /// Throws a new error of a kind of [`Op::ThrowError`].
    pub fn throw_error(&mut self, kind: u32, message: &str, offset: u32) {
        let message = self.f.string(message);
        self.at(offset);
        self.f.e.throw_error(kind, message);
    }
}

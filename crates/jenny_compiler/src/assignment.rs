//! Assignment and update expressions, and the references they write to.

use crate::ErrorKind;
use crate::compiler::Compiler;
use crate::expressions::{has_immediate_form, may_assign, writes_destination_last};
use crate::function_definitions::FunctionName;
use crate::identifiers::{Place, Resolution};
use crate::literals;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// A Reference Record whose parts have been evaluated.
pub enum Reference<'a> {
    /// an identifier
    Name {
        /// its name
        name: &'a str,
        /// where it is bound
        resolution: Resolution,
        /// the base of a dynamic binding
        base: Option<Register>,
        /// parser offset
        offset: u32,
    },
    /// object.name
    Named {
        /// base
        object: Register,
        /// property
        name: &'a str,
        /// parser offset
        offset: u32,
    },
    /// object[key]
    Keyed {
        /// base
        object: Register,
        /// key
        key: Register,
        /// parser offset
        offset: u32,
    },
    /// super[key]
    Super {
        /// GetSuperBase
        base: Register,
        /// key
        key: Register,
        /// this
        this: Register,
        /// parser offset
        offset: u32,
    },
    /// object.#name
    Private {
        /// base
        object: Register,
        /// private name
        name: Register,
        /// parser offset
        offset: u32,
    },
    /// not assignable
    Invalid,
}

fn is_assignment(it: &Expression) -> bool {
    matches!(it.without_parentheses(), Expression::AssignmentExpression(_) | Expression::SequenceExpression(_))
}

impl<'a> Compiler<'a> {
    /// Evaluates the parts of a simple assignment target; `later` is evaluated before the reference is written.
    pub fn reference(&mut self, target: &SimpleAssignmentTarget<'a>, later: &[&Expression<'a>]) -> Reference<'a> {
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(id) => {
                self.name_reference(id.name.as_str(), id.span.start)
            }
            SimpleAssignmentTarget::StaticMemberExpression(e) => {
                let offset = e.property.span.start;
                let name = e.property.name.as_str();
                if let Expression::Super(_) = e.object {
                    let this = self.load_this(None, e.span.start);
                    let base = self.super_base();
                    let key = self.load_text(Text::from_str(name), None);
                    return Reference::Super { base, key, this, offset };
                }
                let object = self.operand(&e.object, later);
                Reference::Named { object, name, offset }
            }
            SimpleAssignmentTarget::ComputedMemberExpression(e) => {
                let offset = e.expression.span().start;
                if let Expression::Super(_) = e.object {
                    let this = self.load_this(None, e.span.start);
                    let key = self.to_temp(&e.expression);
                    let base = self.super_base();
                    return Reference::Super { base, key, this, offset };
                }
                let mut all = vec![&e.expression];
                all.extend_from_slice(later);
                let object = self.operand(&e.object, &all);
                if let Some(name) = Self::constant_key(&e.expression) {
                    return Reference::Named { object, name, offset };
                }
                let key = self.operand(&e.expression, later);
                Reference::Keyed { object, key, offset }
            }
            SimpleAssignmentTarget::PrivateFieldExpression(e) => {
                let offset = e.field.span.start;
                let object = self.operand(&e.object, later);
                let name = self.load_private_name(e.field.name.as_str(), offset);
                Reference::Private { object, name, offset }
            }
            _ => {
                if let Some(inner) = target.get_expression() {
                    if let Some(member) = inner.get_inner_expression().as_member_expression() {
                        return self.ts_member_reference(member);
                    }
                    if let Expression::Identifier(id) = inner.get_inner_expression() {
                        return self.name_reference(id.name.as_str(), id.span.start);
                    }
                }
                self.fail(ErrorKind::SyntaxError, "Invalid left-hand side in assignment", target.span());
                Reference::Invalid
            }
        }
    }

    fn ts_member_reference(&mut self, member: &MemberExpression<'a>) -> Reference<'a> {
        match member {
            MemberExpression::StaticMemberExpression(e) => {
                let object = self.to_temp(&e.object);
                Reference::Named { object, name: e.property.name.as_str(), offset: e.property.span.start }
            }
            MemberExpression::ComputedMemberExpression(e) => {
                let object = self.to_temp(&e.object);
                let key = self.to_temp(&e.expression);
                Reference::Keyed { object, key, offset: e.expression.span().start }
            }
            MemberExpression::PrivateFieldExpression(e) => {
                let object = self.to_temp(&e.object);
                let name = self.load_private_name(e.field.name.as_str(), e.field.span.start);
                Reference::Private { object, name, offset: e.field.span.start }
            }
        }
    }

    /// A reference to a name.
    pub fn name_reference(&mut self, name: &'a str, offset: u32) -> Reference<'a> {
        let resolution = self.resolve(name);
        let base = self.resolve_base(name, resolution, offset);
        Reference::Name { name, resolution, base, offset }
    }

    /// GetValue
    pub fn get_value(&mut self, reference: &Reference<'a>, dst: Register) {
        match *reference {
            Reference::Name { name, base, offset, .. } => match base {
                Some(base) => {
                    self.at(offset);
                    let name = self.f.string(name);
                    self.f.e.get_resolved(dst, base, name);
                }
                None => {
                    self.load_identifier(name, Some(dst), offset);
                }
            },
            Reference::Named { object, name, offset } => {
                self.at(offset);
                self.get_named(dst, object, name);
            }
            Reference::Keyed { object, key, offset } => {
                let cache = self.f.feedback(FeedbackKind::GetKeyed);
                self.at(offset);
                self.f.e.get_keyed(dst, object, key, cache);
            }
            Reference::Super { base, key, this, offset } => {
                self.at(offset);
                self.f.e.get_super(dst, base, key, this);
            }
            Reference::Private { object, name, offset } => {
                let cache = self.f.feedback(FeedbackKind::GetPrivate);
                self.at(offset);
                self.f.e.get_private(dst, object, name, cache);
            }
            Reference::Invalid => {}
        }
    }

    /// PutValue
    pub fn put_value(&mut self, reference: &Reference<'a>, value: Register) {
        match *reference {
            Reference::Name { name, resolution, base, offset } => {
                self.store_resolved(name, resolution, base, value, offset)
            }
            Reference::Named { object, name, offset } => {
                self.at(offset);
                self.set_named(object, value, name);
            }
            Reference::Keyed { object, key, offset } => {
                let cache = self.f.feedback(FeedbackKind::SetKeyed);
                self.at(offset);
                self.f.e.set_keyed(object, key, value, cache);
            }
            Reference::Super { base, key, this, offset } => {
                self.at(offset);
                self.f.e.set_super(base, key, value, this);
            }
            Reference::Private { object, name, offset } => {
                let cache = self.f.feedback(FeedbackKind::SetPrivate);
                self.at(offset);
                self.f.e.set_private(object, name, value, cache);
            }
            Reference::Invalid => {}
        }
    }

    /// AssignmentExpression; `wanted` says whether the value is used.
    pub fn assignment_expression(
        &mut self,
        e: &AssignmentExpression<'a>,
        dst: Option<Register>,
        wanted: bool,
    ) -> Register {
        if e.operator.is_assign() {
            return match &e.left {
                AssignmentTarget::ArrayAssignmentTarget(_) | AssignmentTarget::ObjectAssignmentTarget(_) => {
                    let mark = self.f.mark();
                    let value = self.expression(&e.right, dst);
                    // The pattern may assign to the variable that the value comes from.
                    let stable = if value.0 >= mark {
                        value
                    } else {
                        let stable = self.f.temp();
                        self.f.e.mov(stable, value);
                        stable
                    };
                    self.assign_pattern(&e.left, stable);
                    self.keep(mark, stable, dst)
                }
                left => self.simple_assignment(e, left.to_simple_assignment_target(), dst, wanted),
            };
        }
        let target = e.left.to_simple_assignment_target();
        if e.operator.is_logical() {
            self.logical_assignment(e, target, dst, wanted)
        } else {
            self.compound_assignment(e, target, dst, wanted)
        }
    }

    /// Name for an anonymous function on the right of an assignment; none if the target is parenthesised.
    fn assigned_name(&self, e: &AssignmentExpression<'a>, target: &SimpleAssignmentTarget<'a>) -> FunctionName {
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(id) if id.span.start == e.span.start => {
                FunctionName::Static(Text::from_str(id.name.as_str()))
            }
            _ => FunctionName::None,
        }
    }

    fn simple_assignment(
        &mut self,
        e: &AssignmentExpression<'a>,
        target: &SimpleAssignmentTarget<'a>,
        dst: Option<Register>,
        wanted: bool,
    ) -> Register {
        let name = self.assigned_name(e, target);
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = target {
            let resolution = self.resolve(id.name.as_str());
            if let Place::Register(register) = resolution.place
                && !resolution.check
                && !resolution.constant
                && !resolution.function_name
            {
                if writes_destination_last(&e.right) {
                    self.named_evaluation(&e.right, name, Some(register));
                } else {
                    let mark = self.f.mark();
                    let value = self.named_evaluation(&e.right, name, None);
                    self.move_to(value, Some(register));
                    self.f.release(mark);
                }
                return self.move_to(register, dst);
            }
        }
        let mark = self.f.mark();
        let result = dst;
        let mut reference = self.reference(target, &[&e.right]);
        if self.f.strict
            && let Reference::Name { name, resolution, base, offset } = &mut reference
            && resolution.place == Place::Global
            && is_assignment(&e.right)
        {
            // Whether the name is bound is settled before the right-hand side could bind it.
            let scope = self.scope_register();
            let register = self.f.temp();
            self.at(*offset);
            let name = self.f.string(name);
            self.f.e.resolve_binding(register, scope, name);
            *base = Some(register);
            resolution.place = Place::Dynamic(scope);
        }
        let value = self.named_evaluation(&e.right, name, dst);
        self.put_value(&reference, value);
        if !wanted {
            self.f.release(mark);
            return value;
        }
        self.keep(mark, value, result)
    }

    /// Frees temporaries from `mark` on but keeps a value: in `dst` if given, else moved to the mark.
    fn keep(&mut self, mark: u32, value: Register, dst: Option<Register>) -> Register {
        self.f.release(mark);
        if let Some(dst) = dst {
            return self.move_to(value, Some(dst));
        }
        if value.0 < mark {
            return value;
        }
        let kept = self.f.temp();
        self.move_to(value, Some(kept))
    }

    fn logical_assignment(
        &mut self,
        e: &AssignmentExpression<'a>,
        target: &SimpleAssignmentTarget<'a>,
        dst: Option<Register>,
        wanted: bool,
    ) -> Register {
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let value = self.f.temp();
        let name = self.assigned_name(e, target);
        let end = self.f.e.new_label();
        let reference = self.reference_for_update(target, &[&e.right]);
        self.get_value(&reference, value);
        match e.operator {
            AssignmentOperator::LogicalOr => self.f.e.jump_if_true(value, end),
            AssignmentOperator::LogicalAnd => self.f.e.jump_if_false(value, end),
            _ => self.f.e.jump_if_not_nullish(value, end),
        }
        self.named_evaluation(&e.right, name, Some(value));
        self.put_value(&reference, value);
        self.f.e.bind(end);
        if wanted {
            self.f.e.mov(dst, value);
        }
        self.f.release(mark);
        dst
    }

    fn compound_assignment(
        &mut self,
        e: &AssignmentExpression<'a>,
        target: &SimpleAssignmentTarget<'a>,
        dst: Option<Register>,
        wanted: bool,
    ) -> Register {
        let operator = e.operator.to_binary_operator().unwrap_or(BinaryOperator::Addition);
        let int = literals::fold_number(&e.right, 2)
            .and_then(literals::as_int)
            .filter(|&int| has_immediate_form(operator, int));
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = target {
            let resolution = self.resolve(id.name.as_str());
            if let Place::Register(register) = resolution.place
                && !resolution.check
                && !resolution.constant
                && !resolution.function_name
            {
                let mark = self.f.mark();
                if let Some(int) = int {
                    self.at(e.span.start);
                    self.binary_immediate(operator, register, register, int);
                } else {
                    let mut lhs = register;
                    if may_assign(&e.right, &mut 40) {
                        lhs = self.f.temp();
                        self.f.e.mov(lhs, register);
                    }
                    let rhs = self.expression(&e.right, None);
                    self.at(e.span.start);
                    self.binary_operation(operator, register, lhs, rhs);
                }
                self.f.release(mark);
                return self.move_to(register, dst);
            }
        }
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let value = self.f.temp();
        let reference = self.reference_for_update(target, &[&e.right]);
        self.get_value(&reference, value);
        if let Some(int) = int {
            self.at(e.span.start);
            self.binary_immediate(operator, value, value, int);
        } else {
            let rhs = self.expression(&e.right, None);
            self.at(e.span.start);
            self.binary_operation(operator, value, value, rhs);
        }
        self.put_value(&reference, value);
        if wanted {
            self.f.e.mov(dst, value);
        }
        self.f.release(mark);
        dst
    }

    /// A reference that is read and then written: its key is converted once.
    fn reference_for_update(
        &mut self,
        target: &SimpleAssignmentTarget<'a>,
        later: &[&Expression<'a>],
    ) -> Reference<'a> {
        let mut reference = self.reference(target, later);
        let base = match &reference {
            Reference::Keyed { object, offset, .. } => Some((*object, *offset)),
            _ => None,
        };
        if let Reference::Keyed { key, .. } | Reference::Super { key, .. } = &mut reference {
            let is_number = target
                .as_member_expression()
                .is_some_and(|m| matches!(m, MemberExpression::ComputedMemberExpression(c) if literals::fold_number(&c.expression, 2).is_some()));
            if !is_number {
                let converted = self.f.temp();
                if let Some((object, offset)) = base {
                    // A nullish base throws before the key is converted: the failing read says so.
                    let not_nullish = self.f.e.new_label();
                    self.f.e.jump_if_not_nullish(object, not_nullish);
                    let cache = self.f.feedback(FeedbackKind::GetKeyed);
                    self.at(offset);
                    self.f.e.get_keyed(converted, object, *key, cache);
                    self.f.e.bind(not_nullish);
                }
                self.f.e.to_property_key(converted, *key);
                *key = converted;
            }
        }
        reference
    }

    /// UpdateExpression; `wanted` says whether the value is used.
    pub fn update_expression(&mut self, e: &UpdateExpression<'a>, dst: Option<Register>, wanted: bool) -> Register {
        let increment = e.operator == UpdateOperator::Increment;
        let step = |this: &mut Self, dst: Register, src: Register| {
            this.at(e.span.start);
            if increment {
                this.f.e.inc(dst, src);
            } else {
                this.f.e.dec(dst, src);
            }
        };
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(id) = &e.argument {
            let resolution = self.resolve(id.name.as_str());
            if let Place::Register(register) = resolution.place
                && !resolution.check
                && !resolution.constant
                && !resolution.function_name
            {
                if e.prefix || !wanted {
                    step(self, register, register);
                    return self.move_to(register, dst);
                }
                let dst = self.dst(dst);
                self.at(e.span.start);
                if dst == register {
                    // `x = x++` leaves the old value in x.
                    self.f.e.to_numeric(dst, register);
                    return dst;
                }
                self.f.e.to_numeric(dst, register);
                step(self, register, dst);
                return dst;
            }
        }
        let dst = self.fresh_dst(dst);
        let mark = self.f.mark();
        let value = self.f.temp();
        let reference = self.reference_for_update(&e.argument, &[]);
        self.get_value(&reference, value);
        if e.prefix || !wanted {
            step(self, value, value);
            self.put_value(&reference, value);
            if wanted {
                self.f.e.mov(dst, value);
            }
        } else {
            let old = self.f.temp();
            self.at(e.span.start);
            self.f.e.to_numeric(old, value);
            step(self, value, old);
            self.put_value(&reference, value);
            self.f.e.mov(dst, old);
        }
        self.f.release(mark);
        dst
    }
}

//! Expressions: dispatch, literals, operators, conditional and comma expressions.
//!
//! Code is made towards a destination: `expression(e, Some(dst))` leaves the value in `dst`, `expression(e, None)` wherever it
//! is cheapest, which may be the register of a local variable.

use crate::compiler::Compiler;
use crate::function_definitions::FunctionName;
use crate::identifiers::Place;
use crate::scope_analysis::*;
use crate::scope_collector::guard;
use crate::{ErrorKind, literals};
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

impl<'a> Compiler<'a> {
    /// Evaluates an expression; the value ends in `dst`, or in the register returned.
    pub fn expression(&mut self, it: &Expression<'a>, dst: Option<Register>) -> Register {
        guard(|| self.expression_inner(it, dst))
    }

    fn expression_inner(&mut self, it: &Expression<'a>, dst: Option<Register>) -> Register {
        match it {
            Expression::BooleanLiteral(l) => {
                let dst = self.dst(dst);
                if l.value {
                    self.f.e.load_true(dst);
                } else {
                    self.f.e.load_false(dst);
                }
                dst
            }
            Expression::NullLiteral(_) => {
                let dst = self.dst(dst);
                self.f.e.load_null(dst);
                dst
            }
            Expression::NumericLiteral(l) => self.load_number(l.value, dst),
            Expression::BigIntLiteral(l) => {
                let dst = self.dst(dst);
                let index = self.f.big_int(l.value.as_str());
                self.f.e.load_const(dst, index);
                dst
            }
            Expression::StringLiteral(l) => {
                let text = literals::string_value(l);
                self.load_text(text, dst)
            }
            Expression::RegExpLiteral(l) => {
                let dst = self.dst(dst);
                let pattern = self.f.string(l.regex.pattern.text.as_str());
                let flags = self.f.string(&literals::reg_exp_flags(l));
                self.at(l.span.start);
                self.f.e.new_reg_exp(dst, pattern, flags);
                dst
            }
            Expression::TemplateLiteral(l) => self.template_literal(l, dst),
            Expression::Identifier(id) => self.load_identifier(id.name.as_str(), dst, id.span.start),
            Expression::ArrayExpression(e) => self.array_literal(e, dst),
            Expression::ObjectExpression(e) => self.object_literal(e, dst),
            Expression::ArrowFunctionExpression(e) => self.arrow_function(e, FunctionName::None, dst),
            Expression::FunctionExpression(e) => self.function_expression(e, FunctionName::None, dst),
            Expression::ClassExpression(e) => self.class_expression(e, FunctionName::None, dst),
            Expression::AssignmentExpression(e) => self.assignment_expression(e, dst, true),
            Expression::AwaitExpression(e) => {
                let mark = self.f.mark();
                let dst = self.dst(dst);
                let value = self.expression(&e.argument, None);
                self.at(e.span.start);
                self.f.e.await_(dst, value);
                self.release_above(mark, dst);
                dst
            }
            Expression::BinaryExpression(e) => self.binary_expression(e, dst),
            Expression::LogicalExpression(e) => self.logical_expression(e, dst),
            Expression::ConditionalExpression(e) => {
                let dst = self.fresh_dst(dst);
                let (otherwise, end) = (self.f.e.new_label(), self.f.e.new_label());
                self.jump_if(&e.test, otherwise, false);
                self.expression(&e.consequent, Some(dst));
                self.f.jump(end);
                self.f.e.bind(otherwise);
                self.expression(&e.alternate, Some(dst));
                self.f.e.bind(end);
                dst
            }
            Expression::CallExpression(e) => self.call_expression(e, dst),
            Expression::NewExpression(e) => self.new_expression(e, dst),
            Expression::ImportExpression(e) => self.import_call(e, dst),
            Expression::ChainExpression(e) => self.chain_expression(e, dst),
            Expression::ParenthesizedExpression(e) => self.expression(&e.expression, dst),
            Expression::SequenceExpression(e) => {
                let (last, first) = e.expressions.split_last().expect("a comma expression has parts");
                for expression in first {
                    self.effect(expression);
                }
                self.expression(last, dst)
            }
            Expression::TaggedTemplateExpression(e) => self.tagged_template(e, dst),
            Expression::ThisExpression(e) => self.load_this(dst, e.span.start),
            Expression::UnaryExpression(e) => self.unary_expression(e, dst),
            Expression::UpdateExpression(e) => self.update_expression(e, dst, true),
            Expression::YieldExpression(e) => self.yield_expression(e, dst),
            Expression::PrivateInExpression(e) => {
                let mark = self.f.mark();
                let dst = self.dst(dst);
                let object = self.expression(&e.right, None);
                let name = self.load_private_name(e.left.name.as_str(), e.left.span.start);
                self.at(e.span.start);
                self.f.e.has_private(dst, object, name);
                self.release_above(mark, dst);
                dst
            }
            Expression::ImportMeta(_) => {
                let dst = self.dst(dst);
                self.f.e.import_meta(dst);
                dst
            }
            Expression::NewTarget(_) => self.load_pseudo(NEW_TARGET, dst),
            Expression::ComputedMemberExpression(_)
            | Expression::StaticMemberExpression(_)
            | Expression::PrivateFieldExpression(_) => {
                let member = it.as_member_expression().expect("it is one");
                self.member_expression(member, dst)
            }
            Expression::TSAsExpression(e) => self.expression(&e.expression, dst),
            Expression::TSSatisfiesExpression(e) => self.expression(&e.expression, dst),
            Expression::TSTypeAssertion(e) => self.expression(&e.expression, dst),
            Expression::TSNonNullExpression(e) => self.expression(&e.expression, dst),
            Expression::TSInstantiationExpression(e) => self.expression(&e.expression, dst),
            Expression::Super(_)
            | Expression::JSXElement(_)
            | Expression::JSXFragment(_)
            | Expression::V8IntrinsicExpression(_) => {
                self.fail(ErrorKind::SyntaxError, "Invalid or unexpected token", it.span());
                let dst = self.dst(dst);
                self.f.e.load_undefined(dst);
                dst
            }
        }
    }

    /// The destination, or a new temporary.
    pub fn dst(&mut self, dst: Option<Register>) -> Register {
        dst.unwrap_or_else(|| self.f.temp())
    }

    /// As `dst`; for code that writes the destination before it has read all it needs, which callers must expect.
    pub fn fresh_dst(&mut self, dst: Option<Register>) -> Register {
        self.dst(dst)
    }

    /// Frees the temporaries from `mark` on, `keep` excepted if it is the first of them.
    pub fn release_above(&mut self, mark: u32, keep: Register) {
        self.f.release(if keep.0 >= mark { keep.0 + 1 } else { mark });
    }

    /// Evaluates for side effects only.
    pub fn effect(&mut self, it: &Expression<'a>) {
        let mark = self.f.mark();
        match it.get_inner_expression() {
            Expression::UpdateExpression(e) => {
                self.update_expression(e, None, false);
            }
            Expression::AssignmentExpression(e) => {
                self.assignment_expression(e, None, false);
            }
            Expression::Identifier(id) if self.local_register(id.name.as_str()).is_some() => {}
            Expression::LogicalExpression(e) if e.operator != LogicalOperator::Coalesce => {
                let end = self.f.e.new_label();
                self.jump_if(&e.left, end, e.operator == LogicalOperator::Or);
                self.effect(&e.right);
                self.f.e.bind(end);
            }
            Expression::ConditionalExpression(e) => {
                let (otherwise, end) = (self.f.e.new_label(), self.f.e.new_label());
                self.jump_if(&e.test, otherwise, false);
                self.effect(&e.consequent);
                self.f.jump(end);
                self.f.e.bind(otherwise);
                self.effect(&e.alternate);
                self.f.e.bind(end);
            }
            it => {
                self.expression(it, None);
            }
        }
        self.f.release(mark);
    }

    /// Evaluates into a register of its own, whatever happens later.
    pub fn to_temp(&mut self, it: &Expression<'a>) -> Register {
        let dst = self.f.temp();
        self.expression(it, Some(dst))
    }

    /// Evaluates an operand that must keep its value while `later` is evaluated.
    pub fn operand(&mut self, it: &Expression<'a>, later: &[&Expression<'a>]) -> Register {
        if let Expression::Identifier(id) = it.without_parentheses()
            && self.is_assigned_local(id.name.as_str())
        {
            let mut budget = 40;
            if later.iter().any(|e| may_assign(e, &mut budget)) {
                return self.to_temp(it);
            }
        }
        let mark = self.f.mark();
        let register = self.expression(it, None);
        // An assignment gives the variable's own register, which what comes later may assign, too.
        if register.0 < mark && !matches!(it.without_parentheses(), Expression::Identifier(_)) {
            let mut budget = 40;
            if later.iter().any(|e| may_assign(e, &mut budget)) {
                let copy = self.f.temp();
                self.f.e.mov(copy, register);
                return copy;
            }
        }
        register
    }

    /// As `operand`, for the first operand of an operation: a compound one is evaluated into the destination if that is a
    /// temporary of the operation's own (from `mark` on), so that long chains need few registers.
    pub fn left_operand(
        &mut self,
        it: &Expression<'a>,
        later: &[&Expression<'a>],
        dst: Register,
        mark: u32,
    ) -> Register {
        if dst.0 >= mark && !matches!(it.without_parentheses(), Expression::Identifier(_)) {
            if let Expression::ThisExpression(_) = it.without_parentheses() {
                return self.expression(it, None);
            }
            return self.expression(it, Some(dst));
        }
        self.operand(it, later)
    }

    fn is_assigned_local(&mut self, name: &str) -> bool {
        let resolution = self.resolve(name);
        matches!(resolution.place, Place::Register(_))
            && resolution.binding.is_some_and(|(scope, index)| self.analysis.scope(scope).bindings[index].assigned)
    }

    /// A Number.
    pub fn load_number(&mut self, value: f64, dst: Option<Register>) -> Register {
        let dst = self.dst(dst);
        match literals::as_int(value) {
            Some(int) => self.f.e.load_int(dst, int),
            None => {
                let index = self.f.number(value);
                self.f.e.load_const(dst, index);
            }
        }
        dst
    }

    /// A String.
    pub fn load_text(&mut self, text: Text, dst: Option<Register>) -> Register {
        let dst = self.dst(dst);
        let index = self.f.text(text);
        self.f.e.load_const(dst, index);
        dst
    }

    fn unary_expression(&mut self, e: &UnaryExpression<'a>, dst: Option<Register>) -> Register {
        match e.operator {
            UnaryOperator::Delete => return self.delete_expression(e, dst),
            UnaryOperator::Void => {
                self.effect(&e.argument);
                let dst = self.dst(dst);
                self.f.e.load_undefined(dst);
                return dst;
            }
            UnaryOperator::UnaryNegation => {
                if let Some(value) = literals::fold_number(&e.argument, 8) {
                    return self.load_number(-value, dst);
                }
            }
            UnaryOperator::LogicalNot => {
                if let Expression::BinaryExpression(_) | Expression::LogicalExpression(_) =
                    e.argument.without_parentheses()
                {
                    return self.materialize_condition(&e.argument, dst, true);
                }
            }
            _ => {}
        }
        let mark = self.f.mark();
        let dst = self.dst(dst);
        if e.operator == UnaryOperator::Typeof
            && let Expression::Identifier(id) = e.argument.without_parentheses()
        {
            let value = self.load_identifier_or_undefined(id.name.as_str(), None, id.span.start);
            self.f.e.type_of(dst, value);
            self.release_above(mark, dst);
            return dst;
        }
        let value = self.left_operand(&e.argument, &[], dst, mark);
        self.at(e.span.start);
        match e.operator {
            UnaryOperator::UnaryPlus => self.f.e.to_number(dst, value),
            UnaryOperator::UnaryNegation => self.f.e.neg(dst, value),
            UnaryOperator::LogicalNot => self.f.e.not(dst, value),
            UnaryOperator::BitwiseNot => self.f.e.bit_not(dst, value),
            _ => self.f.e.type_of(dst, value),
        }
        self.release_above(mark, dst);
        dst
    }

    /// The boolean value of a condition, through jumps.
    fn materialize_condition(&mut self, it: &Expression<'a>, dst: Option<Register>, negate: bool) -> Register {
        let dst = self.dst(dst);
        let (otherwise, end) = (self.f.e.new_label(), self.f.e.new_label());
        self.jump_if(it, otherwise, negate);
        self.f.e.load_true(dst);
        self.f.jump(end);
        self.f.e.bind(otherwise);
        self.f.e.load_false(dst);
        self.f.e.bind(end);
        dst
    }

    fn logical_expression(&mut self, e: &LogicalExpression<'a>, dst: Option<Register>) -> Register {
        let dst = self.fresh_dst(dst);
        let end = self.f.e.new_label();
        self.expression(&e.left, Some(dst));
        match e.operator {
            LogicalOperator::Or => self.f.e.jump_if_true(dst, end),
            LogicalOperator::And => self.f.e.jump_if_false(dst, end),
            LogicalOperator::Coalesce => self.f.e.jump_if_not_nullish(dst, end),
        }
        self.expression(&e.right, Some(dst));
        self.f.e.bind(end);
        dst
    }

    fn binary_expression(&mut self, e: &BinaryExpression<'a>, dst: Option<Register>) -> Register {
        if let Some(value) = literals::fold_binary(e, 8) {
            return self.load_number(value, dst);
        }
        let mark = self.f.mark();
        let dst = self.dst(dst);
        if let Some(value) = literals::fold_number(&e.right, 2).and_then(literals::as_int)
            && has_immediate_form(e.operator, value)
        {
            let lhs = self.left_operand(&e.left, &[], dst, mark);
            self.at(e.span.start);
            self.binary_immediate(e.operator, dst, lhs, value);
        } else {
            let lhs = self.left_operand(&e.left, &[&e.right], dst, mark);
            let rhs = self.expression(&e.right, None);
            self.at(e.span.start);
            self.binary_operation(e.operator, dst, lhs, rhs);
        }
        self.release_above(mark, dst);
        dst
    }

    /// dst = lhs op value
    pub fn binary_immediate(&mut self, operator: BinaryOperator, dst: Register, lhs: Register, value: i32) {
        let e = &mut self.f.e;
        match operator {
            BinaryOperator::Addition => e.add_i(dst, lhs, value),
            BinaryOperator::Subtraction => e.sub_i(dst, lhs, value),
            BinaryOperator::Multiplication => e.mul_i(dst, lhs, value),
            BinaryOperator::Remainder => e.mod_i(dst, lhs, value),
            BinaryOperator::BitwiseAnd => e.bit_and_i(dst, lhs, value),
            BinaryOperator::BitwiseOR => e.bit_or_i(dst, lhs, value),
            BinaryOperator::ShiftLeft => e.shl_i(dst, lhs, value),
            BinaryOperator::ShiftRight => e.shr_i(dst, lhs, value),
            _ => e.ushr_i(dst, lhs, value),
        }
    }

    /// dst = lhs op rhs
    pub fn binary_operation(&mut self, operator: BinaryOperator, dst: Register, lhs: Register, rhs: Register) {
        if operator == BinaryOperator::In {
            let cache = self.f.feedback(FeedbackKind::HasProperty);
            return self.f.e.has_property(dst, lhs, rhs, cache);
        }
        if operator == BinaryOperator::Instanceof {
            let cache = self.f.feedback(FeedbackKind::InstanceOf);
            return self.f.e.instance_of(dst, lhs, rhs, cache);
        }
        let e = &mut self.f.e;
        match operator {
            BinaryOperator::Equality => e.eq(dst, lhs, rhs),
            BinaryOperator::Inequality => e.ne(dst, lhs, rhs),
            BinaryOperator::StrictEquality => e.strict_eq(dst, lhs, rhs),
            BinaryOperator::StrictInequality => e.strict_ne(dst, lhs, rhs),
            BinaryOperator::LessThan => e.lt(dst, lhs, rhs),
            BinaryOperator::LessEqualThan => e.le(dst, lhs, rhs),
            BinaryOperator::GreaterThan => e.gt(dst, lhs, rhs),
            BinaryOperator::GreaterEqualThan => e.ge(dst, lhs, rhs),
            BinaryOperator::Addition => e.add(dst, lhs, rhs),
            BinaryOperator::Subtraction => e.sub(dst, lhs, rhs),
            BinaryOperator::Multiplication => e.mul(dst, lhs, rhs),
            BinaryOperator::Division => e.div(dst, lhs, rhs),
            BinaryOperator::Remainder => e.modulo(dst, lhs, rhs),
            BinaryOperator::Exponential => e.exp(dst, lhs, rhs),
            BinaryOperator::ShiftLeft => e.shl(dst, lhs, rhs),
            BinaryOperator::ShiftRight => e.shr(dst, lhs, rhs),
            BinaryOperator::ShiftRightZeroFill => e.ushr(dst, lhs, rhs),
            BinaryOperator::BitwiseOR => e.bit_or(dst, lhs, rhs),
            BinaryOperator::BitwiseXOR => e.bit_xor(dst, lhs, rhs),
            BinaryOperator::BitwiseAnd => e.bit_and(dst, lhs, rhs),
            BinaryOperator::In | BinaryOperator::Instanceof => {}
        }
    }

    /// NamedEvaluation: an anonymous function definition gets a name.
    pub fn named_evaluation(&mut self, it: &Expression<'a>, name: FunctionName, dst: Option<Register>) -> Register {
        match it.without_parentheses() {
            Expression::FunctionExpression(f) if f.id.is_none() => self.function_expression(f, name, dst),
            Expression::ArrowFunctionExpression(f) => self.arrow_function(f, name, dst),
            Expression::ClassExpression(c) if c.id.is_none() => self.class_expression(c, name, dst),
            _ => self.expression(it, dst),
        }
    }
}

/// Whether an operator with an int32 on its right has an instruction of its own.
pub fn has_immediate_form(operator: BinaryOperator, value: i32) -> bool {
    match operator {
        BinaryOperator::Addition
        | BinaryOperator::Subtraction
        | BinaryOperator::Multiplication
        | BinaryOperator::BitwiseAnd
        | BinaryOperator::BitwiseOR => true,
        BinaryOperator::ShiftLeft | BinaryOperator::ShiftRight | BinaryOperator::ShiftRightZeroFill => {
            (0..32).contains(&value)
        }
        BinaryOperator::Remainder => value > 0,
        _ => false,
    }
}

/// Whether evaluating an expression might assign to a local variable of this function. Errs on the side of yes.
pub fn may_assign(it: &Expression, budget: &mut u32) -> bool {
    if *budget == 0 {
        return true;
    }
    *budget -= 1;
    let mut argument = |a: &Argument| match a {
        Argument::SpreadElement(s) => may_assign(&s.argument, budget),
        a => a.as_expression().is_none_or(|e| may_assign(e, budget)),
    };
    match it {
        Expression::BooleanLiteral(_)
        | Expression::NullLiteral(_)
        | Expression::NumericLiteral(_)
        | Expression::BigIntLiteral(_)
        | Expression::RegExpLiteral(_)
        | Expression::StringLiteral(_)
        | Expression::Identifier(_)
        | Expression::ThisExpression(_)
        | Expression::FunctionExpression(_)
        | Expression::ArrowFunctionExpression(_)
        | Expression::NewTarget(_)
        | Expression::ImportMeta(_) => false,
        Expression::ParenthesizedExpression(e) => may_assign(&e.expression, budget),
        Expression::StaticMemberExpression(e) => may_assign(&e.object, budget),
        Expression::ComputedMemberExpression(e) => may_assign(&e.object, budget) || may_assign(&e.expression, budget),
        Expression::PrivateFieldExpression(e) => may_assign(&e.object, budget),
        Expression::BinaryExpression(e) => may_assign(&e.left, budget) || may_assign(&e.right, budget),
        Expression::LogicalExpression(e) => may_assign(&e.left, budget) || may_assign(&e.right, budget),
        Expression::UnaryExpression(e) => may_assign(&e.argument, budget),
        Expression::ConditionalExpression(e) => {
            may_assign(&e.test, budget) || may_assign(&e.consequent, budget) || may_assign(&e.alternate, budget)
        }
        Expression::CallExpression(e) => e.arguments.iter().any(&mut argument) || may_assign(&e.callee, budget),
        Expression::NewExpression(e) => e.arguments.iter().any(&mut argument) || may_assign(&e.callee, budget),
        Expression::TemplateLiteral(e) => e.expressions.iter().any(|e| may_assign(e, budget)),
        _ => true,
    }
}

/// Whether the code of an expression writes its destination last, so that the destination may be a variable it reads.
pub fn writes_destination_last(it: &Expression) -> bool {
    match it.without_parentheses() {
        Expression::BooleanLiteral(_)
        | Expression::NullLiteral(_)
        | Expression::NumericLiteral(_)
        | Expression::BigIntLiteral(_)
        | Expression::RegExpLiteral(_)
        | Expression::StringLiteral(_)
        | Expression::Identifier(_)
        | Expression::ThisExpression(_)
        | Expression::BinaryExpression(_)
        | Expression::StaticMemberExpression(_)
        | Expression::ComputedMemberExpression(_)
        | Expression::ArrowFunctionExpression(_)
        | Expression::AwaitExpression(_) => true,
        Expression::UnaryExpression(e) => !matches!(e.operator, UnaryOperator::LogicalNot | UnaryOperator::Delete),
        Expression::CallExpression(e) => {
            !matches!(e.callee, Expression::Super(_)) && e.arguments.iter().all(|a| !a.is_spread())
        }
        Expression::NewExpression(e) => e.arguments.iter().all(|a| !a.is_spread()),
        _ => false,
    }
}

//! Conditions: compare and jump, without making booleans.

use crate::compiler::Compiler;
use crate::identifiers::Place;
use crate::literals;
use crate::scope_collector::guard;
use jenny_bytecode::*;
use oxc_ast::ast::*;

impl<'a> Compiler<'a> {
    /// Jumps to `target` if ToBoolean of the expression is `sense`, and goes on otherwise.
    pub fn jump_if(&mut self, it: &Expression<'a>, target: Label, sense: bool) {
        guard(|| self.jump_if_inner(it, target, sense));
    }

    fn jump_if_inner(&mut self, it: &Expression<'a>, target: Label, sense: bool) {
        match it.without_parentheses() {
            Expression::BooleanLiteral(l) => {
                if l.value == sense {
                    self.f.jump(target);
                }
            }
            Expression::UnaryExpression(e) if e.operator == UnaryOperator::LogicalNot => {
                self.jump_if(&e.argument, target, !sense);
            }
            Expression::LogicalExpression(e) if e.operator != LogicalOperator::Coalesce => {
                // `a && b` is false as soon as `a` is; `a || b` is true as soon as `a` is.
                let short = e.operator == LogicalOperator::Or;
                if short == sense {
                    self.jump_if(&e.left, target, sense);
                    self.jump_if(&e.right, target, sense);
                } else {
                    let skip = self.f.e.new_label();
                    self.jump_if(&e.left, skip, short);
                    self.jump_if(&e.right, target, sense);
                    self.f.e.bind(skip);
                }
            }
            Expression::SequenceExpression(e) => {
                let (last, first) = e.expressions.split_last().expect("a comma expression has parts");
                for expression in first {
                    self.effect(expression);
                }
                self.jump_if(last, target, sense);
            }
            Expression::BinaryExpression(e) if e.operator.is_compare() || e.operator.is_equality() => {
                self.compare_and_jump(e, target, sense);
            }
            it => {
                let mark = self.f.mark();
                let value = self.expression(it, None);
                if sense {
                    self.f.e.jump_if_true(value, target);
                } else {
                    self.f.e.jump_if_false(value, target);
                }
                self.f.release(mark);
            }
        }
    }

    fn is_undefined(&mut self, it: &Expression<'a>) -> bool {
        match it.without_parentheses() {
            Expression::Identifier(id) if id.name.as_str() == "undefined" => {
                self.resolve("undefined").place == Place::Global
            }
            Expression::UnaryExpression(e) => {
                e.operator == UnaryOperator::Void && matches!(e.argument, Expression::NumericLiteral(_))
            }
            _ => false,
        }
    }

    fn compare_and_jump(&mut self, e: &BinaryExpression<'a>, target: Label, sense: bool) {
        let mark = self.f.mark();
        let equality = matches!(e.operator, BinaryOperator::Equality | BinaryOperator::StrictEquality);
        if e.operator.is_equality() {
            let strict = matches!(e.operator, BinaryOperator::StrictEquality | BinaryOperator::StrictInequality);
            let jump_if_equal = equality == sense;
            let undefined = self.is_undefined(&e.right);
            let null = matches!(e.right.without_parentheses(), Expression::NullLiteral(_));
            if undefined && strict {
                let value = self.expression(&e.left, None);
                if jump_if_equal {
                    self.f.e.jump_if_undefined(value, target);
                } else {
                    self.f.e.jump_if_not_undefined(value, target);
                }
                return self.f.release(mark);
            }
            if (undefined || null) && !strict {
                let value = self.expression(&e.left, None);
                if jump_if_equal {
                    self.f.e.jump_if_nullish(value, target);
                } else {
                    self.f.e.jump_if_not_nullish(value, target);
                }
                return self.f.release(mark);
            }
            if strict && let Some(int) = literals::fold_number(&e.right, 2).and_then(literals::as_int) {
                let value = self.expression(&e.left, None);
                if jump_if_equal {
                    self.f.e.jump_strict_eq_i(value, int, target);
                } else {
                    self.f.e.jump_strict_ne_i(value, int, target);
                }
                return self.f.release(mark);
            }
            let lhs = self.operand(&e.left, &[&e.right]);
            let rhs = self.expression(&e.right, None);
            self.at(e.span.start);
            match (strict, jump_if_equal) {
                (true, true) => self.f.e.jump_strict_eq(lhs, rhs, target),
                (true, false) => self.f.e.jump_strict_ne(lhs, rhs, target),
                (false, true) => self.f.e.jump_eq(lhs, rhs, target),
                (false, false) => self.f.e.jump_ne(lhs, rhs, target),
            }
            return self.f.release(mark);
        }
        if let Some(value) = literals::fold_number(&e.right, 2).and_then(literals::as_int) {
            let lhs = self.expression(&e.left, None);
            self.at(e.span.start);
            let c = &mut self.f.e;
            match (e.operator, sense) {
                (BinaryOperator::LessThan, true) => c.jump_lt_i(lhs, value, target),
                (BinaryOperator::LessThan, false) => c.jump_not_lt_i(lhs, value, target),
                (BinaryOperator::LessEqualThan, true) => c.jump_le_i(lhs, value, target),
                (BinaryOperator::LessEqualThan, false) => c.jump_not_le_i(lhs, value, target),
                (BinaryOperator::GreaterThan, true) => c.jump_gt_i(lhs, value, target),
                (BinaryOperator::GreaterThan, false) => c.jump_not_gt_i(lhs, value, target),
                (_, true) => c.jump_ge_i(lhs, value, target),
                (_, false) => c.jump_not_ge_i(lhs, value, target),
            }
        } else {
            let lhs = self.operand(&e.left, &[&e.right]);
            let rhs = self.expression(&e.right, None);
            self.at(e.span.start);
            let c = &mut self.f.e;
            match (e.operator, sense) {
                (BinaryOperator::LessThan, true) => c.jump_lt(lhs, rhs, target),
                (BinaryOperator::LessThan, false) => c.jump_not_lt(lhs, rhs, target),
                (BinaryOperator::LessEqualThan, true) => c.jump_le(lhs, rhs, target),
                (BinaryOperator::LessEqualThan, false) => c.jump_not_le(lhs, rhs, target),
                (BinaryOperator::GreaterThan, true) => c.jump_gt(lhs, rhs, target),
                (BinaryOperator::GreaterThan, false) => c.jump_not_gt(lhs, rhs, target),
                (_, true) => c.jump_ge(lhs, rhs, target),
                (_, false) => c.jump_not_ge(lhs, rhs, target),
            }
        }
        self.f.release(mark);
    }
}

//! `arguments.length` where an arguments object would be made for nothing else.

use super::Collector;
use crate::scope_analysis::*;
use jenny_bytecode::FunctionKind;
use oxc_ast::ast::*;
use oxc_ast_visit::Visit;

impl<'a> Collector<'a> {
    /// Whether calls of a function bind `arguments` if it is mentioned.
    pub(super) fn has_arguments_object(&self, function: FunctionId) -> bool {
        let kind = self.analysis.function(function).kind;
        !matches!(kind, FunctionKind::Arrow | FunctionKind::Script | FunctionKind::Eval | FunctionKind::Module)
    }

    /// `arguments.length` in strict code, where nobody can have changed it: the number that the call was given, if nothing else is
    /// done with the arguments object. Only operands are looked at: there it is surely no place to assign to.
    fn is_argument_count(&self, it: &Expression<'a>) -> bool {
        let Expression::StaticMemberExpression(e) = it else { return false };
        let is_length = !e.optional && e.property.name.as_str() == "length";
        let info = self.analysis.function(self.function);
        is_length
            && matches!(&e.object, Expression::Identifier(id) if id.name.as_str() == "arguments")
            && self.strict
            && info.strict
            && !info.is_class_element
            && self.has_arguments_object(self.function)
    }

    pub(super) fn visit_operand(&mut self, it: &Expression<'a>) {
        match self.is_argument_count(it) {
            true => self.mention(ARGUMENT_COUNT, u32::MAX, false),
            false => self.visit_expression(it),
        }
    }

    /// At the end of a function: whether the number of its arguments is all that it wants of them.
    pub(super) fn settle_argument_count(&mut self, scope: ScopeId) {
        if !self.mentions.take(scope, ARGUMENT_COUNT) {
            return;
        }
        let contains_eval = self.analysis.function(self.function).contains_eval;
        if contains_eval || self.mentions.has(scope, "arguments") {
            self.mention("arguments", u32::MAX, false);
        } else {
            self.analysis.function_mut(self.function).counts_arguments = true;
        }
    }
}

//! The text of the expression that failed, printed from a tree as V8's call printer does: `a[b].c`, `(a || b)`, `{}`, `f(...)`.
//!
//! A compiled function keeps no tree. When a message needs one, the source is parsed again, as V8 does; the place that the
//! position table names finds the node.

use jenny_bytecode::SourceText;
use oxc_allocator::Allocator;
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_parser::{ParseOptions, Parser};
use oxc_span::{GetSpan, SourceType};

/// A longer source is not parsed again for a message.
const LONGEST_SOURCE: usize = 4 << 20;

/// What was being done at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailedOperation {
    /// a call, `new` or tagged template: the callee is printed
    Call,
    /// an iteration: what was iterated is printed, where the program names it
    Iterate,
    /// destructuring by an object pattern: what is taken apart is printed
    Destructure,
    /// a call whose own text is wanted
    WholeCall,
}

/// What is known about the place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Printed {
    /// the text of the expression; for destructuring with the pattern's first property, if it has a plain name
    Expression { text: String, property: Option<String> },
    /// a pattern whose value comes from no expression: a parameter, an element of another pattern
    Pattern { property: Option<String>, is_nested: bool },
}

/// Finds the operation at byte `offset` of the source and prints what V8 would print of it.
pub fn print_failed(source: &SourceText, offset: u32, operation: FailedOperation) -> Option<Printed> {
    let text = &source.text;
    if text.len() > LONGEST_SOURCE {
        return None;
    }
    let guarded = crate::parse::with_stack(source, text, || {
        let allocator = Allocator::default();
        let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
        let kind = SourceType::from_path(&source.name).unwrap_or_default();
        // A script may hold what a module may not, and the other way round.
        for kind in [kind.with_module(true), kind.with_script(true)] {
            let parsed = Parser::new(&allocator, text, kind).with_options(options).parse();
            if parsed.panicked || parsed.diagnostics.errors().next().is_some() {
                continue;
            }
            let mut finder = Finder { text, offset, operation, found: None, nesting: 0 };
            finder.visit_program(&parsed.program);
            return Ok(finder.found);
        }
        Ok(None)
    });
    guarded.ok().flatten()
}

struct Finder<'t> {
    text: &'t str,
    offset: u32,
    operation: FailedOperation,
    found: Option<Printed>,
    /// patterns around the one that is visited
    nesting: u32,
}

impl Finder<'_> {
    fn keep(&mut self, expression: &Expression<'_>, property: Option<String>) {
        let mut printer = Printer { text: self.text, out: String::new() };
        printer.expression(expression);
        let text = if printer.out.is_empty() { INTERMEDIATE.to_owned() } else { printer.out };
        self.found = Some(Printed::Expression { text, property });
    }

    fn is_here(&self, operation: FailedOperation, offset: u32) -> bool {
        self.found.is_none() && self.operation == operation && self.offset == offset
    }

    /// A pattern and what it takes apart.
    fn pattern_with_value(&mut self, span: oxc_span::Span, property: Option<Option<String>>, value: &Expression<'_>) {
        match property {
            Some(property) if self.is_here(FailedOperation::Destructure, span.start) => self.keep(value, property),
            None if self.is_here(FailedOperation::Iterate, span.start) => self.keep(value, None),
            _ => {}
        }
    }
}

/// The place that the position table gives a call of this callee.
fn callee_offset(callee: &Expression<'_>) -> u32 {
    match callee.without_parentheses() {
        Expression::StaticMemberExpression(e) => e.property.span.start,
        Expression::ComputedMemberExpression(e) => e.expression.span().start,
        Expression::PrivateFieldExpression(e) => e.field.span.start,
        Expression::Identifier(e) => e.span.start,
        _ => callee.span().start,
    }
}

/// The name of a pattern's first property, if it has a plain one without a default.
fn first_property(pattern: &ObjectPattern<'_>) -> Option<String> {
    let first = pattern.properties.first()?;
    let is_plain = !first.computed && !matches!(first.value, BindingPattern::AssignmentPattern(_));
    if is_plain { first.key.static_name().map(std::borrow::Cow::into_owned) } else { None }
}

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        let offset = callee_offset(&it.callee);
        if self.is_here(FailedOperation::Call, offset) {
            self.keep(&it.callee, None);
        } else if self.is_here(FailedOperation::WholeCall, offset) {
            let text = it.span.source_text(self.text).to_owned();
            self.found = Some(Printed::Expression { text, property: None });
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_tagged_template_expression(&mut self, it: &TaggedTemplateExpression<'a>) {
        if self.is_here(FailedOperation::Call, callee_offset(&it.tag)) {
            self.keep(&it.tag, None);
        }
        walk::walk_tagged_template_expression(self, it);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        if self.is_here(FailedOperation::Call, it.span.start) {
            self.keep(&it.callee, None);
        }
        walk::walk_new_expression(self, it);
    }

    fn visit_spread_element(&mut self, it: &SpreadElement<'a>) {
        if self.is_here(FailedOperation::Iterate, it.argument.span().start) {
            self.keep(&it.argument, None);
        }
        walk::walk_spread_element(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if self.is_here(FailedOperation::Iterate, it.right.span().start) {
            self.keep(&it.right, None);
        }
        walk::walk_for_of_statement(self, it);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        if let Some(value) = &it.init {
            match &it.id {
                BindingPattern::ObjectPattern(p) => self.pattern_with_value(p.span, Some(first_property(p)), value),
                BindingPattern::ArrayPattern(p) => self.pattern_with_value(p.span, None, value),
                _ => {}
            }
        }
        walk::walk_variable_declarator(self, it);
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        if let AssignmentTarget::ObjectAssignmentTarget(p) = &it.left {
            let property = match p.properties.first() {
                Some(AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(first)) => {
                    first.init.is_none().then(|| first.binding.name.to_string())
                }
                Some(AssignmentTargetProperty::AssignmentTargetPropertyProperty(first)) if !first.computed => {
                    first.name.static_name().map(std::borrow::Cow::into_owned)
                }
                _ => None,
            };
            self.pattern_with_value(p.span, Some(property), &it.right);
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_object_pattern(&mut self, it: &ObjectPattern<'a>) {
        if self.is_here(FailedOperation::Destructure, it.span.start) {
            self.found = Some(Printed::Pattern { property: first_property(it), is_nested: self.nesting > 0 });
        }
        self.nesting += 1;
        walk::walk_object_pattern(self, it);
        self.nesting -= 1;
    }

    fn visit_array_pattern(&mut self, it: &ArrayPattern<'a>) {
        self.nesting += 1;
        walk::walk_array_pattern(self, it);
        self.nesting -= 1;
    }

    fn visit_function_body(&mut self, it: &FunctionBody<'a>) {
        let nesting = std::mem::take(&mut self.nesting);
        walk::walk_function_body(self, it);
        self.nesting = nesting;
    }
}

const INTERMEDIATE: &str = "(intermediate value)";

struct Printer<'t> {
    text: &'t str,
    out: String,
}

impl Printer<'_> {
    fn print(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// An expression, or the words for one of which nothing is printed.
    fn operand(&mut self, e: &Expression<'_>) {
        let before = self.out.len();
        self.expression(e);
        if self.out.len() == before {
            self.print(INTERMEDIATE);
        }
    }

    fn expression(&mut self, e: &Expression<'_>) {
        match e {
            Expression::ParenthesizedExpression(e) => self.expression(&e.expression),
            Expression::TSAsExpression(e) => self.expression(&e.expression),
            Expression::TSSatisfiesExpression(e) => self.expression(&e.expression),
            Expression::TSNonNullExpression(e) => self.expression(&e.expression),
            Expression::TSTypeAssertion(e) => self.expression(&e.expression),
            Expression::TSInstantiationExpression(e) => self.expression(&e.expression),
            Expression::Identifier(id) => self.print(&id.name),
            Expression::ThisExpression(_) => self.print("this"),
            Expression::Super(_) => self.print("super"),
            Expression::NewTarget(_) => self.print("new.target"),
            Expression::ImportMeta(_) => self.print("import.meta"),
            Expression::NullLiteral(_) => self.print("null"),
            Expression::BooleanLiteral(e) => self.print(if e.value { "true" } else { "false" }),
            Expression::NumericLiteral(e) => {
                let mut buffer = ryu_js::Buffer::new();
                let text = buffer.format(e.value).to_owned();
                self.print(&text);
            }
            Expression::StringLiteral(e) => {
                let text = format!("\"{}\"", e.value);
                self.print(&text);
            }
            Expression::RegExpLiteral(e) => {
                let text = e.span.source_text(self.text).to_owned();
                self.print(&text);
            }
            Expression::TemplateLiteral(e) if e.expressions.is_empty() => {
                let quasi = e.quasis.first().and_then(|q| q.value.cooked.as_ref());
                let text = format!("\"{}\"", quasi.map_or("", |cooked| cooked.as_str()));
                self.print(&text);
            }
            Expression::TemplateLiteral(e) => e.expressions.iter().for_each(|part| self.operand(part)),
            Expression::ArrayExpression(e) => self.array(e),
            Expression::ObjectExpression(e) => {
                self.print("{");
                e.properties.iter().for_each(|_| self.print(INTERMEDIATE));
                self.print("}");
            }
            Expression::StaticMemberExpression(e) => {
                self.operand(&e.object);
                self.print(if e.optional { "?." } else { "." });
                self.print(&e.property.name);
            }
            Expression::PrivateFieldExpression(e) => {
                self.operand(&e.object);
                self.print(if e.optional { "?.#" } else { ".#" });
                self.print(&e.field.name);
            }
            Expression::ComputedMemberExpression(e) => self.computed_member(e),
            Expression::CallExpression(e) => {
                self.operand(&e.callee);
                self.print("(...)");
            }
            Expression::ImportExpression(e) => {
                self.print("import(");
                self.operand(&e.source);
                self.print(")");
            }
            Expression::UnaryExpression(e) => {
                let operator = e.operator.as_str();
                self.print("(");
                self.print(operator);
                if operator.ends_with(char::is_alphabetic) {
                    self.print(" ");
                }
                self.operand(&e.argument);
                self.print(")");
            }
            Expression::UpdateExpression(e) => {
                self.print("(");
                if e.prefix {
                    self.print(e.operator.as_str());
                }
                let target = e.argument.span().source_text(self.text).to_owned();
                self.print(&target);
                if !e.prefix {
                    self.print(e.operator.as_str());
                }
                self.print(")");
            }
            Expression::BinaryExpression(e) => self.binary(&e.left, e.operator.as_str(), &e.right),
            Expression::LogicalExpression(e) => self.binary(&e.left, e.operator.as_str(), &e.right),
            Expression::SequenceExpression(e) => {
                self.print("(");
                for (index, part) in e.expressions.iter().enumerate() {
                    if index > 0 {
                        self.print(" , ");
                    }
                    self.operand(part);
                }
                self.print(")");
            }
            Expression::ConditionalExpression(e) => {
                // V8 prints the words for each part and never the parts.
                let _ = e;
                (0..3).for_each(|_| self.print(INTERMEDIATE));
            }
            Expression::AssignmentExpression(e) => {
                let target = e.left.span().source_text(self.text).to_owned();
                self.print(&target);
            }
            _ => {}
        }
    }

    fn binary(&mut self, left: &Expression<'_>, operator: &str, right: &Expression<'_>) {
        self.print("(");
        self.operand(left);
        self.print(" ");
        self.print(operator);
        self.print(" ");
        self.operand(right);
        self.print(")");
    }

    fn array(&mut self, e: &ArrayExpression<'_>) {
        self.print("[");
        for (index, element) in e.elements.iter().enumerate() {
            if index > 0 {
                self.print(",");
            }
            match element {
                ArrayExpressionElement::SpreadElement(spread) => {
                    self.print("(...");
                    self.operand(&spread.argument);
                    self.print(")");
                }
                ArrayExpressionElement::Elision(_) => {}
                element => {
                    if let Some(element) = element.as_expression() {
                        self.operand(element);
                    }
                }
            }
        }
        self.print("]");
    }

    fn computed_member(&mut self, e: &ComputedMemberExpression<'_>) {
        self.operand(&e.object);
        let name = match e.expression.without_parentheses() {
            Expression::StringLiteral(key) => Some(key.value.to_string()),
            Expression::TemplateLiteral(key) if key.expressions.is_empty() => {
                key.quasis.first().and_then(|q| q.value.cooked.as_ref()).map(ToString::to_string)
            }
            _ => None,
        };
        match name {
            Some(name) => {
                self.print(if e.optional { "?." } else { "." });
                self.print(&name);
            }
            None => {
                self.print(if e.optional { "?.[" } else { "[" });
                self.operand(&e.expression);
                self.print("]");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, place: &str, operation: FailedOperation) -> Option<Printed> {
        let offset = text.rfind(place).unwrap() as u32;
        print_failed(&SourceText::new("t.js", text), offset, operation)
    }

    fn text_of(text: &str, place: &str, operation: FailedOperation) -> String {
        match printed(text, place, operation) {
            Some(Printed::Expression { text, .. }) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn callees() {
        for (text, place, expected) in [
            ("a.b.c()", "c", "a.b.c"),
            ("foo()", "foo", "foo"),
            ("f(1).x()", "x", "f(...).x"),
            ("({}).x()", "x", "{}.x"),
            ("({a, b: 1}).x()", "x", "{(intermediate value)(intermediate value)}.x"),
            ("new Foo.Bar(1)", "new", "Foo.Bar"),
            ("a?.b()", "b", "a?.b"),
            ("a[i].b()", "b", "a[i].b"),
            ("a[i + 1]()", "i", "a[(i + 1)]"),
            ("a['b']()", "'b'", "a.b"),
            ("this.x.y()", "y", "this.x.y"),
            ("(a || b)()", "(a", "(a || b)"),
            ("(void 0)()", "(void", "(void 0)"),
            ("[1, b].f()", "f", "[1,b].f"),
            ("(() => {})()()", "(()", "(intermediate value)(...)"),
        ] {
            assert_eq!(text_of(text, place, FailedOperation::Call), expected, "{text}");
        }
    }

    #[test]
    fn iterated_and_taken_apart() {
        assert_eq!(text_of("for (const x of a.b) ;", "a.b", FailedOperation::Iterate), "a.b");
        assert_eq!(text_of("f(...list)", "list", FailedOperation::Iterate), "list");
        assert_eq!(text_of("const [x] = {}", "[x]", FailedOperation::Iterate), "{}");
        let expression = |text: &str, property: Option<&str>| {
            Some(Printed::Expression { text: text.to_owned(), property: property.map(str::to_owned) })
        };
        assert_eq!(printed("const { x } = u", "{", FailedOperation::Destructure), expression("u", Some("x")));
        assert_eq!(printed("const {} = u.v", "{", FailedOperation::Destructure), expression("u.v", None));
        assert_eq!(
            printed("(({ x }) => 1)()", "{", FailedOperation::Destructure),
            Some(Printed::Pattern { property: Some("x".to_owned()), is_nested: false })
        );
        assert_eq!(
            text_of("assert.ok(a == 1 /* why */)", "ok", FailedOperation::WholeCall),
            "assert.ok(a == 1 /* why */)"
        );
    }
}

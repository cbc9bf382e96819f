//! Lowers the decorators of the standards proposal, which the transformer leaves alone, to calls of a helper module.
//!
//! A decorated class becomes the value of an arrow function that evaluates the decorators in order, then the class, whose
//! first static block applies them:
//!
//! ```js
//! let C = (() => {
//!   let C;
//!   const __jenny_a = __jenny_decorators([classDecorator], "C");
//!   const __jenny_e0 = __jenny_a.element("field", "x", false, [decorator], false);
//!   ({ "C": class {
//!     static { C = __jenny_a.apply(this); }
//!     x = __jenny_e0.initialize(this, 1);
//!     #__jenny_x0 = __jenny_e0.finish(this);
//!     static { __jenny_a.finish(this); }
//!   } });
//!   return __jenny_a.result;
//! })();
//! ```
//!
//! The pieces are written as text and parsed; then the class's own nodes are put in place of their names, and what was
//! made here gets the class's span.

use std::fmt::Write;

use oxc_allocator::{Allocator, ArenaBox, ArenaVec, TakeIn};
use oxc_ast::ast::{
    Class, ClassElement, ClassType, Decorator, ExportDefaultDeclarationKind, Expression, MethodDefinitionKind, Program,
    PropertyKey, Statement,
};
use oxc_ast::ast::{Declaration, ExportDefaultDeclaration};
use oxc_ast_visit::{VisitMut, walk_mut};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};
use rustc_hash::FxHashMap;

use super::HELPER_PACKAGE;

/// Something that cannot be lowered, and where.
pub(super) struct Unsupported {
    pub span: Span,
    pub message: &'static str,
}

/// Lowers every decorated class of `program`.
pub(super) fn lower<'a>(allocator: &'a Allocator, program: &mut Program<'a>) -> Result<(), Unsupported> {
    let mut lowering = Lowering { allocator, failure: None, found: false };
    lowering.visit_program(program);
    if let Some(failure) = lowering.failure {
        return Err(failure);
    }
    if lowering.found {
        let specifier = format!("{HELPER_PACKAGE}/helpers/decorators");
        let text = if program.source_type.is_module() {
            format!("import __jenny_decorators from \"{specifier}\";")
        } else {
            format!("const __jenny_decorators = require(\"{specifier}\");")
        };
        let mut statements = parse(allocator, &text, Span::new(0, 0), Vec::new());
        statements.extend(std::mem::replace(&mut program.body, ArenaVec::new_in(&allocator)));
        program.body = statements;
    }
    Ok(())
}

struct Lowering<'a> {
    allocator: &'a Allocator,
    failure: Option<Unsupported>,
    found: bool,
}

fn is_decorated(class: &Class<'_>) -> bool {
    !class.decorators.is_empty()
        || class.body.body.iter().any(|element| match element {
            ClassElement::MethodDefinition(method) => !method.decorators.is_empty(),
            ClassElement::PropertyDefinition(field) => !field.decorators.is_empty(),
            ClassElement::AccessorProperty(accessor) => !accessor.decorators.is_empty(),
            _ => false,
        })
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        if let Expression::ClassExpression(class) = it
            && is_decorated(class)
        {
            let span = class.span;
            let class = class.take_in_box(&self.allocator);
            let (text, values) = self.lower_class(class, None);
            if let Some(lowered) = self.expression(&text, span, values) {
                *it = lowered;
            }
        }
    }

    fn visit_statements(&mut self, it: &mut ArenaVec<'a, Statement<'a>>) {
        walk_mut::walk_statements(self, it);
        let is_lowered = |statement: &Statement<'a>| match statement {
            Statement::ClassDeclaration(class) => is_decorated(class),
            Statement::ExportDefaultDeclaration(export) => {
                matches!(&export.declaration, ExportDefaultDeclarationKind::ClassDeclaration(class) if is_decorated(class))
            }
            Statement::ExportDeclaration(export) => {
                matches!(&export.declaration, Declaration::ClassDeclaration(class) if is_decorated(class))
            }
            _ => false,
        };
        if !it.iter().any(is_lowered) {
            return;
        }
        let mut statements = ArenaVec::new_in(&self.allocator);
        for mut statement in std::mem::replace(it, ArenaVec::new_in(&self.allocator)) {
            let span = statement.span();
            let lowered = match &mut statement {
                Statement::ClassDeclaration(class) if is_decorated(class) => {
                    let class = class.take_in_box(&self.allocator);
                    self.lower_declaration(class, "", span)
                }
                Statement::ExportDeclaration(export) => match &mut export.declaration {
                    Declaration::ClassDeclaration(class) if is_decorated(class) => {
                        let class = class.take_in_box(&self.allocator);
                        self.lower_declaration(class, "export ", span)
                    }
                    _ => {
                        statements.push(statement);
                        continue;
                    }
                },
                Statement::ExportDefaultDeclaration(export) => match self.lower_default(export, span) {
                    Some(lowered) => lowered,
                    None => {
                        statements.push(statement);
                        continue;
                    }
                },
                _ => {
                    statements.push(statement);
                    continue;
                }
            };
            statements.extend(lowered);
        }
        *it = statements;
    }
}

impl<'a> Lowering<'a> {
    fn lower_declaration(
        &mut self,
        class: ArenaBox<'a, Class<'a>>,
        export: &str,
        span: Span,
    ) -> ArenaVec<'a, Statement<'a>> {
        let name = class.id.as_ref().map_or(String::new(), |id| id.name.to_string());
        let (text, values) = self.lower_class(class, None);
        parse(self.allocator, &format!("{export}let {name} = {text};"), span, values)
    }

    fn lower_default(
        &mut self,
        export: &mut ExportDefaultDeclaration<'a>,
        span: Span,
    ) -> Option<ArenaVec<'a, Statement<'a>>> {
        let ExportDefaultDeclarationKind::ClassDeclaration(class) = &mut export.declaration else { return None };
        if !is_decorated(class) {
            return None;
        }
        let class = class.take_in_box(&self.allocator);
        let name = class.id.as_ref().map(|id| id.name.to_string());
        let (text, values) = self.lower_class(class, name.is_none().then_some("default"));
        let text = match name {
            Some(name) => format!("let {name} = {text}; export {{ {name} as default }};"),
            None => format!("export default {text};"),
        };
        Some(parse(self.allocator, &text, span, values))
    }

    fn fail(&mut self, span: Span, message: &'static str) {
        self.failure.get_or_insert(Unsupported { span, message });
    }

    fn expression(&self, text: &str, span: Span, values: Values<'a>) -> Option<Expression<'a>> {
        let statements = parse(self.allocator, &format!("({text});"), span, values);
        match statements.into_iter().next() {
            Some(Statement::ExpressionStatement(statement)) => Some(statement.unbox().expression),
            _ => None,
        }
    }

    /// The text of the expression that makes the decorated class, and the nodes that its names stand for.
    fn lower_class(&mut self, mut class: ArenaBox<'a, Class<'a>>, given: Option<&str>) -> (String, Values<'a>) {
        self.found = true;
        let span = class.span;
        let mut values = Values::new();
        let mut text = String::from("(() => {");
        let name = class.id.as_ref().map(|id| id.name.to_string());
        let shown = name.as_deref().or(given).unwrap_or("").to_owned();
        let binding = name.clone().unwrap_or_else(|| "__jenny_c".to_owned());
        let has_class_decorators = !class.decorators.is_empty();
        let list = take_decorators(self.allocator, &mut class.decorators, &mut values);
        let _ = write!(text, "let {binding}; const __jenny_a = __jenny_decorators({list}, {});", quote(&shown));
        if let Some(heritage) = &mut class.heritage {
            let superclass = heritage.expression.take_in(&self.allocator);
            let place = hold(&mut values, superclass);
            let _ = write!(text, "const __jenny_s = {place};");
            if let Some(reference) = self.expression("__jenny_s", span, Values::new()) {
                heritage.expression = reference;
            }
        }

        let mut first = String::new();
        let mut extras = String::new();
        let mut has_instance_methods = false;
        // For each element of the class, whether something follows it.
        let mut followed = Vec::new();
        for (index, element) in class.body.body.iter_mut().enumerate() {
            followed.push(false);
            let (kind, key, computed, is_static, decorators) = match element {
                ClassElement::MethodDefinition(method) => {
                    let method = &mut **method;
                    let kind = match method.kind {
                        MethodDefinitionKind::Get => "getter",
                        MethodDefinitionKind::Set => "setter",
                        _ => "method",
                    };
                    (kind, &mut method.key, &mut method.computed, method.r#static, &mut method.decorators)
                }
                ClassElement::PropertyDefinition(field) => {
                    let field = &mut **field;
                    ("field", &mut field.key, &mut field.computed, field.r#static, &mut field.decorators)
                }
                ClassElement::AccessorProperty(field) => {
                    let field = &mut **field;
                    ("accessor", &mut field.key, &mut field.computed, field.r#static, &mut field.decorators)
                }
                _ => continue,
            };
            if decorators.is_empty() {
                continue;
            }
            let private = match key {
                PropertyKey::PrivateIdentifier(private) => Some(private.name.to_string()),
                _ => None,
            };
            if private.is_some() && kind != "field" {
                let span = key.span();
                self.fail(span, "Decorators of private methods and accessors are not supported");
                return (String::from("0"), Values::new());
            }
            let mut list = take_decorators(self.allocator, decorators, &mut values);
            let key_text = match (&private, key.static_name(), *computed) {
                (Some(private), ..) => quote(&format!("#{private}")),
                (None, Some(name), false) => quote(&name),
                _ => {
                    // The key is evaluated once, after its own decorators.
                    let _ = write!(text, "const __jenny_d{index} = {list};");
                    list = format!("__jenny_d{index}");
                    let expression = key.to_expression_mut().take_in(&self.allocator);
                    let place = hold(&mut values, expression);
                    let _ = write!(text, "const __jenny_k{index} = __jenny_a.key({place});");
                    *computed = true;
                    if let Some(reference) = self.expression(&format!("__jenny_k{index}"), span, Values::new()) {
                        *key = PropertyKey::from(reference);
                    }
                    format!("__jenny_k{index}")
                }
            };
            let _ = write!(
                text,
                "const __jenny_e{index} = __jenny_a.element(\"{kind}\", {key_text}, {is_static}, {list}, {});",
                private.is_some()
            );
            if let Some(private) = &private {
                let _ = write!(
                    first,
                    "__jenny_e{index}.reach((o) => #{private} in o, (o) => o.#{private}, (o, v) => {{ o.#{private} = v; }});"
                );
            }
            let value = match element {
                ClassElement::PropertyDefinition(field) => &mut field.value,
                ClassElement::AccessorProperty(field) => &mut field.value,
                _ => {
                    has_instance_methods |= !is_static;
                    continue;
                }
            };
            let mut held = Values::new();
            let place = value.take().map(|value| hold(&mut held, value));
            let wrapped = format!("__jenny_e{index}.initialize(this, {})", place.as_deref().unwrap_or("void 0"));
            *value = self.expression(&wrapped, span, held);
            let is_static = if is_static { "static " } else { "" };
            let _ = write!(extras, "{is_static}#__jenny_x{index} = __jenny_e{index}.finish(this);");
            followed[index] = true;
        }

        let instance = if has_instance_methods { "#__jenny_i = __jenny_a.instance(this);" } else { "" };
        let last = if has_class_decorators { "static { __jenny_a.finish(this); }" } else { "" };
        // Names of private fields that the pieces mention are declared, as the parser wants it, and not used.
        let privates: String =
            class.body.body.iter().filter_map(private_field).map(|name| format!("#{name};")).collect();
        let pieces = format!(
            "class {{ static {{ {first} {binding} = __jenny_a.apply(this); }} {instance} {extras} {last} {privates} }}"
        );
        self.splice(&mut class, &pieces, &followed, has_instance_methods, has_class_decorators);

        class.id = None;
        class.r#type = ClassType::ClassExpression;
        let place = hold(&mut values, Expression::ClassExpression(class));
        if shown.is_empty() {
            let _ = write!(text, "{place};");
        } else {
            // As the value of a property, the class takes its name.
            let _ = write!(text, "({{ {}: {place} }});", quote(&shown));
        }
        text.push_str("return __jenny_a.result; })()");
        (text, values)
    }

    /// Puts the elements of the class written in `pieces` where they belong among the elements of `class`.
    fn splice(&mut self, class: &mut Class<'a>, pieces: &str, followed: &[bool], has_instance: bool, has_last: bool) {
        let Some(Expression::ParenthesizedExpression(pieces)) = self.wrapped(pieces, class.span) else { return };
        let Expression::ClassExpression(mut pieces) = pieces.unbox().expression else { return };
        let mut pieces = std::mem::replace(&mut pieces.body.body, ArenaVec::new_in(&self.allocator)).into_iter();
        let mut elements = ArenaVec::new_in(&self.allocator);
        elements.extend(pieces.by_ref().take(1 + usize::from(has_instance)));
        let own = std::mem::replace(&mut class.body.body, ArenaVec::new_in(&self.allocator));
        for (element, &followed) in own.into_iter().zip(followed) {
            elements.push(element);
            if followed {
                elements.extend(pieces.next());
            }
        }
        elements.extend(pieces.next().filter(|_| has_last));
        class.body.body = elements;
    }

    fn wrapped(&self, text: &str, span: Span) -> Option<Expression<'a>> {
        self.expression(text, span, Values::new())
    }
}

fn private_field<'b>(element: &'b ClassElement<'_>) -> Option<&'b str> {
    match element {
        ClassElement::PropertyDefinition(field) => match &field.key {
            PropertyKey::PrivateIdentifier(private) => Some(private.name.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// Nodes that a text refers to by name.
type Values<'a> = Vec<Option<Expression<'a>>>;

/// Keeps `value` and answers the name that stands for it.
fn hold<'a>(values: &mut Values<'a>, value: Expression<'a>) -> String {
    values.push(Some(value));
    format!("__jenny_p{}", values.len() - 1)
}

fn take_decorators<'a>(
    allocator: &'a Allocator,
    decorators: &mut ArenaVec<'a, Decorator<'a>>,
    values: &mut Values<'a>,
) -> String {
    let taken = std::mem::replace(decorators, ArenaVec::new_in(&allocator));
    let places: Vec<String> = taken.into_iter().map(|decorator| hold(values, decorator.expression)).collect();
    format!("[{}]", places.join(", "))
}

/// `text` as a JavaScript string literal.
fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Parses `text`, gives every node `span`, and puts `values` in place of their names.
fn parse<'a>(allocator: &'a Allocator, text: &str, span: Span, values: Values<'a>) -> ArenaVec<'a, Statement<'a>> {
    struct Fill<'a> {
        span: Span,
        values: FxHashMap<String, Expression<'a>>,
    }
    impl<'a> VisitMut<'a> for Fill<'a> {
        fn visit_expression(&mut self, it: &mut Expression<'a>) {
            if let Expression::Identifier(identifier) = it
                && let Some(value) = self.values.remove(identifier.name.as_str())
            {
                *it = value;
                return;
            }
            walk_mut::walk_expression(self, it);
        }

        fn visit_span(&mut self, it: &mut Span) {
            *it = self.span;
        }
    }
    let text = allocator.alloc_str(text);
    let mut parsed = Parser::new(allocator, text, SourceType::mjs()).parse();
    debug_assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    let values = values.into_iter().enumerate();
    let values = values.filter_map(|(index, value)| Some((format!("__jenny_p{index}"), value?))).collect();
    let mut fill = Fill { span, values };
    fill.visit_statements(&mut parsed.program.body);
    parsed.program.body
}

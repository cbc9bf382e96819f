//! Early errors of eval code that depend on where the eval is called.

use crate::{CompileError, ErrorKind};
use jenny_bytecode::{EvalSite, SourceText, Text};
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

struct EvalChecker<'s> {
    site: &'s EvalSite,
    classes: Vec<Vec<String>>,
    /// functions entered that have their own `arguments`
    functions: u32,
    error: Option<(String, Span)>,
}

/// Private names must be those of the classes around the eval, and class field initializers may not mention `arguments`.
pub fn check_eval(source: &SourceText, program: &Program<'_>, site: &EvalSite, shift: u32) -> Result<(), CompileError> {
    if site.private_names.is_empty() && !site.in_class_field_initializer {
        return Ok(());
    }
    let mut checker = EvalChecker { site, classes: Vec::new(), functions: 0, error: None };
    checker.visit_program(program);
    match checker.error {
        Some((message, span)) => Err(CompileError::new(
            source,
            ErrorKind::SyntaxError,
            message,
            span.start.saturating_sub(shift),
            span.size(),
        )),
        None => Ok(()),
    }
}

impl<'a> Visit<'a> for EvalChecker<'_> {
    fn visit_class(&mut self, it: &Class<'a>) {
        let names = it
            .body
            .body
            .iter()
            .filter_map(|e| match e.property_key() {
                Some(PropertyKey::PrivateIdentifier(id)) => Some(id.name.to_string()),
                _ => None,
            })
            .collect();
        self.classes.push(names);
        walk::walk_class(self, it);
        self.classes.pop();
    }

    fn visit_private_identifier(&mut self, it: &PrivateIdentifier<'a>) {
        let name = it.name.as_str();
        let known =
            self.classes.iter().flatten().any(|n| n == name) || self.site.private_names.contains(&Text::from_str(name));
        if !known && self.error.is_none() {
            self.error = Some((format!("Private field '#{name}' must be declared in an enclosing class"), it.span));
        }
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        self.functions += 1;
        walk::walk_function(self, it, flags);
        self.functions -= 1;
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if self.site.in_class_field_initializer
            && self.functions == 0
            && it.name.as_str() == "arguments"
            && self.error.is_none()
        {
            self.error = Some((
                "'arguments' is not allowed in class field initializer or static initialization block".to_owned(),
                it.span,
            ));
        }
    }
}

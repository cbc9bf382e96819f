//! What patterns and declarations declare, read off the tree without scopes.

use oxc_ast::ast::*;

/// BoundNames of a declaration.
pub fn declared_names<'a>(declaration: &Declaration<'a>) -> Vec<&'a str> {
    match declaration {
        Declaration::VariableDeclaration(d) => {
            d.declarations.iter().flat_map(|d| d.id.get_binding_identifiers()).map(|id| id.name.as_str()).collect()
        }
        Declaration::FunctionDeclaration(f) => f.id.iter().map(|id| id.name.as_str()).collect(),
        Declaration::ClassDeclaration(c) => c.id.iter().map(|id| id.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Whether a binding pattern has an initializer or a computed key.
pub fn pattern_has_expression(pattern: &BindingPattern) -> bool {
    match pattern {
        BindingPattern::BindingIdentifier(_) => false,
        BindingPattern::AssignmentPattern(_) => true,
        BindingPattern::ObjectPattern(p) => {
            p.properties.iter().any(|p| p.computed || pattern_has_expression(&p.value))
                || p.rest.as_ref().is_some_and(|r| pattern_has_expression(&r.argument))
        }
        BindingPattern::ArrayPattern(p) => {
            p.elements.iter().flatten().any(pattern_has_expression)
                || p.rest.as_ref().is_some_and(|r| pattern_has_expression(&r.argument))
        }
    }
}

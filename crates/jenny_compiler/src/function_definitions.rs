//! InstantiateFunctionObject and its kin: functions, arrows, methods, and what goes into their templates.

use crate::compiler::Compiler;
use crate::scope_analysis::*;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::{GetSpan, Span};

/// The name that an anonymous function gets.
#[derive(Clone, Debug)]
pub enum FunctionName {
    /// none
    None,
    /// known while compiling
    Static(Text),
    /// a property key in a register, with a prefix: 0 none, 1 get, 2 set
    Computed {
        /// the key
        key: Register,
        /// the prefix
        prefix: u32,
    },
}

impl FunctionName {
    /// What the template says.
    pub fn text(&self) -> Text {
        match self {
            FunctionName::Static(text) => text.clone(),
            _ => Text::from_str(""),
        }
    }
}

impl<'a> Compiler<'a> {
    /// The template of a `function`, method, accessor or constructor.
    pub fn function_template(
        &mut self,
        it: &Function<'a>,
        name: Text,
        range: (u32, u32),
        has_instance_initializer: bool,
    ) -> u32 {
        let Some(&id) = self.analysis.function_of.get(&(address(it), NodeRole::Own)) else {
            return 0;
        };
        let body: &[Statement<'a>] = it.body.as_ref().map_or(&[], |b| &b.statements);
        let template = self.nested_function(id, name, range, |this| {
            this.f.flags.has_instance_initializer = has_instance_initializer;
            this.f.flags.is_class_constructor =
                matches!(this.f.kind, FunctionKind::BaseConstructor | FunctionKind::DerivedConstructor);
            this.f.flags.has_prototype = it.generator || (this.f.kind == FunctionKind::Normal && !it.r#async);
            this.function_declaration_instantiation(Some(&it.params), body);
            this.statements(body);
            this.return_undefined();
        });
        self.add_function(template)
    }

    /// The implicit `return undefined` at the end of a body.
    pub fn return_undefined(&mut self) {
        if !self.f.e.is_reachable() {
            return;
        }
        let mark = self.f.mark();
        let value = self.f.temp();
        self.f.e.load_undefined(value);
        self.emit_return(value);
        self.f.release(mark);
    }

    /// The instruction that leaves the function.
    pub fn emit_return(&mut self, value: Register) {
        if self.f.kind == FunctionKind::DerivedConstructor {
            let resolution = self.resolve(THIS);
            let mark = self.f.mark();
            let this = match resolution.place {
                crate::identifiers::Place::Slot { scope, depth, slot, .. } => {
                    let this = self.f.temp();
                    self.f.e.get_scoped(this, scope, depth, slot as i32);
                    this
                }
                _ => Register::THIS,
            };
            self.f.e.ret_derived(value, this);
            self.f.release(mark);
        } else {
            self.f.e.ret(value);
        }
    }

    /// FunctionExpression
    pub fn function_expression(&mut self, it: &Function<'a>, name: FunctionName, dst: Option<Register>) -> Register {
        let text = match &it.id {
            Some(id) => Text::from_str(id.name.as_str()),
            None => name.text(),
        };
        let range = self.range(it.span);
        let index = self.function_template(it, text, range, false);
        let dst = self.dst(dst);
        let scope = self.scope_register();
        self.f.e.new_closure(dst, scope, index);
        if it.id.is_none() {
            self.set_computed_name(dst, &name);
        }
        dst
    }

    /// SetFunctionName where the key is only known at run time.
    pub fn set_computed_name(&mut self, function: Register, name: &FunctionName) {
        if let FunctionName::Computed { key, prefix } = name {
            self.f.e.set_function_name(function, *key, *prefix);
        }
    }

    /// ArrowFunction
    pub fn arrow_function(
        &mut self,
        it: &ArrowFunctionExpression<'a>,
        name: FunctionName,
        dst: Option<Register>,
    ) -> Register {
        let id = self.analysis.function_of[&(address(it), NodeRole::Own)];
        let range = self.range(it.span);
        let template = self.nested_function(id, name.text(), range, |this| {
            match &it.body {
                ArrowFunctionBody::FunctionBody(body) => {
                    this.function_declaration_instantiation(Some(&it.params), &body.statements);
                    this.statements(&body.statements);
                    this.return_undefined();
                }
                body => {
                    this.function_declaration_instantiation(Some(&it.params), &[]);
                    this.step(body.span());
                    let value = this.expression(body.to_expression(), None);
                    this.f.e.ret(value);
                }
            };
        });
        let index = self.add_function(template);
        let dst = self.dst(dst);
        let scope = self.scope_register();
        self.f.e.new_closure(dst, scope, index);
        self.set_computed_name(dst, &name);
        dst
    }

    /// DefineMethod: a method closure with a home object.
    pub fn method(
        &mut self,
        it: &Function<'a>,
        name: FunctionName,
        home: Register,
        range: (u32, u32),
        dst: Option<Register>,
    ) -> Register {
        let index = self.function_template(it, name.text(), range, false);
        let dst = self.dst(dst);
        let scope = self.scope_register();
        self.f.e.new_method(dst, scope, home, index);
        self.set_computed_name(dst, &name);
        dst
    }

    /// A method without parameters that `content` fills: field initializers and static blocks.
    pub fn synthetic_method(
        &mut self,
        node: usize,
        role: NodeRole,
        name: &str,
        span: Span,
        home: Register,
        content: impl FnOnce(&mut Self),
    ) -> Register {
        let id = self.analysis.function_of[&(node, role)];
        let range = self.range(span);
        let template = self.nested_function(id, Text::from_str(name), range, content);
        let index = self.add_function(template);
        let dst = self.f.temp();
        let scope = self.scope_register();
        self.f.e.new_method(dst, scope, home, index);
        dst
    }
}

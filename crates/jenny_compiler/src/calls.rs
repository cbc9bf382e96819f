//! Function calls, `new`, super calls, direct eval, tagged templates and `import()`.

use crate::compiler::Compiler;
use crate::identifiers::Place;
use crate::literals;
use crate::scope_analysis::*;
use jenny_bytecode::*;
use oxc_ast::ast::*;
use oxc_span::GetSpan;

/// More arguments than that go through an array.
const MAX_WINDOW_ARGUMENTS: usize = 1000;

/// A callee that has been evaluated.
pub struct Callee {
    /// the function
    pub function: Register,
    /// the call window, or for calls through an array the register of `this`
    pub window: Register,
    /// parser offset that a stack trace shows
    pub offset: u32,
}

impl<'a> Compiler<'a> {
    /// Register of `this` for a callee: in a new window, or a temporary.
    fn this_register(&mut self, spread: bool) -> (Register, Register) {
        if spread {
            let this = self.f.temp();
            (this, this)
        } else {
            let window = self.f.window();
            (window, Register(window.0 + FRAME_HEADER))
        }
    }

    /// Evaluates a callee and its `this`.
    pub fn callee(&mut self, it: &Expression<'a>, arguments: &[&Expression<'a>], spread: bool) -> Callee {
        match it.get_inner_expression() {
            Expression::StaticMemberExpression(e) => self.static_callee(e, spread),
            Expression::ComputedMemberExpression(e) => self.computed_callee(e, spread),
            Expression::PrivateFieldExpression(e) => self.private_callee(e, spread),
            Expression::ChainExpression(e) if e.expression.is_member_expression() => {
                let exit = self.f.e.new_label();
                let end = self.f.e.new_label();
                self.f.chains.push(exit);
                let callee = match &e.expression {
                    ChainElement::StaticMemberExpression(m) => self.static_callee(m, spread),
                    ChainElement::ComputedMemberExpression(m) => self.computed_callee(m, spread),
                    ChainElement::PrivateFieldExpression(m) => self.private_callee(m, spread),
                    _ => {
                        let function = self.f.temp();
                        let (window, _) = self.this_register(spread);
                        Callee { function, window, offset: e.span.start }
                    }
                };
                self.f.chains.pop();
                self.f.jump(end);
                self.f.e.bind(exit);
                self.f.e.load_undefined(callee.function);
                let this = if spread { callee.window } else { Register(callee.window.0 + FRAME_HEADER) };
                self.f.e.load_undefined(this);
                self.f.e.bind(end);
                callee
            }
            Expression::Identifier(id) => {
                let name = id.name.as_str();
                let offset = id.span.start;
                if let Place::Dynamic(scope) = self.resolve(name).place {
                    let function = self.f.temp();
                    let (window, this) = self.this_register(spread);
                    self.at(offset);
                    let name = self.f.string(name);
                    self.f.e.get_dynamic_callee(function, this, scope, name);
                    return Callee { function, window, offset };
                }
                let function = self.operand(it.get_inner_expression(), arguments);
                let (window, this) = self.this_register(spread);
                self.f.e.load_undefined(this);
                Callee { function, window, offset }
            }
            inner => {
                let function = self.to_temp(inner);
                self.f.release(function.0 + 1);
                let (window, this) = self.this_register(spread);
                self.f.e.load_undefined(this);
                Callee { function, window, offset: it.span().start }
            }
        }
    }

    /// Evaluates the base of a method call into the register of `this`; returns the register for the function, the window and
    /// that of `this`. The base of a chain of calls is evaluated below the window, so that chains need few registers.
    fn callee_base(&mut self, object: &Expression<'a>, optional: bool, spread: bool) -> (Register, Register, Register) {
        let function = self.f.temp();
        let is_chain = matches!(object, Expression::CallExpression(_))
            || object.as_member_expression().is_some_and(|m| matches!(m.object(), Expression::CallExpression(_)));
        if is_chain {
            self.expression(object, Some(function));
            self.f.release(function.0 + 1);
        }
        let (window, this) = self.this_register(spread);
        if is_chain {
            self.f.e.mov(this, function);
        } else {
            self.expression(object, Some(this));
            self.f.release(this.0 + 1);
        }
        self.chain_exit(optional, this);
        (function, window, this)
    }

    /// The function and `this` of a call on a property of `super`.
    fn super_callee(
        &mut self,
        key: impl FnOnce(&mut Self) -> Register,
        start: u32,
        offset: u32,
        spread: bool,
    ) -> Callee {
        let function = self.f.temp();
        let (window, this) = self.this_register(spread);
        self.load_this(Some(this), start);
        let key = key(self);
        let base = self.super_base();
        self.at(offset);
        self.f.e.get_super(function, base, key, this);
        self.f.release(this.0 + 1);
        Callee { function, window, offset }
    }

    fn static_callee(&mut self, e: &StaticMemberExpression<'a>, spread: bool) -> Callee {
        let offset = e.property.span.start;
        let name = e.property.name.as_str();
        if let Expression::Super(_) = e.object {
            let key = |this: &mut Self| this.load_text(Text::from_str(name), None);
            return self.super_callee(key, e.span.start, offset, spread);
        }
        let (function, window, this) = self.callee_base(&e.object, e.optional, spread);
        self.at(offset);
        self.get_named(function, this, name);
        Callee { function, window, offset }
    }

    fn computed_callee(&mut self, e: &ComputedMemberExpression<'a>, spread: bool) -> Callee {
        let offset = e.expression.span().start;
        if let Expression::Super(_) = e.object {
            let key = |this: &mut Self| this.to_temp(&e.expression);
            return self.super_callee(key, e.span.start, offset, spread);
        }
        let (function, window, this) = self.callee_base(&e.object, e.optional, spread);
        self.get_keyed(function, this, &e.expression, offset);
        self.f.release(this.0 + 1);
        Callee { function, window, offset }
    }

    fn private_callee(&mut self, e: &PrivateFieldExpression<'a>, spread: bool) -> Callee {
        let offset = e.field.span.start;
        let (function, window, this) = self.callee_base(&e.object, e.optional, spread);
        let name = self.load_private_name(e.field.name.as_str(), offset);
        let cache = self.f.feedback(FeedbackKind::GetPrivate);
        self.at(offset);
        self.f.e.get_private(function, this, name, cache);
        self.f.release(this.0 + 1);
        Callee { function, window, offset }
    }

    fn needs_array(arguments: &[Argument<'a>]) -> bool {
        arguments.len() > MAX_WINDOW_ARGUMENTS || arguments.iter().any(|a| a.is_spread())
    }

    /// Evaluates arguments into the registers after `this`.
    fn window_arguments(&mut self, arguments: &[Argument<'a>]) -> i32 {
        for argument in arguments {
            let register = self.f.temp();
            self.expression(argument.to_expression(), Some(register));
            self.f.release(register.0 + 1);
        }
        arguments.len() as i32
    }

    /// Evaluates arguments into a new array.
    fn arguments_array(&mut self, arguments: &[Argument<'a>]) -> Register {
        let array = self.f.temp();
        self.f.e.new_array(array, arguments.len() as i32);
        for argument in arguments {
            let mark = self.f.mark();
            match argument {
                Argument::SpreadElement(spread) => {
                    let value = self.expression(&spread.argument, None);
                    self.at(spread.argument.span().start);
                    self.f.e.array_append_spread(array, value);
                }
                argument => {
                    let value = self.expression(argument.to_expression(), None);
                    self.f.e.array_push(array, value);
                }
            }
            self.f.release(mark);
        }
        array
    }

    /// CallExpression
    pub fn call_expression(&mut self, e: &CallExpression<'a>, dst: Option<Register>) -> Register {
        if let Expression::Super(sup) = &e.callee {
            return self.super_call(e, sup.span.start, dst);
        }
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let spread = Self::needs_array(&e.arguments);
        let later: Vec<&Expression<'a>> = e
            .arguments
            .iter()
            .map(|a| match a {
                Argument::SpreadElement(s) => &s.argument,
                a => a.to_expression(),
            })
            .collect();
        let callee = self.callee(&e.callee, &later, spread);
        self.chain_exit(e.optional, callee.function);
        let is_eval = !e.optional
            && matches!(e.callee.without_parentheses(), Expression::Identifier(id) if id.name.as_str() == "eval");
        if spread {
            let arguments = self.arguments_array(&e.arguments);
            if is_eval {
                let scope = self.scope_register();
                let site = self.eval_site();
                self.at(callee.offset);
                self.f.e.direct_eval_spread(dst, callee.function, arguments, scope, site);
            } else {
                self.at(callee.offset);
                self.f.e.call_spread(dst, callee.function, callee.window, arguments);
            }
        } else {
            let argc = self.window_arguments(&e.arguments);
            if is_eval {
                let scope = self.scope_register();
                let site = self.eval_site();
                self.at(callee.offset);
                self.f.e.direct_eval(dst, callee.function, callee.window, argc, scope, site);
            } else {
                let cache = self.f.feedback(FeedbackKind::Call);
                self.at(callee.offset);
                self.f.e.call(dst, callee.function, callee.window, argc, cache);
            }
        }
        self.release_above(mark, dst);
        dst
    }

    /// NewExpression
    pub fn new_expression(&mut self, e: &NewExpression<'a>, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let spread = Self::needs_array(&e.arguments);
        let later: Vec<&Expression<'a>> = e
            .arguments
            .iter()
            .map(|a| match a {
                Argument::SpreadElement(s) => &s.argument,
                a => a.to_expression(),
            })
            .collect();
        let callee = self.operand(&e.callee, &later);
        if spread {
            let arguments = self.arguments_array(&e.arguments);
            self.at(e.span.start);
            self.f.e.construct_spread(dst, callee, arguments, callee);
        } else {
            let window = self.f.window();
            let argc = self.window_arguments(&e.arguments);
            let cache = self.f.feedback(FeedbackKind::Construct);
            self.at(e.span.start);
            self.f.e.construct(dst, callee, window, argc, cache);
        }
        self.release_above(mark, dst);
        dst
    }

    /// SuperCall (13.3.7.1)
    fn super_call(&mut self, e: &CallExpression<'a>, offset: u32, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let function = self.load_pseudo(ACTIVE_FUNCTION, None);
        let constructor = self.f.temp();
        let new_target = self.load_pseudo(NEW_TARGET, None);
        self.at(offset);
        self.f.e.get_super_constructor(constructor, function);
        let this = self.f.temp();
        if Self::needs_array(&e.arguments) {
            let arguments = self.arguments_array(&e.arguments);
            self.at(offset);
            self.f.e.construct_spread(this, constructor, arguments, new_target);
        } else {
            let window = self.f.window();
            let argc = self.window_arguments(&e.arguments);
            self.at(offset);
            self.f.e.construct_super(this, constructor, window, argc, new_target);
        }
        self.bind_this(this, offset);
        self.at(offset);
        self.f.e.initialize_instance(this, function, constructor);
        self.f.e.mov(dst, this);
        self.release_above(mark, dst);
        dst
    }

    /// BindThisValue of a derived constructor.
    pub fn bind_this(&mut self, this: Register, offset: u32) {
        let resolution = self.resolve(THIS);
        match resolution.place {
            Place::Slot { scope, depth, slot, .. } => {
                let old = self.f.temp();
                self.f.e.get_scoped(old, scope, depth, slot as i32);
                self.at(offset);
                self.f.e.check_this_unbound(old);
                self.f.e.set_scoped(this, scope, depth, slot as i32);
            }
            _ => {
                self.at(offset);
                self.f.e.check_this_unbound(Register::THIS);
                self.f.e.mov(Register::THIS, this);
            }
        }
    }

    /// What a direct eval here must know.
    fn eval_site(&mut self) -> u32 {
        let mut site = EvalSite { strict: self.f.strict, in_parameters: self.f.in_parameters, ..EvalSite::default() };
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = self.analysis.scope(id);
            let function = self.analysis.function(scope.function);
            let outermost = function.name_scope.or(function.parameter_eval_scope).unwrap_or(function.scope);
            match function.kind {
                FunctionKind::Arrow => {}
                FunctionKind::Script | FunctionKind::Module => break,
                FunctionKind::Eval => {
                    if let Some(outer) = self.site {
                        site.in_function = outer.in_function;
                        site.in_method = outer.in_method;
                        site.in_derived_constructor = outer.in_derived_constructor;
                        site.in_class_field_initializer = outer.in_class_field_initializer;
                    }
                    break;
                }
                kind => {
                    site.in_function = true;
                    site.in_method = kind != FunctionKind::Normal;
                    site.in_derived_constructor = kind == FunctionKind::DerivedConstructor;
                    site.in_class_field_initializer = function.is_class_element;
                    break;
                }
            }
            at = self.analysis.scope(outermost).parent;
        }
        let mut names: Vec<Text> = Vec::new();
        for name in self.private_names.iter().flatten() {
            names.push(Text::from_str(name));
        }
        if let Some(outer) = self.site {
            names.extend(outer.private_names.iter().cloned());
        }
        site.private_names = names;
        self.f.eval_sites.push(site);
        self.f.eval_sites.len() as u32 - 1
    }

    /// TaggedTemplate
    pub fn tagged_template(&mut self, e: &TaggedTemplateExpression<'a>, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let later: Vec<&Expression<'a>> = e.quasi.expressions.iter().collect();
        let callee = self.callee(&e.tag, &later, false);
        let strings = TemplateStrings {
            cooked: e
                .quasi
                .quasis
                .iter()
                .map(|q| {
                    let cooked = q.value.cooked.as_ref()?;
                    Some(literals::decode(cooked.as_str(), q.lone_surrogates))
                })
                .collect(),
            raw: e
                .quasi
                .quasis
                .iter()
                .map(|q| Text::from_str(&q.value.raw.as_str().replace("\r\n", "\n").replace('\r', "\n")))
                .collect(),
        };
        self.f.template_strings.push(strings);
        let index = self.f.template_strings.len() as i32 - 1;
        let register = self.f.temp();
        self.f.e.get_template_object(register, index);
        for expression in &e.quasi.expressions {
            let register = self.f.temp();
            self.expression(expression, Some(register));
            self.f.release(register.0 + 1);
        }
        let argc = e.quasi.expressions.len() as i32 + 1;
        let cache = self.f.feedback(FeedbackKind::Call);
        self.at(callee.offset);
        self.f.e.call(dst, callee.function, callee.window, argc, cache);
        self.release_above(mark, dst);
        dst
    }

    /// ImportCall
    pub fn import_call(&mut self, e: &ImportExpression<'a>, dst: Option<Register>) -> Register {
        let mark = self.f.mark();
        let dst = self.dst(dst);
        let specifier = self.to_temp(&e.source);
        let options = match &e.options {
            Some(options) => self.to_temp(options),
            None => {
                let register = self.f.temp();
                self.f.e.load_undefined(register);
                register
            }
        };
        let phase = match e.phase {
            None => 0,
            Some(ImportPhase::Defer) => 1,
            Some(ImportPhase::Source) => 2,
        };
        self.at(e.span.start);
        self.f.e.dynamic_import(dst, specifier, options, phase);
        self.release_above(mark, dst);
        dst
    }
}

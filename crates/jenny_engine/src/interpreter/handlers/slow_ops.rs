//! Instructions whose whole work is done by a function in `slow`: one row each.

use crate::JsResult;
use crate::agent::Agent;
use crate::interpreter::dispatch::*;
use crate::interpreter::slow::{self, Insn};

/// Calls `function` without inlining it: a local of it whose address escapes would keep the handler from jumping to the
/// next one, so that a loop would eat the native stack.
#[inline(never)]
pub(super) fn out_of_line<R>(
    function: impl FnOnce(&mut Agent, Insn) -> JsResult<R>,
    agent: &mut Agent,
    insn: Insn,
) -> JsResult<R> {
    function(agent, insn)
}

/// `name words => function`: runs it and goes on after the instruction.
macro_rules! slow_ops {
    ($($name:ident $words:literal => $function:path;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            publish!(pc, regs, agent);
            check!(out_of_line($function, &mut *agent, Insn::new(pc, regs, W)), pc, regs, agent);
            dispatch!(pc.add(1 + $words), regs, agent)
        }
    )* } };
}

/// `name => function`: the function returns whether to jump to the target in word operand 1.
macro_rules! slow_jumps {
    ($($name:ident => $function:path;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            publish!(pc, regs, agent);
            if check!(out_of_line($function, &mut *agent, Insn::new(pc, regs, W)), pc, regs, agent) {
                dispatch!(target!(pc, 1), regs, agent)
            }
            dispatch!(pc.add(2), regs, agent)
        }
    )* } };
}

slow_jumps! {
    iterator_step => slow::iterate::iterator_step;
    iterator_unwrap => slow::iterate::iterator_unwrap;
    for_in_next => slow::iterate::for_in_next;
}

slow_ops! {
    type_of 0 => slow::compare::type_of;
    to_string 0 => slow::literal::to_string;
    to_property_key 0 => slow::literal::to_property_key;
    to_object 0 => slow::literal::to_object;
    concat 0 => slow::literal::concat;
    instance_of 1 => slow::compare::instance_of;
    has_property 1 => slow::property::has_property;
    throw_tdz 1 => slow::binding::throw_tdz_op;
    throw_const_assign 1 => slow::binding::throw_const_assign;
    check_this_unbound 0 => slow::class::check_this_unbound;
    new_scope 1 => slow::binding::new_scope;
    copy_scope 0 => slow::binding::copy_scope;
    new_with_scope 0 => slow::binding::new_with_scope;
    get_global_or_undefined 1 => slow::binding::get_global_or_undefined;
    set_global 1 => slow::binding::set_global;
    init_global_lexical 1 => slow::binding::init_global_lexical;
    get_dynamic 1 => slow::binding::get_dynamic;
    get_dynamic_or_undefined 1 => slow::binding::get_dynamic_or_undefined;
    get_dynamic_callee 1 => slow::binding::get_dynamic_callee;
    resolve_binding 1 => slow::binding::resolve_binding;
    get_resolved 1 => slow::binding::get_resolved;
    set_resolved 1 => slow::binding::set_resolved;
    declare_eval_var 1 => slow::binding::declare_eval_var;
    delete_dynamic 1 => slow::binding::delete_dynamic;
    delete_keyed 0 => slow::property::delete_keyed;
    get_super_base 0 => slow::class::get_super_constructor;
    get_super 1 => slow::property::get_super;
    set_super 1 => slow::property::set_super;
    define_keyed 0 => slow::property::define_keyed;
    define_method 1 => slow::property::define_method;
    define_accessor 1 => slow::property::define_accessor;
    set_literal_prototype 0 => slow::literal::set_literal_prototype;
    new_object 1 => slow::literal::new_object;
    new_array 1 => slow::literal::new_array;
    new_array_from 0 => slow::literal::new_array_from;
    array_push 0 => slow::literal::array_push;
    array_append_spread 0 => slow::iterate::array_append_spread;
    copy_data_properties 1 => slow::literal::copy_data_properties;
    new_reg_exp 2 => slow::literal::new_reg_exp;
    get_template_object 1 => slow::literal::get_template_object;
    set_function_name 0 => slow::function::set_function_name;
    new_private_name 1 => slow::class::new_private_name;
    define_private_method 1 => slow::class::define_private_method;
    has_private 0 => slow::class::has_private;
    new_closure 1 => slow::function::new_closure;
    new_method 1 => slow::function::new_method;
    new_class 2 => slow::class::new_class;
    set_class_initializer 0 => slow::class::set_class_initializer;
    get_super_constructor 0 => slow::class::get_super_constructor;
    call_spread 1 => slow::call::call_spread;
    construct_spread 1 => slow::call::construct_spread;
    direct_eval_spread 2 => slow::eval::direct_eval_spread;
    create_unmapped_arguments 0 => slow::function::create_unmapped_arguments;
    create_mapped_arguments 0 => slow::function::create_mapped_arguments;
    create_rest 1 => slow::function::create_rest;
    get_iterator 0 => slow::iterate::get_iterator;
    get_async_iterator 0 => slow::iterate::get_async_iterator;
    iterator_next 0 => slow::iterate::iterator_next;
    iterator_close 0 => slow::iterate::iterator_close;
    iterator_close_silently 0 => slow::iterate::iterator_close_silently;
    iterator_return 0 => slow::iterate::iterator_return;
    iterator_throw 0 => slow::iterate::iterator_throw;
    iterator_rest 0 => slow::iterate::iterator_rest;
    for_in_prepare 0 => slow::iterate::for_in_prepare;
    check_object 0 => slow::iterate::check_object;
    check_object_coercible 0 => slow::iterate::check_object_coercible;
    throw_error 1 => slow::literal::throw_error;
    new_dispose_capability 0 => slow::disposal::new_dispose_capability;
    add_disposable 0 => slow::disposal::add_disposable;
    dispose_resources 0 => slow::disposal::dispose_resources;
    dispose_async_step 1 => slow::disposal::dispose_async_step;
    dispose_fold_error 0 => slow::disposal::dispose_fold_error;
    import_meta 0 => slow::module::import_meta;
    dynamic_import 1 => slow::module::dynamic_import;
}

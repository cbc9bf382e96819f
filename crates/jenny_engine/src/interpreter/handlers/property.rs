//! Named and keyed property access: inline cache hits and dense elements inline, the rest in `slow::property`.

use crate::Value;
use crate::builtins::typed_array::{set_typed_array_element, typed_array_element};
use crate::function::Closure;
use crate::inline_cache::{CacheWay, Way, holder_of};
use crate::interpreter::dispatch::*;
use crate::interpreter::frame::{Frame, HEADER};
use crate::interpreter::handlers::slow_ops::out_of_line;
use crate::interpreter::slow::{Insn, class, property as slow};
use crate::kind::Kind;
use crate::object::array::ArrayObject;
use crate::object::{Accessor, Object, flags};

/// The value as an object reference for a cache probe: its shape id is compared before anything else is trusted.
macro_rules! probe {
    ($v:ident) => {
        $v.is_cell() && $v.as_gc_unchecked::<Object>().header().kind() >= Kind::FIRST_OBJECT as u8
    };
}

/// The getter of a `Way::Getter` that holds.
#[inline(always)]
fn cached_getter(way: &CacheWay) -> Value {
    let pair = holder_of(way).raw_slot(way.slot);
    // SAFETY: the way was recorded for an accessor, whose slot holds an Accessor cell.
    unsafe { pair.as_gc_unchecked::<Accessor>() }.getter()
}

handlers! {
    get_named(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
        if probe!(v) {
            let object = v.as_gc_unchecked::<Object>();
            let way = &*cache.first.as_ptr();
            if object.shape_id() == way.shape {
                if way.way == Way::OwnInline {
                    reg!(regs, operand!(W, pc, 1)) = object.inline_slot(way.slot);
                    dispatch!(pc.add(2), regs, agent)
                }
                if way.way == Way::OwnOverflow {
                    reg!(regs, operand!(W, pc, 1)) = object.overflow_slot(way.slot);
                    dispatch!(pc.add(2), regs, agent)
                }
                if way.way == Way::Prototype && way.epoch == (*agent).prototype_epochs[cache.bucket as usize] {
                    let holder = holder_of(way);
                    reg!(regs, operand!(W, pc, 1)) =
                        if way.next != 0 { holder.inline_slot(way.slot) } else { holder.overflow_slot(way.slot) };
                    dispatch!(pc.add(2), regs, agent)
                }
            }
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            if probe!(v)
                && let Some(way) = cache.way_of(v.as_gc_unchecked::<Object>().shape_id())
            {
                if let Some(value) = slow::data_by(&*agent, v.as_gc_unchecked::<Object>(), &way, cache.bucket) {
                    reg!(regs, operand!(W, pc, 1)) = value;
                    dispatch!(pc.add(2), regs, agent)
                }
                if way.way == Way::Getter && way.epoch == (*agent).prototype_epochs[cache.bucket as usize] {
                    let getter = cached_getter(&way);
                    if getter.is_kind(Kind::Closure) {
                        let code = getter.as_gc_unchecked::<Closure>().code;
                        let hot = &code.hot;
                        // Above the registers: the instruction has no window of its own.
                        let window = regs.add(Frame(regs).code_unchecked().hot.register_count.get() as usize + HEADER);
                        if hot.call_flags.get() == 0
                            && hot.parameter_count.get() == 0
                            && window.add(hot.register_count.get() as usize) < (*agent).stack.limit()
                            && regs.cast_const() >= (*agent).stack.base()
                            && Some(code.realm) == (*agent).realm
                        {
                            *window = v;
                            let frame = Frame(window);
                            frame.init(code.addr() as u64, getter, Value::UNDEFINED, (operand!(W, pc, 1) as u64) << 32);
                            frame.set_return(pc.add(2), regs);
                            dispatch!(hot.entry.get(), window, agent)
                        }
                    }
                }
            }
            publish!(pc, regs, agent);
            let value = check!(slow::get_named(&mut *agent, v, cache), pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = value;
            dispatch!(pc.add(2), regs, agent)
        })
    }
    get_length(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_cell() {
            let kind = v.as_gc_unchecked::<Object>().header().kind();
            if kind == Kind::Array as u8 {
                reg!(regs, operand!(W, pc, 1)) = Value::from(v.as_gc_unchecked::<ArrayObject>().length());
                dispatch!(pc.add(2), regs, agent)
            }
            if kind == Kind::String as u8 {
                reg!(regs, operand!(W, pc, 1)) = Value::int(v.as_gc_unchecked::<crate::JsString>().len() as i32);
                dispatch!(pc.add(2), regs, agent)
            }
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            publish!(pc, regs, agent);
            let value = check!(slow::get_named(&mut *agent, v, cache), pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = value;
            dispatch!(pc.add(2), regs, agent)
        })
    }
    set_named(W, pc, regs, agent) {
        let (target, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
        if probe!(target) {
            let object = target.as_gc_unchecked::<Object>();
            let way = &*cache.first.as_ptr();
            if object.shape_id() == way.shape {
                if way.way == Way::OwnInline && jenny_gc::is_logged_or_new(object.header()) {
                    object.set_inline_slot(way.slot, value);
                    dispatch!(pc.add(2), regs, agent)
                }
                if way.way == Way::OwnOverflow && object.set_overflow_slot_unlogged(way.slot, value) {
                    dispatch!(pc.add(2), regs, agent)
                }
                if way.way == Way::AddInline
                    && way.epoch == (*agent).prototype_epochs[cache.bucket as usize]
                    && !object.has_flag(flags::IS_PROTOTYPE)
                    && jenny_gc::is_logged_or_new(object.header())
                {
                    object.set_inline_slot(way.slot, value);
                    object.set_shape_id(way.next);
                    dispatch!(pc.add(2), regs, agent)
                }
            }
        }
        otherwise!(W, pc, regs, agent, {
            let (target, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            publish!(pc, regs, agent);
            check!(slow::set_named(&mut *agent, target, value, cache), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    define_named(W, pc, regs, agent) {
        let (target, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
        let object = target.as_gc_unchecked::<Object>();
        let way = &*cache.first.as_ptr();
        if object.shape_id() == way.shape
            && way.way == Way::AddInline
            && !object.has_flag(flags::IS_PROTOTYPE)
            && jenny_gc::is_logged_or_new(object.header())
        {
            object.set_inline_slot(way.slot, value);
            object.set_shape_id(way.next);
            dispatch!(pc.add(2), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let (target, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            publish!(pc, regs, agent);
            check!(slow::define_named(&mut *agent, target.as_gc_unchecked(), value, cache), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    get_keyed(W, pc, regs, agent) {
        let (v, key) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if key.is_int() && v.is_cell() {
            let object = v.as_gc_unchecked::<Object>();
            if object.header().kind() == Kind::Array as u8 || object.header().kind() == Kind::Object as u8 {
                let elements = object.raw_elements();
                if elements.is_kind(Kind::Elements) {
                    let element = elements.as_gc_unchecked::<crate::object::Elements>().get(key.as_int_unchecked() as u32);
                    if !element.is_empty() {
                        reg!(regs, operand!(W, pc, 1)) = element;
                        dispatch!(pc.add(2), regs, agent)
                    }
                }
            }
        }
        otherwise!(W, pc, regs, agent, {
            let (v, key) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
            if key.is_int()
                && v.is_cell()
                && let Some(element) = typed_array_element(v.as_gc_unchecked::<Object>(), key.as_int_unchecked() as u32)
            {
                reg!(regs, operand!(W, pc, 1)) = element;
                dispatch!(pc.add(2), regs, agent)
            }
            publish!(pc, regs, agent);
            let value = check!(slow::get_keyed(&mut *agent, v, key), pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = value;
            dispatch!(pc.add(2), regs, agent)
        })
    }
    set_keyed(W, pc, regs, agent) {
        let (target, key, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if key.is_int() && target.is_kind(Kind::Array) {
            let array = target.as_gc_unchecked::<ArrayObject>();
            let elements = array.object().raw_elements();
            let index = key.as_int_unchecked() as u32;
            if elements.is_kind(Kind::Elements) {
                let elements = elements.as_gc_unchecked::<crate::object::Elements>();
                if !elements.get(index).is_empty() && jenny_gc::is_logged_or_new(elements.header()) {
                    elements.set(index, value);
                    dispatch!(pc.add(2), regs, agent)
                }
            }
        }
        otherwise!(W, pc, regs, agent, {
            let (target, key) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let value = reg!(regs, operand!(W, pc, 3));
            if key.is_int() && target.is_kind(Kind::Array) {
                let index = key.as_int_unchecked() as u32;
                if let Some(elements) = target.as_gc_unchecked::<ArrayObject>().object().dense_elements()
                    && !elements.get(index).is_empty()
                {
                    elements.set(index, value);
                    dispatch!(pc.add(2), regs, agent)
                }
            } else if key.is_int()
                && target.is_kind(Kind::TypedArray)
                && set_typed_array_element(target.as_gc_unchecked(), key.as_int_unchecked() as u32, value)
            {
                dispatch!(pc.add(2), regs, agent)
            }
            publish!(pc, regs, agent);
            check!(slow::set_keyed(&mut *agent, target, key, value), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    get_private(W, pc, regs, agent) {
        let (v, name) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if probe!(v) {
            let object = v.as_gc_unchecked::<Object>();
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            let way = &*cache.first.as_ptr();
            if object.shape_id() == way.shape && way.holder == name.bits() {
                reg!(regs, operand!(W, pc, 1)) =
                    if way.way == Way::OwnInline { object.inline_slot(way.slot) } else { object.overflow_slot(way.slot) };
                dispatch!(pc.add(2), regs, agent)
            }
        }
        otherwise!(W, pc, regs, agent, {
            publish!(pc, regs, agent);
            check!(out_of_line(class::get_private, &mut *agent, Insn::new(pc, regs, W)), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    set_private(W, pc, regs, agent) {
        let (v, name) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        if probe!(v) {
            let object = v.as_gc_unchecked::<Object>();
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            let way = &*cache.first.as_ptr();
            if object.shape_id() == way.shape && way.holder == name.bits() {
                let value = reg!(regs, operand!(W, pc, 3));
                if way.way == Way::OwnInline {
                    if jenny_gc::is_logged_or_new(object.header()) {
                        object.set_inline_slot(way.slot, value);
                        dispatch!(pc.add(2), regs, agent)
                    }
                } else if object.set_overflow_slot_unlogged(way.slot, value) {
                    dispatch!(pc.add(2), regs, agent)
                }
            }
        }
        otherwise!(W, pc, regs, agent, {
            publish!(pc, regs, agent);
            check!(out_of_line(class::set_private, &mut *agent, Insn::new(pc, regs, W)), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    define_private_field(W, pc, regs, agent) {
        let (v, name) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        if probe!(v) {
            let object = v.as_gc_unchecked::<Object>();
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            let way = &*cache.first.as_ptr();
            if object.shape_id() == way.shape
                && way.holder == name.bits()
                && !object.has_flag(flags::IS_PROTOTYPE | flags::NON_EXTENSIBLE)
                && jenny_gc::is_logged_or_new(object.header())
            {
                object.set_inline_slot(way.slot, reg!(regs, operand!(W, pc, 3)));
                object.set_shape_id(way.next);
                dispatch!(pc.add(2), regs, agent)
            }
        }
        otherwise!(W, pc, regs, agent, {
            publish!(pc, regs, agent);
            check!(out_of_line(class::define_private_field, &mut *agent, Insn::new(pc, regs, W)), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    define_field(W, pc, regs, agent) {
        let (target, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
        if probe!(target) {
            let object = target.as_gc_unchecked::<Object>();
            let way = &*cache.first.as_ptr();
            if object.shape_id() == way.shape
                && way.way == Way::AddInline
                && !object.has_flag(flags::IS_PROTOTYPE | flags::NON_EXTENSIBLE)
                && jenny_gc::is_logged_or_new(object.header())
            {
                object.set_inline_slot(way.slot, value);
                object.set_shape_id(way.next);
                dispatch!(pc.add(2), regs, agent)
            }
        }
        otherwise!(W, pc, regs, agent, {
            let (target, value) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            publish!(pc, regs, agent);
            check!(slow::define_field(&mut *agent, target, value, cache), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
}

//! Array.fromAsync (ECMA-262 23.1.2.x): an async function in JavaScript over natives, compiled at its first call.

use super::access::{Target, set_length};
use crate::builtins::iterator::create_async_from_sync_iterator;
use crate::operations::iteration::IteratorRecord;
use crate::{Agent, Args, JsResult, Value, WellKnownSymbol};
use jenny_compiler::DynamicFunctionKind;

const PARAMETERS: &str =
    "C, items, mapper, thisArg, check, open, call, construct, define, finish, resultObject, closer, source";

/// Touches nothing that a program can change but what the specification touches.
const BODY: &str = r#"'use strict';
check(mapper);
const mapping = mapper !== undefined;
const record = open(items);
let k = 0;
if (record !== undefined) {
    const A = construct(C);
    for (;;) {
        const result = resultObject(await call(record.next, record.iterator));
        if (result.done) return finish(A, k);
        let value = result.value;
        try {
            if (mapping) value = await call(mapper, thisArg, value, k);
            define(A, k, value);
        } catch (error) {
            try {
                const close = closer(record.iterator);
                if (close !== undefined) await call(close, record.iterator);
            } catch {}
            throw error;
        }
        k++;
    }
}
const { object, length } = source(items);
const A = construct(C, length);
for (; k < length; k++) {
    let value = await object[k];
    if (mapping) value = await call(mapper, thisArg, value, k);
    define(A, k, value);
}
return finish(A, length);"#;

/// Array.fromAsync ( items [ , mapper [ , thisArg ] ] )
pub(super) fn array_from_async(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if args.data(0).is_undefined() {
        prepare(agent, args)?;
    }
    let mut arguments = vec![this, args.get(0), args.get(1), args.get(2)];
    let Some(natives) = args.data(1).as_kind::<crate::object::array::ArrayObject>() else {
        return Ok(Value::UNDEFINED);
    };
    arguments.extend((0..natives.length()).filter_map(|i| natives.dense_get(i)));
    agent.call(args.data(0), Value::UNDEFINED, &arguments)
}

/// Compiles the function and makes its natives; both are kept by the function object.
fn prepare(agent: &mut Agent, args: Args) -> JsResult<()> {
    let kind = DynamicFunctionKind::Async;
    let template = match jenny_compiler::compile_function("<anonymous>", PARAMETERS, BODY, Default::default(), kind) {
        Ok(template) => template,
        Err(error) => return Err(crate::script::throw_compile_error(agent, &error)),
    };
    let code = agent.new_code(template, Value::UNDEFINED);
    let closure = agent.new_closure(code, Value::UNDEFINED, Value::UNDEFINED);
    let natives: [crate::NativeFunction; 9] =
        [check_mapper, open, call, construct, define, finish, result_object, closer, source];
    let list = agent.new_array(&[])?;
    for native in natives {
        let function = agent.new_native("", 0, native, &[]);
        agent.array_push(list, function.into())?;
    }
    args.set_data(1, list.into());
    args.set_data(0, closure.into());
    Ok(())
}

fn check_mapper(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if !args.get(0).is_undefined() && !args.get(0).is_callable() {
        return Err(agent.throw_not_callable(args.get(0)));
    }
    Ok(Value::UNDEFINED)
}

/// The async iterator of the items, as an object with `iterator` and `next`; undefined if they are no iterable.
fn open(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let items = args.get(0);
    let method = agent.get_method(items, agent.symbol_key(WellKnownSymbol::AsyncIterator))?;
    let record: IteratorRecord = if method.is_undefined() {
        let method = agent.get_method(items, agent.symbol_key(WellKnownSymbol::Iterator))?;
        if method.is_undefined() {
            return Ok(Value::UNDEFINED);
        }
        let sync = agent.get_iterator_from_method(items, method)?;
        create_async_from_sync_iterator(agent, sync)?
    } else {
        agent.get_iterator_from_method(items, method)?
    };
    let object = agent.new_object_with_prototype(Value::NULL);
    object.create_str(agent, "iterator", record.iterator)?;
    object.create_str(agent, "next", record.next)?;
    Ok(object.into())
}

fn call(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    agent.call(args.get(0), args.get(1), args.rest(2))
}

/// Construct(C, « length ») if C is a constructor, else ArrayCreate.
fn construct(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    match args.get(0).as_object() {
        Some(constructor) if constructor.is_constructor() => {
            Ok(agent.construct(constructor, args.rest(1), constructor)?.into())
        }
        _ => Ok(agent.array_create(args.get(1).as_number().unwrap_or(0.0) as u64, None)?.into()),
    }
}

/// CreateDataPropertyOrThrow(A, k, V)
fn define(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if let Some(object) = args.get(0).as_object() {
        let index = args.get(1).as_number().unwrap_or(0.0) as u64;
        Target { object, fresh: None }.put(agent, index, args.get(2))?;
    }
    Ok(Value::UNDEFINED)
}

/// Set(A, "length", k, true); A.
fn finish(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if let Some(object) = args.get(0).as_object() {
        set_length(agent, object, args.get(1).as_number().unwrap_or(0.0) as u64)?;
    }
    Ok(args.get(0))
}

fn result_object(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.get(0).is_object() {
        return Ok(args.get(0));
    }
    let text = crate::error::describe(agent, args.get(0));
    Err(agent.throw_type_error(format!("Iterator result {text} is not an object")))
}

/// GetMethod(iterator, "return")
fn closer(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    agent.get_method(args.get(0), agent.names.return_)
}

/// ToObject(items) and its length.
fn source(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    let length = object.length_of_array_like(agent)?;
    let result = agent.new_object_with_prototype(Value::NULL);
    result.create_str(agent, "object", object)?;
    result.create_str(agent, "length", Value::number(length as f64))?;
    Ok(result.into())
}

//! %GeneratorPrototype% (ECMA-262 27.5.1).

use crate::interpreter::generator::{GeneratorObject, GeneratorState, ResumeMode, resume};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Attributes, Intrinsic, JsResult, Value};

pub static GENERATOR_PROTOTYPE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[
        value("constructor", SpecValue::Intrinsic(Intrinsic::GeneratorFunctionPrototype), Attributes::CONFIGURABLE),
        method("next", generator_next, 1),
        method("return", generator_return, 1),
        method("throw", generator_throw, 1),
        to_string_tag("Generator"),
    ],
};

pub static ASYNC_GENERATOR_PROTOTYPE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::AsyncIteratorPrototype,
    properties: &[
        value(
            "constructor",
            SpecValue::Intrinsic(Intrinsic::AsyncGeneratorFunctionPrototype),
            Attributes::CONFIGURABLE,
        ),
        method("next", super::async_generator::async_generator_next, 1),
        method("return", super::async_generator::async_generator_return, 1),
        method("throw", super::async_generator::async_generator_throw, 1),
        to_string_tag("AsyncGenerator"),
    ],
};

pub(crate) fn generator_next(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    resume_from(agent, this, args.get(0), ResumeMode::Next, "next")
}

fn generator_return(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    resume_from(agent, this, args.get(0), ResumeMode::Return, "return")
}

fn generator_throw(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    resume_from(agent, this, args.get(0), ResumeMode::Throw, "throw")
}

/// GeneratorResume and GeneratorResumeAbrupt (27.5.3.3-4).
fn resume_from(agent: &mut Agent, this: Value, value: Value, mode: ResumeMode, method: &str) -> JsResult<Value> {
    let Some(generator) = this.as_kind::<GeneratorObject>().filter(|g| !g.is_async) else {
        let text = crate::error::describe(agent, this);
        return Err(agent.throw_type_error(format!("{method} method called on incompatible receiver {text}")));
    };
    if generator.state() == GeneratorState::Executing {
        return Err(agent.throw_type_error("Generator is already running"));
    }
    if generator.state() == GeneratorState::SuspendedStart && mode != ResumeMode::Next {
        generator.set_state(GeneratorState::Completed);
    }
    if generator.state() == GeneratorState::Completed {
        return match mode {
            ResumeMode::Next => Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into()),
            ResumeMode::Return => Ok(agent.create_iter_result_object(value, true).into()),
            ResumeMode::Throw => Err(agent.throw(value)),
        };
    }
    let result = resume(agent, generator, value, mode)?;
    let done = generator.state() == GeneratorState::Completed;
    if !done && generator.is_delegating() {
        return Ok(result);
    }
    Ok(agent.create_iter_result_object(result, done).into())
}

//! Natives of `node:os`.

use jenny_engine::embed::{PropertySpec, RootVec, SpecValue, method, value};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, Attributes, JsResult, Value};
use jenny_runtime::binding::operations::outside_value;
use jenny_runtime::process::{self, system};

pub static MEMBERS: &[PropertySpec] =
    &[value("os", SpecValue::Make(|agent| super::new_namespace(agent, FUNCTIONS)), Attributes::BUILTIN)];

static FUNCTIONS: &[PropertySpec] = &[
    method(
        "availableParallelism",
        |agent, _, _| outside_value(agent, "availableParallelism", |_| Ok(process::available_parallelism().into())),
        0,
    ),
    method("cpus", |agent, _, _| outside_value(agent, "cpus", cpus), 0),
    method(
        "freemem",
        |agent, _, _| outside_value(agent, "freemem", |_| Ok(Value::number(system::memory().1 as f64))),
        0,
    ),
    method(
        "totalmem",
        |agent, _, _| outside_value(agent, "totalmem", |_| Ok(Value::number(system::memory().0 as f64))),
        0,
    ),
    method("hostname", |agent, _, _| outside_value(agent, "hostname", |agent| text(agent, system::names().host)), 0),
    method("release", |agent, _, _| outside_value(agent, "release", |agent| text(agent, system::names().release)), 0),
    method("type", |agent, _, _| outside_value(agent, "type", |agent| text(agent, system::names().kind)), 0),
    method("version", |agent, _, _| outside_value(agent, "version", |agent| text(agent, system::names().version)), 0),
    method("machine", |agent, _, _| outside_value(agent, "machine", |agent| text(agent, system::names().machine)), 0),
    method("uptime", |agent, _, _| outside_value(agent, "uptime", |_| Ok(Value::number(system::uptime_seconds()))), 0),
    method("loadavg", |agent, _, _| outside_value(agent, "loadavg", load_average), 0),
    method("userInfo", |agent, _, _| outside_value(agent, "userInfo", user_info), 0),
    method("getPriority", |agent, _, args| outside_value(agent, "getPriority", |agent| get_priority(agent, &args)), 1),
    method("setPriority", |agent, _, args| outside_value(agent, "setPriority", |agent| set_priority(agent, &args)), 2),
    method("networkInterfaces", |agent, _, _| Ok(agent.new_array(&[])?.as_object().into()), 0),
];

fn text(agent: &mut Agent, text: String) -> JsResult<Value> {
    Ok(agent.string_value(&text))
}

fn cpus(agent: &mut Agent) -> JsResult<Value> {
    let mut list = RootVec::new(&agent.heap);
    for cpu in system::processors() {
        let object = agent.new_object();
        let model = agent.string_value(&cpu.model);
        object.create_str(agent, "model", model)?;
        object.create_str(agent, "speed", Value::number(cpu.megahertz))?;
        let times = agent.new_object();
        for (name, milliseconds) in ["user", "nice", "sys", "idle", "irq"].into_iter().zip(cpu.times) {
            times.create_str(agent, name, Value::number(milliseconds as f64))?;
        }
        object.create_str(agent, "times", times)?;
        list.push(Value::from(object).bits());
    }
    Ok(agent.new_array(values(&list))?.as_object().into())
}

fn load_average(agent: &mut Agent) -> JsResult<Value> {
    let averages = system::load_averages().map(Value::number);
    Ok(agent.new_array(&averages)?.as_object().into())
}

fn user_info(agent: &mut Agent) -> JsResult<Value> {
    let user = system::user();
    let object = agent.new_object();
    object.create_str(agent, "uid", user.uid)?;
    object.create_str(agent, "gid", user.gid)?;
    for (name, field) in [("username", user.name), ("homedir", user.home), ("shell", user.shell)] {
        let field = agent.string_value(&field);
        object.create_str(agent, name, field)?;
    }
    Ok(object.into())
}

fn get_priority(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let pid = args.get(0).to_int32(agent)?;
    let priority = super::unwrap(agent, system::priority(pid))?;
    Ok(Value::int(priority))
}

fn set_priority(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let (pid, priority) = (args.get(0).to_int32(agent)?, args.get(1).to_int32(agent)?);
    super::unwrap(agent, system::set_priority(pid, priority))?;
    Ok(Value::UNDEFINED)
}

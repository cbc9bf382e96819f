//! Structured clone with the platform objects of this crate, whose steps stand beside their classes in JavaScript.

use super::ports;
use super::{Row, row};
use jenny_engine::embed::{Gc, RootVec};
use jenny_engine::structured::{
    DataCloneError, Deserialized, HostPayload, Serialized, StructuredHost, deserialize, serialize, structured_clone,
};
use jenny_engine::{Agent, Args, AsObject, JsResult, Object, Throw, Value};
use jenny_runtime::parallel::Port;

pub static ROWS: &[Row] = &[row("cloneValue", 2, clone_value)];

/// What a platform object is turned into: the home of its class, and the value that its serialization steps gave.
pub struct Platform {
    pub tag: String,
    pub data: Serialized,
}

/// Structured clones throw the DOMException of this crate.
pub struct WebHost;

impl WebHost {
    /// Calls a function of the registry of platform objects.
    fn registry(agent: &mut Agent, name: &str, args: &[Value]) -> JsResult<Value> {
        let function = crate::modules::export(agent, "platform", name)?;
        agent.call(function, Value::UNDEFINED, args)
    }

    /// The steps' answer, an array of tag, value and transfer list, as a payload.
    fn payload(&mut self, agent: &mut Agent, answer: Value) -> JsResult<Option<HostPayload>> {
        let Some(answer) = answer.as_object() else { return Ok(None) };
        let tag = answer.get_index(agent, 0)?.to_rust_string(agent)?;
        let value = answer.get_index(agent, 1)?;
        if tag == ports::TAG {
            return Ok(ports::take(agent, value).map(|port| Box::new(port) as HostPayload));
        }
        let list = match answer.get_index(agent, 2)? {
            list if list.is_object() => agent.create_list_from_array_like(list)?,
            _ => RootVec::new(&agent.heap),
        };
        let data = serialize(agent, value, jenny_engine::embed::values(&list), self)?;
        Ok(Some(Box::new(Platform { tag, data })))
    }
}

impl StructuredHost for WebHost {
    fn throw_data_clone_error(&mut self, agent: &mut Agent, error: DataCloneError) -> Throw {
        match data_clone_exception(agent, &error) {
            Ok(exception) => agent.throw(exception),
            Err(thrown) => thrown,
        }
    }

    fn serialize(&mut self, agent: &mut Agent, object: Gc<Object>) -> JsResult<Option<HostPayload>> {
        let answer = WebHost::registry(agent, "serialize", &[object.into()])?;
        self.payload(agent, answer)
    }

    fn is_transferable(&mut self, agent: &mut Agent, object: Gc<Object>) -> bool {
        // The registry's look runs no code of the program.
        WebHost::registry(agent, "isTransferable", &[object.into()]).is_ok_and(|answer| answer.to_boolean())
    }

    fn transfer(&mut self, agent: &mut Agent, object: Gc<Object>) -> JsResult<Option<HostPayload>> {
        let answer = WebHost::registry(agent, "transfer", &[object.into()])?;
        self.payload(agent, answer)
    }

    fn deserialize(&mut self, agent: &mut Agent, payload: HostPayload) -> JsResult<Value> {
        let payload = match payload.downcast::<Port>() {
            Ok(port) => {
                let number = ports::add(agent, *port);
                let tag = agent.string_value(ports::TAG);
                return WebHost::registry(agent, "deserialize", &[tag, number]);
            }
            Err(other) => other,
        };
        let Ok(platform) = payload.downcast::<Platform>() else { return Ok(Value::UNDEFINED) };
        let value = deserialize(agent, platform.data, self)?.value;
        let tag = agent.string_value(&platform.tag);
        WebHost::registry(agent, "deserialize", &[tag, value])
    }
}

fn data_clone_exception(agent: &mut Agent, error: &DataCloneError) -> JsResult<Value> {
    let class = crate::modules::export(agent, "dom_exception", "DOMException")?;
    let message = agent.string_value(&error.message);
    let name = agent.string_value("DataCloneError");
    match class.as_object() {
        Some(class) => {
            let exception = agent.construct(class, &[message, name], class)?;
            if !error.path.is_empty() {
                let (key, path) = (agent.key("path"), agent.string_value(&error.path));
                exception.define_builtin(agent, key, path, jenny_engine::Attributes::BUILTIN)?;
            }
            Ok(exception.into())
        }
        None => Err(agent.throw_plain_error(&error.message)),
    }
}

/// cloneValue(value, array of transferables)
fn clone_value(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let transfer = transfer_argument(agent, args.get(1))?;
    structured_clone(agent, args.get(0), jenny_engine::embed::values(&transfer), &mut WebHost)
}

/// The transfer list that JavaScript made an array of.
pub fn transfer_argument(agent: &mut Agent, list: Value) -> JsResult<RootVec> {
    if list.is_object() { agent.create_list_from_array_like(list) } else { Ok(RootVec::new(&agent.heap)) }
}

/// A message for another agent. Errors: DataCloneError, and what getters throw.
pub fn message_of(agent: &mut Agent, value: Value, transfer: Value) -> JsResult<Serialized> {
    if transfer.is_undefined() {
        return serialize(agent, value, &[], &mut WebHost);
    }
    let transfer = transfer_argument(agent, transfer)?;
    serialize(agent, value, jenny_engine::embed::values(&transfer), &mut WebHost)
}

/// What a message holds: its value, and an array of what was transferred with it, or undefined for none.
pub fn open_message(agent: &mut Agent, message: Serialized) -> JsResult<(Value, Value)> {
    let Deserialized { value, transferred } = deserialize(agent, message, &mut WebHost)?;
    let Some(transferred) = transferred else { return Ok((value, Value::UNDEFINED)) };
    let list = agent.new_array(jenny_engine::embed::values(&transferred))?;
    Ok((value, list.as_object().into()))
}

//! Web Locks: JavaScript knows each request by a number.

use super::{Row, row};
use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::operations::{Codec, outside_value};
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::parallel::{LockId, LockMode, LockNews, LockWish, query_locks, release_lock, request_lock};
use jenny_runtime::recording::Malformed;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

pub static ROWS: &[Row] =
    &[row("lockRequest", 4, lock_request), row("lockRelease", 1, lock_release), row("lockQuery", 0, lock_query)];

/// The agent's requests and locks. They are given back when it ends.
#[derive(Default)]
struct Requests {
    next: Cell<u32>,
    table: RefCell<BTreeMap<u32, (LockId, OperationId)>>,
}

impl Drop for Requests {
    fn drop(&mut self) {
        for (id, _) in self.table.borrow().values() {
            release_lock(*id);
        }
    }
}

/// What a waiting request hears.
const NEWS: Codec<LockNews> = Codec {
    write: |news, encoder| {
        encoder.bytes.push(match news {
            LockNews::Granted => 0,
            LockNews::Unavailable => 1,
            LockNews::Stolen => 2,
        });
    },
    read: |decoder| {
        Ok(match decoder.byte()? {
            0 => LockNews::Granted,
            1 => LockNews::Unavailable,
            2 => LockNews::Stolen,
            _ => return Err(Malformed),
        })
    },
};

/// lockRequest(name, is shared, 'wait' | 'ifAvailable' | 'steal', callback): its number. callback('granted'), perhaps later
/// callback('stolen'); or callback('unavailable').
fn lock_request(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_js_string(agent)?.to_utf16();
    let mode = if args.get(1).to_boolean() { LockMode::Shared } else { LockMode::Exclusive };
    let wish = match args.get(2).to_rust_string(agent)?.as_str() {
        "ifAvailable" => LockWish::IfAvailable,
        "steal" => LockWish::Steal,
        _ => LockWish::Wait,
    };
    let requests = agent.state::<Requests>();
    let number = requests.next.get() + 1;
    requests.next.set(number);
    let callback = HeldValue::new(agent, args.get(3));
    let state = state_of(agent);
    let (operation, poster) =
        state.start_external_as(OperationKind::Lock, TaskSource::Generic, true, NEWS, move |agent, news, _| {
            let text = match news {
                Some(LockNews::Granted) => "granted",
                Some(LockNews::Unavailable) => "unavailable",
                Some(LockNews::Stolen) => "stolen",
                None => return Ok(()),
            };
            // A lock that is held keeps nothing alive; what its holder does may.
            let operation = agent.state::<Requests>().table.borrow().get(&number).map(|(_, operation)| *operation);
            if let Some(operation) = operation {
                if let Some(recording) = state_of(agent).recording.as_ref().filter(|_| text == "granted") {
                    recording.lock_granted(operation);
                }
                state_of(agent).event_loop.set_operation_ref(operation, false);
            }
            let text = agent.string_value(text);
            agent.call(callback.get(), Value::UNDEFINED, &[text]).map(|_| ())
        });
    if let Some(recording) = &state.recording {
        recording.lock_requested(operation, &String::from_utf16_lossy(&name), mode == LockMode::Shared);
    }
    // In a replay the record says who gets it.
    let id = match state.is_replay() {
        true => LockId::NONE,
        false => request_lock(&name, mode, wish, state.options.agent, poster),
    };
    requests.table.borrow_mut().insert(number, (id, operation));
    Ok(Value::number(f64::from(number)))
}

/// lockRelease(request): gives the lock back or withdraws the request.
fn lock_release(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = args.get(0).to_index(agent)? as u32;
    let entry = agent.state::<Requests>().table.borrow_mut().remove(&number);
    if let Some((id, operation)) = entry {
        let state = state_of(agent);
        if !state.is_replay() {
            release_lock(id);
        }
        if let Some(recording) = &state.recording {
            recording.lock_released(operation);
        }
        state.cancel(operation);
    }
    Ok(Value::UNDEFINED)
}

/// lockQuery(): an array of [name, is shared, client, is held].
fn lock_query(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "locks", query)
}

fn query(agent: &mut Agent) -> JsResult<Value> {
    let list = agent.new_array(&[])?;
    for info in query_locks() {
        let name = agent.try_string_from_utf16(&info.name)?.into();
        let row = [
            name,
            Value::bool(info.mode == LockMode::Shared),
            Value::int(i32::from(info.client)),
            Value::bool(info.held),
        ];
        let row = agent.new_array(&row)?;
        agent.array_push(list, row.as_object().into())?;
    }
    Ok(list.as_object().into())
}

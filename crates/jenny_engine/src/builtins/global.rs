//! Functions of the global object (19.2): eval, parseInt, URI coding...

use crate::{Agent, Object};
use jenny_gc::Gc;

pub fn make_eval(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_parse_int(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_parse_float(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

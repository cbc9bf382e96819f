//! Proxy.

use crate::{Agent, Object};
use jenny_gc::Gc;

pub fn make_proxy_constructor(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

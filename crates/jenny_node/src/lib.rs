//! The `node:` modules and Node's globals: JavaScript sources in `js/`, and the natives under them that `js/INTERNALS.md` lists.
//!
//! - [`module_sources`]: the sources by id, each wrapped as the function that the module loader calls
//! - [`require`]: evaluates a module when it is first asked for
//! - [`globals`]: `console`, `process`, `Buffer`, timers, `global`
//! - [`natives`]: the object `internal`, one file a subject
//!
//! Nothing is compiled or made before a program touches it.

pub mod globals;
pub mod module_sources;
pub mod natives;
pub mod require;

use std::rc::Rc;

use jenny_runtime::binding::Runtime;

/// Gives a runtime the `node:` modules and Node's globals.
pub fn install(runtime: &mut Runtime) {
    *runtime.state.builtins.borrow_mut() = Some(Rc::new(require::NodeModules));
    jenny_runtime::binding::modules::install(&mut runtime.agent);
    let global = runtime.agent.realm().global_object();
    jenny_engine::embed::install(&mut runtime.agent, global, globals::GLOBALS);
}

/// Whether a name without `node:` is a module that programs may import.
pub fn is_builtin(name: &str) -> bool {
    !module_sources::is_internal(name) && module_sources::module_source(name).is_some()
}

//! Modules (ECMA-262 16.2): records, loading, linking, evaluation, namespaces, dynamic import.
//!
//! - [`record`]: Module, its cell: Source Text and Synthetic Module Records; ScriptRecord
//! - [`loading`]: LoadRequestedModules, and what a host's [`ModuleLoader`](crate::agent::host::ModuleLoader) is asked
//! - [`linking`]: ResolveExport, Link, InitializeEnvironment
//! - [`evaluation`]: Evaluate, with asynchronous modules
//! - [`deferred`]: what `import defer` needs to know of a graph
//! - [`namespace`]: GetModuleNamespace, the namespace exotic object
//! - [`dynamic_import`](mod@dynamic_import): `import()` and `import.meta`
//! - [`embedding`]: whole graphs, for hosts

pub mod deferred;
pub mod dynamic_import;
pub mod embedding;
pub mod evaluation;
pub mod linking;
pub mod loading;
pub mod namespace;
pub mod record;

pub use deferred::has_asynchronous_dependencies;
pub use dynamic_import::{dynamic_import, import_meta};
pub use embedding::{load_link_evaluate, throw_at};
pub use evaluation::{evaluate, evaluate_sync};
pub use linking::link;
pub use loading::{ImportRequest, finish_loading_imported_module, load_requested_modules};
pub use namespace::{ModuleNamespace, get_module_namespace};
pub use record::{ImportPhase, Module, ModuleList, ModuleStatus, ScriptRecord, SyntheticEvaluation};

use crate::agent::Agent;
use crate::{JsResult, Throw, Value};

/// What was thrown, for code that passes it on by other means; Err if the agent is being terminated, which nothing catches.
pub(crate) fn caught(agent: &mut Agent, thrown: Throw) -> JsResult<Value> {
    if agent.is_terminating() { Err(thrown) } else { Ok(agent.take_exception(thrown)) }
}

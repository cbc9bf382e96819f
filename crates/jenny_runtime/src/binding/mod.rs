//! The engine on the event loop: what a program's agent, its loop and its modules need of each other.
//!
//! - [`runtime`]: Runtime, an agent with its loop; running entry files and turning until the end
//! - [`state`]: RuntimeState, which natives reach from an agent: loop, loader, output, environment, hooks
//! - [`callbacks`]: the callbacks behind the loop's payloads
//! - [`timers`]: the objects of `setTimeout` and `setInterval`
//! - [`operations`]: asynchronous work whose results come back as tasks with the agent in hand
//! - [`async_waits`]: `Atomics.waitAsync` as operations of the loop
//! - [`loop_host`]: the loop's `Host`: tasks, ticks, jobs, rejections
//! - [`host_hooks`]: clocks, randomness and time zone for the engine
//! - [`rejections`]: rejected promises that nobody handles
//! - [`uncaught`], [`report`]: errors that nobody catches, and how they are printed
//! - [`compile`]: sources of every language to code, and syntax errors with their place
//! - [`prompt`]: what is typed at a prompt, to code and its value
//! - [`lone_functions`]: functions as texts for another agent
//! - [`required`]: files as `require` takes them
//! - [`modules`], [`commonjs_names`]: the module loader of the engine; named exports of CommonJS modules
//! - [`awaiting`]: what a program that cannot end is still waiting for

pub mod async_waits;
pub mod awaiting;
pub mod callbacks;
pub mod commonjs_names;
pub mod compile;
pub mod host_hooks;
pub mod listeners;
pub mod lone_functions;
pub mod loop_host;
pub mod modules;
pub mod operations;
pub mod prompt;
pub mod rejections;
pub mod report;
pub mod required;
pub mod runtime;
pub mod state;
pub mod stored_code;
pub mod timers;
pub mod uncaught;
mod worker_code;

pub use callbacks::Callback;
pub use runtime::Runtime;
pub use state::{BuiltinModules, FatalListener, RuntimeOptions, RuntimeState, state_of};
pub use stored_code::StoredCode;
pub use uncaught::Origin;

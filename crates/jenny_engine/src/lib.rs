//! Jenny's engine: ECMA-262 in Rust.
//!
//! - `agent`: Agent (one a thread), its stack, job queue, host hooks, protectors
//! - `realm`: Realm, intrinsics made at first touch, tables of builtin properties
//! - `value`: Value (NaN-boxed), BigInt cells
//! - `string`: JsString, Symbol, PropertyKey, atoms, names
//! - `object`: Object, Shape, elements, descriptors, essential internal methods, arrays, wrappers
//! - `function`: closures, natives, bound functions, Code
//! - `environment`: scopes
//! - `script`, `module`: Script and Module records
//! - `operations`: abstract operations of ECMA-262 section 7
//! - `interpreter`: dispatch, frames, unwinding, handlers
//! - `inline_cache`: feedback
//! - `error`: errors as thrown, captured stacks
//! - `builtins`: one file or folder a global
//! - `structured`: structured serialize and deserialize
//! - `embed`: the API of the crates above
//!
//! Conventions: `agent: &mut Agent` first means "may allocate and run JavaScript"; a `Gc<T>` in a Rust local is found by the
//! collector's scan of the native stack, so it needs no handle; on the Rust heap only `Root`, `RootVec` and traced cells hold cells.

pub mod agent;
pub mod builtins;
pub mod embed;
pub mod environment;
pub mod error;
pub mod function;
pub mod inline_cache;
pub mod interpreter;
pub mod kind;
pub mod module;
pub mod object;
pub mod operations;
pub mod realm;
pub mod script;
pub mod string;
pub mod structured;
pub mod value;

pub use agent::{Agent, AgentOptions};
pub use function::{Args, NativeFunction};
pub use kind::Kind;
pub use object::{AsObject, Attributes, Object, OwnProperty, PropertyDescriptor};
pub use operations::PreferredType;
pub use realm::Intrinsic;
pub use string::{JsString, PropertyKey, StringView, Symbol, WellKnownSymbol};
pub use value::Value;

/// A throw completion; the value is in the agent (`Agent::take_exception`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throw(pub(crate) ());

/// What may throw.
pub type JsResult<T> = Result<T, Throw>;

//! The `node:` modules: JavaScript sources in `js/`, run with the natives that `js/INTERNALS.md` lists.
//!
//! - [`module_sources`]: the sources by id, each wrapped as the function that the module loader calls

pub mod module_sources;

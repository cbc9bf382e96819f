//! Code of the runtime's own JavaScript, compiled when the runtime was built: read once a process, shared by its agents.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jenny_bytecode::portable::{self, StoredBytes};
use jenny_bytecode::{FunctionTemplate, SourceText};

/// A built-in source and what the build made of it.
#[derive(Clone, Copy, Debug)]
pub struct StoredCode {
    pub text: &'static str,
    pub code: &'static [u8],
}

/// Templates by the addresses of their stored code.
static TEMPLATES: Mutex<BTreeMap<usize, Arc<FunctionTemplate>>> = Mutex::new(BTreeMap::new());

impl StoredCode {
    /// The template; `name` is what stacks show. None if the code is damaged, which only a broken build could make it.
    pub fn template(&self, name: impl FnOnce() -> String) -> Option<Arc<FunctionTemplate>> {
        // Whoever panicked with the lock held left the map whole.
        let lock = || TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
        let key = self.code.as_ptr() as usize;
        if let Some(known) = lock().get(&key) {
            return Some(known.clone());
        }
        let template =
            portable::from_bytes(&StoredBytes::Static(self.code), &SourceText::of_static(name(), self.text))?;
        Some(lock().entry(key).or_insert(template).clone())
    }
}

//! Code of modules that Workers run: Workers of one program mostly run the same files, and code is plain data that agents share.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jenny_bytecode::{ModuleTemplate, SourceText};
use jenny_compiler::CompileError;

use super::compile::SourceUnit;
use crate::compile_source::Language;

/// Most modules that are kept, and the bytes of the longest.
const MODULES: usize = 32;
const LONGEST: usize = 256 << 10;

/// Modules compiled last, the newest at the end.
static KNOWN: Mutex<VecDeque<Arc<ModuleTemplate>>> = Mutex::new(VecDeque::new());

fn is_same(one: &SourceText, other: &SourceText) -> bool {
    one.name == other.name && one.text == other.text && one.stand_ins == other.stand_ins
}

/// Compiles a module for a Worker, or finds it compiled for another one.
///
/// # Errors
/// Those of the compiler.
pub(super) fn module(unit: &SourceUnit) -> Result<Arc<ModuleTemplate>, CompileError> {
    if unit.language != Language::JavaScript || unit.text.text.len() > LONGEST {
        return unit.module();
    }
    // Whoever panicked with the lock held left the list whole.
    let lock = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = lock().iter().find(|template| is_same(&template.body.source, &unit.text)).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let template = unit.module()?;
    let mut list = lock();
    if list.len() == MODULES {
        list.pop_front();
    }
    list.push_back(template.clone());
    Ok(template)
}

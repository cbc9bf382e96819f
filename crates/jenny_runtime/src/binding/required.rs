//! What a file is to `require`: an ES module, or the body of a function. Where nothing but the text tells, it is compiled as
//! the latter, as Node does it: one reading, and no other parse, for nearly all files.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

use jenny_bytecode::FunctionTemplate;
use jenny_engine::{Agent, JsResult};

use super::compile::{SourceUnit, throw_load_error};
use super::modules::unit_made_of;
use super::state::{RuntimeState, state_of};
use crate::compile_source::has_module_syntax;
use crate::loader::{Content, LoadError, ModuleFormat, Resolved, Source};

/// The path and the code of an entry.
pub(super) type CompiledEntry = RefCell<Option<(PathBuf, SourceUnit, Arc<FunctionTemplate>)>>;

/// Reads the entry. One that turns out to be CommonJS only by being compiled is kept for [`compile_required`]; its text is
/// there, no more in the source.
pub(super) fn load_entry(state: &RuntimeState, resolved: &Resolved) -> Result<Source, LoadError> {
    let (mut source, unsure) = state.loader.load_for_require(resolved)?;
    if unsure {
        let has_hashbang = source.text().starts_with("#!");
        let content = std::mem::replace(&mut source.content, Content::Bytes(Vec::new()));
        let unit = unit_made_of(Source { content, ..source.clone() }).as_function_body();
        match (unit.commonjs(), resolved.path()) {
            (Ok(template), Some(path)) => {
                *state.compiled_entry.borrow_mut() = Some((path.to_owned(), unit, template));
            }
            _ => {
                if has_module_syntax(&unit.text.text, source.language) {
                    source.format = ModuleFormat::Module;
                }
                let mut text = unit.text.text.to_string();
                if has_hashbang {
                    text.replace_range(..2, "#!");
                }
                source.content = Content::Text(text);
            }
        }
    }
    Ok(source)
}

/// The function of a file that is CommonJS; None if it is an ES module.
///
/// # Errors
/// It cannot be read or compiled.
pub fn compile_required(agent: &mut Agent, resolved: &Resolved) -> JsResult<Option<Arc<FunctionTemplate>>> {
    let state = state_of(agent);
    if let Some((path, unit, template)) = state.compiled_entry.take()
        && resolved.path() == Some(&path)
    {
        unit.record(agent);
        return Ok(Some(template));
    }
    let (source, unsure) = match state.loader.load_for_require(resolved) {
        Ok(loaded) => loaded,
        Err(error) => return Err(throw_load_error(agent, &error)),
    };
    if source.format == ModuleFormat::Module {
        return Ok(None);
    }
    let unit = unit_made_of(source).as_function_body();
    let compiled = unit.commonjs();
    if compiled.is_err() && unsure && has_module_syntax(&unit.text.text, unit.language) {
        return Ok(None);
    }
    unit.record(agent);
    match compiled {
        Ok(template) => Ok(Some(template)),
        Err(error) => Err(unit.throw(agent, &error)),
    }
}

//! The JavaScript of the built-in modules, by id, and the code that the build made of it.

use jenny_runtime::binding::StoredCode;

macro_rules! wrapper_head {
    () => {
        "(function (exports, require, module, internal) {"
    };
}

macro_rules! wrapper_tail {
    () => {
        "\n})"
    };
}

/// Ids and wrapped sources, sorted by id. Each source is a script whose completion value is the function
/// `(exports, require, module, internal)`; positions on its first line lie behind [`HEAD_LENGTH`] bytes of the wrapper.
pub static MODULE_SOURCES: &[(&str, StoredCode)] = include!(concat!(env!("OUT_DIR"), "/module_sources.rs"));

/// Length in bytes of what stands in front of a module's own text.
pub const HEAD_LENGTH: usize = wrapper_head!().len();

/// The wrapped source and the code of the module `id` (without `node:`), internal ones included.
pub fn module_source(id: &str) -> Option<&'static StoredCode> {
    let found = MODULE_SOURCES.binary_search_by(|(name, _)| name.cmp(&id)).ok()?;
    Some(&MODULE_SOURCES[found].1)
}

/// True for the ids that only other built-in modules may name.
pub fn is_internal(id: &str) -> bool {
    id.starts_with("internal/")
}

/// The ids that programs may name, sorted.
pub fn public_modules() -> impl Iterator<Item = &'static str> {
    MODULE_SOURCES.iter().map(|&(id, _)| id).filter(|id| !is_internal(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jenny_bytecode::disassembler::disassemble;
    use jenny_bytecode::portable::StoredBytes;
    use jenny_bytecode::{SourceText, portable, verify};
    use std::sync::Arc;

    #[test]
    fn the_table_is_sorted_and_wrapped() {
        assert!(MODULE_SOURCES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (id, StoredCode { text: source, .. }) in MODULE_SOURCES {
            assert!(source[HEAD_LENGTH..].starts_with("//! "), "{id} does not open with its sentence");
            assert!(source.ends_with("\n})"), "{id} is not wrapped");
        }
    }

    #[test]
    fn the_stored_code_is_what_the_compiler_makes() {
        for (id, stored) in MODULE_SOURCES {
            let source = SourceText::new(format!("node:{id}"), stored.text);
            let options = jenny_compiler::CompileOptions { completion_value: true, ..Default::default() };
            let compiled = jenny_compiler::compile_script(source.clone(), &options).expect("no syntax error");
            let read = portable::from_bytes(&StoredBytes::Static(stored.code), &source).expect("whole code");
            assert_eq!(disassemble(&compiled), disassemble(&read), "{id}");
            assert_eq!(portable::to_bytes(&read), stored.code, "{id}");
            assert_eq!(verify(&read), Ok(()), "{id}");
        }
    }

    #[test]
    fn damaged_code_is_refused() {
        let stored = module_source("path").expect("a module");
        let source = SourceText::new("node:path", stored.text);
        for cut in 0..stored.code.len() {
            assert!(portable::from_bytes(&StoredBytes::Static(&stored.code[..cut]), &source).is_none(), "cut at {cut}");
        }
        let mut bytes = stored.code.to_vec();
        for at in 0..bytes.len() {
            // Whatever comes of it, reading ends, and what is read is sound.
            bytes[at] ^= 0xff;
            if let Some(read) = portable::from_bytes(&StoredBytes::Shared(Arc::new(bytes.clone())), &source) {
                let mut rest = vec![read];
                while let Some(function) = rest.pop() {
                    assert_eq!(verify(&function), Ok(()), "changed at {at}");
                    rest.extend(function.functions.iter().cloned());
                }
            }
            bytes[at] ^= 0xff;
        }
    }

    #[test]
    fn modules_are_found_by_id() {
        assert!(module_source("fs/promises").is_some());
        assert!(module_source("internal/inspect").is_some());
        assert!(module_source("no such module").is_none());
        assert!(public_modules().any(|id| id == "path/posix"));
        assert!(public_modules().all(|id| !is_internal(id)));
    }

    /// What a source requires must exist.
    #[test]
    fn every_required_id_exists() {
        for (id, StoredCode { text: source, .. }) in MODULE_SOURCES {
            for rest in source.split("require('").skip(1) {
                let wanted = rest.split('\'').next().unwrap_or_default();
                assert!(module_source(wanted).is_some(), "{id} requires {wanted}, which is not there");
            }
        }
    }
}

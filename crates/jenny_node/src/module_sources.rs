//! The JavaScript of the built-in modules, by id.

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
pub static MODULE_SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/module_sources.rs"));

/// Length in bytes of what stands in front of a module's own text.
pub const HEAD_LENGTH: usize = wrapper_head!().len();

/// The wrapped source of the module `id` (without `node:`), internal ones included.
pub fn module_source(id: &str) -> Option<&'static str> {
    let found = MODULE_SOURCES.binary_search_by(|(name, _)| name.cmp(&id)).ok()?;
    Some(MODULE_SOURCES[found].1)
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

    #[test]
    fn the_table_is_sorted_and_wrapped() {
        assert!(MODULE_SOURCES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (id, source) in MODULE_SOURCES {
            assert!(source[HEAD_LENGTH..].starts_with("//! "), "{id} does not open with its sentence");
            assert!(source.ends_with("\n})"), "{id} is not wrapped");
        }
    }

    #[test]
    fn modules_are_found_by_id() {
        assert!(module_source("fs/promises").is_some());
        assert!(module_source("internal/inspect").is_some());
        assert_eq!(module_source("no such module"), None);
        assert!(public_modules().any(|id| id == "path/posix"));
        assert!(public_modules().all(|id| !is_internal(id)));
    }

    /// What a source requires must exist.
    #[test]
    fn every_required_id_exists() {
        for (id, source) in MODULE_SOURCES {
            for rest in source.split("require('").skip(1) {
                let wanted = rest.split('\'').next().unwrap_or_default();
                assert!(module_source(wanted).is_some(), "{id} requires {wanted}, which is not there");
            }
        }
    }
}

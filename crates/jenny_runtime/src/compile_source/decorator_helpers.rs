//! The few functions that transformed TypeScript imports, as modules that the loader serves from memory.

/// The package that transformed sources import their helpers from. No package of this name is looked for on disk.
pub const HELPER_PACKAGE: &str = "jenny:typescript";

/// Applies legacy decorators from last to first: to a class, or to a member's descriptor.
const DECORATE: &str = r#"
function decorate(decorators, target, key, descriptor) {
  const count = arguments.length;
  let result = count < 3 ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
  for (let i = decorators.length - 1; i >= 0; i--) {
    const decorator = decorators[i];
    if (!decorator) continue;
    const answer = count < 3 ? decorator(result) : count > 3 ? decorator(target, key, result) : decorator(target, key);
    result = answer || result;
  }
  if (count > 3 && result) Object.defineProperty(target, key, result);
  return result;
}
"#;

/// Makes a parameter's decorator look like a member's.
const DECORATE_PARAM: &str = r#"
function decorateParam(index, decorator) {
  return (target, key) => decorator(target, key, index);
}
"#;

/// Hands types to `Reflect.metadata` where a library has defined it.
const DECORATE_METADATA: &str = r#"
function decorateMetadata(key, value) {
  if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(key, value);
}
"#;

/// The text of a helper module: its function and, as the last line says, its default export or `module.exports`.
/// `specifier` is what the transformed source imports; `None` if it is no helper.
pub fn helper_source(specifier: &str) -> Option<(&'static str, &'static str)> {
    let name = specifier.strip_prefix(HELPER_PACKAGE)?.strip_prefix("/helpers/")?;
    match name {
        "decorate" => Some(("decorate", DECORATE)),
        "decorateParam" => Some(("decorateParam", DECORATE_PARAM)),
        "decorateMetadata" => Some(("decorateMetadata", DECORATE_METADATA)),
        _ => None,
    }
}

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

/// Applies the decorators of the standards proposal. A `Decoration` is one class, an `Element` one decorated member; the
/// lowered class calls them in the order that the proposal's ClassDefinitionEvaluation has.
const DECORATORS: &str = r#"
class Element {
  constructor(kind, name, isStatic, decorators, isPrivate) {
    this.kind = kind;
    this.name = name;
    this.static = isStatic;
    this.private = isPrivate;
    this.decorators = decorators;
    this.initializers = [];
    this.extra = [];
    this.access = { has: (object) => name in object };
    if (kind !== "setter") this.access.get = (object) => object[name];
    if (kind === "setter" || kind === "field" || kind === "accessor") {
      this.access.set = (object, value) => { object[name] = value; };
    }
  }
  reach(has, get, set) {
    this.access = { has, get, set };
  }
  initialize(self, value) {
    for (const initializer of this.initializers) value = initializer.call(self, value);
    return value;
  }
  finish(self) {
    for (const initializer of this.extra) initializer.call(self);
  }
}

function checkFunction(value, what) {
  if (typeof value !== "function") throw new TypeError(what + " must be a function");
  return value;
}

class Decoration {
  constructor(decorators, name) {
    this.decorators = decorators;
    this.name = name;
    this.elements = [];
    this.instanceExtra = [];
    this.staticExtra = [];
    this.classExtra = [];
    this.result = undefined;
  }
  element(kind, name, isStatic, decorators, isPrivate) {
    const element = new Element(kind, name, isStatic, decorators, isPrivate);
    this.elements.push(element);
    return element;
  }
  key(value) {
    return typeof value === "symbol" ? value : `${value}`;
  }
  call(decorator, value, context, extra) {
    let finished = false;
    context.addInitializer = (initializer) => {
      if (finished) throw new TypeError("Cannot add initializers after decoration has completed");
      extra.push(checkFunction(initializer, "An initializer"));
    };
    const answer = checkFunction(decorator, "A decorator")(value, context);
    finished = true;
    return answer;
  }
  decorate(element, home, metadata) {
    const { kind, name, access } = element;
    const isData = kind === "field" || kind === "accessor";
    const extra = isData ? element.extra : element.static ? this.staticExtra : this.instanceExtra;
    const descriptor = kind === "field" ? undefined : Object.getOwnPropertyDescriptor(home, name);
    const part = kind === "getter" ? "get" : kind === "setter" ? "set" : "value";
    for (let i = element.decorators.length - 1; i >= 0; i--) {
      const context = { kind, name, static: element.static, private: element.private, access, metadata };
      const value = kind === "field" ? undefined
        : kind === "accessor" ? { get: descriptor.get, set: descriptor.set } : descriptor[part];
      const answer = this.call(element.decorators[i], value, context, extra);
      if (answer === undefined) continue;
      if (kind === "accessor") {
        if (typeof answer !== "object" || answer === null) {
          throw new TypeError("An accessor decorator must return an object or undefined");
        }
        if (answer.get !== undefined) descriptor.get = checkFunction(answer.get, "get");
        if (answer.set !== undefined) descriptor.set = checkFunction(answer.set, "set");
        if (answer.init !== undefined) element.initializers.unshift(checkFunction(answer.init, "init"));
      } else if (kind === "field") {
        element.initializers.unshift(checkFunction(answer, "What a field decorator returns"));
      } else {
        descriptor[part] = checkFunction(answer, "What a " + kind + " decorator returns");
      }
    }
    if (descriptor) Object.defineProperty(home, name, descriptor);
  }
  apply(target) {
    const metadata = Symbol.metadata === undefined
      ? undefined : Object.create(Object.getPrototypeOf(target)?.[Symbol.metadata] ?? null);
    const rank = (element) => (element.kind === "field" ? 2 : 0) + (element.static ? 0 : 1);
    const ordered = [...this.elements].sort((a, b) => rank(a) - rank(b));
    for (const element of ordered) this.decorate(element, element.static ? target : target.prototype, metadata);
    let result = target;
    for (let i = this.decorators.length - 1; i >= 0; i--) {
      const context = { kind: "class", name: this.name, metadata };
      const answer = this.call(this.decorators[i], result, context, this.classExtra);
      if (answer !== undefined) result = checkFunction(answer, "What a class decorator returns");
    }
    if (metadata) Object.defineProperty(result, Symbol.metadata, { value: metadata, configurable: true, writable: true });
    for (const initializer of this.staticExtra) initializer.call(target);
    this.result = result;
    return result;
  }
  instance(self) {
    for (const initializer of this.instanceExtra) initializer.call(self);
  }
  finish() {
    for (const initializer of this.classExtra) initializer.call(this.result);
  }
}

function decorators(list, name) {
  return new Decoration(list, name);
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
        "decorators" => Some(("decorators", DECORATORS)),
        _ => None,
    }
}

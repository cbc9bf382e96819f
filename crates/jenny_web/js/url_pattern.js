// URLPattern (urlpattern.spec.whatwg.org) over the native parser and the language's own regular expressions.
'use strict';
const { patternParse, patternInput, load } = require;
const { defineInterface, defineInspect, illegalInvocation, isObject, wrongType } = load('webidl');

const COMPONENTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const MEMBERS = [...COMPONENTS, 'baseURL'];

/// A URLPatternInit as the natives take it, and as the result shows it.
function initOf(input) {
  const list = [], shown = {};
  for (const name of MEMBERS.toSorted()) {
    const value = input[name];
    if (value !== undefined) shown[name] = `${value}`.toWellFormed();
  }
  for (const name of MEMBERS) list.push(shown[name]);
  return { list, shown };
}

class URLPattern {
  #components; #hasRegExpGroups;
  constructor(input = {}, baseOrOptions = undefined, options = undefined) {
    let base;
    if (baseOrOptions !== undefined && !isObject(baseOrOptions)) base = `${baseOrOptions}`.toWellFormed();
    else { if (options === undefined) options = baseOrOptions; }
    if (options !== undefined && options !== null && !isObject(options)) throw wrongType('options', 'of type object');
    const ignoreCase = !!options?.ignoreCase;
    if (input === null || input === undefined) input = {};
    if (isObject(input) && base !== undefined) throw new TypeError('a base URL cannot stand beside an object of components');
    const parsed = patternParse(isObject(input) ? initOf(input).list : `${input}`.toWellFormed(), base, ignoreCase);
    this.#hasRegExpGroups = parsed[0];
    this.#components = COMPONENTS.map((name, i) => {
      const [pattern, source, names] = parsed.slice(1 + i * 3, 4 + i * 3);
      let regExp;
      try { regExp = new RegExp(source, ignoreCase ? 'vi' : 'v'); } catch (error) { throw new TypeError(`Invalid URLPattern: ${name}: ${error.message}`, { cause: error }); }
      return { pattern, regExp, names };
    });
  }
  #match(input, base) {
    let given = input, inputs;
    if (isObject(input)) {
      if (base !== undefined) throw new TypeError('a base URL cannot stand beside an object of components');
      const { list, shown } = initOf(input);
      given = list; inputs = [shown];
    } else {
      given = `${input}`.toWellFormed();
      if (base !== undefined) base = `${base}`.toWellFormed();
      inputs = base === undefined ? [given] : [given, base];
    }
    const texts = patternInput(given, base);
    if (texts === null) return null;
    const result = { inputs };
    for (let i = 0; i < COMPONENTS.length; i++) {
      const { regExp, names } = this.#components[i];
      const match = regExp.exec(texts[i]);
      if (match === null) return null;
      const groups = {};
      for (let k = 0; k < names.length; k++) groups[names[k]] = match[k + 1];
      result[COMPONENTS[i]] = { input: texts[i], groups };
    }
    return result;
  }
  test(input = {}, baseURL = undefined) { if (!(#components in this)) throw illegalInvocation(); return this.#match(input, baseURL) !== null; }
  exec(input = {}, baseURL = undefined) { if (!(#components in this)) throw illegalInvocation(); return this.#match(input, baseURL); }
  get protocol() { if (!(#components in this)) throw illegalInvocation(); return this.#components[0].pattern; }
  get username() { if (!(#components in this)) throw illegalInvocation(); return this.#components[1].pattern; }
  get password() { if (!(#components in this)) throw illegalInvocation(); return this.#components[2].pattern; }
  get hostname() { if (!(#components in this)) throw illegalInvocation(); return this.#components[3].pattern; }
  get port() { if (!(#components in this)) throw illegalInvocation(); return this.#components[4].pattern; }
  get pathname() { if (!(#components in this)) throw illegalInvocation(); return this.#components[5].pattern; }
  get search() { if (!(#components in this)) throw illegalInvocation(); return this.#components[6].pattern; }
  get hash() { if (!(#components in this)) throw illegalInvocation(); return this.#components[7].pattern; }
  get hasRegExpGroups() { if (!(#components in this)) throw illegalInvocation(); return this.#hasRegExpGroups; }
}
defineInterface(URLPattern);
defineInspect(URLPattern, (pattern) => Object.fromEntries([...COMPONENTS, 'hasRegExpGroups'].map((name) => [name, pattern[name]])));

Object.assign(exports, { URLPattern });

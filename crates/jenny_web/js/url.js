// URL and URLSearchParams (url.spec.whatwg.org section 6) over the native parser.
'use strict';
const internal = require;
const { parseUrl, setUrlPart, parseQuery, serializeQuery, exposeMembers } = internal;

let setList, bindUrl, isParams, isUrl;

class URLSearchParams {
  #list = []; #url = null;
  static {
    setList = (params, list) => { params.#list = list; };
    bindUrl = (params, url) => { params.#url = url; };
    isParams = (object) => #list in object;
  }
  constructor(init = '') {
    if (init === null || init === undefined) return;
    if (typeof init === 'object' || typeof init === 'function') {
      if (init[Symbol.iterator] !== undefined && init[Symbol.iterator] !== null) {
        for (const pair of init) {
          if (pair === null || typeof pair !== 'object' && typeof pair !== 'function') throw new TypeError('Each query pair must be an iterable [name, value] tuple');
          const entries = [...pair];
          if (entries.length !== 2) throw new TypeError('Each query pair must be an iterable [name, value] tuple');
          this.#list.push([`${entries[0]}`.toWellFormed(), `${entries[1]}`.toWellFormed()]);
        }
      } else {
        // A record: names that become the same one are one.
        const record = new Map();
        for (const key of Reflect.ownKeys(init)) {
          const descriptor = Reflect.getOwnPropertyDescriptor(init, key);
          if (descriptor?.enumerable) record.set(`${key}`.toWellFormed(), `${init[key]}`.toWellFormed());
        }
        this.#list = [...record];
      }
      return;
    }
    init = `${init}`;
    if (init[0] === '?') init = init.slice(1);
    this.#list = parseQuery(init.toWellFormed());
  }
  #changed() { this.#url?.(serializeQuery(this.#list)); }
  get size() { return this.#list.length; }
  append(name, value) { this.#list.push([`${name}`.toWellFormed(), `${value}`.toWellFormed()]); this.#changed(); }
  delete(name, value = undefined) {
    name = `${name}`;
    const kept = this.#list.filter(([n, v]) => n !== name || value !== undefined && v !== `${value}`);
    this.#list = kept;
    this.#changed();
  }
  get(name) { name = `${name}`; return this.#list.find(([n]) => n === name)?.[1] ?? null; }
  getAll(name) { name = `${name}`; return this.#list.filter(([n]) => n === name).map(([, v]) => v); }
  has(name, value = undefined) { name = `${name}`; return this.#list.some(([n, v]) => n === name && (value === undefined || v === `${value}`)); }
  set(name, value) {
    name = `${name}`.toWellFormed(); value = `${value}`.toWellFormed();
    const at = this.#list.findIndex(([n]) => n === name);
    if (at < 0) this.#list.push([name, value]);
    else this.#list = this.#list.filter((pair, i) => { if (i === at) pair[1] = value; return i <= at || pair[0] !== name; });
    this.#changed();
  }
  sort() {
    this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }
  forEach(callback, thisArg = undefined) {
    if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
    for (let i = 0; i < this.#list.length; i++) callback.call(thisArg, this.#list[i][1], this.#list[i][0], this);
  }
  toString() { return serializeQuery(this.#list); }
  *entries() { for (let i = 0; i < this.#list.length; i++) yield [this.#list[i][0], this.#list[i][1]]; }
  *keys() { for (let i = 0; i < this.#list.length; i++) yield this.#list[i][0]; }
  *values() { for (let i = 0; i < this.#list.length; i++) yield this.#list[i][1]; }
  get [Symbol.toStringTag]() { return 'URLSearchParams'; }
}
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, { value: URLSearchParams.prototype.entries, writable: true, configurable: true });

// The native parser gives the parts in this order.
const HREF = 0, ORIGIN = 1, PROTOCOL = 2, USERNAME = 3, PASSWORD = 4, HOST = 5, HOSTNAME = 6, PORT = 7, PATHNAME = 8, SEARCH = 9, HASH = 10;

class URL {
  #parts; #params = null;
  static { isUrl = (object) => #parts in object; }
  constructor(url, base = undefined) {
    if (arguments.length === 0) throw new TypeError('The "url" argument must be specified');
    url = `${url}`;
    const parts = parseUrl(url.toWellFormed(), base === undefined ? undefined : `${base}`.toWellFormed());
    if (parts === null) {
      const error = new TypeError('Invalid URL');
      Object.assign(error, { code: 'ERR_INVALID_URL', input: url });
      if (base !== undefined) error.base = `${base}`;
      throw error;
    }
    this.#parts = parts;
  }
  static canParse(url, base = undefined) { return parseUrl(`${url}`.toWellFormed(), base === undefined ? undefined : `${base}`.toWellFormed()) !== null; }
  static createObjectURL(object) { return require.load('blob').createObjectURL(object); }
  static revokeObjectURL(url) { require.load('blob').revokeObjectURL(url); }
  static parse(url, base = undefined) { return URL.canParse(url, base) ? new URL(url, base) : null; }
  #set(part, value) {
    const parts = setUrlPart(this.#parts[HREF], part, `${value}`.toWellFormed());
    if (parts !== null) this.#parts = parts;
    if (part === 'search' && this.#params !== null) setList(this.#params, parseQuery(this.#parts[SEARCH].slice(1)));
  }
  get href() { return this.#parts[HREF]; }
  set href(value) {
    const parts = parseUrl(`${value}`.toWellFormed(), undefined);
    if (parts === null) throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: `${value}` });
    this.#parts = parts;
    if (this.#params !== null) setList(this.#params, parseQuery(parts[SEARCH].slice(1)));
  }
  get origin() { return this.#parts[ORIGIN]; }
  get protocol() { return this.#parts[PROTOCOL]; }
  set protocol(value) { this.#set('protocol', value); }
  get username() { return this.#parts[USERNAME]; }
  set username(value) { this.#set('username', value); }
  get password() { return this.#parts[PASSWORD]; }
  set password(value) { this.#set('password', value); }
  get host() { return this.#parts[HOST]; }
  set host(value) { this.#set('host', value); }
  get hostname() { return this.#parts[HOSTNAME]; }
  set hostname(value) { this.#set('hostname', value); }
  get port() { return this.#parts[PORT]; }
  set port(value) { this.#set('port', value); }
  get pathname() { return this.#parts[PATHNAME]; }
  set pathname(value) { this.#set('pathname', value); }
  get search() { return this.#parts[SEARCH]; }
  set search(value) { this.#set('search', value); }
  get hash() { return this.#parts[HASH]; }
  set hash(value) { this.#set('hash', value); }
  get searchParams() {
    if (this.#params === null) {
      this.#params = new URLSearchParams(this.#parts[SEARCH]);
      bindUrl(this.#params, (query) => {
        const parts = setUrlPart(this.#parts[HREF], 'search', query);
        if (parts !== null) this.#parts = parts;
      });
    }
    return this.#params;
  }
  toString() { return this.#parts[HREF]; }
  toJSON() { return this.#parts[HREF]; }
  get [Symbol.toStringTag]() { return 'URL'; }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return options.stylize('[URL]', 'special');
    const shown = {};
    for (const key of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) shown[key] = this[key];
    return `URL ${inspect(shown, options)}`;
  }
}

for (const { prototype } of [URL, URLSearchParams]) exposeMembers(prototype);
Reflect.defineProperty(URLSearchParams.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  configurable: true, writable: true,
  value(depth, options, inspect) {
    const pairs = [...this].map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
    return pairs.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${pairs.join(', ')} }`;
  },
});

const { register } = internal.load('platform');
register('url/URL', { is: isUrl });
register('url/URLSearchParams', { is: isParams });

Object.assign(exports, { URL, URLSearchParams });

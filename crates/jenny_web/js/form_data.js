// FormData (xhr.spec.whatwg.org section 5) and its two encodings: multipart/form-data (RFC 7578) and urlencoded.
'use strict';
const { encodeUtf8, decodeUtf8, randomBytes, parseQuery, load } = require;
const { defineInterface, illegalInvocation, isObject, missing, wrongType } = load('webidl');
const { File, isBlob, isFile, partsOf } = load('blob');
const { defineIterable } = load('iterable');
const { register } = load('platform');

let entriesOf, isFormData;

/// "create an entry"
function entryOf(name, value, filename) {
  name = `${name}`.toWellFormed();
  if (!isBlob(value)) return [name, `${value}`.toWellFormed()];
  if (!isFile(value)) value = new File([value], filename ?? 'blob', { type: value.type });
  else if (filename !== undefined) value = new File([value], filename, { type: value.type, lastModified: value.lastModified });
  return [name, value];
}

function check(form, args, count) {
  if (args.length < count) throw missing(...['name', 'value'].slice(0, count));
  if (args.length >= 3 && !isBlob(args[1])) throw wrongType('value', 'an instance of Blob');
  return args.length >= 3 ? `${args[2]}`.toWellFormed() : undefined;
}

class FormData {
  #entries = [];
  static {
    entriesOf = (form) => { if (!isObject(form) || !(#entries in form)) throw illegalInvocation(); return form.#entries; };
    isFormData = (value) => isObject(value) && #entries in value;
  }
  constructor(form = undefined) {
    if (form !== undefined) throw wrongType('form', 'undefined: there are no form elements here');
  }
  append(name, value, filename = undefined) {
    if (!(#entries in this)) throw illegalInvocation();
    filename = check(this, arguments, 2);
    this.#entries.push(entryOf(name, value, filename));
  }
  delete(name) {
    if (!(#entries in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    name = `${name}`.toWellFormed();
    this.#entries = this.#entries.filter((entry) => entry[0] !== name);
  }
  get(name) {
    if (!(#entries in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    name = `${name}`.toWellFormed();
    return this.#entries.find((entry) => entry[0] === name)?.[1] ?? null;
  }
  getAll(name) {
    if (!(#entries in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    name = `${name}`.toWellFormed();
    return this.#entries.filter((entry) => entry[0] === name).map((entry) => entry[1]);
  }
  has(name) {
    if (!(#entries in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    name = `${name}`.toWellFormed();
    return this.#entries.some((entry) => entry[0] === name);
  }
  set(name, value, filename = undefined) {
    if (!(#entries in this)) throw illegalInvocation();
    filename = check(this, arguments, 2);
    const entry = entryOf(name, value, filename);
    const at = this.#entries.findIndex((it) => it[0] === entry[0]);
    if (at < 0) { this.#entries.push(entry); return; }
    this.#entries = this.#entries.filter((it, i) => i <= at || it[0] !== entry[0]);
    this.#entries[at] = entry;
  }
}
defineIterable(FormData, 'FormData', (form) => entriesOf(form));
defineInterface(FormData);
Reflect.defineProperty(FormData.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  configurable: true, writable: true,
  value(depth, options, inspect) {
    const shown = { __proto__: null };
    for (const [name, value] of entriesOf(this)) {
      if (name in shown) { if (Array.isArray(shown[name])) shown[name].push(value); else shown[name] = [shown[name], value]; } else shown[name] = value;
    }
    return `FormData ${inspect({ ...shown }, { ...options, depth: options.depth === null ? null : (options.depth ?? 2) - 1 })}`;
  },
});

register('form_data/FormData', { is: isFormData });

const escapeName = (name) => name.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22');
const newLines = (text) => text.replace(/\r\n|\r|\n/g, '\r\n');

/// The multipart/form-data encoding: { parts, length, type }.
function encodeMultipart(form) {
  const boundary = `----formdata-jenny-${randomBytes(12).toHex()}`;
  const parts = [];
  for (const [name, value] of entriesOf(form)) {
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(newLines(name))}"`;
    if (typeof value === 'string') parts.push(encodeUtf8(`${head}\r\n\r\n${newLines(value)}\r\n`));
    else {
      head += `; filename="${escapeName(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`;
      parts.push(encodeUtf8(head), ...partsOf(value), encodeUtf8('\r\n'));
    }
  }
  parts.push(encodeUtf8(`--${boundary}--\r\n`));
  return { parts, type: `multipart/form-data; boundary=${boundary}` };
}

function indexOf(bytes, wanted, from) {
  const last = bytes.length - wanted.length;
  outer: for (let i = bytes.indexOf(wanted[0], from); i >= 0 && i <= last; i = bytes.indexOf(wanted[0], i + 1)) {
    for (let k = 1; k < wanted.length; k++) if (bytes[i + k] !== wanted[k]) continue outer;
    return i;
  }
  return -1;
}

const malformed = () => new TypeError('Failed to parse body as FormData.');

/// Parses a multipart/form-data body.
function parseMultipart(bytes, boundary) {
  const form = new FormData();
  const entries = entriesOf(form);
  const delimiter = encodeUtf8(`--${boundary}`), lineEnd = encodeUtf8('\r\n'), headEnd = encodeUtf8('\r\n\r\n'), next = encodeUtf8(`\r\n--${boundary}`);
  let at = indexOf(bytes, delimiter, 0);
  // Only white space may stand before the first boundary.
  if (at < 0 || decodeUtf8(bytes.subarray(0, at)).trim() !== '') throw malformed();
  at += delimiter.length;
  for (;;) {
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return form;
    if (indexOf(bytes.subarray(at, at + 2), lineEnd, 0) !== 0) throw malformed();
    at += 2;
    const end = indexOf(bytes, headEnd, at);
    if (end < 0) throw malformed();
    let name, filename, type;
    for (const line of decodeUtf8(bytes.subarray(at, end)).split('\r\n')) {
      const colon = line.indexOf(':');
      if (colon <= 0) throw malformed();
      const key = line.slice(0, colon).trim().toLowerCase(), value = line.slice(colon + 1).trim();
      if (key === 'content-disposition') {
        if (!/^form-data\s*;/i.test(value)) throw malformed();
        const found = (key) => new RegExp(`;\\s*${key}="([^"]*)"`, 'i').exec(value)?.[1].replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
        name = found('name'); filename = found('filename');
      } else if (key === 'content-type') type = value;
    }
    if (name === undefined) throw malformed();
    const from = end + headEnd.length;
    const to = indexOf(bytes, next, from);
    if (to < 0) throw malformed();
    const data = bytes.subarray(from, to);
    entries.push([name, filename === undefined ? decodeUtf8(data) : new File([data], filename, { type: type ?? 'text/plain' })]);
    at = to + next.length;
  }
}

/// Parses an application/x-www-form-urlencoded body.
function parseUrlEncoded(bytes) {
  const form = new FormData();
  for (const [name, value] of parseQuery(bytes)) entriesOf(form).push([name, value]);
  return form;
}

Object.assign(exports, { FormData, isFormData, encodeMultipart, parseMultipart, parseUrlEncoded, malformed });

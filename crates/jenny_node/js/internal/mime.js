//! `util.MIMEType` and `util.MIMEParams`: media types as the WHATWG MIME Sniffing standard reads them.
'use strict';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const quotable = /^[\t\x20-\x7e\x80-\xff]*$/;

function lower(text) {
  return text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function invalid(what, text, at) {
  const error = new TypeError(`The MIME syntax for a ${what} in ${JSON.stringify(text)} is invalid${at === -1 ? '' : ` at ${at}`}`);
  error.code = 'ERR_INVALID_MIME_SYNTAX';
  return error;
}

class MIMEParams {
  #data = new Map();

  static parse(text) {
    const params = new MIMEParams();
    let i = 0;
    while (i < text.length) {
      while (i < text.length && /[\t\n\r ;]/.test(text[i])) i++;
      const nameStart = i;
      while (i < text.length && text[i] !== ';' && text[i] !== '=') i++;
      const name = lower(text.slice(nameStart, i));
      if (i >= text.length) break;
      if (text[i] === ';') continue;
      i++;
      let value = '';
      if (text[i] === '"') {
        i++;
        while (i < text.length && text[i] !== '"') {
          if (text[i] === '\\' && i + 1 < text.length) i++;
          value += text[i++];
        }
        while (i < text.length && text[i] !== ';') i++;
      } else {
        const valueStart = i;
        while (i < text.length && text[i] !== ';') i++;
        value = text.slice(valueStart, i).replace(/[\t\n\r ]+$/, '');
        if (value === '') continue;
      }
      if (token.test(name) && quotable.test(value) && !params.#data.has(name)) params.#data.set(name, value);
    }
    return params;
  }

  delete(name) {
    this.#data.delete(`${name}`);
  }

  get(name) {
    return this.#data.get(`${name}`) ?? null;
  }

  has(name) {
    return this.#data.has(`${name}`);
  }

  set(name, value) {
    name = `${name}`;
    value = `${value}`;
    if (!token.test(name)) throw invalid('parameter name', name, [...name].findIndex((c) => !token.test(c)));
    if (!quotable.test(value)) throw invalid('parameter value', value, [...value].findIndex((c) => !quotable.test(c)));
    this.#data.set(name, value);
  }

  * entries() {
    yield* this.#data.entries();
  }

  * keys() {
    yield* this.#data.keys();
  }

  * values() {
    yield* this.#data.values();
  }

  toString() {
    let text = '';
    for (const [name, value] of this.#data) {
      text += `${text === '' ? '' : ';'}${name}=`;
      text += token.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
    }
    return text;
  }
}
MIMEParams.prototype[Symbol.iterator] = MIMEParams.prototype.entries;
MIMEParams.prototype.toJSON = MIMEParams.prototype.toString;

class MIMEType {
  #type;
  #subtype;
  #params;

  constructor(input) {
    const text = `${input}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    const slash = text.indexOf('/');
    const type = slash === -1 ? text : text.slice(0, slash);
    if (slash === -1 || !token.test(type)) throw invalid('type', text, slash === -1 ? -1 : 0);
    const semicolon = text.indexOf(';', slash);
    const subtype = text.slice(slash + 1, semicolon === -1 ? undefined : semicolon).replace(/[\t\n\r ]+$/, '');
    if (!token.test(subtype)) throw invalid('subtype', text, slash + 1);
    this.#type = lower(type);
    this.#subtype = lower(subtype);
    this.#params = MIMEParams.parse(semicolon === -1 ? '' : text.slice(semicolon));
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    value = `${value}`;
    if (!token.test(value)) throw invalid('type', value, [...value].findIndex((c) => !token.test(c)));
    this.#type = lower(value);
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    value = `${value}`;
    if (!token.test(value)) throw invalid('subtype', value, [...value].findIndex((c) => !token.test(c)));
    this.#subtype = lower(value);
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const params = this.#params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }
}
MIMEType.prototype.toJSON = MIMEType.prototype.toString;

exports.MIMEType = MIMEType;
exports.MIMEParams = MIMEParams;

// Bodies and the Body mixin (fetch.spec.whatwg.org 2.2.4 and 5.3).
'use strict';
const { encodeUtf8, decodeUtf8, newPromise, resolvePromise, rejectPromise, rejectedPromise, load } = require;
const { isObject } = load('webidl');

const EMPTY = new Uint8Array(0);

/// The bytes of pieces, in memory of their own.
function concat(parts) {
  let length = 0;
  for (const part of parts) length += part.byteLength;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.byteLength; }
  return whole;
}

/// A body: pieces of bytes that are all there, or a stream, or what arrives and may become either.
class Body {
  // `parts`: all bytes, which can be sent again. `incoming`: { stream(), readAll() } of a response that arrives.
  parts; incoming; #stream; #consumed = false;
  constructor(parts, stream, incoming = null) { this.parts = parts; this.#stream = stream; this.incoming = incoming; }
  get length() {
    if (this.parts === null) return null;
    let length = 0;
    for (const part of this.parts) length += part.byteLength;
    return length;
  }
  get stream() {
    if (this.#stream === null) {
      if (this.#consumed) this.#stream = load('blob').streamOf([]);
      else if (this.incoming !== null) this.#stream = this.incoming.stream();
      else this.#stream = load('blob').streamOf(this.parts);
      if (this.#consumed) { const { innerStream, Reader } = load('streams/readable'); const it = innerStream(this.#stream); new Reader(it, false).cancel(); }
    }
    return this.#stream;
  }
  get disturbed() { return this.#consumed || this.#stream !== null && load('streams/readable').isDisturbed(this.#stream); }
  get locked() { return this.#stream !== null && load('streams/readable').isLocked(this.#stream); }
  get unusable() { return this.disturbed || this.locked; }
  /// Whether the stream is the program's own: it cannot be sent twice.
  get isStream() { return this.parts === null; }
  /// All pieces, which are used up by that; null where there are none yet.
  take() {
    if (this.parts === null || this.#stream !== null) return null;
    this.#consumed = true;
    return this.parts;
  }
  /// All bytes, or why they cannot be had.
  readAll(done, failed) {
    if (this.#stream !== null) { readAll(this.#stream, done, failed); return; }
    this.#consumed = true;
    if (this.parts !== null) done(concat(this.parts)); else this.incoming.readAll(done, failed);
  }
  clone() {
    if (this.#stream === null && this.parts !== null) return new Body(this.parts, null);
    const { parts } = this;
    const [ours, theirs] = load('streams/tee').teeForBody(this.stream);
    this.#stream = ours; this.incoming = null;
    return new Body(parts, theirs);
  }
}

/// "fully read" a stream.
function readAll(stream, done, failed) {
  const { Reader, innerStream } = load('streams/readable');
  const reader = new Reader(innerStream(stream), false);
  const parts = [];
  let answered = false, reading = false;
  const read = () => {
    if (reading) { answered = true; return; }
    reading = true;
    do { answered = false; reader.read(request); } while (answered);
    reading = false;
  };
  const request = {
    chunk(chunk) {
      if (!(chunk instanceof Uint8Array)) { failed(new TypeError('Received non-Uint8Array chunk')); return; }
      parts.push(chunk);
      read();
    },
    close() { done(concat(parts)); },
    error: failed,
  };
  read();
}

/// "extract": [body, its content type or null].
function extract(object) {
  const { isStream } = load('streams/readable');
  if (isStream(object)) {
    const { isDisturbed, isLocked } = load('streams/readable');
    if (isDisturbed(object) || isLocked(object)) throw new TypeError('Response body object should not be disturbed or locked');
    return [new Body(null, object), null];
  }
  if (isObject(object)) {
    if (object instanceof ArrayBuffer) return [new Body([new Uint8Array(object.slice(0))], null), null];
    if (ArrayBuffer.isView(object)) return [new Body([new Uint8Array(object.buffer, object.byteOffset, object.byteLength).slice()], null), null];
    const { isBlob, partsOf } = load('blob');
    if (isBlob(object)) return [new Body(partsOf(object), null), object.type === '' ? null : object.type];
    const { isFormData, encodeMultipart } = load('form_data');
    if (isFormData(object)) { const { parts, type } = encodeMultipart(object); return [new Body(parts, null), type]; }
    if (object instanceof URLSearchParams) return [new Body([encodeUtf8(object.toString())], null), 'application/x-www-form-urlencoded;charset=UTF-8'];
    // As Node: an asynchronous iterable is a stream.
    if (typeof object[Symbol.asyncIterator] === 'function') return [new Body(null, load('streams/readable').ReadableStream.from(object)), null];
  }
  return [new Body([encodeUtf8(`${object}`)], null), 'text/plain;charset=UTF-8'];
}

/// "extract a MIME type" of a header list: { essence, parameters } or null.
function mimeType(list) {
  const value = list.get('content-type');
  if (value === null) return null;
  const match = /^\s*([^\s/;,]+\/[^\s;,]+)\s*(?:;(.*))?$/s.exec(value);
  if (match === null) return null;
  const parameters = { __proto__: null };
  for (const [, name, quoted, plain] of (match[2] ?? '').matchAll(/\s*([^=;\s]+)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g)) {
    parameters[name.toLowerCase()] ??= quoted !== undefined ? quoted.replace(/\\(.)/gs, '$1') : plain.trim();
  }
  return { essence: match[1].toLowerCase(), parameters, text: value };
}

/// Gives a class the members of the Body mixin; `stateOf(object)` is { body, headers } and throws for other objects.
function mixInBody(constructor, stateOf) {
  const consume = (object, convert) => {
    let state;
    try {
      state = stateOf(object);
      if (state.body !== null && state.body.unusable) throw new TypeError('Body is unusable: Body has already been read');
    } catch (error) { return rejectedPromise(error); }
    const promise = newPromise();
    const use = (bytes) => {
      let result;
      try { result = convert(bytes, state); } catch (error) { rejectPromise(promise, error); return; }
      resolvePromise(promise, result);
    };
    if (state.body === null) use(EMPTY.slice()); else state.body.readAll(use, (reason) => rejectPromise(promise, reason));
    return promise;
  };
  const members = {
    get body() { return stateOf(this).body?.stream ?? null; },
    get bodyUsed() { return stateOf(this).body?.disturbed ?? false; },
    arrayBuffer() { return consume(this, (bytes) => (bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer)); },
    blob() { return consume(this, (bytes, { headers }) => { const type = mimeType(headers); return load('blob').newBlob(bytes.byteLength === 0 ? [] : [bytes], type === null ? '' : type.text.toLowerCase()); }); },
    bytes() { return consume(this, (bytes) => bytes); },
    formData() {
      return consume(this, (bytes, { headers }) => {
        const { parseMultipart, parseUrlEncoded, malformed } = load('form_data');
        const type = mimeType(headers);
        if (type?.essence === 'multipart/form-data') {
          if (type.parameters.boundary === undefined) throw malformed();
          return parseMultipart(bytes, type.parameters.boundary);
        }
        if (type?.essence === 'application/x-www-form-urlencoded') return parseUrlEncoded(bytes);
        throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
      });
    },
    json() { return consume(this, (bytes) => JSON.parse(decodeUtf8(bytes))); },
    text() { return consume(this, decodeUtf8); },
  };
  Object.defineProperties(constructor.prototype, Object.getOwnPropertyDescriptors(members));
}

Object.assign(exports, { Body, extract, mixInBody, readAll });

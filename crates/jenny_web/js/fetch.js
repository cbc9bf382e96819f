// Headers, Request, Response, fetch (fetch.spec.whatwg.org) over the native HTTP client.
'use strict';
const internal = require;
const { httpSend, httpNextChunk, httpCancel, load, decodeUtf8 } = internal;
const { isDisturbed } = load('streams');

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const normalize = (value) => `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');

class Headers {
  // lower-case name -> [name, values]
  #map = new Map();
  constructor(init = undefined) {
    if (init === undefined) return;
    if (init === null || typeof init !== 'object') throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(record<ByteString, ByteString> or sequence<sequence<ByteString>>)'.");
    if (typeof init[Symbol.iterator] === 'function') {
      for (const pair of init) {
        const entry = [...pair];
        if (entry.length !== 2) throw new TypeError('Headers constructor: expected name/value pair to be length 2');
        this.append(entry[0], entry[1]);
      }
    } else {
      for (const key of Reflect.ownKeys(init)) this.append(key, init[key]);
    }
  }
  #name(name) {
    name = `${name}`;
    if (!TOKEN.test(name)) throw new TypeError(`Headers: ${name} is an invalid header name.`);
    return name.toLowerCase();
  }
  #value(value) {
    value = normalize(value);
    if (/[\0\n\r]/.test(value)) throw new TypeError(`Headers: ${value} is an invalid header value.`);
    return value;
  }
  append(name, value) {
    const key = this.#name(name); value = this.#value(value);
    const list = this.#map.get(key);
    if (list === undefined) this.#map.set(key, [value]); else list.push(value);
  }
  set(name, value) { this.#map.set(this.#name(name), [this.#value(value)]); }
  get(name) { return this.#map.get(this.#name(name))?.join(', ') ?? null; }
  has(name) { return this.#map.has(this.#name(name)); }
  delete(name) { this.#map.delete(this.#name(name)); }
  getSetCookie() { return [...(this.#map.get('set-cookie') ?? [])]; }
  forEach(callback, thisArg = undefined) { for (const [name, value] of this) callback.call(thisArg, value, name, this); }
  *entries() {
    for (const name of [...this.#map.keys()].sort()) {
      const values = this.#map.get(name);
      if (values === undefined) continue;
      if (name === 'set-cookie') for (const value of values) yield [name, value];
      else yield [name, values.join(', ')];
    }
  }
  *keys() { for (const [name] of this.entries()) yield name; }
  *values() { for (const [, value] of this.entries()) yield value; }
  get [Symbol.toStringTag]() { return 'Headers'; }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `Headers ${inspect(Object.fromEntries(this.entries()), options)}`;
  }
}
Object.defineProperty(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, configurable: true });

/// "extract a body": { bytes or stream, type }
function extract(body) {
  if (body === null || body === undefined) return { stream: null, bytes: null, type: null };
  if (body instanceof ReadableStream) return { stream: body, bytes: null, type: null };
  if (body instanceof URLSearchParams) return { stream: null, bytes: new TextEncoder().encode(body.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (body instanceof ArrayBuffer) return { stream: null, bytes: new Uint8Array(body.slice(0)), type: null };
  if (ArrayBuffer.isView(body)) return { stream: null, bytes: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice(), type: null };
  if (typeof body === 'object' && typeof body[Symbol.asyncIterator] === 'function') return { stream: ReadableStream.from(body), bytes: null, type: null };
  return { stream: null, bytes: new TextEncoder().encode(`${body}`), type: 'text/plain;charset=UTF-8' };
}

const concat = (chunks) => {
  let length = 0;
  for (const chunk of chunks) length += chunk.byteLength;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) { whole.set(chunk, at); at += chunk.byteLength; }
  return whole;
};

class Body {
  #bytes; #stream; #used = false;
  constructor({ bytes, stream }) { this.#bytes = bytes; this.#stream = stream; }
  get isNull() { return this.#bytes === null && this.#stream === null; }
  get rawBytes() { return this.#bytes; }
  get stream() {
    if (this.#stream === null && this.#bytes !== null) {
      const bytes = this.#bytes;
      this.#stream = new ReadableStream({ start(controller) { if (bytes.byteLength > 0) controller.enqueue(bytes); controller.close(); } });
      this.#bytes = null;
    }
    return this.#stream;
  }
  get used() { return this.#used || this.#stream !== null && isDisturbed(this.#stream); }
  async consume() {
    if (this.used || this.#stream?.locked) throw new TypeError('Body is unusable: Body has already been read');
    if (this.isNull) return new Uint8Array(0);
    this.#used = true;
    if (this.#bytes !== null) return this.#bytes;
    const chunks = [];
    for await (const chunk of this.#stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
      chunks.push(chunk);
    }
    return concat(chunks);
  }
  clone() {
    if (this.used || this.#stream?.locked) throw new TypeError('Response.clone: Body has already been consumed.');
    if (this.#stream === null) return new Body({ bytes: this.#bytes, stream: null });
    const [ours, theirs] = this.#stream.tee();
    this.#stream = ours;
    return new Body({ bytes: null, stream: theirs });
  }
}

const mixin = {
  get body() { return bodyOf(this).stream; },
  get bodyUsed() { return bodyOf(this).used; },
  async arrayBuffer() { return (await bodyOf(this).consume()).slice().buffer; },
  async bytes() { return (await bodyOf(this).consume()).slice(); },
  async text() { return decodeUtf8(await bodyOf(this).consume()); },
  async json() { return JSON.parse(decodeUtf8(await bodyOf(this).consume())); },
};

const bodies = new WeakMap();
const bodyOf = (it) => {
  const body = bodies.get(it);
  if (body === undefined) throw new TypeError('Illegal invocation');
  return body;
};

const FORBIDDEN = ['CONNECT', 'TRACE', 'TRACK'];

class Request {
  #method = 'GET'; #url; #headers; #signal; #redirect = 'follow';
  constructor(input, init = {}) {
    init ??= {};
    const from = input instanceof Request ? input : null;
    const url = from === null ? new URL(input) : new URL(from.url);
    if (url.username !== '' || url.password !== '') throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${url}`);
    this.#url = url.href;
    let method = init.method === undefined ? from?.method ?? 'GET' : `${init.method}`;
    if (!TOKEN.test(method) || FORBIDDEN.includes(method.toUpperCase())) throw new TypeError(`'${method}' is not a valid HTTP method.`);
    if (/^(get|head|post|put|delete|options)$/i.test(method)) method = method.toUpperCase();
    this.#method = method;
    this.#headers = new Headers(init.headers ?? from?.headers);
    this.#redirect = init.redirect ?? from?.redirect ?? 'follow';
    const signal = init.signal === undefined ? from?.signal : init.signal;
    if (signal !== undefined && signal !== null && !(signal instanceof AbortSignal)) throw new TypeError('Failed to construct \'Request\': member signal is not of type AbortSignal.');
    this.#signal = signal === undefined || signal === null ? new AbortController().signal : AbortSignal.any([signal]);
    if (init.body !== undefined && init.body !== null && (method === 'GET' || method === 'HEAD')) throw new TypeError('Request with GET/HEAD method cannot have body.');
    const extracted = extract(init.body);
    if (init.body === undefined && from !== null && !bodyOf(from).isNull) {
      const inherited = bodyOf(from);
      bodies.set(this, inherited.clone());
    } else {
      bodies.set(this, new Body(extracted));
      if (extracted.type !== null && !this.#headers.has('content-type')) this.#headers.set('content-type', extracted.type);
    }
  }
  get method() { return this.#method; }
  get url() { return this.#url; }
  get headers() { return this.#headers; }
  get signal() { return this.#signal; }
  get redirect() { return this.#redirect; }
  clone() { return new Request(this); }
  get [Symbol.toStringTag]() { return 'Request'; }
}

let makeResponse;

class Response {
  #status = 200; #statusText = ''; #headers; #url = ''; #redirected = false; #type = 'default';
  static {
    makeResponse = (body, { status, statusText, headers, url, redirected, type = 'basic' }) => {
      const response = new Response(null);
      bodies.set(response, body);
      response.#status = status; response.#statusText = statusText; response.#headers = headers; response.#url = url;
      response.#redirected = redirected; response.#type = type;
      return response;
    };
  }
  constructor(body = null, init = {}) {
    init ??= {};
    const status = init.status === undefined ? 200 : Number(init.status);
    if (!(status >= 200 && status <= 599)) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    this.#status = Math.trunc(status);
    this.#statusText = init.statusText === undefined ? '' : `${init.statusText}`;
    this.#headers = new Headers(init.headers);
    if (body !== null && body !== undefined && [204, 205, 304].includes(this.#status)) throw new TypeError(`Response constructor: Invalid response status code ${this.#status}`);
    const extracted = extract(body);
    bodies.set(this, new Body(extracted));
    if (extracted.type !== null && !this.#headers.has('content-type')) this.#headers.set('content-type', extracted.type);
  }
  static error() { return makeResponse(new Body({ bytes: null, stream: null }), { status: 0, statusText: '', headers: new Headers(), url: '', redirected: false, type: 'error' }); }
  static json(data, init = {}) {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const headers = new Headers(init?.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(text, { ...init, headers });
  }
  static redirect(url, status = 302) {
    if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
    return new Response(null, { status, headers: { location: new URL(url).href } });
  }
  get status() { return this.#status; }
  get ok() { return this.#status >= 200 && this.#status <= 299; }
  get statusText() { return this.#statusText; }
  get headers() { return this.#headers; }
  get url() { return this.#url; }
  get redirected() { return this.#redirected; }
  get type() { return this.#type; }
  clone() {
    return makeResponse(bodyOf(this).clone(), { status: this.#status, statusText: this.#statusText, headers: new Headers(this.#headers), url: this.#url, redirected: this.#redirected, type: this.#type });
  }
  get [Symbol.toStringTag]() { return 'Response'; }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = {};
    for (const key of ['status', 'statusText', 'headers', 'body', 'bodyUsed', 'ok', 'redirected', 'type', 'url']) shown[key] = this[key];
    return `Response ${inspect(shown, options)}`;
  }
}
for (const { prototype } of [Request, Response]) Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(mixin));

const failed = (cause) => Object.assign(new TypeError('fetch failed', { cause }), {});

/// The chunks of a response as a stream; `signal` stops it.
function bodyStream(id, signal) {
  let stop = () => {};
  const stream = new ReadableStream({
    start(controller) {
      stop = () => { httpCancel(id); try { controller.error(signal.reason); } catch {} };
      signal.addEventListener('abort', stop, { once: true });
    },
    async pull(controller) {
      let chunk;
      try { chunk = await httpNextChunk(id); } catch (error) { throw Object.assign(new TypeError('terminated', { cause: error })); }
      if (chunk === null) { signal.removeEventListener('abort', stop); controller.close(); } else controller.enqueue(chunk);
    },
    cancel() { signal.removeEventListener('abort', stop); httpCancel(id); },
  }, { highWaterMark: 0 });
  return stream;
}

function dataUrl(url) {
  const match = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url);
  if (match === null) throw failed(new Error('invalid data: URL'));
  const text = decodeURIComponent(match[3]);
  const bytes = match[2] ? Uint8Array.fromBase64(text) : new TextEncoder().encode(text);
  return makeResponse(new Body({ bytes, stream: null }), { status: 200, statusText: 'OK', headers: new Headers({ 'content-type': match[1] || 'text/plain;charset=US-ASCII' }), url, redirected: false });
}

async function fetch(input, init = undefined) {
  const request = new Request(input, init);
  const { signal } = request;
  signal.throwIfAborted();
  let url = new URL(request.url), { method } = request, redirects = 0;
  if (url.protocol === 'data:') return dataUrl(url.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw failed(new Error('unknown scheme'));
  const headers = new Headers(request.headers);
  for (const [name, value] of [['accept', '*/*'], ['accept-language', '*'], ['user-agent', 'jenny'], ['accept-encoding', 'gzip, deflate, br']]) if (!headers.has(name)) headers.set(name, value);
  let body = bodyOf(request).isNull ? null : await bodyOf(request).consume();
  for (;;) {
    const sent = httpSend(method, url.href.replace(/#.*$/s, ''), [...headers], body);
    const stop = () => httpCancel(sent.id);
    signal.addEventListener('abort', stop, { once: true });
    let head;
    try {
      head = await sent.promise;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw failed(error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    if (signal.aborted) throw signal.reason;
    const responseHeaders = new Headers(head.headers);
    const location = responseHeaders.get('location');
    if ([301, 302, 303, 307, 308].includes(head.status) && location !== null && request.redirect !== 'manual') {
      httpCancel(sent.id);
      if (request.redirect === 'error') throw failed(new Error('unexpected redirect'));
      if (++redirects > 20) throw failed(new Error('redirect count exceeded'));
      const next = new URL(location, url);
      if (next.protocol !== 'http:' && next.protocol !== 'https:') throw failed(new Error('URL scheme must be a HTTP(S) scheme'));
      if (next.origin !== url.origin) for (const name of ['authorization', 'cookie', 'host']) headers.delete(name);
      if (head.status === 303 && method !== 'HEAD' || (head.status === 301 || head.status === 302) && method === 'POST') {
        method = method === 'HEAD' ? 'HEAD' : 'GET'; body = null;
        for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) headers.delete(name);
      }
      url = next;
      continue;
    }
    const empty = method === 'HEAD' || [101, 204, 205, 304].includes(head.status);
    if (empty) httpCancel(sent.id);
    const stream = empty ? null : bodyStream(sent.id, signal);
    return makeResponse(new Body({ bytes: null, stream }), { status: head.status, statusText: head.statusText, headers: responseHeaders, url: url.href, redirected: redirects > 0 });
  }
}

Object.assign(exports, { Headers, Request, Response, fetch });

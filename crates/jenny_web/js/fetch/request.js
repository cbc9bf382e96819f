// Request (fetch.spec.whatwg.org 5.4).
'use strict';
const { load } = require;
const { defineInterface, defineInspect, illegalInvocation, isObject, missing } = load('webidl');
const { Headers, HeaderList, fill, innerHeaders, wrapHeaders, byteString, TOKEN } = load('fetch/headers');
const { Body, extract, mixInBody } = load('fetch/body');
const { isAbortSignal, newSignal } = load('abort');

const ENUMS = {
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'error', 'manual'],
  duplex: ['half'],
  priority: ['high', 'low', 'auto'],
};
const NORMALIZED = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);

function choice(init, name) {
  const value = init[name];
  if (value === undefined) return undefined;
  const text = `${value}`;
  if (!ENUMS[name].includes(text)) throw new TypeError(`Request constructor: ${text} is not an accepted type. Expected one of ${ENUMS[name].join(', ')}.`);
  return text;
}

function urlOf(input) {
  const text = `${input}`;
  let url;
  try { url = new URL(text); } catch (error) { throw new TypeError(`Failed to parse URL from ${text}`, { cause: error }); }
  if (url.username !== '' || url.password !== '') throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
  return url;
}

/// The inner request.
class State {
  method = 'GET'; url = ''; list = new HeaderList(); body = null; mode = 'cors'; credentials = 'same-origin'; cache = 'default'; redirect = 'follow';
  referrer = 'about:client'; referrerPolicy = ''; integrity = ''; keepalive = false; duplex = 'half'; headers = null; signal = null; source = null;
  copy() {
    const state = Object.assign(new State(), this);
    state.list = this.list.clone();
    state.headers = state.signal = state.source = null;
    return state;
  }
}

let innerRequest, isRequest, fromState;
const token = Symbol('token');

class Request {
  #it;
  static {
    innerRequest = (request) => { if (!isObject(request) || !(#it in request)) throw illegalInvocation(); return request.#it; };
    isRequest = (value) => isObject(value) && #it in value;
    fromState = (state) => new Request(token, state);
  }
  constructor(input, init = undefined) {
    if (input === token) { this.#it = init; return; }
    if (arguments.length === 0) throw missing('input');
    if (init !== undefined && init !== null && !isObject(init)) throw new TypeError('Request constructor: Expected init to be one of: Null, Undefined, Object.');
    init ??= {};
    const from = isRequest(input) ? innerRequest(input) : null;
    const state = from === null ? new State() : from.copy();
    if (from === null) state.url = urlOf(input).href;
    const { body, headers, integrity, keepalive, method, referrer, signal, window } = init;
    const cache = choice(init, 'cache'), credentials = choice(init, 'credentials'), duplex = choice(init, 'duplex'), mode = choice(init, 'mode');
    const redirect = choice(init, 'redirect'), referrerPolicy = choice(init, 'referrerPolicy');
    choice(init, 'priority');
    if (window !== undefined && window !== null) throw new TypeError("'window' option must be null");
    if (mode === 'navigate') throw new TypeError('Request constructor: "navigate" mode is not allowed.');
    if (cache === 'only-if-cached' && (mode ?? state.mode) !== 'same-origin') throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
    if (referrer !== undefined) {
      if (`${referrer}` === '') state.referrer = 'no-referrer';
      else {
        let url;
        try { url = new URL(`${referrer}`); } catch (error) { throw new TypeError(`Referrer "${referrer}" is not a valid URL.`, { cause: error }); }
        state.referrer = url.protocol === 'about:' && url.pathname === 'client' ? 'about:client' : url.href;
      }
    }
    if (referrerPolicy !== undefined) state.referrerPolicy = referrerPolicy;
    if (mode !== undefined) state.mode = mode;
    if (credentials !== undefined) state.credentials = credentials;
    if (cache !== undefined) state.cache = cache;
    if (redirect !== undefined) state.redirect = redirect;
    if (integrity !== undefined && integrity !== null) state.integrity = `${integrity}`;
    if (keepalive !== undefined) state.keepalive = !!keepalive;
    if (method !== undefined) {
      let name = byteString(method);
      if (!TOKEN.test(name)) throw new TypeError(`'${name}' is not a valid HTTP method.`);
      const upper = name.toUpperCase();
      if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') throw new TypeError(`'${name}' HTTP method is unsupported.`);
      state.method = NORMALIZED.has(upper) ? upper : name;
    }
    if (signal !== undefined && signal !== null && !isAbortSignal(signal)) throw new TypeError('Failed to construct \'Request\': member signal is not of type AbortSignal.');
    // The request's own signal is made when somebody asks for it.
    state.source = signal === undefined ? (from === null ? null : from.source ?? from.signal) : signal;
    if (from !== null && signal === undefined && from.signal !== null) state.source = from.signal;
    if (headers !== undefined) {
      state.list = new HeaderList();
      // A Headers object is copied; anything else is filled in as its constructor does.
      fill(state.list, headers);
    }
    if (body !== undefined && body !== null || body === undefined && from !== null && from.body !== null) {
      if (state.method === 'GET' || state.method === 'HEAD') throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    if (body !== undefined && body !== null) {
      const [extracted, type] = extract(body);
      if (extracted.isStream && duplex === undefined) throw new TypeError('RequestInit: duplex option is required when sending a body.');
      state.body = extracted;
      if (type !== null && !state.list.has('content-type')) state.list.append('content-type', type);
    } else if (body === undefined && from !== null && from.body !== null) {
      if (from.body.unusable) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      // The body moves: the old request's is used up.
      const moved = from.body;
      state.body = moved.isStream ? new Body(null, piped(moved.stream)) : new Body(moved.parts, null);
      if (!moved.isStream) markUsed(moved);
    } else state.body = null;
    this.#it = state;
  }
  get method() { return innerRequest(this).method; }
  get url() { return innerRequest(this).url; }
  get headers() { const it = innerRequest(this); return it.headers ??= wrapHeaders(it.list, 'request'); }
  get destination() { innerRequest(this); return ''; }
  get referrer() { const { referrer } = innerRequest(this); return referrer === 'no-referrer' ? '' : referrer; }
  get referrerPolicy() { return innerRequest(this).referrerPolicy; }
  get mode() { return innerRequest(this).mode; }
  get credentials() { return innerRequest(this).credentials; }
  get cache() { return innerRequest(this).cache; }
  get redirect() { return innerRequest(this).redirect; }
  get integrity() { return innerRequest(this).integrity; }
  get keepalive() { return innerRequest(this).keepalive; }
  get isReloadNavigation() { innerRequest(this); return false; }
  get isHistoryNavigation() { innerRequest(this); return false; }
  get signal() {
    const it = innerRequest(this);
    return it.signal ??= it.source === null ? newSignal() : AbortSignal.any([it.source]);
  }
  get duplex() { innerRequest(this); return 'half'; }
  clone() {
    const it = innerRequest(this);
    if (it.body?.unusable) throw new TypeError('unusable');
    const state = it.copy();
    if (it.body !== null) state.body = it.body.clone();
    state.source = this.signal;
    return fromState(state);
  }
}
mixInBody(Request, (request) => ({ body: innerRequest(request).body, headers: innerRequest(request).list }));
defineInterface(Request);
defineInspect(Request, (it) => ({
  method: it.method, url: it.url, headers: it.headers, destination: it.destination, referrer: it.referrer, referrerPolicy: it.referrerPolicy,
  mode: it.mode, credentials: it.credentials, cache: it.cache, redirect: it.redirect, integrity: it.integrity, keepalive: it.keepalive,
  isReloadNavigation: it.isReloadNavigation, isHistoryNavigation: it.isHistoryNavigation, signal: it.signal,
}));

/// A proxy of a stream: the stream itself is locked and used from now on.
function piped(stream) {
  return stream.pipeThrough(new (load('streams/transform').TransformStream)());
}
function markUsed(body) { body.readAll(() => {}, () => {}); }

load('platform').register('fetch/request/Request', { is: isRequest });

Object.assign(exports, { Request, State, fromState, innerRequest, isRequest, Headers, innerHeaders });

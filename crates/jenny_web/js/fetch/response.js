// Response (fetch.spec.whatwg.org 5.5).
'use strict';
const { encodeUtf8, load } = require;
const { defineInterface, defineInspect, illegalInvocation, isObject, missing } = load('webidl');
const { HeaderList, fill, wrapHeaders } = load('fetch/headers');
const { Body, extract, mixInBody } = load('fetch/body');

const token = Symbol('token');
const NULL_BODY = [101, 103, 204, 205, 304];
let innerResponse, isResponse, makeResponse;

/// The inner response.
class State {
  type = 'default'; urls = []; status = 200; statusText = ''; list = new HeaderList(); guard = 'response'; body = null; headers = null;
}

/// "initialize a response"
function initialize(state, init, body, type) {
  if (init !== undefined && init !== null && !isObject(init)) throw new TypeError('Response constructor: Expected init to be one of: Null, Undefined, Object.');
  const { headers, status, statusText } = init ?? {};
  if (status !== undefined) {
    const number = +status & 0xffff;
    if (number < 200 || number > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    state.status = number;
  }
  if (statusText !== undefined) {
    const text = load('fetch/headers').byteString(statusText);
    if (!/^[\t \x21-\x7e\x80-\xff]*$/.test(text)) throw new TypeError('Invalid statusText');
    state.statusText = text;
  }
  if (headers !== undefined) fill(state.list, headers);
  if (body === null) return;
  if (NULL_BODY.includes(state.status)) throw new TypeError(`Response constructor: Invalid response status code ${state.status}`);
  state.body = body;
  if (type !== null && !state.list.has('content-type')) state.list.append('content-type', type);
}

class Response {
  #it;
  static {
    innerResponse = (response) => { if (!isObject(response) || !(#it in response)) throw illegalInvocation(); return response.#it; };
    isResponse = (value) => isObject(value) && #it in value;
    makeResponse = (state) => new Response(token, state);
  }
  constructor(body = null, init = undefined) {
    if (body === token) { this.#it = init; return; }
    const state = new State();
    const [extracted, type] = body === null || body === undefined ? [null, null] : extract(body);
    initialize(state, init, extracted, type);
    this.#it = state;
  }
  static error() {
    const state = new State();
    state.type = 'error'; state.status = 0; state.guard = 'immutable';
    return makeResponse(state);
  }
  static redirect(url, status = 302) {
    if (arguments.length === 0) throw missing('url');
    let parsed;
    try { parsed = new URL(`${url}`); } catch (error) { throw new TypeError(`Failed to parse URL from ${url}`, { cause: error }); }
    status = +status & 0xffff;
    if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
    const state = new State();
    state.status = status; state.guard = 'immutable';
    state.list.append('location', parsed.href);
    return makeResponse(state);
  }
  static json(data, init = undefined) {
    if (arguments.length === 0) throw missing('data');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('The data is not JSON serializable');
    const state = new State();
    initialize(state, init, new Body([encodeUtf8(text)], null), 'application/json');
    return makeResponse(state);
  }
  get type() { return innerResponse(this).type; }
  get url() { return innerResponse(this).urls.at(-1)?.replace(/#.*$/s, '') ?? ''; }
  get redirected() { return innerResponse(this).urls.length > 1; }
  get status() { return innerResponse(this).status; }
  get ok() { const { status } = innerResponse(this); return status >= 200 && status <= 299; }
  get statusText() { return innerResponse(this).statusText; }
  get headers() { const it = innerResponse(this); return it.headers ??= wrapHeaders(it.list, it.guard); }
  clone() {
    const it = innerResponse(this);
    if (it.body?.unusable) throw new TypeError('Response.clone: Body has already been consumed.');
    const state = Object.assign(new State(), it);
    state.list = it.list.clone(); state.headers = null;
    if (it.body !== null) state.body = it.body.clone();
    return makeResponse(state);
  }
}
mixInBody(Response, (response) => ({ body: innerResponse(response).body, headers: innerResponse(response).list }));
defineInterface(Response);
defineInspect(Response, (it) => ({
  status: it.status, statusText: it.statusText, headers: it.headers, body: it.body, bodyUsed: it.bodyUsed, ok: it.ok, redirected: it.redirected,
  type: it.type, url: it.url,
}));

load('platform').register('fetch/response/Response', { is: isResponse });

Object.assign(exports, { Response, State, makeResponse, innerResponse, isResponse, NULL_BODY });

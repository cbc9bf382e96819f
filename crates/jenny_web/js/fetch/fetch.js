// fetch (fetch.spec.whatwg.org sections 4 and 5.6) over the native HTTP client.
'use strict';
const {
  httpSend, httpCancel, percentDecode, atobBytes, latin1Bytes, decodeUtf8,
  newPromise, resolvePromise, rejectPromise, rejectedPromise, react, load,
} = require;
const { missing } = load('webidl');
const { HeaderList } = load('fetch/headers');
const { Body } = load('fetch/body');
const { Incoming, sendStream } = load('fetch/transfer');
const { Request, innerRequest } = load('fetch/request');
const { State, makeResponse, NULL_BODY } = load('fetch/response');
const { addAbortAlgorithm, removeAbortAlgorithm } = load('abort');

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 20;
const ALWAYS = [['accept', '*/*'], ['accept-language', '*'], ['sec-fetch-mode', 'cors'], ['user-agent', 'jenny'], ['accept-encoding', 'gzip, deflate, br, zstd']];
const failed = (cause) => new TypeError('fetch failed', { cause });

/// Exchanges whose response nobody holds any more are given up, so that their connections are closed.
const forgotten = new FinalizationRegistry((id) => httpCancel(id));

function fetch(input, init = undefined) {
  if (arguments.length === 0) return rejectedPromise(missing('input'));
  let request, signal;
  try {
    request = new Request(input, init);
    const it = innerRequest(request);
    signal = it.signal ?? it.source;
  } catch (error) { return rejectedPromise(error); }
  const promise = newPromise();
  new Fetch(innerRequest(request), signal, promise).start();
  return promise;
}

/// One fetch, from its request to the end of its body.
class Fetch {
  request; signal; promise; url; method; list; body; redirects = []; id = 0; bodyDone = true; bodyError = undefined; abort = null; stop = null;
  constructor(request, signal, promise) {
    this.request = request; this.signal = signal; this.promise = promise;
    this.method = request.method; this.body = request.body; this.list = request.list.clone();
  }

  start() {
    const { signal } = this;
    if (signal?.aborted) { this.giveUpBody(signal.reason); rejectPromise(this.promise, signal.reason); return; }
    this.url = new URL(this.request.url);
    switch (this.url.protocol) {
      case 'http:': case 'https:': break;
      case 'data:': this.answerData(); return;
      case 'blob:': this.answerBlob(); return;
      case 'file:': this.fail(new Error('files are not fetched; node:fs reads them')); return;
      default: this.fail(new Error('unknown scheme')); return;
    }
    for (const [name, value] of ALWAYS) if (!this.list.has(name)) this.list.append(name, value);
    if (this.body === null && (this.method === 'POST' || this.method === 'PUT')) this.list.set('content-length', '0');
    if (signal !== null) {
      this.abort = (reason) => this.aborted(reason);
      addAbortAlgorithm(signal, this.abort);
    }
    this.send();
  }

  bodyEnded() { this.release(); forgotten.unregister(this); }
  bodyCancelled() { httpCancel(this.id); }
  /// Nothing more happens on behalf of the signal.
  release() {
    if (this.abort !== null) { removeAbortAlgorithm(this.signal, this.abort); this.abort = null; }
  }
  fail(cause) {
    this.release();
    this.giveUpBody(cause);
    rejectPromise(this.promise, failed(cause));
  }
  aborted(reason) {
    this.abort = null;
    this.giveUpBody(reason);
    rejectPromise(this.promise, reason);
    this.stop?.(reason);
    httpCancel(this.id);
  }
  /// Cancels the request's body if it is a stream that is still being sent.
  giveUpBody(reason) {
    if (this.body === null || !this.body.isStream || this.bodyDone && this.id !== 0) return;
    this.bodyDone = true;
    if (this.pump !== undefined) this.pump.cancel(reason);
    else if (!this.body.unusable) this.body.stream.cancel(reason).then(undefined, () => {});
  }

  send() {
    const { url, body } = this;
    const streams = body !== null && body.isStream;
    let head;
    try {
      [this.id, head] = httpSend(this.method, url.href, this.list.flat(), body === null ? null : streams ? true : body.parts);
    } catch (error) { this.fail(error); return; }
    const { id } = this;
    if (streams) this.sendStream(id);
    react(head, (head) => this.received(head, id), (error) => {
      if (this.signal?.aborted) return;
      this.fail(this.bodyError === undefined ? error : this.bodyError.reason);
    });
  }

  sendStream(id) {
    this.bodyDone = false;
    this.pump = sendStream(id, this.body.stream, this);
  }
  bodyBroke(reason) { this.bodyError = { reason }; }
  bodyNotTaken() {}

  /// The head of a response has arrived.
  received({ status, statusText, headers }, id) {
    if (this.signal?.aborted) return;
    const list = new HeaderList();
    for (let i = 0; i < headers.length; i += 2) list.append(headers[i], headers[i + 1]);
    const location = REDIRECTS.includes(status) ? list.map.get('location')?.[0] : undefined;
    if (location !== undefined && this.request.redirect !== 'manual') { this.redirect(status, location, id); return; }
    const state = new State();
    state.type = 'basic'; state.status = status; state.statusText = statusText; state.list = list; state.guard = 'immutable';
    state.urls = [...this.redirects, this.url.href];
    if (this.method === 'HEAD' || NULL_BODY.includes(status)) { httpCancel(id); this.release(); } else {
      const incoming = new Incoming(this, id);
      forgotten.register(incoming, id, this);
      state.body = new Body(null, null, incoming);
    }
    resolvePromise(this.promise, makeResponse(state));
  }

  /// HTTP-redirect fetch (4.4)
  redirect(status, location, id) {
    httpCancel(id);
    if (this.request.redirect === 'error') { this.fail(new Error('unexpected redirect')); return; }
    let next;
    // Bytes above 127 are what UTF-8 sent; the parser takes text.
    try { next = new URL(decodeUtf8(latin1Bytes(location)), this.url); } catch (error) { this.fail(error); return; }
    if (next.hash === '') next.hash = this.url.hash;
    if (next.protocol !== 'http:' && next.protocol !== 'https:') { this.fail(new Error('URL scheme must be a HTTP(S) scheme')); return; }
    if (this.redirects.length >= MOST_REDIRECTS) { this.fail(new Error('redirect count exceeded')); return; }
    if ((next.username !== '' || next.password !== '') && next.origin !== this.url.origin && this.request.mode === 'cors') {
      this.fail(new Error('cross origin not allowed for request mode "cors"'));
      return;
    }
    if (status !== 303 && this.body !== null && this.body.isStream) { this.fail(new Error('a body that is a stream cannot be sent again after a redirect')); return; }
    if ((status === 301 || status === 302) && this.method === 'POST' || status === 303 && this.method !== 'GET' && this.method !== 'HEAD') {
      this.method = 'GET';
      this.body = null;
      for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) this.list.delete(name);
    }
    if (next.origin !== this.url.origin) for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) this.list.delete(name);
    this.redirects.push(this.url.href);
    this.url = next;
    this.send();
  }

  answer(body, type) {
    const state = new State();
    state.type = 'basic'; state.statusText = 'OK'; state.guard = 'immutable'; state.urls = [this.url.href]; state.body = body;
    if (type !== '') state.list.append('content-type', type);
    resolvePromise(this.promise, makeResponse(state));
  }
  /// A data: URL (6, "data: URL processor").
  answerData() {
    const { href } = this.url;
    const text = href.slice(5, this.url.hash === '' ? undefined : href.length - this.url.hash.length);
    const comma = text.indexOf(',');
    if (comma < 0) { this.fail(new Error('invalid data: URL')); return; }
    let type = text.slice(0, comma).trim();
    let bytes = percentDecode(text.slice(comma + 1));
    const base64 = /; *base64$/i.exec(type);
    if (base64 !== null) {
      const decoded = atobBytes(decodeUtf8(bytes));
      if (decoded === null) { this.fail(new Error('invalid data: URL')); return; }
      bytes = latin1Bytes(decoded);
      type = type.slice(0, base64.index);
    }
    if (type.startsWith(';')) type = `text/plain${type}`;
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+ *(;|$)/.test(type)) type = 'text/plain;charset=US-ASCII';
    this.answer(new Body([bytes], null), type);
  }
  answerBlob() {
    const { resolveObjectURL, partsOf } = load('blob');
    const blob = resolveObjectURL(this.url.href);
    if (this.method !== 'GET' || blob === undefined) { this.fail(new Error('the blob: URL is not known')); return; }
    this.answer(new Body(partsOf(blob), null), blob.type);
  }
}

Object.assign(exports, { fetch });

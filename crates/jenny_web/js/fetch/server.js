// Servers that take a Request and give a Response, over the native HTTP server.
'use strict';
const {
  httpServe, httpServerStop, httpServerRef, httpRespond, httpDropBody, httpCancel, newPromise, resolvePromise, react, load,
} = require;
const { HeaderList } = load('fetch/headers');
const { Body } = load('fetch/body');
const { Incoming, sendStream } = load('fetch/transfer');
const { State, fromState } = load('fetch/request');
const { Response, innerResponse, isResponse, NULL_BODY } = load('fetch/response');
const { addAbortAlgorithm, abortError, newSignal, signalAbort } = load('abort');

/// A target and a host that need no parser to be those of a URL.
const PLAIN_TARGET = /^(?:\/(?!\.)[A-Za-z0-9\-_~!$&()*+,;=:@%.]*)+(?:\?[A-Za-z0-9\-._~!$&()*+,;=:@%/?]*)?$/;
const PLAIN_HOST = /^(?:[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*|127\.0\.0\.1)(?::(?:[1-9]\d|[1-9]\d{2,3}))?$/;
/// Said by the connection, not by programs.
const OURS = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade'];
/// Methods that no Request can have (fetch.spec.whatwg.org 2.2.1).
const FORBIDDEN = ['CONNECT', 'TRACE', 'TRACK'];

/// The inner request of one that came; headers are sorted in and the signal is made when somebody asks.
class ServedState {
  method; url; body = null; mode = 'cors'; credentials = 'same-origin'; cache = 'default'; redirect = 'follow'; referrer = 'about:client';
  referrerPolicy = ''; integrity = ''; keepalive = false; duplex = 'half'; headers = null; source = null; #flat; #list = null; #exchange;
  constructor(method, url, flat, exchange) { this.method = method; this.url = url; this.#flat = flat; this.#exchange = exchange; }
  get list() {
    if (this.#list === null) {
      this.#list = new HeaderList();
      for (let i = 0; i < this.#flat.length; i += 2) this.#list.append(this.#flat[i], this.#flat[i + 1]);
    }
    return this.#list;
  }
  get signal() { return this.#exchange.signalOfRequest(); }
  copy() {
    const state = Object.assign(new State(), this);
    state.list = this.list.clone();
    state.headers = null;
    return state;
  }
}

/// The URL of a request, or null if it has none.
function urlOf(target, host) {
  if (PLAIN_HOST.test(host) && PLAIN_TARGET.test(target)) return `http://${host}${target}`;
  // A host is a host and a port, nothing around it.
  if (host === '' || /[/?#@\\\s]/.test(host)) return null;
  return URL.parse(target === '*' ? `http://${host}/` : `http://${host}${target.startsWith('/') ? '' : '/'}${target}`)?.href ?? null;
}

/// A request that came, until all of its answer is given.
class Exchange {
  server; id; method; state = null; stop = null; pump = null; bodyDone = true; #signal = null; #gone = false; #answered = false;
  constructor(server, id, method) { this.server = server; this.id = id; this.method = method; }

  // What Incoming asks of its owner.
  get signal() { return this.#signal; }
  bodyEnded() { this.stop = null; if (this.#answered && this.bodyDone) this.#end(); }
  bodyCancelled() { httpDropBody(this.id); }
  // What sendStream asks of it.
  bodyBroke(reason) { this.server.report(reason); this.#end(); }
  bodyNotTaken() { this.gone(); }
  bodySent() { if (this.stop === null) this.#end(); }

  signalOfRequest() {
    if (this.#signal === null) {
      this.#signal = newSignal();
      if (this.#gone) signalAbort(this.#signal, abortError());
    }
    return this.#signal;
  }

  #end() {
    if (this.server.live.delete(this.id)) httpCancel(this.id);
  }

  /// The client has gone away.
  gone() {
    if (this.#gone || !this.server.live.has(this.id)) return;
    this.#gone = true;
    this.bodyDone = true;
    const reason = abortError();
    if (this.#signal !== null) signalAbort(this.#signal, reason);
    this.stop?.(reason);
    if (this.pump !== null) react(this.pump.cancel(reason), undefined, undefined);
    this.#end();
  }

  answer(response) {
    if (!isResponse(response)) { this.failed(new TypeError('The handler gave no Response')); return; }
    const it = innerResponse(response);
    const { status, body } = it;
    if (status === 0 || status === 101) { this.failed(new TypeError(`A Response of status ${status} cannot be sent`)); return; }
    if (body !== null && body.unusable) { this.failed(new TypeError('The body of the Response has been read already')); return; }
    if (this.#gone) { if (body !== null && body.isStream) body.stream.cancel(abortError()).then(undefined, () => {}); return; }
    const parts = body === null ? [] : body.take();
    const bare = this.method === 'HEAD' || NULL_BODY.includes(status);
    const streams = parts === null && !bare;
    let { list } = it;
    // The length of a whole body is known; that of a stream or of HEAD is what the program says.
    const known = parts !== null && !bare;
    if (known && list.has('content-length') || OURS.some((name) => list.has(name) && (name !== 'connection' || list.get(name).toLowerCase() !== 'close'))) {
      list = list.clone();
      if (known) list.delete('content-length');
      for (const name of OURS) if (name !== 'connection' || list.get(name)?.toLowerCase() !== 'close') list.delete(name);
    }
    const flat = list.flat();
    if (this.method === 'HEAD' && parts !== null && body !== null && !list.has('content-length')) flat.push('content-length', `${parts.reduce((sum, part) => sum + part.byteLength, 0)}`);
    this.#answered = true;
    const reads = this.stop !== null;
    try {
      httpRespond(this.id, status, it.statusText, flat, streams ? true : bare ? null : parts, reads);
    } catch (error) { this.server.live.delete(this.id); this.server.report(error); return; }
    if (streams) {
      this.bodyDone = false;
      this.pump = sendStream(this.id, body.stream, this);
      return;
    }
    if (parts === null) body.stream.cancel().then(undefined, () => {});
    if (!reads) this.server.live.delete(this.id);
  }

  /// The handler has failed: the server's `error` answers, or a plain 500.
  failed(error) {
    if (this.#gone || this.#answered) { this.server.report(error); return; }
    const { onError } = this.server;
    const plain = (error) => {
      this.server.report(error);
      this.answer(new Response('Internal Server Error', { status: 500 }));
    };
    if (onError === undefined || this.failing) { plain(error); return; }
    this.failing = true;
    this.settle(() => onError(error));
  }
  failing = false;

  /// Answers with what `make` gives, now or later.
  settle(make) {
    let given;
    try { given = make(); } catch (error) { this.failed(error); return; }
    if (isResponse(given)) { this.answer(given); return; }
    const promise = newPromise();
    resolvePromise(promise, given);
    react(promise, (response) => this.answer(response), (error) => this.failed(error));
  }
}

class Server {
  port; hostname; live = new Map(); onError; report; finished = newPromise(); #id; #handler; #ended = false;
  constructor({ hostname, port, fetch, error, signal, report }) {
    this.#handler = fetch; this.onError = error; this.report = report;
    const request = (id, method, target, flat, hasBody, host, port, version) => this.#request(id, method, target, flat, hasBody, host, port, version);
    [this.#id, this.port, this.hostname] = httpServe(hostname, port, request, (id) => this.live.get(id)?.gone(), () => {
      this.#ended = true;
      resolvePromise(this.finished, undefined);
    });
    if (signal !== undefined) {
      if (signal.aborted) this.close(); else addAbortAlgorithm(signal, () => this.close());
    }
  }

  #request(id, method, target, flat, hasBody, remoteHost, remotePort, version) {
    const exchange = new Exchange(this, id, method);
    this.live.set(id, exchange);
    let host;
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === 'host') host = host === undefined ? flat[i + 1].toLowerCase() : '';
    // HTTP/1.1 needs one host (RFC 9112, 3.2).
    host ??= version === 0 ? this.authority : '';
    const url = urlOf(target, host);
    if (url === null || FORBIDDEN.includes(method)) {
      exchange.answer(new Response(null, { status: url === null ? 400 : 501, headers: { connection: 'close' } }));
      return;
    }
    const state = new ServedState(method, url, flat, exchange);
    if (hasBody) state.body = new Body(null, null, new Incoming(exchange, id));
    const request = fromState(state);
    exchange.settle(() => this.#handler(request, { remoteAddr: { transport: 'tcp', hostname: remoteHost, port: remotePort } }));
  }

  /// Host and port as a URL has them.
  get authority() { return `${this.hostname.includes(':') ? `[${this.hostname}]` : this.hostname}:${this.port}`; }
  /// Takes no more connections; `finished` comes after the answers under way.
  shutdown() { httpServerStop(this.#id, false); return this.finished; }
  /// Breaks off all connections.
  close() { httpServerStop(this.#id, true); return this.finished; }
  ref() { if (!this.#ended) httpServerRef(this.#id, true); }
  unref() { if (!this.#ended) httpServerRef(this.#id, false); }
}

Object.assign(exports, { Server });

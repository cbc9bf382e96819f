//! `jenny:http`: a server that takes the Web's Request and gives its Response.
'use strict';

const { codes } = require('internal/errors');
const { validateAbortSignal, validateFunction, validateInteger, validateObject, validateString } = require('internal/validators');

const { Server } = internal.web('fetch/server');

/** Tells of an error that no client should see. */
function report(error) {
  internal.stderrWrite(`${require('internal/inspect').inspect(error)}\n`);
}

/** What `serve` gives. */
class HttpServer {
  #server;
  constructor(server) { this.#server = server; }
  get port() { return this.#server.port; }
  get hostname() { return this.#server.hostname; }
  get url() { return `http://${this.#server.authority}/`; }
  get addr() { return { transport: 'tcp', hostname: this.hostname, port: this.port }; }
  get finished() { return this.#server.finished; }
  shutdown() { return this.#server.shutdown(); }
  close() { return this.#server.close(); }
  ref() { this.#server.ref(); return this; }
  unref() { this.#server.unref(); return this; }
  [Symbol.asyncDispose]() { return this.#server.shutdown(); }
  get [Symbol.toStringTag]() { return 'HttpServer'; }
}

function serve(options, handler) {
  if (typeof options === 'function') options = { fetch: options };
  validateObject(options, 'options');
  const { hostname = '127.0.0.1', port = 8000, error, signal, onListen } = options;
  const fetch = handler ?? options.fetch;
  if (typeof fetch !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('options.fetch', 'Function', fetch);
  validateString(hostname, 'options.hostname');
  validateInteger(port, 'options.port', 0, 65535);
  if (error !== undefined) validateFunction(error, 'options.error');
  if (onListen !== undefined) validateFunction(onListen, 'options.onListen');
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  // A method keeps its object.
  const call = handler === undefined && options.fetch === fetch ? (request, info) => Reflect.apply(fetch, options, [request, info]) : fetch;
  const server = new HttpServer(new Server({
    hostname, port, fetch: call, error: error === undefined ? undefined : (reason) => Reflect.apply(error, options, [reason]), signal, report,
  }));
  if (onListen !== undefined) Reflect.apply(onListen, options, [server.addr]);
  return server;
}

module.exports = { serve };

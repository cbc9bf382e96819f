// Worker (HTML 10.2.6), in its owner's agent.
'use strict';
const natives = require;
const { portPair, workerStart, workerTerminate, workerRef, workerUrl, load } = natives;
const { EventTarget, ErrorEvent, MessageEvent, Event, setTrusted, defineHandler } = load('events');
const { newPort, transferOf } = load('messaging');

/** The text of a `data:` or `blob:` script and the URL that stands for it; undefined for what the Worker reads itself. */
function textOf(url) {
  if (url.protocol === 'data:') {
    const comma = url.href.indexOf(',');
    if (comma < 0) throw new DOMException(`The URL '${url.href}' is invalid.`, 'SyntaxError');
    const body = decodeURIComponent(url.href.slice(comma + 1).replace(/#.*$/, ''));
    if (!/;\s*base64$/i.test(url.href.slice(5, comma))) return body;
    return new TextDecoder().decode(Uint8Array.fromBase64(body));
  }
  if (url.protocol === 'blob:') {
    const { resolveObjectURL, wholeOf } = load('blob');
    const blob = resolveObjectURL(url.href);
    if (blob === undefined) throw new DOMException(`The URL '${url.href}' is unknown.`, 'NetworkError');
    return natives.decodeUtf8(wholeOf(blob));
  }
  return undefined;
}

class Worker extends EventTarget {
  #number = 0; #port; #heard = new Set();
  constructor(scriptURL, options = undefined) {
    if (arguments.length === 0) throw new TypeError('The "scriptURL" argument must be specified');
    super();
    const { type = 'classic', name = '', credentials = 'same-origin', ref = true, limits } = options ?? {};
    if (type !== 'classic' && type !== 'module') throw new TypeError(`The provided value '${type}' is not a valid enum value of type WorkerType.`);
    if (!['omit', 'same-origin', 'include'].includes(credentials)) throw new TypeError(`The provided value '${credentials}' is not a valid enum value of type RequestCredentials.`);
    let url;
    try {
      url = new URL(`${scriptURL}`, workerUrl());
    } catch {
      throw new DOMException(`The URL '${scriptURL}' is invalid.`, 'SyntaxError');
    }
    if (!['file:', 'data:', 'blob:'].includes(url.protocol)) throw new DOMException(`Failed to construct 'Worker': Script at '${url.href}' cannot be accessed.`, 'SecurityError');
    const source = textOf(url);
    const [outside, inside] = portPair();
    this.#port = newPort(outside);
    this.#port.onmessage = (event) => this.dispatchEvent(setTrusted(new MessageEvent('message', { data: event.data, ports: event.ports })));
    this.#port.onmessageerror = (event) => this.dispatchEvent(setTrusted(new MessageEvent('messageerror', { data: event.data })));
    // The Worker itself keeps its owner alive; its port need not.
    this.#port.unref();
    this.#number = workerStart({ url: url.href, source, module: type === 'module', node: false, name: `${name}`, port: inside, heap: limits?.heapMb, stack: limits?.stackMb, cpu: limits?.cpuMs }, (kind, ...news) => this.#news(kind, ...news));
    if (ref === false) this.unref();
  }
  #news(kind, message, filename, lineno, colno, error) {
    if (kind === 'online') return;
    if (kind === 'exit') {
      this.#number = 0;
      this.#port.close();
      this.dispatchEvent(setTrusted(new Event('close')));
      return;
    }
    const event = setTrusted(new ErrorEvent('error', { message, filename, lineno, colno, error, cancelable: true }));
    const listened = this.#heard.size > 0 || this.onerror !== null;
    // Nobody listens: it is the owner's own uncaught error.
    if (this.dispatchEvent(event) && !listened) globalThis.reportError(error ?? new Error(message));
  }
  addEventListener(type, listener, options = undefined) {
    super.addEventListener(type, listener, options);
    if (`${type}` === 'error' && listener) this.#heard.add(listener);
  }
  removeEventListener(type, listener, options = undefined) {
    super.removeEventListener(type, listener, options);
    if (`${type}` === 'error') this.#heard.delete(listener);
  }
  postMessage(message, options = undefined) {
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    this.#port.postMessage(message, { transfer: transferOf(options) });
  }
  terminate() {
    if (this.#number !== 0) workerTerminate(this.#number);
    // No message arrives any more, and the owner need not wait for the thread's last breath.
    this.#port.close();
    this.unref();
  }
  ref() { if (this.#number !== 0) workerRef(this.#number, true); }
  unref() { if (this.#number !== 0) workerRef(this.#number, false); }
  get [Symbol.toStringTag]() { return 'Worker'; }
}
for (const type of ['message', 'messageerror', 'error', 'close']) defineHandler(Worker.prototype, type);

Object.assign(exports, { Worker, textOf, natives });

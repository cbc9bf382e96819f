// Worker and SharedWorker (HTML 10.2.6), in their owners' agents.
'use strict';
const natives = require;
const { portPair, workerStart, workerShare, workerTerminate, workerRef, workerUrl, load } = natives;
const { EventTarget, Event, setTrusted, defineHandler, dispatch, hasListeners, newMessageEvent } = load('events');
const { defineInterface, illegalInvocation, isObject, missing } = load('webidl');
const { DOMException } = load('dom_exception');
const { newPort, startPort, portsOf, transferOf } = load('messaging');

const SCRIPT = /^(?:(?:application|text)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/i;
const isScript = (type) => SCRIPT.test(type.split(';')[0].trim());

/** The text of a `data:` or `blob:` script and the URL that stands for it; undefined for what the Worker reads itself, for a blob that
 * is gone, and with `strict` where the type is none of a script's. */
function textOf(url, strict = false) {
  if (url.protocol === 'data:') {
    const comma = url.href.indexOf(',');
    if (comma < 0) throw new DOMException(`The URL '${url.href}' is invalid.`, 'SyntaxError');
    if (strict && !isScript(url.href.slice(5, comma))) return undefined;
    const body = decodeURIComponent(url.href.slice(comma + 1).replace(/#.*$/, ''));
    if (!/;\s*base64$/i.test(url.href.slice(5, comma))) return body;
    return new TextDecoder().decode(Uint8Array.fromBase64(body));
  }
  if (url.protocol === 'blob:') {
    const { resolveObjectURL, wholeOf } = load('blob');
    const blob = resolveObjectURL(url.href);
    // The Worker finds out that there is none.
    return blob === undefined || strict && !isScript(blob.type) ? undefined : natives.decodeUtf8(wholeOf(blob));
  }
  return undefined;
}

/** The dictionary WorkerOptions. */
function optionsOf(options) {
  if (options !== undefined && options !== null && !isObject(options)) throw new TypeError('The provided value is not of type \'WorkerOptions\'.');
  const { credentials, name, type } = options ?? {};
  const choice = (value, choices, what) => {
    value = `${value}`;
    if (!choices.includes(value)) throw new TypeError(`The provided value '${value}' is not a valid enum value of type ${what}.`);
    return value;
  };
  return {
    credentials: credentials === undefined ? 'same-origin' : choice(credentials, ['omit', 'same-origin', 'include'], 'RequestCredentials'),
    name: name === undefined ? '' : `${name}`,
    isModule: type !== undefined && choice(type, ['classic', 'module'], 'WorkerType') === 'module',
  };
}

/** The address of a Worker's script. */
function scriptUrl(scriptURL, what) {
  let url;
  try {
    url = new URL(scriptURL, workerUrl());
  } catch {
    throw new DOMException(`The URL '${scriptURL}' is invalid.`, 'SyntaxError');
  }
  if (!['file:', 'data:', 'blob:'].includes(url.protocol)) throw new DOMException(`Failed to construct '${what}': Script at '${url.href}' cannot be accessed.`, 'SecurityError');
  return url;
}

class Worker extends EventTarget {
  #number = 0; #port;
  constructor(scriptURL, options = undefined) {
    if (arguments.length === 0) throw missing('scriptURL');
    scriptURL = `${scriptURL}`;
    const { name, isModule } = optionsOf(options);
    const { ref = true, limits } = options ?? {};
    const url = scriptUrl(scriptURL, 'Worker');
    super();
    const source = textOf(url);
    const [outside, inside] = portPair();
    this.#port = newPort(outside);
    // The Worker itself keeps its owner alive; its port need not.
    this.#port.unref();
    startPort(this.#port, (type, value, transferred) => dispatch(this, newMessageEvent(type, value, portsOf(transferred)), type), this);
    this.#number = workerStart({ url: url.href, source, module: isModule, node: false, name, port: inside, heap: limits?.heapMb, stack: limits?.stackMb, cpu: limits?.cpuMs }, (kind, ...news) => this.#news(kind, ...news));
    if (ref === false) this.unref();
  }
  #news(kind, message, filename, lineno, colno, error) {
    if (kind === 'exit') {
      this.#number = 0;
      this.#port.close();
      dispatch(this, setTrusted(new Event('close')));
    } else if (kind === 'error' || kind === 'outoftime') {
      // No error of the Worker's own stands behind its end by a limit.
      if (kind === 'outoftime') error = new Error(message);
      const event = setTrusted(new (load('event_kinds').ErrorEvent)('error', { message, filename, lineno, colno, error, cancelable: true }));
      const listened = hasListeners(this, 'error');
      // Nobody listens: it is the owner's own uncaught error.
      if (dispatch(this, event) && !listened) globalThis.reportError(error ?? new Error(message));
    }
  }
  postMessage(message, options = undefined) {
    if (!isObject(this) || !(#number in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('message');
    this.#port.postMessage(message, options);
  }
  terminate() {
    if (this.#number !== 0) workerTerminate(this.#number);
    // No message arrives any more, and the owner need not wait for the thread's last breath.
    this.#port.close();
    this.unref();
  }
  ref() { if (this.#number !== 0) workerRef(this.#number, true); }
  unref() { if (this.#number !== 0) workerRef(this.#number, false); }
}
for (const type of ['message', 'messageerror', 'error', 'close']) defineHandler(Worker.prototype, type);
defineInterface(Worker);

class SharedWorker extends EventTarget {
  #port;
  constructor(scriptURL, options = undefined) {
    if (arguments.length === 0) throw missing('scriptURL');
    scriptURL = `${scriptURL}`;
    const { credentials, name, isModule } = isObject(options) || options === undefined || options === null
      ? optionsOf(options) : optionsOf({ name: options });
    const url = scriptUrl(scriptURL, 'SharedWorker');
    super();
    const source = textOf(url);
    const [outside, inside] = portPair();
    this.#port = newPort(outside);
    const connected = workerShare({ url: url.href, source, module: isModule, credentials, name }, newPort(inside), (kind) => {
      // Only a script that cannot be loaded is an owner's matter (HTML 10.2.5): later errors are the Worker's own.
      if (kind === 'error') dispatch(this, setTrusted(new Event('error')));
    });
    // One of that name runs otherwise.
    if (!connected) setImmediate(() => dispatch(this, setTrusted(new Event('error'))));
  }
  get port() {
    if (!isObject(this) || !(#port in this)) throw illegalInvocation();
    return this.#port;
  }
}
defineHandler(SharedWorker.prototype, 'error');
defineInterface(SharedWorker);

Object.assign(exports, { Worker, SharedWorker, textOf, natives });

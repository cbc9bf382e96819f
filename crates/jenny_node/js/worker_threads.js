//! `node:worker_threads`: Workers and ports as Node shows them, on the machinery of the Web's.
'use strict';

const EventEmitter = require('events');
const path = require('path');
const { codes } = require('internal/errors');
const { validateNumber, validateObject, validateString } = require('internal/validators');

const messaging = internal.web('messaging');
const { BroadcastChannel } = internal.web('broadcast_channel');
const { MessageChannel, MessagePort, newPort, numberOf } = messaging;
const { untransferable, refuseMarked, markAsUncloneable } = internal.web('platform');
const natives = internal.web('worker').natives;

/** What this agent is, or undefined in the program's own. */
const own = natives.workerSelf();
/** Data that every Worker started from here inherits. */
const environmentData = new Map(own?.isNode ? own.data.environmentData : []);
const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

const limitNames = ['maxYoungGenerationSizeMb', 'maxOldGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'];
const limitDefaults = [-1, -1, -1, 4];

/** The options' limits with a number for each name. */
function limitsOf(options) {
  return Object.fromEntries(limitNames.map((name, i) => [name, typeof options?.[name] === 'number' ? options[name] : limitDefaults[i]]));
}

function fileOf(filename) {
  if (filename instanceof URL) {
    if (filename.protocol === 'data:') return { url: filename.href };
    return { url: filename.href, module: filename.pathname.endsWith('.mjs') };
  }
  validateString(filename, 'filename');
  if (!path.isAbsolute(filename) && !/^\.\.?[\\/]/.test(filename)) {
    throw new codes.ERR_WORKER_PATH(filename);
  }
  return { url: require('url').pathToFileURL(path.resolve(filename)).href };
}

/** The times of an event loop, between two looks where such are given: those of `performance.eventLoopUtilization()`. */
function utilization(times, first, second) {
  return internal.web('performance').utilizationBetween(times, first, second);
}

/** What a Worker finds at its standard input: chunks, and null at the end. */
function inputTo(port) {
  const { Writable } = require('stream');
  return new Writable({
    decodeStrings: true,
    write(chunk, encoding, callback) {
      port.postMessage(new Uint8Array(chunk));
      callback();
    },
    final(callback) {
      port.postMessage(null);
      callback();
    },
  });
}

class Worker extends EventEmitter {
  #number = 0; #threadId; #name; #port; #limits; #exit = Promise.withResolvers(); #streams = {}; #input = null;
  constructor(filename, options = {}) {
    super();
    validateObject(options, 'options');
    const { eval: isSource = false, workerData, transferList = [], env, argv = [], resourceLimits, name = 'WorkerThread' } = options;
    if (options.execArgv !== undefined && !Array.isArray(options.execArgv)) throw new codes.ERR_INVALID_ARG_TYPE('options.execArgv', 'Array', options.execArgv);
    if (!Array.isArray(argv)) throw new codes.ERR_INVALID_ARG_TYPE('options.argv', 'Array', argv);
    if (env !== undefined && env !== null && env !== SHARE_ENV && typeof env !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], env);
    const script = isSource ? { url: '[worker eval]' } : fileOf(filename);
    let source = isSource ? `${filename}` : undefined;
    if (script.url.startsWith('data:')) {
      source = internal.web('worker').textOf(new URL(script.url));
      script.module = true;
    }
    refuseMarked(transferList);
    this.#limits = limitsOf(resourceLimits);
    this.#name = `${name}`;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (value) => this.emit('message', value));
    port1.on('messageerror', (error) => this.emit('messageerror', error));
    port1.unref();
    let stdin;
    if (options.stdin) {
      const { port1: outside, port2: inside } = new MessageChannel();
      this.#input = inputTo(outside);
      stdin = inside;
    }
    this.#number = natives.workerStart({
      url: script.url,
      source,
      module: !!script.module,
      node: true,
      name: this.#name,
      port: numberOf(port2, true),
      data: { workerData, environmentData, limits: this.#limits, stdin },
      transfer: stdin === undefined ? [...transferList] : [...transferList, stdin],
      env: env === SHARE_ENV ? 'share' : env == null ? undefined : Object.entries(env).flatMap(([key, value]) => [key, `${value}`]),
      argv: argv.map(String),
      heap: this.#limits.maxOldGenerationSizeMb > 0 ? this.#limits.maxOldGenerationSizeMb + Math.max(this.#limits.maxYoungGenerationSizeMb, 0) : undefined,
      stack: this.#limits.stackSizeMb * 2,
      cpu: resourceLimits?.cpuTimeMs,
      stdout: !!options.stdout,
      stderr: !!options.stderr,
    }, (kind, ...news) => this.#news(kind, ...news));
    this.#threadId = this.#number;
  }
  #news(kind, value, filename, line, column, error) {
    if (kind === 'online') {
      this.emit('online');
    } else if (kind === 'error') {
      // Whose heap is full ends with the error that Node has for it.
      if (error instanceof RangeError && error.message.startsWith('Out of memory')) error = new codes.ERR_WORKER_OUT_OF_MEMORY('JS heap out of memory');
      this.emit('error', error === undefined ? new Error(value) : error);
    } else if (kind === 'stdout' || kind === 'stderr') {
      this[kind].push(require('buffer').Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    } else if (kind === 'outoftime') {
      this.emit('error', new codes.ERR_WORKER_OUT_OF_TIME(value));
    } else {
      this.#number = 0;
      this.#threadId = -1;
      // What it said before its end is heard before its end.
      for (let left; (left = natives.portReceive(numberOf(this.#port))) !== undefined;) this.emit('message', left[0]);
      this.#port.close();
      for (const stream of Object.values(this.#streams)) stream.push(null);
      this.#exit.resolve(value);
      this.emit('exit', value);
    }
  }
  postMessage(message, transferList = undefined) {
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    if (this.#number !== 0) this.#port.postMessage(message, transferList);
  }
  terminate() {
    if (this.#number === 0) return Promise.resolve(undefined);
    natives.workerTerminate(this.#number);
    this.ref();
    return this.#exit.promise;
  }
  ref() { if (this.#number !== 0) natives.workerRef(this.#number, true); }
  unref() { if (this.#number !== 0) natives.workerRef(this.#number, false); }
  /** What the Worker writes, where the option of that name was given. */
  #stream(name) {
    if (this.#streams[name] === undefined) {
      const { Readable } = require('stream');
      this.#streams[name] = new Readable({ read() {} });
      if (this.#number === 0) this.#streams[name].push(null);
    }
    return this.#streams[name];
  }
  get stdout() { return this.#stream('stdout'); }
  get stderr() { return this.#stream('stderr'); }
  get stdin() { return this.#input; }
  get performance() {
    // A Worker that has ended was never anything but idle, as in Node.
    return { eventLoopUtilization: (first, second) => utilization(this.#number === 0 ? [0, 0] : natives.workerTimes(this.#number), first, second) };
  }
  get threadId() { return this.#threadId; }
  get threadName() { return this.#number === 0 ? null : this.#name; }
  get resourceLimits() { return this.#number === 0 ? {} : { ...this.#limits }; }
  async [Symbol.asyncDispose]() { await this.terminate(); }
}

/** Takes the next message of a port without an event. */
function receiveMessageOnPort(port) {
  if (!(port instanceof MessagePort) && !(port instanceof BroadcastChannel)) throw new codes.ERR_INVALID_ARG_TYPE('port', 'MessagePort instance', port);
  const message = natives.portReceive(numberOf(port));
  return message === undefined ? undefined : { message: message[0] };
}

/** Posts to another thread of the process, whose `process` emits `workerMessage`. */
async function postMessageToThread(threadId, value, transferList, timeout) {
  if (typeof transferList === 'number' && timeout === undefined) [transferList, timeout] = [[], transferList];
  validateNumber(threadId, 'threadId');
  if (timeout !== undefined) validateNumber(timeout, 'timeout', 0);
  if (threadId === module.exports.threadId) throw new codes.ERR_WORKER_MESSAGING_SAME_THREAD();
  const { port1, port2 } = new MessageChannel();
  const answer = Promise.withResolvers();
  const timer = timeout === undefined ? undefined : setTimeout(() => answer.reject(new codes.ERR_WORKER_MESSAGING_TIMEOUT()), timeout);
  port1.on('message', answer.resolve);
  // The other thread has ended without an answer.
  port1.on('close', () => answer.resolve('failed'));
  try {
    const transfer = [...transferList ?? [], port2];
    refuseMarked(transfer);
    if (!natives.threadPost(threadId, { value, source: module.exports.threadId, answer: port2 }, transfer)) throw new codes.ERR_WORKER_MESSAGING_FAILED();
    const outcome = await answer.promise;
    if (outcome === 'failed') throw new codes.ERR_WORKER_MESSAGING_FAILED();
    if (outcome === 'errored') throw new codes.ERR_WORKER_MESSAGING_ERRORED();
  } finally {
    clearTimeout(timer);
    port1.close();
  }
}

module.exports = {
  isInternalThread: false,
  isMainThread: own === undefined,
  MessagePort,
  MessageChannel,
  markAsUncloneable(object) { if (typeof object === 'object' && object !== null) markAsUncloneable(object); },
  markAsUntransferable(object) { if (typeof object === 'object' && object !== null) untransferable.add(object); },
  isMarkedAsUntransferable(object) { return untransferable.has(object); },
  moveMessagePortToContext(port, context) {
    if (!(port instanceof MessagePort)) throw new codes.ERR_INVALID_ARG_TYPE('port', 'MessagePort instance', port);
    if (typeof context !== 'object' || context === null) throw new codes.ERR_INVALID_ARG_TYPE('contextifiedSandbox', 'Object', context);
    // There are no contexts to move it to: node:vm is not there.
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED('moveMessagePortToContext()');
  },
  postMessageToThread,
  receiveMessageOnPort,
  resourceLimits: own?.isNode ? own.data.limits : {},
  threadId: own?.number ?? 0,
  threadName: own?.name ?? '',
  SHARE_ENV,
  Worker,
  parentPort: own === undefined ? null : internal.web('worker_scope').port(),
  workerData: own?.isNode ? own.data.workerData ?? null : null,
  BroadcastChannel,
  setEnvironmentData(key, value) { if (value === undefined) environmentData.delete(key); else environmentData.set(key, value); },
  getEnvironmentData(key) { return environmentData.get(key); },
  get locks() { return internal.web('locks').locks; },
};

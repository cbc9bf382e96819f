// Runs one test of test262 in another runtime: `peer.cjs RUN.json`, where RUN.json is what `peer.rs` wrote.
// Each line for `peer.rs` begins with MARK; the rest of the output is the test's own.
'use strict';
const vm = require('node:vm');
const fs = require('node:fs');
const module_ = require('node:module');
const { pathToFileURL } = require('node:url');
const threads = require('node:worker_threads');

const MARK = '\u0001test262 ';
const tell = (message) => fs.writeSync(1, `\n${MARK}${JSON.stringify(message)}\n`);
const run = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

// An agent started by the test: it shares memory and nothing else. `getReport` and `broadcast` are synchronous, so ports are polled.
const AGENT = `
const { workerData: { port, script }, receiveMessageOnPort } = require('node:worker_threads');
const nap = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms) => Atomics.wait(nap, 0, 0, ms);
globalThis.$262 = { agent: {
  receiveBroadcast(callback) {
    let got;
    while (!(got = receiveMessageOnPort(port))) sleep(1);
    const { buffer, number, received } = got.message;
    Atomics.add(received, 0, 1);
    Atomics.notify(received, 0);
    callback(buffer, number);
  },
  report(text) { port.postMessage(String(text)); },
  sleep, leaving() {}, monotonicNow: () => performance.now(),
} };
require('node:vm').runInThisContext(script);
`;

const nap = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms) => { Atomics.wait(nap, 0, 0, ms); };
const ports = [];
const agent = {
  start(script) {
    const { port1, port2 } = new threads.MessageChannel();
    const options = { eval: true, workerData: { port: port2, script }, transferList: [port2] };
    new threads.Worker(AGENT, options).unref();
    ports.push(port1);
    port1.unref();
  },
  broadcast(buffer, number) {
    const received = new Int32Array(new SharedArrayBuffer(4));
    for (const port of ports) port.postMessage({ buffer, number, received });
    for (let seen; (seen = Atomics.load(received, 0)) < ports.length;) Atomics.wait(received, 0, seen, 1000);
  },
  getReport() {
    for (const port of ports) {
      const got = threads.receiveMessageOnPort(port);
      if (got) return got.message;
    }
    return null;
  },
  sleep,
  monotonicNow: () => performance.now(),
};

const host = (global, evaluate) => ({
  global,
  evalScript: (text) => evaluate(text),
  createRealm() {
    const context = vm.createContext({});
    const inner = vm.runInContext('this', context);
    context.$262 = host(inner, (text) => vm.runInContext(text, context));
    return context.$262;
  },
  detachArrayBuffer: (buffer) => { structuredClone(buffer, { transfer: [buffer] }); return null; },
  gc: () => { globalThis.gc?.(); globalThis.Bun?.gc(true); },
  agent,
});

const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
define('$262', host(globalThis, (text) => vm.runInThisContext(text)));
define('print', (text) => tell({ print: String(text) }));
process.on('unhandledRejection', () => {});

const failed = (phase, thrown) => {
  let error = typeof thrown;
  let message = '';
  try {
    error = thrown?.constructor?.name ?? error;
    message = String(thrown?.message ?? thrown).slice(0, 300);
  } catch {}
  tell({ phase, error, message });
};
process.on('uncaughtException', (thrown) => failed('runtime', thrown));

const importer = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const options = (filename) => ({ filename, ...(importer && { importModuleDynamically: importer }) });
const script = (text, filename) => new vm.Script(text, options(filename));

// Node takes a `.js` file outside a package for CommonJS; in the suite every imported one is a module.
module_.registerHooks?.({
  load: (url, context, next) => next(url, url.endsWith('.js') && url !== pathToFileURL(__filename).href ? { ...context, format: 'module' } : context),
});

const body = () => {
  for (const prelude of run.preludes) script(prelude.source, prelude.name).runInThisContext();
  if (run.mode === 'module') {
    import(pathToFileURL(run.file).href).then(() => tell({ normal: true }), (thrown) => failed('module', thrown));
    return;
  }
  let compiled;
  try {
    compiled = script(run.source, run.file);
  } catch (thrown) {
    return failed('parse', thrown);
  }
  try {
    compiled.runInThisContext();
  } catch (thrown) {
    return failed('runtime', thrown);
  }
  tell({ normal: true });
};
body();

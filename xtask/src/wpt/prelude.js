// What the web-platform-tests find in front of them when they run without a browser: the globals of a worker, files in the place of
// a server's resources, and a report at the end.
var WPT = __WPT__;
(() => {
  'use strict';
  const fs = process.getBuiltinModule('fs');
  const path = process.getBuiltinModule('path');
  const url = process.getBuiltinModule('url');
  const here = WPT.isStaged
    ? new URL(`${url.pathToFileURL(path.join(WPT.root, WPT.test))}${WPT.variant}`)
    : new URL(`https://web-platform.test/${WPT.test}${WPT.variant}`);
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  define('GLOBAL', { isWindow: () => false, isWorker: () => true, isShadowRealm: () => false });
  define('location', here);
  // A window has a name, which a test's `var name` does not make anew.
  if (Object.hasOwn(globalThis, 'name')) globalThis.name = '';
  else define('name', '');
  // Resources beside the test are files.
  const realFetch = globalThis.fetch;
  globalThis.fetch = function fetch(input, init) {
    if (typeof input === 'string' && input.startsWith('file:')) return Promise.resolve().then(() => new Response(fs.readFileSync(new URL(input))));
    if (typeof input === 'string' && !/^[a-z]+:/i.test(input)) {
      const name = input.startsWith('/') ? input.slice(1) : path.join(path.dirname(WPT.test), input);
      return Promise.resolve().then(() => new Response(fs.readFileSync(path.join(WPT.root, name.replace(/[?#].*$/, '')))));
    }
    return realFetch(input, init);
  };
  // Addresses are relative to the test's own.
  globalThis.Request = new Proxy(globalThis.Request, {
    construct: (target, [input, ...rest], newTarget) => {
      if (typeof input === 'string') { const url = URL.parse(input, here); if (url !== null) input = url.href; }
      return Reflect.construct(target, [input, ...rest], newTarget);
    },
  });
  // A page that is a script as well starts itself as a Worker. `worker` is the script of a test that runs in one.
  const worker = (input) => {
    const resolved = typeof input === 'string' ? URL.parse(input, here) : null;
    return resolved !== null && resolved.pathname === here.pathname ? resolved.href : input;
  };
  for (const name of ['Worker', 'SharedWorker']) {
    const Class = globalThis[name];
    if (Class !== undefined) define(name, new Proxy(Class, { construct: (target, args, newTarget) => Reflect.construct(target, args.map((it, i) => (i === 0 ? worker(it) : it)), newTarget) }));
  }
  WPT.worker = here.href.replace('.any.js', '.any.worker.js');
  // A page goes on after an error.
  for (const type of ['unhandledRejection', 'uncaughtException']) process.on(type, () => {});
  // A page does not end while a test waits for something that does not keep a process alive.
  setInterval(() => {}, 1000);
  WPT.report = (tests, status) => {
    for (const test of tests) if (test.status !== 0) console.log(JSON.stringify({ name: test.name, message: String(test.message) }));
    console.log(JSON.stringify({ total: tests.length, harness: status.status, message: status.message ?? null }));
    setTimeout(() => process.exit(0), 0);
  };
})();

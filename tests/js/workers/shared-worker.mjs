// SharedWorkers: one for each address and name, for the whole process.
const code = (text) => 'data:text/javascript,' + encodeURIComponent(text);
const next = (target, type = 'message') => new Promise((done) => target.addEventListener(type, done, { once: true }));
const ask = (worker, value) => {
  worker.port.start();
  worker.port.postMessage(value);
  return next(worker.port).then((event) => event.data);
};

const counter = new URL('./fixtures/shared-counter.js', import.meta.url);
const one = new SharedWorker(counter);
console.log(await ask(one, 'hello'));
const two = new SharedWorker(counter);
console.log(await ask(two, 'again'), await ask(one, 'still'));
const named = new SharedWorker(counter, 'other');
console.log(await ask(named, 'named'));
const alsoNamed = new SharedWorker(`${counter}`, { name: 'other' });
console.log(await ask(alsoNamed, 'also'));
console.log(one.port instanceof MessagePort, `${one}`, one.port === one.port);

// One that runs as something else is none for this owner.
console.log((await next(new SharedWorker(counter, { type: 'module' }), 'error')).type);
console.log((await next(new SharedWorker(counter, { credentials: 'omit' }), 'error')).type);

// A module.
const module = new SharedWorker(code('onconnect = (event) => { const [port] = event.ports; port.postMessage([event.type, event.data, event.source === port, event.ports.length, typeof self.postMessage, typeof import.meta]); };'), { type: 'module' });
module.port.start();
console.log((await next(module.port)).data);

// A script that cannot be loaded.
for (const url of [new URL('./no-such-file.js', import.meta.url), code('syntax error')]) {
  const event = await next(new SharedWorker(url), 'error');
  console.log(event.type, event instanceof ErrorEvent);
}
const broken = new SharedWorker(code('import "./no-such-module.mjs"'), { type: 'module' });
console.log((await next(broken, 'error')).type);

// From Workers, too; it lives as long as an owner of it does.
const member = (text) => new Worker(code(`const shared = new SharedWorker(${JSON.stringify(`${counter}`)}, 'club'); shared.port.onmessage = (event) => postMessage(event.data); ${text}`));
const first = member('shared.port.postMessage("first");');
console.log((await next(first)).data);
const second = member('shared.port.postMessage("second");');
console.log((await next(second)).data);
first.terminate();
await next(first, 'close');
const third = member('shared.port.postMessage("third");');
console.log((await next(third)).data);
for (const worker of [second, third]) {
  worker.terminate();
  await next(worker, 'close');
}
const fourth = member('shared.port.postMessage("a new one");');
console.log((await next(fourth)).data);
fourth.terminate();

// After close() the next owner gets another.
one.port.postMessage('close');
const closed = await next(one.port);
console.log(closed.data);
console.log(await ask(new SharedWorker(counter), 'fresh'));

for (const make of [() => new SharedWorker(), () => new SharedWorker('http://a.example/'), () => new SharedWorker('http://['), () => new SharedWorker(counter, { type: 'x' })]) {
  try { make(); } catch (error) { console.log(error.name); }
}
process.exit(0);

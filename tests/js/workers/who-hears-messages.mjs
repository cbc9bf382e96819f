// Whoever listens for messages, and however that changes between two of them, each event is a whole one.
const { port1, port2 } = new MessageChannel();
const log = [];
let next;
const send = (value) => new Promise((resolve) => { next = resolve; port1.postMessage(value); });
const done = new MessageChannel();
const told = (text) => { log.push(text); setImmediate(next); };

let kept;
port2.onmessage = function (event) {
  kept = event;
  told(`handler ${event.data} ${this === port2} ${event.target === port2} ${event.currentTarget === port2} ${event.eventPhase} ${event.isTrusted} ${event.type} ${event.composedPath().length} ${event.ports.length}`);
};
for (let i = 0; i < 12; i++) await send(i);
console.log(new Set(log.map((line) => line.replace(/\d+/, 'N'))));
console.log(kept.currentTarget, kept.eventPhase, kept.target === port2, kept.composedPath().length, Object.isFrozen(kept.ports));

const take = async (value) => { log.length = 0; await send(value); console.log(log.join(' | ')); };
port2.onmessage = (event) => { event.mine = 1; event.stopImmediatePropagation(); kept = event; told('own property'); };
await take(1);
console.log(kept.currentTarget, kept.cancelBubble, kept.eventPhase);
const second = (event) => log.push(`second ${event.data}`);
port2.addEventListener('message', second);
await take(2);
port2.onmessage = (event) => told(`first ${event.data}`);
await take(3);
port2.removeEventListener('message', second);
await take(4);
port2.onmessage = null;
port2.addEventListener('message', (event) => told(`once ${event.data}`), { once: true });
await take(5);
port2.addEventListener('message', { handleEvent(event) { told(`object ${event.data} ${this !== port2}`); } });
await take(6);

const other = new MessageChannel();
other.port2.on('message', (value) => { log.push(`node ${value}`); setImmediate(next); });
log.length = 0;
await new Promise((resolve) => { next = resolve; other.port1.postMessage('value'); });
console.log(log.join());
other.port1.close();

// An error of the listener is the program's, and the next message comes.
const errors = new MessageChannel();
const caught = [];
process.on('uncaughtException', (error) => caught.push(error.message));
let count = 0;
await new Promise((resolve) => {
  errors.port2.onmessage = ({ data }) => {
    Promise.resolve().then(() => log.push(`job of ${data}`));
    if (++count === 3) resolve();
    throw new Error(`of ${data}`);
  };
  for (let i = 0; i < 3; i++) errors.port1.postMessage(i);
});
await new Promise((resolve) => setTimeout(resolve, 5));
console.log(caught, log.slice(1));
errors.port1.close();

const channels = [new BroadcastChannel('who'), new BroadcastChannel('who')];
console.log(await new Promise((resolve) => {
  let n = 0;
  channels[1].onmessage = (event) => { if (++n === 12) resolve([event.data, event.target === channels[1]]); };
  for (let i = 0; i < 12; i++) channels[0].postMessage(i);
}));
for (const channel of channels) channel.close();

const worker = new Worker(`data:text/javascript,let n = 0; self.onmessage = function (event) {
  if (n === 10) self.onmessage = (event) => self.postMessage(['other', event.data, event.target === self]);
  n++;
  self.postMessage([event.data, this === self, event.currentTarget === self]);
}`);
const answers = [];
await new Promise((resolve) => {
  worker.onmessage = function ({ data, target }) {
    answers.push(String([...data, target === worker, this === worker]).replace(/^\d+/, 'N'));
    if (answers.length === 13) resolve();
  };
  for (let i = 0; i < 13; i++) worker.postMessage(i);
});
console.log(new Set(answers), worker.onmessage !== null, port2.onmessage);
worker.terminate();
port1.close();
done.port1.close();

// What was marked in node:worker_threads is neither transferred nor cloned, wherever that is asked for.
import { Worker, MessageChannel, markAsUncloneable, markAsUntransferable, isMarkedAsUntransferable } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
const said = (run) => {
  try {
    run();
    return 'done';
  } catch (error) {
    return `${error.name} ${error instanceof DOMException} ${error.code}`;
  }
};

const buffer = new ArrayBuffer(8);
markAsUntransferable(buffer);
console.log(isMarkedAsUntransferable(buffer), isMarkedAsUntransferable(new ArrayBuffer(1)));
console.log('structuredClone', said(() => structuredClone(buffer, { transfer: [buffer] })));
console.log('postMessage', said(() => port1.postMessage(buffer, [buffer])), said(() => port1.postMessage(buffer, { transfer: [buffer] })));
console.log('workerData', said(() => new Worker('', { eval: true, workerData: buffer, transferList: [buffer] })));
console.log('still there', buffer.byteLength, structuredClone(buffer).byteLength, buffer.detached);

class Private { #own = 1; own() { return this.#own; } }
const marked = { object: { a: 1 }, array: [1], map: new Map(), set: new Set(), date: new Date(0), regexp: /x/, error: new Error('e'), private: new Private(), boxed: Object(1) };
for (const [name, value] of Object.entries(marked)) {
  const before = said(() => structuredClone(value));
  markAsUncloneable(value);
  markAsUncloneable(value);
  console.log(name, before, said(() => structuredClone(value)), said(() => port1.postMessage([value])));
}
console.log(Reflect.ownKeys(marked.object), marked.private.own());

// Memory stays what it is.
const bytes = new Uint8Array(4);
markAsUncloneable(bytes);
markAsUncloneable(buffer);
console.log(structuredClone(bytes).length, structuredClone(buffer).byteLength);
for (const nothing of [undefined, null, 1, 'x']) {
  markAsUncloneable(nothing);
  markAsUntransferable(nothing);
}
port1.close();

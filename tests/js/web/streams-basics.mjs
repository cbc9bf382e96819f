// Readable, writable, transform and byte streams: backpressure, errors, cancelling, teeing, piping, iterating.
const log = [];
const readable = new ReadableStream({
  start(c) { log.push(`start ${c.desiredSize}`); },
  pull(c) { log.push('pull'); c.enqueue(log.length); if (log.length > 4) c.close(); },
}, new CountQueuingStrategy({ highWaterMark: 2 }));
const seen = [];
for await (const chunk of readable) seen.push(chunk);
console.log(log.join(', '), seen);

const written = [];
const writable = new WritableStream({
  write(chunk) { written.push(chunk); return new Promise((r) => setTimeout(r, 1)); },
  close() { written.push('close'); }, abort(reason) { written.push(`abort ${reason}`); },
}, { highWaterMark: 3, size: (chunk) => chunk.length });
const writer = writable.getWriter();
console.log(writer.desiredSize);
writer.write('ab'); writer.write('cd');
console.log(writer.desiredSize, await Promise.race([writer.ready.then(() => 'ready'), Promise.resolve('waits')]));
await writer.ready;
await writer.close();
console.log(written);

const upper = new TransformStream({ transform(chunk, c) { c.enqueue(chunk.toUpperCase()); }, flush(c) { c.enqueue('end'); } });
const out = [];
await ReadableStream.from(['a', 'b']).pipeThrough(upper).pipeTo(new WritableStream({ write(chunk) { out.push(chunk); } }));
console.log(out);

const [one, two] = ReadableStream.from([1, 2, 3]).tee();
console.log(await Array.fromAsync(one), await Array.fromAsync(two));

const bytes = new ReadableStream({ type: 'bytes', pull(c) { c.byobRequest.view[0] = 7; c.byobRequest.respond(1); } });
const byob = bytes.getReader({ mode: 'byob' });
console.log(await byob.read(new Uint8Array(4)), await byob.read(new Uint8Array(3), { min: 2 }));
await byob.cancel('done');
console.log(await byob.read(new Uint8Array(1)));

const failing = new ReadableStream({ pull(c) { c.error(new Error('broke')); } });
await failing.getReader().read().catch((e) => console.log(e.message));
const cancelled = new ReadableStream({ cancel(reason) { console.log('cancelled', reason); } });
for await (const _ of ReadableStream.from([1, 2])) break;
await cancelled.cancel('why');
const aborter = new AbortController();
const endless = new ReadableStream({ async pull(c) { await new Promise((r) => setTimeout(r, 1)); c.enqueue(1); }, cancel(reason) { console.log('source told', reason); } });
const piping = endless.pipeTo(new WritableStream({ abort(reason) { console.log('sink told', reason); } }), { signal: aborter.signal });
setTimeout(() => aborter.abort('enough'), 5);
await piping.catch((reason) => console.log('pipe rejects', reason));
for (const make of [() => new ReadableStream({}, { highWaterMark: -1 }), () => new ReadableStream({ type: 'x' }), () => readable.getReader({ mode: 'x' }), () => new WritableStream({ type: 'x' }), () => ReadableStream.from(1)]) {
  try { make(); } catch (error) { console.log(error.name); }
}
console.log(new ReadableStream(), new WritableStream(), new TransformStream());

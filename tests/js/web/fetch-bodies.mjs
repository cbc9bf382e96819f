// Bodies of requests and responses: streams both ways, codings, chunks, many at once over few connections.
const server = process.env.TEST_SERVER;
const echo = (init) => fetch(`${server}/echo`, { method: 'POST', ...init }).then((r) => r.json());
const encoder = new TextEncoder();

for (const [name, body] of Object.entries({
  text: 'ünïcode', parameters: new URLSearchParams({ a: '1 2' }), bytes: new Uint8Array([104, 105]), blob: new Blob(['x', 'y'], { type: 'text/css' }),
})) {
  const { body: got, headers } = await echo({ body });
  console.log(name, JSON.stringify(got), headers['content-type'] ?? 'no type', headers['content-length']);
}
const form = new FormData();
form.append('field', 'value');
form.append('file', new File(['contents'], 'n.txt', { type: 'text/plain' }));
console.log((await echo({ body: form })).body.replace(/----formdata-\S+?(?=-*\r)/g, 'BOUNDARY').split('\r\n'));
console.log((await echo({})).headers['content-length']);

// A request whose body is written while its response is read.
let controller;
const up = new ReadableStream({ start(c) { controller = c; } });
const response = await Promise.race([fetch(`${server}/mirror`, { method: 'POST', body: up, duplex: 'half' })]);
const reader = response.body.getReader();
for (const word of ['one', 'two', 'three']) {
  controller.enqueue(encoder.encode(word));
  const { value } = await reader.read();
  console.log('back', new TextDecoder().decode(value));
}
controller.close();
console.log(await reader.read());

// The source is asked only as fast as the bytes go out.
let pulled = 0;
const slow = new ReadableStream({ pull(c) { if (++pulled > 50) c.close(); else c.enqueue(new Uint8Array(1000)); } }, { highWaterMark: 0 });
console.log((await (await fetch(`${server}/mirror`, { method: 'POST', body: slow, duplex: 'half' })).bytes()).length);
const broken = new ReadableStream({ pull() { throw new RangeError('the source broke'); } });
await fetch(`${server}/echo`, { method: 'POST', body: broken, duplex: 'half' }).catch((e) => console.log(e.name, e.message, e.cause.message));
await fetch(`${server}/echo`, { method: 'POST', body: broken }).catch((e) => console.log(e.message));

console.log(await (await fetch(`${server}/gzip`)).text(), await (await fetch(`${server}/chunks`)).text());
let pieces = '';
for await (const piece of (await fetch(`${server}/chunks`)).body.pipeThrough(new TextDecoderStream())) pieces += piece;
console.log(pieces);
const cookies = (await fetch(`${server}/cookies`)).headers;
console.log(cookies.getSetCookie(), cookies.get('x-a'));
try { cookies.append('a', 'b'); } catch (error) { console.log(error.name, error.message); }
for (const status of [204, 304]) { const r = await fetch(`${server}/status/${status}`); console.log(r.status, r.body, await r.text()); }
const teapot = await fetch(`${server}/status/418`);
console.log(teapot.status, teapot.statusText, teapot.ok, teapot.type);

const twice = await fetch(`${server}/json/a`);
const copy = twice.clone();
console.log(await twice.json(), await copy.text(), twice.bodyUsed);
await twice.text().catch((e) => console.log(e.name, e.message));

const ports = new Set();
for (let i = 0; i < 5; i++) ports.add(await (await fetch(`${server}/port`)).text());
console.log(ports.size <= 2);
const many = await Promise.all(Array.from({ length: 100 }, (_, i) => fetch(`${server}/json/${i}`).then((r) => r.json())));
console.log(many.every(({ name }, i) => name === String(i)));

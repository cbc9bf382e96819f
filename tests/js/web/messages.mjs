// Ports, structured clones of platform objects, and streams that travel.
const { port1, port2 } = new MessageChannel();
port1.postMessage('first'); port1.postMessage({ second: new Map([[1, new Date(0)]]) });
const got = [];
await new Promise((done) => { port2.onmessage = ({ data }) => { got.push(data); if (got.length === 2) done(); }; });
console.log(got);
const buffer = new ArrayBuffer(4);
const next = () => new Promise((done) => { port2.onmessage = (event) => done(event); });
let waiting = next();
port1.postMessage(buffer, [buffer]);
console.log((await waiting).data.byteLength, buffer.byteLength);
const inner = new MessageChannel();
waiting = next();
port1.postMessage({ port: inner.port2 }, [inner.port2]);
const event = await waiting;
console.log(event.ports.length, event.data.port === event.ports[0]);
inner.port1.onmessage = ({ data }) => { console.log('through the port that travelled:', data); inner.port1.close(); };
event.ports[0].postMessage('hello');
for (const bad of [() => {}, Symbol('s'), new Response('x'), new URL('http://a/'), new WritableStream()]) {
  try { structuredClone(bad); console.log('cloned', bad); } catch (error) { console.log(error.name, error.code); }
}
waiting = next();
const stream = ReadableStream.from(['a', { b: 1 }]);
port1.postMessage(stream, [stream]);
console.log(await Array.fromAsync((await waiting).data), stream.locked);

const blob = structuredClone(new Blob(['text'], { type: 'text/plain' })), file = structuredClone(new File(['x'], 'name', { lastModified: 5 }));
console.log(await blob.text(), blob.type, file.name, file.lastModified, file instanceof File);
const exception = structuredClone(new DOMException('message', 'AbortError'));
console.log(exception instanceof DOMException, exception.name, exception.message, exception.code);
class Own { #hidden = 1; shown = 2; }
console.log(structuredClone(new Own()));
port1.close();

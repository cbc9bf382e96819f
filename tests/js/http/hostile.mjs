// timeout: 60
// gc-stress-every: 20
// Clients that say what is no request, too much, too little or nothing; then a good one is still answered.
import { serve } from 'jenny:http';
import { spawn } from 'node:child_process';

// A client in plain sockets, by bash: there is none in the language.
// With `entered` it hangs up when that comes.
function raw(bytes, entered) {
  const script = `exec 3<>/dev/tcp/127.0.0.1/${server.port}; printf '%b' "$BYTES" >&3; exec ${entered === undefined ? 'cat <&3' : 'sleep 30'}`;
  return new Promise((done) => {
    const child = spawn('bash', ['-c', script], { env: { ...process.env, BYTES: bytes } });
    let text = '';
    entered?.then(() => child.kill('SIGKILL'));
    child.stdout.on('data', (data) => { text += data; });
    child.on('close', () => done(text));
  });
}
const first = (text) => text.split('\r\n')[0];
/// Hangs up once the request is asked for.
async function hangUp(bytes) {
  const { promise, resolve } = Promise.withResolvers();
  enter = resolve;
  await raw(bytes, promise);
  enter = undefined;
}
let enter;
const gone = [];
const server = serve({
  port: 0,
  async fetch(request) {
    enter?.();
    if (request.url.endsWith('/stream')) {
      return new Response(new ReadableStream({
        pull(controller) { controller.enqueue(new Uint8Array(65536)); },
        cancel(reason) { gone.push(`stream ${reason.name}`); },
      }));
    }
    if (request.url.endsWith('/never')) {
      request.signal.onabort = () => gone.push('handler');
      return new Promise(() => {});
    }
    try { return new Response(`${request.url.replace(/:\d+/, ':PORT')} ${(await request.text()).length}`); } catch (error) { gone.push(error.name); throw error; }
  },
  error() { return new Response('broken', { status: 500 }); },
});

console.log(first(await raw('hello\\r\\n\\r\\n')));
console.log(first(await raw('GET / HTTP/1.1\\r\\n\\r\\n')));
console.log(first(await raw('GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n')));
console.log((await raw('GET / HTTP/1.0\\r\\n\\r\\n')).split('\r\n\r\n')[1]);
console.log(first(await raw('GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n')));
console.log(first(await raw('GET / HTTP/1.1\\r\\nHost: evil/x?\\r\\n\\r\\n')));
console.log(first(await raw('CONNECT a:1 HTTP/1.1\\r\\nHost: a:1\\r\\n\\r\\n')));
console.log((await raw('GET http://x/../y HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n')).split('\r\n\r\n')[1]);
console.log((await raw('OPTIONS * HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n')).split('\r\n\r\n')[1]);
console.log(first(await raw(`GET / HTTP/1.1\\r\\nHost: x\\r\\n${Array.from({ length: 150 }, (_, n) => `a${n}: 1\\r\\n`).join('')}\\r\\n`)));
// What was not read when the connection was closed may cost the client the answer.
await raw(`GET /${'x'.repeat(70_000)} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n`);
console.log(first(await raw('POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nabcdef')));
console.log(first(await raw('POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\nabc\\r\\n')));
// Clients that hang up: in the head, in the body, while the handler works, while the answer comes.
await raw('GET / HT', Promise.resolve());
await hangUp('POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 500\\r\\n\\r\\nabc');
await hangUp('GET /never HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
await hangUp('GET /stream HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
// Pipelined requests are answered in order.
const both = await raw('GET /1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET /2 HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n');
console.log(both.match(/http:\S+/g).join(' '));
while (gone.length < 4) await new Promise((done) => setTimeout(done, 10));
console.log(gone.sort().join(', '));
console.log(await (await fetch(server.url)).text());
await server.close();

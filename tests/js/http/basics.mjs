// gc-stress-every: 1000
// timeout: 60
import { serve } from 'jenny:http';

const server = serve({
  port: 0,
  onListen({ hostname, port }) { console.log('listens on', hostname, port > 0); },
  async fetch(request, info) {
    const url = new URL(request.url);
    switch (url.pathname) {
      case '/text': return new Response('héllo');
      case '/echo': return new Response(await request.text(), { status: 201, statusText: 'Made It', headers: { 'x-length': request.headers.get('content-length') } });
      case '/json': return Response.json({ method: request.method, search: url.search, agent: request.headers.get('user-agent'), from: info.remoteAddr.hostname });
      case '/cookies': { const headers = new Headers(); headers.append('set-cookie', 'a=1'); headers.append('set-cookie', 'b=2'); return new Response(null, { status: 204, headers }); }
      case '/redirect': return Response.redirect(new URL('/text', url));
      case '/same': return request.method === 'POST' ? new Response(request.body) : new Response('no');
      case '/lies': return new Response('four', { headers: { 'content-length': '400', 'transfer-encoding': 'chunked', connection: 'keep-alive' } });
      case '/throws': throw new RangeError('on purpose');
      case '/nothing': return undefined;
      case '/used': { const response = new Response('x'); await response.text(); return response; }
      case '/error': return Response.error();
    }
    return new Response('not here', { status: 404 });
  },
  error(reason) { return new Response(`${reason}`, { status: 500 }); },
});
const at = (path) => new URL(path, server.url);
const show = async (path, init) => {
  const response = await fetch(at(path), init);
  console.log(path, response.status, response.statusText, JSON.stringify(await response.text()), response.headers.get('content-length'));
  return response;
};

console.log((await show('/text')).headers.get('content-type'));
await show('/text', { method: 'HEAD' });
console.log((await show('/echo', { method: 'POST', body: 'x'.repeat(9) })).headers.get('x-length'));
await show('/json?a=%20b', { headers: { 'user-agent': 'test' } });
console.log((await show('/cookies')).headers.getSetCookie());
await show('/redirect');
await show('/lies');
for (const path of ['/throws', '/nothing', '/used', '/error', '/what']) await show(path);

// Streams both ways.
async function* words() { for (const word of ['one ', 'two ', 'three']) { await null; yield new TextEncoder().encode(word); } }
await show('/same', { method: 'POST', body: ReadableStream.from(words()), duplex: 'half' });
const large = new Uint8Array(3_000_000).map((_, at) => at % 251);
const back = await (await fetch(at('/same'), { method: 'POST', body: large })).bytes();
console.log(back.length, back.every((byte, at) => byte === at % 251));

// Many at a time.
const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => fetch(at(`/json?${n}`)).then((response) => response.json())));
console.log(answers.every(({ search }, n) => search === `?${n}`));

console.log(await server.shutdown(), await server.finished);
await fetch(at('/text')).catch((error) => console.log(error.message));

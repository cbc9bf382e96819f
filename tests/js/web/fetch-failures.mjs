// Servers that refuse, hang up or never answer, and requests that are given up: an error that says why, and no hang.
const server = process.env.TEST_SERVER;
const tell = async (name, work) => {
  try { console.log(name, await work()); } catch (error) { console.log(`${name}: ${error.name}: ${error.message}; ${error.cause?.code ?? error.cause?.message ?? 'no cause'}`); }
};
await tell('refused', () => fetch('http://127.0.0.1:1/'));
await tell('unknown host', () => fetch('http://nobody.invalid/'));
await tell('hangs up', () => fetch(`${server}/hang-up`));
await tell('hangs up in the body', async () => (await fetch(`${server}/hang-up-in-body`)).text());
await tell('hangs up in the stream', async () => { for await (const piece of (await fetch(`${server}/hang-up-in-body`)).body) console.log(new TextDecoder().decode(piece)); });
await tell('never answers', () => fetch(`${server}/never`, { signal: AbortSignal.timeout(30) }));
await tell('never goes on', async () => (await fetch(`${server}/never-in-body`, { signal: AbortSignal.timeout(60) })).text());

await tell('aborted before', () => fetch(`${server}/json/a`, { signal: AbortSignal.abort() }));
await tell('aborted for a reason', () => fetch(`${server}/json/a`, { signal: AbortSignal.abort('enough') }).catch((reason) => `reason: ${reason}`));
const first = new AbortController();
setTimeout(() => first.abort(), 20);
await tell('aborted while it waits', () => fetch(`${server}/never`, { signal: first.signal }));
const second = new AbortController();
const response = await fetch(`${server}/never-in-body`, { signal: AbortSignal.any([second.signal, AbortSignal.timeout(10000)]) });
const reader = response.body.getReader();
console.log(new TextDecoder().decode((await reader.read()).value));
setTimeout(() => second.abort(new Error('stop the body')), 10);
await tell('aborted in the body', () => reader.read());
let cancelled;
const up = new ReadableStream({ pull() {}, cancel(reason) { cancelled = reason; } });
const third = new AbortController();
setTimeout(() => third.abort(new Error('stop sending')), 20);
await tell('aborted while it sends', () => fetch(`${server}/echo`, { method: 'POST', body: up, duplex: 'half', signal: third.signal }));
console.log(cancelled?.message);

await tell('file', () => fetch('file:///etc/hosts'));
await tell('scheme', () => fetch('gopher://example.org/'));
await tell('relative', () => fetch('/path'));
await tell('credentials', () => fetch('http://user:pass@127.0.0.1/'));
await tell('method', () => fetch(server, { method: 'TRACE' }));
await tell('body of a GET', () => fetch(server, { body: 'x' }));
await tell('stream without duplex', () => fetch(server, { method: 'POST', body: new ReadableStream() }));
await tell('header', () => fetch(server, { headers: { 'a b': 'c' } }));
await tell('data', async () => { const r = await fetch('data:text/html;charset=utf-8,%3Cp%3E'); return `${r.headers.get('content-type')} ${await r.text()}`; });
const url = URL.createObjectURL(new Blob(['in memory'], { type: 'text/plain' }));
await tell('blob', async () => (await fetch(url)).text());
URL.revokeObjectURL(url);
await tell('revoked', () => fetch(url));

// Redirects: followed, counted, refused or handed out; methods, bodies and credentials on the way.
const server = process.env.TEST_SERVER;
const other = server.replace('127.0.0.1', 'localhost');
const fail = (promise) => promise.then((r) => `no failure: ${r.status}`, (e) => `${e.name}: ${e.message}; ${e.cause?.message}`);
const json = (url, init) => fetch(url, init).then((r) => r.json());

const followed = await fetch(`${server}/redirect/3#part`);
console.log(followed.status, followed.redirected, followed.url === `${server}/redirect/0?`, (await followed.json()).method);
const manual = await fetch(`${server}/redirect/1`, { redirect: 'manual' });
console.log(manual.status, manual.redirected, manual.headers.get('location'), await manual.text());
console.log(await fail(fetch(`${server}/redirect/1`, { redirect: 'error' })));
console.log((await fetch(`${server}/redirect/20`)).status, await fail(fetch(`${server}/redirect/21`)));

for (const status of [301, 302, 303, 307, 308]) {
  const seen = await json(`${server}/redirect/1?status=${status}`, { method: 'POST', body: 'text' });
  console.log(status, seen.method, JSON.stringify(seen.body), seen.headers['content-type'] ?? 'no type');
}
console.log((await json(`${server}/redirect/1?status=303`, { method: 'PUT', body: 'x' })).method);
const stream = new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('x')); c.close(); } });
console.log(await fail(fetch(`${server}/redirect/1?status=307`, { method: 'POST', body: stream, duplex: 'half' })));

const headers = { authorization: 'secret', cookie: 'a=b', 'x-mine': 'kept' };
const same = (await json(`${server}/redirect/1`, { headers })).headers;
console.log(same.authorization, same.cookie, same['x-mine']);
const cross = (await json(`${server}/redirect/0?to=${other}/echo`, { headers })).headers;
console.log(cross.authorization, cross.cookie, cross['x-mine']);
console.log(await fail(fetch(`${server}/redirect/0?to=data:text/plain,x`)));
console.log(await fail(fetch(`${server}/redirect/0?to=http://[`)).then((text) => text.split(';')[0]));

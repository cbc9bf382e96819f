// Headers, Request and Response without a network.
const headers = new Headers([['B', '2'], ['a', '1'], ['b', ' 3 ']]);
headers.append('Set-Cookie', 'x=1'); headers.append('set-cookie', 'y=2');
console.log([...headers], headers.get('B'), headers.getSetCookie(), headers);
for (const make of [() => headers.append('a b', 'x'), () => headers.set('a', 'x\ny'), () => new Headers([['a']]), () => headers.get('é'), () => new Headers({ a: '\u0100' })]) try { make(); } catch (error) { console.log(error.name); }
const request = new Request('http://example.org/a?b#c', { method: 'post', body: 'text', headers: { 'x-a': '1' }, credentials: 'omit', redirect: 'error' });
console.log(request.method, request.url, request.headers.get('content-type'), request.credentials, request.redirect, request.bodyUsed);
const copy = request.clone();
const moved = new Request(request, { headers: {} });
console.log(request.bodyUsed, await moved.text(), await copy.text(), copy.headers.get('x-a'), moved.headers.get('x-a'));
try { request.clone(); } catch (error) { console.log(error.name); }
for (const init of [{ method: 'CONNECT' }, { method: 'bad method' }, { body: 'x' }, { mode: 'navigate' }, { cache: 'x' }, { window: {} }, { signal: {} }, { method: 'POST', body: new ReadableStream() }]) {
  try { new Request('http://a/', init); console.log('made'); } catch (error) { console.log(error.name); }
}
const controller = new AbortController();
const withSignal = new Request('http://a/', { signal: controller.signal });
controller.abort('why');
console.log(withSignal.signal.aborted, withSignal.signal.reason, withSignal.signal === controller.signal);

console.log(await Response.json({ a: 1 }, { status: 201 }).json(), Response.json(1).headers.get('content-type'));
const redirect = Response.redirect('http://a/b', 308);
console.log(redirect.status, redirect.headers.get('location'), Response.error().type, Response.error().status);
for (const make of [() => new Response('x', { status: 204 }), () => new Response('', { status: 99 }), () => Response.redirect('http://a', 200), () => Response.json(undefined), () => new Response('', { statusText: 'a\nb' })]) try { make(); console.log('made'); } catch (error) { console.log(error.name); }
const response = new Response(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
const [one, two] = [response.clone(), response];
console.log(await one.text(), (await two.bytes()).length, two.bodyUsed);
await two.text().catch((error) => console.log(error.name, error.message));
const locked = new Response('x'); locked.body.getReader();
await locked.text().catch((error) => console.log(error.name));
await new Response('{').json().catch((error) => console.log(error.name));
console.log((await new Response('x', { headers: { 'content-type': 'text/html' } }).blob()).type, new Response().body, await new Response().text());

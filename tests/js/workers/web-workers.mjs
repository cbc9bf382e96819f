// Workers of the Web: messages, transfer, errors, nesting, and every way to an end.
const start = (name, options = { type: 'module' }) => new Worker(new URL(`./fixtures/${name}`, import.meta.url), options);
const code = (text) => 'data:text/javascript,' + encodeURIComponent(text);
const next = (target, type = 'message') => new Promise((done) => target.addEventListener(type, done, { once: true }));

const echo = start('echo.mjs');
echo.postMessage({ map: new Map([[1, new Date(0)]]), set: new Set(['a']), big: 10n, re: /x/g });
console.log((await next(echo)).data);

const buffer = new ArrayBuffer(8);
new Uint8Array(buffer)[3] = 7;
echo.postMessage(buffer, [buffer]);
console.log(new Uint8Array((await next(echo)).data.echo), buffer.byteLength, buffer.detached);

const { port1, port2 } = new MessageChannel();
echo.postMessage({ port: port2 }, { transfer: [port2] });
port1.start();
console.log((await next(port1)).data);
port1.close();

try { echo.postMessage({ list: [1, () => {}] }); } catch (error) { console.log(error.name, error instanceof DOMException); }

echo.postMessage('throw');
const failed = await next(echo, 'error');
console.log(failed.message, failed.error instanceof TypeError, failed.error.message, failed.lineno, failed.filename.endsWith('/fixtures/echo.mjs'));
echo.postMessage('still there');
console.log((await next(echo)).data);
echo.postMessage('close');
await next(echo, 'close');
console.log('closed itself');

const classic = start('classic.js', { name: 'old school' });
console.log((await next(classic)).data);
await Promise.resolve();

const busy = new Worker(code('postMessage("busy"); for (;;) {}'), { type: 'module' });
console.log((await next(busy)).data);
busy.terminate();

const outer = new Worker(code(`const inner = new Worker(${JSON.stringify(code('postMessage(1)'))}); inner.onmessage = (e) => { postMessage(['inner says', e.data]); close(); };`));
console.log((await next(outer)).data);

const missing = start('nothing-here.mjs');
console.log((await next(missing, 'error')).message.split("'")[0]);
const broken = new Worker(code('let let = 1'), { type: 'module' });
console.log((await next(broken, 'error')).message.split(':')[0]);

for (const [what, make] of Object.entries({ 'no arguments': () => new Worker(), 'a bad type': () => new Worker('x.js', { type: 'y' }), 'a bad URL': () => new Worker('http://[') })) {
  try { make(); } catch (error) { console.log(what, error.name); }
}

// The global object is an event target; errors and rejections that nobody handles are events there, before `process` hears of them.
console.log(globalThis instanceof EventTarget, self === globalThis, onerror, onunhandledrejection, onrejectionhandled);
addEventListener('ping', function (event) { console.log(event.type, this === globalThis, event.target === globalThis); }, { once: true });
console.log(dispatchEvent(new Event('ping')), dispatchEvent(new Event('ping')));

process.on('uncaughtException', (error) => console.log('process hears', error.message));
process.on('unhandledRejection', (reason) => console.log('process hears of a rejection', reason));
process.on('rejectionHandled', () => console.log('process hears that it was handled'));
const tick = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

addEventListener('error', (event) => {
  console.log(event.constructor.name, event.message, event.error.message, event.lineno > 0, event.cancelable, event.isTrusted);
  if (event.error.message === 'taken') event.preventDefault();
});
reportError(new Error('taken'));
reportError(new Error('left'));
setTimeout(() => { throw new Error('taken'); });
await tick();
onerror = function (message, file, line, column, error) { console.log('onerror', message, line > 0, error.message); return true; };
queueMicrotask(() => { throw new TypeError('from a microtask'); });
await tick();
onerror = null;

addEventListener('unhandledrejection', (event) => {
  console.log(event.type, event.reason, event.promise instanceof Promise);
  if (event.reason === 'taken') event.preventDefault();
});
addEventListener('rejectionhandled', (event) => console.log(event.type, event.reason));
Promise.reject('taken');
await tick();
const late = Promise.reject('left');
await tick();
late.catch(() => {});
await tick();
onunhandledrejection = (event) => { console.log('handler', event.reason); return false; };
Promise.reject('third');
await tick();

const target = new EventTarget();
target.addEventListener('x', () => { throw new Error('from a listener'); });
target.addEventListener('x', () => console.log('the next listener runs'));
target.dispatchEvent(new Event('x'));

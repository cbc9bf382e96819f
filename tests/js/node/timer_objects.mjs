// Timers as objects, and timers that a program has changed.
import { inspect } from 'node:util';
import { AsyncLocalStorage } from 'node:async_hooks';
import timers from 'node:timers';

console.log(setTimeout.name, setTimeout.length, setInterval.length, clearTimeout.length, timers.setTimeout === setTimeout);
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

const plain = setTimeout(() => {}, 5.7);
console.log(Object.keys(plain).join(), plain._idleTimeout, plain._repeat, plain._destroyed, plain._timerArgs);
console.log(inspect(plain).split('\n')[0], plain.constructor.name, plain.hasRef(), plain.unref().hasRef(), plain.ref() === plain);
console.log(typeof plain._onTimeout, typeof +plain, `${plain}` === String(+plain));
await wait(20);
console.log(plain._destroyed, plain._onTimeout === null, typeof plain._onTimeout);

for (const delay of [undefined, null, '7', 0, -0, 0.5, NaN, 3, 2 ** 31 - 1, { valueOf: () => 9 }, true]) {
  const timer = setTimeout(() => {}, delay);
  console.log(typeof delay, timer._idleTimeout);
  clearTimeout(timer);
  console.log(timer._destroyed, timer._onTimeout);
}

// Changed before they come due.
const log = [];
const widened = setTimeout(() => log.push('widened'), 2);
widened.extra = 1;
const replaced = setTimeout(() => log.push('no'), 3);
replaced._onTimeout = function () { log.push(`replaced ${this === replaced}`); };
const nothing = setTimeout(() => log.push('no'), 4);
nothing._onTimeout = null;
const frozen = setTimeout(function () { log.push(`frozen ${this === frozen}`); }, 5);
Object.defineProperty(frozen, '_idleTimeout', { writable: false });
const given = setTimeout((...values) => log.push(`given ${values}`), 6, 1, 2, 3);
given._timerArgs.push(4);
const repeated = setTimeout(() => { if (log.push('again') > 8) clearTimeout(repeated); }, 7);
repeated._repeat = 1;
await wait(60);
console.log(log.join(' | '), repeated._destroyed);

// Cleared in every way.
const never = [];
const clear = (how, make = setTimeout) => { const timer = make(() => never.push(how), 3); return timer; };
clearTimeout(clear('clearTimeout'));
clearInterval(clear('clearInterval', setInterval));
clearTimeout(clear('interval by clearTimeout', setInterval));
clearTimeout(+clear('number'));
clearTimeout(`${clear('text')}`);
clear('close').close();
{ using timer = clear('using'); }
const other = clear('other');
other.extra = 1;
clearTimeout(other);
clearTimeout(999999);
clearTimeout({});
clearTimeout(null);
clearTimeout();
clearTimeout(Symbol.iterator);
clearTimeout({ _onTimeout: 1, close() { console.log('closed'); } });
await wait(20);
console.log(never.length);

// Twice, and after the end.
const twice = setTimeout(() => {}, 1);
clearTimeout(twice);
clearTimeout(twice);
const number = +setTimeout(() => {}, 1);
await wait(10);
clearTimeout(number);
const refreshed = setTimeout(() => log.push('refreshed'), 5);
await wait(15);
refreshed.refresh();
console.log(refreshed._destroyed);
await wait(15);
console.log(log.filter((x) => x === 'refreshed').length);

// A number is no key to a timer that never gave one.
const kept = setTimeout(() => log.push('kept'), 5);
for (let i = 0; i < 50; i++) clearTimeout(i);
await wait(15);
console.log(log.at(-1));

const storage = new AsyncLocalStorage();
storage.run('inside', () => { setTimeout(() => log.push(storage.getStore()), 1); });
storage.run('with arguments', () => { setTimeout((x) => log.push(storage.getStore() + x), 2, '!'); });
await wait(15);
console.log(log.slice(-2).join(), storage.getStore());

for (const callback of [undefined, 'code', {}]) {
  try { setTimeout(callback, 1); } catch (error) { console.log(error.code, error.message); }
}
let count = 0;
await new Promise((resolve) => {
  const interval = setInterval((x) => { if ((count += x) >= 6) { clearInterval(interval); resolve(); } }, 1, 2);
});
console.log(count);
const made = new plain.constructor(() => {}, 5, undefined, false);
console.log(made._idleTimeout, made instanceof plain.constructor);
class Sub extends plain.constructor {}
clearTimeout(new Sub(() => {}, 5, undefined, false));

// fork(): messages both ways, in order, until somebody disconnects.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const file = new URL('fixtures/forked.cjs', import.meta.url);
let child = fork(file, ['echo'], { silent: true });
let output = text(child.stdout);
console.log(child.connected, child.stdin !== null, child.stdio.length, typeof child.channel.ref);
const got = [];
const all = new Promise((resolve) => child.on('message', (message, handle) => {
  got.push(message);
  if (got.length === 6) resolve();
}));
for (const message of ['text', 4, true, null, { deep: [1, { a: 'line\nbreak' }], gone: undefined }]) child.send(message);
console.log('sent', await new Promise((resolve) => child.send('last', resolve)));
await all;
for (const message of got) console.log(message);
// Which of the two comes first depends on the system; 'close' comes after both.
const ends = Promise.all([
  once(child, 'disconnect').then(() => ['parent: disconnected', child.connected, child.channel]),
  once(child, 'exit').then(([code]) => ['exit', code]),
]);
const [code] = await (child.send('end'), once(child, 'close'));
for (const end of await ends) console.log(...end);
console.log('close', code);
console.log(await output);

// Sent and ended at once: the message arrives.
child = fork(file, ['quiet'], { silent: true });
console.log(child.stdout !== null);
const exited = once(child, 'exit');
console.log(await once(child, 'message'));
console.log(await exited);

// The parent disconnects.
child = fork(file, ['late'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
output = text(child.stdout);
child.send('before');
console.log(await once(child, 'message'));
child.disconnect();
console.log(child.connected);
await once(child, 'exit');
console.log(await output);
child.on('error', (error) => console.log(error.code, error.message));
console.log(child.send('late'));
child.send('late', (error) => console.log('callback', error.code));
child.disconnect();

child = fork(file, ['advanced'], { serialization: 'advanced', silent: true });
const cycle = { map: new Map([[1, new Set(['a'])]]), date: new Date(0), big: 10n, not: undefined, zero: -0, bytes: new Uint8Array([1, 2]), re: /x/gi };
cycle.self = cycle;
child.send(cycle);
console.log(await once(child, 'message'));
child.disconnect();
await once(child, 'exit');

for (const args of [[], [null], ['x', 'y'], ['x', [], 3], ['x', [], { stdio: [0, 1, 2] }]]) {
  try {
    fork(...args);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
try {
  child = fork(file, ['bad'], { silent: true });
  child.send(() => {});
} catch (error) {
  console.log(error.name, error.code, error.message);
}
try {
  child.send();
} catch (error) {
  console.log(error.name, error.code, error.message);
}
child.disconnect();

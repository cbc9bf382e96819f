// spawn(): streams, descriptors, environment, directory, shell, signals, aborts, timeouts and the order of events.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, closeSync, unlinkSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';

const seen = (child, ...names) => {
  for (const name of names) child.on(name, (...args) => console.log(name, ...args.map((arg) => arg?.message ?? arg)));
  return once(child, 'close');
};

let child = spawn('sh', ['-c', 'cat; echo to stderr >&2; exit 3']);
console.log(typeof child.pid, child.spawnfile, child.spawnargs, child.exitCode, child.signalCode, child.killed, child.connected);
console.log(child.stdin === child.stdio[0], child.stdout === child.stdio[1], child.stdio.length);
console.log(child.stdin.writable, child.stdout.readable);
const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
child.stdin.end('hello ✓\n');
await seen(child, 'spawn', 'exit', 'close');
console.log(await outputs);
console.log(child.exitCode, child.signalCode, child.kill());

// More than a pipe holds, both ways.
child = spawn('cat');
const big = Buffer.alloc(1 << 20, 'abc');
child.stdin.end(big);
console.log((await text(child.stdout)) === big.toString());

// Nobody reads: it closes all the same.
child = spawn('echo', ['lost']);
console.log(await once(child, 'close'));

child = spawn('sh', ['-c', 'echo $A $B; pwd; echo $0', 'name'], { env: { A: 'one', B: undefined }, cwd: '/' });
console.log(await text(child.stdout));
child = spawn('echo "$X" | tr a-z A-Z', { shell: true, env: { X: 'loud', PATH: process.env.PATH } });
console.log(await text(child.stdout));
child = spawn('sh', ['-c', 'echo $0'], { argv0: 'other' });
console.log(await text(child.stdout));

// Descriptors beyond the three.
child = spawn('sh', ['-c', 'read line <&3; echo "got $line" >&4; echo five >&5'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe', 'pipe'] });
child.stdio[3].write('a line\n');
console.log(await Promise.all([text(child.stdio[4]), text(child.stdio[5])]), child.stdin, child.stdout);

const folder = mkdtempSync(`${tmpdir()}/jenny-`);
const fd = openSync(`${folder}/out`, 'w');
child = spawn('echo', ['into a file'], { stdio: ['ignore', fd, 'ignore'] });
await once(child, 'close');
closeSync(fd);
console.log(readFileSync(`${folder}/out`, 'utf8'));
unlinkSync(`${folder}/out`);

console.log('before');
child = spawn('echo', ['inherited'], { stdio: 'inherit' });
await once(child, 'close');
console.log('after');

// Signals.
child = spawn('sleep', ['100']);
console.log(child.kill('SIGINT'), child.killed);
console.log(await once(child, 'exit'), child.exitCode, child.signalCode, child.kill(0));
child = spawn('sleep', ['100'], { timeout: 20, killSignal: 'SIGKILL' });
await seen(child, 'exit', 'close');
const controller = new AbortController();
child = spawn('sleep', ['100'], { signal: controller.signal });
child.on('error', (error) => console.log(error.name, error.code, error.message, error.cause));
setTimeout(() => controller.abort('enough'), 5);
console.log(await once(child, 'close').catch((error) => error.name));
child = spawn('sleep', ['100'], { signal: AbortSignal.abort() });
child.on('error', (error) => console.log(error.name, error.cause.name));
await new Promise((resolve) => child.on('close', (...args) => resolve(console.log(args))));
{
  using disposed = spawn('sleep', ['100']);
  child = disposed;
}
console.log(await once(child, 'exit'));

// What cannot be started.
child = spawn('/no/such/program', ['x']);
child.on('error', (error) => console.log({ ...error }, error.message));
await new Promise((resolve) => child.on('close', (...args) => resolve(console.log('close', ...args))));
child = spawn('echo', { cwd: '/no/such/folder' });
child.on('error', (error) => console.log({ ...error }, error.message, child.pid));
await new Promise((resolve) => child.on('close', resolve));
child = spawn('/', []);
child.on('error', (error) => console.log(error.message));
await new Promise((resolve) => child.on('close', resolve));

// A child that stops reading.
child = spawn('true');
await once(child, 'exit');
child.stdin.on('error', (error) => console.log(error.code));
console.log(child.stdin.destroyed);

for (const [args, options] of [[['x\0'], {}], [5, {}], [[], { cwd: 4 }], [[], { stdio: 'bad' }], [[], { stdio: ['ipc', 'ipc'] }],
  [[], { killSignal: 'SIGNO' }], [[], { timeout: -1 }], [[], { shell: 4 }], [[], { uid: 1.5 }], [[], { signal: 3 }]]) {
  try {
    spawn('true', args, options);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

// exec(), execFile() and the functions that wait: output, errors, limits.
const { exec, execFile, execSync, execFileSync, spawnSync } = require('node:child_process');
const { promisify } = require('node:util');
const show = (error) => ({ message: error.message, ...error, pid: typeof error.pid });

(async () => {
  const done = (start) => new Promise((resolve) => start((error, ...output) => {
    console.log(error && show(error), output);
    resolve();
  }));
  await done((callback) => exec('echo out; echo err >&2', callback));
  await done((callback) => exec('echo out; echo err >&2; exit 7', callback));
  await done((callback) => exec('kill -9 $$', callback));
  await done((callback) => exec('sleep 50', { timeout: 20 }, callback));
  await done((callback) => exec('echo $NAME', { env: { NAME: 'value' }, encoding: 'buffer' }, callback));
  await done((callback) => execFile('echo', ['a b', 'c'], { encoding: 'hex' }, callback));
  await done((callback) => execFile('no-such-program', ['a'], callback));
  await done((callback) => execFile('sh', ['-c', 'yes | head -c 300000'], { maxBuffer: 5 }, callback));
  await done((callback) => execFile('cat', callback).stdin.end('given'));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 5);
  await done((callback) => execFile('sleep', ['50'], { signal: controller.signal }, (error, ...output) => callback({ name: error.name, code: error.code, message: error.message, cmd: error.cmd }, ...output)));
  console.log(await promisify(exec)('echo promised'));
  const promise = promisify(execFile)('sh', ['-c', 'echo partial; exit 1']);
  console.log(typeof promise.child.pid);
  await promise.catch((error) => console.log(show(error)));
  for (const call of [() => exec(), () => exec(3), () => exec('a\0'), () => execFile('true', [], 3), () => execFile('true', [], {}, 3),
    () => execFile('true', { maxBuffer: -1 }), () => execFile('true', { timeout: 'x' }), () => execFile('')]) {
    try {
      call();
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
})();

console.log(execSync('echo sync').toString());
console.log(execFileSync('cat', { input: 'input ✓', encoding: 'utf8' }));
console.log(execFileSync('cat', { input: new Uint8Array([104, 105]), encoding: 'utf8', stdio: 'pipe' }));
console.log('first');
execSync('echo second', { stdio: 'inherit' });
let { pid, ...result } = spawnSync('sh', ['-c', 'echo a; echo b >&2; exit 4']);
console.log(typeof pid, result);
({ pid, ...result } = spawnSync('sh', ['-c', 'kill -TERM $$'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
console.log(result);
const failed = (result) => {
  const { error, pid, ...others } = result;
  console.log(error.message, { ...error }, { ...others, stdout: others.stdout?.length });
};
failed(spawnSync('no-such-program', ['x']));
failed(spawnSync('sleep', ['50'], { timeout: 30, killSignal: 'SIGKILL' }));
failed(spawnSync('sh', ['-c', 'head -c 10 /dev/zero; exec sleep 50'], { maxBuffer: 5 }));
const most = 1 << 20;
console.log(spawnSync('cat', { input: 'x'.repeat(most) }).stdout.length === most);
try {
  execSync('echo no >&2; exit 5', { stdio: 'pipe' });
} catch (error) {
  console.log(show(error));
}
try {
  execFileSync('sleep', ['50'], { timeout: 20 });
} catch (error) {
  console.log(error.message, error.code, error.signal, error.status);
}
for (const options of [{ stdio: ['ipc'] }, { input: 3 }, { killSignal: 'x' }, { killSignal: {} }, { maxBuffer: 'a' }]) {
  try {
    spawnSync('true', [], options);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

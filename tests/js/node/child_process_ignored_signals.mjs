// A program that was told to ignore a signal (here by the shell, as in a background job) starts children that do not ignore it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const program = `
  const { spawn, spawnSync } = require('node:child_process');
  const child = spawn('sleep', ['60']);
  child.on('spawn', () => child.kill('SIGINT'));
  child.on('exit', (code, signal) => {
    console.log('spawn', code, signal);
    const { status, signal: ended } = spawnSync('sh', ['-c', 'kill -HUP $$; echo still here']);
    console.log('spawnSync', status, ended);
  });
`;
const shell = spawn('sh', ['-c', 'trap "" INT HUP; exec "$0" -e "$1"', process.execPath, program], { stdio: ['ignore', 'pipe', 'inherit'] });
const [said, end] = await Promise.all([text(shell.stdout), once(shell, 'exit')]);
console.log(said.trimEnd());
console.log(...end);

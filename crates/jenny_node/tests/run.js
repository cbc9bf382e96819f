//! Runs the cases of tests/js/node under Jenny's node: modules on Node and compares with what is recorded beside them.
// usage: node crates/jenny_node/tests/run.js [--bless] [filter ...]
//   --bless writes the .out and .err files with what Node's own modules print. The reference is Node 26.
// The cases are those of `cargo x test`: directives in their first comments, `[ROOT]` for the checkout's path.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');

const root = path.join(__dirname, '..', '..', '..');
const cases = path.join(root, 'tests', 'js', 'node');
const args = process.argv.slice(2);
const bless = args.includes('--bless');
const filters = args.filter((arg) => !arg.startsWith('--'));

function directives(source) {
  const found = { stdin: '', exit: 0, env: {} };
  for (const line of source.split('\n')) {
    if (!line.startsWith('//')) break;
    const match = /^\/\/ (stdin|exit|env): (.*)$/.exec(line);
    if (match === null) continue;
    if (match[1] === 'stdin') found.stdin = match[2].replaceAll('\\n', '\n');
    else if (match[1] === 'exit') found.exit = Number(match[2]);
    else found.env[match[2].split('=')[0]] = match[2].slice(match[2].indexOf('=') + 1);
  }
  return found;
}

let failed = 0;
let passed = 0;
for (const name of fs.readdirSync(cases).sort()) {
  if (!/\.(?:js|mjs|cjs)$/.test(name)) continue;
  if (filters.length > 0 && !filters.some((filter) => name.includes(filter))) continue;
  const file = path.join(cases, name);
  const { stdin, exit, env } = directives(fs.readFileSync(file, 'utf8'));
  const environment = { ...process.env, NO_COLOR: '1', ...env };
  delete environment.FORCE_COLOR;
  const preload = bless ? [] : ['--no-warnings', '--expose-internals', '--require', path.join(__dirname, 'preload.js')];
  const ended = spawnSync(process.execPath, [...preload, name],
    { env: environment, cwd: cases, encoding: 'utf8', input: stdin, timeout: 60000 });
  const normalise = (text) => text.replaceAll('\r\n', '\n').replaceAll(root, '[ROOT]');
  let good = ended.status === exit;
  if (!good) console.log(`FAIL ${name}: exit ${ended.status}\n${ended.stderr.slice(0, 2000)}`);
  for (const [extension, text] of [['.out', normalise(ended.stdout)], ['.err', normalise(ended.stderr)]]) {
    const expectedFile = file.replace(/\.\w+$/, extension);
    if (bless) {
      if (extension === '.out' || text !== '') fs.writeFileSync(expectedFile, text);
      else fs.rmSync(expectedFile, { force: true });
      continue;
    }
    const expected = fs.existsSync(expectedFile) ? fs.readFileSync(expectedFile, 'utf8') : '';
    if (text === expected) continue;
    good = false;
    const mine = path.join(os.tmpdir(), `jenny-${name}${extension}`);
    fs.writeFileSync(mine, text);
    console.log(`FAIL ${name}: ${extension}`);
    if (fs.existsSync(expectedFile)) {
      console.log(spawnSync('diff', ['-a', expectedFile, mine], { encoding: 'utf8' }).stdout.slice(0, 3000));
    }
  }
  if (good) passed++;
  else failed++;
}
if (!bless) console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

//! Runs the case files of tests/js/node under Jenny's node: modules on Node and compares with the recorded output.
// usage: node crates/jenny_node/tests/run.js [--bless] [filter ...]
//   --bless writes each .out file with what Node's own modules print. The reference is Node 26.
'use strict';

const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const cases = path.join(__dirname, '..', '..', '..', 'tests', 'js', 'node');
const args = process.argv.slice(2);
const bless = args.includes('--bless');
const filters = args.filter((arg) => !arg.startsWith('--'));
const environment = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, TZ: 'UTC', LANG: 'C.UTF-8' };
delete environment.NO_COLOR;
delete environment.FORCE_COLOR;

let failed = 0;
let passed = 0;
for (const name of fs.readdirSync(cases).sort()) {
  if (!/\.(?:js|mjs|cjs)$/.test(name)) continue;
  if (filters.length > 0 && !filters.some((filter) => name.includes(filter))) continue;
  const file = path.join(cases, name);
  const expectedFile = file.replace(/\.\w+$/, '.out');
  const options = { env: environment, cwd: cases, encoding: 'utf8', input: 'first line\nsecond line\n', timeout: 60000 };
  const run = (preload) => {
    const { stdout, stderr, status } = spawnSync(process.execPath,
      ['--no-warnings', ...preload, path.basename(file)], options);
    return `${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}${status === 0 ? '' : `--- exit ${status}\n`}`;
  };
  if (bless) {
    fs.writeFileSync(expectedFile, run([]));
    continue;
  }
  const actual = run(['--expose-internals', '--require', path.join(__dirname, 'preload.js')]);
  const expected = fs.readFileSync(expectedFile, 'utf8');
  if (actual === expected) {
    passed++;
  } else {
    failed++;
    const mine = path.join(require('os').tmpdir(), `jenny-${name}.out`);
    fs.writeFileSync(mine, actual);
    console.log(`FAIL ${name}`);
    console.log(spawnSync('diff', [expectedFile, mine], { encoding: 'utf8' }).stdout.slice(0, 3000));
  }
}
if (!bless) console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

// Runs one part of Octane without a browser: `octane.cjs CHECKOUT PART` prints its score. See octane.sh.
const { readFileSync } = require('node:fs');
const [checkout, part] = process.argv.slice(2);

globalThis.print = () => {};
globalThis.read = (name) => readFileSync(`${checkout}/${name}`, 'utf8');
// The files are scripts: their declarations are global, which the eval of strict code would keep to itself.
globalThis.load = (name) => (0, eval)(`;${read(name)}`);

const files = {
  gbemu: ['gbemu-part1', 'gbemu-part2'],
  zlib: ['zlib', 'zlib-data'],
  typescript: ['typescript', 'typescript-input', 'typescript-compiler'],
}[part] ?? [part];
load('base.js');
for (const file of files) load(`${file}.js`);

let failed = null;
(0, eval)('BenchmarkSuite').RunSuites({
  NotifyError(name, error) {
    failed = `${name}: ${error}`;
  },
  NotifyResult() {},
  NotifyScore(score) {
    console.log(failed ?? score);
  },
});

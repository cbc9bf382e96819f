// terser minifies real libraries, with names mangled, properties inlined, and what the result computes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { minify } from 'terser';
import { digest } from './_digest.mjs';

const read = (name) => readFileSync(new URL(`node_modules/${name}`, import.meta.url), 'utf8');
for (const [name, module] of [['chalk/source/index.js', true], ['rxjs/dist/cjs/internal/Observable.js', false], ['semver/classes/range.js', false]]) {
  const source = read(name);
  const { code, map } = await minify({ [name]: source }, { module, compress: { passes: 2 }, sourceMap: true, format: { comments: false } });
  console.log(name, digest(source), '->', digest(code), 'map', digest(map));
}
const small = await minify('function area(width, height) { const unused = 1; if (false) { console.log("never"); } return width * height * (2 + 3); } class Shape { #side = 4; get area() { return area(this.#side, this.#side); } } globalThis.result = new Shape().area; for (var i = 0, list = [1, 2]; i < list.length; i++) { globalThis.result += list[i]; }', { toplevel: true, compress: { unsafe: true } });
console.log(small.code);
(0, eval)(small.code);
console.log(globalThis.result);
const mangled = await minify({ 'a.js': 'const counter = { value_: 0, add_(n) { return this.value_ += n; } }; export default counter.add_(3);' }, { module: true, mangle: { properties: { regex: /_$/ } }, format: { beautify: true } });
console.log(mangled.code);
try {
  await minify('let a = ;');
} catch (error) {
  console.log(error.name, error.message, error.line, error.col);
}
const { code } = await minify(read('handlebars/dist/handlebars.js'), { compress: true, mangle: true });
const module = { exports: {} };
new Function('module', 'exports', 'require', code)(module, module.exports, createRequire(import.meta.url));
console.log(module.exports.compile('{{#each list}}{{@index}}:{{this}} {{/each}}')({ list: ['a', 'b'] }));

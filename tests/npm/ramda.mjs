// ramda, ajv, markdown-it and fast-check: transducers and lenses, compiled validators, another Markdown, properties shrunk to the smallest.
import Ajv from 'ajv';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { readFileSync } from 'node:fs';
import * as R from 'ramda';
import { digest } from './_digest.mjs';

const data = [{ n: 1, tags: ['a'] }, { n: 2, tags: ['b', 'a'] }, { n: 3, tags: [] }];
console.log(R.transduce(R.compose(R.filter((x) => x % 2), R.map(R.multiply(3)), R.take(2)), R.flip(R.append), [], R.range(1, 10)), R.over(R.lensPath([0, 'tags', 0]), R.toUpper, data)[0], R.groupBy(R.pipe(R.prop('n'), R.modulo(R.__, 2), String), data));
console.log(R.evolve({ n: R.inc, tags: R.length }, data[1]), R.cond([[R.lt(5), R.always('big')], [R.T, R.identity]])(3), R.converge(R.divide, [R.sum, R.length])([1, 2, 3]), R.sequence(R.of(Array), [[1, 2], [3]]), R.toString({ a: [new Date(0), /x/g, new Map()] }), R.equals(new Set([1]), new Set([1])), R.curryN(3, (...all) => all)(1)(R.__, 3)(2));
const ajv = new Ajv({ allErrors: true, code: { source: true } });
const validate = ajv.compile({ $id: 'tree', type: 'object', required: ['name', 'kind'], additionalProperties: false, properties: { name: { type: 'string', minLength: 2, pattern: '^[a-z]+$' }, kind: { enum: ['leaf', 'node'] }, size: { type: 'integer', minimum: 0, multipleOf: 5 }, children: { type: 'array', items: { $ref: '#' }, maxItems: 2, uniqueItems: true } }, if: { properties: { kind: { const: 'node' } } }, then: { required: ['children'] }, oneOf: [{ required: ['size'] }, { required: ['children'] }] });
console.log(validate({ name: 'root', kind: 'node', children: [{ name: 'ab', kind: 'leaf', size: 5 }] }), validate.errors, digest(validate.source.scopeValues ? validate.source.validateCode ?? '' : ''));
console.log(validate({ name: 'A', kind: 'x', size: -1.5, more: 1, children: [1, 1, 1] }), validate.errors.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
try { ajv.compile({ type: 'nothing' }); } catch (error) { console.log(error.message); }
const md = markdownIt({ html: true, linkify: true, typographer: true, breaks: true });
console.log(md.render('# "Smart" -- quotes... (c)\n\nVisit example.com or <b>raw</b>\nbreak [ref] ![i][ref]\n\n[ref]: http://x.y "T"\n\n1. a\n   - b\n\n   c\n\n```js hl\n<x>\n```\n| a | b |\n|--|:-:|\n| 1 | `2` |'));
for (const name of ['terser', 'immutable']) console.log(name, digest(md.render(readFileSync(new URL(`node_modules/${name}/README.md`, import.meta.url), 'utf8'))));
const run = (name, property, options = {}) => { const { failed, counterexample, numShrinks, numRuns } = fc.check(property, { seed: 42, ...options }); console.log(name, failed, counterexample, numShrinks, numRuns); };
run('sorted', fc.property(fc.array(fc.integer()), (list) => { const sorted = [...list].sort((a, b) => a - b); return sorted.every((n, i) => i === 0 || sorted[i - 1] <= n); }));
run('reversed', fc.property(fc.array(fc.integer()), (list) => JSON.stringify(list) === JSON.stringify([...list].reverse())));
run('json', fc.property(fc.jsonValue(), (value) => JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value)));
run('strings', fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (a, b) => (a + b).length < 12));
run('numbers', fc.property(fc.double({ noNaN: true }), fc.float(), (a) => Number(String(a)) === a || Object.is(a, -0)));
console.log(fc.sample(fc.record({ id: fc.uuid(), when: fc.date({ noInvalidDate: true }), mail: fc.emailAddress(), big: fc.bigInt(), option: fc.option(fc.constantFrom('x', 'y')) }), { seed: 7, numRuns: 4 }));
console.log(await fc.check(fc.asyncProperty(fc.scheduler(), fc.nat(), async (s, n) => { let seen = 0; s.schedule(Promise.resolve()).then(() => { seen = n; }); await s.waitAll(); return seen === n && n < 50; }), { seed: 3 }).then((r) => [r.failed, r.counterexample?.[1]]));

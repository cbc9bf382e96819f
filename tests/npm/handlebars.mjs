// handlebars: helpers, partials, block parameters, whitespace control, precompiled code, errors.
import Handlebars from 'handlebars';
import { digest } from './_digest.mjs';

Handlebars.registerHelper('loud', (text) => text.toUpperCase());
Handlebars.registerHelper('wrap', function(tag, options) { return new Handlebars.SafeString(`<${tag} ${Object.entries(options.hash).map(([k, v]) => `${k}="${v}"`).join(' ')}>${options.fn(this)}</${tag}>`); });
Handlebars.registerHelper('repeat', (count, options) => Array.from({ length: count }, (_, i) => options.fn(i, { data: { ...options.data, round: i }, blockParams: [i, i * i] })).join(','));
Handlebars.registerPartial('person', '{{name}} ({{age}}){{#if friend}} with {{> person friend}}{{/if}}');
Handlebars.registerPartial('layout', '<main>{{> @partial-block }}</main>{{#> missing}}fallback{{/missing}}');
const view = { title: 'A <b> & "c"', people: [{ name: 'Ada', age: 36, friend: { name: 'Bob', age: 1 } }, { name: 'Eve', age: 0 }], map: { x: 1, y: [2, 3] }, empty: [], nested: { deep: { value: 'v' } }, html: '<i>raw</i>', fn: () => 'called' };
const template = Handlebars.compile(`{{! comment }}{{title}} {{{html}}} {{loud nested.deep.value}} {{fn}} {{lookup map "x"}}
{{#each people as |p i|}}{{i}}/{{@index}}{{#unless @last}};{{/unless}} {{> person p}} {{../title}}
{{else}}nobody{{/each}}{{#each empty}}x{{else}}nothing{{/each}}
{{#with nested.deep}}{{value}} {{@root.map.y.[1]}}{{/with}} {{#each map}}{{@key}}={{this}} {{/each}}
  {{~#if people.length~}}  trimmed  {{~else if x}}no{{~/if~}}
{{#wrap "p" class="c" id=1}}inner {{title}}{{/wrap}} {{#repeat 3 as |a b|}}{{a}}-{{b}}-{{@round}}{{/repeat}}
{{#> layout}}block {{title}}{{/layout}} \\{{escaped}} {{{{raw}}}}{{not}}{{{{/raw}}}}`);
Handlebars.registerHelper('raw', (options) => options.fn());
console.log(template(view));
const code = Handlebars.precompile('{{#each list}}{{this}}{{/each}}{{> person}}');
console.log(digest(code), code.slice(0, 300));
console.log(Handlebars.template((0, eval)(`(${code})`))({ list: [1, 2], name: 'N', age: 2 }));
console.log(JSON.stringify(Handlebars.parse('a {{b.c "d" e=1}} {{#if f}}g{{/if}}')));
for (const bad of ['{{#if}}', '{{#a}}{{/b}}', '{{> }}', '{{helperMissing x y}}', '{{unknown 1}}', '{{> nowhere}}', '{{#each}}{{/each}}']) {
  try {
    console.log(Handlebars.compile(bad, { strict: false })({}));
  } catch (error) {
    console.log(error.name, error.message);
  }
}
try {
  Handlebars.compile('{{a.b}}', { strict: true })({ a: {} });
} catch (error) {
  console.log(error.message, error.lineNumber);
}
console.log(Handlebars.compile('{{constructor.name}}{{__proto__}}[{{a.constructor}}]')({ a: {} }));
const big = Handlebars.compile('{{#each rows}}<tr>{{#each this}}<td>{{this}}</td>{{/each}}</tr>\n{{/each}}');
console.log(digest(big({ rows: Array.from({ length: 2000 }, (_, i) => [i, i * 2, `<${i}>`]) })));

// postcss: parsing, plugins (synchronous and asynchronous), source maps, errors with their place.
import postcss from 'postcss';
import { digest } from './_digest.mjs';

const css = `@charset "utf-8";\n:root { --main: #06c; --gap: calc(1px + 2em) }\n.a, .b > .c { color: var(--main); &:hover { color: red !important } /* note */ }\n@media screen and (min-width: 10px) { .d { margin: 0 auto; background: url(data:image/png;base64,AA==) } }\n`;
const root = postcss.parse(css, { from: 'in.css' });
root.walkDecls((declaration) => console.log(declaration.prop, '=', declaration.value, declaration.important ?? false, declaration.source.start));
root.walkRules((rule) => console.log(rule.selectors, rule.parent.type));
const variables = { postcssPlugin: 'variables', Once(root, { result }) { result.warn('once'); }, prepare() { const known = new Map(); return { Declaration: { '*': (declaration) => { if (declaration.prop.startsWith('--')) known.set(declaration.prop, declaration.value); else declaration.value = declaration.value.replace(/var\((--\w+)\)/g, (all, name) => known.get(name) ?? all); } }, OnceExit: () => console.log(known) }; } };
const nested = { postcssPlugin: 'nested', Rule(rule, { Rule }) { if (rule.parent.type === 'rule') { const lifted = rule.clone({ selectors: rule.parent.selectors.map((selector) => rule.selector.replace('&', selector)) }); rule.parent.after(lifted); rule.remove(); } } };
const slow = { postcssPlugin: 'slow', async AtRule(rule, { AtRule }) { await new Promise((resolve) => setTimeout(resolve, 1)); if (rule.name === 'media' && !rule.seen) { rule.seen = true; rule.params = rule.params.toUpperCase(); rule.before(new AtRule({ name: 'layer', params: 'x' })); } } };
const result = await postcss([variables, nested, slow]).process(css, { from: 'in.css', to: 'out.css', map: { inline: false } });
console.log(result.css, result.warnings().map(String), JSON.parse(result.map.toString()).mappings);
try {
  postcss([slow]).process(css, { from: undefined }).css;
} catch (error) {
  console.log(error.message.split('\n')[0]);
}
for (const bad of ['a { color: red', 'a { : b }', '}', 'a { b: "', '/* open']) {
  try {
    postcss.parse(bad, { from: 'bad.css' });
  } catch (error) {
    console.log(error.name, error.reason, error.line, error.column);
    console.log(error.showSourceCode(false));
  }
}
const large = Array.from({ length: 3000 }, (_, i) => `.r${i} > .s:nth-child(${i}) { width: calc(${i}px * 2); --x-${i}: { a: b }; transform: translate(${i % 7}%, 0) }`).join('\n');
console.log(digest((await postcss([variables, nested]).process(large, { from: undefined })).css.replaceAll('  ', ' ')));
console.log(postcss.list.comma('a, b(c, d), "e, f"'), postcss.list.space('1px solid rgb(0 0 0)'), JSON.stringify(postcss.fromJSON(root.toJSON()).toString() === css));

// @babel/core: modern syntax down to ES5, JSX, TypeScript, and a plugin written here.
process.env.BROWSERSLIST_IGNORE_OLD_DATA = '1';
const { default: babel } = await import('@babel/core');
const { readFileSync } = await import('node:fs');
const { digest } = await import('./_digest.mjs');

const down = ['class-properties', 'classes', 'async-to-generator', 'regenerator', 'destructuring', 'parameters', 'block-scoping', 'template-literals'].map((name) => `@babel/plugin-transform-${name}`);
const base = { configFile: false, babelrc: false, browserslistConfigFile: false };
const source = `class A extends B { static s = 1; constructor(x = 1, { y, ...rest } = {}) { super(...arguments); this.x = x; } get z() { return super.z + \`t\${this.x}\`; } async m([a, , b = 2]) { for (let i = 0; i < (await a).length; i++) { setTimeout(() => console.log(i)); } try { return await b; } finally { this.done(); } } *g() { const r = yield* this.z; label: for (let j = 0; ; j++) { if (r) break label; yield j; } } }`;
console.log(babel.transformSync(source, { ...base, plugins: down }).code);
console.log(babel.transformSync('const e = <Foo.Bar {...p} key="k" on={() => 1}>text {x} <></></Foo.Bar>; export default (a as any)!.b satisfies C; enum E { A = 1, B } type T = string; import type { X } from "x"; class P { constructor(private q: number) {} }', { ...base, filename: 'a.tsx', presets: [['@babel/preset-react', { runtime: 'automatic' }], '@babel/preset-typescript'] }).code);
const renamed = babel.transformSync('const value = 1; function f(value) { return value + other; } f(value);', { ...base, ast: true, sourceMaps: true, filename: 'b.js', plugins: [({ types: t, template }) => ({
  name: 'mine',
  visitor: {
    Program: { exit(path) { path.scope.rename('value', 'renamed'); path.unshiftContainer('body', template.ast('"added";')); } },
    BinaryExpression(path) { if (path.node.operator === '+') path.replaceWith(t.callExpression(t.identifier('add'), [path.node.left, path.node.right])); },
    Identifier(path) { if (path.node.name === 'other') { path.node.name = path.scope.generateUid('other'); path.skip(); } },
  },
})] });
console.log(renamed.code, renamed.map.mappings, renamed.ast.program.body.length);
const library = readFileSync(new URL('node_modules/handlebars/dist/handlebars.js', import.meta.url), 'utf8');
const transformed = await babel.transformAsync(library, { ...base, compact: true, plugins: down });
console.log(digest(library), '->', digest(transformed.code));
for (const bad of ['let a; let a;', 'a ? b', 'class A { constructor() {} constructor() {} }', 'return']) {
  try {
    babel.parseSync(bad, { ...base, filename: 'bad.js', parserOpts: { sourceType: 'module' } });
  } catch (error) {
    console.log(error.name, error.code, error.reasonCode, error.loc, error.message.replace(/^.*bad\.js/, 'bad.js'));
  }
}

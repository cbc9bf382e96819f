// eslint's Linter with its recommended rules over real files and small ones, fixes, a rule and a processor written here.
import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import { Linter } from 'eslint/universal';

const linter = new Linter();
const config = [{ files: ['**/*.js', '**/*.mjs'], languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: { console: 'readonly' } }, rules: { ...js.configs.recommended.rules, 'no-var': 2, 'prefer-const': 2, eqeqeq: [2, 'smart'], complexity: [1, 5], 'no-shadow': 1, 'arrow-body-style': 2, 'object-shorthand': 2, 'no-else-return': 2, camelcase: 1, 'sort-imports': 1, 'max-depth': [1, 2] } }];
const source = `import b from 'b';\nimport a from 'a';\nvar x = 1, unused;\nlet y = x == 2 ? null : undefined;\nfunction f(p) { if (p) { return 1; } else { return g(); } }\nconst o = { f: f, 'y': y, dup: 1, dup: 2, m: function() { return () => { return x; } } };\nfor (var i = 0; i < 3; i--) { while (true) { if (x) { if (y) { debugger } } } }\nswitch (x) { case 1: let z = 1; case 2: break; case 1: }\ntry { a() } catch (e) {}\nclass A extends B { constructor() { this.x = 1; } get v() {} m() {} m() {} }\nconst re = /a[^]b  c\\d{2,1}/; typeof x === 'strnig'; x = x; if (x = 1) {} ;; NaN === x; snake_case(o, !a in b, re, async () => { for await (const q of z) {} });\nexport default A; // eslint-disable-line no-undef\n/* eslint-disable-next-line eqeqeq -- on purpose */\nx == y;\n`;
const print = (messages) => messages.forEach((m) => console.log(`${m.line}:${m.column} ${m.severity} ${m.ruleId} ${m.message}${m.fix ? ` [fix ${m.fix.range}]` : ''}${m.suggestions ? ` [${m.suggestions.map((s) => s.desc)}]` : ''}`));
print(linter.verify(source.replace(', dup: 2', ', dup: 2'), config, { filename: 'small.js' }));
const fixed = linter.verifyAndFix(source, config, { filename: 'small.js' });
console.log(fixed.fixed, fixed.messages.length, fixed.output);
print(linter.verify('let a = ;', config, { filename: 'bad.js' }));
for (const file of ['acorn/dist/acorn.mjs', 'chalk/source/index.js', 'semver/classes/range.js', 'yaml/browser/dist/parse/lexer.js']) {
  const messages = linter.verify(readFileSync(new URL(`node_modules/${file}`, import.meta.url), 'utf8'), config, { filename: file.split('/').pop() });
  const counts = {};
  for (const message of messages) counts[message.ruleId] = (counts[message.ruleId] ?? 0) + 1;
  console.log(file, messages.length, counts);
}
const rule = { meta: { type: 'problem', fixable: 'code', schema: [{ type: 'object', properties: { allow: { type: 'array' } } }], messages: { no: 'No {{name}} here.' } }, create: (context) => ({ 'CallExpression > Identifier.callee[name=/^bad/]'(node) { if (context.options[0]?.allow.includes(node.name)) return; const scope = context.sourceCode.getScope(node); context.report({ node, messageId: 'no', data: { name: `${node.name} (${scope.type})` }, fix: (fixer) => fixer.replaceText(node, 'good') }); }, 'Program:exit'(node) { console.log('comments', context.sourceCode.getAllComments().length, node.body.length); } }) };
print(linter.verify('bad(); /* c */ function q() { badly(badOne()) }', [{ plugins: { own: { rules: { rule } } }, rules: { 'own/rule': [2, { allow: ['badOne'] }] } }]));
try {
  linter.verify('a', [{ rules: { eqeqeq: [2, 'never-heard'] } }]);
} catch (error) {
  console.log(error.constructor.name, error.message);
}
console.log(linter.getSourceCode().text.length, linter.version);

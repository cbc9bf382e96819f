// acorn parses its own source, as a script and as a module, and lists its own comments and tokens.
import { readFileSync } from 'node:fs';
import * as acorn from 'acorn';
import { digest } from './_digest.mjs';

for (const file of ['acorn.js', 'acorn.mjs']) {
  const source = readFileSync(new URL(`node_modules/acorn/dist/${file}`, import.meta.url), 'utf8');
  const comments = [];
  const tokens = [];
  const tree = acorn.parse(source, {
    ecmaVersion: 'latest', sourceType: file.endsWith('.mjs') ? 'module' : 'script',
    locations: true, ranges: true, onComment: comments, onToken: tokens,
  });
  console.log(file, tree.body.length, 'statements;', digest(JSON.stringify(tree)));
  console.log(comments.length, 'comments;', tokens.length, 'tokens;', digest(tokens.map((token) => `${token.type.label} ${token.value}`).join('\n')));
  console.log(comments[0], tree.body[0].type);
}
for (const bad of ['let x = ;', 'a b', '"open', 'class { }', 'await 1', '({ a: 1, a: 2, __proto__: 1, __proto__: 2 })', '/(/', 'let a; let a']) {
  try {
    acorn.parse(bad, { ecmaVersion: 2022 });
    console.log('parsed', bad);
  } catch (error) {
    console.log(error.name, error.message, error.pos, error.loc);
  }
}

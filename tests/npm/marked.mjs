// marked turns long READMEs of this folder's packages into HTML; its lexer and an extension of its own.
import { readFileSync } from 'node:fs';
import { Marked, marked, lexer } from 'marked';
import { digest } from './_digest.mjs';

for (const name of ['terser', 'immutable', 'handlebars', 'acorn', 'js-yaml']) {
  const file = { handlebars: 'README.markdown' }[name] ?? 'README.md';
  const text = readFileSync(new URL(`node_modules/${name}/${file}`, import.meta.url), 'utf8');
  const html = marked.parse(text);
  console.log(name, digest(text), '->', digest(html));
  const kinds = {};
  marked.walkTokens(lexer(text), (token) => { kinds[token.type] = (kinds[token.type] ?? 0) + 1; });
  console.log(kinds);
}
const own = new Marked({
  renderer: { heading({ tokens, depth }) { return `<h${depth} class="mine">${this.parser.parseInline(tokens)}</h${depth}>\n`; } },
  extensions: [{
    name: 'shout', level: 'inline', start: (source) => source.indexOf('!!'),
    tokenizer(source) { const match = /^!!(.+?)!!/.exec(source); return match ? { type: 'shout', raw: match[0], text: match[1] } : undefined; },
    renderer: (token) => `<b>${token.text.toUpperCase()}</b>`,
  }],
});
console.log(own.parse('# A *title*\n\nSome !!loud words!! and `code <b>`.\n\n| a | b |\n|:-:|--:|\n| 1 | ~~2~~ |\n\n- [x] done\n- [ ] not\n\n1. one\n   > quoted\n2. two [link](http://a.b "t") ![i](x.png)\n\n```js\nlet a = 1 < 2;\n```\n'));

// Two YAML libraries, yaml and js-yaml: documents, comments, anchors, tags, schemas, errors, round trips.
import * as jsYaml from 'js-yaml';
import YAML from 'yaml';
import { digest } from './_digest.mjs';

const text = `# head\ndefaults: &base\n  retries: 3   # times\n  hosts: [a, "b", 'c d']\n  deep: { x: 1e3, y: .inf, z: -0x1F, o: 0o17 }\nservice:\n  <<: *base\n  name: "q\\u00e9 \\"x\\""\n  when: 2001-12-14t21:59:43.10-05:00\n  folded: >-\n    one\n    two\n\n    three\n  literal: |+\n    keep\n     this\n\n  ? complex key\n  : - 1\n    - ~\n    - yes\n  binary: !!binary aGVsbG8=\n  set: !!set { a, b }\n  omap: !!omap [ x: 1 ]\n`;
const document = YAML.parseDocument(text, { merge: true, version: '1.1' });
console.log(document.errors, document.warnings, document.toJS());
document.setIn(['service', 'added'], { list: [1, 'two', null, true] });
document.getIn(['defaults']).comment = ' changed';
console.log(String(document));
console.log(YAML.stringify({ a: 'multi\nline', b: ' lead', c: 'true', d: '', e: [], f: {}, g: [[1, [2]]], h: new Map([[{ k: 1 }, 2]]), i: new Set([1]), j: new Date(0), k: 1n, l: undefined, m: '# no', n: 'a: b', o: '1.0' }));
console.log(jsYaml.load(text.replace(/  (binary|set|omap):.*\n/g, '')), jsYaml.loadAll?.('a: 1\n---\n- b\n---\n"c"\n'));
console.log(jsYaml.dump({ name: 'x', list: [1, { a: null }], text: 'two\nlines\n', date: new Date(0), quote: "it's", number: '12', nested: { empty: [], object: {} }, long: 'word '.repeat(30) }, { sortKeys: true, lineWidth: 60 }));
for (const bad of ['a: [1, 2', 'a: b: c', '\tx: 1', '"open', 'a: *nowhere', 'a: 1\na: 2', '{ a: 1 ]', '- a\nb', '%TAG x', '!!int x']) {
  const { errors } = YAML.parseDocument(bad);
  console.log(JSON.stringify(bad), errors.map((error) => [error.name, error.code, error.message.split('\n')[0], error.linePos]));
  try {
    console.log(jsYaml.load(bad));
  } catch (error) {
    console.log(error.name, error.message.split('\n')[0], error.mark?.line, error.mark?.column);
  }
}
const large = Array.from({ length: 1500 }, (_, i) => ({ id: i, name: `item ${i}`, tags: ['a', `t${i % 7}`], nested: { ratio: i / 7, flag: i % 2 === 0, text: i % 5 ? 'plain' : 'needs: "quotes"' } }));
const [first, second] = [YAML.stringify(large), jsYaml.dump(large)];
console.log(digest(first), digest(second), JSON.stringify(YAML.parse(second)) === JSON.stringify(large), JSON.stringify(jsYaml.load(first)) === JSON.stringify(large));
console.log([...new YAML.Lexer().lex('a: [1]\n')].map((token) => JSON.stringify(token)).join(' '), YAML.isMap(document.contents), YAML.parse('x: 1', (key, value) => (typeof value === 'number' ? value + 1 : value)));

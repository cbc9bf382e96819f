// eval and Function with text that is no program.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

for (const source of ['(', '}', 'a b', 'let let', 'await 1', 'yield', 'return', 'break', 'super()', 'new.target', 'import.meta', 'import x from "y"', '\\u{110000}', '"\\u{110000}"', '0b2', '1n.5', '/(/', '/a/gg', '`${', '<!--', '#!x\n1', '\u2028', 'a?.b`x`', '({a:1,a:2,__proto__:1,__proto__:2})', 'class{', 'async()=>await', 'for(let x of[],[]);', 'label:label:1', 'with({})1', '010', '"use strict";010', 'delete x', '"use strict";delete x']) {
  try { (0, eval)(source); console.log(JSON.stringify(source), 'ran'); } catch (error) { console.log(JSON.stringify(source), error.name); }
}
for (const [params, body] of [['a,', ''], ['a){', ''], ['/*', '*/){'], ['...a,b', ''], ['a=1', '"use strict"'], ['', '}{'], ['a\n//', ''], ['', '-->']]) attempt(JSON.stringify([params, body]), () => new Function(params, body));

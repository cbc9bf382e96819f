// What is wrong with a text, and where; what cannot be written.
function t(f) {
  try {
    console.log(String(f()));
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
}
['', ' ', 'abc', '{', '[', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '[1', '[1,', '[1,]', '[1 2]', '{"a" 1}', '{a:1}', "{'a':1}", 'tru', 'trux', 'nul', 'undefined', '[object Object]', 'NaN', 'Infinity', '-', '-a', '1.', '1.a', '1e', '1e+', '01', '1 2', '"abc', '"a\nb"', '"\\x"', '"\\u12"', '"\\u12', '"\\', '1a', '{"a":1}}', '[[[]', '{"a":"b" "c"}', '{"aaaaaaaaaaaaaaaaaaaaaaaaaaaa": x}', '{"a": "b", c: "dddddddddddddddddddddddddddd"}', '\u2028', '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,x', '.5', '+1', '{"a":01}', '\n\n  {"a"\n:x}', '<html>hello world this is long</html>', '"a" "b"', '{"a":1 "b":2}', '[1 "a"]', '[{]', '{"a":[}', 'true false', '--1', '[-]', '1.5.5', '{1:2}', '{,}', '[,]', '\u00e9', '\ud83d\ude00'].forEach(function (s) { try { console.log(JSON.stringify(s), '=', JSON.stringify(JSON.parse(s))); } catch (e) { console.log(JSON.stringify(s), e.name, e.message); } });
t(function () { var a = {}; a.a = a; return JSON.stringify(a); });
t(function () { var a = {b: {c: {d: {e: []}}}}; a.b.c.d.e[3] = a; return JSON.stringify(a); });
t(function () { var a = {b: {}}; a.b.c = a; return JSON.stringify(a); });
t(function () { class Foo { constructor() { this.x = [this]; } } return JSON.stringify({ z: new Foo() }); });
t(function () { var a = {b: {c: {}}}; a.b.c.d = a; return JSON.stringify(a); });
t(function () { return JSON.stringify(1n); });
t(function () { return JSON.stringify({ a: [1, 'x', null, undefined, function () { }, Symbol('x'), NaN, -0, 1e21, 1e-7, new Date(0), new Number(3), new String('s'), new Boolean(false), Object(1n) && 1], u: undefined, f() { }, [Symbol('q')]: 1, 2: 'two', 1: 'one', "\u2028\ud800\"\\\b": "\u007f\u0000" }, null, 2); });
t(function () { return JSON.stringify({ a: 1, b: [1, 2, { c: 3 }], d: {} , e: []}, ['a', 'b', 'c', 1, new String('e')], '--'); });
t(function () { return JSON.stringify({ a: 1, b: [1, 2] }, function (k, v) { return typeof v === 'number' ? v + 1 : v; }, 20); });
t(function () { return JSON.stringify('\ud800\udc00\ud800'); });
t(function () { return JSON.stringify(JSON.parse('{"__proto__":1,"a":{"b":[1,2,{"c":null}]},"1":2,"a":3}')); });
t(function () { return JSON.stringify(JSON.parse('[1.5,-0,1e3,1E-2,123456789012345678901234567890,0.1,-1]', function (k, v) { return v; })); });

// A ShadowRealm has globals of its own; only primitives and wrapped functions pass.
const realm = new ShadowRealm();
console.log(realm.evaluate('globalThis.x = 1; 40 + 2'), typeof x);
console.log(realm.evaluate('x'), realm.evaluate('var y = 5; y') + realm.evaluate('y'));
const add = realm.evaluate('(function add(a, b) { return a + b; })');
console.log(add(1, 2), add.name, add.length, Object.getPrototypeOf(add) === Function.prototype);
const twice = realm.evaluate('(f) => f(f(1))');
console.log(twice((n) => n * 10));
for (const text of ['({})', 'throw new RangeError("inside")', 'let 1']) {
  try { realm.evaluate(text); } catch (e) { console.log(e.constructor === TypeError, e.name, e.message); }
}
try { add({}, 1); } catch (e) { console.log(e.name, e instanceof TypeError); }
try { new add(); } catch (e) { console.log(e.name); }
console.log(realm.evaluate('new ShadowRealm().evaluate("typeof Array")'), String(realm));

// Identity, registry, descriptions and the well-known ones that change behaviour.
const s = Symbol('desc');
console.log(s.toString(), s.description, Symbol.for('x') === Symbol.for('x'), Symbol.keyFor(Symbol.for('x')), typeof s, Object(s) == s, { [s]: 1 });
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } }
console.log(2 instanceof Even, 1 instanceof Even, `${{ get [Symbol.toStringTag]() { return 'Tagged'; } }}`, [].concat({ length: 1, 0: 'spread', [Symbol.isConcatSpreadable]: true }));
class Mine extends Array { static get [Symbol.species]() { return Array; } }
console.log(new Mine(1, 2, 3).map((x) => x) instanceof Mine, 'a-b'.split({ [Symbol.split]: (str) => `custom ${str}` }), Array.prototype[Symbol.unscopables].flat);
try { s + ''; } catch (e) { console.log(e.message); }
try { new Symbol(); } catch (e) { console.log(e.message); }

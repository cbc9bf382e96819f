// Long arrays as queues and deques, and everything else done to them in between.
const check = (name, actual, expected) => {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  console.log(a === b ? `${name} ok` : `${name}: ${a.slice(0, 200)} where ${b.slice(0, 200)} was expected`);
};
const range = (n, from = 0) => Array.from({ length: n }, (_, i) => from + i);
const queue = (n, shifts) => { const list = range(n); for (let i = 0; i < shifts; i++) list.shift(); return list; };

check('shift', queue(200, 50), range(150, 50));
check('to the end', queue(100, 100), []);
check('past the end', queue(100, 120), []);
{
  const list = range(100);
  const seen = [];
  for (let i = 0; i < 1000; i++) { list.push(100 + i); seen.push(list.shift()); }
  check('push and shift', [seen, list], [range(1000), range(100, 1000)]);
}
{
  const list = [];
  for (let i = 0; i < 500; i++) list.unshift(i);
  check('unshift', list, range(500).reverse());
  check('unshift several', (list.unshift('a', 'b', 'c'), list.slice(0, 4)), ['a', 'b', 'c', 499]);
  check('unshift nothing', list.unshift(), 503);
}
// Against a plain model, in pseudo-random order.
{
  let x = 1;
  const random = (n) => (x = (x * 1103515245 + 12345) & 0x7fffffff) % n;
  const list = range(80);
  let model = range(80);
  let wrong = 0;
  for (let step = 0; step < 20_000; step++) {
    let a;
    let b;
    switch (random(12)) {
      case 0: case 1: case 2: a = list.shift(); b = model[0]; model = model.slice(1); break;
      case 3: case 4: case 5: a = list.push(step, step + 1); b = (model = model.concat(step, step + 1)).length; break;
      case 6: a = list.pop(); b = model.at(-1); model = model.slice(0, -1); break;
      case 7: a = list.unshift(step); b = (model = [step, ...model]).length; break;
      case 8: { const i = random(100); a = list[i]; b = model[i]; break; }
      case 9: { const i = random(100); if (i < model.length) { list[i] = model[i] = -step; } break; }
      case 10: list[list.length] = step; model = model.concat(step); break;
      case 11: if (random(50) === 0) { a = list.splice(3, 2); b = model.slice(3, 5); model = [...model.slice(0, 3), ...model.slice(5)]; } break;
    }
    if (list.length !== model.length || JSON.stringify(a) !== JSON.stringify(b)) wrong++;
    while (model.length > 300) { if (list.shift() !== model[0]) wrong++; model = model.slice(1); }
  }
  check('model', [wrong, list], [0, model]);
}
const each = (name, act) => check(name, act(queue(100, 10)), act(range(90, 10)));
each('indexOf', (list) => [list.indexOf(50), list.includes(5), list.lastIndexOf(99), list.at(0), list.at(-1)]);
each('slice', (list) => [list.slice(0, 3), list.concat([1]), [...list], list.join()]);
each('keys', (list) => [Object.keys(list), 0 in list, 90 in list, Object.hasOwn(list, 89), Object.entries(list)]);
each('delete', (list) => { delete list[0]; delete list[5]; const first = list.shift(); return [first === undefined, list]; });
each('length', (list) => { list.length = 5; list.shift(); list.length = 7; return [list, list.length]; });
each('longer', (list) => { list[200] = 1; return [list.length, list.shift(), list.length, list[199]]; });
each('sort', (list) => { list.sort((a, b) => b - a); list.shift(); return list; });
each('reverse', (list) => { list.reverse(); list.shift(); return list; });
each('fill', (list) => list.fill(1, 2, 4).copyWithin(0, 50, 60));
each('map', (list) => list.map((value, i) => { if (i % 10 === 0) list.shift(); return value; }));
each('forEach', (list) => { const seen = []; list.forEach((value) => { seen.push(value); list.shift(); }); return seen; });
each('for of', (list) => { const seen = []; for (const value of list) { seen.push(value); list.shift(); list.push(value); if (seen.length > 200) break; } return seen; });
each('destructured', ([a, , b, ...rest]) => [a, b, rest.length]);
each('accessor', (list) => { Object.defineProperty(list, 1, { get: () => 'got' }); return [list[1], list.length]; });
each('define', (list) => { Object.defineProperty(list, 0, { value: 'x', writable: false }); try { 'use strict'; list.shift(); } catch (error) { return [error.name, list[0]]; } return 'no error'; });
each('frozen', (list) => { Object.freeze(list); const errors = []; for (const act of ['shift', 'pop', 'push', 'unshift']) { try { list[act](1); } catch (error) { errors.push(error.name); } } return [errors, list]; });
each('sealed', (list) => { Object.seal(list); try { list.shift(); } catch (error) { return [error.name]; } return list; });
each('not extensible', (list) => { Object.preventExtensions(list); const first = list.shift(); try { list.push(1); } catch (error) { return [first, error.name, list.length]; } return list; });
each('length fixed', (list) => { Object.defineProperty(list, 'length', { writable: false }); const errors = []; for (const act of ['shift', 'push', 'unshift', 'pop']) { try { list[act](1); } catch (error) { errors.push(error.name); } } return [errors, list.length]; });
each('as prototype', (list) => { const child = Object.create(list); child[0] = 'own'; list.shift(); return [child[0], child[1], child.length]; });
each('apply', (list) => [Math.max(...list), Math.max.apply(null, list), String.fromCharCode.apply(null, list).length]);
each('structured clone', (list) => structuredClone(list));
each('JSON', (list) => JSON.stringify(list));
{
  const list = queue(100, 10);
  Array.prototype[3] = 'inherited';
  delete list[3];
  const read = list[3];
  list.shift();
  delete Array.prototype[3];
  check('holes with inherited elements', [read, list[2], Object.hasOwn(list, 2)], ['inherited', 'inherited', true]);
}

// Adding properties that hide defaults of a prototype, before and after the defaults change their kind.
function Point(x, y) { this.x = x; this.y = y; }
Point.prototype = { x: 0, y: 0, constructor: Point };
const make = (x, y) => new Point(x, y);
const show = (point) => `${Object.keys(point)}:${point.x},${point.y}`;
for (let i = 0; i < 5; i++) make(i, i);
console.log(show(make(1, 2)), Point.prototype.x);

Object.defineProperty(Point.prototype, 'x', { writable: false });
console.log(show(make(3, 4)));
(function () {
  'use strict';
  const add = (object, value) => { object.x = value; };
  try { add(new Point(1, 1), 5); } catch (error) { console.log(error.name, error.message); }
})();
Object.defineProperty(Point.prototype, 'x', { writable: true });
for (let i = 0; i < 5; i++) make(i, i);
console.log(show(make(5, 6)));

let seen = 0;
Object.defineProperty(Point.prototype, 'y', { set(value) { seen += value; }, get: () => 'got', configurable: true });
console.log(show(make(7, 8)), seen);
delete Point.prototype.y;
for (let i = 0; i < 5; i++) make(i, i);
console.log(show(make(9, 10)), seen);
Point.prototype.y = 'default';
console.log(show(make(11, 12)));

Object.freeze(Point.prototype);
console.log(show(make(13, 14)));

// A longer chain, changed at its far end, and exchanged.
const far = { z: 1 };
const near = Object.create(far);
function Deep(z) { this.z = z; }
Deep.prototype = near;
for (let i = 0; i < 5; i++) new Deep(i);
console.log(Object.keys(new Deep(1)).join());
Object.defineProperty(far, 'z', { writable: false });
console.log(Object.keys(new Deep(2)).join() || 'none');
Object.setPrototypeOf(near, { z: 2 });
console.log(Object.keys(new Deep(3)).join());
Object.setPrototypeOf(near, Object.freeze({ z: 2 }));
console.log(Object.keys(new Deep(4)).join() || 'none');
Object.setPrototypeOf(near, new Proxy({ z: 0 }, { set(target, key, value, receiver) { console.log('proxy', key, value); return true; } }));
console.log(Object.keys(new Deep(5)).join() || 'none');
Object.setPrototypeOf(near, null);
console.log(Object.keys(new Deep(6)).join());

// Accessors on Array.prototype see holes and pushes.
let sets = 0;
Object.defineProperty(Array.prototype, 1, { get: () => 'hole', set() { sets++; }, configurable: true });
const list = [0, , 2];
console.log(list[1], list.indexOf('hole'), [...list], list.concat([1]).length);
const other = [0];
other[1] = 'x';
console.log(sets, other.length);
try { [0].push(1); } catch (error) { console.log(error.name); }
delete Array.prototype[1];
console.log(list[1]);

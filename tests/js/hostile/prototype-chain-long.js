// gc-stress-every: 503
// A prototype chain of 1e5 objects: lookups, in, instanceof and for-in end.
let object = { end: 1 };
for (let i = 0; i < 1e5; i++) object = Object.create(object);
console.log(object.end, object.missing, 'end' in object, object instanceof Object);
object.end = 2;
console.log(object.end, Object.keys(object));
for (const key in object) console.log(key);

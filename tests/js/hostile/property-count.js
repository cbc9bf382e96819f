// gc-stress-every: 10007
// Objects with 1e6 properties, deleted again, in every order.
const object = {};
for (let i = 0; i < 3e5; i++) object['key' + i] = i;
console.log(Object.keys(object).length, object.key299999);
for (let i = 0; i < 3e5; i += 2) delete object['key' + i];
console.log(Object.keys(object).length, 'key0' in object, object.key1);
const indexed = {};
for (let i = 3e5; i > 0; i--) indexed[i * 7] = i;
console.log(Object.keys(indexed)[0], Object.keys(indexed).length);

// Callbacks that shrink the array beneath a method.
const shrink = (method, ...rest) => {
  const list = Array.from({ length: 1000 }, (_, i) => i);
  let calls = 0;
  list[method](() => { if (calls++ === 0) list.length = 10; return false; }, ...rest);
  return calls;
};
for (const method of ['forEach', 'map', 'filter', 'some', 'find', 'findLast', 'findIndex', 'flatMap']) console.log(method, shrink(method));
console.log('reduce', shrink('reduce', 0), shrink('reduceRight', 0));
const list = [3, 2, 1];
list.sort((a, b) => { list.length = 0; return a - b; });
console.log(list);

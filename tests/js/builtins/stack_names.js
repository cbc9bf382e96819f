// Frames are named by their receiver; call, apply and Reflect leave none of their own.
const frames = (error) => error.stack.split('\n').slice(1).filter((line) => line.includes('stack_names')).map((line) => line.replace(/\(.*stack_names/, '(stack_names').replace(/at .*\/stack_names/, 'at stack_names').trim());
class A {
  static made() { return frames(new Error('x'))[0]; }
  method() { return frames(new Error('x'))[0]; }
}
A.other = function named() { return frames(new Error('x'))[0]; };
function typed() {}
typed.create = function create() { return frames(new Error('x'))[0]; };
typed.alias = typed.create;
console.log([A.made(), new A().method(), A.other(), typed.create(), typed.alias()].join('\n'));
function F() { all.push(...new Error('x').stack.split('\n').slice(1, 3).map((line) => line.trim().replace(/\(.*stack_names/, '(stack_names'))); }
const all = [];
F.call({});
F.apply(null, []);
Reflect.apply(F, 1, []);
Reflect.construct(F, []);
[1].forEach(F);
const bound = F.bind(1);
bound();
console.log(all.join('\n'));

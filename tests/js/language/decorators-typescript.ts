// Decorators of the standards proposal in TypeScript: types go, decorators stay, private methods and accessors included.
type Context = { kind: string; name: string | symbol; static: boolean; private: boolean };
const seen: string[] = [];
function note<T>(value: T, { kind, name, static: isStatic, private: isPrivate }: Context): void {
  seen.push(`${kind} ${String(name)}${isStatic ? ' static' : ''}${isPrivate ? ' private' : ''}`);
}
function twice(method: (this: unknown, x: number) => number, _: Context) {
  return function (this: unknown, x: number): number { return 2 * method.call(this, x); };
}
abstract class Base<T> { abstract value: T; }

@note
export class Counter extends Base<number> {
  @note value: number = 1;
  @note accessor step: number = 2;
  @note static #count = 0;
  constructor(private readonly by: number, public label?: string) { super(); Counter.#count++; }
  @twice #add(x: number): number { return this.value + this.step + x * this.by; }
  add(x: number): number { return this.#add(x); }
  static get count(): number { return Counter.#count; }
}

const Anonymous = @note class { @twice double(x: number): number { return x; } };
const counter = new Counter(10);
console.log(counter.add(4), Counter.count, new Anonymous().double(4), Anonymous.name);
console.log(seen.join('\n'));

// Syntax that has meaning at run time: enums, namespaces, parameter properties.
enum Colour { Red, Green = 5, Blue }
const enum Size { S = 's', L = 'l' }
namespace Geometry { export const unit = 1; export namespace Deep { export const twice = unit * 2; } }
abstract class Shape { constructor(public readonly name: string, protected sides = 0) {} abstract area(): number; }
class Square extends Shape { constructor(private edge: number) { super('square', 4); } area() { return this.edge ** 2; } }
const s = new Square(3) satisfies Shape;
const generic = <T,>(x: T): T => x;
let definite!: string;
definite = generic<string>('typed') as unknown as string;
type Unused = { a: number }; interface AlsoUnused { b?: string }
console.log(Colour.Blue, Colour[5], Size.L, Geometry.Deep.twice, s.name, s.area(), definite!, Object.keys(s));
function over(x: string): string; function over(x: number): number; function over(x: any) { return x; }
console.log(over(1), ((x?: number) => x ?? 'none')());
export {};

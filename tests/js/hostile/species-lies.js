// Species constructors that return the wrong thing.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const withSpecies = (f) => { const a = [1, 2, 3]; a.constructor = { [Symbol.species]: f }; return a; };
attempt('primitive', () => withSpecies(function () { return 1; }).map((x) => x));
attempt('frozen', () => withSpecies(function () { return Object.freeze([]); }).map((x) => x));
attempt('proxy', () => withSpecies(function () { return new Proxy([], { defineProperty: () => false }); }).filter(() => true));
attempt('throws', () => withSpecies(function () { throw new Error('species'); }).slice());
attempt('no constructor', () => withSpecies(() => []).concat(1));
class Bytes extends Uint8Array { static get [Symbol.species]() { return function () { return new Uint8Array(1); }; } }
attempt('too small', () => new Bytes(4).map((x) => x));
attempt('other kind', () => { class B extends Uint8Array { static get [Symbol.species]() { return BigInt64Array; } } return new B(4).slice(); });
attempt('buffer', () => { class B extends ArrayBuffer { static get [Symbol.species]() { return function () { return new ArrayBuffer(0); }; } } return new B(8).slice(0, 8); });

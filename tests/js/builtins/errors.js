// Names, messages, causes, aggregate, stack as text.
const e = new Error('outer', { cause: new TypeError('inner') });
console.log(String(e), e.cause.message, Object.keys(e), 'cause' in new Error('x'), e instanceof Error, Object.prototype.toString.call(e));
class Mine extends RangeError { constructor(m) { super(m); this.name = 'Mine'; this.extra = 1; } }
const mine = new Mine('m');
console.log(`${mine}`, mine instanceof RangeError, mine.stack.split('\n')[0], Error.isError?.(mine));
console.log(String(new AggregateError([1], 'many')), Error('no new') instanceof Error, Error.prototype.toString.call({ name: 'N', message: '' }), new SuppressedError(1, 2, 's').suppressed);
for (const f of [() => null.x, () => undefined.f(), () => ({}).f(), () => (void 0)(), () => new (() => {})(), () => [].at.call(null), () => new 5(), () => ({}) instanceof 5, () => 'x' in 'y', () => Symbol() + 1, () => decodeURIComponent('%'), () => [...5], () => new Array(1.5), () => x.y, () => 'a'.b.c, () => JSON.parse('{x'), () => class extends 5 {}, () => { ({}).x.y = 1; }]) try { f(); console.log('no error'); } catch (err) { console.log(`${err.name}: ${err.message}`); }

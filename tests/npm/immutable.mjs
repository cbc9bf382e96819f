// immutable and immer: persistent collections, structural sharing, sequences, records, drafts and patches.
import { applyPatches, createDraft, enableMapSet, enablePatches, finishDraft, freeze, produce, produceWithPatches } from 'immer';
import { fromJS, hash, is, List, Map as IMap, OrderedMap, OrderedSet, Range, Record, Repeat, Seq, Set as ISet, Stack } from 'immutable';

const map = IMap({ a: 1, b: IMap({ c: List([1, 2, 3]) }) });
const next = map.updateIn(['b', 'c', 1], (n) => n * 10).set('d', ISet([1, 2, 2]));
console.log(map.toJS(), next.toJS(), `${next}`, map.get('b') === next.get('b'), is(map, fromJS({ a: 1, b: { c: [1, 2, 3] } })));
console.log(List([5, 1, 4]).sort().reverse().push(9).insert(1, 7).toArray(), List().setSize(3).toJS(), List([1, [2, [3]]]).flatten().toJS(), Stack.of(1, 2).push(0).toArray());
console.log(OrderedMap([['z', 1], ['y', 2]]).set('x', 3).delete('z').keySeq().toArray(), OrderedSet([3, 1, 3, 2]).toArray(), Range(0, Infinity, 5).filter((n) => n % 2).take(4).toArray(), Repeat('x', 3).join('-'));
console.log(Seq({ a: 1, b: 2 }).flip().map((k, v) => k + v).toObject(), List([1, 2, 3, 4]).groupBy((n) => n % 2).toJS(), map.merge({ e: 5 }).mergeDeep({ b: { f: 6 } }).toJS(), hash('text'), hash(1.5), hash([].concat('a').join()));
const Point = Record({ x: 0, y: 0 }, 'Point');
class Point3 extends Record({ x: 1, y: 2, z: 3 }) { get length() { return Math.hypot(this.x, this.y, this.z); } }
console.log(`${Point({ x: 3 })}`, new Point3().set('z', 2).length, Point({ x: 1 }).equals(Point({ x: 1, y: 0 })), new Point3().toObject());
console.log(map, List([1, 2]), ISet(['a']));
let large = IMap().withMutations((m) => { for (let i = 0; i < 20000; i++) m.set(`key ${i}`, i); });
for (let i = 0; i < 20000; i += 2) large = large.delete(`key ${i}`);
console.log(large.size, large.reduce((a, b) => a + b, 0), large.has('key 2'), List(Range(0, 50000)).filter((n) => n % 3 === 0).size, large.hashCode(), IMap(Range(0, 100).map((n) => [n, n])).hashCode());
const merged = large.toList().sortBy((n) => -n).zip(Range(0, 5)).toJS();
console.log(merged, large.findKey((n) => n === 19), large.minBy((n) => -n), large.countBy((n) => n % 4).toJS());

enableMapSet();
enablePatches();
const base = { list: [{ done: false }, { done: true }], map: new Map([['k', { n: 1 }]]), set: new Set(['a']), keep: { same: true } };
const [changed, patches, inverse] = produceWithPatches(base, (draft) => { draft.list[0].done = true; draft.list.push({ done: null }); draft.map.get('k').n++; draft.set.add('b'); delete draft.list[1].done; });
console.log(changed, patches, inverse, changed.keep === base.keep, Object.isFrozen(changed.list), applyPatches(changed, inverse));
const draft = createDraft(base);
draft.list.reverse();
console.log(finishDraft(draft).list, produce(base, () => undefined) === base, produce([3, 1, 2], (d) => void d.sort()));
try { freeze(base, true).list.push(1); } catch (error) { console.log(error.name, error.message); }
try { produce(base, (d) => { d.list = []; return 1; }); } catch (error) { console.log(error.name, error.message); }
try { let leaked; produce(base, (d) => { leaked = d; }); leaked.list; } catch (error) { console.log(error.name, error.message); }

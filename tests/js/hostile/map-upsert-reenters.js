// Map.getOrInsertComputed whose callback changes the map.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
const map = new Map();
attempt('deletes', () => map.getOrInsertComputed(1, () => { map.clear(); return 'a'; }));
attempt('inserts', () => map.getOrInsertComputed(2, () => { for (let i = 0; i < 5000; i++) map.set(i, i); return 'b'; }));
console.log(map.get(2), map.size);
attempt('recursive', () => { const f = () => map.getOrInsertComputed({}, f); return f(); });
const weak = new WeakMap();
const key = {};
attempt('weak', () => weak.getOrInsertComputed(key, () => { weak.set(key, 1); return 2; }));
console.log(weak.get(key));
attempt('bad key', () => weak.getOrInsertComputed(1, () => 2));

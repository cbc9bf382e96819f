//! console.table: named columns are all that is drawn.
console.table([1, 'a', { b: 1 }]);
console.table([1, 'a', { b: 1 }], ['b']);
console.table([{ a: 1, b: 2 }], ['b', 'c']);
console.table([{ 'wide 漢字': '😀' }, { a: -0 }]);

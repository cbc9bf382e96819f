// Methods of a sparse array of full length take time by its elements where the standard allows.
const sparse = [];
sparse[4294967294] = 'end';
console.log(Object.keys(sparse), sparse.at(-1));
console.log(sparse.hasOwnProperty(4294967294), sparse.length);
delete sparse[4294967294];
console.log(Object.keys(sparse));

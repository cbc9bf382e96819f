// Template objects are frozen and kept by place, however many there are.
const same = [];
const tag = (strings) => same.push(strings);
for (let i = 0; i < 3; i++) tag`a${i}b`;
console.log(same[0] === same[1], Object.isFrozen(same[0]), Object.isFrozen(same[0].raw));
for (let i = 0; i < 2000; i++) eval('tag`x${1}`');
console.log(new Set(same).size);
try { same[0].push(1); } catch (error) { console.log(error.name); }
console.log(((s) => s[0])`\unicode`, String.raw`\unicode`);

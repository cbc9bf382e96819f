// Thenables that call both, throw late, or answer themselves.
const resolve = (then) => Promise.resolve({ then });
resolve((yes, no) => { yes(1); no(2); yes(3); throw new Error('late'); }).then((x) => console.log('both', x));
resolve(() => { throw new Error('then'); }).catch((e) => console.log(e.message));
Promise.resolve({ get then() { throw new Error('getter'); } }).catch((e) => console.log(e.message));
let depth = 0;
const endless = { then(yes) { if (++depth < 1000) yes(endless); else yes('done'); } };
Promise.resolve(endless).then((x) => console.log(x, depth));
Promise.all({ [Symbol.iterator]: () => ({ next: () => { throw new Error('next'); } }) }).catch((e) => console.log(e.message));
Promise.race([]).then(() => console.log('never'));

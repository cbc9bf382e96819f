const wait = (ms, name) => new Promise((done) => setTimeout(() => { console.log(name); done(name); }, ms));
const all = await Promise.all([wait(60, 'slow'), wait(10, 'fast'), 'value']);
console.log(all);

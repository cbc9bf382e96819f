const slow = new Promise((done) => setTimeout(() => { console.log('slow ran all the same'); done('slow'); }, 40));
const fast = new Promise((done) => setTimeout(done, 10, 'fast'));
console.log('winner:', await Promise.race([slow, fast]));

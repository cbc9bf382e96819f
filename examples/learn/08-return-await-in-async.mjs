async function plain() { return 1; }
async function promised() { return Promise.resolve(2); }
promised().then((v) => console.log('promised', v));
plain().then((v) => console.log('plain', v));
Promise.resolve().then(() => console.log('1')).then(() => console.log('2')).then(() => console.log('3'));

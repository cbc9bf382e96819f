setTimeout(() => console.log('task'), 0);
Promise.resolve().then(() => console.log('job 1')).then(() => console.log('job 2'));
console.log('text');

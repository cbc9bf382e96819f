setTimeout(() => console.log('40'), 40);
setTimeout(() => console.log('10'), 10);
setTimeout(() => console.log('10, set second'), 10);

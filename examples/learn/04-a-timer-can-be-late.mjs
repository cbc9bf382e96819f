const start = Date.now();
setTimeout(() => console.log('late by the work:', Date.now() - start >= 30), 5);
while (Date.now() - start < 30);
console.log('work done');

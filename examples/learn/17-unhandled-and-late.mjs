process.on('unhandledRejection', (reason) => console.log('nobody handles', reason.message));
process.on('rejectionHandled', () => console.log('handled now'));
const p = Promise.reject(new Error('late'));
Promise.reject(new Error('in time')).catch((error) => console.log('caught', error.message));
setTimeout(() => p.catch((error) => console.log('caught', error.message)), 5);

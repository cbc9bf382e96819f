const abort = new AbortController();
const timer = setTimeout(() => console.log('never'), 30);
abort.signal.addEventListener('abort', () => { clearTimeout(timer); console.log('stopped'); });
setTimeout(() => abort.abort(), 5);

// A Worker writes to the output of the process without its owner, and a replay, in which it does not run, writes the same.
const code = 'console.log("the Worker prints"); console.error("and complains"); setTimeout(() => { postMessage(1); }, 20);';
const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`);
worker.onmessage = () => {
  console.log('the owner prints');
  worker.terminate();
};

// A port that goes to a Worker and comes back is the same port: its other end hears both of its owners.
const next = (target) => new Promise((done) => target.addEventListener('message', done, { once: true }));
const code = 'onmessage = ({ data }) => { data.postMessage("from the Worker"); postMessage(data, [data]); };';
const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`);
const { port1, port2 } = new MessageChannel();
port1.start();
for (let port = port2, round = 1; round <= 2; round += 1) {
  const [heard, back] = [next(port1), next(worker)];
  worker.postMessage(port, [port]);
  console.log(round, (await heard).data);
  port = (await back).data;
  const again = next(port1);
  port.postMessage('from here');
  console.log(round, (await again).data);
}
port1.close();
worker.terminate();

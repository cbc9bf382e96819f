// Ports: order, waiting messages, transfer through another port, closing; broadcast channels.
const { port1, port2 } = new MessageChannel();
for (let i = 0; i < 3; i++) port1.postMessage(i);
const seen = [];
await new Promise((done) => {
  port2.onmessage = ({ data }) => { seen.push(data); if (data === 2) done(); };
});
console.log(seen.join());

const outer = new MessageChannel();
const inner = new MessageChannel();
outer.port1.postMessage('take this', [inner.port2]);
await new Promise((done) => {
  outer.port2.onmessage = ({ data, ports }) => {
    console.log(data, ports.length, ports[0] instanceof MessagePort);
    ports[0].onmessage = ({ data }) => { console.log('inner:', data); done(); };
    inner.port1.postMessage('hello');
  };
});
try { outer.port1.postMessage(1, [outer.port1]); } catch (error) { console.log(error.name, '-', error.message); }
try { outer.port1.postMessage(inner.port1); } catch (error) { console.log(error.name); }
try { structuredClone(new MessageChannel().port1); } catch (error) { console.log(error.name); }
try { new MessagePort(); } catch (error) { console.log(error.name, error.message); }

const closed = new Promise((done) => { port2.addEventListener('close', done); });
port1.close();
await closed;
console.log('the other end heard of it');
port2.postMessage('lost');
for (const port of [outer.port1, outer.port2, inner.port1]) port.close();

const [one, two, other] = ['news', 'news', 'weather'].map((name) => new BroadcastChannel(name));
other.onmessage = () => console.log('wrong channel');
one.onmessage = () => console.log('its own message');
const heard = new Promise((done) => { two.onmessage = ({ data }) => done(data); });
one.postMessage({ headline: 'rain' });
console.log(await heard, one.name);
for (const channel of [one, two, other]) channel.close();
try { one.postMessage(1); } catch (error) { console.log(error.name); }

// flags: --expose-gc
// The body of a response goes on while somebody reads it, though nobody holds the response any more.
const server = process.env.TEST_SERVER;
const collect = async () => {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

let send;
const up = new ReadableStream({ start(controller) { send = controller; } });
const reader = (await fetch(`${server}/mirror`, { method: 'POST', body: up, duplex: 'half' })).body.getReader();
for (const word of ['one', 'two']) {
  await collect();
  send.enqueue(new TextEncoder().encode(word));
  console.log(new TextDecoder().decode((await reader.read()).value));
}
await collect();
send.close();
console.log((await reader.read()).done);

const text = fetch(`${server}/chunks`).then((response) => response.text());
await collect();
console.log((await text).length > 0);

// A pipeline of streams: lines are made, packed, unpacked, split and counted, a piece at a time and never all in memory.
//
//     jenny examples/pipeline.mjs
const words = ['stack', 'heap', 'queue', 'promise', 'loop'];
let made = 0;
const lines = new ReadableStream({
  pull(controller) {
    if (made === 20_000) controller.close();
    else controller.enqueue(`${made} ${words[made++ % words.length]}\n`);
  },
});

const splitLines = () => {
  let rest = '';
  return new TransformStream({
    transform(text, controller) {
      const parts = (rest + text).split('\n');
      rest = parts.pop();
      for (const part of parts) controller.enqueue(part);
    },
  });
};

let packed = 0;
const counts = new Map();
await lines
  .pipeThrough(new TextEncoderStream())
  .pipeThrough(new CompressionStream('gzip'))
  .pipeThrough(new TransformStream({ transform(bytes, controller) { packed += bytes.length; controller.enqueue(bytes); } }))
  .pipeThrough(new DecompressionStream('gzip'))
  .pipeThrough(new TextDecoderStream())
  .pipeThrough(splitLines())
  .pipeTo(new WritableStream({
    write(line) {
      const word = line.split(' ')[1];
      counts.set(word, (counts.get(word) ?? 0) + 1);
    },
  }));
console.log(`${made} lines travelled as ${packed} bytes of gzip`);
console.log(counts);

// Streams of text and of compressed bytes.
const bytes = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());
const text = 'hello world '.repeat(1000);
for (const format of ['gzip', 'deflate', 'deflate-raw', 'brotli']) {
  const packed = await bytes(new Blob([text]).stream().pipeThrough(new CompressionStream(format)));
  const unpacked = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream(format))).text();
  const unpack = (data) => new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream(format))).text().then(() => 'no error', (e) => e.name);
  const junk = new Uint8Array([...packed, 1]);
  console.log(format, packed.length < 200, unpacked === text, await unpack(packed.slice(0, -3)), await unpack(junk));
}
const split = new ReadableStream({ start(c) { for (const byte of new TextEncoder().encode('a€😀')) c.enqueue(new Uint8Array([byte])); c.close(); } });
console.log(await Array.fromAsync(split.pipeThrough(new TextDecoderStream())));
const halves = ReadableStream.from(['\ud83d', '\ude00x', '\ud83d']).pipeThrough(new TextEncoderStream());
console.log(new TextDecoder().decode(await bytes(halves)));
await bytes(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))).catch((e) => console.log(e.name));
for (const make of [() => new CompressionStream('zip'), () => new DecompressionStream(), () => new TextDecoderStream('nothing')]) try { make(); } catch (e) { console.log(e.name); }

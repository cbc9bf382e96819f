// Several things at once on one thread: a server answers, and requests to it overlap instead of waiting for each other.
//
//     jenny examples/two-requests.mjs [URL URL...]
//
// Without addresses it fetches from memory, so that no network is needed.
const memory = (text) => URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
const urls = process.argv.length > 2 ? process.argv.slice(2) : [memory('the first answer'), memory('the second answer'), 'data:,the third%20answer'];

const started = performance.now();
const since = () => `${(performance.now() - started).toFixed(1)} ms`;

const answers = await Promise.all(urls.map(async (url, i) => {
  console.log(`${since()}  request ${i + 1} goes out`);
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  console.log(`${since()}  answer ${i + 1} is here: ${response.status}, ${text.length} characters`);
  return text;
}));
console.log(`${since()}  all ${answers.length} are here`);

// Callbacks, promises and async functions do the same work in sequence and in parallel. The server's own log tells which it was: what
// is asked for in parallel it answers only when all three are there.
const server = process.env.TEST_SERVER;
const run = Math.random().toString(36).slice(2);
const get = (path) => fetch(`${server}${path}`).then((response) => response.json());
const withCallback = (path, callback) => { get(path).then((data) => callback(null, data), callback); };
const names = ['one', 'two', 'three'];

const forms = {
  'callbacks in sequence': (group, done) => {
    withCallback(`/events/${group}/one`, (error, one) => {
      withCallback(`/events/${group}/two`, (error, two) => {
        withCallback(`/events/${group}/three`, (error, three) => done([one, two, three]));
      });
    });
  },
  'callbacks in parallel': (group, done) => {
    const results = [];
    let left = names.length;
    names.forEach((name, i) => withCallback(`/events/${group}/${name}?with=3`, (error, data) => {
      results[i] = data;
      if (--left === 0) done(results);
    }));
  },
  'promises in sequence': (group, done) => {
    const results = [];
    get(`/events/${group}/one`)
      .then((one) => { results.push(one); return get(`/events/${group}/two`); })
      .then((two) => { results.push(two); return get(`/events/${group}/three`); })
      .then((three) => { results.push(three); done(results); });
  },
  'promises in parallel': (group, done) => {
    Promise.all(names.map((name) => get(`/events/${group}/${name}?with=3`))).then(done);
  },
  'async functions in sequence': async (group, done) => {
    const results = [];
    for (const name of names) results.push(await get(`/events/${group}/${name}`));
    done(results);
  },
  'async functions in parallel': async (group, done) => {
    const started = names.map((name) => get(`/events/${group}/${name}?with=3`));
    const results = [];
    for (const promise of started) results.push(await promise);
    done(results);
  },
};

for (const [form, work] of Object.entries(forms)) {
  const group = `${run}-${form.replaceAll(' ', '-')}`;
  const results = await new Promise((resolve) => { work(group, resolve); });
  const log = await get(`/log/${group}`);
  // In sequence each begins when the last has ended; in parallel all have begun before the first ends.
  const isSequence = log.every((line, i) => line.startsWith(i % 2 === 0 ? 'begin' : 'end'));
  const isParallel = log.slice(0, 3).every((line) => line.startsWith('begin'));
  console.log(`${form}: ${results.map((it) => it.name).join(' ')};`, isSequence ? 'one after the other' : isParallel ? 'all at once' : log);
}

// Requests that wait for each other are all under way at the same time.
const together = await Promise.all(names.map(() => fetch(`${server}/meet/${run}/3`).then((response) => response.text())));
console.log(together.join(' '));

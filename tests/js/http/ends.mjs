// The ways in which a server ends, and what keeps a program alive.
import { serve } from 'jenny:http';

{
  await using server = serve({ port: 0, fetch: () => new Response('disposed') });
  console.log(await (await fetch(server.url)).text());
}

// A graceful end waits for the answer under way.
{
  const { promise: entered, resolve: enter } = Promise.withResolvers();
  const server = serve({ port: 0, async fetch() { enter(); await new Promise((done) => setTimeout(done, 50)); return new Response('late'); } });
  const answer = fetch(server.url).then((response) => response.text());
  await entered;
  const ended = server.shutdown().then(() => 'ended');
  console.log(await answer, await ended);
}

// A signal breaks it off: the request's signal says so, and the client hears nothing.
{
  const controller = new AbortController();
  const { promise: aborted, resolve: abort } = Promise.withResolvers();
  const server = serve({
    port: 0, signal: controller.signal,
    fetch(request) { request.signal.addEventListener('abort', () => abort(request.signal.reason.name)); controller.abort(); return new Promise(() => {}); },
  });
  console.log(await fetch(server.url).catch((error) => error.message), await aborted, await server.finished);
}

// An address can be had once.
{
  const server = serve({ port: 0, fetch: () => new Response() });
  try { serve({ port: server.port, fetch: () => new Response() }); } catch (error) { console.log(error.code, error.message.replace(/\d+$/, 'PORT')); }
  await server.close();
}
for (const wrong of [() => serve(), () => serve({}), () => serve({ port: -1, fetch() {} }), () => serve({ fetch: 3 }), () => serve({ fetch() {}, signal: 3 })]) {
  try { wrong(); } catch (error) { console.log(error.name, error.code); }
}

// One that nobody refers to does not keep the program.
serve({ port: 0, fetch: () => new Response() }).unref();
console.log('end');

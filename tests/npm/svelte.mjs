// svelte/compiler: components to client and server code, warnings and errors, and rendering on the server.
import { writeFileSync, rmSync } from 'node:fs';
import { compile, parse, preprocess, VERSION } from 'svelte/compiler';
import { render } from 'svelte/server';
import { digest } from './_digest.mjs';

const source = `<script>
  let { name = 'world', items = [], onpick } = $props();
  let count = $state(0);
  let doubled = $derived(count * 2);
  $effect(() => { console.log(count); });
</script>
<svelte:head><title>{name}</title></svelte:head>
<h1 class:big={count > 3} style:color="red">Hello {name}!</h1>
{#if count > 10}<p>many</p>{:else if count}<p>{doubled}</p>{:else}<p>none</p>{/if}
<ul>{#each items as { id, label }, i (id)}<li data-i={i}>{@html label}</li>{:else}<li>empty</li>{/each}</ul>
{#await Promise.resolve(1) then value}{value}{:catch error}{error}{/await}
{#snippet row(text)}<b>{text}</b>{/snippet}{@render row(name)}
<button onclick={() => (count += 1)}>{count}</button><input bind:value={name}>
<style>h1 { color: blue; &.big { font-size: 2em } } ul > li:first-child { margin: 0 } .unused { a: b }</style>`;
const client = compile(source, { filename: 'App.svelte', generate: 'client', dev: false });
console.log(client.js.code);
console.log(client.css.code, client.warnings.map((warning) => [warning.code, warning.start]));
const server = compile(source, { filename: 'App.svelte', generate: 'server' });
console.log(server.js.code);
console.log(digest(JSON.stringify(parse(source, { modern: true }))));
const file = new URL('_compiled.mjs', import.meta.url);
writeFileSync(file, server.js.code);
try {
  const { default: App } = await import('./_compiled.mjs');
  const page = render(App, { props: { name: 'Jenny <', items: [{ id: 1, label: '<i>a</i>' }, { id: 2, label: 'b' }] } });
  console.log(page.head, page.body);
} finally {
  rmSync(file);
}
for (const bad of ['{#if x}', '<div {...}>', '<script>let a = $state(); a = $derived();</script>', '<p>{@const x = 1}</p>', '<a on:click={f} onclick={g} />', '<div></span>']) {
  try {
    console.log(compile(bad, { filename: 'Bad.svelte' }).warnings.map((warning) => warning.message));
  } catch (error) {
    console.log(error.name, error.code, error.message.split('\n')[0], error.position);
  }
}
console.log((await preprocess('<script lang="x">A</script>', { script: ({ content, attributes }) => ({ code: content.toLowerCase() + attributes.lang }) })).code, VERSION);

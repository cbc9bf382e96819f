/** The program that runs: its record as it grows, what it is asked to do, what it answers. */

import { appended } from './decode.js';

/**
 * @typedef {{ agent: number, asked: boolean, stopped: null | { at: string, events: number, calls?: LiveCall[], objects?: LiveObject[] } }} LiveAgent
 * @typedef {{ script: string, line: number, column: number, function: string, bindings?: { name: string, value: LiveValue }[] }} LiveCall
 * @typedef {{ text: string, object?: number }} LiveValue
 * @typedef {{ class: string, members: { name: string, value: LiveValue }[], more: number }} LiveObject
 * @typedef {{ agents: LiveAgent[], ended: number | null, events: number, dropped: number, sent: number, complete: boolean }} Report
 */

const RECORD = 0;

/** The session's key: for the token of the address once, then from this tab's own memory. */
async function keyOfSession() {
  const token = new URLSearchParams(location.search).get('token');
  if (token) {
    // A spent token is nothing to keep.
    history.replaceState(null, '', location.pathname + location.hash);
    const answer = await fetch('/session', { method: 'POST', body: token });
    if (answer.ok) sessionStorage.setItem('jenny-key', await answer.text());
  }
  const key = sessionStorage.getItem('jenny-key');
  if (!key) throw new Error('this address is good for one page, which has used it; start jenny watch again');
  return key;
}

/** Cuts a stream into its messages: a byte, a length of four, and so many bytes. */
export class Messages {
  constructor() {
    this.rest = new Uint8Array(0);
  }
  /** @param {Uint8Array} bytes @returns {{ kind: number, bytes: Uint8Array }[]} */
  push(bytes) {
    bytes = appended(this.rest, bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const messages = [];
    let at = 0;
    while (at + 5 <= bytes.length && at + 5 + view.getUint32(at + 1, true) <= bytes.length) {
      const end = at + 5 + view.getUint32(at + 1, true);
      messages.push({ kind: bytes[at], bytes: bytes.subarray(at + 5, end) });
      at = end;
    }
    this.rest = bytes.slice(at);
    return messages;
  }
}

export class Live {
  /** @param {{ record: (bytes: Uint8Array) => void, report: (report: Report) => void, gone: () => void }} told */
  constructor(told) {
    this.told = told;
    this.key = '';
    /** @type {Report | null} */ this.report = null;
    /** The stream has ended: what is here is all that comes. */ this.over = false;
    /** Commands go one after the other, in their order. */ this.sending = Promise.resolve();
  }

  /** Follows the program until its end, or until it is gone. */
  async follow() {
    this.key = await keyOfSession();
    const answer = await fetch('/stream', { headers: { 'x-jenny-key': this.key } });
    if (!answer.ok || !answer.body) throw new Error(await answer.text());
    const reader = answer.body.getReader();
    const messages = new Messages();
    const utf8 = new TextDecoder();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        for (const { kind, bytes } of messages.push(part.value)) {
          if (kind === RECORD) this.told.record(bytes);
          else this.told.report((this.report = JSON.parse(utf8.decode(bytes))));
        }
      }
    } catch {
      // The program was killed, or its machine sleeps: what has come is kept.
    }
    this.over = true;
    this.told.gone();
  }

  /** @param {Record<string, any>} command */
  tell(command) {
    this.sending = this.sending.then(async () => {
      if (this.over) return;
      await fetch('/command', { method: 'POST', headers: { 'x-jenny-key': this.key }, body: JSON.stringify(command) }).catch(() => undefined);
    });
    return this.sending;
  }

  /** @param {number} agent */
  stateOf(agent) {
    return this.report?.agents.find((known) => known.agent === agent) ?? null;
  }
}

//! `node:os`: facts about the machine and the system that the program runs on.
'use strict';

const { validateInteger, validateObject } = require('internal/validators');
const { systemErrors } = require('internal/errors');

const { os } = internal;

const signals = {
  __proto__: null,
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10,
  SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17, SIGSTKFLT: 16, SIGCONT: 18, SIGSTOP: 19,
  SIGTSTP: 20, SIGTTIN: 21, SIGTTOU: 22, SIGURG: 23, SIGXCPU: 24, SIGXFSZ: 25, SIGVTALRM: 26, SIGPROF: 27, SIGWINCH: 28,
  SIGIO: 29, SIGPOLL: 29, SIGPWR: 30, SIGSYS: 31,
};
const priority = {
  __proto__: null,
  PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7, PRIORITY_HIGH: -14,
  PRIORITY_HIGHEST: -20,
};
const errno = { __proto__: null };
for (const name in systemErrors) {
  const number = -systemErrors[name][0];
  if (number > 0 && number < 200) errno[name] = number;
}

/** A function that also reads as its result in a template or an addition. */
function fact(name, get) {
  const fn = { [name]: () => get() }[name];
  Object.defineProperty(fn, Symbol.toPrimitive, { value: () => get() });
  return fn;
}

function prefixLength(mask) {
  let bits = 0;
  const isV6 = mask.includes(':');
  for (const part of mask.split(isV6 ? ':' : '.')) {
    for (let number = Number.parseInt(part || '0', isV6 ? 16 : 10); number > 0; number &= number - 1) bits++;
  }
  return bits;
}

function networkInterfaces() {
  const result = {};
  for (const { name, address, netmask, family, mac, internal: isInternal, scopeid } of os.networkInterfaces()) {
    const entry = { address, netmask, family, mac, internal: isInternal, cidr: `${address}/${prefixLength(netmask)}` };
    if (family === 'IPv6') entry.scopeid = scopeid;
    (result[name] ??= []).push(entry);
  }
  return result;
}

function tmpdir() {
  const env = globalThis.process?.env ?? {};
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function userInfo(options) {
  if (options !== undefined) validateObject(options, 'options', { nullable: true });
  const { uid, gid, username, homedir, shell } = os.userInfo();
  if (options?.encoding === 'buffer') {
    const { Buffer } = require('buffer');
    return { __proto__: null, uid, gid, username: Buffer.from(username), homedir: Buffer.from(homedir), shell: shell && Buffer.from(shell) };
  }
  return { __proto__: null, uid, gid, username, homedir, shell };
}

function setPriority(pid, value) {
  if (value === undefined) {
    value = pid;
    pid = 0;
  }
  validateInteger(pid, 'pid', -2147483648, 2147483647);
  validateInteger(value, 'priority', -20, 19);
  os.setPriority(pid, value);
}

module.exports = {
  arch: fact('arch', () => internal.arch),
  availableParallelism: fact('availableParallelism', () => os.availableParallelism()),
  cpus: () => os.cpus(),
  endianness: fact('endianness', () => new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE'),
  freemem: fact('freemem', () => os.freemem()),
  getPriority(pid = 0) {
    validateInteger(pid, 'pid', -2147483648, 2147483647);
    return os.getPriority(pid);
  },
  homedir: fact('homedir', () => globalThis.process?.env?.HOME || os.userInfo().homedir),
  hostname: fact('hostname', () => os.hostname()),
  loadavg: () => os.loadavg(),
  networkInterfaces,
  platform: fact('platform', () => internal.platform),
  release: fact('release', () => os.release()),
  setPriority,
  tmpdir: fact('tmpdir', tmpdir),
  totalmem: fact('totalmem', () => os.totalmem()),
  type: fact('type', () => os.type()),
  userInfo,
  uptime: fact('uptime', () => os.uptime()),
  version: fact('version', () => os.version()),
  machine: fact('machine', () => os.machine()),
};
Object.defineProperties(module.exports, {
  constants: {
    configurable: false,
    enumerable: true,
    value: Object.freeze({
      __proto__: null,
      UV_UDP_REUSEADDR: 4,
      dlopen: Object.freeze({ __proto__: null, RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: 256, RTLD_LOCAL: 0, RTLD_DEEPBIND: 8 }),
      errno: Object.freeze(errno),
      signals: Object.freeze(signals),
      priority: Object.freeze(priority),
    }),
  },
  EOL: { configurable: true, enumerable: true, writable: false, value: internal.platform === 'win32' ? '\r\n' : '\n' },
  devNull: { configurable: true, enumerable: true, writable: false, value: internal.platform === 'win32' ? '\\\\.\\nul' : '/dev/null' },
});

// Navigator (html.spec.whatwg.org 8.9): what runs the program.
'use strict';
const { machine, version, workerSelf, load } = require;
const { defineInterface, illegalInvocation, illegalConstructor } = load('webidl');

const token = Symbol('token');
const SYSTEMS = { __proto__: null, linux: 'Linux', macos: 'MacIntel', windows: 'Win32' };
const LANGUAGES = Object.freeze(['en-US']);

class Navigator {
  #token;
  constructor(key) { if (key !== token) throw illegalConstructor(); this.#token = key; }
  get hardwareConcurrency() { if (!(#token in this)) throw illegalInvocation(); return machine()[2]; }
  get language() { if (!(#token in this)) throw illegalInvocation(); return LANGUAGES[0]; }
  get languages() { if (!(#token in this)) throw illegalInvocation(); return LANGUAGES; }
  get locks() { if (!(#token in this)) throw illegalInvocation(); return load('locks').locks; }
  get platform() {
    if (!(#token in this)) throw illegalInvocation();
    const [system, architecture] = machine();
    const name = SYSTEMS[system] ?? system;
    return system === 'linux' ? `${name} ${architecture}` : name;
  }
  get appCodeName() { if (!(#token in this)) throw illegalInvocation(); return 'Mozilla'; }
  get appName() { if (!(#token in this)) throw illegalInvocation(); return 'Netscape'; }
  get appVersion() { if (!(#token in this)) throw illegalInvocation(); return '5.0'; }
  get product() { if (!(#token in this)) throw illegalInvocation(); return 'Gecko'; }
  get onLine() { if (!(#token in this)) throw illegalInvocation(); return true; }
  get userAgent() { if (!(#token in this)) throw illegalInvocation(); return `Jenny/${version}`; }
}
const own = workerSelf();
const name = own === undefined || own.isNode ? 'Navigator' : 'WorkerNavigator';
Object.defineProperty(Navigator, 'name', { value: name, configurable: true });
defineInterface(Navigator, name);

Object.assign(exports, { Navigator, navigator: new Navigator(token) });

//! Decides how many colours a stream may be sent, from the terminal and the environment.
'use strict';

// Terminals that are known to show 16 colours, or more where a number says so.
const terminals = {
  __proto__: null,
  eterm: 4, cons25: 4, console: 4, cygwin: 4, dtterm: 4, gnome: 4, hurd: 4, jfbterm: 4, konsole: 4, kterm: 4, mlterm: 4,
  mosh: 24, putty: 4, st: 4, 'rxvt-unicode-24bit': 24, terminator: 24, 'xterm-kitty': 24,
};
const families = [/ansi/, /color/, /linux/, /direct/, /^con\d*x\d/, /^rxvt/, /^screen/, /^xterm/, /^vt100/, /^vt220/];
const trueColorPrograms = ['iTerm.app', 'HyperTerm', 'MacTerm'];

/** Bits of colour (1, 4, 8 or 24) for the given environment variables. */
function colorDepth(env) {
  if (env.FORCE_COLOR !== undefined) {
    switch (env.FORCE_COLOR) {
      case '': case '1': case 'true': return 4;
      case '2': return 8;
      case '3': return 24;
      default: return 1;
    }
  }
  if (env.NODE_DISABLE_COLORS || env.NO_COLOR || env.TERM === 'dumb') return 1;
  if (env.TMUX) return 24;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return 4;
  if ('CI' in env) {
    for (const name of ['CIRCLECI', 'GITEA_ACTIONS', 'GITHUB_ACTIONS']) if (name in env) return 24;
    for (const name of ['APPVEYOR', 'BUILDKITE', 'DRONE', 'GITLAB_CI', 'TRAVIS']) if (name in env) return 8;
    if (env.CI_NAME === 'codeship') return 8;
    return 1;
  }
  if ('TEAMCITY_VERSION' in env) return /^(?:9\.0*[1-9]\d*\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 4 : 1;
  if (trueColorPrograms.includes(env.TERM_PROGRAM)) {
    return env.TERM_PROGRAM === 'iTerm.app' && /^[0-2]\./.test(env.TERM_PROGRAM_VERSION || '0.') ? 8 : 24;
  }
  if (env.TERM_PROGRAM === 'Apple_Terminal') return 8;
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
  if (env.TERM) {
    if (/truecolor/.test(env.TERM)) return 24;
    if (/^xterm-256/.test(env.TERM)) return 8;
    const term = env.TERM.toLowerCase();
    if (terminals[term] !== undefined) return terminals[term];
    if (families.some((family) => family.test(term))) return 4;
  }
  if (env.COLORTERM) return 4;
  return 1;
}

/** True when text for this stream should carry colours. */
function shouldColorize(stream, env) {
  if (env.FORCE_COLOR !== undefined) return colorDepth(env) > 2;
  if (!stream || !stream.isTTY) return false;
  return typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true;
}

exports.colorDepth = colorDepth;
exports.shouldColorize = shouldColorize;

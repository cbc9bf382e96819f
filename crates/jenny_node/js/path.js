//! `node:path`: the path algebra of POSIX and of Windows; the exports are those of the system.
'use strict';

const { validateObject, validateString } = require('internal/validators');

const forward = 47;
const backward = 92;
const dot = 46;
const colon = 58;

function isPosixSeparator(code) {
  return code === forward;
}

function isWindowsSeparator(code) {
  return code === forward || code === backward;
}

function isDriveLetter(code) {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Resolves `.` and `..` segments; `separator` joins what is left. */
function normalizeSegments(path, allowAboveRoot, separator, isSeparator) {
  const kept = [];
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && !isSeparator(path.charCodeAt(i))) continue;
    const segment = path.slice(start, i);
    start = i + 1;
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
      else if (allowAboveRoot) kept.push('..');
    } else {
      kept.push(segment);
    }
  }
  return kept.join(separator);
}

function formatExtension(extension) {
  return extension ? `${extension[0] === '.' ? '' : '.'}${extension}` : '';
}

function formatWith(separator, parts) {
  validateObject(parts, 'pathObject');
  const dir = parts.dir || parts.root;
  const base = parts.base || `${parts.name || ''}${formatExtension(parts.ext)}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

/** Start and end of the last segment of `path` at or behind `from`, as [start, end]; separators at the end are left out. */
function lastSegment(path, from, isSeparator) {
  let end = path.length;
  while (end > from && isSeparator(path.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > from && !isSeparator(path.charCodeAt(start - 1))) start--;
  return [start, end];
}

function basenameFrom(path, suffix, from, isSeparator) {
  if (suffix !== undefined && suffix.length > 0 && suffix.length <= path.length && suffix === path) return '';
  const [start, end] = lastSegment(path, from, isSeparator);
  const base = path.slice(start, end);
  if (suffix !== undefined && suffix !== '' && base.endsWith(suffix) && base !== suffix) {
    return base.slice(0, base.length - suffix.length);
  }
  return base;
}

/** Position of the dot that begins the extension of path[start, end), or -1. A first dot is part of the name. */
function extensionAt(path, start, end) {
  const at = path.lastIndexOf('.', end - 1);
  if (at <= start) return -1;
  if (end - start === 2 && path.charCodeAt(start) === dot && at === start + 1) return -1;
  return at;
}

function extnameFrom(path, from, isSeparator) {
  const [start, end] = lastSegment(path, from, isSeparator);
  const at = extensionAt(path, start, end);
  return at === -1 ? '' : path.slice(at, end);
}

function parseFrom(path, root, from, isSeparator) {
  const result = { root, dir: '', base: '', ext: '', name: '' };
  const [start, end] = lastSegment(path, from, isSeparator);
  if (start < end) {
    const at = extensionAt(path, start, end);
    result.base = path.slice(start, end);
    if (at === -1) {
      result.name = result.base;
    } else {
      result.name = path.slice(start, at);
      result.ext = path.slice(at, end);
    }
  }
  if (start > from) result.dir = start - 1 <= from && root !== '' && start <= root.length ? root : path.slice(0, start - 1);
  else result.dir = root;
  return result;
}

let globPatterns;

/** Matches one path against a glob pattern. */
function matchesGlobWith(windows, path, pattern) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  globPatterns ??= require('internal/glob');
  return globPatterns.matches(windows ? path.replaceAll('\\', '/') : path, windows ? pattern.replaceAll('\\', '/') : pattern);
}

const posix = {
  resolve(...paths) {
    let resolved = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= -1 && !absolute; i--) {
      let path;
      if (i >= 0) {
        path = paths[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else {
        path = internal.cwd();
      }
      resolved = `${path}/${resolved}`;
      absolute = path.charCodeAt(0) === forward;
    }
    resolved = normalizeSegments(resolved, !absolute, '/', isPosixSeparator);
    if (absolute) return `/${resolved}`;
    return resolved.length > 0 ? resolved : '.';
  },

  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const absolute = path.charCodeAt(0) === forward;
    const trailing = path.charCodeAt(path.length - 1) === forward;
    let result = normalizeSegments(path, !absolute, '/', isPosixSeparator);
    if (result.length === 0) {
      if (absolute) return '/';
      return trailing ? './' : '.';
    }
    if (trailing) result += '/';
    return absolute ? `/${result}` : result;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.length > 0 && path.charCodeAt(0) === forward;
  },

  join(...paths) {
    const parts = [];
    for (const path of paths) {
      validateString(path, 'path');
      if (path.length > 0) parts.push(path);
    }
    return parts.length === 0 ? '.' : posix.normalize(parts.join('/'));
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';
    const a = from === '/' ? [] : from.slice(1).split('/');
    const b = to === '/' ? [] : to.slice(1).split('/');
    let shared = 0;
    while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
    return [...new Array(a.length - shared).fill('..'), ...b.slice(shared)].join('/');
  },

  toNamespacedPath(path) {
    return path;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const [start] = lastSegment(path, 0, isPosixSeparator);
    if (start === 0) return path.charCodeAt(0) === forward ? '/' : '.';
    let end = start - 1;
    if (end === 0) return '/';
    // Exactly two leading slashes are kept: POSIX lets them mean something of their own.
    if (end === 1 && path.charCodeAt(0) === forward) return '//';
    return path.slice(0, end);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    return basenameFrom(path, suffix, 0, isPosixSeparator);
  },

  extname(path) {
    validateString(path, 'path');
    return extnameFrom(path, 0, isPosixSeparator);
  },

  format(pathObject) {
    return formatWith('/', pathObject);
  },

  parse(path) {
    validateString(path, 'path');
    const root = path.length > 0 && path.charCodeAt(0) === forward ? '/' : '';
    // Node reads the two dots right behind the root as a name and an empty extension.
    if (path === '/..') return { root, dir: root, base: '..', ext: '.', name: '.' };
    return parseFrom(path, root, root.length, isPosixSeparator);
  },

  matchesGlob(path, pattern) {
    return matchesGlobWith(false, path, pattern);
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

/** The root of a Windows path: { device, absolute, end } where `end` is the length of the root's text. */
function windowsRoot(path) {
  const length = path.length;
  let device = '';
  let absolute = false;
  let end = 0;
  if (length === 0) return { device, absolute, end };
  const first = path.charCodeAt(0);
  if (isWindowsSeparator(first)) {
    absolute = true;
    end = 1;
    if (length > 1 && isWindowsSeparator(path.charCodeAt(1))) {
      // \\server\share
      let i = 2;
      const serverAt = i;
      while (i < length && !isWindowsSeparator(path.charCodeAt(i))) i++;
      if (i < length && i !== serverAt) {
        const server = path.slice(serverAt, i);
        const gap = i;
        while (i < length && isWindowsSeparator(path.charCodeAt(i))) i++;
        if (i < length && i !== gap) {
          const shareAt = i;
          while (i < length && !isWindowsSeparator(path.charCodeAt(i))) i++;
          if (i === length || i !== shareAt) {
            if (server !== '.' && server !== '?') {
              device = `\\\\${server}\\${path.slice(shareAt, i)}`;
              end = i;
            } else {
              device = `\\\\${server}`;
              end = 4;
            }
          }
        }
      }
    }
  } else if (isDriveLetter(first) && path.charCodeAt(1) === colon) {
    device = path.slice(0, 2);
    end = 2;
    if (length > 2 && isWindowsSeparator(path.charCodeAt(2))) {
      absolute = true;
      end = 3;
    }
  }
  return { device, absolute, end };
}

const win32 = {
  resolve(...paths) {
    let device = '';
    let tail = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = paths[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else if (device.length === 0) {
        path = internal.cwd();
      } else {
        path = globalThis.process?.env?.[`=${device}`] || internal.cwd();
        if (path === undefined || (path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path.charCodeAt(2) === backward)) {
          path = `${device}\\`;
        }
      }
      const root = windowsRoot(path);
      if (root.device.length > 0) {
        if (device.length > 0) {
          if (root.device.toLowerCase() !== device.toLowerCase()) continue;
        } else {
          device = root.device;
        }
      }
      if (absolute) {
        if (device.length > 0) break;
      } else {
        tail = `${path.slice(root.end)}\\${tail}`;
        absolute = root.absolute;
        if (root.absolute && device.length > 0) break;
      }
    }
    tail = normalizeSegments(tail, !absolute, '\\', isWindowsSeparator);
    return absolute ? `${device}\\${tail}` : `${device}${tail}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    const length = path.length;
    if (length === 0) return '.';
    if (length === 1) return path.charCodeAt(0) === forward ? '\\' : path;
    const { device, absolute, end } = windowsRoot(path);
    if (device.startsWith('\\\\') && end === length && device.length > 4) return `${device}\\`;
    let tail = end < length ? normalizeSegments(path.slice(end), !absolute, '\\', isWindowsSeparator) : '';
    if (tail.length === 0 && !absolute) tail = '.';
    if (tail.length > 0 && isWindowsSeparator(path.charCodeAt(length - 1))) tail += '\\';
    // A relative path must not come to name a drive: "./C:x" stays relative.
    if (!absolute && device === '' && path.includes(':')) {
      if (tail.length >= 2 && isDriveLetter(tail.charCodeAt(0)) && tail.charCodeAt(1) === colon) return `.\\${tail}`;
      for (let i = path.indexOf(':'); i !== -1; i = path.indexOf(':', i + 1)) {
        if (i === length - 1 || isWindowsSeparator(path.charCodeAt(i + 1))) return `.\\${tail}`;
      }
    }
    if (device === '') return absolute ? `\\${tail}` : tail;
    return absolute ? `${device}\\${tail}` : `${device}${tail}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    if (path.length === 0) return false;
    return isWindowsSeparator(path.charCodeAt(0)) ||
      (path.length > 2 && isDriveLetter(path.charCodeAt(0)) && path.charCodeAt(1) === colon &&
        isWindowsSeparator(path.charCodeAt(2)));
  },

  join(...paths) {
    const parts = [];
    for (const path of paths) {
      validateString(path, 'path');
      if (path.length > 0) parts.push(path);
    }
    if (parts.length === 0) return '.';
    let joined = parts.join('\\');
    // Only a first part that itself begins a UNC root may leave two separators in front.
    const first = parts[0];
    let slashes = 0;
    while (slashes < first.length && isWindowsSeparator(first.charCodeAt(slashes))) slashes++;
    const isUnc = slashes === 2 && first.length > 2;
    if (!isUnc) {
      let at = 0;
      while (at < joined.length && isWindowsSeparator(joined.charCodeAt(at))) at++;
      if (at >= 2) joined = `\\${joined.slice(at)}`;
    }
    return win32.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const fromFull = win32.resolve(from);
    const toFull = win32.resolve(to);
    if (fromFull === toFull || fromFull.toLowerCase() === toFull.toLowerCase()) return '';
    const trim = (path) => path.replace(/^\\+|\\+$/g, '');
    const a = trim(fromFull).split('\\').filter((s) => s !== '');
    const b = trim(toFull).split('\\').filter((s) => s !== '');
    let shared = 0;
    while (shared < a.length && shared < b.length && a[shared].toLowerCase() === b[shared].toLowerCase()) shared++;
    const unc = (path) => path.startsWith('\\\\');
    if (shared === 0 || (unc(fromFull) && shared < 2)) return shared === 0 && !unc(toFull) && !unc(fromFull) &&
      windowsRoot(fromFull).device === '' ? [...new Array(a.length).fill('..'), ...b].join('\\') : toFull;
    return [...new Array(a.length - shared).fill('..'), ...b.slice(shared)].join('\\');
  },

  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      const third = resolved[2];
      if (third !== '?' && third !== '.') return `\\\\?\\UNC\\${resolved.slice(2)}`;
    } else if (isDriveLetter(resolved.charCodeAt(0)) && resolved[1] === ':' && resolved[2] === '\\') {
      return `\\\\?\\${resolved}`;
    }
    return resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return isWindowsSeparator(path.charCodeAt(0)) ? path : '.';
    let { device, end, absolute } = windowsRoot(path);
    if (device.startsWith('\\\\') && device.length > 4) {
      if (end === path.length) return path;
      end += 1;
    }
    const [start] = lastSegment(path, end, isWindowsSeparator);
    if (start <= end) {
      const bare = lastSegment(path, end, isWindowsSeparator);
      if (bare[0] === bare[1] && end === 0) return '.';
      return end === 0 ? '.' : path.slice(0, end);
    }
    void absolute;
    return path.slice(0, start - 1 < end ? end : start - 1);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    const from = path.length >= 2 && isDriveLetter(path.charCodeAt(0)) && path.charCodeAt(1) === colon ? 2 : 0;
    return basenameFrom(path, suffix, from, isWindowsSeparator);
  },

  extname(path) {
    validateString(path, 'path');
    const from = path.length >= 2 && isDriveLetter(path.charCodeAt(0)) && path.charCodeAt(1) === colon ? 2 : 0;
    return extnameFrom(path, from, isWindowsSeparator);
  },

  format(pathObject) {
    return formatWith('\\', pathObject);
  },

  parse(path) {
    validateString(path, 'path');
    const { device, end } = windowsRoot(path);
    let rootEnd = end;
    if (device.startsWith('\\\\') && device.length > 4 && end < path.length) rootEnd = end + 1;
    return parseFrom(path, path.slice(0, rootEnd), rootEnd, isWindowsSeparator);
  },

  matchesGlob(path, pattern) {
    return matchesGlobWith(true, path, pattern);
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

posix.win32 = win32.win32 = win32;
posix.posix = win32.posix = posix;
posix._makeLong = posix.toNamespacedPath;
win32._makeLong = win32.toNamespacedPath;

module.exports = internal.platform === 'win32' ? win32 : posix;

//! The old URL functions of `node:url`: parse, format and resolve over plain records.
'use strict';

const { codes, make } = require('internal/errors');
const { validateString } = require('internal/validators');

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

// Schemes that are followed by two slashes and a host, and those that never have a host.
const slashed = new Set(['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));
const hostless = new Set(['javascript', 'javascript:']);

const escapes = {
  '\t': '%09', '\n': '%0A', '\r': '%0D', ' ': '%20', '"': '%22', "'": '%27', '<': '%3C', '>': '%3E', '\\': '%5C',
  '^': '%5E', '`': '%60', '{': '%7B', '|': '%7C', '}': '%7D',
};
const notInHost = '\t\n\r "%\';<>\\^`{|}';

function decodeAuth(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw make('ERR_INVALID_URI', []);
  }
}

function encodeAuth(text) {
  return encodeURIComponent(text).replace(/%3A/gi, ':');
}

/** Where the authority of `rest` ends: [end of auth or -1, end of host]. */
function authority(rest) {
  let hostEnd = -1;
  let authEnd = -1;
  let stop = -1;
  for (let i = 0; i < rest.length; i++) {
    const c = rest[i];
    if (c === '/' || c === '?' || c === '#') {
      if (hostEnd === -1) hostEnd = i;
      stop = i;
      break;
    }
    if (c === '@') {
      authEnd = i;
      hostEnd = -1;
    } else if (hostEnd === -1 && notInHost.includes(c)) {
      hostEnd = i;
    }
  }
  if (hostEnd === -1) hostEnd = stop === -1 ? rest.length : stop;
  return [authEnd, hostEnd];
}

Url.prototype.parse = function parse(url, parseQuery, slashesDenoteHost) {
  validateString(url, 'url');
  // White space around the URL is dropped; backslashes before the query are slashes.
  let rest = url.replace(/^[\s\ufeff]+|[\s\ufeff]+$/g, '');
  const question = rest.search(/[?#]/);
  if (rest.indexOf('\\') !== -1) {
    rest = question === -1 ? rest.replaceAll('\\', '/') : rest.slice(0, question).replaceAll('\\', '/') + rest.slice(question);
  }
  if (!slashesDenoteHost && rest.indexOf('#') === -1 && rest.indexOf('@') === -1) {
    const simple = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest);
    if (simple !== null) {
      this.path = this.href = rest;
      this.pathname = simple[1];
      if (simple[2]) {
        this.search = simple[2];
        this.query = parseQuery ? require('querystring').parse(this.search.slice(1)) : this.search.slice(1);
      } else if (parseQuery) {
        this.search = null;
        this.query = { __proto__: null };
      }
      return this;
    }
  }
  let scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  let lowerScheme;
  if (scheme) {
    lowerScheme = scheme.toLowerCase();
    this.protocol = lowerScheme;
    rest = rest.slice(scheme.length);
  }
  let hasSlashes = false;
  if (slashesDenoteHost || scheme || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    hasSlashes = rest.startsWith('//');
    if (hasSlashes && !(lowerScheme && hostless.has(lowerScheme))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!hostless.has(lowerScheme) && (hasSlashes || (scheme && !slashed.has(scheme)))) {
    const [authEnd, hostEnd] = authority(rest);
    if (authEnd !== -1) this.auth = decodeAuth(rest.slice(0, authEnd));
    this.host = rest.slice(authEnd + 1, hostEnd);
    rest = rest.slice(hostEnd);
    const port = /:[0-9]*$/.exec(this.host);
    this.hostname = this.host;
    if (port !== null) {
      if (port[0] !== ':') this.port = port[0].slice(1);
      this.hostname = this.host.slice(0, this.host.length - port[0].length);
    }
    const isIpv6 = this.hostname.startsWith('[') && this.hostname.endsWith(']');
    if (!isIpv6) {
      const bad = this.hostname.search(/[^a-zA-Z0-9.+_\u0080-\uffff-]/);
      if (bad !== -1) {
        if (/[\0\t\n\r #%/:<>?@[\\\]^|]/.test(this.hostname)) {
          const error = new codes.ERR_INVALID_URL();
          error.input = url;
          throw error;
        }
        rest = `/${this.hostname.slice(bad)}${rest}`;
        this.hostname = this.hostname.slice(0, bad);
      }
    }
    this.hostname = this.hostname.length > 255 ? '' : this.hostname.toLowerCase();
    if (!isIpv6 && this.hostname !== '') {
      this.hostname = require('punycode').toASCII(this.hostname);
    }
    this.host = this.hostname + (this.port ? `:${this.port}` : '');
    if (isIpv6) {
      this.hostname = this.hostname.slice(1, -1);
      if (rest[0] !== '/') rest = `/${rest}`;
    }
  }
  if (!hostless.has(lowerScheme)) rest = rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (c) => escapes[c]);
  const hashAt = rest.indexOf('#');
  if (hashAt !== -1) {
    this.hash = rest.slice(hashAt);
    rest = rest.slice(0, hashAt);
  }
  const searchAt = rest.indexOf('?');
  if (searchAt !== -1) {
    this.search = rest.slice(searchAt);
    this.query = rest.slice(searchAt + 1);
    if (parseQuery) this.query = require('querystring').parse(this.query);
    rest = rest.slice(0, searchAt);
  } else if (parseQuery) {
    this.search = null;
    this.query = { __proto__: null };
  }
  if (rest) this.pathname = rest;
  if (slashed.has(lowerScheme) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
  this.href = this.format();
  return this;
};

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodeAuth(this.auth)}@` : '';
  let protocol = this.protocol || '';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  if (this.host) {
    host = auth + this.host;
  } else if (this.hostname) {
    host = auth + (this.hostname.includes(':') && this.hostname[0] !== '[' ? `[${this.hostname}]` : this.hostname);
    if (this.port) host += `:${this.port}`;
  }
  let query = '';
  if (this.query !== null && typeof this.query === 'object') query = require('querystring').stringify(this.query);
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replaceAll('#', '%23').replaceAll('?', '%3F');
  if (this.slashes || slashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  if (search && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

/** Takes `.` and `..` out of the segments; dots that lead above the start stay when `keepAbove`. */
function removeDots(segments, keepAbove) {
  const kept = [];
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    const segment = segments[i];
    if (segment === '.') continue;
    if (segment === '..') up++;
    else if (up > 0) up--;
    else kept.unshift(segment);
  }
  if (keepAbove) for (; up > 0; up--) kept.unshift('..');
  return kept;
}

Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = new Url().parse(relative, false, true);
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash;
  const finish = () => {
    result.path = result.pathname || result.search ? (result.pathname || '') + (result.search || '') : null;
    result.href = result.format();
    return result;
  };
  if (relative.href === '') {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) {
    const { protocol } = result;
    Object.assign(result, relative, { protocol });
    if (slashed.has(protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
    result.href = result.format();
    return result;
  }
  if (relative.protocol && relative.protocol !== result.protocol) {
    if (!slashed.has(relative.protocol)) {
      Object.assign(result, relative);
      result.href = result.format();
      return result;
    }
    let { host, hostname, pathname } = relative;
    if (!host && !relative.protocol.startsWith('file') && !hostless.has(relative.protocol)) {
      const segments = (pathname || '').split('/');
      while (segments.length > 0 && !(host = segments.shift()));
      host ||= '';
      hostname ||= '';
      if (segments[0] !== '') segments.unshift('');
      if (segments.length < 2) segments.unshift('');
      pathname = segments.join('/');
    }
    Object.assign(result, {
      protocol: relative.protocol, pathname, search: relative.search, query: relative.query, host: host || '',
      auth: relative.auth, hostname: hostname || host || '', port: relative.port,
      slashes: result.slashes || relative.slashes,
    });
    return finish();
  }
  const fromRoot = Boolean(result.pathname && result.pathname[0] === '/');
  const relativeFromRoot = Boolean(relative.host || (relative.pathname && relative.pathname[0] === '/'));
  let endsAbsolute = relativeFromRoot || fromRoot || Boolean(result.host && relative.pathname);
  const keepAbove = !endsAbsolute;
  let segments = (result.pathname && result.pathname.split('/')) || [];
  const added = (relative.pathname && relative.pathname.split('/')) || [];
  const opaque = Boolean(result.protocol && !slashed.has(result.protocol));
  // Without slashes the host is the first segment of the path: mailto:a@b resolved against c@d.
  if (opaque) {
    result.hostname = '';
    result.port = null;
    if (result.host) {
      if (segments[0] === '') segments[0] = result.host;
      else segments.unshift(result.host);
    }
    result.host = '';
    if (relative.protocol) {
      if (relative.host) {
        if (added[0] === '') added[0] = relative.host;
        else added.unshift(relative.host);
      }
    }
    endsAbsolute = endsAbsolute && (added[0] === '' || segments[0] === '');
  }
  if (relativeFromRoot) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    segments = added;
  } else if (added.length > 0) {
    segments.pop();
    segments = segments.concat(added);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (opaque) takeHost(result, segments.shift());
    result.search = relative.search;
    result.query = relative.query;
    return finish();
  }
  if (segments.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    result.href = result.format();
    return result;
  }
  const last = segments[segments.length - 1];
  const endsInSlash = ((result.host || relative.host || segments.length > 1) && (last === '.' || last === '..')) || last === '';
  segments = removeDots(segments, keepAbove);
  if (endsAbsolute && segments[0] !== '' && (!segments[0] || segments[0][0] !== '/')) segments.unshift('');
  if (endsInSlash && !segments.join('/').endsWith('/')) segments.push('');
  const absolute = segments[0] === '' || (segments[0] && segments[0][0] === '/');
  if (opaque) takeHost(result, absolute ? '' : segments.length > 0 ? segments.shift() : '');
  endsAbsolute = endsAbsolute || Boolean(result.host && segments.length > 0);
  if (endsAbsolute && !absolute) segments.unshift('');
  result.pathname = segments.length > 0 ? segments.join('/') : null;
  result.auth = relative.auth || result.auth;
  result.slashes = result.slashes || relative.slashes;
  return finish();
};

function takeHost(result, host) {
  result.hostname = result.host = host || '';
  const at = result.host.indexOf('@');
  if (at > 0) {
    result.auth = result.host.slice(0, at);
    result.host = result.hostname = result.host.slice(at + 1);
  }
}

Url.prototype.parseHost = function parseHost() {
  let host = this.host;
  const port = /:[0-9]*$/.exec(host);
  if (port !== null) {
    if (port[0] !== ':') this.port = port[0].slice(1);
    host = host.slice(0, host.length - port[0].length);
  }
  if (host) this.hostname = host;
};

function urlParse(url, parseQuery, slashesDenoteHost) {
  if (url instanceof Url) return url;
  return new Url().parse(url, parseQuery, slashesDenoteHost);
}

function urlResolve(source, relative) {
  return urlParse(source, false, true).resolve(relative);
}

function urlResolveObject(source, relative) {
  return source ? urlParse(source, false, true).resolveObject(relative) : relative;
}

exports.Url = Url;
exports.urlParse = urlParse;
exports.urlResolve = urlResolve;
exports.urlResolveObject = urlResolveObject;

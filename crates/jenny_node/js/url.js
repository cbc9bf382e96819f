//! `node:url`: the URL classes, file URLs as paths and back, and the old parse, format and resolve.
'use strict';

const { codes } = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { Url, urlParse, urlResolve, urlResolveObject } = require('internal/legacy_url');

function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function urlFormat(url, options) {
  if (typeof url === 'string') {
    return urlParse(url).format();
  }
  if (typeof url !== 'object' || url === null) throw new codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], url);
  if (!(url instanceof URL)) return Url.prototype.format.call(url);
  let fragment = true;
  let unicode = false;
  let search = true;
  let auth = true;
  if (options) {
    validateObject(options, 'options');
    if (options.fragment != null) fragment = Boolean(options.fragment);
    if (options.unicode != null) unicode = Boolean(options.unicode);
    if (options.search != null) search = Boolean(options.search);
    if (options.auth != null) auth = Boolean(options.auth);
  }
  let text = url.protocol;
  const hasHost = url.host !== '' || url.href.startsWith(`${url.protocol}//`);
  if (hasHost) {
    text += '//';
    if (auth && (url.username !== '' || url.password !== '')) {
      text += url.username;
      if (url.password !== '') text += `:${url.password}`;
      text += '@';
    }
    text += unicode ? domainToUnicode(url.hostname) + (url.port === '' ? '' : `:${url.port}`) : url.host;
  }
  text += url.pathname;
  if (search) text += url.search;
  if (fragment) text += url.hash;
  return text;
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  try {
    return new URL(`ws://${domain}`).hostname;
  } catch {
    return '';
  }
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  const ascii = domainToASCII(`${domain}`);
  return ascii === '' ? '' : require('punycode').toUnicode(ascii);
}

function pathFromWindows(url) {
  if (/%2f|%5c/i.test(url.pathname)) {
    throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters');
  }
  const pathname = decodeURIComponent(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${domainToUnicode(url.hostname)}${pathname}`;
  if (!/^\\[a-z]:/i.test(pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute');
  return pathname.slice(1);
}

function pathFromPosix(url) {
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(internal.platform ?? 'linux');
  if (/%2f/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters');
  return decodeURIComponent(url.pathname);
}

function toFileURL(path) {
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return path;
}

function fileURLToPath(path, options = undefined) {
  const windows = options?.windows ?? internal.platform === 'win32';
  const url = toFileURL(path);
  return windows ? pathFromWindows(url) : pathFromPosix(url);
}

function fileURLToPathBuffer(path, options = undefined) {
  const windows = options?.windows ?? internal.platform === 'win32';
  const url = toFileURL(path);
  if (windows) return Buffer.from(pathFromWindows(url));
  return require('querystring').unescapeBuffer(url.pathname);
}

function pathToFileURL(path, options = undefined) {
  validateString(path, 'path');
  const windows = options?.windows ?? internal.platform === 'win32';
  const paths = require('path')[windows ? 'win32' : 'posix'];
  const url = new URL('file://');
  if (windows && path.startsWith('\\\\')) {
    const unc = path.startsWith('\\\\?\\UNC\\') ? `\\\\${path.slice(8)}` : path;
    const end = unc.indexOf('\\', 2);
    if (end === -1) throw new codes.ERR_INVALID_ARG_VALUE('path', path, 'Missing UNC resource path');
    if (end === 2) throw new codes.ERR_INVALID_ARG_VALUE('path', path, 'Empty UNC servername');
    url.hostname = domainToASCII(unc.slice(2, end));
    url.pathname = encodePath(unc.slice(end).replaceAll('\\', '/'), true);
    return url;
  }
  let resolved = paths.resolve(path);
  // resolve() drops the slash at the end, which means something in a URL.
  const last = path.charCodeAt(path.length - 1);
  if ((last === 47 || (windows && last === 92)) && !resolved.endsWith(paths.sep)) resolved += paths.sep;
  url.pathname = windows ? `/${encodePath(resolved.replaceAll('\\', '/'), true)}` : encodePath(resolved, false);
  return url;
}

function encodePath(path, windows) {
  path = path.replaceAll('%', '%25');
  if (!windows) path = path.replaceAll('\\', '%5C');
  return path.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('\t', '%09')
    .replaceAll('?', '%3F').replaceAll('#', '%23');
}

function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

module.exports = {
  Url,
  parse: urlParse,
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  get URL() {
    return globalThis.URL;
  },
  get URLPattern() {
    return globalThis.URLPattern;
  },
  get URLSearchParams() {
    return globalThis.URLSearchParams;
  },
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};

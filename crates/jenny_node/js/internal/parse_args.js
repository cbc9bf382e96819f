//! `util.parseArgs`: command-line arguments into options and positionals.
'use strict';

const { codes } = require('internal/errors');
const { validateArray, validateBoolean, validateObject, validateOneOf, validateString } = require('internal/validators');

const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

function isOptionValue(value) {
  if (value === undefined || value === null) return false;
  // "-" alone names stdin; anything else that begins with a dash may be an option that was meant.
  return value === '-' || !value.startsWith('-');
}

function findLong(short, options) {
  for (const name of Object.keys(options)) if (options[name].short === short) return name;
  return short;
}

function optionType(options, name) {
  return own(options, name) ? options[name].type : undefined;
}

function tokenize(args, options) {
  const tokens = [];
  const queue = [...args];
  let index = -1;
  let pendingGroup = 0;
  while (queue.length > 0) {
    const arg = queue.shift();
    const next = queue[0];
    if (pendingGroup > 0) pendingGroup--;
    else index++;
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of queue) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (arg.length === 2 && arg[0] === '-' && arg[1] !== '-') {
      const name = findLong(arg[1], options);
      let value;
      let inlineValue;
      if (optionType(options, name) === 'string' && next != null) {
        value = queue.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue });
      if (value !== undefined) index++;
      continue;
    }
    if (arg.length > 2 && arg[0] === '-' && arg[1] !== '-') {
      if (optionType(options, findLong(arg[1], options)) === 'string') {
        const name = findLong(arg[1], options);
        tokens.push({ kind: 'option', name, rawName: `-${arg[1]}`, index, value: arg.slice(2), inlineValue: true });
        continue;
      }
      // -abc is -a -b -c; a letter that takes a value takes the rest of the group.
      const expanded = [];
      for (let i = 1; i < arg.length; i++) {
        const name = findLong(arg[i], options);
        if (optionType(options, name) !== 'string' || i === arg.length - 1) {
          expanded.push(`-${arg[i]}`);
        } else {
          expanded.push(`-${arg.slice(i)}`);
          break;
        }
      }
      queue.unshift(...expanded);
      index--;
      pendingGroup = 0;
      groupAt(queue, expanded.length, ++index, tokens, options);
      index = tokens.length > 0 ? Math.max(index, tokens[tokens.length - 1].endIndex ?? index) : index;
      continue;
    }
    if (arg.startsWith('--') && arg.length > 2) {
      const equals = arg.indexOf('=', 3);
      if (equals === -1) {
        const name = arg.slice(2);
        let value;
        let inlineValue;
        if (optionType(options, name) === 'string' && next != null) {
          value = queue.shift();
          inlineValue = false;
        }
        tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue });
        if (value !== undefined) index++;
      } else {
        const name = arg.slice(2, equals);
        tokens.push({ kind: 'option', name, rawName: `--${name}`, index, value: arg.slice(equals + 1), inlineValue: true });
      }
      continue;
    }
    tokens.push({ kind: 'positional', index, value: arg });
  }
  return tokens;
}

/** Takes the expanded letters of one group off the queue; they share one index. */
function groupAt(queue, count, index, tokens, options) {
  for (let i = 0; i < count; i++) {
    const arg = queue.shift();
    const name = findLong(arg[1], options);
    const token = { kind: 'option', name, rawName: arg.slice(0, 2), index, value: undefined, inlineValue: undefined };
    if (arg.length > 2) {
      token.value = arg.slice(2);
      token.inlineValue = true;
    } else if (optionType(options, name) === 'string' && queue.length > 0) {
      token.value = queue.shift();
      token.inlineValue = false;
      Object.defineProperty(token, 'endIndex', { value: index + 1, enumerable: false });
    }
    tokens.push(token);
  }
}

function describe(token, config) {
  return config.short ? `-${config.short}, --${token.name}` : `--${token.name}`;
}

function checkUsage(token, options, allowPositionals) {
  if (!own(options, token.name)) throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
  const config = options[token.name];
  const shown = describe(token, config);
  if (config.type === 'string' && typeof token.value !== 'string') {
    throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
  }
  if (config.type === 'boolean' && token.value != null) {
    throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
  }
}

function checkOptionLike(token) {
  if (token.inlineValue || isOptionValue(token.value) || token.value === undefined) return;
  const example = token.rawName.startsWith('--') ? `'${token.rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
  throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${token.rawName}' argument is ambiguous.
Did you forget to specify the option argument for '${token.rawName}'?
To specify an option argument starting with a dash use ${example}.`);
}

function store(name, value, options, values) {
  if (name === '__proto__') return;
  const stored = value ?? true;
  if (own(options, name) && options[name].multiple) {
    if (own(values, name)) values[name].push(stored);
    else values[name] = [stored];
  } else {
    values[name] = stored;
  }
}

function parseArgs(config = {}) {
  validateObject(config, 'config');
  const options = config.options ?? {};
  const strict = config.strict ?? true;
  const allowPositionals = config.allowPositionals ?? !strict;
  const allowNegative = config.allowNegative ?? false;
  const returnTokens = config.tokens ?? false;
  const args = config.args ?? globalThis.process.argv.slice(globalThis.process._eval != null ? 1 : 2);
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(returnTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const name of Object.keys(options)) {
    const option = options[name];
    validateObject(option, `options.${name}`);
    validateOneOf(option.type, `options.${name}.type`, ['string', 'boolean']);
    if (own(option, 'short')) {
      validateString(option.short, `options.${name}.short`);
      if (option.short.length !== 1) {
        throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}.short`, option.short, 'must be a single character');
      }
    }
    if (own(option, 'multiple')) validateBoolean(option.multiple, `options.${name}.multiple`);
    if (option.default !== undefined) {
      const type = option.type === 'string' ? validateString : validateBoolean;
      if (option.multiple) {
        validateArray(option.default, `options.${name}.default`);
        option.default.forEach((value, i) => type(value, `options.${name}.default[${i}]`));
      } else {
        type(option.default, `options.${name}.default`);
      }
    }
  }
  const tokens = tokenize(args, options);
  const result = { values: { __proto__: null }, positionals: [] };
  if (returnTokens) result.tokens = tokens;
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (allowNegative && token.name.startsWith('no-') && token.value === undefined) {
        const positive = token.name.slice(3);
        if (optionType(options, positive) === 'boolean' || (!strict && !own(options, token.name))) {
          if (strict) checkUsage({ ...token, name: positive }, options, allowPositionals);
          token.name = positive;
          store(positive, false, options, result.values);
          continue;
        }
      }
      if (strict) {
        checkUsage(token, options, allowPositionals);
        checkOptionLike(token);
      }
      store(token.name, token.value, options, result.values);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      result.positionals.push(token.value);
    }
  }
  for (const name of Object.keys(options)) {
    if (options[name].default !== undefined && !own(result.values, name)) result.values[name] = options[name].default;
  }
  return result;
}

module.exports = parseArgs;

/**
 * What is there before the user's code, in the script's own world. It is called with what only it may have: a function of the host that
 * writes a line, the input as JSON text, and the key. It gives the function that later makes the result a text, with the JSON of
 * before, since the code may have put another in its place.
 */
export const prelude = `(function (write, input, key, depthLimit) {
  'use strict';
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { isFinite } = Number;
  const { keys, defineProperty } = Object;
  const text = String;
  const noData = [Map, Set, WeakMap, WeakSet, WeakRef, Promise, ArrayBuffer, SharedArrayBuffer, DataView, RegExp, Error];
  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'object' && value !== null && value instanceof Error) return text(value);
    try {
      return stringify(value) ?? text(value);
    } catch {
      try { return text(value); } catch { return '(a value that cannot be shown)'; }
    }
  };
  const console = {};
  for (const [name, level] of [['log', 'info'], ['info', 'info'], ['debug', 'debug'], ['warn', 'warn'], ['error', 'error']]) {
    console[name] = (...values) => {
      let line = '';
      for (let i = 0; i < values.length && line.length < 4000; i += 1) line += (i === 0 ? '' : ' ') + shown(values[i]);
      write(level, line);
    };
  }
  const give = (name, value) => defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  give('console', console);
  give('input', parse(input));
  give('step', { key });

  // The text of the result; or throws a text that says why it is not JSON.
  const check = (value, where, depth) => {
    switch (typeof value) {
      case 'number':
        if (!isFinite(value)) throw 'it holds ' + value + where;
        return;
      case 'bigint': throw 'it holds a bigint' + where;
      case 'function': throw 'it holds a function' + where;
      case 'symbol': throw 'it holds a symbol' + where;
      case 'object': {
        if (value === null) return;
        if (depth > depthLimit) throw 'it is nested deeper than ' + depthLimit + ', or holds itself';
        for (let i = 0; i < noData.length; i += 1) if (value instanceof noData[i]) throw 'it holds a ' + noData[i].name + where;
        if (isArray(value)) for (let i = 0; i < value.length; i += 1) check(value[i], ' at ' + i, depth + 1);
        else if (typeof value.toJSON === 'function') check(value.toJSON(''), where, depth + 1);
        else for (const name of keys(value)) check(value[name], ' at ' + name, depth + 1);
      }
    }
  };
  return (value) => {
    check(value, '', 0);
    return stringify(value);
  };
})`;

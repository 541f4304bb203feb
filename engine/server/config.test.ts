import { describe, expect, test } from 'vitest';
import { type ConfigSource, environmentSource, resolveConfig } from './config.ts';

const source = (values: ConfigSource['values'], from = 'a file'): ConfigSource => ({ from, values, text: false });

describe('config', () => {
  test('[DA6] the default, then the workspace, then the environment', () => {
    const declared = { URL: { type: 'string', default: 'default' } } as const;
    const file = source({ URL: 'file' });
    const env = environmentSource({ URL: 'env' });
    expect(resolveConfig(declared, [])).toEqual({ ok: true, values: { URL: 'default' } });
    expect(resolveConfig(declared, [file])).toEqual({ ok: true, values: { URL: 'file' } });
    expect(resolveConfig(declared, [file, env])).toEqual({ ok: true, values: { URL: 'env' } });
    expect(resolveConfig(declared, [file, environmentSource({})])).toEqual({ ok: true, values: { URL: 'file' } });
  });

  test('[DA6] a variable is read as the declared type; only what is declared is taken', () => {
    const declared = { N: { type: 'number' }, B: { type: 'boolean' }, S: { type: 'string' } } as const;
    const env = environmentSource({ N: '1.5', B: 'false', S: '7', OTHER: 'x' });
    expect(resolveConfig(declared, [env])).toEqual({ ok: true, values: { N: 1.5, B: false, S: '7' } });
  });

  test.each([
    ['number', 'soon'],
    ['number', ''],
    ['boolean', 'yes'],
  ] as const)('a %s given as "%s" is refused, naming where it comes from', (type, text) => {
    const config = resolveConfig({ X: { type } }, [environmentSource({ X: text })]);
    expect(config).toMatchObject({
      ok: false,
      name: 'X',
      message: expect.stringContaining('the environment') as string,
    });
  });

  test('a file is not read as text: "1" is no number', () => {
    expect(resolveConfig({ X: { type: 'number' } }, [source({ X: '1' })])).toMatchObject({ ok: false });
  });

  test('what has no value says where to give one', () => {
    const config = resolveConfig({ TOKEN_URL: { type: 'string' } }, []);
    expect(config).toMatchObject({ ok: false, message: expect.stringContaining('variable TOKEN_URL') as string });
  });
});

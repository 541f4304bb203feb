import { describe, expect, test } from 'vitest';
import { chooseTarget, type Facts, readFlags } from './target.ts';

const desk: Facts = { asked: undefined, hasBinary: true, hasDisplay: true, isRootOnLinux: false };

describe('npm start', () => {
  test('opens the window where the binary and a display are there', () => {
    expect(chooseTarget(desk)).toEqual({ kind: 'desktop' });
  });

  test('downloads the binary where only it is missing', () => {
    expect(chooseTarget({ ...desk, hasBinary: false })).toEqual({ kind: 'download' });
  });

  test('goes to the page at once without a display, and says why', () => {
    expect(chooseTarget({ ...desk, hasBinary: false, hasDisplay: false })).toEqual({
      kind: 'page',
      because: expect.stringContaining('no display') as string,
    });
  });

  test('does not start the window as root, where its sandbox cannot run', () => {
    expect(chooseTarget({ ...desk, isRootOnLinux: true })).toMatchObject({ kind: 'page' });
  });

  test('serves the page without a word where it was asked for', () => {
    expect(chooseTarget({ ...desk, asked: 'page' })).toEqual({ kind: 'page' });
  });

  test('refuses rather than fall back where the window was asked for', () => {
    expect(chooseTarget({ ...desk, asked: 'desktop', hasDisplay: false })).toMatchObject({ kind: 'refused' });
  });

  test('passes on every flag that is not its own', () => {
    expect(readFlags(['--port', '5000', '--page', '--db', 'a.db'])).toEqual({
      asked: 'page',
      rest: ['--port', '5000', '--db', 'a.db'],
    });
  });
});

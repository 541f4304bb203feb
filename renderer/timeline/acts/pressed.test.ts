import { expect, test } from 'vitest';
import type { Press } from '../../shell/acts.ts';
import { actIds, actName } from './names.ts';
import { actPressed } from './pressed.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

test('a key means an act; with Shift a letter means another, what writes something is what it writes', () => {
  expect(actPressed(press('e'))).toBe('nextError');
  expect(actPressed(press('E', { shiftKey: true }))).toBe('previousError');
  expect(actPressed(press('+', { shiftKey: true }))).toBe('zoomIn');
  expect(actPressed(press('='))).toBe('zoomIn');
  expect(actPressed(press('{', { shiftKey: true }))).toBe('foldAll');
  expect(actPressed(press('/'))).toBe('find');
  expect(actPressed(press('c', { ctrlKey: true }))).toBeNull();
  expect(actPressed(press('ArrowDown'))).toBeNull();
});

test('no key means two acts', () => {
  const keys = actIds.flatMap((id) => actName(id).keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

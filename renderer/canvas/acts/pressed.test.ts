import { expect, test } from 'vitest';
import { actPressed, type PlacedPress } from './pressed.ts';

const press = (key: string, code: string, more: Partial<PlacedPress> = {}): PlacedPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

test('a key means an act, by what it writes or where it lies', () => {
  expect(actPressed(press('a', 'KeyA'))).toBe('add');
  expect(actPressed(press('A', 'KeyA', { ctrlKey: true }))).toBe('selectAll');
  expect(actPressed(press('!', 'Digit1', { shiftKey: true }))).toBe('fit');
  expect(actPressed(press('+', 'Equal', { shiftKey: true }))).toBe('zoomIn');
  expect(actPressed(press('Backspace', 'Backspace'))).toBe('remove');
  expect(actPressed(press('ArrowDown', 'ArrowDown', { metaKey: true }))).toBe('later');
  expect(actPressed(press('T', 'KeyT', { shiftKey: true }))).toBe('tidySelection');
});

test('other modifiers mean something else', () => {
  expect(actPressed(press('a', 'KeyA', { altKey: true }))).toBeNull();
  expect(actPressed(press('1', 'Digit1'))).toBeNull();
  expect(actPressed(press('a', 'KeyA', { ctrlKey: true, shiftKey: true }))).toBeNull();
});

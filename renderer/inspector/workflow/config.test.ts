import { expect, test } from 'vitest';
import { configValue, settingName } from './Config.tsx';

test('a setting’s default is of its type: a text of digits stays a text', () => {
  expect([configValue('5', 'string'), configValue('5', 'number'), configValue('true', 'boolean')]).toEqual([
    '5',
    5,
    true,
  ]);
  expect([configValue('true', 'string'), configValue('soon', 'number'), configValue('yes', 'boolean')]).toEqual([
    'true',
    'soon',
    'yes',
  ]);
});

test('a setting is called as the environment calls it', () => {
  expect(['shop url', '1st-url', 'SHOP_URL', '商店'].map(settingName)).toEqual(['SHOP_URL', 'ST_URL', 'SHOP_URL', '']);
});

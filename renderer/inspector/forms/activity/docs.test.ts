import { expect, test } from 'vitest';
import { builtinActivities } from '../../../../engine/activities/index.ts';
import { activityInfo } from '../../../../engine/activities/infos.ts';
import { docsOf } from './docs.ts';

const infos = [...builtinActivities.values()].map((activity) => activityInfo(activity, 'builtin'));

/** Names and examples are the same in every language: an error code that comes or goes is noticed. */
const code = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([part]) => part))].toSorted();

const rows = (text: string): number => text.split('\n').filter((line) => line.startsWith('|')).length;

test.each(infos.map((info) => [info.name, info] as const))(
  'the docs of %s say the same in Chinese',
  async (_, info) => {
    const said = await docsOf(info, 'zh');
    expect(said).toMatch(/[\u4e00-\u9fff]/);
    expect(code(said)).toEqual(code(info.docs));
    expect(rows(said)).toBe(rows(info.docs));
  },
);

test('in English, and where they are others’, they are as their author wrote them', async () => {
  const [first] = infos;
  expect(await docsOf(first!, 'en')).toBe(first!.docs);
  expect(await docsOf({ ...first!, source: 'workspace' }, 'zh')).toBe(first!.docs);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { activityInfo } from '../../activities/infos.ts';
import { builtinActivities } from '../../activities/index.ts';
import { activitiesPages } from './activity-pages.ts';

const pages = activitiesPages(Array.from(builtinActivities.values(), (each) => activityInfo(each, 'builtin')));
const docs = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'activities');

test.each(Object.entries(pages))('docs/activities/%s is what the activities say: else npm run schema', (name, text) => {
  expect(readFileSync(path.join(docs, name), 'utf8')).toBe(text);
});

import type { ActivityInfo } from '../../contract/types.ts';
import { activityPage } from './activity-page.ts';

/** A page for each activity and one that leads to them, by the names of their files: the docs are made of what the activities say. */
export function activitiesPages(infos: readonly ActivityInfo[]): Readonly<Record<string, string>> {
  const sorted = infos.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map(
    ({ name, summary, unverified }) =>
      `| [${name}](${name}.md) | ${summary}${unverified === null ? '' : ` *${unverified}*`} |`,
  );
  const index = [
    '# Activities',
    'What a task can run without code of your own. Made by `npm run schema` from the activities themselves; `sagaloom activities NAME` prints the same page.',
    ['| activity | what it does |', '| --- | --- |', ...rows].join('\n'),
    'Your own: [activities in TypeScript](../activities-code.md), and [workers elsewhere](../workers.md).',
  ];
  return {
    'README.md': `${index.join('\n\n')}\n`,
    ...Object.fromEntries(sorted.map((info) => [`${info.name}.md`, `${activityPage(info)}\n`])),
  };
}

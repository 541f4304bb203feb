import { stepsOf } from '../documents.ts';
import { end, fault, type Faults } from './fault.ts';

const withTriggers = (triggers: Parameters<typeof stepsOf>[0]) => stepsOf({ a: end }, { triggers });
const signature = { scheme: 'github', secret: 'S' };
const hook = { type: 'webhook', signature };

/** What listens to the world. */
export const triggerFaults = {
  WEBHOOK_UNSIGNED: [
    fault(
      withTriggers({ hook: { type: 'webhook' } }),
      '/triggers/hook',
      null,
      'Whoever can reach hook can start runs, so only programs of this machine may: add a signature.',
    ),
  ],
  WEBHOOK_PATH_TAKEN: [
    fault(
      withTriggers({ one: { ...hook, path: 'orders' }, two: { ...hook, path: 'orders', methods: ['PUT', 'POST'] } }),
      '/triggers/two',
      null,
      'two and one have the address /hooks/orders: give one another path, or other methods.',
    ),
    fault(
      withTriggers({ one: hook, two: { ...hook, path: 'test/one' } }),
      '/triggers/two',
      null,
      'two and one have the address /hooks/test/one: give one another path, or other methods.',
    ),
  ],
  SIGNATURE_FIELD: [
    fault(
      withTriggers({ hook: { ...hook, signature: { ...signature, tolerance: '1m' } } }),
      '/triggers/hook/signature/tolerance',
      null,
      'A signature by github has no tolerance: remove it.',
    ),
  ],
  PATTERN_INVALID: (
    [
      ['../secrets/*', 'a part that is . or ..'],
      ['/etc/*', 'an absolute path'],
      ['inbox\\*.csv', 'a backslash'],
      ['inbox//*.csv', 'an empty part'],
      ['inbox/**.csv', '** beside something else'],
      ['{inbox/a,b}/*', 'a bracket that is not closed within its part'],
      ['+(a)/*', 'a bracket that repeats'],
    ] as const
  ).map(([pattern, why]) =>
    fault(
      withTriggers({ files: { type: 'file', pattern } }),
      '/triggers/files/pattern',
      null,
      `The files of files cannot be told (${why}): write them like inbox/*.csv, within the workspace.`,
    ),
  ),
} as const satisfies Faults;

import type { ActivityInfo, WorkerInfo } from '../../contract/types.ts';
import type { OfferedActivity } from '../client/protocol.ts';
import type { Session } from './session.ts';

/** Two boxes and a line between them. */
const ICON = 'M1.5 5.5h4v5h-4zM10.5 5.5h4v5h-4zM5.5 8h5';

/** What workers that are there offer; of two with one name the later registered says what it is. */
export function offeredInfos(sessions: Iterable<Session>): readonly ActivityInfo[] {
  const byName = new Map<string, ActivityInfo>();
  for (const { about, isReplaced } of sessions)
    if (!isReplaced) for (const offered of about.activities) byName.set(offered.name, infoOf(offered, about.queues));
  return [...byName.values()];
}

function infoOf({ name, summary = '', input = true, output = true }: OfferedActivity, queues: readonly string[]) {
  const where = queues.map((queue) => `\`${queue}\``).join(', ');
  return {
    name,
    summary,
    input,
    output,
    source: 'worker',
    docs: `Done by a worker elsewhere: give the step the task queue ${where}.`,
    examples: [],
    category: 'general',
    icon: ICON,
    unverified: null,
    problem: null,
  } as const satisfies ActivityInfo;
}

export function workerInfo(
  session: Session,
  isKeptFrom: (session: Session, queue: string) => boolean,
  now: number,
): WorkerInfo {
  const { about, held, isDraining, heardAt, poll } = session;
  const silentMs = poll === null ? now - heardAt : 0; // one that waits for an answer is there
  return {
    id: about.worker,
    build: about.build,
    queues: about.queues,
    excluded: about.queues.filter((queue) => isKeptFrom(session, queue)),
    activities: about.activities.map(({ name }) => name),
    slots: { used: held.size, free: Math.max(0, about.concurrency - held.size) },
    lastSeen: new Date(Date.now() - silentMs).toISOString(),
    draining: isDraining,
  };
}

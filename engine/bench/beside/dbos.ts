import { inFolder } from '../measure/folder.ts';
import { treeUse } from '../measure/process.ts';
import type { Subject } from '../measure/under-load.ts';
import { BRANCHES, type Shape, STEPS } from '../workload.ts';
import { loadPeer } from './locate.ts';
import { startPostgres } from './postgres.ts';

/** What is used of `@dbos-inc/dbos-sdk`. */
interface DbosSdk {
  readonly DBOS: {
    setConfig(config: object): void;
    registerWorkflow(workflow: () => Promise<void>, config: { name: string }): () => Promise<void>;
    runStep(step: () => Promise<null>, config: { name: string }): Promise<null>;
    launch(): Promise<void>;
    shutdown(): Promise<void>;
  };
}

/**
 * W1 and W2 on DBOS: a library in this process, on a PostgreSQL of its own. In a folder directly below the system's, because the
 * user who runs PostgreSQL could not pass through one of ours.
 */
export const onDbos = <T>(shape: Shape, measure: (subject: Subject) => Promise<T>): Promise<T> =>
  inFolder((folder) => inPostgres(shape, folder, measure));

async function inPostgres<T>(shape: Shape, folder: string, measure: (subject: Subject) => Promise<T>): Promise<T> {
  const { DBOS } = await loadPeer<DbosSdk>('@dbos-inc/dbos-sdk');
  const { server, url } = await startPostgres(folder);
  const nothing = async (): Promise<null> => null;
  const workflows: Readonly<Record<Shape, () => Promise<void>>> = {
    async chain() {
      for (let step = 1; step <= STEPS; step += 1) await DBOS.runStep(nothing, { name: `s${step}` });
    },
    async fanOut() {
      await Promise.all(Array.from({ length: BRANCHES }, (_, i) => DBOS.runStep(nothing, { name: `b${i}` })));
    },
  };
  try {
    DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, logLevel: 'error' });
    const run = DBOS.registerWorkflow(workflows[shape], { name: shape });
    await DBOS.launch();
    const result = await measure({ run, cpuSeconds: () => treeUse().cpuSeconds });
    await DBOS.shutdown();
    return result;
  } finally {
    await server.stop();
  }
}

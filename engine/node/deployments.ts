import type Database from 'better-sqlite3';
import type { JsonObject } from '../core/json.ts';
import type { Deploy, Deployed, Deployment } from '../runtime/ports.ts';

/** Versions of workflows (JO5). Their definitions are kept with those that runs are pinned to. */
export interface Deployments {
  deploy(deploy: Deploy): Deployment;
  latest(workflow: string): Deployed | null;
  all(): readonly Deployment[];
}

const COLUMNS = 'workflow, version, hash, at, deployed_by AS by';

export function deployments(database: Database.Database): Deployments {
  const newest = database.prepare<[string], Deployment>(
    `SELECT ${COLUMNS} FROM deployments WHERE workflow = ? ORDER BY version DESC LIMIT 1`,
  );
  const insert = database.prepare('INSERT INTO deployments VALUES (?, ?, ?, ?, ?)');
  const define = database.prepare('INSERT OR IGNORE INTO definitions VALUES (?, ?, ?)');
  const definitionOf = database.prepare<[string], string>('SELECT definition FROM definitions WHERE hash = ?').pluck();
  const all = database.prepare<[], Deployment>(
    `SELECT ${COLUMNS} FROM deployments AS d
     WHERE version = (SELECT max(version) FROM deployments WHERE workflow = d.workflow) ORDER BY workflow`,
  );
  const deploy = database.transaction(({ workflow, hash, definition, at, by }: Deploy): Deployment => {
    const before = newest.get(workflow);
    if (before?.hash === hash) return before;
    const version = (before?.version ?? 0) + 1;
    define.run(hash, workflow, JSON.stringify(definition));
    insert.run(workflow, version, hash, at, by);
    return { workflow, version, hash, at, by };
  });
  return {
    deploy: (given) => deploy.immediate(given),
    latest(workflow) {
      const deployment = newest.get(workflow);
      const text = deployment && definitionOf.get(deployment.hash);
      return deployment && text !== undefined
        ? { ...deployment, definition: JSON.parse(text) as JsonObject } // written by us
        : null;
    },
    all: () => all.all(),
  };
}

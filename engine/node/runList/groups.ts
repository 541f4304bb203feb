import type Database from 'better-sqlite3';
import type { RunsFilter } from '../../contract/runs-filter.ts';
import type { RunStatus } from '../../core/event.ts';

/** Runs of one workflow, definition and status. */
export interface Group {
  readonly id: number;
  readonly workflow: string;
  readonly hash: string;
  readonly status: RunStatus;
  readonly isOpen: boolean;
  readonly runs: number;
}

type GroupRow = Omit<Group, 'isOpen'> & { readonly isOpen: 0 | 1 };

interface VersionRow {
  readonly workflow: string;
  readonly version: number;
  readonly hash: string;
}

/** All there are: as many as workflows have versions and statuses, however many runs. */
export function allGroups(database: Database.Database): readonly Group[] {
  return database
    .prepare<[], GroupRow>(
      `SELECT grp AS id, workflow, hash, status, is_open AS isOpen, runs FROM views.run_list_groups
       ORDER BY runs DESC, grp`,
    )
    .all()
    .map((row) => ({ ...row, isOpen: row.isOpen === 1 }));
}

/** Those that the filter leaves by workflow, version and status; what has not ended has no end. */
export function groupsOf(database: Database.Database, filter: RunsFilter): readonly Group[] {
  const { workflows, versions, statuses, ended } = filter;
  const isVersion = versions && versionTest(database, versions);
  return allGroups(database).filter(
    (group) =>
      (workflows === undefined || workflows.includes(group.workflow)) &&
      (statuses === undefined || statuses.includes(group.status)) &&
      (isVersion === undefined || isVersion(group)) &&
      (ended === undefined || !group.isOpen),
  );
}

const SHORTEST_HASH = 6;

/** A number is that of a deployed version; anything else, or longer, how a hash begins. */
function versionTest(database: Database.Database, versions: readonly string[]): (group: Group) => boolean {
  const deployed = database
    .prepare<[], VersionRow>('SELECT workflow, version, hash FROM main.deployments')
    .all()
    .filter(({ version }) => versions.includes(String(version)));
  const named = new Set(deployed.map(({ workflow, hash }) => `${workflow}\n${hash}`));
  const beginnings = versions.filter((version) => version.length >= SHORTEST_HASH);
  return ({ workflow, hash }) =>
    named.has(`${workflow}\n${hash}`) || beginnings.some((beginning) => hash.startsWith(beginning));
}

import { realpathSync } from 'node:fs';
import type { PlaceNow } from '../activities/index.ts';
import { liveWorkspaceConfig } from './config-file.ts';
import { liveTrust } from './trust.ts';

/** A workspace as it is at any time: what is changed in its settings, or said of its trust, counts from the next attempt on. */
export function livePlace(folder: string, env: NodeJS.ProcessEnv): () => PlaceNow {
  const workspace = realpathSync(folder);
  const config = liveWorkspaceConfig(workspace, env);
  const isTrusted = liveTrust(workspace, env);
  return () => {
    const now = config();
    return now.ok ? { ok: true, place: { workspace, settings: now.settings, isTrusted: isTrusted() } } : now;
  };
}

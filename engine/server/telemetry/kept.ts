import { realpathSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type KeptSettings, nothingKept, protocols, samplers } from '../../telemetry/out/settings.ts';
import { fileNow } from '../fresh.ts';
import { lockedFile } from '../locked-file.ts';
import { stateFolder } from '../user-folders.ts';

/**
 * What a person set, by workspace: in the user's state folder, for its owner's eyes only, since headers let somebody in. Never in the
 * workspace, which could else send what its runs do to anybody.
 */
const kept = z.object({
  on: z.boolean(),
  endpoint: z.string().nullable(),
  protocol: z.enum(protocols),
  headers: z.record(z.string(), z.string()),
  signals: z.object({ traces: z.boolean(), metrics: z.boolean(), logs: z.boolean() }),
  sampler: z.enum(samplers),
  ratio: z.number().min(0).max(1),
});
const schema = z.object({ workspaces: z.record(z.string(), kept) });

type Workspaces = z.output<typeof schema>['workspaces'];

const fileOf = (env: NodeJS.ProcessEnv): string => path.join(stateFolder(env), 'telemetry.json');

/** A file that is damaged sends nothing. */
function workspacesIn(text: string | null): Workspaces {
  try {
    return text === null ? {} : schema.parse(JSON.parse(text)).workspaces;
  } catch {
    return {};
  }
}

export function keptSettings(workspace: string, env: NodeJS.ProcessEnv): KeptSettings {
  const now = fileNow(fileOf(env));
  return workspacesIn(now.kind === 'text' ? now.text : null)[realpathSync(workspace)] ?? nothingKept;
}

/** Throws an `EnvironmentError` where it cannot be written. */
export async function keepSettings(workspace: string, settings: KeptSettings, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = realpathSync(workspace);
  await lockedFile(fileOf(env), async (text) => {
    const workspaces = { ...workspacesIn(text), [folder]: settings };
    return `${JSON.stringify({ workspaces }, null, 2)}\n`;
  });
}

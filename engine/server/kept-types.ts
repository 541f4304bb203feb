import type { ActivityInfo } from '../contract/types.ts';
import type { ActivityLogger } from '../activities/activity.ts';

export interface KeptTypes {
  /** They are to be written again: soon, and once for all that is asked meanwhile. */
  readonly refresh: () => void;
  readonly close: () => Promise<void>;
}

/** The editor's types follow the activities. They are a help: where they cannot be written, work goes on. */
export function keptTypes(workspace: string, infos: () => readonly ActivityInfo[], logger: ActivityLogger): KeptTypes {
  let isWanted = false;
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    const { writeEditorTypes } = await import('./editor-types.ts');
    while (isWanted) {
      isWanted = false;
      await writeEditorTypes(workspace, infos());
    }
  };
  const failed = (error: unknown): void =>
    logger('warn', 'The types for the editor could not be written.', {
      error: error instanceof Error ? error.message : String(error),
    });
  return {
    refresh() {
      isWanted = true;
      writing ??= write()
        .catch(failed)
        .finally(() => (writing = null));
    },
    close: async () => void (await writing),
  };
}

import type { AttemptResult } from '../../core/command.ts';
import type { Json } from '../../core/json.ts';
import type { LogLevel } from '../../activities/activity.ts';

/** What the engine and a process of the workspace's code say to each other: a line of JSON each, over a pipe of their own. */
export type ToProcess = LoadAsked | RunAsked | { readonly t: 'abort' } | SecretGiven;

export interface LoadAsked {
  readonly t: 'load';
  /** Absolute, links resolved. */
  readonly workspace: string;
  /** Files, from the workspace, that broke a process while they were loaded. */
  readonly skip: readonly string[];
}

/** One at a time. */
export interface RunAsked {
  readonly t: 'run';
  readonly id: number;
  readonly activity: string;
  readonly with: Json;
  readonly key: string;
  readonly attempt: number;
  readonly traceparent: string | null;
  readonly run: { readonly id: string; readonly key: string; readonly workflow: string };
  readonly step: { readonly id: string };
  readonly lastHeartbeat: Json;
}

interface SecretGiven {
  readonly t: 'secret';
  readonly ask: number;
  readonly value: string | null;
}

/** `id`: of the attempt, null outside any. */
export type FromProcess =
  | { readonly t: 'loading'; readonly file: string }
  | ({ readonly t: 'loaded' } & Loaded)
  | { readonly t: 'ended'; readonly id: number; readonly result: AttemptResult }
  | { readonly t: 'beat'; readonly id: number; readonly details?: Json | undefined }
  | LogSaid
  | { readonly t: 'secret'; readonly id: number; readonly ask: number; readonly name: string }
  /** The code breaks the process: what it says of it goes into the attempt's failure. */
  | { readonly t: 'broken'; readonly message: string; readonly details: Json }
  | { readonly t: 'inspector'; readonly url: string };

export interface LogSaid {
  readonly t: 'log';
  readonly id: number | null;
  readonly level: LogLevel;
  readonly message: string;
  readonly data?: Json | undefined;
}

/** What a process found in the workspace's folder. */
export interface Loaded {
  readonly activities: readonly Described[];
  readonly problems: readonly FileProblem[];
  /** All that was loaded from the workspace, from there, but for its packages. */
  readonly files: readonly string[];
  /** Two processes with the same one run the same code. */
  readonly digest: string;
}

export interface FileProblem {
  /** From the workspace. */
  readonly file: string;
  /** One line; names the place where it is known. */
  readonly message: string;
}

/** An activity of the workspace, as it is known outside its process. */
export interface Described {
  readonly name: string;
  readonly file: string;
  readonly summary: string;
  readonly docs: string;
  readonly examples: readonly { readonly title: string; readonly with: Json }[];
  readonly icon: string | null;
  /** JSON Schemas. */
  readonly input: Json;
  readonly output: Json;
  readonly concurrency: number | null;
  readonly timeoutMs: number | null;
  readonly memoryMb: number | null;
  readonly readOnly: boolean;
}

/** Said before anything is loaded: a file descriptor of its own, so that the code's `process.send` and stdout stay the code's. */
export const CHANNEL_FD = 3;

/** Closed when the engine is gone, however it went. */
export const LIFELINE_FD = 4;

/** A longer line is refused on either side: bytes. */
export const LONGEST_LINE = 64 * 1024 * 1024;

/** Cuts what comes in into lines. */
export class Lines {
  private pieces: string[] = [];
  private length = 0;
  private readonly take: (line: string) => void;

  constructor(take: (line: string) => void) {
    this.take = take;
  }

  /** False: a line is longer than may be. */
  push(text: string): boolean {
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      const line = text.slice(from, end);
      from = end + 1;
      if (this.pieces.length === 0) {
        this.take(line);
        continue;
      }
      const whole = this.pieces.join('') + line;
      this.pieces = [];
      this.length = 0;
      this.take(whole);
    }
    if (from < text.length) {
      this.pieces.push(from === 0 ? text : text.slice(from));
      this.length += text.length - from;
    }
    return this.length <= LONGEST_LINE;
  }
}

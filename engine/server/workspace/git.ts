import { execFile } from 'node:child_process';
import path from 'node:path';
import type { FileRevision } from '../../contract/types.ts';
import { locate } from './paths.ts';

/**
 * What git knows of a file of the workspace, read only.
 *
 *   GR1  git is started without a shell, with what a person gave behind `--` or within one argument, and never as an option
 *   GR2  nothing a repository or the environment says is run: no hooks, pager, filters, signatures, prompts, and nothing is fetched
 *   GR3  it is given so long, and its answer so much room
 */
const timeLimitMs = 10_000;
const mostBytes = 8 * 1024 * 1024;
const mostRevisions = 200;

export type GitOutcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** `code` says what to do: there is no git, no repository, no such revision. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'notFound' | 'environment'; readonly message: string };

/** Of one commit in the log: fields are kept apart by what no name or subject can hold. */
const format = ['%H', '%h', '%an', '%aI', '%s'].join('%x1f');

/** The commits that changed a file, newest first; none of a file that was never committed. */
export async function historyOf(workspace: string, file: string): Promise<GitOutcome<readonly FileRevision[]>> {
  const located = locate(workspace, file);
  if (!located.ok) return { kind: 'refused', code: 'workspace.path', message: located.why };
  const options = ['--no-show-signature', '--no-color', `--max-count=${mostRevisions}`, `--format=${format}%x1e`];
  const said = await git(workspace, ['log', ...options, '--', literal(file)]);
  if (said.kind === 'ok') return { kind: 'ok', value: revisionsIn(said.value) };
  // A repository without a commit has a history: an empty one.
  return said.kind === 'notFound' ? { kind: 'ok', value: [] } : said;
}

/** The text of a file in a commit. */
export async function textAt(workspace: string, file: string, revision: string): Promise<GitOutcome<string>> {
  const located = locate(workspace, file);
  if (!located.ok) return { kind: 'refused', code: 'workspace.path', message: located.why };
  const said = await git(workspace, ['cat-file', 'blob', `${revision}:./${file}`]);
  if (said.kind !== 'notFound') return said;
  return { kind: 'notFound', message: `There is no "${file}" in ${revision}.` };
}

/** A path is a path, whatever stands in it: not a pattern. */
const literal = (file: string): string => `:(literal)${file}`;

function revisionsIn(log: string): readonly FileRevision[] {
  return log
    .split('\u001e')
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', short = '', author = '', when = '', subject = ''] = line.split('\u001f');
      return { id, short, author, when, subject };
    });
}

/** GR2: what could make git run something else, or ask somebody. */
const settings = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'log.showSignature=false',
  'core.quotePath=false',
];

async function git(workspace: string, args: readonly string[]): Promise<GitOutcome<string>> {
  const all = ['--no-pager', '--no-replace-objects', ...settings.flatMap((each) => ['-c', each]), ...args];
  return new Promise((resolve) => {
    execFile(
      'git',
      all,
      {
        cwd: path.resolve(workspace),
        env: environment(),
        timeout: timeLimitMs,
        killSignal: 'SIGKILL',
        maxBuffer: mostBytes,
        windowsHide: true,
        encoding: 'utf8',
      },
      (error, stdout, stderr) => resolve(error ? failure(error, stderr) : { kind: 'ok', value: stdout }),
    );
  });
}

/** None of the host's own `GIT_*` (another repository, a pager), and plain English to tell failures apart by. */
function environment(): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(plain),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ATTR_NOSYSTEM: '1',
  };
}

function failure(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
): GitOutcome<never> {
  if (error.code === 'ENOENT') return refusal('git.missing', 'Git is not installed on this machine.');
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return refusal('git.large', 'What git answers is too large.');
  if (error.killed === true) return { kind: 'environment', message: 'Git did not answer in time.' };
  if (/not a git repository/i.test(stderr)) {
    return refusal('git.noRepository', 'The workspace is not in a git repository.');
  }
  if (/dubious ownership/i.test(stderr)) {
    return refusal('git.ownership', 'The repository belongs to someone else; git does not read it (safe.directory).');
  }
  if (isAbsent(stderr)) return { kind: 'notFound', message: 'Git has no such revision or file.' };
  return { kind: 'environment', message: `Git failed: ${(stderr.split('\n')[0] ?? '').trim() || error.message}` };
}

const isAbsent = (stderr: string): boolean =>
  /does not have any commits yet|not a valid object name|invalid object name|does not exist in|exists on disk, but not in|bad revision|bad file/i.test(
    stderr,
  );

const refusal = (code: string, message: string): GitOutcome<never> => ({ kind: 'refused', code, message });

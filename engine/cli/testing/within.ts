import { runProgram } from '../program.ts';
import { tellThrown } from '../start.ts';

export interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * A command as the bin runs it, in this process: no start of Node to wait for. One after the other, for it borrows the process's folder,
 * environment and streams. What only a process shows (signals, stdin, crashes) wants the bin itself.
 */
export function within(args: readonly string[], where: Surroundings): Promise<Told> {
  const told = last.then(() => run(args, where));
  last = told.catch(() => {});
  return told;
}

async function run(args: readonly string[], { cwd, env = {} }: Surroundings): Promise<Told> {
  const before = { cwd: process.cwd(), env: process.env };
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  process.chdir(cwd);
  process.env = { PATH: before.env['PATH'], HOME: cwd, ...env };
  try {
    const code = await runProgram(['node', 'sagaloom', ...args]).catch(tellThrown);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(before.cwd);
    process.env = before.env;
    stdout.restore();
    stderr.restore();
  }
}

function captured(stream: NodeJS.WriteStream) {
  const write = stream.write.bind(stream);
  let text = '';
  stream.write = (chunk: string | Uint8Array): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  return {
    text: () => text,
    restore: () => {
      stream.write = write;
    },
  };
}

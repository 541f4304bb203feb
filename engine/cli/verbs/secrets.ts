import { text as wholeText } from 'node:stream/consumers';
import { type SecretListed, type WorkspaceSecrets, workspaceSecrets, wrongSecret } from '../../server/secrets/index.ts';
import { workspaceAbove } from '../../server/workspace/root.ts';
import { isFolder } from '../../node/makeFolder.ts';
import { ENVIRONMENT, type ExitCode, failed, ok, REFUSED, type Result, SUCCESS, wrongInput } from '../codes.ts';
import { promptHidden } from '../prompt.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface SecretsOptions {
  readonly workflows: string;
  readonly json?: true;
}

export interface SetOptions extends SecretsOptions {
  readonly fromStdin?: true;
}

/** What can be read is listed, and what cannot is an error all the same. */
export async function listSecrets({ workflows, json }: SecretsOptions): Promise<ExitCode> {
  const opened = open(workflows);
  if (!opened.ok) return fail(opened);
  const { items, problems } = await opened.value.list();
  if (json) printJson({ items, problems });
  else if (items.length === 0) say('There are no secrets: `sagaloom secrets set NAME` keeps one.');
  else
    print(
      table(
        ['SECRET', 'FROM', 'NOT COUNTED'],
        items.map(({ name, place, hidden }) => [name, place, hidden.join(', ')]),
      ),
    );
  for (const problem of problems.slice(1)) say(problem);
  const [first] = problems;
  return first === undefined ? SUCCESS : fail(failed(ENVIRONMENT, first));
}

export async function setSecret(name: string, { workflows, fromStdin }: SetOptions): Promise<ExitCode> {
  const opened = open(workflows);
  if (!opened.ok) return fail(opened);
  const misnamed = wrongSecret(name, 'x');
  if (misnamed !== null) return fail(wrongInput(misnamed));
  const value = await readValue(name, fromStdin === true);
  if (!value.ok) return fail(value);
  const why = wrongSecret(name, value.value);
  if (why !== null) return fail(wrongInput(why));
  await opened.value.set(name, value.value);
  const { items } = await opened.value.list();
  say(keptLine(name, items));
  return SUCCESS;
}

/** A value that another place hides is of no use yet: that is said. */
function keptLine(name: string, items: readonly SecretListed[]): string {
  const now = items.find((each) => each.name === name);
  const before = now === undefined || now.provider === 'file' ? '' : `; but that in ${now.place} comes first`;
  return `${name} is kept in .sagaloom/secrets.age${before}.`;
}

export async function removeSecret(name: string, { workflows }: SecretsOptions): Promise<ExitCode> {
  const opened = open(workflows);
  if (!opened.ok) return fail(opened);
  const isThere = await opened.value.remove(name);
  const { items } = await opened.value.list();
  const now = items.find((each) => each.name === name);
  if (!isThere && now !== undefined)
    return fail(failed(REFUSED, `${name} is kept in ${now.place}, which is yours to change: nothing was removed.`));
  if (!isThere) return fail(wrongInput(`There is no secret ${name}; \`sagaloom secrets list\` lists them.`));
  say(now === undefined ? `${name} is forgotten.` : `${name} is forgotten here; that in ${now.place} is still there.`);
  return SUCCESS;
}

export async function keygen(): Promise<ExitCode> {
  const { keyFileOf, makeKey } = await import('../../server/secrets/age-keys.ts');
  const made = await makeKey(process.env);
  if (made === null)
    return fail(failed(REFUSED, `There is a key already, in ${keyFileOf(process.env)}: it was left as it is.`));
  print(made.recipient);
  say(`The key is in ${made.file}. Keep a copy of it: without it, what is encrypted for it cannot be read.`);
  return SUCCESS;
}

function open(folder: string): Result<WorkspaceSecrets> {
  if (!isFolder(folder)) return wrongInput(`There is no folder ${folder}: name one with --workflows.`);
  return ok(workspaceSecrets({ workspace: workspaceAbove(folder, folder), env: process.env }));
}

/** Never an argument: those are seen by every process, and kept by the shell. */
async function readValue(name: string, fromStdin: boolean): Promise<Result<string>> {
  if (fromStdin || !process.stdin.isTTY) return ok((await wholeText(process.stdin)).replace(/\r?\n$/, ''));
  const value = await promptHidden(`Value of ${name}: `, process.stdin, process.stderr);
  return value === null ? wrongInput('Nothing was kept.') : ok(value);
}

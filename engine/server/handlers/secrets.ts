import type { SecretInfo } from '../../contract/secrets.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { api, type HostContext } from '../context.ts';
import { deployedIn, latestOf } from '../definitions.ts';
import { localOnly } from '../local-only.ts';
import { compileDocument } from '../prepare-run.ts';
import { wrong } from '../refusals.ts';
import { makeKey } from '../secrets/age-keys.ts';
import { missingSecrets } from '../secrets/needed.ts';
import { wrongSecret } from '../secrets/index.ts';

export const list = api.secrets.list.use(localOnly).handler(({ context }) => context.secrets.list());

export const set = api.secrets.set.use(localOnly).handler(async ({ context, input: { name, value }, errors }) => {
  const why = wrongSecret(name, value);
  if (why !== null) throw errors.INVALID({ message: why, data: { details: [] } });
  await keep(context, name, value);
  const { items } = await context.secrets.list();
  const now = items.find((each): each is SecretInfo => each.name === name);
  if (now === undefined)
    throw errors.ENVIRONMENT({ message: `The secret ${name} was kept, and is not there any more.` });
  return now;
});

/** The first secret of somebody who has a window and no command line: a key of her own is made for it. */
async function keep({ secrets, env }: HostContext, name: string, value: string): Promise<void> {
  try {
    await secrets.set(name, value);
  } catch (error) {
    if (!isEnvironmentError(error) || error.code !== 'secrets.noKey') throw error;
    await makeKey(env);
    await secrets.set(name, value);
  }
}

export const remove = api.secrets.remove.use(localOnly).handler(async ({ context, input: { name }, errors }) => {
  if (await context.secrets.remove(name)) return context.secrets.list();
  const { items } = await context.secrets.list();
  const place = items.find((each) => each.name === name)?.place;
  const where = place === undefined ? 'there is none' : `it is kept in ${place}: remove it there`;
  throw errors.NOT_FOUND({ message: `The secret ${name} cannot be removed: ${where}.` });
});

export const check = api.secrets.check.use(localOnly).handler(async ({ context, input, errors }) => {
  const { engine, workflows, secrets } = context;
  if ('document' in input) {
    const compiled = compileDocument(input.document, null);
    if (!compiled.ok) throw wrong(compiled.diagnostics, errors);
    return missingSecrets(compiled.value.definition, secrets);
  }
  const found = await latestOf(input.workflow, deployedIn(engine.reader), workflows);
  if (found === null) throw errors.NOT_FOUND({ message: `There is no workflow ${input.workflow}.` });
  return missingSecrets(found.definition, secrets);
});

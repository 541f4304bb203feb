import { api } from '../context.ts';
import { toJsonObject } from '../json.ts';
import { compileDocument } from '../prepare-run.ts';
import { wrong } from '../refusals.ts';

export const deploy = api.definitions.deploy.handler(async ({ context, input: { document }, errors }) => {
  const compiled = compileDocument(document, context.workforce.infos());
  if (!compiled.ok) throw wrong(compiled.diagnostics, errors);
  const { definition, hash } = compiled.value;
  const deployed = await context.engine.deploy({ definition: toJsonObject(definition), hash, by: context.by });
  const { workflow, version, at } = deployed;
  return { workflow, version, hash: deployed.hash, deployedAt: new Date(at).toISOString() };
});

export const latest = api.definitions.latest.handler(({ context, input: { workflow }, errors }) => {
  const deployed = context.engine.reader.deployed(workflow);
  if (!deployed) throw errors.NOT_FOUND({ message: `No workflow "${workflow}" is deployed.` });
  const { version, hash, at, definition } = deployed;
  return { workflow, version, hash, deployedAt: new Date(at).toISOString(), definition };
});

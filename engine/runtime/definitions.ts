import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Definitions, Journal } from './ports.ts';

/** What is deployed, with the defaults of its config. Hosts with a workspace look there as well. */
export function deployedDefinitions(journal: Pick<Journal, 'latest'>): Definitions {
  return {
    async latest(workflow) {
      const deployed = await journal.latest(workflow);
      if (deployed === null) return null;
      const { definition, hash } = deployed;
      return { definition, hash, config: defaultsOf(definition) };
    },
  };
}

/** Of what a compiled definition declares. */
export function defaultsOf({ config }: JsonObject): JsonObject {
  const values: Record<string, Json> = {};
  for (const [name, declared] of Object.entries(isObject(config) ? config : {}))
    if (isObject(declared) && declared['default'] !== undefined) values[name] = declared['default'];
  return values;
}

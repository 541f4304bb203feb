import { parseArgs } from 'node:util';
import { benches, chosen } from './plan/benches.ts';
import type { Bench } from './plan/bench.ts';

export interface Args {
  readonly benches: readonly Bench[];
  readonly rounds: number;
  readonly seconds: number;
  readonly peers: boolean;
  readonly json: boolean;
  readonly record: boolean;
}

export type Parsed = { readonly ok: true; readonly args: Args } | { readonly ok: false; readonly message: string };

const wrong = (message: string): Parsed => ({ ok: false, message });

export function parse(argv: readonly string[]): Parsed {
  try {
    return checked(read(argv));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error)); // no such option
  }
}

const read = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      large: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
    },
  });

function checked({ values, positionals }: ReturnType<typeof read>): Parsed {
  if (positionals.length > 1) return wrong('Name one bench, or none for all.');
  const [name = null] = positionals;
  const selected = chosen(name, values.large);
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  if (selected.length === 0)
    return wrong(`There is no bench named ${name}; there are ${benches.map((bench) => bench.name).join(', ')}.`);
  if (!Number.isInteger(rounds) || rounds < 1)
    return wrong(`--rounds must be a whole number from 1, not ${values.rounds}.`);
  if (!(seconds > 0 && seconds <= 600))
    return wrong(`--seconds must be more than 0 and at most 600, not ${values.seconds}.`);
  const { json, record } = values;
  return { ok: true, args: { benches: selected, rounds, seconds, peers: !values['no-peers'], json, record } };
}

/** Reads `OTEL_*` variables by the rules they have in common: empty is unset, and what is wrong is said once and left out. */
export interface Variables {
  /** Null: it is not set. */
  text(name: string): string | null;
  oneOf<T extends string>(name: string, choices: readonly T[], otherwise: T): T | null;
  number(name: string, bounds: Bounds, otherwise: number): number | null;
  flag(name: string): boolean;
  /** `a=1,b=2`, values percent-encoded. */
  pairs(name: string): Readonly<Record<string, string>> | null;
  url(name: string): string | null;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

export function variablesOf(
  env: Readonly<Record<string, string | undefined>>,
  problem: (line: string) => void,
): Variables {
  const text = (name: string): string | null => env[name]?.trim() || null;
  const wrong = (name: string, expected: string, then: string): null => {
    problem(`${name} is ${shown(name, env[name] ?? '')}, not ${expected}: ${then}.`);
    return null;
  };
  return {
    text,
    oneOf(name, choices, otherwise) {
      const given = text(name)?.toLowerCase() ?? null;
      if (given === null) return null;
      return choices.find((choice) => choice === given) ?? wrong(name, `one of ${choices.join(', ')}`, used(otherwise));
    },
    number(name, { least, most, whole }, otherwise) {
      const given = text(name);
      if (given === null) return null;
      const value = Number(given);
      const fits = (whole ? Number.isSafeInteger(value) : Number.isFinite(value)) && value >= least && value <= most;
      const expected = `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`;
      return fits ? value : wrong(name, expected, used(String(otherwise)));
    },
    flag(name) {
      const given = text(name)?.toLowerCase() ?? 'false';
      if (given !== 'true' && given !== 'false') wrong(name, 'true or false', 'false is used');
      return given === 'true';
    },
    pairs(name) {
      const given = text(name);
      if (given === null) return null;
      return pairsIn(given) ?? wrong(name, 'a list like name=value,name=value', 'it is left out');
    },
    url(name) {
      const given = text(name);
      if (given === null) return null;
      const url = URL.parse(given);
      return url && /^https?:$/.test(url.protocol)
        ? given
        : wrong(name, 'a URL that begins with http:// or https://', 'nothing is sent there');
    },
  };
}

const used = (value: string): string => `${value} is used`;

/** What a header says lets somebody in. */
const shown = (name: string, value: string): string => (name.endsWith('HEADERS') ? 'set' : JSON.stringify(value));

/** Null: a part of it is no pair. Names and values are trimmed, values percent-decoded. */
function pairsIn(text: string): Readonly<Record<string, string>> | null {
  const pairs: [string, string][] = [];
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 1 || name === '') return null;
    pairs.push([decoded(name), decoded(part.slice(at + 1).trim())]);
  }
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { RE2JS } from 're2js';
import { Refusal } from './failure.ts';
import { limits } from './limits.ts';
import type { Meter } from './meter.ts';

/** What JSONata uses of a regular expression. */
interface Engine {
  lastIndex: number;
  exec(text: string): RegExpExecArray | null;
}

const compiled = new WeakMap<RegExp, RE2JS>();

/** RE2 runs in linear time, which native backtracking does not (DA5). Throws on lookaround and backreferences. */
export function toLinear(pattern: RegExp): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  const linear = RE2JS.compile(RE2JS.translateRegExp(pattern)); // its flags become a prefix
  compiled.set(pattern, linear);
  return linear;
}

/** The class JSONata makes its regular expressions with, for one evaluation at a time. */
export function regexEngine(meter: () => Meter): new (pattern: unknown) => Engine {
  return class implements Engine {
    lastIndex = 0;
    readonly #pattern: RE2JS;

    constructor(pattern: unknown) {
      // `?:` copies its left side through JSON, in which a pattern is lost.
      if (!(pattern instanceof RegExp)) throw new Refusal('type', 'uses a pattern where the language cannot.');
      this.#pattern = toLinear(pattern);
    }

    exec(text: string): RegExpExecArray | null {
      if (typeof text !== 'string') throw new Refusal('type', 'matches a pattern with what is no text.');
      meter().spend(4);
      const matcher = this.#pattern.matcher(
        new CountedText(text, this.#pattern.programSize(), meter()) as unknown as string,
      );
      if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
        this.lastIndex = 0;
        return null;
      }
      this.lastIndex = matcher.end();
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at) ?? undefined);
      return Object.assign(groups, { index: matcher.start(), input: text }) as unknown as RegExpExecArray;
    }
  };
}

/**
 * A text that pays for every character read. One search is linear, but each of many may read to the end of the text; and what
 * reading costs grows with the pattern.
 */
class CountedText extends String {
  readonly #text: string;
  readonly #meter: Meter;
  readonly #price: number;
  #unpaid = 0;

  constructor(text: string, patternSize: number, meter: Meter) {
    super(text);
    if (text.length > limits.stringLength) throw new Refusal('limit', 'matches too long a text.');
    this.#text = text;
    this.#meter = meter;
    this.#price = (1 + patternSize / 32) / 16;
  }

  override charCodeAt(index: number): number {
    if (++this.#unpaid === 64) {
      this.#unpaid = 0;
      this.#meter.spend(64 * this.#price);
    }
    return this.#text.charCodeAt(index);
  }

  override indexOf(searched: string, from = 0): number {
    const found = this.#text.indexOf(searched, from);
    this.#meter.spend(((found === -1 ? this.#text.length : found) - from) / 256);
    return found;
  }
}

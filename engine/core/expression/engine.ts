import type jsonata from 'jsonata';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { boundNames, type Node } from './ast.ts';
import { builtin, type Evaluation, isBuiltin } from './builtins/index.ts';
import { type Implementation, sealed } from './builtins/native.ts';
import { expressionFailure, failureOf, quote, Refusal } from './failure.ts';
import { type Costs, costsOf, guardName, guardTransforms, mayWriteInput, namedVariables } from './instrument.ts';
import { limits } from './limits.ts';
import { isCallable, Meter } from './meter.ts';
import { parse } from './parse.ts';
import { type Random, randomFrom } from './random.ts';
import { regexEngine } from './regex.ts';
import { copyJson, toJson } from './result.ts';

/** DA4: time and chance of an evaluation, derived by the caller from the run and the event being handled. */
export interface Entropy {
  readonly nowMs: number;
  readonly seed: string;
}

/** `undefined` is a value here; a template makes an error of it (DA3). */
export type Answer =
  | { readonly ok: true; readonly value: Json | undefined }
  | {
      readonly ok: false;
      readonly error: Failure;
      /** How far into the source it went, where that is known: for tools. It is no part of what a run records. */
      readonly offset?: number;
    };

const exitHook = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/**
 * One expression, parsed once. JSONata keeps some state in a compiled expression, so each evaluation has one for itself: a second
 * that begins before the first has ended gets another, made for it and kept for the next time.
 */
export class Compiled {
  readonly source: string;
  readonly #idle: Instance[] = [];

  constructor(source: string) {
    this.source = source;
  }

  async evaluate(data: Json, entropy: Entropy, bindings: Readonly<Record<string, Json>> = {}): Promise<Answer> {
    let instance: Instance;
    try {
      instance = this.#idle.pop() ?? new Instance(this.source);
    } catch (thrown) {
      return { ok: false, error: failureOf(thrown, this.source) };
    }
    const answer = await instance.run(data, entropy, bindings);
    // After an error parts of the evaluation may still be under way; they must not meet the next one.
    if (answer.ok) this.#idle.push(instance);
    return answer;
  }
}

const unused: Evaluation = { meter: new Meter(), nowMs: 0, random: () => 0 };

class Instance {
  readonly #source: string;
  readonly #expression: jsonata.Expression;
  readonly #costs: Costs;
  readonly #copies: boolean;
  #current: Evaluation = unused;

  constructor(source: string) {
    const parsed = parse(source, {
      stack: limits.callDepth,
      sequence: limits.sequenceLength,
      RegexEngine: regexEngine(() => this.#current.meter) as unknown as RegExpConstructor,
    });
    if (!parsed.ok) throw new Refusal('syntax', `does not parse: ${parsed.message}`, parsed.code);
    guardTransforms(parsed.ast);
    this.#source = source;
    this.#expression = parsed.expression;
    this.#costs = costsOf(parsed.ast);
    const bound = boundNames(parsed.ast);
    this.#copies = mayWriteInput(parsed.ast, (name) => isBuiltin(name) && !bound.has(name));
    this.#bind(namedVariables(parsed.ast));
  }

  #bind(names: ReadonlySet<string>): void {
    const current = (): Evaluation => this.#current;
    for (const name of names) {
      const native = name === guardName ? sealed(onlyData, undefined) : builtin(name, current);
      if (native) this.#expression.assign(name, native);
    }
    this.#expression.assign(exitHook, this.#afterNode);
  }

  readonly #afterNode = (node: Node, input: unknown, _frame: unknown, result: unknown): void => {
    const { meter } = this.#current;
    meter.spend(this.#costs.dear.has(node) ? 8 : 1);
    if (typeof result === 'string') meter.string(result.length);
    else if (Array.isArray(result)) meter.spend(result.length * itemPrice(node));
    if (this.#costs.whole.has(node)) meter.walk(result);
    if (descends(node, input)) meter.walk(input);
  };

  async run(data: Json, entropy: Entropy, bindings: Readonly<Record<string, Json>>): Promise<Answer> {
    this.#current = { meter: new Meter(), nowMs: entropy.nowMs, random: lazily(entropy.seed) };
    try {
      const result: unknown = await this.#expression.evaluate(this.#copies ? copyJson(data) : data, bindings);
      if (result === undefined) return { ok: true, value: undefined };
      this.#current.meter.walk(result);
      return { ok: true, value: toJson(result) };
    } catch (thrown) {
      return { ok: false, error: failureOf(thrown, this.#source), ...placeOf(thrown) };
    }
  }
}

/** The library notes where it stopped, as the end of a token. */
function placeOf(thrown: unknown): { readonly offset?: number } {
  const position = typeof thrown === 'object' && thrown !== null && 'position' in thrown ? thrown.position : undefined;
  return typeof position === 'number' ? { offset: position } : {};
}

/** Per item of an array. A variable's is there already; a range makes its own; a path gathers one by one; the rest copies. */
function itemPrice({ type }: Node): number {
  if (type === 'variable') return 0;
  if (type === 'binary') return 1 / 8;
  return type === 'path' ? 1 / 16 : 1 / 64;
}

function descends(node: Node, input: unknown): boolean {
  if (node.type === 'name') return Array.isArray(input);
  return node.type === 'wildcard' || node.type === 'descendant';
}

/** Hashing the seed costs more than most evaluations, few of which need chance. */
function lazily(seed: string): Random {
  let random: Random | null = null;
  return () => (random ??= randomFrom(seed))();
}

const onlyData: Implementation = (matches) => {
  if (isCallable(matches) || (Array.isArray(matches) && matches.some(isCallable))) {
    throw new Refusal('function', 'changes a function, which only data can be.');
  }
  return matches;
};

export const undefinedResult = (source: string): Failure =>
  expressionFailure('undefined', `${quote(source)} is undefined.`);

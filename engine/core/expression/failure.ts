import type { Failure } from '../failure.ts';

/** What can go wrong in an expression; each is a failure of type `expression.…`. */
export type ExpressionFailure =
  | 'syntax'
  | 'undefined'
  | 'function'
  | 'number'
  | 'type'
  | 'value'
  | 'raised'
  | 'limit'
  | 'condition';

export const expressionFailure = (kind: ExpressionFailure, message: string): Failure => ({
  type: `expression.${kind}`,
  message,
});

/** Thrown inside an evaluation by our own guards, and turned into a failure where it ends. JSONata passes it through. */
export class Refusal extends Error {
  readonly kind: ExpressionFailure;
  readonly code: string | null;
  constructor(kind: ExpressionFailure, message: string, code: string | null = null) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

/** The source as a message may quote it. */
export function quote(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return `{% ${line.length > 60 ? `${line.slice(0, 59)}…` : line} %}`;
}

/** JSONata throws plain objects with a code; anything else comes from the host's own operators inside its built-ins. */
interface Thrown {
  readonly code?: unknown;
  readonly message?: unknown;
}

const limitCodes = new Set(['D1011', 'D1012', 'D2014', 'D2015']);
const numberCodes = new Set(['D1001', 'D3001', 'D3061']);
const raisedCodes = new Set(['D3137', 'D3141']);

/** Messages hold nothing that depends on the host: a replay elsewhere says the same. */
export function failureOf(thrown: unknown, source: string): Failure {
  if (thrown instanceof Refusal) return refused(thrown, source);
  const { code, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown;
  if (typeof code === 'string' && typeof message === 'string') {
    const failure = expressionFailure(kindOf(code), `${quote(source)}: ${short(message)}`);
    return { ...failure, details: { code } };
  }
  if (thrown instanceof RangeError) return expressionFailure('limit', `${quote(source)} needs more than there is.`);
  return expressionFailure('type', `${quote(source)} meets a value that one of its functions cannot take.`);
}

function refused({ kind, message, code }: Refusal, source: string): Failure {
  const failure = expressionFailure(kind, `${quote(source)} ${message}`);
  return code === null ? failure : { ...failure, details: { code } };
}

function kindOf(code: string): ExpressionFailure {
  if (limitCodes.has(code)) return 'limit';
  if (numberCodes.has(code)) return 'number';
  if (raisedCodes.has(code)) return 'raised';
  if (code.startsWith('S')) return 'syntax';
  return code.startsWith('T') ? 'type' : 'value';
}

/** Messages quote values, which may be as long as a document. */
export const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

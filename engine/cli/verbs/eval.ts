import { evaluateExpression, expressionSource } from '../../core/expression/index.ts';
import type { Failure } from '../../core/failure.ts';
import { type ExitCode, SUCCESS, WRONG_INPUT, wrongInput } from '../codes.ts';
import { readJsonArgument } from '../inputs.ts';
import { fail, print, printJson } from '../terminal.ts';

interface EvalOptions {
  readonly data: string;
  readonly json?: true;
}

/** With or without `{% … %}` around it; outside a run there is a real clock and real chance. */
export async function evalExpression(expression: string, { data, json }: EvalOptions): Promise<ExitCode> {
  const parsed = await readJsonArgument('--data', data);
  if (!parsed.ok) return fail(parsed);
  const source = expressionSource(expression) ?? expression;
  const answer = await evaluateExpression(source, parsed.value, { nowMs: Date.now(), seed: crypto.randomUUID() });
  if (!answer.ok) return tellError(answer.error, json);
  if (json) printJson({ result: answer.value });
  else print(answer.value === undefined ? 'undefined' : JSON.stringify(answer.value, null, 2));
  return SUCCESS;
}

function tellError({ type, message, details }: Failure, json: true | undefined): ExitCode {
  if (!json) return fail(wrongInput(message));
  printJson({ error: { code: codeIn(details) ?? type, message } });
  return WRONG_INPUT;
}

/** JSONata's own code, where it is one of its errors. */
function codeIn(details: Failure['details']): string | null {
  const code = typeof details === 'object' && details !== null && 'code' in details ? details.code : null;
  return typeof code === 'string' ? code : null;
}

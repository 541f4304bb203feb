import type { Diagnostic } from '../../core/diagnostic.ts';

/** What the command line prints of one, in this order; what screens need beside it stays with them. */
export function printable({ code, severity, pointer, line, column, step, message }: Diagnostic): Diagnostic {
  return { code, severity, pointer, line, column, step, message };
}

/** `order.saga.json:12:7: error STEP_NOT_FOUND (step pay, /steps/pay/next): There is no step …` */
export function diagnosticLine(
  file: string,
  { code, severity, pointer, line, column, step, message }: Diagnostic,
): string {
  const position = line === null ? '' : `:${line}${column === null ? '' : `:${column}`}`;
  const where = [step === null ? null : `step ${step}`, pointer === '' ? null : pointer].filter(
    (each) => each !== null,
  );
  return `${file}${position}: ${severity} ${code}${where.length > 0 ? ` (${where.join(', ')})` : ''}: ${message}`;
}

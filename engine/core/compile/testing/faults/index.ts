import type { DiagnosticCode } from '../../codes.ts';
import { dataFaults } from './data.ts';
import type { Fault } from './fault.ts';
import { flowFaults } from './flow.ts';
import { sagasFaults } from './sagas.ts';
import { shapeFaults } from './shape.ts';
import { triggerFaults } from './triggers.ts';

/** At least one for every code there is: the compiler of this file counts. */
export const faults: Readonly<Record<DiagnosticCode, readonly Fault[]>> = {
  ...shapeFaults,
  ...flowFaults,
  ...triggerFaults,
  ...dataFaults,
  ...sagasFaults,
};

/** LI1. Signals come in, wait in the order they came, and each is taken once by the oldest `receive` that it fits. */
import type { SignalCommand } from '../command.ts';
import type { BufferedSignal } from '../event.ts';
import { sameJson } from '../json.ts';
import type { Evaluated } from '../expression/index.ts';
import type { Decision } from './decision.ts';
import { completeStep } from './endings.ts';
import type { Eventually } from './eventually.ts';
import { ROOT } from './frames.ts';
import type { SignalNode } from './program.ts';
import { invalid, misfit, type Refusal, undeclared } from './refusal.ts';
import type { ActiveReceive } from './state.ts';

/** Of one name. */
const MAX_BUFFERED = 1_000;

export async function receiveSignal(decision: Decision, command: SignalCommand): Promise<Refusal | null> {
  const { name, payload, id = null } = command;
  if (id !== null && Object.hasOwn(decision.state.seen, `signal:${id}`)) return null; // it has come already
  const { signals } = decision.program;
  const declared = signals.get(name);
  if (!declared && signals.size > 0) return undeclared('signal', name, signals); // no step can take it
  const bad = declared?.payload ? misfit(declared.payload, payload, `The payload does not fit signal ${name}`) : null;
  if (bad) return bad;
  const waiting = decision.state.signals.filter((signal) => signal.name === name).length;
  if (waiting >= MAX_BUFFERED)
    return { code: 'full', reason: `${waiting} signals ${name} wait already, and no step takes them: see why.` };
  const key = await keyOf(decision, command, declared);
  if (!key.ok) return invalid(`The key of signal ${name} cannot be told: ${key.error.message}`, key.error);
  decision.emit({ type: 'SignalReceived', name, payload, key: key.value, id });
  return null;
}

/** The sender's, else as declared. */
function keyOf(
  decision: Decision,
  { name, payload, key, id }: SignalCommand,
  declared: SignalNode | undefined,
): Evaluated | Promise<Evaluated> {
  if (key !== undefined || !declared?.key) return { ok: true, value: key ?? null };
  return decision.evaluate(declared.key, ROOT, { signal: { name, payload, id: id ?? null } });
}

/** If there is one for it. */
export function takeSignal(decision: Decision, step: ActiveReceive): Eventually<void> {
  const signal = decision.state.signals.find((one) => fits(one, step));
  return signal ? completeStep(decision, step, signal.payload, { signal }) : undefined;
}

function fits(signal: BufferedSignal, step: ActiveReceive): boolean {
  return signal.name === step.signal && (step.key === undefined || sameJson(signal.key, step.key));
}

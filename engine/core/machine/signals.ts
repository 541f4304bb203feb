/** LI1. Signals come in, wait in the order they came, and each is taken once by the oldest `receive` that it fits. */
import type { SignalCommand } from '../command.ts';
import type { BufferedSignal, Recorded, SignalReceived } from '../event.ts';
import { sameJson } from '../json.ts';
import type { Evaluated } from '../expression/index.ts';
import type { Decision } from './decision.ts';
import { completeStep } from './endings.ts';
import type { Eventually } from './eventually.ts';
import { ROOT } from './frames.ts';
import type { Program, SignalNode } from './program.ts';
import { invalid, misfit, type Refusal, undeclared } from './refusal.ts';
import type { ActiveReceive } from './state.ts';

/** Of one name. */
const MAX_BUFFERED = 1_000;

export async function receiveSignal(decision: Decision, command: SignalCommand): Promise<Refusal | null> {
  const { name, payload, id = null } = command;
  if (hasCome(decision, id)) return null;
  const bad = unfit(decision.program, command);
  if (bad) return bad;
  const waiting = decision.state.signals.filter((signal) => signal.name === name).length;
  if (waiting >= MAX_BUFFERED)
    return { code: 'full', reason: `${waiting} signals ${name} wait already, and no step takes them: see why.` };
  const key = await keyOf(decision, command, decision.program.signals.get(name));
  if (!key.ok) return invalid(`The key of signal ${name} cannot be told: ${key.error.message}`, key.error);
  decision.emit({ type: 'SignalReceived', name, payload, key: key.value, id });
  return null;
}

/** LI4. It was accepted once, and is again, unless this version has no use for it. */
export function receiveAgain(decision: Decision, signal: Recorded<SignalReceived>): void {
  const { seq: again, name, payload, key, id } = signal;
  if (hasCome(decision, id) || unfit(decision.program, signal)) return;
  decision.emit({ type: 'SignalReceived', name, payload, key, id, again });
}

function hasCome({ state }: Decision, id: string | null): boolean {
  return id !== null && Object.hasOwn(state.seen, `signal:${id}`);
}

function unfit({ signals }: Program, { name, payload }: Pick<SignalReceived, 'name' | 'payload'>): Refusal | null {
  const declared = signals.get(name);
  if (!declared && signals.size > 0) return undeclared('signal', name, signals); // no step can take it
  return declared?.payload ? misfit(declared.payload, payload, `The payload does not fit signal ${name}`) : null;
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

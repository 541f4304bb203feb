import type { AttemptResult } from '../../core/command.ts';
import type { ChildWanted, EmitWanted } from '../../core/effect.ts';
import { thrownResult } from '../answers.ts';
import type { Clock } from '../ports.ts';
import { answerFork, answerMocked } from '../scripted/errands.ts';
import type { Mocks } from '../scripted/mocks.ts';
import { attemptEnded } from './office.ts';
import type { Attended, Sender } from './outbox.ts';

type Scriptable = EmitWanted | ChildWanted;

interface ScriptsOptions {
  readonly clock: Clock;
  /** Of runs that are no forks. */
  readonly mocks: Mocks;
  /** It has answered: it is to be attended to again. */
  readonly poke: (runId: string, errand: string) => void;
}

interface Script {
  readonly controller: AbortController;
  /** Null: not yet. */
  result: AttemptResult | null;
}

/** Messages and children that are answered by script (LI4): nothing is sent, nothing started. One that takes its time is waited for. */
export class Scripts {
  private readonly options: ScriptsOptions;
  private readonly held = new Map<string, Script>();

  constructor(options: ScriptsOptions) {
    this.options = options;
  }

  /** Null: it is to be done. */
  attend(errand: Scriptable, sender: Sender): Attended | null {
    const script = this.held.get(keyOf(errand, sender)) ?? this.begin(errand, sender);
    if (script === null) return null;
    if (errand.cancel) script.controller.abort();
    return script.result === null ? 'wait' : attemptEnded(errand, script.result);
  }

  forget(errand: Scriptable, sender: Sender): void {
    const key = keyOf(errand, sender);
    this.held.get(key)?.controller.abort();
    this.held.delete(key);
  }

  stop(): void {
    for (const { controller } of this.held.values()) controller.abort();
    this.held.clear();
  }

  private begin(errand: Scriptable, sender: Sender): Script | null {
    const script: Script = { controller: new AbortController(), result: null };
    const answer = this.answerOf(errand, sender, script.controller.signal);
    if (answer === null) return null;
    this.held.set(keyOf(errand, sender), script);
    void answer.catch(thrownResult).then((result) => {
      script.result = result;
      this.options.poke(sender.runId, errand.id);
    });
    return script;
  }

  private answerOf(errand: Scriptable, { run }: Sender, signal: AbortSignal): Promise<AttemptResult> | null {
    const { clock, mocks } = this.options;
    if (run.mocks !== null) return answerFork(errand, run.mocks, clock, signal);
    if (errand.kind === 'child' && errand.isStarted) return null; // it was begun without a mock
    return answerMocked(errand, mocks, clock, signal);
  }
}

const keyOf = ({ id }: Scriptable, { runId }: Sender): string => `${runId} ${id}`;

import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Eventually } from '../../core/index.ts';
import { soundResult, thrownResult } from '../answers.ts';
import { withInput } from '../attemptWork.ts';
import type { Attempts, Fate } from '../hand.ts';
import type { Activities, Blobs, Clock, Secrets, Work } from '../ports.ts';
import { hasBlob, isLarge, offloaded, resolved } from './blobs.ts';
import { withDetails, withHeartbeat } from './heartbeat.ts';
import { AttemptProgress } from './progress.ts';
import { filled, placeName, secretPlaces, type SecretPlaces } from './secrets.ts';
import { type Place, type QueueDepth, TaskQueues } from './taskQueues.ts';

export interface PerformerOptions {
  readonly activities: Activities;
  /** Answers the attempts of forks. */
  readonly scripted: Activities;
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly definition: (hash: string) => Promise<JsonObject | null>;
  /** Attempts of one task queue at a time. */
  readonly perQueue: number;
  /** AT1. A worker takes it: see `Progress.pickedUp`. */
  readonly pickedUp: (work: Work) => Promise<boolean>;
}

/**
 * What stands between an attempt and its activity: a place in the task queue, heartbeats (AT1), blobs (DA8), secrets (DA7). An
 * attempt that needs none of them pays for a few comparisons.
 */
export class Performer implements Attempts {
  private readonly options: PerformerOptions;
  private readonly taskQueues: TaskQueues;
  private readonly places = new Map<string, SecretPlaces>();

  constructor(options: PerformerOptions) {
    this.options = options;
    this.taskQueues = new TaskQueues(options.perQueue);
  }

  queues(): readonly QueueDepth[] {
    return this.taskQueues.depths();
  }

  perform(work: Work, signal: AbortSignal, fate: Fate): Promise<AttemptResult> {
    const { taskQueue, run } = work;
    if (run.mocks) return this.options.scripted.perform(work, signal);
    const place = this.taskQueues.enter(taskQueue, signal);
    return place ? this.inPlace(place, work, fate) : this.inTurn(work, signal, fate);
  }

  private async inTurn(work: Work, signal: AbortSignal, fate: Fate): Promise<AttemptResult> {
    const place = await this.taskQueues.wait(work.taskQueue, signal);
    return place ? this.inPlace(place, work, fate) : notBegun(work);
  }

  /** It has its place in the task queue, which it gives up when it has answered. */
  private inPlace(place: Place, work: Work, fate: Fate): Promise<AttemptResult> {
    const progress = new AttemptProgress(work, this.options, fate);
    return this.begun(work, place.signal, progress).then(
      (result) => {
        this.taskQueues.leave(place);
        return this.recordable(result, progress);
      },
      (error: unknown) => {
        this.taskQueues.leave(place);
        if (!progress.knowsSecrets) throw error;
        return scrubbed(thrownResult(error), progress);
      },
    );
  }

  /** Most need nothing of what an attempt may need: for them there is no promise but the activity's. */
  private begun(work: Work, signal: AbortSignal, progress: AttemptProgress): Promise<AttemptResult> {
    if (!this.isPlain(work)) return this.attempt(work, signal, progress);
    try {
      return Promise.resolve(this.options.activities.perform(work, signal, progress)); // other people's code: it need not be async
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private isPlain({ run, heartbeatMs, reportPickUp, stepId, undo, with: input }: Work): boolean {
    const places = this.places.get(run.hash);
    if (places === undefined || heartbeatMs !== null || reportPickUp) return false;
    return (places === null || !places.has(placeName(stepId, undo))) && !hasBlob(input);
  }

  /** DA7, DA8: without the secrets it knows, and with what is large kept apart. */
  private recordable(answer: AttemptResult, progress: AttemptProgress): Eventually<AttemptResult> {
    const detailed = withDetails(answer, progress);
    const result = progress.knowsSecrets ? scrubbed(soundResult(detailed), progress) : detailed;
    return isCompleted(result) && isLarge(result.output) ? this.small(result) : result;
  }

  /** A worker of somebody else's will take it, and say so. */
  private isOffered(work: Work): boolean {
    return this.options.activities.queues?.(work) === true;
  }

  private async attempt(work: Work, signal: AbortSignal, progress: AttemptProgress): Promise<AttemptResult> {
    const whole = hasBlob(work.with) ? await this.withBlobs(work) : work;
    if (whole.kind === 'failed') return whole;
    const known = this.places.get(work.run.hash);
    const all = known === undefined ? await this.learn(work.run.hash) : known;
    const places = all?.get(placeName(work.stepId, work.undo)) ?? [];
    const input = await filled(whole.with, places, this.options.secrets);
    if (!input.ok) return noSecret(work, input.missing, input.why);
    if (signal.aborted) return notBegun(work); // given up meanwhile, or the engine is closing
    for (const [name, value] of input.secrets) progress.learn(name, value);
    progress.heartbeat(); // silence counts from here
    return this.watched(places.length === 0 ? whole : withInput(whole, input.value), signal, progress);
  }

  /** A worker that takes it, or that it is silent, is recorded. */
  private async watched(work: Work, signal: AbortSignal, progress: AttemptProgress): Promise<AttemptResult> {
    const { activities, clock } = this.options;
    const isOffered = this.isOffered(work);
    if (work.reportPickUp && !isOffered && !(await progress.pickedUp())) return notBegun(work);
    const perform = (stop: AbortSignal): Promise<AttemptResult> => activities.perform(work, stop, progress);
    return withHeartbeat(work, progress, { signal, clock, isOffered }, perform);
  }

  private async withBlobs(work: Work): Promise<Work | Failed> {
    const input = await resolved(work.with, this.options.blobs);
    if (input.ok) return withInput(work, input.value);
    return refused('activity.blob', `${work.stepId} needs a large value that is not there any more: ${input.missing}.`);
  }

  /** DA8. Durable before an event names it. */
  private async small(result: Completed): Promise<AttemptResult> {
    return { ...result, output: await offloaded(result.output, this.options.blobs) };
  }

  private async learn(hash: string): Promise<SecretPlaces> {
    const definition = await this.options.definition(hash);
    const places = definition && secretPlaces(definition);
    this.places.set(hash, places);
    return places;
  }
}

type Failed = Extract<AttemptResult, { readonly kind: 'failed' }>;
type Completed = Extract<AttemptResult, { readonly kind: 'completed' }>;

/** An activity is other people's code: it may have answered with nothing at all. */
function isCompleted(result: AttemptResult | undefined): result is Completed {
  return result?.kind === 'completed';
}

function scrubbed(result: AttemptResult, progress: AttemptProgress): AttemptResult {
  if (result.kind === 'completed') return { ...result, output: progress.scrub(result.output) };
  const { heartbeat } = result;
  const error = progress.scrub(JSON.parse(JSON.stringify(result.error)) as JsonObject) as unknown as Failure; // a failure is JSON
  return { ...result, error, ...(heartbeat === undefined ? {} : { heartbeat: progress.scrub(heartbeat) }) };
}

/** What cannot be known now may be known later; what is not set will not be set by waiting. */
function noSecret({ stepId }: Work, name: string, why: string | null): Failed {
  if (why === null) return refused('activity.secret', `${stepId} needs the secret ${name}, which is not set.`);
  const message = `${stepId} needs the secret ${name}, which cannot be had: ${why}`;
  return { kind: 'failed', error: { type: 'activity.secret', message }, effect: 'none' };
}

/** It was never tried, and trying again would be no better. */
function refused(type: string, message: string): Failed {
  return { kind: 'failed', error: { type, message, retryable: false }, effect: 'none' };
}

function notBegun({ stepId }: Work): AttemptResult {
  return { kind: 'failed', error: { type: 'cancelled', message: `${stepId} was not begun.` }, effect: 'none' };
}

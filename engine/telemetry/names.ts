/**
 * Names of attributes, ours and OpenTelemetry's. docs/telemetry.md has one table of them, and a test compares the two.
 * Spans hold no payload (`with`, output, variables): a trace leaves the machine, and secrets and customers' data must not.
 */
export const attr = {
  runId: 'sagaloom.run.id',
  runKey: 'sagaloom.run.key',
  workflow: 'sagaloom.workflow',
  hash: 'sagaloom.hash',
  semantics: 'sagaloom.semantics',
  /** What kind of span it is: see `SpanRole`. */
  role: 'sagaloom.span',
  stepPath: 'sagaloom.step.path',
  stepVisit: 'sagaloom.step.visit',
  stepId: 'sagaloom.step.id',
  stepType: 'sagaloom.step.type',
  frame: 'sagaloom.frame',
  activity: 'sagaloom.activity',
  attempt: 'sagaloom.attempt',
  attempts: 'sagaloom.attempts',
  undo: 'sagaloom.undo',
  outcome: 'sagaloom.outcome',
  status: 'sagaloom.status',
  key: 'sagaloom.key',
  branch: 'sagaloom.branch',
  pivot: 'sagaloom.pivot',
  signal: 'sagaloom.signal',
  event: 'sagaloom.event',
  targetRunId: 'sagaloom.target.run.id',
  childWorkflow: 'sagaloom.child.workflow',
  childRunId: 'sagaloom.child.run.id',
  parentRunId: 'sagaloom.parent.run.id',
  parentStep: 'sagaloom.parent.step',
  fromRunId: 'sagaloom.from.run.id',
  fromKind: 'sagaloom.from.kind',
  nextRunId: 'sagaloom.next.run.id',
  items: 'sagaloom.items',
  update: 'sagaloom.update',
  waitReason: 'sagaloom.wait.reason',
  waitUntil: 'sagaloom.wait.until',
  cause: 'sagaloom.cause',
  undone: 'sagaloom.undone',
  left: 'sagaloom.left',
  by: 'sagaloom.by',
  why: 'sagaloom.why',
  seq: 'sagaloom.event.seq',
  traceparent: 'sagaloom.traceparent',
  errorType: 'error.type',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  httpMethod: 'http.request.method',
  httpStatus: 'http.response.status_code',
  httpResend: 'http.request.resend_count',
  url: 'url.full',
  serverAddress: 'server.address',
  serverPort: 'server.port',
} as const;

/**
 * `started`: the short span of a run or a composite, parent of all that happens in it.
 * `wait`: between attempts, for a person, or for a slot of a concurrency key; a `wait` or `receive` step is a step.
 */
export type SpanRole = 'started' | 'run' | 'step' | 'attempt' | 'wait' | 'undo' | 'compensation';

/** How something ended; of a run, its status. */
export type SpanOutcome =
  | 'completed'
  | 'failed'
  | 'caught'
  | 'cancelled'
  | 'skipped'
  /** Still open when its run or its compensation ended. */
  | 'abandoned';

import type {
  TelemetryField,
  TelemetryFlow,
  TelemetryInfo,
  TelemetrySettings,
  TelemetryStatus,
} from '../../contract/telemetry.ts';
import type { KeptSettings, Target } from '../../telemetry/out/settings.ts';
import { api, type HostContext } from '../context.ts';
import { localOnly } from '../local-only.ts';
import type { SignalStatus } from '../telemetry/thread.ts';

export const get = api.telemetry.get.handler(({ context }) => infoOf(context));

export const set = api.telemetry.set.use(localOnly).handler(async ({ context, input, errors }) => {
  const { telemetry } = context;
  const { locked } = telemetry.settled();
  const field = fieldsIn(input).find((each) => locked[each] !== undefined);
  if (field !== undefined) {
    const message = `The environment variable ${locked[field]} says so: unset it, and start the engine again.`;
    throw errors.REFUSED({ message, data: { code: 'locked' } });
  }
  await telemetry.set(changed(telemetry.kept(), input));
  return infoOf(context);
});

export const status = api.telemetry.status.handler(async ({ context }): Promise<TelemetryStatus> => {
  const { traces, metrics, logs } = await context.telemetry.status();
  return { traces: flowOf(traces), metrics: flowOf(metrics), logs: flowOf(logs) };
});

export const test = api.telemetry.test.use(localOnly).handler(async ({ context }) => ({
  problem: await context.telemetry.test(),
}));

function fieldsIn({ signals, ...fields }: TelemetrySettings): readonly TelemetryField[] {
  return [...Object.keys(fields), ...Object.keys(signals ?? {})] as TelemetryField[]; // as the schema names them
}

/** What was told to one endpoint is not told to another. */
function changed(kept: KeptSettings, { headers, ...settings }: TelemetrySettings): KeptSettings {
  const next = { ...kept, ...withoutUnset(settings) };
  const isElsewhere = originOf(next.endpoint) !== originOf(kept.endpoint);
  const known = isElsewhere ? {} : kept.headers;
  if (headers === undefined) return { ...next, headers: known };
  const given = Object.entries(headers).flatMap(([name, value]) => {
    const text = value ?? known[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  return { ...next, headers: Object.fromEntries(given) };
}

function withoutUnset<T extends object>(from: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

const originOf = (endpoint: string | null): string | null => URL.parse(endpoint ?? '')?.origin ?? null;

function infoOf({ telemetry }: HostContext): TelemetryInfo {
  const { shown, locked, problems, out } = telemetry.settled();
  const { traces, metrics, logs } = out.targets;
  return {
    ...shown,
    endpoint: shown.endpoint === null ? null : withoutPassword(shown.endpoint),
    headers: Object.keys(shown.headers),
    locked,
    problems,
    targets: { traces: nameOf(traces), metrics: nameOf(metrics), logs: nameOf(logs) },
  };
}

function nameOf(target: Target | null): string | null {
  if (target === null) return null;
  return target.kind === 'console' ? 'console' : withoutPassword(target.url);
}

function withoutPassword(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.password === '') return text;
  url.password = '***';
  return url.href;
}

function flowOf(status: SignalStatus | undefined): TelemetryFlow | null {
  if (status === undefined) return null;
  const { refused, overflow, lastSentAt, problem, ...flow } = status;
  return {
    ...flow,
    dropped: { refused, overflow },
    lastSentAt: lastSentAt === null ? null : iso(lastSentAt),
    problem: problem && { at: iso(problem.at), message: problem.message },
  };
}

const iso = (at: number): string => new Date(at).toISOString();

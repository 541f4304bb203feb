import type {
  TelemetryFlow,
  TelemetryInfo,
  TelemetrySettings,
  TelemetrySignal,
  TelemetryStatus,
} from '@sagaloom/engine/contract';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { useSaidByEngine } from '../locales/said/engine.ts';
import { Checkbox, FieldMessage } from '../ui/index.ts';
import css from './Telemetry.module.css';

interface Props {
  readonly info: TelemetryInfo;
  readonly status: TelemetryStatus | null;
  readonly onSet: (settings: TelemetrySettings) => Promise<boolean>;
}

const signals = ['traces', 'metrics', 'logs'] as const satisfies readonly TelemetrySignal[];

const labels = {
  traces: 'telemetry.traces',
  metrics: 'telemetry.metrics',
  logs: 'telemetry.logs',
} as const satisfies Record<TelemetrySignal, string>;

/** What is sent, and how each fares since the engine was started. */
export function Signals({ info, status, onSet }: Props) {
  const t = useT();
  const said = useSaidByEngine();
  const problems = signals.flatMap((signal) => {
    const message = status?.[signal]?.problem?.message;
    return message === undefined ? [] : [{ signal, message }];
  });
  return (
    <section className={css.group} aria-label={t('telemetry.signals')}>
      <table className={css.signals}>
        <thead>
          <tr>
            <th scope="col">{t('telemetry.signals')}</th>
            <th scope="col">{t('telemetry.sent')}</th>
            <th scope="col">{t('telemetry.dropped')}</th>
            <th scope="col">{t('telemetry.behind')}</th>
          </tr>
        </thead>
        <tbody>
          {signals.map((signal) => (
            <tr key={signal}>
              <th scope="row">
                <Checkbox
                  isSelected={info.signals[signal]}
                  isDisabled={info.locked[signal] !== undefined}
                  onChange={(isSent) => void onSet({ signals: { ...info.signals, [signal]: isSent } })}
                >
                  {t(labels[signal])}
                </Checkbox>
              </th>
              <Flow flow={status?.[signal] ?? null} />
            </tr>
          ))}
        </tbody>
      </table>
      {problems.map(({ signal, message }) => (
        <FieldMessage
          key={signal}
          severity="warning"
          message={t('telemetry.problem', { signal: t(labels[signal]), problem: said(message) })}
        />
      ))}
    </section>
  );
}

function Flow({ flow }: { readonly flow: TelemetryFlow | null }) {
  const t = useT();
  const { count } = useFormats();
  if (flow === null)
    return (
      <td colSpan={3} className={css.quiet}>
        {t('telemetry.notSent')}
      </td>
    );
  const { refused, overflow } = flow.dropped;
  const why = t('telemetry.droppedWhy', { refused: count(refused), overflow: count(overflow) });
  return (
    <>
      <td>
        {count(flow.sent)}
        {flow.sampledOut > 0 && <small>{t('telemetry.sampledOut', { count: count(flow.sampledOut) })}</small>}
      </td>
      <td title={why} data-bad={refused + overflow > 0 || undefined}>
        {count(refused + overflow)}
        {refused + overflow > 0 && <small>{why}</small>}
        {flow.deleted > 0 && <small>{t('telemetry.deleted', { count: count(flow.deleted) })}</small>}
      </td>
      <td>
        <Behind flow={flow} />
      </td>
    </>
  );
}

function Behind({ flow: { behind, behindMs } }: { readonly flow: TelemetryFlow }) {
  const t = useT();
  const { count, duration } = useFormats();
  if (behind === null) return <span className={css.quiet}>{t('telemetry.nothingWaits')}</span>;
  if (behindMs === null || behind === 0) return count(behind);
  return (
    <>
      {count(behind)}
      <small>{t('telemetry.since', { time: duration(behindMs) })}</small>
    </>
  );
}

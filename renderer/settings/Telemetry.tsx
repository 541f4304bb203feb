import type { TelemetryInfo } from '@sagaloom/engine/contract';
import { CircleCheck, Send } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { useSaidByEngine } from '../locales/said/engine.ts';
import { Button, FieldMessage, Switch } from '../ui/index.ts';
import { Endpoint } from './TelemetryEndpoint.tsx';
import { Headers } from './TelemetryHeaders.tsx';
import { Sampling } from './TelemetrySampling.tsx';
import { Signals } from './TelemetrySignals.tsx';
import { lockedBy } from './telemetry-locked.ts';
import { type TelemetryState, useTelemetry } from './use-telemetry.ts';
import css from './Telemetry.module.css';

/** What leaves the engine as OpenTelemetry: to where, and how it fares. What a variable of the environment says is shown, and locked. */
export function Telemetry() {
  const t = useT();
  const state = useTelemetry();
  const { info, problem, set } = state;
  return (
    <div className={css.telemetry}>
      <p className={css.note}>{t('telemetry.text')}</p>
      {info && (
        <>
          <div className={css.on}>
            <Switch
              label={t('telemetry.on')}
              isSelected={info.on}
              isDisabled={info.locked.on !== undefined}
              onChange={(on) => void set({ on })}
            />
            {info.locked.on !== undefined && <p className={css.hint}>{lockedBy(info.locked.on, t)}</p>}
          </div>
          <Endpoint info={info} onSet={set} />
          <Headers info={info} onSet={set} />
          <Signals info={info} status={state.status} onSet={set} />
          <Sampling info={info} onSet={set} />
          <Problems info={info} problem={problem} />
          <Test state={state} info={info} />
        </>
      )}
      {!info && problem !== null && <FieldMessage message={problem} />}
    </div>
  );
}

function Problems({ info, problem }: { readonly info: TelemetryInfo; readonly problem: string | null }) {
  const said = useSaidByEngine();
  return (
    <>
      {problem !== null && <FieldMessage message={problem} />}
      {info.problems.map((line) => (
        <FieldMessage key={line} severity="warning" message={said(line)} />
      ))}
    </>
  );
}

function Test({ state: { test, tested }, info }: { readonly state: TelemetryState; readonly info: TelemetryInfo }) {
  const said = useSaidByEngine();
  const t = useT();
  return (
    <div className={css.test}>
      <Button
        icon={Send}
        isDisabled={info.targets.traces === null || tested.kind === 'underWay'}
        onPress={() => void test()}
      >
        {t('telemetry.test')}
      </Button>
      <span role="status" className={css.tested}>
        {tested.kind === 'underWay' && t('telemetry.testing')}
        {tested.kind === 'done' && tested.problem === null && (
          <span className={css.taken}>
            <CircleCheck size={14} strokeWidth={2} aria-hidden />
            {t('telemetry.tested')}
          </span>
        )}
        {tested.kind === 'done' && tested.problem !== null && <FieldMessage message={said(tested.problem)} />}
      </span>
    </div>
  );
}

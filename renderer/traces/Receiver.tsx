import type { ReceiverInfo } from '@sagaloom/engine/contract';
import { Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { useSaidByEngine } from '../locales/said/engine.ts';
import { Button, IconButton, Switch, TextField } from '../ui/index.ts';
import { copyText } from './copy.ts';
import { useKept } from './kept.ts';
import { loadReceiver, setReceiver, useReceiver } from './receiver.ts';
import css from './Receiver.module.css';

const everyMs = 2_000;

/** The receiver: whether it listens, where, and how much has come. */
export function Receiver() {
  const t = useT();
  const { info, isChanging } = useReceiver();
  useReceiverInStep(info?.on ?? false);
  if (!info) return null;
  return (
    <section className={css.receiver} aria-label={t('traces.receiver.title')}>
      <Switch
        label={t('traces.receiver.title')}
        hint={info.on ? undefined : t('traces.receiver.hint')}
        isSelected={info.on}
        isDisabled={isChanging}
        onChange={(on) => void setReceiver(on)}
      />
      {info.on && info.url !== null && <Listening info={info} url={info.url} />}
      {info.problem !== null && <Problem info={info} problem={info.problem} />}
    </section>
  );
}

/** Its figures change with what comes, and also where all of it is refused, which changes no trace. */
function useReceiverInStep(on: boolean): void {
  const changes = useKept((state) => state.changes);
  useEffect(() => void loadReceiver(), [changes]);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void loadReceiver();
    }, everyMs);
    return () => clearInterval(timer);
  }, [on]);
}

function Listening({ info, url }: { readonly info: ReceiverInfo; readonly url: string }) {
  const t = useT();
  const { count } = useFormats();
  return (
    <>
      <div className={css.url}>
        <code title={url}>{url}</code>
        <IconButton label={t('traces.copy', { what: url })} icon={Copy} size="sm" onPress={() => copyText(url)} />
      </div>
      <p className={css.counts}>
        <span>{t('traces.receiver.received', { spans: count(info.received) })}</span>
        {info.refused > 0 && (
          <span className={css.refused}>{t('traces.receiver.refused', { spans: count(info.refused) })}</span>
        )}
      </p>
    </>
  );
}

/** Most often the port is somebody else's: then it says so, and another one can be had. */
function Problem({ info, problem }: { readonly info: ReceiverInfo; readonly problem: string }) {
  const t = useT();
  const said = useSaidByEngine();
  const [typed, setTyped] = useState(String(info.port + 1));
  const port = Number(typed);
  const isPort = Number.isInteger(port) && port >= 1 && port <= 65_535;
  return (
    <div className={css.problem} role="alert">
      <p>
        <TriangleAlert size={13} strokeWidth={2} aria-hidden />
        <span>{said(problem)}</span>
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isPort) void setReceiver(true, port);
        }}
      >
        <TextField
          aria-label={t('traces.receiver.port')}
          mono
          value={typed}
          onChange={setTyped}
          error={isPort ? null : t('traces.receiver.noPort')}
        />
        <Button size="sm" type="submit" isDisabled={!isPort}>
          {t('traces.receiver.usePort')}
        </Button>
      </form>
    </div>
  );
}

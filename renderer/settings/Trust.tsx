import type { TrustInfo } from '@sagaloom/engine/contract';
import { useT } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { FieldMessage, Switch } from '../ui/index.ts';
import { useAsked } from './use-asked.ts';
import css from './Secrets.module.css';

/** Whether what the workspace asks for may be done on this machine: programs run. */
export function Trust() {
  const t = useT();
  const { value: info, problem, ask } = useAsked<TrustInfo>(async () => engine.workspace.trust.get());
  return (
    <div className={css.secrets}>
      <p className={css.note}>{t('settings.trust.text')}</p>
      {info && (
        <>
          <code className={css.name}>{info.workspace}</code>
          <Switch
            label={t('settings.trust.switch')}
            isSelected={info.trusted}
            onChange={(trusted) => void ask(async () => engine.workspace.trust.set({ trusted }))}
          />
        </>
      )}
      {problem !== null && <FieldMessage message={problem} />}
    </div>
  );
}

import { Play, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { askToRun } from '../runs/run-dialog.ts';
import { runExample } from '../shell/shop/example.ts';
import { Button } from '../ui/index.ts';
import { CopyBox } from './CopyBox.tsx';
import { pickTraceFiles } from './import/pick.ts';
import { sendHere, setReceiver, useReceiver } from './receiver.ts';
import css from './TracesPanel.module.css';

/** Nothing has come yet: the three ways in which traces come to be. */
export function NoTraces() {
  const t = useT();
  const { info, isChanging } = useReceiver();
  const activeId = useDocuments((state) => state.activeId);
  return (
    <div className={css.teach}>
      <p>{t('traces.none.text')}</p>
      <Way title={t('traces.none.receive')} text={t('traces.none.receiveText')}>
        {info?.url && <CopyBox label={t('traces.none.variables')} text={sendHere(info.url)} />}
        {info?.on === false && (
          <Button size="sm" isDisabled={isChanging} onPress={() => void setReceiver(true)}>
            {t('traces.receiver.turnOn')}
          </Button>
        )}
      </Way>
      <Way title={t('traces.none.import')} text={t('traces.none.importText')}>
        <Button size="sm" icon={Upload} onPress={pickTraceFiles}>
          {t('traces.import.do')}
        </Button>
      </Way>
      <Way title={t('traces.none.run')} text={t('traces.none.runText')}>
        <Button size="sm" icon={Play} onPress={() => (activeId === null ? void runExample() : askToRun(activeId))}>
          {t(activeId === null ? 'shell.welcome.run' : 'runs.runWorkflow')}
        </Button>
      </Way>
    </div>
  );
}

function Way({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.way}>
      <h3>{title}</h3>
      <p>{text}</p>
      {children}
    </section>
  );
}

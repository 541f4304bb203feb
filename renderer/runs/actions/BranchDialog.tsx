import { FileDiff, GitBranch, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';
import { Button, Dialog, Switch, TextField } from '../../ui/index.ts';
import { shortId } from '../cancel.ts';
import { Refusal } from '../Refusal.tsx';
import css from '../RunDialog.module.css';
import { showRun } from '../show-run.ts';
import { type BranchAction, closeAction } from './question.ts';

const icons = { reset: RotateCcw, fork: GitBranch, migrate: FileDiff } as const;

/** Reset, fork, migrate: says what will happen, and shows the run that comes of it. */
export function BranchDialog({ action }: { readonly action: BranchAction }) {
  const t = useT();
  const { kind, runId } = action;
  const [why, setWhy] = useState('');
  const [real, setReal] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const seq = action.kind === 'migrate' ? 0 : action.to;
  const go = async (): Promise<void> => {
    setBusy(true);
    try {
      const run = await perform(action, why.trim(), real);
      closeAction();
      await showRun(run.runId);
    } catch (error) {
      setRefusal(explain(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={t(`runs.${kind}.title`, { id: shortId(runId), seq })}
      closeLabel={t('shell.dismiss')}
      onClose={closeAction}
      footer={
        <>
          <Button onPress={closeAction}>{t('shell.cancel')}</Button>
          <Button
            variant={kind === 'reset' ? 'danger' : 'primary'}
            icon={icons[kind]}
            onPress={() => {
              if (!busy) void go(); // not disabled meanwhile: the focus would be lost
            }}
          >
            {t(`runs.${kind}.do`)}
          </Button>
        </>
      }
    >
      <p className={css.lead}>
        {t(action.kind === 'reset' && action.isOver ? 'runs.reset.textOver' : `runs.${kind}.text`)}
      </p>
      <div className={css.reason}>
        {kind === 'fork' && (
          <Switch label={t('runs.fork.real')} hint={t('runs.fork.realHint')} isSelected={real} onChange={setReal} />
        )}
        <TextField label={t('runs.why')} aside={t('runs.form.optional')} value={why} onChange={setWhy} />
      </div>
      <Refusal message={refusal} />
    </Dialog>
  );
}

function perform(action: BranchAction, why: string, real: boolean) {
  const { runId } = action;
  const reason = why === '' ? {} : { why };
  if (action.kind === 'migrate') return engine.runs.migrate({ runId, document: action.document, ...reason });
  if (action.kind === 'reset') return engine.runs.reset({ runId, to: action.to, ...reason });
  return engine.runs.fork({ runId, at: action.to, real, ...reason });
}

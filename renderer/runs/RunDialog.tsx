import type { Json } from '@sagaloom/engine/core';
import { CircleAlert, CircleDot, Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { breakpointsOf, clearBreakpoints, findDocument, outlineOf, useBreakpoints } from '../document/index.ts';
import { useLocaleStore, useT } from '../locales/index.ts';
import { problemsIn } from '../locales/said/index.ts';
import { showDock } from '../shell/layout.ts';
import { explain } from '../shell/notices.ts';
import { Button, Dialog } from '../ui/index.ts';
import { checkInput, type Problems } from './form/check.ts';
import { InputEditor } from './form/InputEditor.tsx';
import { closeRunDialog, type RunQuestion, useRunDialog } from './run-dialog.ts';
import { inputProblems, startRun } from './start.ts';
import { Refusal } from './Refusal.tsx';
import css from './RunDialog.module.css';

export function RunDialog() {
  const question = useRunDialog((state) => state.question);
  if (!question) return null;
  return question.kind === 'problems' ? <NotYet question={question} /> : <AskInput question={question} />;
}

function NotYet({ question }: { readonly question: Extract<RunQuestion, { kind: 'problems' }> }) {
  const t = useT();
  const locale = useLocaleStore((state) => state.locale);
  const problems = problemsIn(locale, question.problems);
  const { steps } = outlineOf(findDocument(question.tab)?.document ?? {});
  const shown = 6;
  return (
    <Dialog
      isOpen
      title={t('runs.notYet.title')}
      closeLabel={t('shell.dismiss')}
      onClose={closeRunDialog}
      footer={
        <>
          <Button onPress={closeRunDialog}>{t('shell.cancel')}</Button>
          <Button
            variant="primary"
            onPress={() => {
              showDock('problems');
              closeRunDialog();
            }}
          >
            {t('runs.notYet.show')}
          </Button>
        </>
      }
    >
      <p className={css.lead}>{t('runs.notYet.text', { count: problems.length })}</p>
      <ul className={css.problems}>
        {problems.slice(0, shown).map(({ code, pointer, step, message }) => (
          <li key={`${code} ${pointer} ${message}`}>
            <CircleAlert size={14} strokeWidth={2} aria-hidden />
            <span>
              {step && <strong>{steps.get(step)?.label ?? step}</strong>} {message}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown && (
        <p className={css.more}>{t('runs.notYet.more', { count: problems.length - shown })}</p>
      )}
    </Dialog>
  );
}

const formId = 'run-input';

function AskInput({ question }: { readonly question: Extract<RunQuestion, { kind: 'input' }> }) {
  const t = useT();
  const { workflow, schema, sample } = question;
  const [broken, setBroken] = useState(false);
  const { input, change, problems, refusal, starting, start } = useStart(question);
  return (
    <Dialog
      isOpen
      title={t('runs.dialog.title', { workflow })}
      closeLabel={t('shell.dismiss')}
      onClose={closeRunDialog}
      footer={
        <>
          {sample !== undefined && (
            <div className={css.sample}>
              <Button variant="ghost" icon={RotateCcw} onPress={() => change(sample)}>
                {t('runs.input.sample')}
              </Button>
            </div>
          )}
          <Button onPress={closeRunDialog}>{t('shell.cancel')}</Button>
          <Button variant="primary" icon={Play} type="submit" form={formId} isDisabled={broken || starting}>
            {t(starting ? 'runs.starting' : 'runs.run')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!broken && !starting) void start();
        }}
      >
        <InputEditor schema={schema} value={input} problems={problems} onChange={change} onBroken={setBroken} />
      </form>
      <Stops tab={question.tab} />
      <Refusal message={refusal} />
    </Dialog>
  );
}

/** Where the run will pause, for whoever forgot. */
function Stops({ tab }: { readonly tab: string }) {
  const t = useT();
  const marked = useBreakpoints(tab);
  const stops = breakpointsOf(tab).map(
    (step) => outlineOf(findDocument(tab)?.document ?? {}).steps.get(step)?.label ?? step,
  );
  if (marked.length === 0 || stops.length === 0) return null;
  return (
    <p className={css.stops}>
      <CircleDot size={13} aria-hidden />
      <span>{t('breakpoints.willPause', { count: stops.length, first: stops[0] ?? '' })}</span>
      <Button size="sm" variant="ghost" onPress={() => clearBreakpoints(tab)}>
        {t('breakpoints.clear')}
      </Button>
    </p>
  );
}

/** The input on its way to a run: checked here first, and then by the engine. */
function useStart({ tab, workflow, text, schema, input: first }: Extract<RunQuestion, { kind: 'input' }>) {
  const t = useT();
  const [input, setInput] = useState<Json | undefined>(first);
  const [problems, setProblems] = useState<Problems>(new Map());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const change = (next: Json | undefined): void => {
    setInput(next);
    if (problems.size > 0) setProblems(checkInput(schema, next, t));
  };
  const start = async (): Promise<void> => {
    const found = checkInput(schema, input, t);
    setProblems(found);
    setRefusal(found.size > 0 ? t('runs.input.fix', { count: found.size }) : null);
    if (found.size > 0) return;
    setStarting(true);
    try {
      await startRun({ tab, workflow, text, input: input ?? null });
      closeRunDialog();
    } catch (error) {
      setProblems(new Map(inputProblems(error).map(({ pointer, message }) => [pointer, message])));
      setRefusal(explain(error));
      setStarting(false);
    }
  };
  return { input, change, problems, refusal, starting, start };
}

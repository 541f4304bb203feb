import { useState } from 'react';
import { compare } from '../../diff/diff-state.ts';
import { useDocuments } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import { type Question, useQuestions } from './questions.ts';
import { fileSuffix, useWorkspace } from './workspace.ts';
import css from './FileQuestions.module.css';

/** The question about a file that waits longest. */
export function FileQuestions() {
  const t = useT();
  const question = useQuestions((state) => state.asked[0]);
  switch (question?.kind) {
    case 'closeDirty':
      return <CloseDirty question={question} />;
    case 'saveAs':
      return (
        <AskPath
          title={t('shell.saveAs.title')}
          action={t('shell.files.save')}
          suggested={question.suggested}
          answer={question.answer}
        />
      );
    case 'move':
      return (
        <AskPath
          title={t('files.move.title')}
          action={t('files.move.do')}
          suggested={question.path}
          answer={question.answer}
        />
      );
    case 'conflict':
      return <Conflict question={question} />;
    case 'saveBroken':
      return <SaveBroken question={question} />;
    default:
      return null;
  }
}

type Of<K extends Question['kind']> = { readonly question: Extract<Question, { readonly kind: K }> };

function CloseDirty({ question: { name, answer } }: Of<'closeDirty'>) {
  const t = useT();
  return (
    <Dialog
      isOpen
      role="alertdialog"
      width="sm"
      title={t('shell.close.title', { name })}
      closeLabel={t('shell.dismiss')}
      onClose={() => answer('cancel')}
      footer={
        <>
          <CompareFirst answer={answer} />
          <Button onPress={() => answer('cancel')}>{t('shell.cancel')}</Button>
          <Button onPress={() => answer('discard')}>{t('shell.close.discard')}</Button>
          <Button variant="primary" onPress={() => answer('save')}>
            {t('shell.files.save')}
          </Button>
        </>
      }
    >
      <p className={css.text}>{t('shell.close.text')}</p>
    </Dialog>
  );
}

interface AskPathProps {
  readonly title: string;
  readonly action: string;
  readonly suggested: string;
  readonly answer: (path: string | null) => void;
}

/** Where a file is to be, from the workspace. */
function AskPath({ title, action, suggested, answer }: AskPathProps) {
  const t = useT();
  const [path, setPath] = useState(suggested);
  const files = useWorkspace((state) => state.files);
  const whole = path.trim().endsWith('.json') ? path.trim() : `${path.trim()}${fileSuffix}`;
  const taken = whole !== suggested && files.some((file) => file.path === whole);
  const problem = taken ? t('shell.saveAs.taken') : null;
  const isOk = path.trim() !== '' && !taken;
  return (
    <Dialog
      isOpen
      width="sm"
      title={title}
      closeLabel={t('shell.dismiss')}
      onClose={() => answer(null)}
      footer={
        <>
          <Button onPress={() => answer(null)}>{t('shell.cancel')}</Button>
          <Button variant="primary" isDisabled={!isOk} onPress={() => answer(whole)}>
            {action}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isOk) answer(whole);
        }}
      >
        <TextField
          label={t('shell.saveAs.path')}
          hint={t('shell.saveAs.hint')}
          error={problem}
          mono
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it is the one thing asked
          autoFocus
          value={path}
          onChange={setPath}
        />
      </form>
    </Dialog>
  );
}

function Conflict({ question: { path, answer } }: Of<'conflict'>) {
  const t = useT();
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={t('shell.conflict.title', { path })}
      closeLabel={t('shell.dismiss')}
      onClose={() => answer('cancel')}
      footer={
        <>
          <CompareFirst answer={answer} path={path} />
          <Button onPress={() => answer('cancel')}>{t('shell.cancel')}</Button>
          <Button onPress={() => answer('theirs')}>{t('shell.conflict.theirs')}</Button>
          <Button variant="danger" onPress={() => answer('mine')}>
            {t('shell.conflict.mine')}
          </Button>
        </>
      }
    >
      <p className={css.text}>{t('shell.conflict.text')}</p>
    </Dialog>
  );
}

function SaveBroken({ question: { name, why, answer } }: Of<'saveBroken'>) {
  const t = useT();
  const { line, column, problem } = why;
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={t('text.saveBroken.title')}
      closeLabel={t('shell.dismiss')}
      onClose={() => answer('cancel')}
      footer={
        <>
          <Button onPress={() => answer('cancel')}>{t('shell.cancel')}</Button>
          <Button onPress={() => answer('save')}>{t('text.saveBroken.save')}</Button>
          <Button variant="primary" onPress={() => answer('look')}>
            {t('text.saveBroken.look')}
          </Button>
        </>
      }
    >
      <p className={css.text}>
        {t('text.saveBroken.text', { name, line, column, message: t(`document.json.${problem}`) })}
      </p>
    </Dialog>
  );
}

interface CompareProps {
  readonly answer: (choice: 'cancel') => void;
  /** Of the file; left out, it is the tab in front. */
  readonly path?: string;
}

/** Nothing is decided yet: first see what differs from the disk. */
function CompareFirst({ answer, path }: CompareProps) {
  const t = useT();
  const { documents, activeId } = useDocuments.getState();
  const open = documents.find((each) => (path === undefined ? each.id === activeId : each.path === path));
  if (!open || open.path === null) return null;
  return (
    <Button
      onPress={() => {
        answer('cancel');
        compare(open.id, { kind: 'disk' });
      }}
    >
      {t('diff.what')}
    </Button>
  );
}

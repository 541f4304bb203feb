import { CornerDownRight } from 'lucide-react';
import { useState } from 'react';
import { outlineOf } from '../../document/index.ts';
import { type Translate, useT } from '../../locales/index.ts';
import { JsonView } from '../../runs/JsonView.tsx';
import { DataMenu } from './DataMenu.tsx';
import { type DataInUse, useData } from './data/DataProvider.tsx';
import type { Failed } from './data/evaluate.ts';
import css from './Expressions.module.css';
import { brief } from './language/shape.ts';
import type { Trial } from './use-trial.ts';

const mostShown = 90;

/** What the field comes to on the data chosen: one line, and all of it when asked. */
export function LiveValue({
  id,
  label,
  trial,
}: {
  readonly id: string;
  readonly label: string;
  readonly trial: Trial;
}) {
  const t = useT();
  const data = useData();
  const [isOpen, setOpen] = useState(false);
  const { found, result } = trial;
  const said = sayingOf(trial, data, t);
  const value = found.ok && result !== null && result !== 'slow' && said === null ? result.value : undefined;
  return (
    <div className={css.live} data-live={said === null ? 'value' : said.tone}>
      <div className={css.liveLine}>
        <CornerDownRight size={12} strokeWidth={2} aria-hidden className={css.arrow} />
        <span id={id} className={css.liveText}>
          {said !== null ? (
            said.text
          ) : value === undefined ? (
            <span className={css.waiting}>{t('expressions.trying')}</span>
          ) : (
            <button
              type="button"
              className={css.liveValue}
              aria-expanded={isOpen}
              title={t('expressions.showAll')}
              onClick={() => setOpen(!isOpen)}
            >
              {brief(value, mostShown)}
            </button>
          )}
        </span>
        <DataMenu />
      </div>
      {isOpen && value !== undefined && <JsonView label={t('expressions.valueOf', { label })} value={value} />}
      {found.ok && !found.reached && value !== undefined && (
        <span className={css.notReached}>
          {t(isRun(data) ? 'expressions.notReachedNote' : 'expressions.simulatedNote')}
        </span>
      )}
    </div>
  );
}

interface Saying {
  readonly text: string;
  readonly tone: 'missing' | 'failed';
}

/** Null where there is a value. */
function sayingOf({ found, result }: Trial, data: DataInUse, t: Translate): Saying | null {
  if (!found.ok) return { text: missingWords(found.why, data, t), tone: 'missing' };
  if (result === 'slow') return { text: t('expressions.slow'), tone: 'failed' };
  const [first] = result?.failed ?? [];
  return first ? { text: failedWords(first, t), tone: 'failed' } : null;
}

const isRun = ({ shown }: Pick<DataInUse, 'shown'>): boolean => shown === 'run' || shown === 'lastRun';

type Why = 'noRun' | 'notReached' | 'notEnded' | 'noSignal' | 'noTrigger';

function missingWords(why: Why, { shown, unanswered, document }: DataInUse, t: Translate): string {
  if (unanswered !== null && (why === 'notReached' || why === 'notEnded')) {
    const step = outlineOf(document).steps.get(unanswered)?.label ?? unanswered;
    return t('expressions.missing.unanswered', { step });
  }
  if (why === 'notReached' && !isRun({ shown })) return t('expressions.missing.simulated');
  return t(`expressions.missing.${why}`);
}

export function failedWords({ path, outcome }: Failed, t: Translate): string {
  const at = path.length === 0 ? '' : `${path.join('.')}: `;
  if (outcome.kind === 'error') return `${at}${outcome.message}`;
  const { missing, of } = outcome;
  if (missing === null) return at + t('expressions.undefined');
  return (
    at + (of === null ? t('expressions.undefinedRoot', { missing }) : t('expressions.undefinedName', { missing, of }))
  );
}

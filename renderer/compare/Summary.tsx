import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import css from './Compare.module.css';
import type { Comparison } from './comparison.ts';
import { Values } from './Values.tsx';
import { jsonDifferences } from './json-diff.ts';
import { rowAt } from './rows.ts';
import type { Side } from './side.ts';
import { deltaWords, shareWords, titleOf } from './words.ts';

interface Props {
  readonly comparison: Comparison;
  readonly sides: readonly [Side, Side];
  readonly onJump: (row: number) => void;
}

/** Total lengths, which steps made the difference, and how input and output differ. */
export function Summary({ comparison, sides, onJump }: Props) {
  const t = useT();
  const formats = useFormats();
  const [isOpen, setOpen] = useState(() => window.innerHeight > 760);
  const { left, right } = comparison;
  const [a, b] = [sides[0].run, sides[1].run];
  const share = left === 0 ? null : (right - left) / left;
  return (
    <section className={css.summary} aria-label={t('compare.summary')}>
      <AriaButton className={css.fold ?? ''} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <ChevronRight size={14} strokeWidth={2} aria-hidden data-open={isOpen || undefined} />
        <span>{t('compare.summary')}</span>
        <span className={css.totals}>
          A {formats.duration(left)} · B {formats.duration(right)} ·{' '}
          <b data-sign={Math.sign(Math.round(right - left))}>
            {deltaWords(right - left)}
            {share !== null && ` (${shareWords(share, formats)})`}
          </b>
        </span>
      </AriaButton>
      {isOpen && (
        <div className={css.parts}>
          <Parts comparison={comparison} sides={sides} onJump={onJump} />
          {a && b && (
            <div className={css.values}>
              <Values title={t('compare.input')} differences={jsonDifferences(a.input, b.input)} />
              <Values title={t('compare.output')} differences={jsonDifferences(a.output, b.output)} />
            </div>
          )}
        </div>
      )}
    </section>
  );
}

const mostParts = 8;

function Parts({ comparison, sides, onJump }: Props) {
  const t = useT();
  const { duration } = useFormats();
  const { alignment, contributions } = comparison;
  const parts = contributions.parts.filter(({ delta }) => Math.abs(delta) >= 0.5);
  const most = Math.max(1, ...parts.map(({ delta }) => Math.abs(delta)));
  if (parts.length === 0) return <p className={css.quiet}>{t('compare.parts.none')}</p>;
  return (
    <div className={css.contributions}>
      <h3 className={css.heading}>{t('compare.parts.title')}</h3>
      <ol>
        {parts.slice(0, mostParts).map(({ row, left, right, delta }) => {
          const name = row < 0 ? t('compare.parts.outside') : titleOf(rowAt(alignment, row), sides, t);
          return (
            <li key={row}>
              <AriaButton className={css.part ?? ''} isDisabled={row < 0} onPress={() => onJump(row)}>
                <span className={css.partName} title={name}>
                  {name}
                </span>
                <span className={css.meter} aria-hidden>
                  <i data-sign={Math.sign(delta)} style={{ width: `${(Math.abs(delta) / most) * 100}%` }} />
                </span>
                <span className={css.delta} data-sign={Math.sign(delta)}>
                  {deltaWords(delta)}
                </span>
                <span className={css.of}>
                  {duration(left)} → {duration(right)}
                </span>
              </AriaButton>
            </li>
          );
        })}
      </ol>
      {parts.length > mostParts && (
        <p className={css.quiet}>{t('compare.parts.more', { count: parts.length - mostParts })}</p>
      )}
    </div>
  );
}

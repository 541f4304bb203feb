import { useEffect } from 'react';
import { findDocument, outlineOf } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Kbd } from '../ui/index.ts';
import { stopLinking, useLinking } from './linking.ts';
import { portLabel } from './scene/ports.ts';
import css from './LinkingBar.module.css';

const keys = [
  ['← ↑ → ↓', 'arrange.linking.choose'],
  ['Enter', 'arrange.linking.connect'],
  ['Tab', 'arrange.linking.port'],
  ['Esc', 'arrange.linking.cancel'],
] as const;

/** While a connection is made by keyboard: from where, to where, and what the keys do. It is read aloud. */
export function LinkingBar({
  documentId,
  bring,
}: {
  readonly documentId: string;
  readonly bring: (step: string) => void;
}) {
  const t = useT();
  const linking = useLinking((state) => state.linking);
  const target = linking?.target ?? null;
  useEffect(() => stopLinking, [documentId]);
  useEffect(() => {
    if (target !== null) bring(target);
  }, [bring, target]);
  const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
  const label = (step: string): string => steps.get(step)?.label ?? step;
  const origin = linking?.origin;
  const source = origin?.kind === 'step' ? steps.get(origin.step) : undefined;
  const port =
    source && origin?.kind === 'step' && origin.port !== 'next' ? ` · ${portLabel(source, origin.port, t)}` : '';
  const from = source ? `${source.label}${port}` : t('canvas.start');
  const words = linking ? t('arrange.linking.words', { from, to: target === null ? '' : label(target) }) : '';
  return (
    <>
      {/* It is there before there is anything to say: only then is what changes read. */}
      <p className="visually-hidden" role="status">
        {words}
      </p>
      {linking && (
        <div className={css.bar} aria-hidden>
          <span className={css.words}>{words}</span>
          <span className={css.keys}>
            {keys.map(([key, does]) => (
              <span key={key} className={css.key}>
                <Kbd>{key}</Kbd> {t(does)}
              </span>
            ))}
          </span>
        </div>
      )}
    </>
  );
}

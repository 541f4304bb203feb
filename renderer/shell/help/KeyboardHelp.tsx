import { useT } from '../../locales/index.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import { commandGroups } from '../commands/index.ts';
import { keysLabel } from '../keys.ts';
import { drawingKeys } from './drawing-keys.ts';
import { timelineKeys } from './timeline-keys.ts';
import { closeKeyboardHelp, useKeyboardHelp } from './help-state.ts';
import css from './KeyboardHelp.module.css';

/** Every command with its key, from the table the keys are bound by; and the keys of the drawing. */
export function KeyboardHelp() {
  const t = useT();
  const isOpen = useKeyboardHelp((state) => state.isOpen);
  return (
    <Dialog
      isText
      isOpen={isOpen}
      width="lg"
      title={t('shell.help.title')}
      closeLabel={t('shell.dismiss')}
      onClose={closeKeyboardHelp}
    >
      <p className={css.lead}>{t('shell.help.lead', { keys: keysLabel('$mod+k') })}</p>
      <div className={css.columns}>
        <Group
          title={t('shell.help.walking')}
          rows={drawingKeys.map(({ keys, title }) => ({ keys, text: t(title) }))}
        />
        <Group title={t('shell.help.rows')} rows={timelineKeys.map(({ keys, title }) => ({ keys, text: t(title) }))} />
        {commandGroups.map(({ title, commands }) => (
          <Group
            key={title}
            title={t(title)}
            rows={commands.map((command) => ({
              keys: command.keys ?? command.localKeys ?? null,
              text: t(command.title),
            }))}
          />
        ))}
      </div>
    </Dialog>
  );
}

interface Row {
  readonly keys: string | null;
  readonly text: string;
}

/** Those with a key first: the others are found in the palette. */
function Group({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  const sorted = [...rows.filter(({ keys }) => keys !== null), ...rows.filter(({ keys }) => keys === null)];
  return (
    <section className={css.group} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {sorted.map(({ keys, text }) => (
          <div key={text} className={css.row}>
            <dt>{text}</dt>
            <dd>{keys !== null && <Kbd>{keysLabel(keys)}</Kbd>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

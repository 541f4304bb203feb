import { Markdown } from 'markdown-to-jsx';
import type { Json } from '@sagaloom/engine/core';
import { activityAbout, activityLabel, useActivity } from '../../../activities/index.ts';
import { type Editable, type Path, writeAt } from '../../../document/index.ts';
import { useLocaleStore, useT } from '../../../locales/index.ts';
import { JsonView } from '../../../runs/JsonView.tsx';
import { Button, Dialog } from '../../../ui/index.ts';
import { useEdit, useEditing } from '../../editing.ts';
import css from './ActivityForm.module.css';
import { useDocs } from './docs.ts';
import { exampleTitle } from './words.ts';

interface Props {
  readonly name: string;
  /** Path of what has `with`. */
  readonly at: Path;
  readonly onClose: () => void;
}

/** What an activity does, and examples that can be taken over. */
export function ActivityDocs({ name, at, onClose }: Props) {
  const t = useT();
  const locale = useLocaleStore((state) => state.locale);
  const edit = useEdit();
  const { readOnly } = useEditing();
  const activity = useActivity(name);
  const docs = useDocs(activity);
  if (activity === null) return null;
  const use = (input: Json): void => {
    edit((draft) => writeAt(draft, [...at, 'with'], input as Editable));
    onClose();
  };
  return (
    <Dialog isOpen width="lg" title={activityLabel(activity, t)} closeLabel={t('shell.dismiss')} onClose={onClose}>
      <div className={css.docs}>
        <p>{activityAbout(activity, t)}</p>
        {/* Other people's text: nothing of it is HTML, and no picture is loaded. */}
        <Markdown options={{ disableParsingRawHTML: true, overrides: { img: NoPicture } }}>{docs}</Markdown>
        {activity.examples.length > 0 && <h3>{t('inspector.activity.examples')}</h3>}
        {activity.examples.map(({ title, with: input }) => (
          <section key={title}>
            <div className={css.example}>
              <span>{exampleTitle(name, title, locale)}</span>
              {!readOnly && (
                <Button size="sm" onPress={() => use(input)}>
                  {t('inspector.activity.use')}
                </Button>
              )}
            </div>
            <JsonView label={exampleTitle(name, title, locale)} value={input} />
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function NoPicture({ alt }: { readonly alt?: string }) {
  return <em>{alt}</em>;
}

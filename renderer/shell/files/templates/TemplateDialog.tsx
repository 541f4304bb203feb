import { ListBox, ListBoxItem } from 'react-aria-components';
import { StepGlyph } from '../../../canvas/glyphs/StepGlyph.tsx';
import { activityOf, glyphOf } from '../../../canvas/glyphs/glyphs.ts';
import { outlineOf } from '../../../document/index.ts';
import { useT } from '../../../locales/index.ts';
import { cx, Dialog, EmptyState } from '../../../ui/index.ts';
import { closeTemplates, useTemplateDialog } from './state.ts';
import { beginWith, type Template, templateAbout } from './templates.ts';
import { useTemplates } from './use-templates.ts';
import css from './TemplateDialog.module.css';

/** What to begin with: the examples, by what they do. */
export function TemplateDialog() {
  const isOpen = useTemplateDialog((state) => state.isOpen);
  return isOpen ? <Choice /> : null;
}

function Choice() {
  const t = useT();
  const templates = useTemplates();
  return (
    <Dialog isOpen width="lg" title={t('files.template.new')} closeLabel={t('shell.dismiss')} onClose={closeTemplates}>
      <p className={css.lead}>{t('files.template.lead')}</p>
      {templates === null && <div className={css.waiting} />}
      {templates !== null && (
        <ListBox
          aria-label={t('files.template.new')}
          className={cx(css.list)}
          layout="grid"
          items={templates}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it is the one thing asked
          autoFocus="first"
          onAction={(id) => begin(templates.find((template) => template.id === id))}
          renderEmptyState={() => <EmptyState title={t('files.template.none')} />}
        >
          {(template) => <TemplateItem template={template} />}
        </ListBox>
      )}
    </Dialog>
  );
}

function begin(template: Template | undefined): void {
  closeTemplates();
  if (template) beginWith(template);
}

const shownGlyphs = 7;

function TemplateItem({ template }: { readonly template: Template }) {
  const t = useT();
  const { id, name, source } = template;
  const steps = [...outlineOf(source.document).steps.values()];
  return (
    <ListBoxItem id={id} textValue={name} className={cx(css.item)}>
      <span className={css.name}>{name}</span>
      <span className={css.about}>{templateAbout(template, t)}</span>
      <span className={css.glyphs} aria-hidden>
        {steps.slice(0, shownGlyphs).map(({ id: step, step: drawn }) => (
          <StepGlyph key={step} glyph={glyphOf(drawn)} activity={activityOf(drawn)} size="sm" />
        ))}
        <small>{t('files.template.steps', { count: steps.length })}</small>
      </span>
    </ListBoxItem>
  );
}

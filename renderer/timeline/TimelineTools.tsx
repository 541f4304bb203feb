import { ChevronDown, ChevronUp, CircleAlert, Ellipsis, UnfoldHorizontal } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { keysLabel } from '../shell/keys.ts';
import { IconButton, MenuButton, type MenuEntry } from '../ui/index.ts';
import { type ActId, actName } from './acts/names.ts';
import { act, type ActContext, titleOf, whyNot } from './acts/run.ts';
import css from './Timeline.module.css';

interface Props {
  readonly context: ActContext;
}

export function TimelineTools({ context }: Props) {
  const t = useT();
  const { errors, foldWaits } = context.timeline;
  return (
    <div className={css.toolbar} role="toolbar" aria-label={t('timeline.label')}>
      <span className={css.errors} data-any={errors > 0 || undefined} title={t('timeline.errors', { count: errors })}>
        <CircleAlert size={13} strokeWidth={1.75} aria-hidden />
        <span aria-hidden>{errors}</span>
        <span className={css.unseen}>{t('timeline.errors', { count: errors })}</span>
      </span>
      <Tool id="previousError" icon={ChevronUp} context={context} />
      <Tool id="nextError" icon={ChevronDown} context={context} />
      <Tool id="find" context={context} />
      <span className={css.roomy}>
        <Tool id="critical" context={context} />
        <Tool id="waits" context={context} {...(foldWaits ? { icon: UnfoldHorizontal } : {})} />
        <Tool id="fit" context={context} />
      </span>
      <MenuButton label={t('timeline.more')} entries={useEntries(context)} placement="bottom start">
        <AriaButton className={css.more ?? ''} aria-label={t('timeline.more')}>
          <Ellipsis size={14} strokeWidth={1.75} aria-hidden />
        </AriaButton>
      </MenuButton>
    </div>
  );
}

interface ToolProps extends Props {
  readonly id: ActId;
  readonly icon?: typeof ChevronUp;
}

function Tool({ id, context, icon }: ToolProps) {
  const t = useT();
  const { keys, icon: own } = actName(id);
  return (
    <IconButton
      size="sm"
      icon={icon ?? own}
      label={t(titleOf(id, context))}
      {...(keys === undefined ? {} : { shortcut: keysLabel(keys) })}
      isDisabled={whyNot(id, context) !== null}
      onPress={() => void act(id, context)}
    />
  );
}

/** What is beside it as a button, or belongs to a search under way, is not repeated. */
const groups: readonly (readonly ActId[])[] = [
  ['details', 'table', 'overview'],
  ['lanes', 'tree', 'steps'],
  ['fit', 'zoomIn', 'zoomOut', 'zoomToRow', 'zoomToBox'],
  ['waits', 'critical', 'foldAll', 'foldTwo', 'unfoldAll'],
  ['link', 'png', 'svg', 'otlp'],
];

function useEntries(context: ActContext): readonly MenuEntry[] {
  const t = useT();
  const entry = (id: ActId): MenuEntry => {
    const { icon, keys } = actName(id);
    return {
      id,
      label: t(titleOf(id, context)),
      icon,
      ...(keys === undefined ? {} : { shortcut: keysLabel(keys) }),
      ...(id === 'otlp' && context.model.open ? { description: t('timeline.openLeftOut') } : {}),
      disabled: whyNot(id, context) !== null,
      onAction: () => void act(id, context),
    };
  };
  const shown = groups.map((ids) => ids.filter((id) => isOffered(id, context)));
  return shown.flatMap((ids, at) => [
    ...(at > 0 ? [{ id: `before ${ids[0] ?? at}`, separator: true } as const] : []),
    ...ids.map(entry),
  ]);
}

/** The view there is, and what this trace never has, would only be noise in the menu. */
function isOffered(id: ActId, { model, onLink, onOtlp }: ActContext): boolean {
  if (id === 'link') return onLink !== undefined;
  if (id === 'otlp') return onOtlp !== undefined;
  return id !== model.view && !(id === 'lanes' && model.foreign);
}

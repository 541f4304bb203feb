import { GripVertical, Plus, Trash2 } from 'lucide-react';
import type { DragEvent, KeyboardEvent } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useT } from '../../locales/index.ts';
import { Button, Chip, IconButton, TextField } from '../../ui/index.ts';
import { type DraftRule, lacks } from './draft.ts';
import type { KnownWorkflow } from './known-workflows.ts';
import type { RuleEffect } from './preview.ts';
import { SuggestField } from './SuggestField.tsx';
import css from './RulesDialog.module.css';

interface Props {
  readonly rule: DraftRule;
  /** From 1. */
  readonly number: number;
  readonly workflows: readonly KnownWorkflow[];
  /** What it does to the trace that is looked at; null where there is none. */
  readonly effect: RuleEffect | null;
  /** Saving was tried: what is missing is shown. */
  readonly isTold: boolean;
  readonly onChange: (change: Partial<DraftRule>) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
  readonly drag: {
    readonly isDragged: boolean;
    readonly onStart: () => void;
    readonly onOver: () => void;
    readonly onEnd: () => void;
  };
}

export function RuleCard(props: Props) {
  const t = useT();
  const { rule, number, workflows, isTold, onChange, drag } = props;
  const missing = isTold ? lacks(rule) : null;
  const steps = workflows.find(({ name }) => name === rule.workflow.trim())?.steps ?? [];
  const over = (event: DragEvent): void => {
    if (event.dataTransfer.types.includes(kind)) {
      event.preventDefault();
      drag.onOver();
    }
  };
  return (
    // What is dropped on it is another card; the keyboard moves cards by their handles.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={css.card}
      data-dragged={drag.isDragged || undefined}
      aria-label={t('traces.rules.rule', { number })}
      onDragEnter={over}
      onDragOver={over}
      onDrop={(event) => event.preventDefault()}
    >
      <Handle {...props} />
      <div className={css.fields}>
        <SuggestField
          label={t('traces.rules.workflow')}
          value={rule.workflow}
          options={workflows.map(({ name }) => ({ id: name, label: name }))}
          isInvalid={missing === 'workflow'}
          onChange={(workflow) => onChange({ workflow })}
        />
        <SuggestField
          label={t('traces.rules.step')}
          value={rule.step}
          options={steps}
          isInvalid={missing === 'step'}
          onChange={(step) => onChange({ step })}
        />
        <TextField
          label={t('traces.rules.name')}
          mono
          placeholder={t('traces.rules.any')}
          value={rule.name}
          onChange={(name) => onChange({ name })}
        />
        <TextField
          label={t('traces.rules.service')}
          mono
          placeholder={t('traces.rules.any')}
          value={rule.service}
          onChange={(service) => onChange({ service })}
        />
        <Attributes rule={rule} onChange={onChange} />
        {missing !== null && (
          <p className={css.missing} role="alert">
            {t(`traces.rules.missing.${missing}`)}
          </p>
        )}
      </div>
      <Side {...props} />
    </li>
  );
}

const kind = 'application/x-sagaloom-rule';

/** Dragged by the pointer; moved by the arrow keys while it has the focus. */
function Handle({ rule, number, onMove, drag }: Props) {
  const t = useT();
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    <button
      type="button"
      draggable
      className={css.handle}
      data-rule={rule.id}
      aria-label={t('traces.rules.move', { number })}
      title={t('traces.rules.moveHint')}
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        event.dataTransfer.setData(kind, rule.id);
        event.dataTransfer.effectAllowed = 'move';
        drag.onStart();
      }}
      onDragEnd={drag.onEnd}
    >
      <GripVertical size={14} strokeWidth={1.75} aria-hidden />
      <span aria-hidden>{number}</span>
    </button>
  );
}

function Attributes({ rule: { attributes }, onChange }: Pick<Props, 'rule' | 'onChange'>) {
  const t = useT();
  const put = (at: number, change: Partial<DraftRule['attributes'][number]>): void =>
    onChange({ attributes: attributes.map((each, index) => (index === at ? { ...each, ...change } : each)) });
  return (
    <div className={css.attributes}>
      {attributes.map(({ key, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- they have no other name
        <div key={index} className={css.attribute}>
          <TextField
            aria-label={t('traces.rules.attribute')}
            mono
            placeholder={t('traces.rules.attribute')}
            value={key}
            onChange={(text) => put(index, { key: text })}
          />
          <TextField
            aria-label={t('traces.rules.value')}
            mono
            placeholder={t('traces.rules.anyValue')}
            value={value}
            onChange={(text) => put(index, { value: text })}
          />
          <IconButton
            label={t('traces.rules.removeAttribute', { name: key })}
            icon={Trash2}
            size="sm"
            onPress={() => onChange({ attributes: attributes.toSpliced(index, 1) })}
          />
        </div>
      ))}
      <AriaButton
        className={css.addAttribute ?? ''}
        onPress={() => onChange({ attributes: [...attributes, { key: '', value: '' }] })}
      >
        <Plus size={13} strokeWidth={1.75} aria-hidden />
        {t('traces.rules.addAttribute')}
      </AriaButton>
    </div>
  );
}

function Side({ effect, onRemove, number }: Props) {
  const t = useT();
  return (
    <div className={css.side}>
      {effect && (
        <Chip tone={effect.spans > 0 ? 'ok' : 'neutral'} title={effect.names.join('\n')}>
          {t('traces.spans', { count: effect.spans })}
        </Chip>
      )}
      <Button
        size="sm"
        variant="ghost"
        icon={Trash2}
        aria-label={t('traces.rules.remove', { number })}
        onPress={onRemove}
      >
        {t('traces.remove.do')}
      </Button>
    </div>
  );
}

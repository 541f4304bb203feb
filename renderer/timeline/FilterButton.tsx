import type { LucideIcon } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { Button, cx, Select, TextField, Tooltip } from '../ui/index.ts';
import popover from '../ui/popover.module.css';
import type { TimelineModel } from './model.ts';
import { type RowState, rowStates } from './model/states.ts';
import { type Field, parseQuery, type Term } from './query.ts';
import { servicesOf } from './services.ts';
import css from './FindBar.module.css';
import tools from './Timeline.module.css';

interface Props {
  readonly icon: LucideIcon;
  readonly model: TimelineModel;
  readonly onAdd: (terms: readonly Term[]) => void;
}

/** What can be looked for, as a form: it writes what one could have typed. */
export function FilterButton({ icon: Icon, model, onAdd }: Props) {
  const t = useT();
  return (
    <DialogTrigger>
      <Tooltip label={t('timeline.filter')}>
        <AriaButton className={cx(tools.more)} aria-label={t('timeline.filter')}>
          <Icon size={14} strokeWidth={1.75} aria-hidden />
        </AriaButton>
      </Tooltip>
      <Popover className={cx(popover.popover, css.popover)} placement="bottom end" offset={4}>
        <Dialog className={cx(css.form)} aria-label={t('timeline.filter')}>
          {({ close }) => (
            <FilterForm
              model={model}
              onAdd={(terms) => {
                onAdd(terms);
                close();
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

interface Draft {
  readonly status: string;
  readonly service: string;
  readonly step: string;
  readonly least: string;
  readonly most: string;
  readonly attribute: string;
  readonly value: string;
}

/** The grammar is the same in every language. */
const examples = { least: '100ms', most: '2s', attribute: 'http.request.method', value: 'POST' } as const;

const empty: Draft = { status: '', service: '', step: '', least: '', most: '', attribute: '', value: '' };

function FilterForm({ model, onAdd }: Omit<Props, 'icon'>) {
  const t = useT();
  const [draft, setDraft] = useState(empty);
  const put = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const { services, steps, states } = useMemo(() => choicesOf(model), [model]);
  const terms = termsOf(draft);
  const any = { value: '', label: t('timeline.filterAny') };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (terms.length > 0) onAdd(terms);
  };
  return (
    <form className={css.form} style={{ padding: 0 }} onSubmit={submit}>
      <Select
        label={t('timeline.table.state')}
        value={draft.status}
        onChange={(status) => put({ status })}
        options={[
          any,
          { value: 'error', label: t('timeline.filterErrors') },
          { value: 'ok', label: t('timeline.filterOk') },
          ...states.map((state) => ({ value: state as string, label: t(`timeline.state.${state}`) })),
        ]}
      />
      {services.length > 1 && (
        <Select
          label={t('timeline.service')}
          value={draft.service}
          onChange={(service) => put({ service })}
          options={[any, ...services.map((value) => ({ value, label: value }))]}
        />
      )}
      {steps.length > 0 && (
        <Select
          label={t('timeline.table.step')}
          value={draft.step}
          onChange={(step) => put({ step })}
          options={[any, ...steps.map((value) => ({ value, label: value }))]}
        />
      )}
      <div className={css.row}>
        <TextField
          mono
          label={t('timeline.filterLeast')}
          placeholder={examples.least}
          value={draft.least}
          onChange={(least) => put({ least })}
        />
        <TextField
          mono
          label={t('timeline.filterMost')}
          placeholder={examples.most}
          value={draft.most}
          onChange={(most) => put({ most })}
        />
      </div>
      <div className={css.row}>
        <TextField
          mono
          label={t('timeline.filterAttribute')}
          placeholder={examples.attribute}
          value={draft.attribute}
          onChange={(attribute) => put({ attribute })}
        />
        <TextField
          mono
          label={t('timeline.filterValue')}
          placeholder={examples.value}
          value={draft.value}
          onChange={(value) => put({ value })}
        />
      </div>
      <div className={css.actions}>
        <Button type="submit" variant="primary" size="sm" isDisabled={terms.length === 0}>
          {t('timeline.filterAdd')}
        </Button>
      </div>
    </form>
  );
}

/** As many as a list can be read. */
const most = 200;

function choicesOf(model: TimelineModel): {
  readonly services: readonly string[];
  readonly steps: readonly string[];
  readonly states: readonly RowState[];
} {
  const { columns, rows } = model;
  const ids = columns.attributes['sagaloom.step.id'];
  const steps = new Set<number>();
  const states = new Uint8Array(rowStates.length);
  for (let row = 0; row < rows.count; row++) {
    states[rows.state[row] ?? 0] = 1;
    const id = ids?.[rows.span[row] ?? -1] ?? 0;
    if (id !== 0 && steps.size < most) steps.add(id);
  }
  return {
    services: Array.from(servicesOf(columns).subarray(0, most), (at) => columns.strings[at] ?? ''),
    steps: [...steps].map((at) => columns.values[at]).filter((value) => typeof value === 'string'),
    states: rowStates.filter((_, state) => states[state] === 1),
  };
}

function termsOf(draft: Draft): readonly Term[] {
  const field = (name: Field): Term[] =>
    draft[name] === '' ? [] : [{ kind: 'field', field: name, value: draft[name], not: false }];
  const bounds = [`>=${draft.least.trim()}`, `<=${draft.most.trim()}`]
    .flatMap((text) => parseQuery(text))
    .filter((term) => term.kind === 'duration');
  const attribute: Term[] =
    draft.attribute.trim() === ''
      ? []
      : [{ kind: 'attribute', attribute: draft.attribute.trim(), value: draft.value.trim() || null, not: false }];
  return [...field('status'), ...field('service'), ...field('step'), ...bounds, ...attribute];
}

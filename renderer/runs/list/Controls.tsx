import type { RunsAsked } from '@sagaloom/engine/contract';
import { X } from 'lucide-react';
import { type MessageKey, useT } from '../../locales/index.ts';
import { IconButton, Select, type SelectOption } from '../../ui/index.ts';
import { AttributeFilter } from './AttributeFilter.tsx';
import { change, useList } from './list.ts';
import { TimeFilter } from './TimeFilter.tsx';
import css from './Controls.module.css';

/** Workflow, version, times, attributes: each says what the text says, and the text follows each. */
export function Controls() {
  return (
    <div className={css.controls}>
      <WorkflowSelect />
      <VersionSelect />
      <TimeFilter which="started" />
      <TimeFilter which="ended" />
      <AttributeFilter />
      <Others />
    </div>
  );
}

const all = '';
const several = '\u0000';

function WorkflowSelect() {
  const t = useT();
  const { asked, facets } = useList();
  const names = [...new Set([...(facets?.workflows.map(({ name }) => name) ?? []), ...asked.workflows])];
  return (
    <div className={css.select}>
      <Select
        aria-label={t('runs.list.byWorkflow')}
        value={chosen(asked.workflows)}
        options={[
          { value: all, label: t('runs.list.anyWorkflow') },
          ...severalOf(asked.workflows),
          ...names.map((name) => ({ value: `=${name}`, label: name })),
        ]}
        onChange={(value) =>
          value !== several && change({ workflows: value === all ? [] : [value.slice(1)], versions: [] })
        }
      />
    </div>
  );
}

const short = 8;

function VersionSelect() {
  const t = useT();
  const { asked, facets } = useList();
  const versions = (facets?.versions ?? []).filter(
    ({ workflow }) => asked.workflows.length === 0 || asked.workflows.includes(workflow),
  );
  const nameOf = ({ version, hash }: (typeof versions)[number]): string =>
    version === null ? hash.slice(0, short) : String(version);
  const options = versions.map((each) => ({
    value: `=${asked.workflows.length === 1 ? nameOf(each) : each.hash.slice(0, short)}`,
    label: each.version === null ? each.hash.slice(0, short) : t('runlist.versionNumber', { version: each.version }),
    description: asked.workflows.length === 1 ? each.hash.slice(0, short) : each.workflow,
  }));
  const missing = asked.versions.filter((version) => !options.some(({ value }) => value === `=${version}`));
  return (
    <div className={css.select}>
      <Select
        aria-label={t('runlist.byVersion')}
        value={chosen(asked.versions)}
        options={[
          { value: all, label: t('runlist.anyVersion') },
          ...severalOf(asked.versions),
          ...options,
          ...missing.map((version) => ({ value: `=${version}`, label: version })),
        ]}
        onChange={(value) => value !== several && change({ versions: value === all ? [] : [value.slice(1)] })}
      />
    </div>
  );
}

function chosen(values: readonly string[]): string {
  const [first, ...others] = values;
  return first === undefined ? all : others.length > 0 ? several : `=${first}`;
}

const severalOf = (values: readonly string[]): readonly SelectOption[] =>
  values.length > 1 ? [{ value: several, label: values.join(', ') }] : [];

interface Other {
  readonly key: keyof RunsAsked;
  readonly label: MessageKey;
  readonly text: string;
}

/** What the text says and no control does: each can be taken out. */
function Others() {
  const t = useT();
  const asked = useList((state) => state.asked);
  const { duration, id, parent, errorType, waiting } = asked;
  const others: readonly (Other | false)[] = [
    id !== null && { key: 'id', label: 'runlist.term.id', text: id },
    parent !== null && { key: 'parent', label: 'runlist.term.parent', text: parent },
    errorType !== null && { key: 'errorType', label: 'runlist.term.error', text: errorType },
    duration !== null && {
      key: 'duration',
      label: 'runlist.term.duration',
      text: [duration.from ?? '', duration.to ?? ''].join('…'),
    },
    waiting === false && { key: 'waiting', label: 'runlist.term.notWaiting', text: '' },
  ];
  return others
    .filter((other) => other !== false)
    .map(({ key, label, text }) => {
      const words = t(label, { value: text });
      return (
        <span key={key} className={css.term}>
          <span title={words}>{words}</span>
          <IconButton
            label={t('runlist.takeOut', { term: words })}
            icon={X}
            size="sm"
            onPress={() => change({ [key]: null })}
          />
        </span>
      );
    });
}

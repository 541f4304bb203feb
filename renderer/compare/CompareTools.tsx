import { ChartGantt, ChevronDown, ChevronUp, Copy, Table } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { cx, IconButton, Select, Switch, Tooltip } from '../ui/index.ts';
import css from './Compare.module.css';
import type { Filter } from './comparison.ts';

export type Look = 'bars' | 'table';

interface Props {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
  readonly isAligned: boolean;
  readonly onAligned: (isAligned: boolean) => void;
  readonly differing: number;
  readonly onStep: (by: 1 | -1) => void;
  readonly onCopy: () => void;
}

const shares = [0.1, 0.25, 0.5, 1, 4] as const;

/** What is shown of the rows, and how. */
export function CompareTools(props: Props) {
  const t = useT();
  const { count } = useFormats();
  const { filter, onFilter, look, onLook, isAligned, onAligned, differing, onStep, onCopy } = props;
  const options = [
    { value: 'all', label: t('compare.filter.all') },
    { value: 'different', label: t('compare.filter.different') },
    ...shares.map((share) => ({ value: String(share), label: t('compare.filter.slower', { percent: share * 100 }) })),
  ];
  return (
    <div className={css.tools} role="toolbar" aria-label={t('compare.tools')}>
      <div className={css.filter}>
        <Select
          aria-label={t('compare.filter.label')}
          options={options}
          value={String(filter)}
          onChange={(value) => onFilter(value === 'all' || value === 'different' ? value : Number(value))}
        />
      </div>
      <span className={css.stepper}>
        <span className={css.count}>{t('compare.differences', { count: differing, number: count(differing) })}</span>
        <IconButton
          size="sm"
          icon={ChevronUp}
          label={t('compare.previous')}
          shortcut="⇧ N"
          isDisabled={differing === 0}
          onPress={() => onStep(-1)}
        />
        <IconButton
          size="sm"
          icon={ChevronDown}
          label={t('compare.next')}
          shortcut="N"
          isDisabled={differing === 0}
          onPress={() => onStep(1)}
        />
      </span>
      {look === 'bars' && <Switch label={t('compare.aligned')} isSelected={isAligned} onChange={onAligned} />}
      <span className={css.room} />
      <ToggleButtonGroup
        className={cx(css.looks)}
        aria-label={t('compare.look')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[look]}
        onSelectionChange={(keys) => onLook(keys.has('table') ? 'table' : 'bars')}
      >
        <Tooltip label={t('compare.bars')}>
          <ToggleButton id="bars" className={cx(css.look)} aria-label={t('compare.bars')}>
            <ChartGantt size={15} strokeWidth={1.75} aria-hidden />
          </ToggleButton>
        </Tooltip>
        <Tooltip label={t('compare.table')}>
          <ToggleButton id="table" className={cx(css.look)} aria-label={t('compare.table')}>
            <Table size={15} strokeWidth={1.75} aria-hidden />
          </ToggleButton>
        </Tooltip>
      </ToggleButtonGroup>
      <IconButton icon={Copy} iconSize={15} label={t('compare.copy')} onPress={onCopy} />
    </div>
  );
}

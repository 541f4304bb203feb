import {
  ChevronDown,
  ChevronUp,
  CircleAlert,
  Download,
  Ellipsis,
  FoldHorizontal,
  Maximize,
  PanelRight,
  Table2,
  UnfoldHorizontal,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Button as AriaButton } from 'react-aria-components';
import { IconButton, MenuButton, type MenuEntry } from '../ui/index.ts';
import css from './Timeline.module.css';

interface Props {
  readonly errors: number;
  readonly foldWaits: boolean;
  readonly asTable: boolean;
  readonly details: boolean;
  readonly open: boolean;
  readonly onJump: (forward: boolean) => void;
  readonly onFoldWaits: () => void;
  readonly onFit: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onTable: () => void;
  readonly onDetails: () => void;
  readonly onPng: () => void;
  /** Absent where it cannot be had here. */
  readonly onOtlp: (() => void) | undefined;
}

export function TimelineTools(props: Props) {
  const t = useT();
  const { errors, foldWaits, onJump } = props;
  return (
    <div className={css.toolbar} role="toolbar" aria-label={t('timeline.label')}>
      <span className={css.errors} data-any={errors > 0 || undefined} title={t('timeline.errors', { count: errors })}>
        <CircleAlert size={13} strokeWidth={1.75} aria-hidden />
        <span aria-hidden>{errors}</span>
        <span className={css.unseen}>{t('timeline.errors', { count: errors })}</span>
      </span>
      <IconButton
        size="sm"
        icon={ChevronUp}
        label={t('timeline.previousError')}
        shortcut="⇧ E"
        isDisabled={errors === 0}
        onPress={() => onJump(false)}
      />
      <IconButton
        size="sm"
        icon={ChevronDown}
        label={t('timeline.nextError')}
        shortcut="E"
        isDisabled={errors === 0}
        onPress={() => onJump(true)}
      />
      <span className={css.roomy}>
        <IconButton
          size="sm"
          icon={foldWaits ? UnfoldHorizontal : FoldHorizontal}
          label={t(foldWaits ? 'timeline.unfoldWaits' : 'timeline.foldWaits')}
          onPress={props.onFoldWaits}
        />
        <IconButton size="sm" icon={Maximize} label={t('timeline.fit')} shortcut="0" onPress={props.onFit} />
      </span>
      <MenuButton label={t('timeline.more')} entries={useEntries(props)} placement="bottom start">
        <AriaButton className={css.more ?? ''} aria-label={t('timeline.more')}>
          <Ellipsis size={14} strokeWidth={1.75} aria-hidden />
        </AriaButton>
      </MenuButton>
    </div>
  );
}

function useEntries(props: Props): readonly MenuEntry[] {
  const t = useT();
  const leftOut = props.open ? { description: t('timeline.openLeftOut') } : {};
  return [
    {
      id: 'details',
      label: t(props.details ? 'timeline.hideDetails' : 'timeline.showDetails'),
      icon: PanelRight,
      shortcut: '↵',
      onAction: props.onDetails,
    },
    {
      id: 'table',
      label: t(props.asTable ? 'timeline.showBars' : 'timeline.showTable'),
      icon: Table2,
      onAction: props.onTable,
    },
    { id: 'views', separator: true },
    { id: 'fit', label: t('timeline.fit'), icon: Maximize, shortcut: '0', onAction: props.onFit },
    {
      id: 'waits',
      label: t(props.foldWaits ? 'timeline.unfoldWaits' : 'timeline.foldWaits'),
      icon: props.foldWaits ? UnfoldHorizontal : FoldHorizontal,
      onAction: props.onFoldWaits,
    },
    { id: 'in', label: t('timeline.zoomIn'), icon: ZoomIn, shortcut: '+', onAction: () => props.onZoom(0.7) },
    { id: 'out', label: t('timeline.zoomOut'), icon: ZoomOut, shortcut: '−', onAction: () => props.onZoom(1 / 0.7) },
    { id: 'exports', separator: true },
    { id: 'png', label: t('timeline.exportPng'), icon: Download, onAction: props.onPng },
    ...(props.onOtlp
      ? [{ id: 'otlp', label: t('timeline.exportOtlp'), icon: Download, ...leftOut, onAction: props.onOtlp }]
      : []),
  ];
}

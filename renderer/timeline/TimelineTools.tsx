import {
  ChevronDown,
  ChevronUp,
  CircleAlert,
  Download,
  Ellipsis,
  FoldHorizontal,
  Link,
  ListCollapse,
  ListTree,
  Map as MapIcon,
  Maximize,
  PanelRight,
  Route,
  Rows3,
  Search,
  Table2,
  UnfoldHorizontal,
  UnfoldVertical,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { IconButton, MenuButton, type MenuEntry } from '../ui/index.ts';
import type { TimelineModel } from './model.ts';
import type { ViewMode } from './model/arrange.ts';
import type { TimelineControls } from './useTimeline.ts';
import css from './Timeline.module.css';

interface Props {
  readonly model: TimelineModel;
  readonly controls: TimelineControls;
  readonly asTable: boolean;
  readonly details: boolean;
  readonly overview: boolean;
  readonly onMode: (mode: ViewMode) => void;
  readonly onFind: () => void;
  readonly onOverview: () => void;
  readonly onTable: () => void;
  readonly onDetails: () => void;
  readonly onPng: () => void;
  readonly onSvg: () => void;
  /** Absent where it cannot be had here. */
  readonly onOtlp: (() => void) | undefined;
  readonly onLink: (() => void) | undefined;
}

export function TimelineTools(props: Props) {
  const t = useT();
  const { errors, foldWaits, jump, stage, critical, setCritical, setFoldWaits } = props.controls;
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
        onPress={() => jump(false)}
      />
      <IconButton
        size="sm"
        icon={ChevronDown}
        label={t('timeline.nextError')}
        shortcut="E"
        isDisabled={errors === 0}
        onPress={() => jump(true)}
      />
      <IconButton size="sm" icon={Search} label={t('timeline.find')} shortcut="F" onPress={props.onFind} />
      <span className={css.roomy}>
        <IconButton
          size="sm"
          icon={Route}
          label={t(critical ? 'timeline.hideCritical' : 'timeline.showCritical')}
          shortcut="C"
          onPress={() => setCritical(!critical)}
        />
        <IconButton
          size="sm"
          icon={foldWaits ? UnfoldHorizontal : FoldHorizontal}
          label={t(foldWaits ? 'timeline.unfoldWaits' : 'timeline.foldWaits')}
          onPress={() => setFoldWaits(!foldWaits)}
        />
        <IconButton size="sm" icon={Maximize} label={t('timeline.fit')} shortcut="0" onPress={() => stage?.fit()} />
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
  return [
    ...useViews(props),
    { id: 'views', separator: true },
    ...useSight(props),
    { id: 'exports', separator: true },
    ...useExports(props),
  ];
}

function useViews({ model, asTable, details, overview, ...props }: Props): readonly MenuEntry[] {
  const t = useT();
  const modes: readonly { readonly mode: ViewMode; readonly label: string; readonly icon: typeof Rows3 }[] = [
    { mode: 'lanes', label: t('timeline.asLanes'), icon: Rows3 },
    { mode: 'tree', label: t('timeline.asTree'), icon: ListTree },
    { mode: 'steps', label: t('timeline.asSteps'), icon: ListCollapse },
  ];
  return [
    {
      id: 'details',
      label: t(details ? 'timeline.hideDetails' : 'timeline.showDetails'),
      icon: PanelRight,
      shortcut: '↵',
      onAction: props.onDetails,
    },
    {
      id: 'table',
      label: t(asTable ? 'timeline.showBars' : 'timeline.showTable'),
      icon: Table2,
      onAction: props.onTable,
    },
    {
      id: 'overview',
      label: t(overview ? 'timeline.hideOverview' : 'timeline.showOverview'),
      icon: MapIcon,
      disabled: asTable,
      onAction: props.onOverview,
    },
    { id: 'modes', separator: true },
    ...modes
      // Without work of ours there are no lanes: a tree is all it can be.
      .filter(({ mode }) => mode !== model.view && !(model.foreign && mode === 'lanes'))
      .map(({ mode, label, icon }) => ({ id: mode, label, icon, onAction: () => props.onMode(mode) })),
  ];
}

function useSight({ controls }: Props): readonly MenuEntry[] {
  const t = useT();
  const { stage, foldWaits, setFoldWaits, foldTo, critical, setCritical } = controls;
  return [
    { id: 'fit', label: t('timeline.fit'), icon: Maximize, shortcut: '0', onAction: () => stage?.fit() },
    { id: 'in', label: t('timeline.zoomIn'), icon: ZoomIn, shortcut: '+', onAction: () => stage?.zoom(0.7) },
    { id: 'out', label: t('timeline.zoomOut'), icon: ZoomOut, shortcut: '−', onAction: () => stage?.zoom(1 / 0.7) },
    {
      id: 'waits',
      label: t(foldWaits ? 'timeline.unfoldWaits' : 'timeline.foldWaits'),
      icon: foldWaits ? UnfoldHorizontal : FoldHorizontal,
      onAction: () => setFoldWaits(!foldWaits),
    },
    {
      id: 'critical',
      label: t(critical ? 'timeline.hideCritical' : 'timeline.showCritical'),
      icon: Route,
      shortcut: 'C',
      onAction: () => setCritical(!critical),
    },
    { id: 'foldAll', label: t('timeline.foldAll'), icon: ListCollapse, shortcut: '{', onAction: () => foldTo(1) },
    { id: 'foldTwo', label: t('timeline.foldTwo'), icon: ListCollapse, onAction: () => foldTo(2) },
    {
      id: 'unfoldAll',
      label: t('timeline.unfoldAll'),
      icon: UnfoldVertical,
      shortcut: '}',
      onAction: () => foldTo(Infinity),
    },
  ];
}

function useExports({ model, onPng, onSvg, onOtlp, onLink }: Props): readonly MenuEntry[] {
  const t = useT();
  const leftOut = model.open ? { description: t('timeline.openLeftOut') } : {};
  return [
    ...(onLink ? [{ id: 'link', label: t('timeline.copyLink'), icon: Link, onAction: onLink }] : []),
    { id: 'png', label: t('timeline.exportPng'), icon: Download, onAction: onPng },
    { id: 'svg', label: t('timeline.exportSvg'), icon: Download, onAction: onSvg },
    ...(onOtlp ? [{ id: 'otlp', label: t('timeline.exportOtlp'), icon: Download, ...leftOut, onAction: onOtlp }] : []),
  ];
}

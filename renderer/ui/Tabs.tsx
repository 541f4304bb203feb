import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  type TabListProps,
  TabPanel as AriaTabPanel,
  type TabPanelProps,
  type TabProps as AriaTabProps,
  Tabs as AriaTabs,
  type TabsProps,
} from 'react-aria-components';
import { cx } from './cx.ts';
import css from './Tabs.module.css';

/** Underlined tabs: `Tabs > TabList > Tab`, and `TabPanel` beside the list. */
export function Tabs(props: Omit<TabsProps, 'className' | 'style'>) {
  return <AriaTabs {...props} className={cx(css.tabs)} />;
}

interface ListProps extends Omit<TabListProps<object>, 'className' | 'style'> {
  /** `bar`: 36 px high, with a line below, for docks. */
  readonly variant?: 'plain' | 'bar';
}

export function TabList({ variant = 'plain', ...props }: ListProps) {
  return <AriaTabList {...props} className={cx(css.list, css[variant])} />;
}

interface TabProps extends Omit<AriaTabProps, 'children' | 'className' | 'style'> {
  readonly icon?: LucideIcon;
  /** A small count after the words. */
  readonly count?: number;
  readonly countTone?: 'warn' | 'bad' | 'neutral';
  readonly children: ReactNode;
}

export function Tab({ icon: Icon, count, countTone = 'warn', children, ...rest }: TabProps) {
  return (
    <AriaTab {...rest} className={cx(css.tab)}>
      {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden />}
      {children}
      {count !== undefined && count > 0 && <span className={cx(css.count, css[countTone])}>{count}</span>}
    </AriaTab>
  );
}

export function TabPanel(props: Omit<TabPanelProps, 'className' | 'style'>) {
  return <AriaTabPanel {...props} className={cx(css.panel)} />;
}

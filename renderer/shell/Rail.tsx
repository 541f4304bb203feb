import {
  CalendarClock,
  ChartGantt,
  Folder,
  Hand,
  History,
  ListTree,
  type LucideIcon,
  Settings,
  Shapes,
  ShoppingBasket,
} from 'lucide-react';
import { Button } from 'react-aria-components';
import { type MessageKey, useT } from '../locales/index.ts';
import { openSettings } from '../settings/settings.ts';
import { Tooltip } from '../ui/index.ts';
import { useAttention } from '../runs/attention.ts';
import { type Panel, shownPanel, togglePanel, useLayout } from './layout.ts';
import css from './Rail.module.css';

export const panelLook = {
  files: { icon: Folder, label: 'shell.panel.files' },
  palette: { icon: Shapes, label: 'shell.panel.palette' },
  outline: { icon: ListTree, label: 'shell.panel.outline' },
  runs: { icon: History, label: 'shell.panel.runs' },
  triggers: { icon: CalendarClock, label: 'shell.panel.triggers' },
  traces: { icon: ChartGantt, label: 'shell.panel.traces' },
  attention: { icon: Hand, label: 'shell.panel.attention' },
  shop: { icon: ShoppingBasket, label: 'shell.panel.shop' },
} as const satisfies Record<Panel, { readonly icon: LucideIcon; readonly label: MessageKey }>;

const order: readonly Panel[] = ['files', 'palette', 'outline', 'runs', 'triggers', 'traces', 'attention', 'shop'];

export function Rail() {
  const t = useT();
  const shown = useLayout(shownPanel);
  const waiting = useAttention((state) => state.items.length);
  return (
    <nav className={css.rail} data-region="rail" aria-label={t('shell.rail')}>
      {order.map((panel) => {
        const { icon, label } = panelLook[panel];
        return (
          <RailButton
            key={panel}
            icon={icon}
            label={t(label)}
            isOn={shown === panel}
            badge={panel === 'attention' ? waiting : 0}
            onPress={() => togglePanel(panel)}
          />
        );
      })}
      <div className={css.space} />
      <RailButton icon={Settings} label={t('settings.title')} isOn={false} badge={0} onPress={openSettings} />
    </nav>
  );
}

interface RailButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isOn: boolean;
  readonly badge: number;
  readonly onPress: () => void;
}

function RailButton({ icon: Icon, label, isOn, badge, onPress }: RailButtonProps) {
  return (
    <Tooltip label={label} placement="right">
      <Button className={css.button ?? ''} aria-pressed={isOn} onPress={onPress}>
        <Icon size={19} strokeWidth={1.75} aria-hidden />
        <span className="visually-hidden">{label}</span>
        {badge > 0 && <span className={css.badge}>{badge > 99 ? '99+' : badge}</span>}
      </Button>
    </Tooltip>
  );
}

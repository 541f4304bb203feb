import type { DemoStatus, ShopFaults } from '@sagaloom/engine/contract';
import { Play, RefreshCw, Square, Store } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button, EmptyState, IconButton, Switch } from '../../ui/index.ts';
import { attempt } from '../notices.ts';
import { PanelHeader } from '../PanelHeader.tsx';
import { Books } from './Books.tsx';
import { loadDemo, rememberBooks, setFaults, startDemo, stopDemo, useDemo } from './demo.ts';
import { runExample } from './example.ts';
import css from './ShopPanel.module.css';

/** The example's shop: break it on purpose, and see in its books that money and stock come back. */
export function ShopPanel() {
  const t = useT();
  const { status } = useDemo();
  return (
    <>
      <PanelHeader title={t('shell.panel.shop')}>
        <IconButton label={t('shell.refresh')} icon={RefreshCw} size="sm" onPress={() => void loadDemo()} />
      </PanelHeader>
      {status?.running ? <Running status={status} /> : <Closed available={status?.available ?? false} />}
    </>
  );
}

function Closed({ available }: { readonly available: boolean }) {
  const t = useT();
  const busy = useDemo((state) => state.busy);
  return (
    <EmptyState
      icon={Store}
      title={t(available ? 'shell.shop.closed' : 'shell.shop.unavailable')}
      action={
        available && (
          <Button
            variant="primary"
            icon={Play}
            isDisabled={busy}
            onPress={() => void attempt('shell.shop.cannotStart', {}, startDemo)}
          >
            {t('shell.shop.open')}
          </Button>
        )
      }
    >
      {t(available ? 'shell.shop.closedText' : 'shell.shop.unavailableText')}
    </EmptyState>
  );
}

/** How slow a slow shop is. */
const slowMs = 1_500;

function Running({ status }: { readonly status: DemoStatus }) {
  const t = useT();
  const busy = useDemo((state) => state.busy);
  const faults = status.faults ?? { decline: false, outage: false, delayMs: 0 };
  const change = (next: Partial<ShopFaults>): void => {
    void attempt('shell.shop.cannotChange', {}, async () => setFaults(next));
  };
  return (
    <div className={css.scroll}>
      <p className={css.lead}>{t('shell.shop.lead')}</p>
      <Button variant="primary" icon={Play} onPress={() => void runExample()}>
        {t('shell.welcome.run')}
      </Button>
      <section className={css.section}>
        <h3>{t('shell.shop.faults')}</h3>
        <Switch
          label={t('shell.shop.decline')}
          hint={t('shell.shop.declineHint')}
          isSelected={faults.decline}
          onChange={(decline) => change({ decline })}
        />
        <Switch
          label={t('shell.shop.outage')}
          hint={t('shell.shop.outageHint')}
          isSelected={faults.outage}
          onChange={(outage) => change({ outage })}
        />
        <Switch
          label={t('shell.shop.slow')}
          hint={t('shell.shop.slowHint', { seconds: slowMs / 1_000 })}
          isSelected={faults.delayMs > 0}
          onChange={(slow) => change({ delayMs: slow ? slowMs : 0 })}
        />
      </section>
      <section className={css.section}>
        <header>
          <h3>{t('shell.shop.books')}</h3>
          <Button size="sm" variant="ghost" onPress={() => void attempt('shell.shop.cannotRead', {}, rememberBooks)}>
            {t('shell.shop.compareFromNow')}
          </Button>
        </header>
        <Books books={status.books} />
      </section>
      <footer className={css.foot}>
        <code title={status.url ?? ''}>{status.url}</code>
        <Button
          size="sm"
          icon={Square}
          isDisabled={busy}
          onPress={() => void attempt('shell.shop.cannotStop', {}, stopDemo)}
        >
          {t('shell.shop.close')}
        </Button>
      </footer>
    </div>
  );
}

import { Compass, FilePlus, FolderOpen, LayoutTemplate, Play, Waypoints, Workflow, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { declineTour, startTour, useTour } from '../tour/index.ts';
import { Button, IconButton, Kbd } from '../ui/index.ts';
import { newFile, openFile } from './files/files.ts';
import { pickLocalFile } from './files/local.ts';
import { recentFirst, useRecent } from './files/recent.ts';
import { askForTemplate } from './files/templates/state.ts';
import { useWorkspace } from './files/workspace.ts';
import { keysLabel } from './keys.ts';
import { openOrderSaga, runExample } from './shop/example.ts';
import { useDemo } from './shop/demo.ts';
import css from './Welcome.module.css';

/** What a first-time user sees: what this is, and the shortest way to see it work. */
export function Welcome() {
  const t = useT();
  const canRun = useDemo(({ status }) => status?.available ?? false);
  return (
    <section className={css.welcome} aria-label={t('shell.welcome.title')}>
      <div className={css.column}>
        <div className={css.mark} aria-hidden>
          <Waypoints size={30} strokeWidth={1.75} />
        </div>
        <h2>{t('shell.welcome.title')}</h2>
        <p className={css.lead}>{t('shell.welcome.lead')}</p>
        <section className={css.example} aria-label={t('shell.welcome.example')}>
          <h3>{t('shell.welcome.example')}</h3>
          <p>{t('shell.welcome.exampleText')}</p>
          <div className={css.actions}>
            {canRun && (
              <Button variant="primary" icon={Play} onPress={() => void runExample()}>
                {t('shell.welcome.run')}
              </Button>
            )}
            <Button variant={canRun ? 'secondary' : 'primary'} icon={Workflow} onPress={() => void openOrderSaga()}>
              {t('shell.welcome.open')}
            </Button>
          </div>
        </section>
        <TourOffer />
        <div className={css.start}>
          <StartItem icon={FilePlus} label={t('shell.files.new')} keys="Alt+n" onPress={() => newFile()} />
          <StartItem
            icon={LayoutTemplate}
            label={t('files.template.new')}
            keys="Alt+Shift+n"
            onPress={askForTemplate}
          />
          <StartItem icon={FolderOpen} label={t('shell.files.openLocal')} keys="$mod+o" onPress={pickLocalFile} />
        </div>
        <RecentFiles />
      </div>
    </section>
  );
}

/** Made once, to who has not been here before. */
function TourOffer() {
  const t = useT();
  const isOffered = useTour((state) => state.isOffered);
  if (!isOffered) return null;
  return (
    <div className={css.offer}>
      <AriaButton className={css.item ?? ''} onPress={startTour}>
        <Compass size={16} strokeWidth={1.75} aria-hidden />
        <span>{t('tour.offer')}</span>
        <small>{t('tour.offerTime')}</small>
      </AriaButton>
      <IconButton label={t('tour.decline')} icon={X} size="sm" onPress={declineTour} />
    </div>
  );
}

interface StartProps {
  readonly icon: typeof FilePlus;
  readonly label: string;
  readonly keys: string;
  readonly onPress: () => void;
}

function StartItem({ icon: Icon, label, keys, onPress }: StartProps) {
  return (
    <AriaButton className={css.item ?? ''} onPress={onPress}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
      <Kbd>{keysLabel(keys)}</Kbd>
    </AriaButton>
  );
}

const shownFiles = 5;

function RecentFiles() {
  const t = useT();
  const files = useWorkspace((state) => state.files);
  const opened = useRecent((state) => state.paths);
  if (files.length === 0) return null;
  const recent = recentFirst(files, opened).slice(0, shownFiles);
  return (
    <section className={css.recent} aria-label={t('shell.welcome.recent')}>
      <h3>{t('shell.welcome.recent')}</h3>
      {recent.map(({ path }) => (
        <AriaButton key={path} className={css.item ?? ''} onPress={() => void openFile(path)}>
          <Workflow size={16} strokeWidth={1.75} aria-hidden />
          <span title={path}>{path}</span>
        </AriaButton>
      ))}
    </section>
  );
}

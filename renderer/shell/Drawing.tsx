import { FileClock } from 'lucide-react';
import { useMemo } from 'react';
import { Canvas, mapProgress, overlayOf } from '../canvas/index.ts';
import { activateDocument, isBroken, type OpenDocument, openDocument, useActiveDocument } from '../document/index.ts';
import { HeatCard } from '../heat/HeatCard.tsx';
import { useShownHeat } from '../heat/use-heat.ts';
import { useT } from '../locales/index.ts';
import { useAttachedRun } from '../runs/attached.ts';
import { shownView } from '../runs/open-runs.ts';
import { PausedBefore } from '../runs/PausedBefore.tsx';
import { RunBar } from '../runs/RunBar.tsx';
import { RunTroubles } from '../runs/RunTroubles.tsx';
import { showRun } from '../runs/show-run.ts';
import { LaidBar } from '../traces/laid/LaidBar.tsx';
import { useLaidOut } from '../traces/laid/use-laid.ts';
import { Button } from '../ui/index.ts';
import { BrokenNote } from '../text/BrokenNote.tsx';
import { WithText } from '../text/WithText.tsx';
import { usePinned } from './pinned.ts';
import css from './Drawing.module.css';

const openRun = (runId: string): void => void showRun(runId);

/** The canvas, with the run that is looked at floating over it, or a trace from elsewhere. */
export function Drawing() {
  const t = useT();
  const open = useActiveDocument();
  const run = useAttachedRun();
  const pinned = usePinned(({ hashByTab }) => open !== null && open.id in hashByTab);
  const view = run && shownView(run);
  const heat = useShownHeat(open);
  const items = useMemo(() => (run ? mapProgress(run.events, run.moment ?? undefined) : undefined), [run]);
  const laid = useLaidOut(run || heat ? null : open);
  if (!open) return null;
  return (
    <section className={css.drawing} data-region="drawing" aria-label={t('shell.workspaceRegion')}>
      {run && !heat && <RunTroubles run={run} open={open} />}
      <WithText open={open} readOnly={pinned} className={css.canvas}>
        <Canvas
          key={open.id}
          documentId={open.id}
          readOnly={pinned || isBroken(open)}
          overlay={heat ? null : view ? overlayOf(view, open.document, items) : (laid?.overlay ?? null)}
          heat={heat?.overlay ?? null}
          onOpenRun={openRun}
        />
        <div className={css.floating}>
          {run && !heat && <RunBar run={run} tab={open.id} />}
          {laid && <LaidBar laid={laid.laid} out={laid.out} tab={open.id} />}
          {run && view && !heat && <PausedBefore tab={open.id} view={view} isNow={run.moment === null} />}
          {pinned && <PinnedNote open={open} />}
          {isBroken(open) && <BrokenNote open={open} />}
        </div>
        {heat && <HeatCard open={open} shown={heat} />}
      </WithText>
    </section>
  );
}

function PinnedNote({ open }: { readonly open: OpenDocument }) {
  const t = useT();
  const copy = (): void => {
    activateDocument(openDocument({ path: null, etag: null, document: open.document }));
  };
  return (
    <div className={css.note} role="note">
      <FileClock size={15} strokeWidth={1.75} aria-hidden />
      <span>{t('shell.pinned.note')}</span>
      <Button size="sm" onPress={copy}>
        {t('shell.pinned.copy')}
      </Button>
    </div>
  );
}

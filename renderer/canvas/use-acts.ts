import { useEffect, useMemo } from 'react';
import { select } from '../document/index.ts';
import { openCommandPalette } from '../shell/palette/palette-state.ts';
import { offerControls } from './acts/controls.ts';
import { act, type ActContext, whyNot } from './acts/run.ts';
import { focusNode } from './focus.ts';

/** What acts need to know, and the offer of them to the rest of the window while this drawing is in front. */
export function useActs({ documentId, view, hot, readOnly }: Omit<ActContext, 'openGoTo'>): ActContext {
  const context = useMemo(
    () => ({ documentId, view, hot, readOnly, openGoTo: () => openCommandPalette('@') }),
    [documentId, view, hot, readOnly],
  );
  useEffect(
    () =>
      offerControls({
        documentId,
        whyNot: (id) => whyNot(id, context),
        run: (id) => act(id, context),
        goTo: (step) => {
          select(documentId, { steps: [step] });
          view.bring(step);
          focusNode(step);
        },
      }),
    [context, documentId, view],
  );
  return context;
}

import { useEffect, useMemo } from 'react';
import type { HeatOverlay } from '../canvas/heat.ts';
import { type OpenDocument, outlineOf } from '../document/index.ts';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { type Traffic, trafficOn } from './flows.ts';
import { type LoadedHeat, loadHeat, useHeat } from './heat-state.ts';
import { heatOverlay } from './overlay.ts';

export interface ShownHeat {
  readonly workflow: string;
  readonly loaded: LoadedHeat;
  readonly traffic: Traffic | null;
  readonly overlay: HeatOverlay | null;
}

/** The heat of the drawing in front, while it is looked at: asked for when it is wanted, and again when something else is. */
export function useShownHeat(open: OpenDocument | null): ShownHeat | null {
  const t = useT();
  const formats = useFormats();
  const { isOn, measure, ask, byWorkflow } = useHeat();
  const name = open?.document['name'];
  const workflow = isOn && typeof name === 'string' && name !== '' ? name : null;
  const loaded = workflow === null ? null : (byWorkflow[workflow] ?? null);
  useEffect(() => (workflow === null ? undefined : loadHeat(workflow, ask)), [workflow, ask]);
  const heat = loaded?.heat ?? null;
  const document = open?.document;
  const outline = useMemo(() => outlineOf(document ?? {}), [document]);
  const traffic = useMemo(() => (heat ? trafficOn(heat, outline) : null), [heat, outline]);
  const overlay = useMemo(
    () => (heat && traffic && heat.runs > 0 ? heatOverlay(heat, outline, traffic, measure, { t, formats }) : null),
    [heat, traffic, outline, measure, t, formats],
  );
  return useMemo(
    () => (workflow === null || !loaded ? null : { workflow, loaded, traffic, overlay }),
    [workflow, loaded, traffic, overlay],
  );
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, useState } from 'react';
import type { Scene } from '../scene/types.ts';
import { boxesOf } from './boxes.ts';
import { mostForAll, nextSight, type Sight } from './sight.ts';

/** What React Flow is given of a large drawing, as the window moves over it; null: all of it. */
export function useSight(scene: Scene): Sight | null {
  const store = useStoreApi();
  const [sight, setSight] = useState<Sight>(nothing);
  const isLarge = scene.nodes.length > mostForAll;
  useEffect(() => {
    if (!isLarge) return undefined;
    const { grid } = boxesOf(scene);
    const look = (): void => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const area = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      setSight((before) => nextSight(before, { area, zoom }, (within) => grid.within(within).length));
    };
    look();
    return store.subscribe(look);
  }, [isLarge, scene, store]);
  return isLarge ? sight : null;
}

const nothing: Sight = { isFar: false, area: { x: 0, y: 0, width: 0, height: 0 } };

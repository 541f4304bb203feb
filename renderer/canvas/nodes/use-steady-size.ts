import { useStoreApi } from '@xyflow/react';
import { type SyntheticEvent, useMemo } from 'react';

/**
 * For what holds tools that come with the pointer or the focus: where the drawing is shown smaller, they keep the size that a finger needs
 * (`--steady`, by which they are to be scaled). Set as they come, so that zooming costs nothing.
 */
export function useSteadySize() {
  const store = useStoreApi();
  return useMemo(() => {
    const keep = ({ currentTarget }: SyntheticEvent<HTMLElement>): void => {
      const [, , zoom] = store.getState().transform;
      currentTarget.style.setProperty('--steady', String(Math.max(1, 1 / zoom)));
    };
    return { onPointerEnter: keep, onFocus: keep };
  }, [store]);
}

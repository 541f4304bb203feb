import { createContext, useContext } from 'react';
import { emptyScene, type Scene } from './scene/types.ts';

/** What is drawn, for the few parts that ask what lies where; nodes do not: they would be drawn again with every edit. */
interface DrawnNow {
  readonly documentId: string;
  readonly scene: Scene;
}

export const DrawnContext = createContext<DrawnNow>({ documentId: '', scene: emptyScene });
export const useDrawn = (): DrawnNow => useContext(DrawnContext);

/** All sizes of the drawing, in px at 100 %. The look gives them; layout, scene and styles share them. */
export const node = { width: 196, height: 60 } as const;
export const chip = { width: 164, height: 34, below: 65, beside: 36 } as const;
/** Between a step and the next, by the way they read; and between steps beside each other. */
export const gap = { right: 64, down: 46, across: 36 } as const;
export const start = { size: 14, above: 40 } as const;

/** Room a group keeps between its border and what it holds. */
export const pad = {
  group: { left: 22, top: 68, right: 22, bottom: 28 },
  lane: { left: 28, top: 36, right: 20, bottom: 18 },
  lanes: { left: 14, top: 44, right: 14, bottom: 14, between: 10 },
} as const;

/** The lane of the way back, around its undos, with its words under them; `foot` is left under it, `between` from undo to undo. */
export const wayBack = { above: 12, below: 20, foot: 8, between: 34 } as const;

export const pivot = { after: 20, right: 28 } as const;
export const emptyGroup = { width: 360, height: 160 } as const;
export const emptyLane = { width: 300, height: 104 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What lies above what, by how deep a block is: a group's ground, then the connections in its block, then the cards, so that a port
 * is not covered by the line that leaves it.
 */
export const layer = {
  ground: (depth: number): number => depth * 4,
  line: (depth: number): number => depth * 4 + 1,
  words: (depth: number): number => depth * 4 + 2,
  card: (depth: number): number => depth * 4 + 3,
} as const;

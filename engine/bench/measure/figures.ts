/** What one measurement gave, by metric: `stepsPerSecond`, `p50Ms`, `rssMb` and the like. */
export type Figures = Readonly<Record<string, number>>;

/** How a workflow fares over many runs. */
export const heat = {};

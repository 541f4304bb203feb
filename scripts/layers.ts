/**
 * Who may import whom: the one table from which the linter's import rules are made.
 * A folder may import itself and what stands beside it here, nothing else of ours.
 */

/** Folders of the engine, innermost first; each list holds only folders above it, so there is no way round. */
export const engineLayers = {
  core: [],
  contract: ['core'],
  runtime: ['core'],
  memory: ['runtime', 'core'],
  explore: ['memory', 'runtime', 'core'],
  interchange: ['runtime', 'core'],
  hosts: ['core'],
  // Queues and streams of others, published to by an activity and read by triggers.
  brokers: ['runtime', 'contract', 'core'],
  activities: ['brokers', 'runtime', 'contract', 'core'],
  // Work done outside this process: the workspace's own code, and workers elsewhere.
  workers: ['activities', 'runtime', 'contract', 'core'],
  telemetry: ['runtime', 'contract', 'core'],
  // The composition root lives here and puts the two above together.
  node: ['activities', 'telemetry', 'runtime', 'contract', 'core'],
  // Traces that come from elsewhere: received, imported, kept and read.
  traces: ['node', 'runtime', 'contract', 'core'],
  server: ['traces', 'node', 'workers', 'activities', 'brokers', 'telemetry', 'runtime', 'contract', 'core'],
  cli: [
    'server',
    'traces',
    'node',
    'workers',
    'telemetry',
    'activities',
    'hosts',
    'interchange',
    'explore',
    'memory',
    'runtime',
    'contract',
    'core',
  ],
  // What it is proven with: every part, and nobody imports it but scripts and tests.
  proof: ['server', 'workers', 'traces', 'node', 'telemetry', 'memory', 'activities', 'runtime', 'contract', 'core'],
  bench: ['server', 'workers', 'activities', 'traces', 'node', 'memory', 'telemetry', 'runtime', 'contract', 'core'],
} as const satisfies Record<string, readonly string[]>;

export type EngineFolder = keyof typeof engineLayers;

export const engineFolders = Object.keys(engineLayers) as EngineFolder[];

/** Runs anywhere: neither Node's modules nor a clock, randomness or the network. */
export const pureFolders = ['core', 'contract'] as const satisfies readonly EngineFolder[];

/** Runs in the browser as well, so nothing of Node. */
export const portableFolders = [
  ...pureFolders,
  'runtime',
  'memory',
  'explore',
  'interchange',
] as const satisfies readonly EngineFolder[];

export const rendererMayImport = [
  'core',
  'contract',
  'memory',
  'explore',
  'interchange',
] as const satisfies readonly EngineFolder[];

/** The engine's process hosts the contract's router; the window and the preload know only the contract. */
export const electronMayImport = {
  'engine-process.ts': ['server', 'node', 'contract'],
  'preload.ts': ['contract'],
  '*': ['node', 'contract'],
} as const satisfies Record<string, readonly EngineFolder[]>;

/** The contract's host: for the page over a WebSocket, for the desktop window over a MessagePort. */
export { cleanStderr } from './clean-stderr.ts';
export { createEngineHost, type EngineHost, type EngineHostOptions, underWay } from './host.ts';
export { type KnownServer, knownServer, rememberServer, serverOf } from './known-servers.ts';
export { type PageServer, type PageServerOptions, servePage } from './page/serve.ts';
export type { HostContext } from './context.ts';
export type { HostRouter } from './router.ts';

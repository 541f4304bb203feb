import { createHash } from 'node:crypto';
import { Agent, type Dispatcher } from 'undici';
import { guardedConnector, type Way } from './connector.ts';

/** More ways than these have no connections kept. */
const MOST = 64;

/** By way, the least used first. A connection made under other settings is never taken for one under these. */
const agents = new Map<string, Agent>();

/** Connections are kept between attempts, for requests that go the same way. */
export function dispatcherOf(way: Way): Dispatcher {
  const key = keyOf(way);
  const agent = agents.get(key) ?? agentOf(way);
  agents.delete(key);
  agents.set(key, agent);
  for (const [oldest, unused] of agents) {
    if (agents.size <= MOST) break;
    agents.delete(oldest);
    void unused.close(); // what is under way ends first
  }
  return agent;
}

/** Without the connections' secrets in memory a second time. */
export const keyOf = ({ policy, proxy, tls }: Way): string =>
  createHash('sha256')
    .update(JSON.stringify([policy.key, proxy, tls]))
    .digest('base64');

/** Attempts have their own time limits; the agent's would only give them other names. */
const agentOf = (way: Way): Agent =>
  new Agent({ headersTimeout: 0, bodyTimeout: 0, allowH2: false, connect: guardedConnector(way) });

/** Gives back all connections; those of requests under way when these have ended. */
export function closeDispatchers(): void {
  for (const agent of agents.values()) void agent.close();
  agents.clear();
}

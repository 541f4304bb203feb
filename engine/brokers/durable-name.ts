import { sha256Hex } from '../runtime/digest.ts';
import type { Subscription } from './broker.ts';

/**
 * What a broker remembers a reader by: letters, digits, - and _. A group that reads two topics has two of them, and no two groups have the
 * same.
 */
export function durableName({ group, topic }: Pick<Subscription, 'group' | 'topic'>): string {
  const readable = group.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 48);
  return `${readable}_${sha256Hex(JSON.stringify([group, topic])).slice(0, 16)}`;
}

import type { Failure } from '../failure.ts';
import type { Eventually } from '../machine/eventually.ts';
import type { ChildNode } from '../machine/program.ts';
import type { Entering } from './entering.ts';
import { beginEffect } from './task.ts';

export function enterChild(at: Entering, node: ChildNode): Eventually<Failure | null> {
  return beginEffect(at, node, (given) => ({ kind: 'child', workflow: node.workflow, ...given }));
}

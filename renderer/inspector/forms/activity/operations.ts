import type { OperationInfo } from '@sagaloom/engine/contract';
import { useEffect } from 'react';
import { create } from 'zustand';
import { isExpressionText } from '../../../canvas/scene/expression.ts';
import { engine } from '../../../rpc/index.ts';
import { explain } from '../../../shell/notices.ts';

interface Offer {
  readonly operations: readonly OperationInfo[];
  /** Why there are none. */
  readonly problem: string | null;
}

const none: Offer = { operations: [], problem: null };

/** By document, and for one operation by document and id: of a large document the schemas come one by one. */
const useOffers = create<Readonly<Record<string, Offer>>>(() => ({}));

const settledAfterMs = 500;

/** Asked once the hand rests: while an address is typed it leads nowhere. */
export function useOperations(document: string): Offer {
  const isAskable = document !== '' && !isExpressionText(document);
  useEffect(() => {
    if (!isAskable) return undefined;
    const timer = setTimeout(() => void load(document, document), settledAfterMs);
    return () => clearTimeout(timer);
  }, [document, isAskable]);
  return useOffers((offers) => offers[document] ?? none);
}

/** With its schemas; null: there is none of that name, or it is not known yet. */
export function useOperation(document: string, id: string): OperationInfo | null {
  const { operations } = useOperations(document);
  const listed = operations.find((operation) => operation.id === id) ?? null;
  const key = `${document} ${id}`;
  const isShort = listed !== null && listed.input === null;
  useEffect(() => {
    if (isShort) void load(key, document, id);
  }, [isShort, key, document, id]);
  const whole = useOffers((offers) => offers[key]?.operations[0] ?? null);
  return isShort ? whole : listed;
}

async function load(key: string, document: string, operation?: string): Promise<void> {
  const asked = { document, ...(operation === undefined ? {} : { operation }) };
  try {
    const operations = await engine.activities.operations(asked);
    useOffers.setState({ [key]: { operations, problem: null } });
  } catch (error) {
    useOffers.setState({ [key]: { operations: [], problem: explain(error) } });
  }
}

/** Typing reaches the document a moment after the hand; whoever needs it whole (saving, a command, leaving) asks for it at once. */
const waiting = new Set<() => void>();

/** `hand` gives on what is typed and not yet in the document. Gives back how to take it off the list. */
export function whenFlushed(hand: () => void): () => void {
  waiting.add(hand);
  return () => waiting.delete(hand);
}

export function flushTyping(): void {
  for (const hand of waiting) hand();
}

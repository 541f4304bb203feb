/** A history over several days says at which event each of them begins; one that stays within a day says nothing. */
export function startsDay(events: readonly { readonly at: number }[], index: number): boolean {
  const [first, before, event] = [events[0], events[index - 1], events[index]];
  const last = events.at(-1);
  if (!first || !last || !event || sameDay(first.at, last.at)) return false;
  return !before || !sameDay(before.at, event.at);
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

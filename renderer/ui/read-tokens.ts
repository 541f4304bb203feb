/** Values of the style sheet's tokens as they hold at an element: for what is painted by hand, where no style sheet reaches. */
export function readTokens<K extends string>(
  element: Element,
  tokens: Readonly<Record<K, string>>,
): Readonly<Record<K, string>> {
  const style = getComputedStyle(element);
  const read = Object.entries<string>(tokens).map(([name, property]) => [
    name,
    style.getPropertyValue(property).trim(),
  ]);
  return Object.fromEntries(read) as Record<K, string>;
}

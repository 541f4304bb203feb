/** An error's type for a small place, the fullest first: `payment.declined`, `declined`; of HTTP, the number. */
export function shortError(type: string): readonly string[] {
  const last = type.slice(type.lastIndexOf('.') + 1);
  if (/^http\.\d{3}$/.test(type)) return [last];
  return last === type ? [type] : [type, last];
}

/** What is selected, as forms. */
export function Inspector() {
  return null;
}

const oneUnitEach = /^[\u0020-\u007e]*$/;
const graphemes = new Intl.Segmenter();

/** The text, shortened to fit with an ellipsis; empty where not even that fits. What reads as one character is not cut in two. */
export function fitted(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  const ends = oneUnitEach.test(text) ? null : Array.from(graphemes.segment(text), ({ index }) => index);
  const upTo = (count: number): string => text.slice(0, ends === null ? count : ends[count]).trimEnd();
  let [fits, tooLong] = [0, ends?.length ?? text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (widthOf(`${upTo(middle)}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? '' : `${upTo(fits)}…`;
}

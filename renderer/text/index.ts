/** The file as text. Only `text-view.ts` is there from the start; the editor comes when it is shown. */
export { TextView } from './TextView.tsx';

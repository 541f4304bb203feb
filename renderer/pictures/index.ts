export { Pictures } from './Pictures.tsx';
export { askForPicture } from './state.ts';

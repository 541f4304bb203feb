export { type PaletteItem, paletteItems } from './items.ts';
export { Palette } from './Palette.tsx';

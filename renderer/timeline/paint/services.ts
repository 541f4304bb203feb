import type { CanvasTheme } from '../theme.ts';

const names = [
  'service0',
  'service1',
  'service2',
  'service3',
  'service4',
  'service5',
  'service6',
  'service7',
] as const satisfies readonly (keyof CanvasTheme)[];

export const serviceFill = (theme: CanvasTheme, tone: number): string => theme[names[tone] ?? 'service0'];

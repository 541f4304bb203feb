import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'waiting' | 'undone' | 'quiet' | 'plain';

const styles = { good: 'green', bad: 'red', waiting: 'yellow', undone: 'cyan', quiet: 'dim' } as const;

export type Paint = (tone: Tone, text: string) => string;

/** Every state is also a word: colour only helps. */
export const painter =
  (colourful: boolean): Paint =>
  (tone, text) =>
    colourful && tone !== 'plain' && text !== '' ? styleText(styles[tone], text, { validateStream: false }) : text;

import type { ReadStream } from 'node:tty';

type Keyboard = Pick<ReadStream, 'setRawMode' | 'setEncoding' | 'resume' | 'pause' | 'on' | 'off'>;

const enter: ReadonlySet<string> = new Set(['\r', '\n']);
/** Ctrl+C, Ctrl+D. */
const giveUp: ReadonlySet<string> = new Set(['\u0003', '\u0004']);
const back: ReadonlySet<string> = new Set(['\b', '\u007f']);
/** Erases all that was typed. */
const KILL = '\u0015';

/** One line typed or pasted where nothing shows. Null: it was given up. */
export async function promptHidden(
  question: string,
  keyboard: Keyboard,
  screen: { readonly write: (text: string) => unknown },
): Promise<string | null> {
  screen.write(question);
  keyboard.setRawMode(true);
  keyboard.setEncoding('utf8');
  keyboard.resume();
  try {
    return await typed(keyboard);
  } finally {
    keyboard.setRawMode(false);
    keyboard.pause();
    screen.write('\n');
  }
}

function typed(keyboard: Keyboard): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  let signs: readonly string[] = [];
  const read = (chunk: string): void => {
    for (const sign of chunk) {
      if (enter.has(sign)) return resolve(signs.join(''));
      if (giveUp.has(sign)) return resolve(null);
      signs = sign === KILL ? [] : back.has(sign) ? signs.slice(0, -1) : [...signs, sign];
    }
  };
  const ended = (): void => resolve(null);
  keyboard.on('data', read);
  keyboard.on('end', ended);
  return promise.finally(() => {
    keyboard.off('data', read);
    keyboard.off('end', ended);
  });
}

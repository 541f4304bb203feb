/** The compiler in a thread of its own: however large a document is, typing never waits for it. */
import { type Ask, Checker } from './checker.ts';

const checker = new Checker();

self.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  const answer = checker.take(data);
  // Nobody but the page that made this worker hears it.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  if (answer) self.postMessage(answer);
});

import type { Answer, Ask } from './checker.ts';

/** Whoever compiles: a worker, or where there is none, this very thread. */
export interface CheckerHost {
  readonly send: (ask: Ask) => void;
}

/** `onLost`: the worker is gone, with its copies; nothing that was asked will be answered. */
export function startChecker(onAnswer: (answer: Answer) => void, onLost: () => void): CheckerHost {
  if (typeof Worker === 'undefined') return onTheSpot(onAnswer);
  const worker = new Worker(new URL('worker.ts', import.meta.url), { type: 'module', name: 'compiler' });
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    worker.terminate();
    onLost();
  });
  // A worker has no origin to be told.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  return { send: (ask) => worker.postMessage(ask) };
}

/** The code comes when it is first needed: the page does not load the compiler twice. */
export function onTheSpot(onAnswer: (answer: Answer) => void): CheckerHost {
  const checker = import('./checker.ts').then((code) => new code.Checker());
  return {
    send: (ask) => {
      void checker.then((known) => {
        const answer = known.take(ask);
        if (answer) onAnswer(answer);
      });
    },
  };
}

/** Until the next frame is on the screen, as far as a page can know. */
export async function painted(): Promise<void> {
  await new Promise<void>((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => resolve());
      port1.start();
      port2.postMessage(null);
    });
  });
}

/** Until a frame shows it. */
export async function shown(isThere: () => boolean, patienceMs = 5_000): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < patienceMs) {
    // One frame after the other.
    // oxlint-disable-next-line no-await-in-loop
    await painted();
    if (isThere()) return;
  }
  throw new Error('it is not shown');
}

/** Where `npm start` shows the designer: in a desktop window, or as a page. Decided from facts alone. */

export interface Facts {
  readonly asked: 'page' | 'desktop' | undefined;
  readonly hasBinary: boolean;
  readonly hasDisplay: boolean;
  /** Chromium's sandbox, which the window insists on, does not run as root on Linux. */
  readonly isRootOnLinux: boolean;
}

export type Target =
  | { readonly kind: 'desktop' }
  | { readonly kind: 'download' }
  /** `because` is absent where the page was asked for. */
  | { readonly kind: 'page'; readonly because?: string }
  | { readonly kind: 'refused'; readonly because: string };

export function chooseTarget(facts: Facts): Target {
  if (facts.asked === 'page') return { kind: 'page' };
  const obstacle = obstacleToWindow(facts);
  if (obstacle !== undefined) return { kind: facts.asked === 'desktop' ? 'refused' : 'page', because: obstacle };
  return { kind: facts.hasBinary ? 'desktop' : 'download' };
}

function obstacleToWindow(facts: Facts): string | undefined {
  if (!facts.hasDisplay) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (facts.isRootOnLinux) return 'the sandboxed desktop window does not run as root';
  return undefined;
}

export interface Flags {
  readonly asked: Facts['asked'];
  /** Whatever is not ours goes on to `sagaloom serve` or to the window. */
  readonly rest: readonly string[];
}

export function readFlags(args: readonly string[]): Flags {
  const asked = args.findLast((arg) => arg === '--page' || arg === '--desktop');
  return {
    asked: asked === '--page' ? 'page' : asked === '--desktop' ? 'desktop' : undefined,
    rest: args.filter((arg) => arg !== '--page' && arg !== '--desktop'),
  };
}

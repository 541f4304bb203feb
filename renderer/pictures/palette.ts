/** The colours of a picture: the style sheet's tokens as plain hexadecimal, for pictures are read where there is no style sheet. */
const mixes = {
  panel: 'var(--panel)',
  raised: 'var(--raised)',
  bg: 'var(--bg)',
  line: 'var(--line)',
  line2: 'var(--line-2)',
  line3: 'var(--line-3)',
  ink: 'var(--ink)',
  ink2: 'var(--ink-2)',
  ink3: 'var(--ink-3)',
  accent: 'var(--accent)',
  accentSoft: 'var(--accent-soft)',
  accentInk: 'var(--accent-ink)',
  ok: 'var(--ok)',
  okSoft: 'var(--ok-soft)',
  warn: 'var(--warn)',
  warnSoft: 'var(--warn-soft)',
  bad: 'var(--bad)',
  badSoft: 'var(--bad-soft)',
  undo: 'var(--undo)',
  undoSoft: 'var(--undo-soft)',
  flow: 'var(--flow)',
  flowSoft: 'var(--flow-soft)',
  time: 'var(--time)',
  timeSoft: 'var(--time-soft)',
} as const;

export type Palette = Readonly<Record<keyof typeof mixes, string>>;
export type PictureTheme = 'light' | 'dark';

/** Of the theme asked for, whichever the page has: it is put on for the moment of reading, before anything is painted. */
export function paletteOf(theme: PictureTheme): Palette {
  const root = document.documentElement;
  const before = root.getAttribute('data-theme');
  const probe = document.body.appendChild(document.createElement('i'));
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  try {
    root.setAttribute('data-theme', theme);
    return Object.fromEntries(
      Object.entries(mixes).map(([name, value]) => {
        probe.style.color = value;
        return [name, hexOf(getComputedStyle(probe).color, pixel)];
      }),
    ) as Palette;
  } finally {
    if (before === null) root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', before);
    probe.remove();
  }
}

function hexOf(colour: string, pixel: CanvasRenderingContext2D | null): string {
  if (!pixel) return colour;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

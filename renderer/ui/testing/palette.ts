/** Reads the tokens as a browser would, as far as colours go: the blocks that apply, the later over the earlier. */

export type Palette = Readonly<Record<string, string>>;
type Rgb = readonly [number, number, number];

/** Every opaque colour of one palette, by the name of its token. Shadows and scrims are no grounds. */
export function paletteOf(sheet: string, theme: string, level: string): Palette {
  const plain = sheet.replaceAll(/\/\*[\s\S]*?\*\//g, '').split('@media')[0] ?? '';
  const applies: Readonly<Record<string, boolean>> = {
    ':root': true,
    "[data-theme='dark']": theme === 'dark',
    "[data-contrast='more']": level === 'more',
    "[data-theme='dark'][data-contrast='more']": theme === 'dark' && level === 'more',
  };
  const blocks = [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, selector = '']) => applies[selector.trim()]);
  const values = blocks.flatMap(([, , body = '']) =>
    [...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value] as const),
  );
  return Object.fromEntries(values.filter(([name, value]) => isColour(value) && !name.startsWith('shadow')));
}

/** WCAG's ratio of two colours of a palette, 1 to 21. */
export function contrast(palette: Palette, front: string, ground: string): number {
  const [light = 0, dark = 0] = [luminance(palette[front]), luminance(palette[ground])].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function isColour(value: string): boolean {
  return /^(?:#|oklch)/.test(value);
}

function luminance(colour: string | undefined): number {
  if (colour === undefined) throw new Error('no such colour');
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(colour: string): Rgb {
  const hex = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  if (hex) return [hex[1], hex[2], hex[3]].map((digit) => decode(Number(`0x${digit}${digit}`) / 255)) as unknown as Rgb;
  const oklch = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)(?: \/ [\d.]+)?\)$/.exec(colour);
  if (!oklch) throw new Error(`not a colour this test reads: ${colour}`);
  return fromOklch(Number(oklch[1]) / 100, Number(oklch[2]), (Number(oklch[3]) * Math.PI) / 180);
}

function decode(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** Björn Ottosson's matrices; what lies outside sRGB is clipped, as a screen does. */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel))) as unknown as Rgb;
}

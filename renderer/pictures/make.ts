import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Picture, type PictureProps } from './Picture.tsx';

/** The text of an SVG file. */
export function svgOf(props: PictureProps): string {
  const holder = document.createElement('div');
  const root = createRoot(holder);
  flushSync(() => root.render(createElement(Picture, props)));
  const svg = holder.firstElementChild;
  const text = svg ? new XMLSerializer().serializeToString(svg) : '';
  root.unmount();
  return text;
}

/** More than this in either direction, or in all, browsers do not paint. */
const longestSide = 16_000;
const mostPixels = 120_000_000;

/** The same as pixels, `scale` of them for each of the drawing; fewer where the picture would be too large to paint. */
export async function pngOf(svg: string, scale: number): Promise<Blob | null> {
  const image = await loaded(new Blob([await withFonts(svg)], { type: 'image/svg+xml' }));
  const { width, height } = image;
  const fit = Math.min(scale, longestSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * fit);
  canvas.height = Math.round(height * fit);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

async function loaded(content: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(content);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** An image has none of the page's fonts: the one the words were measured with goes along inside it. */
async function withFonts(svg: string): Promise<string> {
  const face = fontRule();
  if (!face) return svg;
  const response = await fetch(face.url).catch(() => null);
  if (!response?.ok) return svg;
  const data = await base64(await response.blob());
  const rule = `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${data}) format('woff2')}`;
  return svg.replace(/<title>/, `<style>${rule}</style><title>`);
}

/** Where the page has the letters of its own face from: the latin part, which names and numbers are written in. */
function fontRule(): { readonly url: string } | null {
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '');
      const range = rule.style.getPropertyValue('unicode-range');
      const url = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      if (family === 'Inter Variable' && /U\+0{0,3}0?-0{0,2}FF/i.test(range) && url !== undefined) {
        return { url: new URL(url, sheet.href ?? location.href).href };
      }
    }
  }
  return null;
}

function rulesOf(sheet: CSSStyleSheet): readonly CSSFontFaceRule[] {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
  } catch {
    return []; // a sheet of somebody else's: an extension's
  }
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(blob);
  });
}

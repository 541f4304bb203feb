/** Gives the browser a file to save, under the name it is to have. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; a URL let go at once would break it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

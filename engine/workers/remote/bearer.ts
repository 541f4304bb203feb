import { createHash, timingSafeEqual } from 'node:crypto';

/** Takes as long for a wrong token as for the right one, however long they are. */
export function bearerCheck(token: string): (header: string | undefined) => boolean {
  const right = digest(token);
  return (header = '') => {
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(header) ?? [];
    return timingSafeEqual(digest(given), right) && given !== '';
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

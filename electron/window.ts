import path from 'node:path';
import { BrowserWindow, type Session, type WebContents } from 'electron';
import { startPage } from './address.ts';
import { isGranted } from './permissions.ts';

export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1_440,
    height: 900,
    minWidth: 880,
    minHeight: 560,
    show: false,
    title: 'Sagaloom',
    webPreferences: {
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(startPage);
  return window;
}

/** For every page that ever comes to be: it stays where it is, and opens nothing. */
export function confine(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (event.url !== startPage) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(isGranted(permission, requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, from) => isGranted(permission, from));
  session.setDevicePermissionHandler(() => false);
}

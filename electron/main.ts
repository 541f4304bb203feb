/** The desktop app: one confined window, one engine process, and the gate between them. */
import path from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  type IpcMainInvokeEvent,
  Menu,
  protocol,
  safeStorage,
  session,
} from 'electron';
import { channels, scheme } from './address.ts';
import { startEngine } from './engine-link.ts';
import { readPlaces } from './flags.ts';
import { gated } from './gate.ts';
import { keychainOf } from './keychain.ts';
import { applicationMenu } from './menu.ts';
import { pageHandler } from './protocol.ts';
import { confine, openWindow, refusePermissions } from './window.ts';

/** The exit code of the command line for a disk, database or port that says no. */
const ENVIRONMENT = 4;

const page = app.isPackaged
  ? path.join(app.getAppPath(), 'renderer')
  : path.join(app.getAppPath(), '..', 'renderer', 'dist');

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
app.enableSandbox();
app.on('web-contents-created', (_event, contents) => confine(contents));
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});

async function start(): Promise<void> {
  await app.whenReady();
  refusePermissions(session.defaultSession);
  protocol.handle(scheme, pageHandler(page));
  Menu.setApplicationMenu(applicationMenu(process.platform));

  const args = process.argv.slice(app.isPackaged ? 1 : 2);
  const places = readPlaces(args, path.join(app.getPath('documents'), 'Sagaloom'));
  const kept = path.join(app.getPath('userData'), 'secrets.json');
  const engine = startEngine(places, keychainOf(safeStorage, kept, places.workspace), (why) => {
    dialog.showErrorBox('Sagaloom', why);
    app.exit(ENVIRONMENT);
  });
  app.on('will-quit', () => engine.stop());
  ipcMain.handle(
    channels.connect,
    gated((event: IpcMainInvokeEvent) => engine.connect(event.sender)),
  );

  openWindow();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
}

if (app.requestSingleInstanceLock()) void start();
else app.quit();

app.on('second-instance', () => {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
});

/**
 * All the page gets of the desktop: a port to the engine, over which it speaks the contract. The calls themselves are typed by
 * the contract at both ends, so there is nothing to declare here a second time.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { channels } from './address.ts';

// A port cannot pass the context bridge; it goes as a message of the window to itself.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage(channels.port, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('sagaloom', {
  connect: (): Promise<void> => ipcRenderer.invoke(channels.connect) as Promise<void>,
});

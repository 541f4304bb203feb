import { FilePlus, FolderOpen, Image, LayoutTemplate, Save, SaveAll, ShoppingBasket, X } from 'lucide-react';
import { askForPicture } from '../../pictures/index.ts';
import { close, newFile, save, saveAs } from '../files/files.ts';
import { pickLocalFile } from '../files/local.ts';
import { askForTemplate } from '../files/templates/state.ts';
import { openOrderSaga } from '../shop/example.ts';
import { type AppCommand, hasFile, isEditable, withActive } from './command.ts';

export const fileCommands: readonly AppCommand[] = [
  { id: 'new', title: 'shell.files.new', icon: FilePlus, keys: 'Alt+n', run: () => void newFile() },
  {
    id: 'template',
    title: 'files.template.new',
    icon: LayoutTemplate,
    keys: 'Alt+Shift+n',
    run: askForTemplate,
  },
  { id: 'open', title: 'shell.files.openLocal', icon: FolderOpen, keys: '$mod+o', run: pickLocalFile },
  { id: 'save', title: 'shell.files.save', icon: Save, keys: '$mod+s', isEnabled: isEditable, run: withActive(save) },
  {
    id: 'saveAs',
    title: 'shell.files.saveAs',
    icon: SaveAll,
    keys: '$mod+Shift+s',
    isEnabled: hasFile,
    run: withActive(saveAs),
  },
  {
    id: 'picture',
    title: 'pictures.command',
    icon: Image,
    keys: '$mod+Shift+e',
    isEnabled: hasFile,
    run: withActive(askForPicture),
  },
  { id: 'close', title: 'shell.files.close', icon: X, keys: 'Alt+w', isEnabled: hasFile, run: withActive(close) },
  { id: 'example', title: 'shell.welcome.open', icon: ShoppingBasket, run: () => void openOrderSaga() },
];

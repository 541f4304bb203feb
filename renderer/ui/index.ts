/** The kit every screen is built from. Its parts have no words of their own: labels come in through the catalogue. */
import './base.css';

export { announce } from './announce.ts';
export { Announcer } from './Announcer.tsx';
export { Button } from './Button.tsx';
export { Checkbox } from './Checkbox.tsx';
export { Chip, type Tone } from './Chip.tsx';
export { cx } from './cx.ts';
export { Dialog } from './Dialog.tsx';
export { EmptyState } from './EmptyState.tsx';
export { FieldMessage } from './FieldMessage.tsx';
export { type Range, searched } from './fuzzy.ts';
export { IconButton } from './IconButton.tsx';
export { Kbd } from './Kbd.tsx';
export { Marked } from './Marked.tsx';
export { Menu, MenuButton, type MenuEntry } from './Menu.tsx';
export { saveFile } from './save-file.ts';
export { Select, type SelectOption } from './Select.tsx';
export { Switch } from './Switch.tsx';
export { Tab, TabList, TabPanel, Tabs } from './Tabs.tsx';
export { TextField } from './TextField.tsx';
export { Toaster } from './Toaster.tsx';
export { toast } from './toast.ts';
export { Tooltip } from './Tooltip.tsx';

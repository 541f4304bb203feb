import type { LucideIcon } from 'lucide-react';
import {
  Keyboard,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from 'react-aria-components';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import css from './popover.module.css';

export type MenuEntry =
  | {
      readonly id: string;
      readonly label: string;
      readonly description?: string;
      readonly icon?: LucideIcon;
      readonly shortcut?: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly onAction: () => void;
    }
  | { readonly id: string; readonly separator: true };

interface Props {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** A menu opened by the button given as its child. */
export function MenuButton({
  label,
  entries,
  placement = 'bottom start',
  children,
}: Props & { readonly placement?: NonNullable<PopoverProps['placement']>; readonly children: ReactElement }) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={cx(css.popover)} placement={placement} offset={4}>
        <Menu label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}

/** The list alone, for popovers of one's own. */
export function Menu({ label, entries, onClose }: Props & { readonly onClose?: () => void }) {
  return (
    <AriaMenu aria-label={label} className={cx(css.items)} {...(onClose ? { onClose } : {})}>
      {entries.map((entry) =>
        'separator' in entry ? (
          <Separator key={entry.id} className={cx(css.separator)} />
        ) : (
          <MenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            isDisabled={entry.disabled ?? false}
            onAction={entry.onAction}
            className={cx(css.item)}
            {...(entry.danger ? { 'data-danger': true } : {})}
          >
            {entry.icon && <entry.icon size={15} strokeWidth={1.75} aria-hidden />}
            <span className={css.text}>
              {/* No slots: what is written of an entry is its name, all of it. */}
              <span>{entry.label}</span>
              {entry.description && <small className={css.description}>{entry.description}</small>}
            </span>
            {entry.shortcut && <Shortcut keys={entry.shortcut} />}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  );
}

/** It describes the entry and is no part of its name: the words come from the style sheet. */
function Shortcut({ keys }: { readonly keys: string }) {
  return <Keyboard className={cx(css.keys)} data-keys={keys} />;
}

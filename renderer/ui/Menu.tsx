import type { LucideIcon } from 'lucide-react';
import {
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
  Text,
} from 'react-aria-components';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
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
              <Text slot="label">{entry.label}</Text>
              {entry.description && (
                <Text slot="description" className={cx(css.description)}>
                  {entry.description}
                </Text>
              )}
            </span>
            {entry.shortcut && <Kbd>{entry.shortcut}</Kbd>}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  );
}

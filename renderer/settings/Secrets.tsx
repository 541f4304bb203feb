import type { SecretInfo, SecretsList } from '@sagaloom/engine/contract';
import { KeyRound, Trash2 } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { EmptyState, FieldMessage, IconButton } from '../ui/index.ts';
import { NewPair } from './NewPair.tsx';
import { useAsked } from './use-asked.ts';
import css from './Secrets.module.css';

/** The names of the secrets that the workspace has. A value goes in, and is never shown again (DA7). */
export function Secrets() {
  const t = useT();
  const { value: list, problem, ask } = useAsked<SecretsList>(async () => engine.secrets.list());
  return (
    <div className={css.secrets}>
      <p className={css.note}>{t('settings.secrets.text')}</p>
      {problem !== null && <FieldMessage message={problem} />}
      {list?.problems.map((message) => (
        <FieldMessage key={message} severity="warning" message={message} />
      ))}
      {list && list.items.length > 0 && (
        <ul className={css.list} aria-label={t('settings.secrets.title')}>
          {list.items.map((item) => (
            <SecretRow
              key={item.name}
              item={item}
              onRemove={() => void ask(async () => engine.secrets.remove({ name: item.name }))}
            />
          ))}
        </ul>
      )}
      {list?.items.length === 0 && (
        <EmptyState icon={KeyRound} title={t('settings.secrets.none')}>
          {t('settings.secrets.noneText')}
        </EmptyState>
      )}
      <NewPair
        hasLabels
        words={{
          name: t('settings.secrets.name'),
          value: t('settings.secrets.value'),
          example: t('settings.secrets.example'),
          add: t('settings.secrets.set'),
        }}
        onAdd={(name, value) =>
          ask(async () => {
            await engine.secrets.set({ name, value });
            return engine.secrets.list();
          })
        }
      />
    </div>
  );
}

function SecretRow({ item, onRemove }: { readonly item: SecretInfo; readonly onRemove: () => void }) {
  const t = useT();
  const isOurs = item.provider === 'file' || item.provider === 'keychain';
  return (
    <li className={css.row}>
      <KeyRound size={14} strokeWidth={1.75} aria-hidden />
      <code className={css.name} title={item.name}>
        {item.name}
      </code>
      <span className={css.place} title={item.hidden.join(', ')}>
        {item.place}
      </span>
      {isOurs ? (
        <IconButton
          size="sm"
          icon={Trash2}
          label={t('settings.secrets.remove', { name: item.name })}
          onPress={onRemove}
        />
      ) : (
        <span className={css.space} />
      )}
    </li>
  );
}

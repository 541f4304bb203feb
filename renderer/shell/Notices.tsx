import { CircleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../locales/index.ts';
import { Button, IconButton } from '../ui/index.ts';
import { dismissNotice, type Notice, useNotices } from './notices.ts';
import css from './Notices.module.css';

/** The corner of the window for what stays until it is read; `children` stand above it. */
export function Notices({ children }: { readonly children?: ReactNode }) {
  const t = useT();
  const notices = useNotices((state) => state.notices);
  return (
    <div className={css.corner}>
      {children}
      <section className={css.region} aria-label={t('shell.notices')} aria-live="assertive">
        {notices.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </section>
    </div>
  );
}

function NoticeCard({ notice: { id, title, text, action } }: { readonly notice: Notice }) {
  const t = useT();
  return (
    <div className={css.notice}>
      <CircleAlert size={16} strokeWidth={2} aria-hidden />
      <div className={css.words}>
        <strong>{title}</strong>
        <p>{text}</p>
        {action && (
          <Button
            size="sm"
            onPress={() => {
              dismissNotice(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
      </div>
      <IconButton label={t('shell.dismiss')} icon={X} size="sm" onPress={() => dismissNotice(id)} />
    </div>
  );
}

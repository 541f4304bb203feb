import { CircleAlert, X } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Button, IconButton } from '../ui/index.ts';
import { dismissNotice, type Notice, useNotices } from './notices.ts';
import css from './Notices.module.css';

export function Notices() {
  const t = useT();
  const notices = useNotices((state) => state.notices);
  return (
    <section className={css.region} aria-label={t('shell.notices')} aria-live="assertive">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
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

import { useAnnouncement } from './announce.ts';

/** Once, at the root of the page. */
export function Announcer() {
  const { text, count } = useAnnouncement();
  return (
    <div className="visually-hidden" role="log" aria-live="polite">
      <p key={count}>{text}</p>
    </div>
  );
}

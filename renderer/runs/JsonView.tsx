import type { Json } from '@sagaloom/engine/core';
import { Copy } from 'lucide-react';
import { Fragment } from 'react';
import { translate, useT } from '../locales/index.ts';
import { IconButton, toast } from '../ui/index.ts';
import css from './JsonView.module.css';

/** Keys, texts and the rest of printed JSON, told apart for the eye. */
const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;
const longest = 100_000;

interface Props {
  readonly label: string;
  readonly value: Json;
  readonly tone?: 'plain' | 'bad';
}

/** A value, printed, with its name and a way to copy it. */
export function JsonView({ label, value, tone = 'plain' }: Props) {
  const t = useT();
  const text = JSON.stringify(value, null, 2);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast(() => translate('runs.data.copied', { name: label }), 'ok');
  };
  return (
    <div className={css.view} data-tone={tone}>
      <div className={css.head}>
        <span className={css.label}>{label}</span>
        <IconButton
          label={t('runs.data.copy', { name: label })}
          icon={Copy}
          size="sm"
          iconSize={13}
          onPress={() => void copy()}
        />
      </div>
      {/* Scrolls, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={label}>
        <code>{tinted(text.slice(0, longest))}</code>
        {text.length > longest && `\n${t('runs.data.cut')}`}
      </pre>
    </div>
  );
}

function tinted(text: string) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [all, string, colon, word] = match;
    parts.push(text.slice(end, match.index));
    const className = string ? (colon ? css.key : css.text) : word ? css.word : css.number;
    parts.push(
      <span key={match.index} className={className}>
        {all}
      </span>,
    );
    end = match.index + all.length;
  }
  parts.push(text.slice(end));
  return parts.map((part, index) =>
    typeof part === 'string' ? <Fragment key={`plain-${index}`}>{part}</Fragment> : part,
  );
}

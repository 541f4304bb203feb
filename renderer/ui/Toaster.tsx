import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Button } from './Button.tsx';
import { dismissToast, type ToastMessage, useToasts } from './toast.ts';
import css from './Toaster.module.css';

const icons = { neutral: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const satisfies Record<
  ToastMessage['tone'],
  unknown
>;

/** Once, at the root of the page: where `toast()` is seen and heard; in another language as soon as there is one. */
export function Toaster({ language }: { readonly language: string }) {
  const messages = useToasts((state) => state.messages);
  return (
    <output className={css.region} aria-live="polite" lang={language}>
      {messages.map(({ id, say, tone, action }) => {
        const Icon = icons[tone];
        return (
          <div key={id} className={css.toast} data-tone={tone}>
            <Icon size={15} strokeWidth={2} aria-hidden />
            {say()}
            {action && (
              <Button
                size="sm"
                variant="ghost"
                onPress={() => {
                  dismissToast(id);
                  action.run();
                }}
              >
                {action.label()}
              </Button>
            )}
          </div>
        );
      })}
    </output>
  );
}

import { ArrowLeft, ArrowRight, Play, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { Button, IconButton } from '../ui/index.ts';
import { mend, places } from './places.ts';
import { endTour, moveOn, type Stop, stops, useTour } from './tour.ts';
import { useSpot } from './use-spot.ts';
import css from './Tour.module.css';

/** Four cards beside what they speak of. Arrow keys go on and back, Escape ends it. */
export function Tour() {
  const stop = useTour((state) => state.stop);
  return stop === null ? null : <Card stop={stop} />;
}

function Card({ stop }: { readonly stop: Stop }) {
  const t = useT();
  const card = useRef<HTMLDivElement>(null);
  const { light, at } = useSpot(places[stop].targets, card);
  const words = useRef<HTMLElement>(null);
  useArrival(stop, words);
  useKeys();
  const number = stops.indexOf(stop) + 1;
  return (
    <ModalOverlay isOpen isKeyboardDismissDisabled className={css.ground ?? ''}>
      {light && <div className={css.light} style={light} />}
      <Modal ref={card} className={css.card ?? ''} style={at}>
        <Dialog ref={words} className={css.words ?? ''} aria-describedby="tour-text">
          <header>
            <span className={css.count}>{t('tour.count', { number, count: stops.length })}</span>
            <IconButton label={t('tour.end')} icon={X} size="sm" onPress={leave} />
          </header>
          <Heading slot="title" level={2}>
            {t(`tour.${stop}.title`)}
          </Heading>
          <p id="tour-text" aria-live="polite">
            {t(`tour.${stop}.text`)}
          </p>
          <Buttons stop={stop} isFirst={number === 1} isLast={number === stops.length} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ButtonsProps {
  readonly stop: Stop;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function Buttons({ stop, isFirst, isLast }: ButtonsProps) {
  const t = useT();
  const { act } = places[stop];
  return (
    <footer>
      {act && (
        <Button icon={Play} onPress={() => void act()}>
          {t(stop === 'undoing' ? 'tour.undoing.do' : 'tour.running.do')}
        </Button>
      )}
      <span className={css.space} />
      {!isFirst && <IconButton label={t('tour.back')} icon={ArrowLeft} onPress={() => moveOn(-1)} />}
      {isLast ? (
        <Button variant="primary" onPress={leave}>
          {t('tour.done')}
        </Button>
      ) : (
        <Button variant="primary" icon={ArrowRight} onPress={() => moveOn(1)}>
          {t('tour.next')}
        </Button>
      )}
    </footer>
  );
}

/** The keys are the card's, wherever on it the focus is. */
function useKeys(): void {
  useEffect(() => {
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function leave(): void {
  endTour();
  void mend();
}

function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') leave();
  else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') moveOn(1);
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') moveOn(-1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** What the stop speaks of is brought on the screen; then the card has the keys. */
function useArrival(stop: Stop, words: RefObject<HTMLElement | null>): void {
  const [arrived, setArrived] = useState<Stop | null>(null);
  useEffect(() => {
    let isGone = false;
    void Promise.resolve(places[stop].arrive()).finally(() => {
      if (!isGone) setArrived(stop);
    });
    return () => {
      isGone = true;
    };
  }, [stop]);
  useEffect(() => {
    words.current?.focus({ preventScroll: true });
  }, [arrived, words]);
}

import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import { type Extension, Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { embeddedAt, type Holder } from '../embedded.ts';
import { completionsAt, type Offer } from '../language/completions.ts';
import type { EditorSupport, EditorWords } from './support.ts';

/** Completion within expressions, by keyboard: Ctrl+Space opens it, Tab and Enter take what is chosen, Escape closes it. */
export function completing(holder: Holder, support: EditorSupport): Extension {
  return [
    autocompletion({
      override: [(context) => offersFor(context, holder, support)],
      icons: false,
      defaultKeymap: false,
      activateOnTyping: true,
      activateOnTypingDelay: 60,
      // What is shown can be taken at once: a Tab that came too early would leave the field.
      interactionDelay: 0,
      maxRenderedOptions: 80,
      optionClass: (completion) => classOf(completion),
      addToOptions: [{ position: 10, render: (completion) => badge(completion) }],
      tooltipClass: () => 'cm-offers',
    }),
    Prec.highest(
      keymap.of([
        { key: 'Tab', run: acceptCompletion },
        // Ctrl+Space switches between languages on many keyboards.
        { key: 'Alt-/', run: startCompletion },
        ...completionKeymap,
      ]),
    ),
  ];
}

function offersFor(context: CompletionContext, holder: Holder, support: EditorSupport): CompletionResult | null {
  const text = context.state.doc.toString();
  const embedded = embeddedAt(text, context.pos, holder);
  const scope = embedded && support.scope();
  if (!embedded || !scope) return null;
  const found = completionsAt(embedded.source, embedded.toSource(context.pos), scope);
  if (!found || (!found.isBegun && !context.explicit && !isEmpty(embedded.source))) return null;
  return {
    from: embedded.toEditor(found.from),
    to: context.pos,
    options: found.offers.map((offer, index) => completionOf(offer, index, embedded.encode, support.words)),
    validFor: /^[$`]?[\p{L}\p{N}_$]*$/u,
  };
}

const isEmpty = (source: string): boolean => source.trim() === '';

/** Beside what CodeMirror knows of a completion. */
interface OwnCompletion extends Completion {
  readonly offer: Offer;
}

const offerOf = (completion: Completion): Offer | null =>
  'offer' in completion ? (completion as OwnCompletion).offer : null;

function completionOf(
  offer: Offer,
  index: number,
  encode: (source: string) => string,
  words: EditorWords,
): OwnCompletion {
  const { label, kind } = offer;
  return {
    offer,
    label,
    // Names as the file and the schema have them; functions after all names.
    boost: kind === 'function' ? -60 : Math.max(-50, 40 - index),
    ...asideOf(offer),
    apply: (view, completion, from, to) => take(view, { completion, offer, from, to, encode }),
    info: () => aboutOffer(offer, words),
  };
}

/** At the right of the list: of a step its name, of a function how it is called, of all else its type. */
function asideOf({ kind, type, detail }: Offer): Pick<Completion, 'detail'> {
  const aside = kind === 'function' || kind === 'step' ? (detail ?? type) : type;
  return aside === null ? {} : { detail: aside };
}

interface Taking {
  readonly completion: Completion;
  readonly offer: Offer;
  readonly from: number;
  readonly to: number;
  readonly encode: (source: string) => string;
}

function take(view: EditorView, { completion, offer, from, to, encode }: Taking): void {
  const { insert, caret } = offer;
  const after = view.state.sliceDoc(to, to + 1);
  const isCalled = offer.kind === 'function' && after === '(';
  const text = isCalled ? insert.slice(0, -2) : insert;
  const anchor = from + encode(text.slice(0, caret)).length + (isCalled ? 1 : 0);
  view.dispatch({
    changes: { from, to, insert: encode(text) },
    selection: { anchor },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
}

const letters: Readonly<Record<Offer['kind'], string>> = {
  root: '●',
  variable: 'x',
  step: '▸',
  config: '⚙',
  secret: '•',
  member: '·',
  function: 'ƒ',
  local: '$',
};

function badge(completion: Completion): Node {
  const mark = document.createElement('span');
  const offer = offerOf(completion);
  mark.className = 'cm-offer-kind';
  mark.textContent = offer ? letters[offer.kind] : '';
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}

const classOf = (completion: Completion): string =>
  `cm-offer-${offerOf(completion)?.kind ?? 'member'}${offerOf(completion)?.isUncertain === true ? ' cm-offer-uncertain' : ''}`;

/** Beside the list: what it is, what it was, and what to mind. */
function aboutOffer(offer: Offer, words: EditorWords): Node {
  const about = document.createElement('div');
  about.className = 'cm-about';
  const line = (text: string | null, className: string): void => {
    if (text === null || text === '') return;
    const part = document.createElement('div');
    part.className = className;
    part.textContent = text;
    about.append(part);
  };
  const isCall = offer.kind === 'function';
  line(
    isCall ? `${offer.label}${offer.detail ?? ''}` : words.kind(offer.kind),
    isCall ? 'cm-about-code' : 'cm-about-kind',
  );
  line(isCall ? words.help(offer.label.slice(1)) : offer.detail, 'cm-about-text');
  if (offer.example !== null) {
    line(offer.example, 'cm-about-code');
    line(words.seen(), 'cm-about-kind');
  }
  if (offer.isUncertain) line(words.uncertain, 'cm-about-warn');
  return about;
}

import type { TextProblem, WrongWord } from '@sagaloom/engine/contract';
import type { MessageKey, Translate } from '../../locales/index.ts';

const sentences = {
  unknownKey: 'runlist.wrong.unknownKey',
  noValue: 'runlist.wrong.noValue',
  badStatus: 'runlist.wrong.badStatus',
  badTime: 'runlist.wrong.badTime',
  badDuration: 'runlist.wrong.badDuration',
  badYesNo: 'runlist.wrong.badYesNo',
  badAttribute: 'runlist.wrong.badAttribute',
  openQuote: 'runlist.wrong.openQuote',
} as const satisfies Record<TextProblem, MessageKey>;

export const wrongText = ({ problem, word }: WrongWord, t: Translate): string => t(sentences[problem], { word });

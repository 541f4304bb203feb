export { bindDocumentLanguage, languageTags, type Locale, locales, useLocaleStore } from './locale.ts';
export { type MessageKey, type MessageValues, type Translate, translate, useT } from './translate.ts';
